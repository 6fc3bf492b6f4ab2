"""Relaying: what a message costs and how long it takes, Warmline and bare bridges in turn (quality.md)."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench import line, load
from tests.bench.figures import Figure, percentile, ratio
from tests.bench.measured import Measured, bridge
from tests.bench.stand import DIRECTIONS, Direction, Stand

STOCK, AIOHTTP, ACKNOWLEDGING, WARMLINE = "stock", "aiohttp", "acknowledging", "warmline"
Found = defaultdict[tuple[str, Direction, int], list[load.Run]]


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much is measured: rounds, messages in each run, seconds at 20 messages a second in each of as many chunks."""

    rounds: int
    messages: int
    chunks: int
    seconds: float
    at_limits: float


@dataclass(frozen=True)
class Entry:
    """One who is measured, and the stand through which it is."""

    stand: Stand
    measured: Measured


async def figures(folder: Path, extent: Extent) -> list[Figure]:
    """Everything about relaying."""
    async with AsyncExitStack() as open_now:
        entries, claims = await _entries(folder, open_now)
        found = await _costs(entries, extent)
        paced = await _paced(entries, extent)
        limits = await _at_limits(entries[WARMLINE], extent)
        memory = _memory(entries)
        return [*_cost_figures(found), *_closed_figures(found), *paced, *limits, *memory, *_claim_figures(claims)]


async def _entries(folder: Path, open_now: AsyncExitStack) -> tuple[dict[str, Entry], list[float]]:
    entries, claims = dict[str, Entry](), list[float]()
    for kind in (STOCK, AIOHTTP, ACKNOWLEDGING, WARMLINE):
        stand = await open_now.enter_async_context(Stand())
        stand.seat()
        await line.greet(stand)
        if kind == WARMLINE:
            ours = line.Line(stand, folder)
            await ours.prepare()
            measured = ours.process
        else:
            measured = bridge(kind, stand, folder)  # type: ignore[arg-type]  # the three kinds, by the names above
        open_now.push_async_callback(measured.stop)
        await measured.start()
        if kind == WARMLINE:
            claims = await ours.connect_all()
        await load.warm(stand)
        stand.tidy()
        entries[kind] = Entry(stand, measured)
    return entries, claims


async def _costs(entries: dict[str, Entry], extent: Extent) -> Found:
    """Every direction, one at a time and 16 in flight; in each round all are measured, each first in its turn."""
    found: Found = defaultdict(list)
    kinds = [STOCK, AIOHTTP, WARMLINE]
    for turn in range(extent.rounds):
        for direction in DIRECTIONS:
            for at_once in (1, 16):
                for kind in kinds[turn % 3 :] + kinds[: turn % 3]:
                    entry = entries[kind]
                    run = await load.flow(
                        entry.stand, entry.measured, direction, count=extent.messages, at_once=at_once
                    )
                    found[kind, direction, at_once].append(run)
                    entry.stand.tidy()
    return found


def _cost_figures(found: Found) -> list[Figure]:
    made = []
    for other, about in ((STOCK, "the bare bridge"), (AIOHTTP, "a bare bridge on our transport")):
        for at_once in (1, 16):
            for direction in DIRECTIONS:
                cpu = {kind: [run.cpu for run in found[kind, direction, at_once]] for kind in (other, WARMLINE)}
                made.append(
                    Figure(
                        about=f"CPU a message, ms, beside {about}", what=_named(direction, at_once),
                        values={kind: statistics.median(each) for kind, each in cpu.items()},
                        compared=ratio(cpu[WARMLINE], cpu[other]), unit="x", goal=_goal(direction, at_once, other),
                    )
                )  # fmt: skip
    return made


def _goal(direction: Direction, at_once: int, other: str) -> float:
    if other == AIOHTTP:
        return 1.3
    if "telegram" in direction:
        return 1.0
    return 1.3 if at_once > 1 else 2.0


def _closed_figures(found: Found) -> list[Figure]:
    """How long a message takes when the next waits for it; where the servers are busy all the time, it is they."""
    made = []
    for direction in DIRECTIONS:
        for at_once in (1, 16):
            runs = {kind: found[kind, direction, at_once] for kind in (STOCK, AIOHTTP, WARMLINE)}
            way = {kind: statistics.median(percentile(run.ways, 0.5) for run in each) for kind, each in runs.items()}
            busy = statistics.median(run.servers * 100 for run in runs[WARMLINE])
            about = "A message's way when its writer waits for it before the next, p50 ms"
            made.append(Figure(about=about, what=_named(direction, at_once), values=way | {"servers": busy}))
    return made


async def _paced(entries: dict[str, Entry], extent: Extent) -> list[Figure]:
    ways: defaultdict[tuple[str, Direction], list[float]] = defaultdict(list)
    for _ in range(extent.chunks):
        for direction in DIRECTIONS:
            for kind, entry in entries.items():
                run = await load.pace(entry.stand, entry.measured, {direction: 20.0}, seconds=extent.seconds)
                ways[kind, direction] += run.ways
                entry.stand.tidy()
    made = []
    for share, goal in ((0.5, 1.0), (0.99, 5.0)):
        for direction in DIRECTIONS:
            took = {kind: percentile(ways[kind, direction], share) for kind in entries}
            made.append(
                Figure(
                    about="A message's way at 20 a second, ms", what=f"p{share * 100:g}, {_named(direction)}",
                    values=took, compared=took[WARMLINE] - took[ACKNOWLEDGING], unit="ms more", goal=goal,
                )
            )  # fmt: skip
    return made


async def _at_limits(entry: Entry, extent: Extent) -> list[Figure]:
    rates: dict[Direction, float] = {("discord", "telegram"): 30.0, ("telegram", "discord"): 50.0}
    run = await load.pace(entry.stand, entry.measured, rates, seconds=extent.at_limits)
    wrong = sum(load.out_of_order(entry.stand, direction) for direction in rates)
    about = "At the platforms' own limits together: 30 a second to Telegram, 50 to Discord"
    share = run.cpu * len(run.ways) / run.seconds / 10
    return [
        Figure(about=about, what="of one core", compared=share, unit="%", goal=50),
        Figure(about=about, what=f"lost, doubled or out of order, of {len(run.ways)}", compared=wrong, goal=0),
        Figure(about=about, what="a message's way, p50", compared=percentile(run.ways, 0.5), unit="ms"),
        Figure(about=about, what="a message's way, p99", compared=percentile(run.ways, 0.99), unit="ms"),
    ]


def _memory(entries: dict[str, Entry]) -> list[Figure]:
    resident = {kind: entry.measured.memory() for kind, entry in entries.items()}
    return [
        Figure(
            about="Memory, MiB resident", what="after all of the above", values=resident,
            compared=resident[WARMLINE] / resident[STOCK], unit="x",
        )
    ]  # fmt: skip


def _claim_figures(claims: Sequence[float]) -> list[Figure]:
    about = "A claim, from the press to the answer"
    return [
        Figure(about=about, what=f"p50 of {len(claims)}", compared=percentile(claims, 0.5), unit="ms"),
        Figure(about=about, what=f"p99 of {len(claims)}", compared=percentile(claims, 0.99), unit="ms", goal=20),
    ]


def _named(direction: Direction, at_once: int = 0) -> str:
    how = {0: "", 1: ", one at a time"}.get(at_once, f", {at_once} in flight")
    return f"{direction[0].title()} to {direction[1].title()}{how}"
