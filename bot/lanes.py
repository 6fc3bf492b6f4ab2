"""Lanes: what one person does is handled in order; nobody waits for anybody else (relay.md)."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Lanes:
    """A lane for each key. One that is empty has no task, no queue and no entry."""

    def __init__(self) -> None:
        self._lanes: dict[Hashable, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Wait until everything before it in this lane is done; first come, first served."""
        lane = self._lanes.get(key)
        if lane is None:
            self._lanes[key] = deque()
        else:
            mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            lane.append(mine)
            try:
                await mine
            except asyncio.CancelledError:
                if mine in lane:
                    lane.remove(mine)
                elif mine.done() and not mine.cancelled():
                    self._next(key)
                raise
        try:
            yield
        finally:
            self._next(key)

    def _next(self, key: Hashable) -> None:
        lane = self._lanes[key]
        while lane:
            following = lane.popleft()
            if not following.done():
                following.set_result(None)
                return
        del self._lanes[key]

    def __len__(self) -> int:
        return len(self._lanes)
