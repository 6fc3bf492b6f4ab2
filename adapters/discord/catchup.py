"""Catching up: what was written in a live conversation while we did not hear it (architecture.md, Nothing is lost)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
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
    """Reads private chats from where we stopped, and meanwhile holds back what comes in there."""

    def __init__(self, http: Http, rooms: Rooms, hear: Hear, amend: Amend) -> None:
        self._http, self._rooms, self._hear, self._amend = http, rooms, hear, amend
        self._held: dict[str, list[tuple[int, Later]]] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def hold(self, person: str, event: Later, *, source: int = 0) -> bool:
        """Keep an event for later, if the person's chat is being read; `source` is a new message's id."""
        if (held := self._held.get(person)) is None:
            return False
        held.append((source, event))
        return True

    def begin(self, side: Watched, group: asyncio.TaskGroup) -> asyncio.Task[None]:
        """Read this side's chat from its cursor; from now on its events are held back."""
        person = side.address.id
        self._held.setdefault(person, [])
        before = self._running.get(person)
        self._running[person] = task = group.create_task(self._catch_up(side, before))
        return task

    async def _catch_up(self, side: Watched, before: asyncio.Task[None] | None) -> None:
        person, task = side.address.id, asyncio.current_task()
        if before is not None:
            await asyncio.wait({before})
        read_to = int(await self._read(side))
        while self._running.get(person) is task:
            if not (held := self._held[person]):
                del self._held[person], self._running[person]
                return
            source, event = held.pop(0)
            if not 0 < source <= read_to:
                await event()

    async def _read(self, side: Watched) -> str:
        """Page through to the end, oldest first, however much there is and however long it takes; the last id read.

        What was delivered is read again: edited since, it is edited there, too; missing, it is removed.
        """
        cursor = side.cursor or snowflake(side.since)
        delivered = {one for one in await side.delivered() if int(one) <= int(cursor)}
        after, pause = min((str(int(one) - 1) for one in delivered), key=int, default=cursor), 0.5
        while True:
            try:
                page = await self._page(side.address.id, after)
            except RetryLater as err:
                await asyncio.sleep(max(err.after, pause))
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            except PlatformError as err:
                log.warning("discord chat cannot be read: %s", getattr(err, "reason", ""))
                return max(after, cursor, key=int)
            if not page:
                break
            for message in page:
                await self._found(side.address.id, message, delivered, new=int(message["id"]) > int(cursor))
            after = page[-1]["id"]
        for gone in sorted(delivered, key=int):
            await self._amend(retracted(side.address.id, gone))
        return max(after, cursor, key=int)

    async def _found(self, person: str, message: Json, delivered: set[str], *, new: bool) -> None:
        if new and by_person(message):
            await self._hear(message)
        elif message["id"] in delivered:
            delivered.discard(message["id"])
            if message.get("edited_timestamp"):
                await self._amend(edited(person, message))

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
