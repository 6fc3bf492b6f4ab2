"""A new master key: what lasts is sealed anew, every hash is hashed once more, in one transaction (privacy.md, Keys).

What a hash is of is known to nobody, so it cannot be made anew: it is hashed again, under the new key, and so is what
is to be compared with it. The keys of all hashes before are kept for that, sealed with the new master (decision 7).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.seal import Keys
from adapters.sql.rewriting import marked, place_of, rewrite
from adapters.sql.rows import Read
from adapters.sql.tables import settings

ROSTER, HASHED = marked("roster"), marked("hash")
"""Every column that is sealed with a key that was made from the master key, or hashed with one, by its table."""
_KEPT = "hashes-"


async def seal_under(connection: AsyncConnection, old: Keys, new: Keys) -> None:
    """In this transaction: whatever the old master opened opens with the new one, and with no other."""

    def sealed(column: Column[Any], row: Read) -> bytes | None:
        seal, place = getattr(row, column.name), place_of("roster", column, row)
        return None if seal is None else new.roster.seal(old.roster.open(seal, *place), *place)

    def hashed(column: Column[Any], row: Read) -> str | None:
        return new.hashed_again(found) if (found := getattr(row, column.name)) else found

    await rewrite(connection, ROSTER, sealed)
    await rewrite(connection, HASHED, hashed)
    await connection.execute(settings.delete().where(settings.c.name.startswith(_KEPT)))
    kept = [{"name": f"{_KEPT}{n:03}", "setting": key} for n, key in enumerate(new.follow(old))]
    await connection.execute(insert(settings), kept)
    await connection.execute(update(settings).where(settings.c.name == "key").values(setting=new.fingerprint))


async def kept_hashes(connection: AsyncConnection) -> list[str]:
    """What `Keys.recall` takes: the keys of earlier masters' hashes, sealed, the first one first."""
    kept = select(settings.c.setting).where(settings.c.name.startswith(_KEPT)).order_by(settings.c.name)
    return list((await connection.execute(kept)).scalars())
