"""All that differs between databases: addresses, connections, pragmas, conflict clauses, errors. SQLite alone, so far.

A decision's connection is durable (`synchronous=FULL`); the journal's survives a killed process, and may lose the last
commits in a power cut (`NORMAL`): then the platforms send those messages again (architecture.md).
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import aiosqlite
from sqlalchemy import TextClause, event
from sqlalchemy.dialects.sqlite import dialect as dialect
from sqlalchemy.dialects.sqlite import insert as insert  # PostgreSQL's has the same conflict clauses
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from adapters.sql.errors import DatabaseUnusable

_PATIENCE = 5.0  # seconds that a connection waits for another program's lock
Durable = Literal["FULL", "NORMAL"]


class Sqlite:
    """One SQLite database, in a file or (path None) in memory, and how to connect to it."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._target = str(path) if path else f"file:{secrets.token_hex(16)}?mode=memory&cache=shared"

    def __str__(self) -> str:
        return str(self.path or "The database in memory")

    def engine(self, *, foreign_keys: bool = True) -> AsyncEngine:
        """Core's engine over one connection whose every transaction begins as a writing one."""

        async def connect() -> aiosqlite.Connection:
            return await self.connect("FULL", foreign_keys=foreign_keys)

        engine = create_async_engine(
            "sqlite+aiosqlite://", async_creator=connect, poolclass=AsyncAdaptedQueuePool,
            pool_size=1, max_overflow=0, hide_parameters=True,
        )  # fmt: skip
        event.listen(engine.sync_engine, "begin", _begin)
        return engine

    async def connect(self, durable: Durable, *, foreign_keys: bool = True) -> aiosqlite.Connection:
        """A plain connection; a write that comes outside of a transaction begins one (`IMMEDIATE`)."""
        connecting = aiosqlite.connect(
            self._target, timeout=_PATIENCE, isolation_level="IMMEDIATE", uri=self.path is None
        )
        connecting._thread.daemon = True  # a connection that nobody closed must not keep the process alive
        try:
            connection = await connecting
        except BaseException:  # its thread has a last word to the loop: the loop must not be gone by then
            await asyncio.to_thread(connecting._thread.join, _PATIENCE)
            raise
        try:
            if self.path:
                await _log_ahead(connection)
            await (await connection.executescript(self._pragmas(durable, foreign_keys))).close()
        except BaseException:
            await connection.close()
            raise
        return connection

    def _pragmas(self, durable: Durable, foreign_keys: bool) -> str:
        # Temporary tables stay in memory: nothing is written but the database and its log (privacy.md).
        lines = [f"foreign_keys={'ON' if foreign_keys else 'OFF'}", "secure_delete=ON", "temp_store=MEMORY"]
        if self.path:
            lines += [f"synchronous={durable}"]
        else:
            lines += ["read_uncommitted=ON"]  # connections that share one memory would refuse to read beside a writer
        return "".join(f"PRAGMA {line};" for line in lines)

    async def sound(self, connection: aiosqlite.Connection) -> bool:
        """Whether SQLite finds its own structures whole."""
        rows = list(await connection.execute_fetchall("PRAGMA quick_check(1)"))
        return [tuple(row) for row in rows] == [("ok",)]

    async def forget_log(self, connection: aiosqlite.Connection) -> bool:
        """Empty the write-ahead log, with all that it still holds of deleted rows; False while somebody reads it."""
        rows = list(await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))
        return bool(rows[0][0] == 0)

    async def copy(self, to: Path) -> None:
        """The database as it stands, in another file that only its owner can read."""
        await asyncio.to_thread(_empty, to)
        source = await self.connect("FULL")
        try:
            async with aiosqlite.connect(to) as target:
                await source.backup(target)
        finally:
            await source.close()


def database(url: str) -> Sqlite:
    """The database of `WARMLINE_DATABASE_URL` (experience.md, settings); DatabaseUnusable for what is none."""
    scheme, _, rest = url.partition("://")
    if scheme.partition("+")[0] in {"postgresql", "postgres"}:
        raise DatabaseUnusable("PostgreSQL comes with a later release; for now the address is sqlite:///file.")
    if scheme != "sqlite" or not rest.startswith("/") or len(rest) < 2 or "?" in rest:
        raise DatabaseUnusable(
            "That is no database address: it is sqlite:///relative/file or sqlite:////absolute/file."
        )
    return Sqlite(None if rest == "/:memory:" else Path(rest[1:]))


async def _log_ahead(connection: aiosqlite.Connection) -> None:
    """Write-ahead logging, for good. While another connection switches to it, SQLite says so instead of waiting."""
    giving_up = asyncio.get_running_loop().time() + _PATIENCE
    while True:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as err:
            if err.sqlite_errorcode != sqlite3.SQLITE_BUSY or asyncio.get_running_loop().time() > giving_up:
                raise
            await asyncio.sleep(0.01)
        else:
            return


def _empty(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def only(where: TextClause) -> dict[str, Any]:
    """What makes an index partial. (Naming PostgreSQL here as well would load its dialect: 80 ms of each start.)"""
    return {"sqlite_where": where}


@contextmanager
def in_one_line(name: object) -> Iterator[None]:
    """Turn what makes a database unusable into DatabaseUnusable; everything else is a defect and passes."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as err:
        cause = err.orig if isinstance(err, DBAPIError) else err
        code = getattr(cause, "sqlite_errorcode", None)
        line = _LINES.get(code & 0xFF) if isinstance(code, int) else None
        if line is None:
            raise
        raise DatabaseUnusable(line.format(name)) from err


_LINES = {
    sqlite3.SQLITE_BUSY: "{} is locked by another program.",
    sqlite3.SQLITE_LOCKED: "{} is locked by another program.",
    sqlite3.SQLITE_READONLY: "{} cannot be written: the file or its folder is read-only.",
    sqlite3.SQLITE_PERM: "{} cannot be written: no right to.",
    sqlite3.SQLITE_CANTOPEN: "{} cannot be opened: no such folder, or no right to.",
    sqlite3.SQLITE_CORRUPT: "{} is damaged; put a backup in its place.",
    sqlite3.SQLITE_NOTADB: "{} is no SQLite database, or is damaged.",
    sqlite3.SQLITE_FULL: "{} cannot be written: the disk is full.",
    sqlite3.SQLITE_IOERR: "{} cannot be read or written: the disk reports an error.",
}
