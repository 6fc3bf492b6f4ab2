"""Alembic's migrations, oldest first by their names. `HEAD` is the newest, known without importing Alembic."""

HEAD = "0009"
