"""The store; fills `bot.ports.Store`. Nothing of it is called from inside a decision: it would wait for itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import aiosqlite
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.days import today
from adapters.keyfile import KeyUnusable
from adapters.seal import Keys
from adapters.sql import queries
from adapters.sql.conversations import conversation_of
from adapters.sql.decision import SqlDecision
from adapters.sql.duties import duty_of
from adapters.sql.engine import Sqlite, in_one_line
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.journal import Journal
from adapters.sql.ledger import reminder_of
from adapters.sql.new_day import seal_anew
from adapters.sql.new_key import seal_under
from adapters.sql.outbox import effect_of, subject_of
from adapters.sql.pages import page_of
from adapters.sql.requests import request_of
from adapters.sql.roster import listener_of
from adapters.sql.rows import Places, instant, micros
from adapters.sql.shifts import shift_of
from adapters.sql.tables import settings
from bot.conversation import Side
from bot.people import Address
from bot.ports import Clock, Due
from bot.records import Effect, Pair, Passed

log = logging.getLogger("warmline.store")

_PAST = timedelta(days=2)  # a day of the calendar is over everywhere
_RATED = timedelta(days=30)  # privacy.md, feedback
_TRY_AGAIN = timedelta(minutes=10)


class SqlStore:
    """What is kept. `keys` fills `bot.ports.Seal`. `adapters.sql.open.open_store` makes one.

    A store that is not the one of the `running` line leaves a mark with each decision, for that one to find.
    """

    def __init__(
        self, *, database: Sqlite, engine: AsyncEngine, connection: AsyncConnection, plain: aiosqlite.Connection,
        keys: Keys, clock: Clock, places: Places, running: bool,
    ) -> None:  # fmt: skip
        self.keys = keys
        self._database, self._engine, self._connection, self._plain = database, engine, connection, plain
        self._clock, self._places, self._running = clock, places, running
        self._journal = Journal(plain, clock=clock, places=places)
        self._writing = asyncio.Lock()
        self._removed = True  # a run that was killed may have left something in the log
        self._new_day_from = clock.now()

    @asynccontextmanager
    async def decision(self) -> AsyncIterator[SqlDecision]:
        """Begin a decision; commits on leaving, rolls back on an exception. DatabaseUnusable where the disk fails."""
        async with self._write():
            await self._connect()
            async with self._connection.begin():
                if not self._running:  # other processes may have changed the keys by now
                    await self._still_fits()
                    self.keys.turn(self.keys.boxes(today(self._clock.now())))
                decision = SqlDecision(self._connection, keys=self.keys, places=self._places, now=self._clock.now())
                yield decision
                await decision.settle()
                if not self._running:
                    await self._connection.execute(queries.MARK)
            self._removed |= bool(decision.gone)
            await self._forget()

    async def keep(self, passed: Sequence[Passed]) -> None:
        """Group commit of the relay: pairs, cursors and whose turn it is, in one transaction, off the hot path."""
        if passed:
            async with self._write():
                await self._journal.keep(passed)

    async def pair(self, conversation: str, side: Side, source: str) -> Pair | None:
        """The pair of this source message."""
        return await self._journal.pair(conversation, side, source)

    async def pair_of_copy(self, conversation: str, side: Side, copy: str) -> Pair | None:
        """The pair one of whose copies is this message in the chat of `side`."""
        return await self._journal.pair_of_copy(conversation, side, copy)

    async def sources(self, limit: int) -> tuple[tuple[str, Side, str], ...]:
        """The newest (conversation, side, source) of all live pairs, newest first."""
        return await self._journal.sources(limit)

    async def cursors(self) -> dict[tuple[str, Side], str]:
        """Of each live conversation's side, the last source id that was handled."""
        return await self._journal.cursors()

    async def unsent(self) -> tuple[Effect, ...]:
        """The outbox, oldest first."""
        async with self._write():
            return tuple(effect_of(row, self.keys) for row in await queries.UNSENT.rows(self._plain))

    async def sent(self, effect: Effect, message: str | None) -> None:
        """Out of the outbox; a message id takes the effect's slot, a retraction frees it."""
        async with self._write():
            await queries.SENT.change(self._plain, id=effect.id)
            if effect.slot is not None:
                named = {"slot": effect.slot, "subject": subject_of(effect.slot)}
                if message is not None:
                    sealed = self.keys.live.address(effect.to)
                    await queries.TAKE_SLOT.change(self._plain, address=sealed, message=message, **named)
                elif effect.kind == "retract":
                    await queries.FREE_SLOT.change(self._plain, slot=effect.slot)
                await queries.DROP_SLOT.change(self._plain, **named)
            await self._plain.commit()
            self._removed = True
            await self._forget()

    async def pend(self, *messages: tuple[Address, str]) -> None:
        """Note that these are acknowledged, though not handled."""
        given = [{"address": self.keys.live.address(whose), "message": message} for whose, message in messages]
        async with self._write():
            await queries.PEND.change_all(self._plain, given)
            await self._plain.commit()

    async def pended(self) -> tuple[tuple[Address, str], ...]:
        """The messages that were acknowledged and, for all that is known, not handled; each person's in order."""
        async with self._write():
            rows = await queries.PENDED.rows(self._plain)
            found = [(self.keys.live.opened(row.address), row.message) for row in rows]
        return tuple(sorted(found, key=lambda one: (one[0].platform, one[0].id, len(one[1]), one[1])))

    async def unpend(self, *messages: tuple[Address, str]) -> None:
        """They are handled."""
        given = [{"address": self.keys.live.address(whose), "message": message} for whose, message in messages]
        async with self._write():
            await queries.UNPEND.change_all(self._plain, given)
            await self._plain.commit()
            self._removed = True
            await self._forget()

    async def slot(self, name: str) -> tuple[Address, str] | None:
        """Where the message that holds this slot is; without a decision."""
        async with self._write():
            rows = await queries.SLOT.rows(self._plain, slot=name)
            return (self.keys.live.opened(rows[0].address), rows[0].message) if rows else None

    async def next_due(self) -> datetime | None:
        """The earliest `next_step_at` of anything live."""
        (row,) = await queries.NEXT_DUE.rows(self._plain)
        each = (row.request, row.conversation, row.listener, row.duty, row.shift, row.page, row.follow_up)
        moments = [moment for moment in each if moment is not None]
        return instant(min(moments)) if moments else None

    async def due(self, *, now: datetime) -> tuple[Due, ...]:
        """Everything live whose `next_step_at` has come, earliest first; remnants included, claimed requests not."""
        at = micros(now)
        async with self._write():
            found: list[tuple[int, Due]] = [
                (row.next_step_at, read(row, self.keys))
                for query, read in (
                    (queries.DUE_REQUESTS, request_of),
                    (queries.DUE_CONVERSATIONS, conversation_of),
                    (queries.DUE_SHIFTS, lambda row, _: shift_of(row)),  # before their end, which it may put off
                    (queries.DUE_LISTENERS, listener_of),
                    (queries.DUE_PAGES, page_of),
                    (queries.DUE_FOLLOW_UPS, reminder_of),
                    (queries.DUE_DUTIES, lambda row, _: duty_of(row)),
                )
                for row in await query.rows(self._plain, now=at)
            ]
        return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))

    async def postpone(self, by: timedelta) -> None:
        """Push every live deadline back: the time away does not count (routing.md 15)."""
        async with self._write():
            for query in queries.POSTPONE:
                await query.change(self._plain, by=by // timedelta(microseconds=1))
            await self._plain.commit()

    async def changed_elsewhere(self) -> bool:
        """Whether another process has decided something since the last call (an operator's command)."""
        if not await queries.MARKED.rows(self._plain):
            return False
        async with self._write():
            removed = await queries.UNMARK.change(self._plain)
            await self._plain.commit()
        return removed > 0

    async def forget_expired(self, *, now: datetime) -> None:
        """Remove invites, blocks, reports, ratings and reminders whose time is over, and what became of single shifts
        that are past.
        """
        over, rated = (now - _PAST).date().isoformat(), (now - _RATED).date().isoformat()
        async with self._write():
            for query in queries.EXPIRED:
                await query.change(self._plain, now=micros(now), over=over, rated=rated)
            await self._plain.commit()

    async def close(self) -> None:
        """Close both connections; what was committed stays."""
        await self._connection.close()
        await self._engine.dispose()
        await self._plain.close()

    async def new_day(self) -> None:
        """All that is going on is sealed with today's key, and every other is destroyed.

        KeyUnusable, DatabaseUnusable, OSError where it cannot be: then all stays under the key that it had.
        """
        now = today(self._clock.now())
        if now > self.keys.day and self.keys.days.all():
            self.keys.days.make(now)
        boxes = self.keys.boxes(now)
        with in_one_line(self._database):
            await self._connect()
            async with self._connection.begin():
                await seal_anew(self._connection, tuple(boxes.values()))
        self.keys.turn(boxes)
        self._removed = True
        self.keys.days.keep_only(self.keys.day)

    async def change_key(self, new: Keys) -> None:
        """From now on the database is the new master key's, with all that it holds. `keys` stay as they were."""
        async with self._write():
            await self._connect()
            async with self._connection.begin():
                await seal_under(self._connection, self.keys, new)
        await self._database.forget_log(self._plain)

    async def _still_fits(self) -> None:
        key = select(settings.c.setting).where(settings.c.name == "key")
        if (await self._connection.execute(key)).scalar_one() != self.keys.fingerprint:
            raise KeyUnusable(f"The key of {self._database} was changed at this moment: try again.")

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[None]:
        """One at a time in this process, writing or opening seals; SQLite itself keeps other processes waiting."""
        with in_one_line(self._database):
            async with self._writing:
                try:
                    if self._running:
                        await self._next_day()
                    yield
                except BaseException:
                    await self._plain.rollback()  # comes after whatever of a cancelled write is still on its way
                    raise

    async def _next_day(self) -> None:
        """At the first touch of a day; where its key cannot be had the line goes on under the last one for a while."""
        now = self._clock.now()
        if today(now) <= self.keys.day or now < self._new_day_from:
            return
        try:
            await _whole(self.new_day())
        except (KeyUnusable, DatabaseUnusable, OSError):
            log.exception("the day's key could not be taken: live rows stay under the last one for now")
            self._new_day_from = now + _TRY_AGAIN

    async def _connect(self) -> None:
        """Core's connection, anew where a statement of it was cancelled."""
        if self._connection.invalidated or self._connection.closed:
            await self._connection.close()
            self._connection = await self._engine.connect()

    async def _forget(self) -> None:
        """Once nothing live is left, empty the log of what was deleted (privacy.md, Classes of data)."""
        if self._removed and not (await queries.ANYTHING_LIVE.rows(self._plain))[0].live:
            self._removed = not await self._database.forget_log(self._plain)


async def _whole(doing: Coroutine[Any, Any, None]) -> None:
    """Not cut off in the middle: who is cancelled meanwhile goes when it is done."""
    task = asyncio.ensure_future(doing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait((task,))
        raise
