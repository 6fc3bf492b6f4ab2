"""Behind: what is handled while an update before it is not. Telegram cannot be told so yet, and brings it again after a
crash: it is written down meanwhile, so that nothing is done twice (relay.md, Order, once, whole).
"""

from __future__ import annotations

from collections.abc import Awaitable, Collection, Mapping
from contextlib import suppress
from typing import Protocol

from adapters.telegram.backlog import Backlog
from bot.errors import StoreBusy
from bot.inbound import Inbound, Pressed, Said, Typed
from bot.people import Address


class Keep(Protocol):
    """Writes down that this person's update is handled, or that it need not be known any longer."""

    def __call__(self, whose: Address, update: int, *, handled: bool) -> Awaitable[None]: ...


def _decides(happened: Inbound) -> bool:
    return isinstance(happened, Typed | Pressed) or (
        isinstance(happened, Said) and happened.words.text.startswith("/")
    )  # fmt: skip


class Behind:
    """The updates that are written down; `before` are those of the run before this one."""

    def __init__(self, before: Mapping[int, Address], keep: Keep | None) -> None:
        self._kept, self._keep = dict(before), keep

    def __bool__(self) -> bool:
        return bool(self._kept)

    def handled(self, update: int) -> bool:
        """Whether it is written down as handled."""
        return update in self._kept

    async def write(self, backlog: Backlog) -> None:
        """Write down which commands and presses are handled and cannot be acknowledged yet. (Words are known by their
        copies.)
        """
        for taken in backlog.settled_behind():
            if self._keep is None or taken.event is None or taken.id in self._kept:
                continue
            if _decides(taken.event.inbound):
                with suppress(StoreBusy):  # it is tried again
                    await self._keep(taken.event.inbound.by, taken.id, handled=True)
                    self._kept[taken.id] = taken.event.inbound.by

    async def acknowledged(self, offset: int) -> None:
        """Telegram knows of all before `offset`."""
        await self._forget([one for one in self._kept if one < offset])

    async def only(self, updates: Collection[int]) -> None:
        """Of those that were written down before the start, only these come again."""
        await self._forget([one for one in self._kept if one not in updates])

    async def _forget(self, updates: Collection[int]) -> None:
        for one in updates:
            with suppress(StoreBusy):
                if self._keep is not None:
                    await self._keep(self._kept[one], one, handled=False)
                del self._kept[one]
