"""The system's clock, and its randomness."""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

_LONGEST = 60.0  # seconds: the wall clock may be set, or the machine sleep, while somebody waits
_READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else


class SystemClock:
    """The time of this machine; fills `bot.ports.Clock`."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)

    async def wait(self, until: datetime) -> None:
        """Return at that instant, or at once where it is past."""
        while (left := (until - self.now()).total_seconds()) > 0:  # noqa: ASYNC110  # no event: time itself
            await asyncio.sleep(min(left, _LONGEST))


class RandomIds:
    """Randomness of the operating system; fills `bot.ports.Ids`."""

    def new(self) -> str:
        """A fresh uuid4, 32 hex digits."""
        return uuid.uuid4().hex

    def code(self) -> str:
        """A fresh secret of 128 bits, URL-safe, 22 characters."""
        return secrets.token_urlsafe(16)

    def reference(self) -> str:
        """Seven characters that two people can read to each other: `K7M-2QXD`."""
        letters = [secrets.choice(_READABLE) for _ in range(7)]
        return f"{''.join(letters[:3])}-{''.join(letters[3:])}"

    def chance(self) -> float:
        """A number from 0 to 1."""
        return secrets.randbelow(1 << 53) / (1 << 53)

    def pick(self, choices: Sequence[str]) -> str:
        """One of them."""
        return secrets.choice(choices)
