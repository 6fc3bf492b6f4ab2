"""Alembic's entry: runs the migrations on the connection and in the transaction of `adapters.sql.migrate`."""

from alembic import context

from adapters.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)  # fmt: skip
with context.begin_transaction():
    context.run_migrations()
