"""Pairs in rows."""

from __future__ import annotations

import orjson

from adapters.sql.rows import Read
from bot.conversation import Side
from bot.records import Pair


def pair_of(row: Read) -> Pair:
    """The pair in a row."""
    return Pair(
        conversation=row.conversation, side=Side(row.side), source=row.source, copies=tuple(orjson.loads(row.copies))
    )


def copies_of(copies: tuple[str, ...]) -> str:
    """A pair's copies as they stand in its row: a JSON list."""
    return orjson.dumps(copies).decode()
