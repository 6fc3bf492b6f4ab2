"""Counting: what seekers agreed to have counted, as an operator may see it: nothing by which anybody could be
recognised (privacy.md, service_stats).
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from typing import Annotated

import typer

from adapters.operating import Config, a_store
from adapters.settings_file import read_settings
from bot.ledger import SMALLEST, Cell, suppressed

_BY = ("week", "weekday", "part", "platform", "language", "waited", "lasted", "outcome")
Table = Mapping[str, int | None]


def stats(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One line: a count for each value, null if too few.")] = False,
    config: Config = None,
) -> None:
    """Print what seekers agreed to have counted, and how they rated.

    Numbers by which somebody could be recognised are left out: below 5, and what would tell them.

    Example: warmline stats
    """
    settings = read_settings(config or context.obj)

    async def read() -> tuple[Mapping[Cell, int], Mapping[int, int]]:
        async with a_store(settings) as store, store.decision() as rows:
            return await rows.counts(), await rows.ratings()

    cells, ratings = asyncio.run(read())
    tables = {name: _by(name, cells) for name in _BY}
    tables["rating"] = suppressed({str(rating): number for rating, number in sorted(ratings.items())})
    typer.echo(json.dumps(tables) if as_json else _written(tables))


def _by(name: str, cells: Mapping[Cell, int]) -> Table:
    """One table; no two of them are crossed, for that makes small numbers."""
    counts: Counter[str] = Counter()
    for cell, number in cells.items():
        counts[str(getattr(cell, name))] += number
    return suppressed(dict(sorted(counts.items())))


def _written(tables: Mapping[str, Table]) -> str:
    lines = [
        f"{name:10}" + (", ".join(f"{value} {_number(count)}" for value, count in table.items()) or "nothing yet")
        for name, table in tables.items()
    ]
    return "\n".join(lines)


def _number(count: int | None) -> str:
    return f"(few: below {SMALLEST}, or would tell)" if count is None else str(count)
