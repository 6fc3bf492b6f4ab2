"""Opening a store: a new database with its key, or one that is there, checked and brought up to date."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.days import today
from adapters.keyfile import MASTER, NEXT, KeyUnusable, take_next
from adapters.seal import ENVIRONMENT, Keys
from adapters.sql import migrate
from adapters.sql.engine import Sqlite, database, in_one_line
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.new_key import kept_hashes
from adapters.sql.rows import Places
from adapters.sql.store import SqlStore
from adapters.sql.tables import outbox, pairs, settings
from bot.ports import Clock

_Ring = Callable[[bool], Keys]


async def open_store(
    url: str, *, clock: Clock, key_dir: Path | None = None, secret_key: str | None = None, running: bool = False
) -> SqlStore:
    """The store at `url`, made with its key where there is none. `running`: this is the one that runs the line.

    `key_dir` defaults to `warmline-keys` beside the database. DatabaseUnusable, KeyUnusable: one line each.
    """
    where = database(url)
    ring = _ring(where, key_dir, secret_key)
    with in_one_line(where):
        _make_file(where, ring)
        async with AsyncExitStack() as opening:
            plain = await where.connect("NORMAL")
            opening.push_async_callback(plain.close)
            if not await where.sound(plain):
                raise DatabaseUnusable(f"{where} is damaged; put a backup in its place.")
            engine = where.engine()
            opening.push_async_callback(engine.dispose)
            connection = await engine.connect()
            opening.push_async_callback(connection.close)
            keys = await _keys(where, connection, ring, key_folder(where, key_dir))
            async with connection.begin():
                places = Places(await _last_place(connection))
            store = SqlStore(
                database=where, engine=engine, connection=connection, plain=plain,
                keys=keys, clock=clock, places=places, running=running,
            )  # fmt: skip
            if running:
                await store.new_day()
            else:
                keys.turn(keys.boxes(today(clock.now())))
            opening.pop_all()
            return store


async def _keys(where: Sqlite, connection: AsyncConnection, ring: _Ring, folder: Path) -> Keys:
    """The database's own keys; its tables are there, and of this program's version, when this returns."""
    async with connection.begin():
        at = await migrate.found(connection, where)
        if at is None:
            keys = ring(True)
            await migrate.create(connection, keys.fingerprint)
            return keys
        migrate.refuse_newer(where, at)
        keys = await _fitting(where, connection, ring(False), folder)
    await migrate.bring_up_to_date(where, at)
    return keys


async def _fitting(where: Sqlite, connection: AsyncConnection, keys: Keys, folder: Path) -> Keys:
    """These keys, or those that took their place, also where `rotate-key` was killed as they did."""
    if not await _fits(connection, keys):
        others = [Keys.within(folder / NEXT), Keys.within(folder / MASTER)]
        fitting = [one for one in others if one and await _fits(connection, one)]
        if not fitting:
            raise KeyUnusable(f"The key in {keys.source} is not the one with which {where} was made.")
        if fitting[0].source == str(folder / NEXT):
            take_next(folder)
        if keys.source == ENVIRONMENT:
            raise KeyUnusable(f"{where} has another key than {ENVIRONMENT}: set that to what {folder / MASTER} holds.")
        keys = fitting[0]
    return keys.recall(await kept_hashes(connection))


async def _fits(connection: AsyncConnection, keys: Keys) -> bool:
    """Whether the database was made with these keys; asked by a write, so that a read-only one is noticed now."""
    mine = update(settings).where(settings.c.name == "key", settings.c.setting == keys.fingerprint)
    return bool((await connection.execute(mine.values(setting=keys.fingerprint))).rowcount)


def _ring(where: Sqlite, key_dir: Path | None, secret_key: str | None) -> _Ring:
    """Where keys come from, once it is known whether the database is fresh."""
    if where.path is None and not secret_key:
        return lambda _: Keys.random()
    return lambda fresh: Keys.open(key_folder(where, key_dir), secret_key, fresh=fresh)


def key_folder(where: Sqlite, key_dir: Path | None) -> Path:
    """Where this database's keys lie: where it was set, else beside the database."""
    return key_dir or (where.path or Path()).parent / "warmline-keys"


def _make_file(where: Sqlite, ring: _Ring) -> None:
    """A new database's file, for its owner alone; its key first: a wrong one leaves no empty database behind."""
    path = where.path
    if path is None or path.exists():
        return
    if not path.parent.is_dir():
        raise DatabaseUnusable(f"{where} cannot be made: there is no folder {path.parent}.")
    ring(True)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as err:
        raise DatabaseUnusable(f"{where} cannot be made: {err.strerror}.") from err


async def _last_place(connection: AsyncConnection) -> int:
    found = [await connection.scalar(select(func.max(table.c.place))) for table in (outbox, pairs)]
    return max(place or 0 for place in found)
