"""Backup: a copy of what lasts, made in memory: what is live is never written anywhere else (privacy.md, Keys)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from adapters.sql import migrate
from adapters.sql.classes import CLASSES, KEPT, Class
from adapters.sql.engine import database, in_one_line
from adapters.sql.errors import DatabaseUnusable

_SCHEMA = "SELECT sql FROM line.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC"
_TABLES = "SELECT name FROM line.sqlite_master WHERE type = 'table'"


def copied(url: str) -> tuple[bytes, Mapping[Class, int]]:
    """A database file's content with the lasting rows of the one at `url`, and how many there are of each class.

    All as of one instant, also while `run` writes. Nothing of a live row is in it, as there is no room in it that was
    ever another row's. DatabaseUnusable where there is nothing to copy.
    """
    where = database(url)
    if where.path is None or not where.path.is_file():
        raise DatabaseUnusable(f"{where} cannot be backed up: it is no file that is there.")
    with in_one_line(where), closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        copy.execute("PRAGMA temp_store=MEMORY")
        copy.execute("ATTACH ? AS line", (str(where.path),))
        copy.execute("BEGIN")
        there = {name for (name,) in copy.execute(_TABLES)}
        migrate.refuse_others(there, where)
        (at,) = copy.execute("SELECT version_num FROM line.alembic_version").fetchone()
        migrate.refuse_newer(where, at)
        for (statement,) in copy.execute(_SCHEMA).fetchall():
            copy.execute(statement)
        for kind in KEPT:
            for table in CLASSES[kind]:
                if table.name in there:  # an older version may not have it yet
                    copy.execute(f"INSERT INTO main.{table.name} SELECT * FROM line.{table.name}")  # noqa: S608  # ours
        copy.execute("DELETE FROM main.settings WHERE name = 'changed'")  # a note to the process that runs
        copy.execute("COMMIT")
        return copy.serialize(), {kind: _count(copy, kind, there) for kind in KEPT}


def _count(copy: sqlite3.Connection, kind: Class, there: set[str]) -> int:
    counts = (f"SELECT count(*) FROM main.{table.name}" for table in CLASSES[kind] if table.name in there)  # noqa: S608
    return sum(copy.execute(count).fetchone()[0] for count in counts)
