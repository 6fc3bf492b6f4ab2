"""What rows are made of: instants as integers, sealed bodies, and the base of all that a decision does with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import orjson
from sqlalchemy import Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.seal import Box, Keys

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Deciding:
    """One transaction on Core's connection. `gone` gathers the ids whose slots go when it commits."""

    def __init__(self, connection: AsyncConnection, *, keys: Keys, places: Places) -> None:
        self._connection, self._keys, self._places = connection, keys, places
        self.gone: set[str] = set()

    async def _changed(self, statement: Executable, rows: Sequence[dict[str, Any]] | None = None) -> int:
        """How many rows it changed."""
        return (await self._connection.execute(statement, rows)).rowcount

    async def _one(self, statement: Executable) -> Row[Any] | None:
        return (await self._connection.execute(statement)).one_or_none()

    async def _all(self, statement: Executable) -> Sequence[Row[Any]]:
        return (await self._connection.execute(statement)).all()


class Places:
    """Instants made unique, so that rows can be ordered by them even where the clock stands still."""

    def __init__(self, last: int) -> None:
        self._last = last

    def next(self, now: datetime) -> int:
        """The place of a row that is written now, after every earlier one."""
        self._last = max(micros(now), self._last + 1)
        return self._last


class Read(Protocol):
    """A row, by the names of its columns: Core's and the journal's alike."""

    def __getattr__(self, name: str, /) -> Any: ...


def micros(moment: datetime) -> int:
    """An aware instant as microseconds since 1970; ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive instant")
    return (moment - _EPOCH) // _MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    """The same, where there may be none."""
    return None if moment is None else micros(moment)


def instant(number: int) -> datetime:
    """The instant, in UTC."""
    return _EPOCH + number * _MICROSECOND


def instant_or_none(number: int | None) -> datetime | None:
    """The same, where there may be none."""
    return None if number is None else instant(number)


def packed(box: Box, body: dict[str, Any], *place: str) -> bytes:
    """A row's body (JSON-ready), sealed for this place."""
    return box.seal(orjson.dumps(body), *place)


def unpacked(box: Box, sealed: bytes, *place: str) -> dict[str, Any]:
    """The body as it was given."""
    body: dict[str, Any] = orjson.loads(box.open(sealed, *place))
    return body
