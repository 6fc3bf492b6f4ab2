"""Rostering: `warmline roster` shows who is there and what is not covered, also while the line is running."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Annotated

import typer

from adapters.calendar.recurrence import Rules
from adapters.clock import SystemClock
from adapters.dates import hours_written
from adapters.operating import Config, NotDone, Slug, a_store, no_community
from adapters.settings_file import read_settings
from bot.desk import operator
from bot.outlook import Outlook
from bot.shift import written

_LISTED = 20


def roster(
    context: typer.Context,
    slug: Slug = "main",
    day: Annotated[str, typer.Option(metavar="DAY", help="Only that day: today, Fri, 2026-12-24.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One line for machines, in UTC.")] = False,
    config: Config = None,
) -> None:
    """Show who is on call, who comes next, and which hours nobody covers, or only one.

    That is from now on, as many days as the community looks ahead (coverage_days).

    Example: warmline roster --community lantern --day Fri
    """
    settings = read_settings(config or context.obj)

    async def seen() -> Outlook:
        async with a_store(settings) as store, store.decision() as rows:
            found = await operator.roster(
                rows, slug=slug, day=day.strip(), recurrence=Rules(), policy=settings.policy, now=SystemClock().now()
            )
        if isinstance(found, operator.NoSuchCommunity):
            raise no_community(slug, found)
        if found is None:
            raise NotDone(f"{day!r} is no day; they are written as in: today, tomorrow, Fri, 2026-12-24, 24.12.")
        if found.since >= found.until:
            raise NotDone(f"{day!r} is over: the roster is shown from now on.")
        return found

    found = asyncio.run(seen())
    typer.echo(json.dumps(facts(slug, found)) if as_json else "\n".join(_told(slug, found)))


def facts(slug: str, found: Outlook) -> dict[str, object]:
    """What `--json` prints: aliases, and instants in ISO 8601, UTC."""
    return {
        "community": slug, "zone": found.policy.zone, "now": _iso(found.now),
        "since": _iso(found.since), "until": _iso(found.until),
        "on_now": [{"alias": alias, "until": _iso(until)} for alias, until in found.on_now()],
        "next": [
            {"alias": alias, "starts": _iso(one.starts), "ends": _iso(one.ends), "posted": one.posted}
            for one, alias in found.coming()
        ],
        "stretches": [
            {"starts": _iso(one.starts), "ends": _iso(one.ends), "on": one.on, "planned": one.planned}
            for one in found.stretches()
        ],
    }  # fmt: skip


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _told(slug: str, found: Outlook) -> Iterator[str]:
    zone = found.policy.zone

    def hours(starts: datetime, ends: datetime) -> str:
        return hours_written(written(starts, ends, zone), "en")

    yield f"{slug}: {hours(found.since, found.until)}"
    on_now = [f"{alias}: {hours(found.now, until)}" for alias, until in found.on_now()]
    yield from _part("On call now", on_now, none="nobody")
    coming = [
        f"{hours(one.starts, one.ends)}: {alias}{', looking for cover' if one.posted else ''}"
        for one, alias in found.coming()
    ]
    yield from _part("Next", coming, none="no shift")
    stretches = [(hours(one.starts, one.ends), one) for one in found.stretches()]
    gaps = [told for told, one in stretches if one.planned and not one.on]
    yield from _part("Nobody is there, though somebody was meant to be", gaps, none="never")
    yield from _part("Only one is there", (told for told, one in stretches if one.on == 1), none="never")


def _part(title: str, lines: Iterable[str], *, none: str) -> Iterator[str]:
    found = [*lines]
    yield f"\n{title}"
    yield from (f"  {one}" for one in islice(found or [none], _LISTED))
    if len(found) > _LISTED:
        yield f"  and {len(found) - _LISTED} more (--json shows all, --day those of one day)"
