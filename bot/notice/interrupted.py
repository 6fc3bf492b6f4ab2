"""What one side hears while the other's app is cut off from the line."""

from dataclasses import dataclass

from bot.notice.base import Base


@dataclass(frozen=True, kw_only=True)
class LineInterrupted(Base):
    """Nothing comes from the other's app at the moment; what was written there is kept, and brought later."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class LineRestored(Base):
    """Words go both ways again."""

    alias: str


Interrupted = LineInterrupted | LineRestored
