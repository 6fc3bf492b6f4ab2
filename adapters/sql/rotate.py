"""Rotating: a database is given a new master key, while nobody runs it (privacy.md, Keys).

In this order, so that whenever it is killed the database opens with a key that is there: the new key is on the disk
beside the old one; the database is sealed with it, in one transaction; it takes the old one's place. Where that last
step is missing, whoever opens the database does it.
"""

from __future__ import annotations

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
                write_key(following)
                await store.change_key(Keys(read_key(following)))
                take_next(master.parent)
        finally:
            await store.close()
    finally:
        tenure.leave(told=False)
    return master


def _refuse_foreign(master: Path, keys: Keys) -> None:
    """With a key of the environment, the folder may hold another database's."""
    found = Keys.within(master) if keys.source == ENVIRONMENT else None
    if found is not None and found.fingerprint != keys.fingerprint:
        raise KeyUnusable(f"{master} is another key than {ENVIRONMENT}, and would be lost: move it away first.")
