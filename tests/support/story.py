"""A whole line, with real SQL, on a clock that a test moves; and the people who use it.

A test reads like what happens: `await robin.writes("hello")`, `await kim.presses("I'll take this")`, `kim.reads()`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select

from adapters.buttons import decode, encode
from adapters.calendar.recurrence import Rules
from adapters.sql.open import open_store
from adapters.sql.store import SqlStore
from adapters.sql.tables import metadata
from adapters.wording import Wording, read_wording
from bot.community import Community
from bot.errors import StoreBusy
from bot.inbound import Edited, Inbound, Left, Place, Pressed, Retracted, Said, Typed, command_in
from bot.people import Address, Listener, Role, Standing
from bot.policy import Policy
from bot.ports import Decision, Saying, Store
from bot.switchboard import Switchboard
from bot.words import Words
from tests.support.clock import SimulatedClock, turn
from tests.support.dice import Dice
from tests.support.recording import Chat, RecordingPlatform, Shown

MOMENT = timedelta(milliseconds=100)
LINE = Community(id="c" * 32, slug="main", languages=("en", "de"))


@cache
def wording() -> Wording:
    """The real words."""
    return read_wording()


@cache
def policy() -> Policy:
    """The real numbers; looks for what is overdue, and for changes of another process, hourly: days pass quickly."""
    hour = timedelta(hours=1)
    aliases = wording().aliases("en")
    return Policy(seeker_aliases=aliases, countries=("DE",), look_elsewhere_every=hour, overdue_after=hour)


class Watched:
    """A Store that knows how much it is doing, and can be busy: the next `busy` decisions are told so."""

    def __init__(self, store: SqlStore) -> None:
        self.real = store
        self.doing = 0
        self.busy = 0
        self.idle = asyncio.Event()

    def decision(self) -> AbstractAsyncContextManager[Decision]:
        """A decision, or StoreBusy."""
        return self._deciding()

    @asynccontextmanager
    async def _deciding(self) -> AsyncIterator[Decision]:
        async with self._counted():
            if self.busy:
                self.busy -= 1
                raise StoreBusy
            async with self.real.decision() as decision:
                yield decision

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        asked = getattr(self.real, name)

        async def counted(*given: Any, **named: Any) -> Any:
            async with self._counted():
                if self.busy and name in {"keep", "sent", "due", "next_due", "postpone", "unsent"}:
                    self.busy -= 1
                    raise StoreBusy
                return await asked(*given, **named)

        return counted

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        self.doing += 1
        self.idle.clear()
        try:
            yield
        finally:
            self.doing -= 1
            if not self.doing:
                self.idle.set()


class Line:
    """One line at work: its switchboard, its store, two platforms, a clock."""

    def __init__(self, *, store: Watched, clock: SimulatedClock, dice: Dice, policy: Policy) -> None:
        self.store, self.clock, self.dice, self.policy = store, clock, dice, policy
        self.platforms = {
            "discord": RecordingPlatform("discord", wording=wording(), clock=clock, links=False),
            "telegram": RecordingPlatform("telegram", wording=wording(), clock=clock, links=True),
        }
        self.people: dict[Address, Person] = {}
        clock.settled = self.settle

    def starts(self, tasks: asyncio.TaskGroup) -> Switchboard:
        """A fresh switchboard on the same store, as after a restart."""
        self.tasks = tasks
        self.switchboard = Switchboard(
            store=cast(Store, self.store), platforms=self.platforms, clock=self.clock, ids=self.dice,
            seal=self.store.real.keys, recurrence=Rules(), policy=self.policy, tasks=tasks,
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
        given = {"community": LINE.id, "role": Role.LISTENER, "standing": Standing.ACTIVE, "languages": ("en", "de")}
        return Listener(
            id=self.dice.new(), address=person.address, alias=alias, approved=True, **{**given, **more},
        )  # fmt: skip

    async def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the database holds, table by table, in an order of its own."""
        async with self.store.real.decision() as decision:
            found = {
                table.name: [tuple(row) for row in await decision._all(select(table))]
                for table in metadata.sorted_tables
            }
        return {name: sorted(rows, key=repr) for name, rows in found.items()}


class Person:
    """Somebody with a phone: what they do, and what they see."""

    def __init__(self, *, line: Line, address: Address, language: str) -> None:
        self.line, self.address, self.language = line, address, language
        self.id = ""
        self.whispers: list[Shown] = []

    # --- what they do ---

    async def writes(self, text: str, *, source: str = "", reply_to: str | None = None, **more: Any) -> str:
        """Write to the bot; the id of what was written."""
        said = self.said(text, source=source, reply_to=reply_to, **more)
        await self._does(said)
        return said.source

    def said(self, text: str, *, source: str = "", reply_to: str | None = None, **more: Any) -> Said:
        """What they wrote, as it reaches the bot."""
        source = source or self.platform.fresh_id()
        self.chat.add(Shown(id=source, text=text, notice="own"))
        return Said(
            by=self.address, words=Words(text=text), source=source, language=self.language, reply_to=reply_to,
            **{"at": self.line.clock.now(), **more},
        )  # fmt: skip

    async def types(self, text: str, *, place: Place | None = None, opens: bool = False) -> None:
        """Give a command, as from the command menu; `opens`: where a form can be shown in answer."""
        found = command_in(text)
        assert found is not None, text
        await self.gives(found[0], place=place, opens=opens, **cast(dict[str, Any], found[1]))

    async def gives(
        self, command: str, *, place: Place | None = None, opens: bool = False, filled: bool = False, **options: str
    ) -> None:
        """Give a command with options by name, as a slash command or a form does."""
        await self._does(
            Typed(
                by=self.address, command=command, options=options, language=self.language, place=place,
                opens=opens, filled=filled,
            )
        )  # fmt: skip

    async def presses(self, button: str, *, place: Place | None = None, on: Shown | None = None) -> None:
        """Press the newest button of that label, or of that verb."""
        await self._does(self.press(button, place=place, on=on))

    def press(self, button: str, *, place: Place | None = None, on: Shown | None = None) -> Pressed:
        """The press of the newest button of that label, or of that verb."""
        where = [on] if on else [*reversed(self.whispers), *reversed(self.chat.shown)]
        for message in where:
            for shown in message.buttons:
                if button in (shown.text, shown.button.verb):
                    carried = decode(encode(shown.button))
                    assert carried is not None
                    return self.pressed(*carried, message=message.id, place=place)
        raise AssertionError(f"no button {button!r}; there are {self.buttons()}")

    def pressed(
        self, verb: str, subject: str, epoch: int, *, message: str = "1", place: Place | None = None
    ) -> Pressed:
        """A press of what may never have been shown."""
        return Pressed(
            by=self.address, verb=verb, subject=subject, epoch=epoch, message=message, language=self.language,
            place=place,
        )  # fmt: skip

    async def forges(self, verb: str, subject: str = "", epoch: int = 0) -> None:
        """Press a button that was never shown to them."""
        await self._does(self.pressed(verb, subject, epoch))

    async def edits(self, source: str, text: str) -> None:
        """Change what they wrote."""
        await self._does(Edited(by=self.address, words=Words(text=text), source=source))

    async def deletes(self, source: str) -> None:
        """Delete what they wrote."""
        await self._does(Retracted(by=self.address, source=source))

    async def blocks_the_bot(self) -> None:
        """Block the bot; the platform says so."""
        await self._does(Left(by=self.address))

    async def asks(self) -> None:
        """Ask for a person, and say that they are of age."""
        await self.types("/talk")
        await self.presses("I'm 18 or over")

    async def takes(self) -> None:
        """Take the newest offer."""
        await self.presses("I'll take this")

    # --- what they see ---

    @property
    def platform(self) -> RecordingPlatform:
        """The platform they are on."""
        return self.line.platforms[self.address.platform]

    @property
    def chat(self) -> Chat:
        """Their private chat with the bot."""
        return self.platform.chats[self.address]

    def reads(self) -> list[str]:
        """All that their chat shows now, but for what they wrote."""
        return [one.text for one in self.chat.shown if one.notice != "own"]

    def hears(self) -> list[str]:
        """What other people said, as it stands now."""
        return [one.text for one in self.chat.shown if one.notice is None]

    def notices(self) -> list[str]:
        """The names of the notices that their chat shows now."""
        return [one.notice for one in self.chat.shown if one.notice not in (None, "own")]

    def last(self) -> str:
        """The last thing that the bot wrote to them."""
        return self.reads()[-1]

    def showing(self, notice: str) -> Shown:
        """The newest message with that notice."""
        found = [one for one in self.chat.shown if one.notice == notice]
        assert found, f"no {notice} in {self.notices()}"
        return found[-1]

    def buttons(self) -> list[str]:
        """All labels that can be pressed now."""
        return [label for one in self.chat.shown for label in one.labels]

    async def _does(self, event: Inbound) -> None:
        task = self.line.tasks.create_task(self.line.switchboard.receive(event))
        task.add_done_callback(lambda done: self._answered(event, done.result()) if not done.cancelled() else None)
        await self.line.clock.advance(MOMENT)

    def _answered(self, event: Inbound, saying: Saying | None) -> None:
        if saying is not None:
            shown = self.platform.rendered(self.platform.fresh_id(), saying)
            place = getattr(event, "place", None)
            (self.whispers.append if place else self.chat.add)(shown)


@asynccontextmanager
async def a_line(
    *, path: Path | None = None, communities: tuple[Community, ...] = (LINE,), seed: int = 1,
    numbers: Mapping[str, Any] | None = None,
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
        line = Line(store=Watched(real), clock=clock, dice=Dice(seed), policy=replace(policy(), **(numbers or {})))
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
