"""A new day: all that is going on is sealed anew with its key, in one transaction (privacy.md, Keys).

Every live row has the same key at any time, so that an address is still found by its seal, and one person still has one
request, across midnight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.keyfile import KeyUnusable
from adapters.seal import Box
from adapters.sql.rewriting import marked, place_of, rewrite
from adapters.sql.rows import Read

LIVE = marked("live")
"""Every column that is sealed with the key of the day, by its table."""


async def seal_anew(connection: AsyncConnection, boxes: Sequence[Box]) -> None:
    """In this transaction: whatever one of `boxes` opens is sealed with the first. KeyUnusable where none opens it."""

    def sealed(column: Column[Any], row: Read) -> bytes:
        return _sealed(getattr(row, column.name), place_of("live", column, row), boxes)

    await rewrite(connection, LIVE, sealed)


def _sealed(seal: bytes, place: tuple[str, ...], boxes: Sequence[Box]) -> bytes:
    for box in boxes:
        try:
            return boxes[0].seal(box.open(seal, *place), *place)
        except InvalidTag:
            continue
    raise KeyUnusable(
        "The key of the day on which the line ran last is missing: put the key folder back as it was. "
        "If it is lost, what was going on then is, too; `warmline backup` copies the rest, and the copy can be run."
    )
