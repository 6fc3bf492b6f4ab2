"""Versions of the database: a new one is made at once, an older one is brought up to date, a newer one is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.engine import Sqlite
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.migrations import HEAD
from adapters.sql.tables import metadata, settings, version

MIGRATIONS = Path(__file__).parent / "migrations"


async def create(connection: AsyncConnection, fingerprint: str) -> None:
    """All tables, in this transaction, without Alembic (a test shows that the migrations make the same)."""
    await connection.run_sync(metadata.create_all)
    await connection.execute(insert(version).values(version_num=HEAD))
    await connection.execute(insert(settings).values(name="key", setting=fingerprint))


async def found(connection: AsyncConnection, name: object) -> str | None:
    """The version of what is there, None for an empty database; DatabaseUnusable for somebody else's."""
    tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    if not tables:
        return None
    refuse_others(tables, name)
    at: str = (await connection.execute(select(version.c.version_num))).scalar_one()
    return at


def refuse_others(tables: Collection[str], name: object) -> None:
    """DatabaseUnusable where these tables are not Warmline's."""
    if version.name not in tables or settings.name not in tables:
        raise DatabaseUnusable(f"{name} is another program's database, not Warmline's.")


def refuse_newer(database: Sqlite, at: str, *, migrations: Path = MIGRATIONS, head: str = HEAD) -> None:
    """DatabaseUnusable where the database is of a version that this program does not know."""
    if at != head and at not in _known(migrations):
        raise DatabaseUnusable(
            f"{database} was written by a newer Warmline (version {at}; this one knows {head}): update Warmline."
        )


async def bring_up_to_date(database: Sqlite, at: str, *, migrations: Path = MIGRATIONS, head: str = HEAD) -> None:
    """Migrate from version `at`, in one transaction, after copying the file; the copy is gone when it has gone well.

    DatabaseUnusable where it fails: then nothing was changed, and the copy stays.
    """
    if at == head or database.path is None:  # what is in memory is always new
        return
    copy = database.path.with_name(f"{database.path.name}.before-{head}")
    await database.copy(copy)
    engine = database.engine(foreign_keys=False)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(upgrade, migrations, head)
    except Exception as err:  # whatever a migration raises, the operator reads one line
        raise DatabaseUnusable(_failed(database, at, head, copy, err)) from err
    finally:
        await engine.dispose()
    await asyncio.to_thread(copy.unlink)


def _known(migrations: Path) -> frozenset[str]:
    """Every version that the migrations name. Alembic is imported only here and in `upgrade`: it costs 0.2 s."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory(str(migrations)).walk_revisions())


def upgrade(connection: Connection, migrations: Path = MIGRATIONS, head: str = HEAD) -> None:
    """Run the migrations that are still to come, on this connection and in its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, head)


def _failed(database: Sqlite, at: str, head: str, copy: Path, err: Exception) -> str:
    # A database error's own text would show the row's values.
    why = type(err).__name__ if isinstance(err, SQLAlchemyError) else f"{type(err).__name__}: {err}"
    return (
        f"{database} could not be brought from version {at} to {head} ({why}); "
        f"nothing was changed, and a copy is in {copy}."
    )
