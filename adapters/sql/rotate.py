"""Rotating: a database is given a new master key, while nobody runs it (privacy.md, Keys).

In this order, so that whenever it is killed the database opens with a key that is there: the new key is on the disk
beside the old one; the database is sealed with it, in one transaction; it takes the old one's place. Where that last
step is missing, whoever opens the database does it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from adapters.keyfile import MASTER, NEXT, KeyUnusable, read_key, take_next, write_key
from adapters.seal import ENVIRONMENT, Keys
from adapters.sql.engine import database
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.open import key_folder, open_store
from adapters.sql.tenure import Tenure
from bot.ports import Clock


async def rotate(url: str, *, clock: Clock, key_dir: Path | None, secret_key: str | None) -> Path:
    """The file of the new master key. Where a rotation was interrupted, it is finished, and no other is begun.

    DatabaseUnusable, KeyUnusable: it cannot be, or not now; then nothing was changed.
    """
    where = database(url)
    if where.path is None or not where.path.is_file():
        raise DatabaseUnusable(f"{where} has no key that could be changed: it is no file that is there.")
    master, following = (key_folder(where, key_dir) / name for name in (MASTER, NEXT))
    tenure = Tenure.take(url, clock=clock)
    try:
        begun = following.exists()
        store = await open_store(url, clock=clock, key_dir=key_dir, secret_key=secret_key, running=True)
        try:
            if not begun or following.exists():  # else that was all that was missing
                _refuse_foreign(master, store.keys)
                _refuse_others(where.path, store.keys)
                write_key(following)
                await store.change_key(Keys(read_key(following)))
                take_next(master.parent)
        finally:
            await store.close()
    finally:
        tenure.leave(told=False)
    return master


def _refuse_others(path: Path, keys: Keys) -> None:
    """Another database beside this one may have the same key, and a backup has it for certain."""
    # Not its own log: to close another handle of that would let go of its locks.
    others = (file for file in sorted(path.parent.iterdir()) if file.is_file() and not file.name.startswith(path.name))
    for file in others:
        if _key_of(file) == keys.fingerprint:
            raise KeyUnusable(f"{file} has the same key, which will be gone: move it away, with a copy of the key.")


def _key_of(file: Path) -> str | None:
    """The fingerprint in a database; None for any other file."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as reading:
            found = reading.execute("SELECT setting FROM settings WHERE name = 'key'").fetchone()
    except sqlite3.Error:
        return None
    return None if found is None else str(found[0])


def _refuse_foreign(master: Path, keys: Keys) -> None:
    """With a key of the environment, the folder may hold another database's."""
    found = Keys.within(master) if keys.source == ENVIRONMENT else None
    if found is not None and found.fingerprint != keys.fingerprint:
        raise KeyUnusable(f"{master} is another key than {ENVIRONMENT}, and would be lost: move it away first.")
