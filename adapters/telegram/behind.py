"""Behind: what is done, and Telegram does not know so yet: it waits behind a slow update, or Telegram is away. After a
crash it would come again: it is written down meanwhile, so that nothing is done twice (relay.md, Order, once, whole).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Collection, Mapping
from contextlib import suppress
from typing import Protocol

from adapters.telegram.backlog import Taken
from bot.errors import StoreBusy
from bot.inbound import only_once
from bot.people import Address


class Keep(Protocol):
    """Writes down that these updates are handled, and whose they are; or that they need not be known any longer."""

    def __call__(self, updates: Mapping[int, Address], *, handled: bool) -> Awaitable[None]: ...


class Behind:
    """The commands and presses that are done; `before` are those that were written down in the run before this one.
    (Words are known by their copies.)
    """

    def __init__(self, before: Mapping[int, Address], keep: Keep | None) -> None:
        self._done, self._kept, self._keep = dict[int, Address](), dict(before), keep
        self._turn = asyncio.Lock()

    def __bool__(self) -> bool:
        return bool(self._kept)

    def handled(self, update: int) -> bool:
        """Whether it was written down as handled before the start."""
        return update in self._kept

    def done(self, taken: Taken) -> bool:
        """This one is handled; whether it is one that must not be done again."""
        if self._keep is not None and taken.event is not None and only_once(taken.event.inbound):
            self._done[taken.id] = taken.event.inbound.by
        return taken.id in self._done

    async def write(self) -> None:
        """Write down what is done, all of it at once."""
        async with self._turn:
            fresh = {one: whose for one, whose in self._done.items() if one not in self._kept}
            if fresh and self._keep is not None:
                with suppress(StoreBusy):
                    await self._keep(fresh, handled=True)
                    self._kept |= fresh

    async def acknowledged(self, offset: int) -> None:
        """Telegram knows of all before `offset`."""
        self._done = {one: whose for one, whose in self._done.items() if one >= offset}
        await self._forget([one for one in self._kept if one < offset])

    async def only(self, updates: Collection[int]) -> None:
        """Of those that were written down before the start, only these come again."""
        await self._forget([one for one in self._kept if one not in updates])

    async def _forget(self, updates: Collection[int]) -> None:
        async with self._turn:
            if updates and self._keep is not None:
                with suppress(StoreBusy):  # then at the next time
                    await self._keep({one: self._kept[one] for one in updates}, handled=False)
                    self._kept = {one: whose for one, whose in self._kept.items() if one not in updates}
