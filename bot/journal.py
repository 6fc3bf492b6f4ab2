"""Journal: what the relay handled, on its way to the store, written in groups so that no word waits for a disk
(architecture.md).
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from bot.conversation import Side
from bot.errors import StoreBusy
from bot.patience import BUSY
from bot.policy import Policy
from bot.ports import Clock, Store
from bot.records import Pair, Passed

log = logging.getLogger("warmline.journal")


class Journal:
    """Pairs and cursors, committed together at most 50 ms after the first of them."""

    def __init__(
        self, *, store: Store, clock: Clock, policy: Policy, tasks: asyncio.TaskGroup, alarm: Callable[[datetime], None]
    ) -> None:
        self._store, self._clock, self._policy, self._tasks, self._alarm = store, clock, policy, tasks, alarm
        self._waiting: list[Passed] = []
        self._writing: list[Passed] = []
        self._task: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    def passed(self, passed: Passed, *, at_once: bool = False) -> None:
        """Remember this; it is in the store within `policy.journal_every`, or `at_once`, as soon as it can be."""
        self._waiting.append(passed)
        if at_once:
            self._tasks.create_task(self._write_at_once(), name="journal at once")
        if self._task is None:
            self._task = self._tasks.create_task(self._write_soon(), name="journal")

    async def pair(self, conversation: str, side: Side, source: str) -> Pair | None:
        """Where the copies of this message are."""
        for one in reversed([*self._writing, *self._waiting]):
            if one.pair and (one.conversation.id, one.side, one.source) == (conversation, side, source):
                return None if one.gone else _pair(one)
        return await self._store.pair(conversation, side, source)

    async def pair_of_copy(self, conversation: str, side: Side, copy: str) -> Pair | None:
        """The pair one of whose copies is this message in the chat of `side`."""
        for one in reversed([*self._writing, *self._waiting]):
            if one.conversation.id == conversation and one.side is side.other and copy in one.copies:
                return _pair(one)
        return await self._store.pair_of_copy(conversation, side, copy)

    async def flush(self) -> None:
        """Write what has been passed so far, now; it is in the store when this returns."""
        async with self._turn:
            await self._write()

    async def _write_at_once(self) -> None:
        with suppress(StoreBusy):  # then with all others
            await self.flush()

    async def _write_soon(self) -> None:
        await self._clock.wait(self._clock.now() + self._policy.journal_every)
        try:
            await self.flush()
        except StoreBusy:
            await self._clock.wait(self._clock.now() + BUSY)
        finally:
            self._task = None
        if self._waiting:
            self._task = self._tasks.create_task(self._write_soon(), name="journal")

    async def _write(self) -> None:
        self._writing, self._waiting = self._waiting, []
        if self._writing:
            try:
                await self._store.keep(self._writing)
            except BaseException:
                self._waiting = [*self._writing, *self._waiting]
                raise
            self._alarm(min(one.conversation.next_step_at for one in self._writing))
        self._writing = []


def _pair(one: Passed) -> Pair:
    return Pair(conversation=one.conversation.id, side=one.side, source=one.source, copies=one.copies, files=one.files)
