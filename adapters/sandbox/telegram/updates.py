"""The queue of updates: each is handed out again until it is confirmed (core.telegram.org/bots/api#getupdates)."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from adapters.sandbox.people import Bell

from .refusal import Refusal

Update = dict[str, Any]
KEPT = 24 * 3600  # seconds that an update waits for the bot
LONGEST_POLL = 50  # seconds
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Updates:
    """What the bot has still to hear, oldest first."""

    def __init__(self, ids: Iterator[int], clock: Callable[[], float] = time.time) -> None:
        self.arrived = Bell()
        self.polled = Bell()  # rung when a poll begins to wait
        self.allowed: tuple[str, ...] = ()
        self.throttles_repeats = False
        self.recent: deque[Any] = deque(maxlen=1000)  # the newest, confirmed or not
        self.numbers = ids
        self._clock = clock
        self._waiting: deque[tuple[float, int, Any]] = deque()
        self._poll: asyncio.Future[None] | None = None
        self._last_poll: tuple[int, float] = (0, 0.0)

    @property
    def now(self) -> int:
        """Unix seconds."""
        return int(self._clock())

    def add(self, kind: str, event: dict[str, Any]) -> None:
        """Tell the bot of this, unless it wants no updates of this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ONLY_ON_REQUEST
        if wanted:
            self.push({"update_id": next(self.numbers), kind: event})

    def push(self, update: Any) -> None:
        """Hand out this update as it is, however malformed; one without a number is confirmed as if it had the next."""
        number = update.get("update_id") if isinstance(update, dict) else None
        self.recent.append(update)
        self._waiting.append((self._clock(), number if isinstance(number, int) else next(self.numbers), update))
        self._wake()
        self.arrived.ring()

    def pending(self) -> list[Update]:
        """All that is not confirmed and not older than a day."""
        while self._waiting and self._clock() - self._waiting[0][0] > KEPT:
            self._waiting.popleft()
        return [update for _, _, update in self._waiting]

    def allow(self, kinds: list[str] | None) -> None:
        """From now on only these kinds; None leaves it as it is, an empty list is all but a few."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    def confirm(self, offset: int) -> None:
        """Forget for ever what comes before `offset`; a negative one keeps only the last -offset."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
            return
        self._waiting = deque(kept for kept in self._waiting if kept[1] >= offset)

    def drop(self) -> None:
        """Forget all that is waiting."""
        self._waiting.clear()

    def oldest(self) -> tuple[int, Any] | None:
        """The number of the update that comes next, and the update."""
        return self._waiting[0][1:] if self.pending() else None

    async def get(self, offset: int, limit: int, timeout: int) -> list[Update]:
        """Answer a poll: at once if anything waits, else when something arrives or after `timeout` seconds."""
        self.interrupt(Refusal(409, f"Conflict: {OTHER_POLLER}"))
        limit, timeout = min(max(limit, 1), 100), min(max(timeout, 0), LONGEST_POLL)
        limit, timeout = self._throttled(offset, limit, timeout)
        self.confirm(offset)
        if not self.pending() and timeout:
            await self._wait(timeout)
        return self.pending()[:limit]

    @property
    def polling(self) -> bool:
        """Whether a poll is waiting."""
        return self._poll is not None and not self._poll.done()

    def interrupt(self, reason: Refusal) -> None:
        """End the poll that is waiting, if there is one, with this refusal."""
        if self._poll is not None and self.polling:
            self._poll.set_exception(reason)

    def _wake(self) -> None:
        if self._poll is not None and self.polling:
            self._poll.set_result(None)

    async def _wait(self, timeout: float) -> None:
        self._poll = asyncio.get_running_loop().create_future()
        self.polled.ring()
        try:
            async with asyncio.timeout(timeout):
                await self._poll
        except TimeoutError:
            pass  # nothing came: the answer is an empty list

    def _throttled(self, offset: int, limit: int, timeout: int) -> tuple[int, int]:
        """The real server slows a bot that asks again from the same offset (undocumented; off by default)."""
        (last_offset, last), now = self._last_poll, self._clock()
        self._last_poll = (offset, now)
        if not self.throttles_repeats or offset != last_offset:
            return limit, timeout
        return (1 if now < last + 0.5 else limit), (max(timeout, 3) if now < last + 3 else timeout)
