"""Core statements, compiled once, for the plain connection: a commit through Core costs four times as much."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import aiosqlite
from sqlalchemy import ClauseElement

from adapters.sql.engine import dialect
from adapters.sql.rows import Read


class Prepared:
    """A statement with named bind parameters. The driver keeps what it has prepared by its text."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement

    async def rows(self, connection: aiosqlite.Connection, **given: Any) -> Sequence[Read]:
        """What a SELECT finds, each row by the names of its columns."""
        found = await connection.execute_fetchall(self._text, self._values(given))
        return [self._row(*row) for row in found]

    async def change(self, connection: aiosqlite.Connection, **given: Any) -> int:
        """Run it; how many rows it changed."""
        cursor = await connection.execute(self._text, self._values(given))
        return cursor.rowcount

    async def change_all(self, connection: aiosqlite.Connection, given: Iterable[dict[str, Any]]) -> None:
        """Run it for each, in one go."""
        await connection.executemany(self._text, [self._values(one) for one in given])

    @cached_property
    def _compiled(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        compiled = self._statement.compile(dialect=dialect())
        return str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params)  # type: ignore[attr-defined]  # SQLCompiler's

    @property
    def _text(self) -> str:
        return self._compiled[0]

    def _values(self, given: dict[str, Any]) -> list[Any]:
        _, names, constants = self._compiled
        return [given[name] if name in given else constants[name] for name in names]

    @cached_property
    def _row(self) -> type[Any]:
        return namedtuple("Row", [column.key for column in self._statement.selected_columns])  # type: ignore[attr-defined]  # a Select has them
