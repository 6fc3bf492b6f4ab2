"""Catching up: what was written in a live conversation while we did not hear it (architecture.md, Nothing is lost)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.discord.errors import as_ours, unharmed
from adapters.discord.history import page
from adapters.discord.http import Http
from adapters.discord.inbound import by_person, edited, retracted, snowflake
from adapters.discord.rooms import Rooms
from bot.errors import PlatformError, RetryLater, Unreachable
from bot.inbound import Edited, Retracted
from bot.records import Watched

Json = dict[str, Any]
Hear = Callable[[Json], Awaitable[None]]
"""Hand one message over; returns when it is handled."""

Amend = Callable[[Edited | Retracted], Awaitable[None]]
"""Hand over what became of a message that was delivered."""

AskAgain = Callable[[Watched], Awaitable[None]]
"""Ask them to send again what could not be read."""

Later = Callable[[], Awaitable[None]]

log = logging.getLogger("warmline.discord")

_AT_ONCE = 8
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_PATIENCE = 15.0
"""Seconds for which a chat that we may not read is tried again; its newest words wait meanwhile."""


@dataclass(kw_only=True)
class _Meanwhile:
    """What comes in of a chat while it is read: events in order, each with a new message's id; what was deleted."""

    held: list[tuple[int, Later]] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)


class CatchUp:
    """Reads private chats from where we stopped, and meanwhile holds back what comes in there; then looks again at what
    was delivered before, while the conversation goes on.
    """

    def __init__(
        self, http: Http, rooms: Rooms, *, hear: Hear, amend: Amend, ask_again: AskAgain, patience: float = _PATIENCE
    ) -> None:
        self._http, self._rooms, self._patience = http, rooms, patience
        self._hear, self._amend, self._ask_again = hear, amend, ask_again
        self._meanwhile: dict[str, _Meanwhile] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: dict[str, tuple[asyncio.Task[None], set[str]]] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def hold(self, person: str, event: Later, *, source: int = 0) -> bool:
        """Keep an event for later, if the person's chat is being read; `source` is a new message's id."""
        if (meanwhile := self._meanwhile.get(person)) is None:
            return False
        meanwhile.held.append((source, event))
        return True

    def changed(self, person: str, message: str) -> None:
        """We have just heard ourselves what became of this message: what was read of it before is no news."""
        if person in self._again:
            self._again[person][1].add(message)

    def deleted(self, person: str, message: str) -> None:
        """It is gone: where it has not been handed over yet, it never is (relay.md)."""
        self.changed(person, message)
        if person in self._meanwhile:
            self._meanwhile[person].gone.add(int(message))

    def begin(self, sides: Sequence[Watched], group: asyncio.TaskGroup) -> asyncio.Task[None]:
        """Read the chat of this person, who may be a side of several conversations, from the earliest cursor; from now
        on its events are held back, until that is done.
        """
        person = sides[0].address.id
        self._meanwhile.setdefault(person, _Meanwhile())
        before = self._running.get(person)
        self._running[person] = task = group.create_task(unharmed(self._catch_up(person, sides, before, group)))
        return task

    async def _catch_up(
        self, person: str, sides: Sequence[Watched], before: asyncio.Task[None] | None, group: asyncio.TaskGroup
    ) -> None:
        task, meanwhile = asyncio.current_task(), self._meanwhile[person]
        if before is not None:
            await asyncio.wait({before})
        read_to = await self._read_on(min(sides, key=_cursor), meanwhile.gone)
        while self._running.get(person) is task:
            if not meanwhile.held:
                del self._meanwhile[person], self._running[person]
                self._look_again(person, sides, group)
                return
            source, event = meanwhile.held.pop(0)
            if not 0 < source <= read_to and source not in meanwhile.gone:
                await unharmed(event())

    async def _read_on(self, side: Watched, gone: set[int]) -> int:
        """Everything since the cursor, oldest first, however much it is and however long it takes; the last id read.

        What of it nobody can read is passed over, and its writer asked to send it again.
        """
        read_to, lost = _cursor(side), False
        try:
            async for message in self._messages(side, read_to):
                if (read_to := int(message["id"])) not in gone:
                    lost |= not await self._handed_over(message)
        except PlatformError as err:
            log.warning("discord chat cannot be read: %s", getattr(err, "reason", ""))
            lost = True
        if lost:
            await unharmed(self._ask_again(side))
        return read_to

    async def _handed_over(self, message: Json) -> bool:
        try:
            if by_person(message):
                await self._hear(message)
        except Exception as err:  # noqa: BLE001  # it must not keep back those behind it; only its kind is logged
            log.warning("discord message not understood: %s", type(err).__name__)
            return False
        return True

    def _look_again(self, person: str, sides: Sequence[Watched], group: asyncio.TaskGroup) -> None:
        heard = set[str]()
        if (earlier := self._again.pop(person, None)) is not None:
            earlier[0].cancel()
        task = group.create_task(self._read_all_again(sides, heard))
        self._again[person] = task, heard
        task.add_done_callback(lambda _: self._again.get(person, (None,))[0] is task and self._again.pop(person))

    async def _read_all_again(self, sides: Sequence[Watched], heard: set[str]) -> None:
        for side in sides:
            await unharmed(self._read_again(side, heard))

    async def _read_again(self, side: Watched, heard: set[str]) -> None:
        """What had been delivered before: edited since, it is edited there, too; missing, it is removed. Not what was
        `heard` of meanwhile; and what could not be read is not taken for gone.
        """
        person, cursor = side.address.id, _cursor(side)
        missing = {one for one in await side.delivered() if int(one) <= cursor}
        if not missing:
            return
        async for message in self._messages(side, min(map(int, missing)) - 1, to=cursor):
            if message["id"] in missing:
                missing.discard(message["id"])
                if message.get("edited_timestamp") and message["id"] not in heard:
                    await unharmed(self._edited(person, message))
        for gone in sorted(missing, key=int):
            if gone not in heard:
                await self._amend(retracted(person, gone))

    async def _edited(self, person: str, message: Json) -> None:
        await self._amend(edited(person, message))

    async def _messages(self, side: Watched, after: int, *, to: int | None = None) -> AsyncIterator[Json]:
        """Those behind `after`, oldest first, as far as `to`. PlatformError where the chat cannot be read any more."""
        pause, refused = _SHORTEST_PAUSE, 0.0
        while to is None or after < to:
            try:
                there = await self._page(side.address.id, after)
            except PlatformError as err:
                refused += 0.0 if isinstance(err, RetryLater) else pause
                if refused > self._patience or (isinstance(err, Unreachable) and err.reason == "gone"):
                    raise
                await asyncio.sleep(max(getattr(err, "after", 0.0), pause))
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            if not there:
                return
            for message in there:
                yield message
            after = int(there[-1]["id"])

    async def _page(self, person: str, after: int) -> list[Json]:
        async with self._turns:
            with as_ours():
                room = await self._rooms.of(person, self._http)
            return await page(self._http, room, after)


def _cursor(side: Watched) -> int:
    return int(side.cursor or snowflake(side.since))
