"""How fast a bot may send (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from .refusal import too_many

SENDS = ("send", "copy", "forward", "editmessage")
FREE = frozenset({"sendchataction"})


@dataclass
class Bucket:
    """Holds `size` tokens, and gets `rate` new ones a second."""

    rate: float
    size: float
    held: float = -1.0
    seen: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until there is a token."""
        if self.held < 0:
            self.held, self.seen = self.size, now
        self.held, self.seen = min(self.size, self.held + (now - self.seen) * self.rate), now
        return 0.0 if self.held >= 1 else (1 - self.held) / self.rate

    def take(self, now: float) -> None:
        """One call passes."""
        self.held -= 1


@dataclass
class Window:
    """Lets `limit` calls pass in any `seconds`, wherever one begins to count."""

    limit: int
    seconds: float
    _passed: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until there is room."""
        while self._passed and self._passed[0] <= now - self.seconds:
            self._passed.popleft()
        return 0.0 if len(self._passed) < self.limit else self._passed[0] + self.seconds - now

    def take(self, now: float) -> None:
        """One call passes."""
        self._passed.append(now)


@dataclass
class Pace:
    """30 a second in all, one a second in a chat (a few at once pass), 20 a minute in a group."""

    burst: float = 3.0
    _all: Window = field(default_factory=lambda: Window(30, 1.0))
    _chats: dict[str, list[Bucket | Window]] = field(default_factory=dict)

    def check(self, method: str, chat_id: str, now: float) -> None:
        """Let the call pass or refuse it (429)."""
        name = method.lower()
        if not name.startswith(SENDS) or name in FREE:
            return
        limits = [self._all, *self._chats.setdefault(chat_id, self._of(chat_id))]
        if wait := max(limit.wait(now) for limit in limits):
            raise too_many(math.ceil(wait))
        for limit in limits:
            limit.take(now)

    def _of(self, chat_id: str) -> list[Bucket | Window]:
        group = [Window(20, 60.0)] if chat_id.startswith(("-", "@")) else []
        return [Bucket(1.0, self.burst), *group]
