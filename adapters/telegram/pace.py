"""Telegram's pace: one message a second in a chat with a few at once, 20 a minute in a group, 30 a second in all."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters.pacing import Allowance, Gate, Window
from adapters.telegram.transport import TooMany

# A second, and at once; in a group the two together are what is allowed in a minute.
_ALL, _AT_ONCE, _CHAT, _BURST, _GROUP, _IN_A_GROUP = 28.0, 2.0, 1.0, 3.0, 18.0 / 60.0, 2.0
_IN_A_SECOND = 30  # of all, whichever second one counts: evenly is quicker for each, but not every way is equally long
_SPARE = 1.0  # of those at once: what is said to many leaves it to those who talk
_MANY = 256  # chats, beyond which those at rest are forgotten


class Pace:
    """Who may send now (relay.md). `faster`: so many times what Telegram allows to every bot; `now` in seconds."""

    def __init__(self, *, faster: float = 1.0, now: Callable[[], float] = time.monotonic) -> None:
        self._faster, self._now = faster, now
        evenly, surely = Allowance(rate=_ALL * faster, size=_AT_ONCE), Window(size=_IN_A_SECOND, seconds=1.0 / faster)
        self._all = Gate(evenly, surely, now=now, spare=_SPARE)
        self._chats: dict[int, Gate] = {}
        self._sweep_beyond = _MANY

    @asynccontextmanager
    async def turn(self, chat: int, *, bulk: bool = False) -> AsyncIterator[None]:
        """Wait until something may be sent to this chat, and send it inside; `bulk`: behind all that is for one."""
        own = self._chats.get(chat) or self._new(chat)
        await own.enter(bulk=bulk)
        try:
            await self._all.enter(bulk=bulk)
            try:
                yield
            except TooMany as busy:
                own.shut(busy.after)
                raise
            finally:
                self._all.leave()
        finally:
            own.leave()

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Wait until something may go that is no message: none in its chat waits for it."""
        await self._all.enter(bulk=True)
        try:
            yield
        finally:
            self._all.leave()

    def _new(self, chat: int) -> Gate:
        if len(self._chats) > self._sweep_beyond:
            self._chats = {chat: gate for chat, gate in self._chats.items() if not gate.idle()}
            self._sweep_beyond = max(_MANY, 2 * len(self._chats))
        allowances = [self._allowance(_CHAT, _BURST)]
        if chat < 0:
            allowances.append(self._allowance(_GROUP, _IN_A_GROUP))
        gate = self._chats[chat] = Gate(*allowances, now=self._now)
        return gate

    def _allowance(self, rate: float, size: float) -> Allowance:
        return Allowance(rate=rate * self._faster, size=size, sure=True)
