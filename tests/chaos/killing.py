"""Killing: people go on while the program is killed again and again, and both platforms fail; then all is accounted
for.

Chance is seeded: who does what next, what goes wrong, how far a run gets, and at what it is killed.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from random import Random

import orjson

from adapters.clock import SystemClock
from adapters.sql.open import open_store
from bot.conversation import Side
from bot.people import Address
from tests.chaos import faults
from tests.chaos.account import Account, of_asks, of_ways, unheard
from tests.chaos.asks import Asks
from tests.chaos.receipts import held
from tests.chaos.told import Told
from tests.chaos.ways import ARRIVES, Way
from tests.support.whole import PAIRS, Talk, WholeLine, whole_line

DURING_START = 0.25  # of all kills are followed by another, before the program is ready again
STARTS, SETTLES, SERVES = 120.0, 60.0, 120.0  # seconds
SETTINGS = {
    "WARMLINE_LOG__LEVEL": "INFO", "WARMLINE_POLICY__COOL_DOWN": "00:00:00", "WARMLINE_POLICY__PLAN_AFTER": "100",
    "WARMLINE_POLICY__CONVERSATIONS_AT_MOST": "1000",
}  # fmt: skip


@dataclass(kw_only=True)
class Run:
    """One run: the line, who writes to whom, and what went wrong."""

    line: WholeLine
    seed: str
    ways: Sequence[Way]
    asks: Asks
    cuts: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    calls: int = 0  # of those that were looked through

    def chance(self, of: str) -> Random:
        """The dice of one actor."""
        return Random(f"{self.seed}/{of}")

    async def killed(self, chance: Random) -> None:
        """Kill it at some moment, and let it come back."""
        await _moment(self.line, chance)
        await self.line.kill()
        self.kills += 1
        await self.note()
        if chance.random() < DURING_START:
            await _killed_during_start(self.line, chance)
            await self.note()
        await self.line.start(within=STARTS)

    async def note(self) -> None:
        """It is dead: what it did not live to write down it will not know of."""
        unheard(self.line.telegram.received[self.calls :], self.ways)
        self.calls = len(self.line.telegram.received)
        known = copies(self.line.database)
        for way in self.ways:
            way.killed(known)
        await held(self.asks)

    async def settled(self, seeking: Sequence[asyncio.Task[None]]) -> None:
        """Everything goes well again: all that is to arrive is there, and everybody can still ask, take, talk and
        end.
        """
        for server in (self.line.discord, self.line.telegram):
            server.faults.clear()
        for way in self.ways:
            await way.write()
        self.asks.closing = True
        await asyncio.gather(*(way.settled(within=SETTLES) for way in self.ways))
        _, waiting = await asyncio.wait(seeking, timeout=SERVES)
        self.asks.broken += [("not served", str(task.get_name())) for task in waiting]
        for task in waiting:
            task.cancel()


async def killings(
    folder: Path, *, kills: int, seed: int, within: float = inf, said: Callable[[str], None] = lambda line: None
) -> Account:
    """Kill the program so often under load in all four pairs of platforms, or less often where that takes more than
    `within` seconds; `said` is told after each kill.
    """
    began = time.monotonic()
    async with whole_line(folder, **SETTINGS) as line:  # type: ignore[arg-type]  # settings, all of them
        run = await _begun(line, str(seed))
        async with asyncio.TaskGroup() as load:
            going = [load.create_task(way.goes_on(run.chance(way.name))) for way in run.ways]
            wrong = load.create_task(faults.happen(line, run.chance("faults"), run.cuts))
            seeking, listening = run.asks.going(load)
            chance = run.chance("kills")
            while run.kills < kills and time.monotonic() - began < within:
                await run.killed(chance)
                said(f"kill {run.kills}: {sum(len(way.written) for way in run.ways)} messages written")
            for task in (*going, wrong):
                task.cancel()
            await run.settled(seeking)
            for task in listening:
                task.cancel()
        assert await line.stop() == 0
        unheard(line.telegram.received[run.calls :], run.ways)
        return _accounted(run, seconds=time.monotonic() - began)


def _accounted(run: Run, *, seconds: float) -> Account:
    account = Account(kills=run.kills, seconds=seconds)
    of_ways(account, run.ways)
    of_asks(account, run.asks)
    met = faults.met(run.line, run.cuts)
    account.lines.append("faults met: " + ", ".join(f"{kind} {count}" for kind, count in sorted(met.items())))
    account.broken += [("failure", one) for one in run.line.failures()]
    if account.broken:
        for server, name in ((run.line.discord, "discord"), (run.line.telegram, "telegram")):
            lines = (f"{one.method} {one.path} {one.status} {one.fault} {one.body}"[:600] for one in server.received)
            (run.line.folder / f"{name}.calls").write_text("\n".join(lines))
    return account


async def _begun(line: WholeLine, seed: str) -> Run:
    """Pictures may pass, and four conversations are going on."""
    cleo = await line.coordinator("Cleo", "discord")
    await cleo.runs("/settings", name="media", value="images")
    await cleo.sees("media is images now.")
    talks = await asyncio.gather(*(_talk(line, number) for number in range(len(PAIRS))))
    ways = [one async for one in _ways(line, talks)]
    asks = Asks(line=line, chance=lambda of: Random(f"{seed}/{of}"), told=Told(line=line))
    await asks.begin()
    return Run(line=line, seed=seed, ways=ways, asks=asks)


async def _talk(line: WholeLine, number: int) -> Talk:
    asking, listening = PAIRS[number]
    async with line.claiming:
        listener = await line.listener(f"Robin {'ABCD'[number]}", listening)
        await line.asks(seeker := line.person(f"somebody {number}", asking))
        talk = await line.takes(seeker, listener)
        await line.off_call(listener)
    return talk


async def _ways(line: WholeLine, talks: Sequence[Talk]) -> AsyncIterator[Way]:
    numbers = await _numbers(line)
    for number, ((asking, listening), talk) in enumerate(zip(PAIRS, talks, strict=True)):
        places = ((asking, listening), (listening, asking))
        for side, (writer, alias, reader), (here, there) in zip(Side, talk.ways, places, strict=True):
            conversation = numbers[Address(here, str(writer.id))]
            yield Way(
                name=f"{alias} of {here} to {there}", mark=f"w{number}{str(side)[0]}", writer=writer, alias=alias,
                reader=reader, conversation=conversation, side=str(side),
            )  # fmt: skip


async def _numbers(line: WholeLine) -> dict[Address, str]:
    """The conversation in which each is."""
    store = await open_store(f"sqlite:///{line.database}", clock=SystemClock())
    try:
        async with store.decision() as rows:
            live = await rows.live_conversations()
    finally:
        await store.close()
    return {one.party(side).address: one.id for one in live for side in Side}


def copies(database: Path) -> Mapping[tuple[str, str], set[str]]:
    """The copies that are written down, of each side of each conversation."""
    found = defaultdict[tuple[str, str], set[str]](set)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reading:
        for conversation, side, held in reading.execute("SELECT conversation, side, copies FROM pairs"):
            found[conversation, side] |= {one for one in orjson.loads(held or "[]") if isinstance(one, str)}
    return found


async def _moment(line: WholeLine, chance: Random) -> None:
    """Return at the moment of the next kill: after so many calls to a platform, and mostly a little later than that."""
    platform = chance.choice((line.discord, line.telegram))
    enough = len(platform.received) + chance.randint(1, 40)
    await platform.calls.changed.until(lambda: len(platform.received) >= enough or None, within=ARRIVES)
    await asyncio.sleep(chance.choice((0.0, chance.uniform(0, 0.01), chance.uniform(0, 0.1))))  # by chance


async def _killed_during_start(line: WholeLine, chance: Random) -> None:
    """Start it, and kill it before it is ready: while it takes up what was live, or reads what it has missed."""
    enough = len(line.discord.received) + chance.randint(1, 6)
    starting = asyncio.create_task(line.start(within=STARTS))
    reached = asyncio.create_task(
        line.discord.calls.changed.until(lambda: len(line.discord.received) >= enough or None, within=ARRIVES)
    )
    await asyncio.wait({starting, reached}, return_when=asyncio.FIRST_COMPLETED)
    reached.cancel()
    if line.process and line.process.returncode is None:
        line.process.kill()
    with suppress(AssertionError):  # it did not get ready
        await starting
    if line.process:
        await line.process.wait()
