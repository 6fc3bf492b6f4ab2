"""Backlog: what was taken in, what of it is handled, and up to where it may be acknowledged (architecture.md)."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.telegram.inbound import Event

_NONE_YET = 1  # the lowest number that there can be: nothing comes before it
_REMEMBERED = 1000  # update ids that are known to be handled, should they come again


@dataclass(eq=False, kw_only=True)
class Taken:
    """An update, taken in at `since` (the loop's seconds), and the task that handles it; no event where malformed."""

    id: int
    event: Event | None
    since: float
    task: asyncio.Task[None] | None = field(default=None, repr=False)
    settled: bool = False


class Backlog:
    """Telegram acknowledges by number: all before `offset`. So it moves only over settled ones at the front.

    `noted` is the offset up to which all is written down; `told` the one that Telegram was given last.
    """

    def __init__(self) -> None:
        self.offset = self.noted = self.told = _NONE_YET
        self._taken: OrderedDict[int, Taken] = OrderedDict()
        self._known: OrderedDict[int, None] = OrderedDict()
        self._moved = asyncio.Event()

    def __len__(self) -> int:
        return len(self._taken)

    def find(self, id: int) -> Taken | None:
        """The update of this number, while it is not acknowledged."""
        return self._taken.get(id)

    def knows(self, id: int) -> bool:
        """Whether this was taken in before. (Lower than the last is no sign: after a quiet week numbers begin anew.)"""
        return id in self._taken or id in self._known

    def take(self, taken: Taken) -> None:
        """One more, behind those before it."""
        self._taken[taken.id] = taken
        if self.offset == _NONE_YET:
            self.offset = self.noted = taken.id

    def settle(self, taken: Taken) -> None:
        """It is handled, or may be acknowledged all the same."""
        taken.settled = True
        while self._taken and (first := self.first()).settled:
            del self._taken[first.id]
            self._known[first.id] = None
            self.offset = first.id + 1
            self._moved.set()
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def skip(self, count: int) -> None:
        """Acknowledge so many updates at the very front that have no number: numbers grow by one at least."""
        if not self._taken and self.offset != _NONE_YET:
            self.offset += count

    def first(self) -> Taken:
        """The oldest that is not acknowledged."""
        return next(iter(self._taken.values()))

    async def moves(self, *, at_most: float, gather: float = 0.0) -> None:
        """Wait until all is settled; else until `gather` seconds after the front has moved, or `at_most` seconds."""
        self._moved.clear()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(at_most) as limit:
                while self._taken:
                    await self._moved.wait()
                    self._moved.clear()
                    limit.reschedule(min(limit.when() or 0.0, loop.time() + gather))
        except TimeoutError:
            pass
