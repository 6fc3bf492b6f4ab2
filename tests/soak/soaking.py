"""Soaking: conversations come, talk and go for minutes, at both platforms' limits; what the line takes is noted."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from adapters.sandbox.people import Chat
from adapters.sandbox.telegram.pace import SENDS
from tests.soak.gauge import Gauge, Taken, counted, gauge
from tests.soak.speaking import Account, Way
from tests.support.whole import UNLIMITED, Limits, Someone, WholeLine, whole_line

AHEAD = 2  # messages that somebody has on their way at most
LATE = 0.1  # seconds by which our own servers are late when what they count is not what was sent
WITHIN = 60.0  # seconds for anything to appear
WAITS = 600.0  # seconds until somebody is there: that depends on who is free
KEPT = 40  # messages of a chat that are not forgotten here when a conversation is over
POLICY = {
    "COOL_DOWN": "00:00:00", "CONVERSATIONS_AT_MOST": "1000", "LISTENING_AT_MOST": "24:00:00", "FIRST_WAVE": "2",
}  # fmt: skip
"""Listeners here do not tire."""


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much happens: listeners by platform, messages of a conversation, seconds, seconds between two looks."""

    listeners: dict[str, int]
    messages: int
    seconds: float
    every: float
    limits: Limits = UNLIMITED
    pace: float = 1.0
    seed: int = 1


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the line took at a moment, and what happened since the look before: `busy` is how long our own servers were
    late at most.
    """

    at: float  # seconds since the beginning
    taken: Taken
    delivered: dict[str, int]
    conversations: int
    slowest: float
    busy: float
    rates: dict[str, float]  # calls a second that count towards a platform's limit


@dataclass
class Soaked:
    """All about one run. `before` was taken when all listeners had joined, `after` when all had gone off call again."""

    before: Taken
    looks: list[Look]
    after: Taken
    account: Account
    failures: list[str]


@dataclass
class Seat:
    """A listener, and what ends the conversation that they are in."""

    listener: Someone
    alias: str
    over: asyncio.Event = field(default_factory=asyncio.Event)
    talks: set[str] = field(default_factory=set)  # the messages that told of one


@dataclass
class Soak:
    """One run under way."""

    line: WholeLine
    extent: Extent
    gauge: Gauge
    said: Callable[[Look], None]
    account: Account = field(default_factory=Account)
    seats: dict[str, Seat] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    guests: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    busy: float = 0.0
    counted: dict[int, int] = field(default_factory=dict)  # of each server's calls, those that were looked at

    async def runs(self) -> Soaked:
        """All of it."""
        await self._opens()
        before = await self._rested()
        began = time.monotonic()
        async with asyncio.TaskGroup() as around:
            watching = [around.create_task(self._watches(began)), around.create_task(self._lags())]
            async with asyncio.TaskGroup() as listening:
                serving = [listening.create_task(self._serves(seat)) for seat in self.seats.values()]
                async with asyncio.TaskGroup() as coming:
                    for place in range(len(self.seats)):
                        platform = ("discord", "telegram")[place % 2]
                        coming.create_task(self._comes(platform, until=began + self.extent.seconds, first=place))
                for task in serving:
                    task.cancel()
            for task in watching:
                task.cancel()
        for seat in self.seats.values():
            await seat.listener.runs("/oncall", when="off")
            await seat.listener.sees("You're off call now", within=WITHIN)
        after = await self._rested()
        return Soaked(before, self.looks, after, self.account, self.line.failures())

    async def _opens(self) -> None:
        cleo = await self.line.coordinator("Cleo", "discord")
        await cleo.runs("/settings", name="media", value="images")
        await cleo.sees("media is images now.")
        wanted = [one for one, count in self.extent.listeners.items() for _ in range(count)]
        codes = await self.line.invites(len(wanted))
        for number, (platform, code) in enumerate(zip(wanted, codes, strict=True)):
            alias = f"Robin {_letters(number)}"
            self.seats[alias] = Seat(await self.line.listener(alias, platform, code=code, on_call=False), alias)
        await self.line.on_call(self.seats[alias].listener)
        await self.line.off_call(self.seats[alias].listener)  # as at the end: nobody is on call any more

    async def _comes(self, platform: str, *, until: float, first: int) -> None:
        """Somebody new comes, again and again."""
        await asyncio.sleep(first * 0.1)  # not all at the same moment: new private chats on Discord are one a second
        while time.monotonic() < until:
            await self._visits(self.line.person(f"somebody {next(self.guests)}", platform))
            self.account.conversations += 1

    async def _visits(self, seeker: Someone) -> None:
        """From the wish to talk to the answer that nothing may be kept."""
        await seeker.runs("/talk")
        await seeker.sees("I'm 18 or over", within=WITHIN)
        await seeker.presses("I'm 18 or over")
        told = (await seeker.sees("You're now talking with", "End conversation", within=WAITS)).text
        found = re.search(r"talking with (.+?), a volunteer.*?sees you as (.+?)\. ", told)
        assert found, told
        seat, mine = self.seats[found[1]], found[2]
        await seat.listener.sees(f"You're now talking with {mine}. They see you as", within=WITHIN)
        ways = [(seeker, mine, seat.listener), (seat.listener, seat.alias, seeker)]
        dice = Random(f"{self.extent.seed}/{seeker.name}")
        async with asyncio.TaskGroup() as both:
            for way in ways:
                both.create_task(self._talks(Way(*way, self.account, self.numbers, Random(dice.random()))))
        if dice.random() < 0.5:
            await seeker.runs("/end")
        else:
            await seat.listener.presses("End conversation")
        await seeker.sees("This conversation has ended.", "What may be kept?", within=WITHIN)
        over = await seat.listener.sees(f"Your conversation with {mine} has ended", within=WITHIN)
        seat.listener.chat.forget(over, keeping=KEPT)
        seat.over.set()
        await seeker.presses("What may be kept?")
        await seeker.sees("No, keep nothing", within=WITHIN)
        await seeker.presses("No, keep nothing")
        seeker.chat.forget(await seeker.sees("I keep nothing of this conversation.", within=WITHIN))

    async def _talks(self, way: Way) -> None:
        for _ in range(way.dice.randint(self.extent.messages // 2, self.extent.messages)):
            await way.fewer_than(AHEAD)
            await way.speaks()
            await asyncio.sleep(way.dice.uniform(0, 0.2))
        await way.fewer_than(1)

    async def _serves(self, seat: Seat) -> None:
        """On call, take what is offered, talk; now and then off call and on again."""
        chat, dice = seat.listener.chat, Random(f"{self.extent.seed}/{seat.alias}")
        on_call = False
        while True:
            if not on_call:
                await seat.listener.runs("/oncall", when="12h")
                await seat.listener.sees("You're on call until", within=WITHIN)
                on_call = True
            seat.over.clear()
            while not await self._taken(seat, chat):
                pass
            await seat.over.wait()
            if dice.random() < 0.1:
                await seat.listener.runs("/oncall", when="off")
                await seat.listener.sees("You're off call now", within=WITHIN)
                on_call = False

    async def _taken(self, seat: Seat, chat: Chat) -> bool:
        """Press the next offer; whether it was theirs."""
        offer = await chat.changed.until(lambda: chat.newest_with("I'll take this"), within=86_400)
        await seat.listener.presses("I'll take this", on=offer.id)

        def outcome() -> bool | None:
            for one in chat.shown[-KEPT:]:
                if one.id not in seat.talks and f"They see you as {seat.alias}" in one.text:
                    seat.talks.add(one.id)
                    return True
            present = chat.find(offer.id)
            theirs = present is not None and "You have taken this one" in present.text
            return None if theirs or (present and "I'll take this" in present.buttons) else False

        return await chat.changed.until(outcome, within=WITHIN)

    async def _watches(self, began: float) -> None:
        """A look every so often."""
        last = 0.0
        while True:
            await asyncio.sleep(self.extent.every)
            account, self.busy, busy = self.account, 0.0, self.busy
            at = time.monotonic() - began
            look = Look(
                at=at, taken=await self.gauge.reads(), delivered=dict(account.delivered),
                conversations=account.conversations, slowest=max(account.ways, default=0.0), busy=busy,
                rates={name: count / (at - last) for name, count in self._calls().items()},
            )  # fmt: skip
            last = at
            account.ways.clear()
            self.looks.append(look)
            self.said(look)

    def _calls(self) -> Counter[str]:
        """How many calls counted towards the platforms' limits since the last look."""
        counted = Counter(telegram=0, discord=0)
        for call in self.line.discord.received:
            counted["discord"] += not call.path.startswith(("/interactions", "/webhooks"))
        for call in self.line.telegram.received:
            counted["telegram"] += call.path.rpartition("/")[2].lower().startswith(SENDS)
        for server in (self.line.discord, self.line.telegram):
            server.calls.forget()
        self.counted.clear()
        return counted

    async def _lags(self) -> None:
        """How late our own loop is, and what is refused: where our servers come to count two seconds' calls in one, the
        line cannot help it.
        """
        late_at = float("-inf")
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.02)
            late = time.monotonic() - began - 0.02
            self.busy = max(self.busy, late)
            if late > LATE:
                late_at = time.monotonic()
            ours = time.monotonic() - late_at < 2.0
            for server in (self.line.discord, self.line.telegram):
                for call in server.received[self.counted.get(id(server), 0) :]:
                    if call.status == 429:
                        (self.account.excused if ours else self.account.refused).append(f"{call.method} {call.path}")
                self.counted[id(server)] = len(server.received)

    async def _rested(self) -> Taken:
        """What is taken once nothing is on its way any more."""
        taken = await self.gauge.reads()
        for _ in range(20):
            if not taken.rows.get("outbox") and not taken.rows.get("pairs"):
                break
            await asyncio.sleep(0.5)
            taken = await self.gauge.reads()
        return taken


async def soaked(folder: Path, extent: Extent, *, said: Callable[[Look], None] = lambda _: None) -> Soaked:
    """The whole of it, on a line of its own."""
    policy = {f"WARMLINE_POLICY__{name}": value for name, value in POLICY.items()}
    paces = {f"WARMLINE_{name}__PACE": str(extent.pace) for name in ("DISCORD", "TELEGRAM")}
    settings = {"WARMLINE_LOG__LEVEL": "INFO", **policy, **paces, **counted(folder)}
    async with whole_line(folder, extent.limits, start=True, **settings) as line, gauge(line) as asked:
        return await Soak(line, extent, asked, said).runs()


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:03d}").title()
