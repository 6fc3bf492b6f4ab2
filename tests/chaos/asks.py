"""Asks: people ask for somebody, listeners take, talk, end and go on call again, while the line is killed; what goes
wrong meanwhile they try again, as people do. What they were told before a kill must be so after it (receipts.py).
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from adapters.sandbox.discord.interaction import Interaction
from adapters.sandbox.discord.slash import NotOffered
from adapters.sandbox.people import Shown
from bot.people import Address
from tests.chaos.told import BEGAN, CONNECTED, OVER, Talk, Told
from tests.support.whole import PLATFORMS, Someone, WholeLine

SEEKERS, LISTENERS = 2, 2  # at once, on each platform
VISITS = 12  # of one person; then somebody else comes
PAUSE = 1.0  # seconds at most between two acts
TRIES_AGAIN, ASKS_AGAIN = 5.0, 45.0  # seconds that somebody waits for an answer; for a listener
LEAVES, OFF_CALL = 0.1, 0.15
QUEUE, ADULT, TAKE, END = "in the queue", "I'm 18 or over", "I'll take this", "End conversation"
TAKES = re.compile(r"w1:take:([0-9a-f]{32}):(\d+)")
Act = Interaction | str


@dataclass(kw_only=True)
class Visit:
    """Somebody's wish to talk: `received` once they were told so; `missed`: what they were told was not so."""

    seeker: Someone
    received: bool = False
    press: Act | None = None
    pressed_at: float = 0.0
    left: bool = False
    talk: Talk | None = None
    asked: int = 0
    missed: int = 0


@dataclass(kw_only=True)
class Press:
    """A listener's tap on **I'll take this**."""

    listener: Someone
    request: str
    epoch: int
    act: Act
    at: float
    since: int
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class Late:
    """Something said in a talk; `ending`: somebody wished to end it before."""

    talk: Talk
    mark: str
    writer: Address
    place: int
    ending: bool


@dataclass(kw_only=True)
class Asks:
    """All that ask and listen, what they did, and what was broken."""

    line: WholeLine
    chance: Callable[[str], Random]
    told: Told
    listeners: list[Someone] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    words: list[Late] = field(default_factory=list)
    people: dict[Address, Someone] = field(default_factory=dict)
    broken: list[tuple[str, str]] = field(default_factory=list)
    closing: bool = False

    async def begin(self) -> None:
        """The listeners join."""
        for platform in PLATFORMS * LISTENERS:
            listener = await self.line.listener(f"Kim {'ABCDEFGH'[len(self.listeners)]}", platform)
            self.listeners.append(listener)
            self._meets(listener)

    def going(self, load: asyncio.TaskGroup) -> tuple[list[asyncio.Task[None]], list[asyncio.Task[None]]]:
        """Everybody goes on; those who ask make one visit more once it is `closing`, and end."""
        seeking = [f"{platform} {number}" for platform in PLATFORMS for number in range(SEEKERS)]
        return (
            [load.create_task(self._seeks(one.split()[0], self.chance(one)), name=one) for one in seeking],
            [load.create_task(self._listens(one, self.chance(one.name)), name=one.name) for one in self.listeners],
        )

    # --- who asks ---

    async def _seeks(self, platform: str, chance: Random) -> None:
        number, seeker, last = 0, None, False
        while not last:
            await asyncio.sleep(chance.uniform(0, PAUSE))  # load: nothing is waited for
            last = self.closing
            if seeker is None or number % VISITS == 0:
                seeker = self.line.person(f"{platform} seeker {len(self.visits)}", platform)
                self._meets(seeker)
            number += 1
            self.visits.append(visit := Visit(seeker=seeker))
            since = _newest(seeker)
            await self._asks(visit, since)
            if chance.random() < LEAVES and not last and await self._leaves(visit, since):
                continue
            while (began := await _sees(seeker, CONNECTED, since=since, within=ASKS_AGAIN)) is None:
                await self._asks(visit, _newest(seeker))
            if (talk := self._talk(began)) is not None:
                visit.talk = talk
                await self._talks(seeker, talk, began, chance, ends=last or chance.random() < 0.5)

    async def _asks(self, visit: Visit, since: int) -> None:
        """Ask until told that one is in the queue, or connected."""
        while True:
            visit.asked += 1
            with suppress(AssertionError, NotOffered):
                await visit.seeker.runs("/talk")
            shown = await _sees(visit.seeker, ADULT, QUEUE, CONNECTED, "talking with", since=since, within=TRIES_AGAIN)
            if shown is not None and ADULT in shown.buttons:
                if visit.received and not visit.left:  # who is in the queue is shown that, and not asked again
                    visit.missed += 1
                with suppress(AssertionError, NotOffered):
                    visit.press, visit.pressed_at = await visit.seeker.presses(ADULT, on=shown.id), time.monotonic()
                shown = await _sees(visit.seeker, QUEUE, CONNECTED, since=int(shown.id), within=2 * TRIES_AGAIN)
            if shown is not None:
                visit.received = True
                return

    async def _leaves(self, visit: Visit, since: int) -> bool:
        """Leave the queue; False where somebody came first."""
        visit.left = True
        while True:
            before = _newest(visit.seeker)
            await visit.seeker.runs("/leave")
            if await _sees(visit.seeker, "left the queue", "not in the queue", since=before, within=TRIES_AGAIN):
                return await _sees(visit.seeker, CONNECTED, since=since, within=0.0) is None
            if await _sees(visit.seeker, CONNECTED, since=since, within=0.0) is not None:
                return False

    # --- who listens ---

    async def _listens(self, listener: Someone, chance: Random) -> None:
        while True:
            offer = await listener.chat.changed.until(lambda: listener.chat.newest_with(TAKE), within=3600)
            await asyncio.sleep(chance.uniform(0, PAUSE / 4))  # load: nothing is waited for
            since, carried = _newest(listener), TAKES.search(json.dumps(offer.raw))
            if carried is None or listener.chat.find(offer.id) is None:
                continue
            try:
                act = await listener.presses(TAKE, on=offer.id)
            except (AssertionError, NotOffered):  # it has just lost its button
                continue
            press = Press(
                listener=listener, request=carried[1], epoch=int(carried[2]), act=act, at=time.monotonic(), since=since
            )
            self.presses.append(press)
            began = await self._answered(listener, offer, since)
            press.settled = True
            if began is None or (talk := self._talk(began)) is None:
                continue
            await self._talks(listener, talk, began, chance, ends=chance.random() < 0.5)
            if chance.random() < OFF_CALL:
                await self._says_until(listener, "/oncall", "off", "You're off call now")
                await self._says_until(listener, "/oncall", "12h", "You're on call until")

    async def _answered(self, listener: Someone, offer: Shown, since: int) -> Shown | None:
        """The notice that they are connected; None where they are not, or were not answered and will try again."""

        def found() -> Shown | bool | None:
            if began := find(listener, CONNECTED, since=since):
                return began
            lost = TAKE not in (now.buttons if (now := listener.chat.find(offer.id)) else ())
            return True if lost and "You have taken" not in (now.text if now else "") else None

        with suppress(TimeoutError):
            answer = await listener.chat.changed.until(found, within=2 * TRIES_AGAIN)
            return answer if isinstance(answer, Shown) else find(listener, CONNECTED, since=since)
        return None

    async def _says_until(self, listener: Someone, command: str, when: str, answer: str) -> None:
        while True:
            since = _newest(listener)
            await listener.runs(command, when=when)
            if await _sees(listener, answer, since=since, within=TRIES_AGAIN):
                return

    # --- who talks ---

    async def _talks(self, me: Someone, talk: Talk, began: Shown, chance: Random, *, ends: bool) -> None:
        """Say a few things, end it or let the other end it, go on writing as if one did not know, and see it end."""
        mark = f"c{talk.number}{'l' if me in self.listeners else 's'}"
        count = chance.randint(1, 4)
        for number in range(count + 2 * ends):
            if number == count:
                await self._ends(me, talk, began)
            else:
                await asyncio.sleep(chance.uniform(0, PAUSE / 2))  # load: nothing is waited for
            if find(me, OVER, since=int(began.id)):
                return
            await self._says(me, talk, f"{mark}m{number}v0k0")
        within = TRIES_AGAIN if ends else 3 * TRIES_AGAIN
        while await _sees(me, OVER, since=int(began.id), within=within) is None:
            await self._ends(me, talk, began)

    async def _says(self, me: Someone, talk: Talk, mark: str) -> None:
        place = self.told.position(address(me).platform)
        self.words.append(Late(talk=talk, mark=mark, writer=address(me), place=place, ending=talk.ending))
        await me.says(mark)

    async def _ends(self, me: Someone, talk: Talk, began: Shown) -> None:
        talk.ending = True
        try:
            await me.presses(END, on=began.id)
        except (AssertionError, NotOffered):  # the button has gone
            await me.runs("/end")

    def _talk(self, began: Shown) -> Talk | None:
        self.told.read_on()
        found = BEGAN.search(json.dumps(began.raw))
        return self.told.talks.get(found[1]) if found else None

    def _meets(self, person: Someone) -> None:
        self.people[address(person)] = person


def address(person: Someone) -> Address:
    platform = "telegram" if hasattr(person, "account") else "discord"
    return Address(platform, str(person.id))


def _newest(person: Someone) -> int:
    return max((int(one.id) for one in person.chat.shown[-20:]), default=0)


def find(person: Someone, *words: str, since: int) -> Shown | None:
    """The newest message of the bot since then that has one of these words, or a button so labelled."""
    recent = (one for one in reversed(person.chat.shown) if one.by_bot and int(one.id) > since)
    return next((one for one in recent if any(one.has(word) for word in words)), None)


async def _sees(person: Someone, *words: str, since: int, within: float) -> Shown | None:
    with suppress(TimeoutError):
        return await person.chat.changed.until(lambda: find(person, *words, since=since), within=within)
    return None
