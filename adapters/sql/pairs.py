"""Pairs in rows."""

from __future__ import annotations

import orjson

from adapters.sql.rows import Read
from bot.conversation import Side
from bot.records import Pair

GONE = ""
"""In the place of the copies of what was taken back: there is no pair, and its source is handled all the same."""


def pair_of(row: Read) -> Pair:
    """The pair in a row."""
    copies = orjson.loads(row.copies)
    files = copies.pop(0) if copies and isinstance(copies[0], int) else 0
    return Pair(
        conversation=row.conversation, side=Side(row.side), source=row.source, copies=tuple(copies), files=files
    )


def copies_of(copies: tuple[str, ...], *, files: int = 0) -> str:
    """A pair's copies as they stand in its row: a JSON list, how many files went with them at its head if any did."""
    return orjson.dumps([files, *copies] if files else copies).decode()
