"""The store of a line in a story: the real one, that knows when it rests, and can be busy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from adapters.sql.store import SqlStore
from bot.errors import StoreBusy
from bot.ports import Decision


class Watched:
    """A Store that knows how much it is doing, and can be busy: the next `busy` decisions are told so."""

    def __init__(self, store: SqlStore) -> None:
        self.real = store
        self.doing = 0
        self.busy = 0
        self.idle = asyncio.Event()

    def decision(self) -> AbstractAsyncContextManager[Decision]:
        """A decision, or StoreBusy."""
        return self._deciding()

    @asynccontextmanager
    async def _deciding(self) -> AsyncIterator[Decision]:
        async with self._counted():
            if self.busy:
                self.busy -= 1
                raise StoreBusy
            async with self.real.decision() as decision:
                yield decision

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        asked = getattr(self.real, name)

        async def counted(*given: Any, **named: Any) -> Any:
            async with self._counted():
                if self.busy and name in {
                    "keep",
                    "sent",
                    "due",
                    "next_due",
                    "postpone",
                    "unsent",
                    "slot",
                    "pended",
                    "unpend",
                }:
                    self.busy -= 1
                    raise StoreBusy
                return await asked(*given, **named)

        return counted

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        self.doing += 1
        self.idle.clear()
        try:
            yield
        finally:
            self.doing -= 1
            if not self.doing:
                self.idle.set()
