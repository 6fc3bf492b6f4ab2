"""A whole line, with real SQL, on a clock that a test moves; and the people who use it.

A test reads like what happens: `await robin.writes("hello")`, `await kim.presses("I'll take this")`, `kim.reads()`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select

from adapters.calendar.recurrence import Rules
from adapters.phrases import read_phrases
from adapters.sql.open import open_store
from adapters.sql.tables import metadata
from adapters.wording import Wording, read_wording
from bot.community import Community
from bot.people import Address, Listener, Role, Standing
from bot.phrases import Phrases
from bot.policy import Policy
from bot.ports import Decision, Store
from bot.switchboard import Switchboard
from tests.support.clock import SimulatedClock, turn
from tests.support.dice import Dice
from tests.support.person import Person
from tests.support.recording import RecordingPlatform
from tests.support.watched import Watched

__all__ = ["EAGER", "LINE", "Line", "Person", "a_line"]

EAGER = {"requests_per_hour": 100, "requests_per_minute": 1000, "requests_per_minute_of_all": 1000}
"""For histories in which the same few people ask again and again."""

LINE = Community(id="c" * 32, slug="main", languages=("en", "de"))


@cache
def wording() -> Wording:
    """The real words."""
    return read_wording()


@cache
def phrases() -> Phrases:
    """The real danger phrases."""
    return read_phrases()


@cache
def policy() -> Policy:
    """The real numbers; looks for what is overdue, and for changes of another process, hourly: days pass quickly."""
    hour = timedelta(hours=1)
    aliases = wording().aliases("en")
    return Policy(seeker_aliases=aliases, countries=("DE",), look_elsewhere_every=hour, overdue_after=hour)


class Line:
    """One line at work: its switchboard, its store, two platforms, a clock."""

    def __init__(
        self, *, store: Watched, clock: SimulatedClock, dice: Dice, policy: Policy, platform: type[RecordingPlatform],
    ) -> None:  # fmt: skip
        self.store, self.clock, self.dice, self.policy = store, clock, dice, policy
        self.platforms = {
            "discord": platform("discord", wording=wording(), clock=clock, links=False),
            "telegram": platform("telegram", wording=wording(), clock=clock, links=True),
        }
        self.people: dict[Address, Person] = {}
        clock.settled = self.settle

    def starts(self, tasks: asyncio.TaskGroup) -> Switchboard:
        """A fresh switchboard on the same store, as after a restart."""
        self.tasks = tasks
        self.switchboard = Switchboard(
            store=cast(Store, self.store), platforms=self.platforms, clock=self.clock, ids=self.dice,
            seal=self.store.real.keys, recurrence=Rules(), policy=self.policy, tasks=tasks, phrases=phrases(),
        )  # fmt: skip
        return self.switchboard

    async def stops(self) -> None:
        """SIGTERM: tell everybody, and rest."""
        stopping = self.tasks.create_task(self.switchboard.stop())
        await self.passes(seconds=5)
        assert stopping.done()

    async def restarts(self, *, away: timedelta, told: bool = False) -> None:
        """Kill the process; after a while another takes up what is in the store."""
        await self._stack.aclose()
        await self.settle()
        self.clock.moment += away
        await self._stack.enter_async_context(running(self, away=away, told=told))
        await self.settle()

    async def runs(self, stack: AsyncExitStack) -> None:
        """Start for the first time."""
        self._stack = stack
        await stack.enter_async_context(running(self))

    @asynccontextmanager
    async def elsewhere(self) -> AsyncIterator[Decision]:
        """A decision of another process: the running one finds a mark."""
        real = cast(Any, self.store.real)
        real._running = False
        try:
            async with self.store.real.decision() as rows:
                yield rows
        finally:
            real._running = True

    async def settle(self) -> None:
        """Return once nothing more can happen before the clock moves or somebody does something."""
        loop = cast(Any, asyncio.get_running_loop())
        while True:
            await turn()
            if self.store.doing:
                await self.store.idle.wait()
            elif not loop._ready:
                return

    async def settle_once(self) -> None:
        """Let what has begun go on a little."""
        for _ in range(3):
            await turn()

    async def overdue(self) -> list[str]:
        """What has a next step that should have been taken already."""
        due = await self.store.real.due(now=self.clock.now() - timedelta(seconds=2))
        return [type(one).__name__ for one in due]

    async def passes(self, **span: float) -> None:
        """Let time pass: `minutes=3`."""
        await self.clock.advance(timedelta(**span))

    def person(self, platform: str = "telegram", *, language: str = "en") -> Person:
        """Somebody new on this platform."""
        return self.known(Address(platform, str(1000 + len(self.people))), language=language)

    def known(self, address: Address, *, language: str = "en") -> Person:
        """Who is at this address."""
        return self.people.setdefault(address, Person(line=self, address=address, language=language))

    async def seeker(self, platform: str = "telegram", *, waits: bool = True) -> Person:
        """Somebody who asked to talk, and waits."""
        seeker = self.person(platform)
        if waits:
            await seeker.asks()
        return seeker

    async def listener(
        self, alias: str, platform: str = "discord", *, on_call: bool = True, role: Role = Role.LISTENER, **more: Any
    ) -> Person:
        """Somebody on the roster, on call unless told otherwise."""
        person = self.person(platform)
        await self.listener_again(person, alias, role=role, **more)
        if on_call:
            await person.types("/oncall 12h")
        return person

    async def listener_again(self, person: Person, alias: str, **more: Any) -> None:
        """Put somebody on the roster (of another community, too)."""
        row = self.row(person, alias, **more)
        async with self.store.real.decision() as decision:
            assert await decision.add_listener(row)
        person.id = row.id

    def row(self, person: Person, alias: str, **more: Any) -> Listener:
        """Somebody's row on the roster."""
        given = {
            "community": LINE.id,
            "role": Role.LISTENER,
            "standing": Standing.ACTIVE,
            "languages": ("en", "de"),
            "youth": True,
        }
        return Listener(
            id=self.dice.new(), address=person.address, alias=alias, **{"approved": True, **given, **more},
        )  # fmt: skip

    async def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the database holds, table by table, in an order of its own."""
        async with self.store.real.decision() as decision:
            found = {
                table.name: [tuple(row) for row in await decision._all(select(table))]
                for table in metadata.sorted_tables
            }
        return {name: sorted(rows, key=repr) for name, rows in found.items()}


@asynccontextmanager
async def a_line(
    *, path: Path | None = None, communities: tuple[Community, ...] = (LINE,), seed: int = 1,
    numbers: Mapping[str, Any] | None = None, platform: type[RecordingPlatform] = RecordingPlatform,
) -> AsyncIterator[Line]:  # fmt: skip
    """A line that runs, with these communities; on a file where `path` is given."""
    clock = SimulatedClock()
    url = f"sqlite:///{path}" if path else "sqlite:///:memory:"
    async with AsyncExitStack() as leaving:
        real = await open_store(url, clock=clock, running=True)
        leaving.push_async_callback(real.close)
        async with real.decision() as decision:
            for one in communities:
                assert await decision.add_community(one)
        given = replace(policy(), **(numbers or {}))
        line = Line(store=Watched(real), clock=clock, dice=Dice(seed), policy=given, platform=platform)
        stack = await leaving.enter_async_context(AsyncExitStack())
        await line.runs(stack)
        yield line


class _Killed(Exception):
    """The process is gone."""


@asynccontextmanager
async def running(line: Line, *, away: timedelta | None = None, told: bool = False) -> AsyncIterator[Switchboard]:
    """A switchboard that runs until the end of the block; then it is killed: nothing more of it happens."""
    failed: Exception | None = None
    try:
        async with asyncio.TaskGroup() as tasks:
            switchboard = line.starts(tasks)
            await switchboard.start(away=away, told=told)
            await line.settle()
            try:
                yield switchboard
            except Exception as err:  # noqa: BLE001  # raised again below, outside of the group
                failed = err
            raise _Killed
    except* _Killed:
        pass
    if failed is not None:
        raise failed
