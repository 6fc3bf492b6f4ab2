"""A clock that a test moves: everything that becomes due happens in order, and nothing is slept through."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

MORNING = datetime(2030, 5, 4, 9, 0, tzinfo=UTC)


class SimulatedClock:
    """Time stands still until `advance`; fills `bot.ports.Clock`. `settled` says when all that can happen has."""

    def __init__(self, moment: datetime = MORNING) -> None:
        self.moment = moment
        self.settled: Callable[[], Awaitable[None]] = turn
        self._waiting: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """Aware, UTC."""
        return self.moment

    async def wait(self, until: datetime) -> None:
        """Return at that instant, or at once where it is past."""
        if until > self.moment:
            woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (until, next(self._order), woken))
            await woken

    async def advance(self, by: timedelta) -> None:
        """Let `by` pass, step by step; before each step, and at the end, everything that can happen has happened."""
        target = self.moment + by
        await self.settled()
        while self._waiting and self._waiting[0][0] <= target:
            due, _, woken = heapq.heappop(self._waiting)
            if not woken.done():
                self.moment = max(self.moment, due)
                woken.set_result(None)
                await self.settled()
        self.moment = target


async def turn() -> None:
    """Let everything run once that is ready to."""
    loop = asyncio.get_running_loop()
    turned: asyncio.Future[None] = loop.create_future()
    loop.call_soon(turned.set_result, None)
    await turned
