"""Versions: a database is made, brought up to date or refused, and never left half way."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from adapters.sql import migrate
from adapters.sql.engine import Sqlite, database
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.migrations import HEAD
from adapters.sql.open import open_store
from tests.support.line import LINE, StillClock, opened

SECOND = """
import pathlib
import sqlalchemy as sa
from alembic import op

revision, down_revision = "next", "{head}"

def upgrade():
    copy = pathlib.Path("{copy}")
    assert copy.stat().st_mode & 0o777 == 0o600 and copy.stat().st_size
    op.create_table("extra", sa.Column("id", sa.String(32), primary_key=True))
    op.execute("UPDATE communities SET name = 'changed'")
    {then}
"""


@pytest.fixture
async def old(tmp_path: Path) -> Sqlite:
    """A database of the present version, which is old to the migrations that a test makes."""
    store = await open_store(f"sqlite:///{tmp_path}/line.db", clock=StillClock())
    async with store.decision() as decision:
        await opened(decision)
    await store.close()
    return database(f"sqlite:///{tmp_path}/line.db")


def newer(tmp_path: Path, then: str = "") -> Path:
    """The migrations of a later program: one more, which looks for the copy and ends with `then`."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    script = SECOND.format(copy=tmp_path / "line.db.before-next", head=HEAD, then=then or "pass")
    (folder / "versions" / "next_second.py").write_text(script)
    return folder


def schema(path: Path) -> set[tuple[object, ...]]:
    """Every column, foreign key and index; a column that was added later stands last, which makes no difference."""
    found: set[tuple[object, ...]] = set()
    with closing(sqlite3.connect(path)) as connection:
        for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master").fetchall():
            if kind == "index" and sql:
                found.add((name, " ".join(sql.split()).replace('"', "")))
            if kind == "table":
                columns = connection.execute(f"SELECT name, type, [notnull], pk FROM pragma_table_info('{name}')")
                keys = connection.execute(
                    f"SELECT [from], [table], [to], on_delete FROM pragma_foreign_key_list('{name}')"
                )
                found |= {(name, *column) for column in columns} | {(name, "key", *key) for key in keys}
    return found


def names(path: Path) -> list[str]:
    """The communities' names, and the version."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            one for (one,) in connection.execute("SELECT name FROM communities UNION ALL SELECT * FROM alembic_version")
        ]


async def test_the_migrations_make_what_a_new_database_is_made_of(old: Sqlite, tmp_path: Path) -> None:
    """Table by table, index by index."""
    migrated = Sqlite(tmp_path / "migrated.db")
    engine = migrated.engine()
    async with engine.begin() as connection:
        await connection.run_sync(migrate.upgrade)
    await engine.dispose()
    assert migrated.path
    assert old.path
    assert schema(migrated.path) == schema(old.path)


def test_head_is_the_newest_migration() -> None:
    """It is written down so that a start need not ask Alembic."""
    assert ScriptDirectory(str(migrate.MIGRATIONS)).get_heads() == [HEAD]


async def test_a_migration_that_succeeds_leaves_no_copy(old: Sqlite, tmp_path: Path) -> None:
    """The copy is there while it runs, readable for the owner alone, and gone afterwards."""
    await migrate.bring_up_to_date(old, HEAD, migrations=newer(tmp_path), head="next")
    assert old.path
    assert names(old.path) == ["changed", "next"]
    assert not (tmp_path / "line.db.before-next").exists()


async def test_a_migration_that_fails_changes_nothing(old: Sqlite, tmp_path: Path) -> None:
    """The old file stays in use as it was, the copy stays too, and one line says so."""
    assert old.path
    before, migrations = schema(old.path), newer(tmp_path, "op.execute('SELECT * FROM nowhere')")
    with pytest.raises(DatabaseUnusable, match=rf"{HEAD} to next \(OperationalError\); nothing was changed") as refused:
        await migrate.bring_up_to_date(old, HEAD, migrations=migrations, head="next")
    assert "\n" not in str(refused.value)
    assert names(old.path) == [LINE.name, HEAD] == names(tmp_path / "line.db.before-next")
    assert schema(old.path) == before
    await (await open_store(f"sqlite:///{old.path}", clock=StillClock())).close()


async def test_a_newer_database_is_refused(old: Sqlite) -> None:
    """A program that does not know its version does not touch it."""
    assert old.path
    with closing(sqlite3.connect(old.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(
        DatabaseUnusable, match=rf"newer Warmline \(version 9999; this one knows {HEAD}\): update Warmline"
    ):
        await open_store(f"sqlite:///{old.path}", clock=StillClock())
