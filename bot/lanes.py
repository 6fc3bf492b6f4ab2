"""Lanes: what one person does is handled in order; nobody waits for anybody else (relay.md)."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Hashable
from contextlib import asynccontextmanager


class Lanes:
    """A lane for each key. One that is empty has no task, no queue and no entry."""

    def __init__(self) -> None:
        self._lanes: dict[Hashable, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, key: Hashable, *, patience: Awaitable[None] | None = None) -> AsyncIterator[None]:
        """Wait until everything before it in this lane is done; first come, first served.

        With `patience`: only until that is over, then go ahead out of turn (an end takes effect at once, relay.md).
        """
        lane = self._lanes.get(key)
        if lane is None:
            self._lanes[key] = deque()
        elif not await self._my_turn(key, lane, patience):
            yield
            return
        try:
            yield
        finally:
            self._next(key)

    async def _my_turn(
        self, key: Hashable, lane: deque[asyncio.Future[None]], patience: Awaitable[None] | None
    ) -> bool:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lane.append(mine)
        running_out = [asyncio.ensure_future(patience)] if patience is not None else []
        try:
            await asyncio.wait([mine, *running_out], return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            if not self._left(lane, mine):
                self._next(key)
            raise
        finally:
            for one in running_out:
                one.cancel()
        return mine.done() or not self._left(lane, mine)

    @staticmethod
    def _left(lane: deque[asyncio.Future[None]], mine: asyncio.Future[None]) -> bool:
        """Leave the queue; False where the turn has come meanwhile."""
        if mine.done():
            return False
        lane.remove(mine)
        return True

    def _next(self, key: Hashable) -> None:
        lane = self._lanes[key]
        while lane:
            following = lane.popleft()
            if not following.done():
                following.set_result(None)
                return
        del self._lanes[key]

    def taken(self, key: Hashable) -> bool:
        """Whether somebody has the turn in this lane."""
        return key in self._lanes

    def __len__(self) -> int:
        return len(self._lanes)
