"""The boundary: when the bot says that it is only a program, to somebody who writes outside a conversation
(experience.md).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Burst:
    """What one person writes outside a conversation, seen over time: when the refusal was last said, when words
    last came.

    `owed` is when it is due again: once they have been quiet for a while, and at most once a minute.
    """

    language: str = "en"
    said_at: datetime | None = None
    heard_at: datetime | None = None
    owed: datetime | None = None

    def heard(self, *, now: datetime, policy: Policy) -> "Burst":
        """They wrote again. Owed at once the first time and after a minute of quiet; never twice within a minute."""
        if self.said_at is None or self.heard_at is None:
            return replace(self, heard_at=now, owed=now)
        quiet = now - self.heard_at >= policy.refusal_every
        owed = now if quiet else now + policy.refusal_quiet
        return replace(self, heard_at=now, owed=max(owed, self.said_at + policy.refusal_every))

    def due(self, *, now: datetime) -> bool:
        """Whether the refusal is to be said now."""
        return self.owed is not None and now >= self.owed

    def said(self, *, now: datetime) -> "Burst":
        """It was said."""
        return replace(self, said_at=now, owed=None)

    def forgotten(self, *, now: datetime, after: timedelta) -> bool:
        """Whether they have been quiet for so long that this can go."""
        return self.owed is None and (self.heard_at is None or now - self.heard_at >= after)
