"""Pacing: a platform's limits are kept before it has to refuse (relay.md, Order, once, whole). Arithmetic, no task."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from typing import Protocol

from bot.errors import RetryLater

PATIENCE = 10.0
"""Seconds that a call may wait here; beyond it the core waits (RetryLater), which tells the writer that it is slow."""

_SHARE = 5
"""Of so many calls one is of the bulk that waits: at the limits, too, whoever asks for a person is put to somebody."""


class Limit(Protocol):
    """What a gate asks before it lets a call through; times in seconds of the gate's clock."""

    def wait(self, now: float, *, spare: float = 0.0) -> float:
        """Seconds until there is room, `spare` more left over; infinity while that depends on an answer."""

    def take(self) -> None:
        """One call begins; `wait` has just said that there is room."""

    def give(self, now: float) -> None:
        """One call has been answered."""

    def shut(self, until: float) -> None:
        """The platform asks for quiet until then."""

    def full(self, now: float) -> bool:
        """Whether it is as if it had never been used."""


class Window:
    """At most `size` calls in any `seconds`, wherever the platform begins to count.

    A call takes its room from when it begins until so long after its answer, for nobody knows when in between the
    platform counted it: however uneven the way there is, it never counts too many.
    """

    __slots__ = ("_answered", "_seconds", "_size", "_under_way")

    def __init__(self, *, size: int, seconds: float) -> None:
        self._size, self._seconds = size, seconds
        self._under_way, self._answered = 0, deque[float]()

    def wait(self, now: float, *, spare: float = 0.0) -> float:
        """Seconds until there is room, `spare` more left over; infinity while that depends on an answer."""
        while self._answered and self._answered[0] + self._seconds <= now:
            self._answered.popleft()
        lacking = math.ceil(self._under_way + len(self._answered) + 1 + spare - self._size)
        if lacking <= 0:
            return 0.0
        if lacking > len(self._answered):
            return float("inf")
        return self._answered[lacking - 1] + self._seconds - now

    def take(self) -> None:
        """One call begins; `wait` has just said that there is room."""
        self._under_way += 1

    def give(self, now: float) -> None:
        """One call has been answered."""
        self._under_way -= 1
        self._answered.append(now)

    def shut(self, until: float) -> None:
        """What has been counted stays counted; how long the quiet is, the gate's other limits keep."""

    def full(self, now: float) -> bool:
        """Whether it is as if it had never been used."""
        self.wait(now)
        return not self._under_way and not self._answered


class Allowance:
    """At most `size` calls at once, `rate` more a second.

    With `sure`, what is under way takes its room until it has been answered, as in a Window. One slow chat must not
    take the room of all, so what they share is not `sure`: beside it stands a Window.
    """

    __slots__ = ("_held", "_rate", "_seen", "_size", "_sure", "_under_way")

    def __init__(self, *, rate: float, size: float, sure: bool = False) -> None:
        self._rate, self._size, self._sure = rate, size, sure
        self._held, self._seen, self._under_way = size, float("-inf"), 0

    def wait(self, now: float, *, spare: float = 0.0) -> float:
        """Seconds until there is room, `spare` more left over; infinity while that depends on an answer."""
        if now < self._seen:
            return self._seen - now
        room = self._size - self._under_way
        self._held, self._seen = min(room, self._held + (now - self._seen) * self._rate), now
        lacking = 1.0 + spare - self._held
        if lacking <= 0:
            return 0.0
        return lacking / self._rate if room >= 1.0 + spare else float("inf")

    def take(self) -> None:
        """One call begins; `wait` has just said that there is room."""
        self._held -= 1
        self._under_way += self._sure

    def give(self, now: float) -> None:
        """One call has been answered."""
        if self._sure:
            self.wait(now)
            self._under_way -= 1

    def shut(self, until: float) -> None:
        """The platform asks for quiet: from then on one call, and more as ever."""
        self._held, self._seen = min(self._held, 1.0), max(until, self._seen)

    def full(self, now: float) -> bool:
        """Whether it is as if it had never been used."""
        return not self._under_way and self.wait(now) == 0 and self._held >= self._size


class Gate:
    """Lets calls through as its allowances have room: first come, first served, and what is `bulk` after all else, but
    for one call in five.

    `spare`: what bulk leaves free for the others.
    """

    __slots__ = ("_ahead", "_allowances", "_now", "_spare", "_timer", "_waiting")

    def __init__(self, *allowances: Limit, now: Callable[[], float], spare: float = 0.0) -> None:
        self._allowances, self._now, self._spare = allowances, now, spare
        self._waiting: tuple[deque[asyncio.Future[None]], deque[asyncio.Future[None]]] = deque(), deque()
        self._timer: asyncio.TimerHandle | None = None
        self._ahead = 0  # calls that went ahead of bulk that waits

    async def enter(self, *, bulk: bool = False) -> None:
        """Wait for room, then call, then `leave`; RetryLater where that would take too long."""
        first, second = self._waiting
        now = self._now()
        if not first and not (second and (bulk or self._owed())):
            wait = self._wait(now, bulk=bulk)
            if wait == 0:
                self._let_in(bulk=bulk)
                return
            if PATIENCE < wait < float("inf"):
                raise RetryLater(wait)
        turn = asyncio.get_running_loop().create_future()
        self._waiting[bulk].append(turn)
        self._serve()
        try:
            async with asyncio.timeout(PATIENCE):
                await turn
        except BaseException as out:
            if turn.done() and not turn.cancelled():
                self.leave()
            if isinstance(out, TimeoutError):
                raise RetryLater(1.0) from None
            raise

    def leave(self) -> None:
        """The call that came in has been answered, or was not made."""
        now = self._now()
        for one in self._allowances:
            one.give(now)
        if self._waiting[0] or self._waiting[1]:
            self._serve()

    def shut(self, seconds: float) -> None:
        """The platform asks to be left alone for so long."""
        for one in self._allowances:
            one.shut(self._now() + seconds)

    def idle(self) -> bool:
        """Whether it may be forgotten."""
        now = self._now()
        return not any(self._waiting) and all(one.full(now) for one in self._allowances)

    def _wait(self, now: float, *, bulk: bool) -> float:
        spare = self._spare if bulk else 0.0
        return max(one.wait(now, spare=spare) for one in self._allowances)

    def _let_in(self, *, bulk: bool) -> None:
        for one in self._allowances:
            one.take()
        self._ahead = 0 if bulk else self._ahead + bool(self._waiting[1])

    def _owed(self) -> bool:
        """Whether the bulk that waits has its turn before all else."""
        return self._ahead >= _SHARE - 1

    def _serve(self) -> None:
        """Let in whom there is room for; look again when there is more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        first, second = self._waiting
        while first or second:
            owed = bool(second) and self._owed()
            queue = second if owed or not first else first
            wait = 0.0 if queue[0].done() else self._wait(self._now(), bulk=queue is second and not owed)
            if wait > 0:
                if wait < float("inf"):
                    self._timer = asyncio.get_running_loop().call_later(wait, self._serve)
                return
            turn = queue.popleft()
            if not turn.done():
                self._let_in(bulk=queue is second)
                turn.set_result(None)
