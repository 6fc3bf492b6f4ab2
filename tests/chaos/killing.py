"""Killing: people write on while the program is killed again and again; then every message is accounted for.

Chance is seeded: who writes next, how far a run gets, and whether it is killed when it hears, speaks or writes.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.whole import PAIRS, Someone, Talk, WholeLine, whole_line

AHEAD = 3  # messages that somebody writes before the first of them has arrived
UNSURE = 2.0  # seconds before a kill within which what arrived may not have been noted (group commits, a busy machine)
DURING_START = 0.25  # of all kills are followed by another, before the program is ready again
PAUSE = 0.2  # seconds at most between two messages of one person
ARRIVES = 30.0  # seconds


@dataclass
class Way:
    """One direction of one conversation: what was written, and what of it arrived when."""

    name: str
    writer: Someone
    alias: str
    reader: Someone
    on_discord: bool  # where it arrives
    written: list[str] = field(default_factory=list)
    arrived: dict[str, float] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)  # in flight at a kill
    seen: int = 0

    async def write(self) -> None:
        """One message more, unlike all others."""
        text = f"{self.name} {len(self.written)}."
        self.written.append(text)
        await self.writer.says(text)

    def look(self) -> int:
        """Note what has arrived; how many are still on their way."""
        for shown in self.reader.chat.shown[self.seen :]:
            if shown.by_bot:
                self.arrived.setdefault(shown.text, time.monotonic())
        self.seen = max(0, len(self.reader.chat.shown) - 8)  # edits of older ones do not matter here
        return sum(self.copy(text) not in self.arrived for text in self.written[-2 * AHEAD :])

    async def fewer_than(self, number: int) -> None:
        """Wait until fewer messages than that are on their way, or one is lost: then the account says so."""
        with suppress(TimeoutError):
            await self.reader.chat.changed.until(lambda: self.look() < number or None, within=ARRIVES)

    def killed(self) -> None:
        """Note what was in flight: not arrived, or so lately that it may not have been noted."""
        self.look()
        fresh = time.monotonic() - UNSURE
        self.unsure |= {text for text in self.written if self.arrived.get(self.copy(text), fresh) >= fresh}

    def copy(self, text: str) -> str:
        """As it reads on the other side."""
        return f"{self.alias}: {text}"


@dataclass(frozen=True, kw_only=True)
class Account:
    """What became of every message."""

    kills: int
    written: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]  # where it must not be: on Discord, or nowhere near a kill
    again: int  # sent twice on Telegram, in flight at a kill
    disordered: tuple[str, ...]
    seconds: float

    @property
    def good(self) -> bool:
        """Whether all was kept that is promised."""
        return not (self.lost or self.doubled or self.disordered)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.written} messages in {self.seconds:.0f} s: {len(self.lost)} lost, "
            f"{len(self.doubled)} doubled, {len(self.disordered)} out of order; "
            f"{self.again} in flight at a kill were sent again on Telegram"
        )


async def killings(folder: Path, *, kills: int, seed: int, said: Callable[[str], None] = lambda line: None) -> Account:
    """Kill the program so often under load in all four pairs of platforms; `said` is told after each kill."""
    began, chance = time.monotonic(), random.Random(seed)
    async with whole_line(folder) as line:
        talks = await asyncio.gather(*(_talk(line, number) for number in range(len(PAIRS))))
        ways = tuple(_ways(talks))
        for number in range(kills):
            async with asyncio.TaskGroup() as load:
                writing = [load.create_task(_write(way, random.Random(f"{seed}/{number}/{way.name}"))) for way in ways]
                await _moment(line, ways, chance)
                await line.kill()
                _noted(ways)
                if chance.random() < DURING_START:
                    await _killed_during_start(line, chance)
                    _noted(ways)
                await line.start()
                for task in writing:
                    task.cancel()
            said(f"kill {number + 1}: {sum(len(way.written) for way in ways)} messages written")
        for way in ways:
            await way.write()
            await way.fewer_than(1)
        assert await line.stop() == 0
        return account(ways, kills=kills, seconds=time.monotonic() - began)


def account(ways: Sequence[Way], *, kills: int, seconds: float) -> Account:
    """Go through everything that was written, and all that the other side has of it."""
    lost, doubled, disordered, again = list[str](), list[str](), list[str](), 0
    for way in ways:
        shown = [one.text for one in way.reader.chat.shown if one.by_bot and one.text.startswith(f"{way.alias}: ")]
        times = Counter(shown)
        wanted = [way.copy(text) for text in way.written]
        lost += [text for text in way.written if not times[way.copy(text)]]
        for text in way.written:
            more = times[way.copy(text)] - 1
            if more > 0 and (way.on_discord or text not in way.unsure):
                doubled.append(text)
            elif more > 0:
                again += more
        first = [text for text in dict.fromkeys(shown) if text in set(wanted)]
        disordered += [have for have, want in zip(first, (w for w in wanted if times[w]), strict=True) if have != want]
    return Account(
        kills=kills, written=sum(len(way.written) for way in ways), lost=tuple(lost), doubled=tuple(doubled),
        again=again, disordered=tuple(disordered), seconds=seconds,
    )  # fmt: skip


def _noted(ways: Sequence[Way]) -> None:
    for way in ways:
        way.killed()


async def _talk(line: WholeLine, number: int) -> Talk:
    asking, listening = PAIRS[number]
    async with line.claiming:
        listener = await line.listener(f"Robin {'ABCD'[number]}", listening)
        await line.asks(seeker := line.person(f"somebody {number}", asking))
        talk = await line.takes(seeker, listener)
        await line.off_call(listener)
    return talk


def _ways(talks: Sequence[Talk]) -> Iterator[Way]:
    for (asking, listening), talk in zip(PAIRS, talks, strict=True):
        for (writer, alias, reader), (here, there) in zip(
            talk.ways, ((asking, listening), (listening, asking)), strict=True
        ):
            name = f"{alias} of {here} to {there}"
            yield Way(name=name, writer=writer, alias=alias, reader=reader, on_discord=there == "discord")


async def _write(way: Way, chance: random.Random) -> None:
    """Write on and on, pausing as people do, a few messages ahead of what arrives."""
    while True:
        await _pause(chance.uniform(0, PAUSE))
        ahead = chance.randint(1, AHEAD)
        await way.fewer_than(ahead)
        await way.write()


async def _moment(line: WholeLine, ways: Sequence[Way], chance: random.Random) -> None:
    """Return at the moment of the next kill: after so many calls to a platform, and mostly a little later than that."""
    platform = chance.choice((line.discord, line.telegram))
    enough = len(platform.received) + chance.randint(1, 40)
    await platform.calls.changed.until(lambda: len(platform.received) >= enough or None, within=ARRIVES)
    await _pause(chance.choice((0.0, chance.uniform(0, 0.01), chance.uniform(0, 0.1))))


async def _killed_during_start(line: WholeLine, chance: random.Random) -> None:
    """Start it, and kill it before it is ready: while it takes up what was live, or reads what it has missed."""
    enough = len(line.discord.received) + chance.randint(1, 6)
    starting = asyncio.create_task(line.start())
    reached = asyncio.create_task(
        line.discord.calls.changed.until(lambda: len(line.discord.received) >= enough or None, within=ARRIVES)
    )
    await asyncio.wait({starting, reached}, return_when=asyncio.FIRST_COMPLETED)
    reached.cancel()
    if line.process and line.process.returncode is None:
        line.process.kill()
    with suppress(AssertionError):  # it did not get ready
        await starting


async def _pause(seconds: float) -> None:
    """Let time pass by chance: it is load, and nothing is waited for."""
    await asyncio.sleep(seconds)
