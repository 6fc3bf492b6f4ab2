"""Pacing: what keeping the limits adds to a message's way, and how much of them it leaves unused (relay.md, Pace)."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path

from adapters.telegram.pace import Pace
from tests.bench import line, load
from tests.bench.figures import Figure, percentile
from tests.bench.stand import Direction, Stand

FREE, KEPT = "without", "with"
PAIRS = 36  # each has a message a second in a chat at most: together more than Telegram's 30 in all
LIMITS: dict[Direction, float] = {("discord", "telegram"): 30.0, ("telegram", "discord"): 50.0}
RATE = 10.0  # messages a second in one direction: far from every limit
_TURNS = 20_000
_ABOUT = f"A message's way at {RATE:g} a second, with and without pacing, ms"


async def figures(folder: Path, *, chunks: int, seconds: float, messages: int) -> list[Figure]:
    """`chunks` of `seconds` with and without pacing in turn; then as fast as it goes, `messages` a pair each way."""
    async with AsyncExitStack() as open_now:
        lines = {name: await _line(name, folder, open_now) for name in (FREE, KEPT)}
        await lines[KEPT][1].starts_again(pace=1.0)
        for stand, _ in lines.values():
            await load.warm(stand)
        ways: defaultdict[tuple[str, Direction], list[float]] = defaultdict(list)
        for _ in range(chunks):
            for direction in LIMITS:
                for name, (stand, ours) in lines.items():
                    stand.tidy()
                    run = await load.pace(stand, ours.process, {direction: RATE}, seconds=seconds)
                    ways[name, direction] += run.ways
        return [*_added(ways), await _turns(), *await _saturated(*lines[KEPT], messages)]


async def _line(name: str, folder: Path, open_now: AsyncExitStack) -> tuple[Stand, line.Line]:
    stand = await open_now.enter_async_context(Stand())
    stand.seat({("telegram", "discord"): PAIRS})
    await line.greet(stand)
    ours = line.Line(stand, folder, name=f"{name} pacing")
    await ours.prepare()
    open_now.push_async_callback(lambda: ours.process.stop())
    await ours.process.start()
    await ours.connect_all()
    return stand, ours


def _added(ways: dict[tuple[str, Direction], list[float]]) -> list[Figure]:
    made = []
    for share in (0.5, 0.99):
        for direction in LIMITS:
            took = {name: percentile(ways[name, direction], share) for name in (FREE, KEPT)}
            made.append(
                Figure(
                    about=_ABOUT,
                    what=f"p{share * 100:g}, {direction[0].title()} to {direction[1].title()}",
                    values=took, compared=took[KEPT] - took[FREE], unit="ms more",
                )
            )  # fmt: skip
    return made


async def _turns() -> Figure:
    """What keeping the pace of a message costs by itself, where nothing has to wait; the clock stands beside it."""
    now = 0.0
    pace = Pace(now=lambda: now)
    began = time.process_time()
    for number in range(_TURNS):
        now += 1.0
        async with pace.turn(number % PAIRS):
            pass
    took = (time.process_time() - began) / _TURNS * 1e6
    return Figure(about=_ABOUT, what="CPU of a turn at Telegram's pace by itself, µs", compared=took, unit="µs")


async def _saturated(stand: Stand, ours: line.Line, messages: int) -> list[Figure]:
    stand.tidy()
    runs = await asyncio.gather(
        *(load.flow(stand, ours.process, way, count=messages * PAIRS, at_once=PAIRS) for way in LIMITS)
    )
    about = "Saturated: a platform's limit that pacing leaves unused"
    made = []
    for (direction, limit), run in zip(LIMITS.items(), runs, strict=True):
        rate = len(run.ways) / run.seconds
        made.append(
            Figure(
                about=about, what=f"{direction[1].title()}, of {limit:g} messages a second",
                values={"a second": rate}, compared=(1 - rate / limit) * 100, unit="%", goal=10,
            )
        )  # fmt: skip
    wrong = sum(load.out_of_order(stand, direction) for direction in LIMITS)
    return [*made, Figure(about=about, what="lost, doubled or out of order", compared=wrong, goal=0)]
