"""Both platforms' servers in small, over real sockets, for the demo and the tests (quality.md)."""
