"""Everything that touches the world: platforms, database, web, command line (architecture.md)."""
