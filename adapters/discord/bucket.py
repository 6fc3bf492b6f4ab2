"""A rate limit of Discord's, as its headers tell it: first come, first served, and never waited for after a success."""

from __future__ import annotations

import asyncio

import discord
from discord.http import Ratelimit


class Bucket(Ratelimit):
    """The library's bucket, but for how it waits.

    The library holds back the answer to the last call of a window until the next window begins, and refuses early in
    windows longer than it may wait. Here only a call without room waits, in order; RateLimited beyond `patience` s.
    """

    __slots__ = ("_patience", "_timer")

    def __init__(self, patience: float) -> None:
        super().__init__(None)
        self._patience = patience
        self._timer: asyncio.TimerHandle | None = None

    async def acquire(self) -> None:
        """Wait for room."""
        self._last_request = now = self._loop.time()
        if not self._pending_requests and self._room(now):
            self._take()
            return
        if self.expires is not None and self.expires - now > self._patience:
            raise discord.RateLimited(self.expires - now)
        turn = self._loop.create_future()
        self._pending_requests.append(turn)
        self._serve()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.remaining += 1
                self.outgoing -= 1
                self._serve()
            raise

    async def __aexit__(self, *_: object) -> None:
        self.outgoing -= 1
        if self.expires is None:  # Discord said nothing of a window: as many at a time as the limit
            self.remaining = self.limit - self.outgoing
        if self._pending_requests:
            self._serve()

    def _serve(self) -> None:
        """Let in as many as there is room for; look again when the window ends."""
        now = self._loop.time()
        while self._pending_requests and self._room(now):
            turn = self._pending_requests.popleft()
            if not turn.done():
                self._take()
                turn.set_result(None)
        if self._pending_requests and self.expires is not None and self._timer is None:
            self._timer = self._loop.call_later(max(0.0, self.expires - now) + 0.005, self._ring)

    def _ring(self) -> None:
        self._timer = None
        self._serve()

    def _room(self, now: float) -> bool:
        if self.expires is not None and now > self.expires:
            self.reset()  # type: ignore[no-untyped-call]  # the library left it untyped
        return self.remaining > 0

    def _take(self) -> None:
        self.remaining -= 1
        self.outgoing += 1
