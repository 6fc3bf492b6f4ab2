"""How fast a bot may send (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

from __future__ import annotations

import math
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


@dataclass
class Pace:
    """30 a second in all, one a second in a chat (a few at once pass), 20 a minute in a group."""

    burst: float = 3.0
    _all: Bucket = field(default_factory=lambda: Bucket(30.0, 30.0))
    _chats: dict[str, list[Bucket]] = field(default_factory=dict)

    def check(self, method: str, chat_id: str, now: float) -> None:
        """Let the call pass or refuse it (429)."""
        name = method.lower()
        if not name.startswith(SENDS) or name in FREE:
            return
        buckets = [self._all, *self._chats.setdefault(chat_id, self._of(chat_id))]
        if wait := max(bucket.wait(now) for bucket in buckets):
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.held -= 1

    def _of(self, chat_id: str) -> list[Bucket]:
        group = [Bucket(20 / 60, 20.0)] if chat_id.startswith(("-", "@")) else []
        return [Bucket(1.0, self.burst), *group]
