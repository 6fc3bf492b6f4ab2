"""Rate limits as Discord announces them: a bucket a route and major parameter, and one overall."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

Limit = tuple[int, float]  # how many, in how many seconds

UNLIMITED: Limit = (1_000_000, 1.0)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast a bot may go: limits by "METHOD /path/{of}/route", for all other routes, and calls a second overall."""

    routes: Mapping[str, Limit] = field(default_factory=dict)
    others: Limit = UNLIMITED
    overall: int | None = None


GENEROUS = Pace()
# Discord documents 50 a second overall and tells the rest in headers; these were seen there.
AS_DISCORD = Pace(
    routes={
        "POST /channels/{channel_id}/messages": (5, 5.0),
        "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
        "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
        "POST /channels/{channel_id}/typing": (5, 5.0),
        "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me": (1, 0.25),
        "POST /users/@me/channels": (10, 10.0),
        "POST /webhooks/{application_id}/{token}": (5, 2.0),
    },
    others=(50, 1.0),
    overall=50,
)


@dataclass
class Bucket:
    """What is left of one limit until it is filled up again."""

    id: str
    limit: Limit
    left: int = 0
    full_at: float = 0.0

    def take(self) -> float:
        """Use one; return 0, or how many seconds to wait if there is none left."""
        now = time.time()
        if now >= self.full_at:
            self.left, self.full_at = self.limit[0], now + self.limit[1]
        if self.left == 0:
            return self.full_at - now
        self.left -= 1
        return 0.0

    def headers(self) -> dict[str, str]:
        """What every reply says about it."""
        return {
            "X-RateLimit-Limit": str(self.limit[0]),
            "X-RateLimit-Remaining": str(self.left),
            "X-RateLimit-Reset": f"{self.full_at:.3f}",
            "X-RateLimit-Reset-After": f"{max(0.0, self.full_at - time.time()):.3f}",
            "X-RateLimit-Bucket": self.id,
        }


class Buckets:
    """All buckets of one bot."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._overall = Bucket("overall", (pace.overall or 0, 1.0))

    def of(self, route: str, major: str) -> Bucket:
        """The bucket of a route for one channel, guild or webhook."""
        if (route, major) not in self._buckets:
            name = hashlib.md5(route.encode(), usedforsecurity=False).hexdigest()
            self._buckets[route, major] = Bucket(name, self.pace.routes.get(route, self.pace.others))
        return self._buckets[route, major]

    def overall(self) -> float:
        """Use one of the calls a second allowed in all; return 0, or the seconds to wait."""
        return self._overall.take() if self.pace.overall else 0.0
