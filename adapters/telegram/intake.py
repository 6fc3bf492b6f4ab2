"""Intake: takes updates in one by one, in order, and says which may be acknowledged (architecture.md).

Each person's lane is the core's: a command need not wait behind words that are slow to deliver.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from itertools import takewhile

from adapters.telegram.backlog import Backlog, Taken
from adapters.telegram.behind import Behind
from adapters.telegram.inbound import Event, migrated, read
from bot.errors import StoreBusy
from bot.inbound import Edited, Said
from bot.people import Address

_log = logging.getLogger("warmline.telegram")

BEHIND_AT_MOST = 50
MOST_AT_ONCE = 100  # updates that Telegram hands out in one poll, from the oldest unacknowledged one

Pend = Callable[[Address, str], Awaitable[None]]
"""Records that this person's message is taken in but not handled, so that it is asked for again after a crash.

Raises StoreBusy.
"""
Noted = Callable[[], Awaitable[None]]
"""Returns once what was handled so far is written down."""


async def at_once() -> None:
    """There is nothing to wait for."""


class Intake:
    """Hands each event to `bring`, in tasks of `tasks`; `pend` records what is acknowledged before it is handled, and
    what was handled is `noted` before it is acknowledged: an edit of it may come after a crash.
    """

    def __init__(
        self, *, username: str, tasks: asyncio.TaskGroup, bring: Callable[[Event], Awaitable[None]],
        moved: Callable[[int, int], None], pend: Pend | None, noted: Noted, behind: Behind, waits_at_most: float,
    ) -> None:  # fmt: skip
        self.backlog, self.behind = Backlog(), behind
        self.malformed = 0
        self._front: tuple[int, tuple[object, ...]] = (0, ())
        self._username, self._tasks, self._bring, self._moved, self._pend = username, tasks, bring, moved, pend
        self._waits_at_most = waits_at_most
        self._noted = noted
        self._tidying: asyncio.Task[None] | None = None
        self._noting: asyncio.Task[None] | None = None

    def take_all(self, batch: Sequence[object]) -> None:
        """A poll's updates, oldest first. Those without a number are acknowledged when they are at the front again: who
        did so at once could acknowledge, unseen, what has come since.
        """
        nameless = tuple(takewhile(lambda one: _number(one) is None, batch))
        front = (self.backlog.offset, nameless[:1])
        if nameless and front == self._front:
            self.backlog.skip(len(nameless))
        self._front = front
        for raw in batch:
            self.take(raw)

    def take(self, raw: object) -> Taken | None:
        """Take one update in, if it is new; None for one without a number. A malformed one is counted and skipped."""
        number = _number(raw)
        if number is None or not isinstance(raw, dict):
            self._count("an update without a number", None)
            return None
        if self.backlog.knows(number):
            return self.backlog.find(number)
        event = None if self.behind.handled(number) else self._event(number, raw)
        taken = Taken(id=number, event=event, since=asyncio.get_running_loop().time())
        self.backlog.take(taken)
        if taken.event is None:
            self.backlog.settle(taken)
        else:
            taken.task = self._tasks.create_task(self._handle(taken, taken.event))
        return taken

    @staticmethod
    def numbers(batch: Sequence[object]) -> frozenset[int]:
        """Those of a poll's updates that have one."""
        return frozenset(number for raw in batch if (number := _number(raw)) is not None)

    async def acknowledged(self, *, within: float) -> int:
        """The offset that Telegram may be told: what was handled is noted; as it was, where that takes longer."""
        if self._noting is None and self.backlog.offset != self.backlog.noted:
            self._noting = self._tasks.create_task(self._note())
        if self._noting is not None and (await asyncio.wait((self._noting,), timeout=within))[0]:
            self._noting = None
        return self.backlog.noted

    async def _note(self) -> None:
        offset = self.backlog.offset
        await self._noted()
        self.backlog.noted = offset

    def tidy(self) -> None:
        """Begin to acknowledge those at the front that have waited too long, once each is recorded as pending.

        Where that cannot be recorded it is tried again at the next call, and given up only when Telegram would
        otherwise hand out nothing new to anybody.
        """
        if self.backlog and (self._tidying is None or self._tidying.done()):
            self._tidying = self._tasks.create_task(self._let_go())

    async def _let_go(self) -> None:
        while self._too_long():
            first = self.backlog.first()
            if not await self.release(first):
                if len(self.backlog) < MOST_AT_ONCE:
                    return
                _log.warning("update %d is acknowledged before it is handled: a crash now would lose it", first.id)
                self.backlog.settle(first)

    async def release(self, taken: Taken) -> bool:
        """Record as pending and let it be acknowledged; False where that cannot be recorded now."""
        if self._pend is None:
            return False
        if not taken.settled and taken.event is not None and isinstance(taken.event.inbound, Said | Edited):
            try:
                await self._pend(taken.event.inbound.by, taken.event.message)
            except StoreBusy:
                return False
        self.backlog.settle(taken)
        return True

    def _too_long(self) -> bool:
        if not self.backlog:
            return False
        waited = asyncio.get_running_loop().time() - self.backlog.first().since
        return waited >= self._waits_at_most or len(self.backlog) > BEHIND_AT_MOST

    def _event(self, number: int, raw: dict[str, object]) -> Event | None:
        try:
            if (groups := migrated(raw)) is not None:
                self._moved(*groups)
            return read(raw, username=self._username)
        except Exception as error:  # noqa: BLE001  whatever the library makes of a malformed update, the next one is read
            self._count(type(error).__name__, number)
            return None

    async def _handle(self, taken: Taken, event: Event) -> None:
        try:
            await self._bring(event)
        except Exception as error:  # noqa: BLE001  one update never ends the gateway; its words never reach the log
            _log.error("update %d: %s", taken.id, _where(error))
        if not taken.settled and self.behind.done(taken) and self.backlog.first() is not taken:
            await self.behind.write()
        self.backlog.settle(taken)

    def _count(self, what: str, number: int | None) -> None:
        self.malformed += 1
        _log.warning("malformed update %s skipped: %s", number, what)


def _number(raw: object) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None


def _where(error: BaseException) -> str:
    """The kind of an error and where it was raised, without its text, which could hold somebody's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{type(error).__name__} at {place}"
