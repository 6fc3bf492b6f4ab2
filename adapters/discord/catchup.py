"""Catching up: what was written in a live conversation while we did not hear it (architecture.md, Nothing is lost)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from discord.http import Route

from adapters.discord.errors import as_ours
from adapters.discord.http import Http
from adapters.discord.inbound import by_person, edited, retracted, snowflake
from adapters.discord.rooms import Rooms
from bot.errors import PlatformError, RetryLater
from bot.inbound import Edited, Retracted
from bot.records import Watched

Json = dict[str, Any]
Hear = Callable[[Json], Awaitable[None]]
"""Hand one message over; returns when it is handled."""

Amend = Callable[[Edited | Retracted], Awaitable[None]]
"""Hand over what became of a message that was delivered."""

Later = Callable[[], Awaitable[None]]

log = logging.getLogger("warmline.discord")

_PAGE, _AT_ONCE = 100, 8
_LONGEST_PAUSE = 30.0


class CatchUp:
    """Reads private chats from where we stopped, and meanwhile holds back what comes in there; then looks again at what
    was delivered before, while the conversation goes on.
    """

    def __init__(self, http: Http, rooms: Rooms, hear: Hear, amend: Amend) -> None:
        self._http, self._rooms, self._hear, self._amend = http, rooms, hear, amend
        self._held: dict[str, list[tuple[int, Later]]] = {}
        self._gone: dict[str, set[str]] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: dict[str, tuple[asyncio.Task[None], set[str]]] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def hold(self, person: str, event: Later, *, source: int = 0) -> bool:
        """Keep an event for later, if the person's chat is being read; `source` is a new message's id."""
        if (held := self._held.get(person)) is None:
            return False
        held.append((source, event))
        return True

    def gone(self, person: str, message: str) -> None:
        """We have just heard that this message is deleted: where it is still to be handed over, it is not."""
        if person in self._held:
            self._gone.setdefault(person, set()).add(message)

    def changed(self, person: str, message: str) -> None:
        """We have just heard ourselves what became of this message: what was read of it before is no news."""
        if person in self._again:
            self._again[person][1].add(message)

    def begin(self, side: Watched, group: asyncio.TaskGroup) -> asyncio.Task[None]:
        """Read this side's chat from its cursor; from now on its events are held back, until that is done."""
        person = side.address.id
        self._held.setdefault(person, [])
        before = self._running.get(person)
        self._running[person] = task = group.create_task(self._catch_up(side, before, group))
        return task

    async def _catch_up(self, side: Watched, before: asyncio.Task[None] | None, group: asyncio.TaskGroup) -> None:
        person, task = side.address.id, asyncio.current_task()
        if before is not None:
            await asyncio.wait({before})
        read_to = int(await self._read_on(side))
        while self._running.get(person) is task:
            if not (held := self._held[person]):
                del self._held[person], self._running[person]
                self._gone.pop(person, None)
                self._look_again(side, group)
                return
            source, event = held.pop(0)
            if not 0 < source <= read_to:
                await event()

    async def _read_on(self, side: Watched) -> str:
        """Everything since the cursor, oldest first, however much it is and however long it takes; the last id read."""
        after = _cursor(side)
        with _while_readable():
            async for message in self._messages(side, after):
                if by_person(message) and message["id"] not in self._gone.get(side.address.id, ()):
                    await self._hear(message)
                after = message["id"]
        return after

    def _look_again(self, side: Watched, group: asyncio.TaskGroup) -> None:
        person, heard = side.address.id, set[str]()
        if (earlier := self._again.pop(person, None)) is not None:
            earlier[0].cancel()
        task = group.create_task(self._read_again(side, heard))
        self._again[person] = task, heard
        task.add_done_callback(lambda _: self._again.get(person, (None,))[0] is task and self._again.pop(person))

    async def _read_again(self, side: Watched, heard: set[str]) -> None:
        """What had been delivered before: edited since, it is edited there, too; missing, it is removed. Not what was
        `heard` of meanwhile.
        """
        person, cursor = side.address.id, _cursor(side)
        missing = {one for one in await side.delivered() if int(one) <= int(cursor)}
        if not missing:
            return
        with _while_readable():
            async for message in self._messages(side, str(min(map(int, missing)) - 1), to=cursor):
                if message["id"] in missing:
                    missing.discard(message["id"])
                    if message.get("edited_timestamp") and message["id"] not in heard:
                        await self._amend(edited(person, message))
            for gone in sorted(missing, key=int):
                if gone not in heard:
                    await self._amend(retracted(person, gone))

    async def _messages(self, side: Watched, after: str, *, to: str | None = None) -> AsyncIterator[Json]:
        """Those behind `after`, oldest first, as far as `to`. PlatformError where the chat cannot be read any more."""
        pause = 0.5
        while to is None or int(after) < int(to):
            try:
                page = await self._page(side.address.id, after)
            except RetryLater as err:
                await asyncio.sleep(max(err.after, pause))
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            if not page:
                return
            for message in page:
                yield message
            after = page[-1]["id"]

    async def _page(self, person: str, after: str) -> list[Json]:
        async with self._turns:
            return await self._read_page(person, after)

    async def _read_page(self, person: str, after: str) -> list[Json]:
        with as_ours():
            room = await self._rooms.of(person, self._http)
            route = Route("GET", "/channels/{channel_id}/messages", channel_id=room)
            page: list[Json] = await self._http.request(route, params={"after": after, "limit": str(_PAGE)})
        newer = (message for message in page if int(message["id"]) > int(after))
        return sorted(newer, key=lambda message: int(message["id"]))


def _cursor(side: Watched) -> str:
    return side.cursor or snowflake(side.since)


@contextmanager
def _while_readable() -> Iterator[None]:
    """What could not be read is not taken for gone."""
    try:
        yield
    except PlatformError as err:
        log.warning("discord chat cannot be read: %s", getattr(err, "reason", ""))
