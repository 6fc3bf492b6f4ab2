"""Snowflakes: Discord's ids, which carry the time at which they were made."""

import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Ids that always ascend, as strings, as Discord sends them."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """A new id, greater than all before it."""
        self._last = max(self._last + 1, (time.time_ns() // 1_000_000 - EPOCH_MS) << 22)
        return str(self._last)


def made_at(snowflake: str) -> datetime:
    """When an id was made (UTC)."""
    return datetime.fromtimestamp(((int(snowflake) >> 22) + EPOCH_MS) / 1000, UTC)


def iso(when: datetime) -> str:
    """A time as Discord writes it."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def now() -> str:
    """The present time as Discord writes it."""
    return iso(datetime.now(UTC))
