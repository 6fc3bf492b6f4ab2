"""Rewriting: columns of one kind, marked in `tables.py`, are written anew in every row, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.rows import Read
from adapters.sql.tables import metadata

Columns = Mapping[Table, Sequence[Column[Any]]]
Anew = Callable[[Column[Any], Read], Any]
"""What is to stand in this column of this row."""


def marked(kind: str) -> Columns:
    """Every column with this mark, by its table."""
    found = {table: tuple(one for one in table.c if kind in one.info) for table in metadata.sorted_tables}
    return {table: columns for table, columns in found.items() if columns}


async def rewrite(connection: AsyncConnection, columns: Columns, anew: Anew) -> None:
    """In this transaction: each of these columns of each row, where it changes."""
    for table, theirs in columns.items():
        rows = (await connection.execute(select(table))).all()
        changed = [new for row in rows if (new := _changed(row, theirs, anew))]
        if changed:
            this = and_(*(column == bindparam(f"was_{column.name}") for column in table.primary_key))
            values: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in theirs}
            await connection.execute(update(table).where(this).values(values), changed)


def _changed(row: Read, columns: Sequence[Column[Any]], anew: Anew) -> dict[str, Any] | None:
    """What to write in place of a row, under the names `was_…` and `new_…`; None where it stays."""
    new = {column.name: anew(column, row) for column in columns}
    if all(value == getattr(row, name) for name, value in new.items()):
        return None
    was = {f"was_{column.name}": getattr(row, column.name) for column in columns[0].table.primary_key}
    return was | {f"new_{name}": value for name, value in new.items()}


def place_of(kind: str, column: Column[Any], row: Read) -> tuple[str, ...]:
    """Where a seal of this kind was made (adapters/seal.py, Box.seal)."""
    place = column.info[kind]
    return (place,) if place == "address" else (place, row.id)
