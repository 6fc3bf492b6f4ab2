"""Patience: the store may be busy for a moment; what has to be done is done once it is not."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from bot.errors import StoreBusy
from bot.ports import Clock

_T = TypeVar("_T")
BUSY = timedelta(seconds=1)
"""After how long a busy store is tried again."""


async def once_free(clock: Clock, act: Callable[[], Awaitable[_T]]) -> _T:
    """Do it, however long the store is busy."""
    while True:
        try:
            return await act()
        except StoreBusy:
            await clock.wait(clock.now() + BUSY)
