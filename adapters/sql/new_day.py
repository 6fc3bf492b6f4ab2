"""A new day: all that is going on is sealed anew with its key, in one transaction (privacy.md, Keys).

Every live row has the same key at any time, so that an address is still found by its seal, and one person still has one
request, across midnight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Table, and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.keyfile import KeyUnusable
from adapters.seal import Box
from adapters.sql.rows import Read
from adapters.sql.tables import metadata

LIVE: dict[Table, tuple[Column[Any], ...]] = {
    table: found for table in metadata.sorted_tables if (found := tuple(c for c in table.c if "live" in c.info))
}
"""Every column that is sealed with the key of the day, by its table."""


async def seal_anew(connection: AsyncConnection, boxes: Sequence[Box]) -> None:
    """In this transaction: whatever one of `boxes` opens is sealed with the first. KeyUnusable where none opens it."""
    for table, columns in LIVE.items():
        key = tuple(table.primary_key.columns)
        rows = (await connection.execute(select(table))).all()
        changed = [new for row in rows if (new := _anew(row, columns, boxes))]
        if changed:
            this = and_(*(column == bindparam(f"was_{column.name}") for column in key))
            new = {column.name: bindparam(f"new_{column.name}") for column in columns}
            await connection.execute(update(table).where(this).values(new), changed)


def _anew(row: Read, columns: Sequence[Column[Any]], boxes: Sequence[Box]) -> dict[str, Any] | None:
    """What to write in place of a row, under the names `was_…` and `new_…`; None where it is of today already."""
    seals = {column.name: getattr(row, column.name) for column in columns}
    new = {column.name: _sealed(seals[column.name], _place(column, row), boxes) for column in columns}
    if new == seals:
        return None
    was = {f"was_{column.name}": getattr(row, column.name) for column in columns[0].table.primary_key.columns}
    return was | {f"new_{name}": seal for name, seal in new.items()}


def _place(column: Column[Any], row: Read) -> tuple[str, ...]:
    place = column.info["live"]
    return (place,) if place == "address" else (place, row.id)


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
