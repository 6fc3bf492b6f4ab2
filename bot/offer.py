"""Offer: whom a request is put to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.people import Listener
from bot.request import Request


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A request put to one listener, as of one epoch; `id` is random and says nothing."""

    id: str
    request: str
    epoch: int
    listener: str

    @property
    def slot(self) -> str:
        """The slot that holds its message."""
        return f"offer:{self.request}:{self.listener}"


def to_be_asked(
    request: Request, roster: Iterable[Listener], *, busy: frozenset[str], now: datetime
) -> tuple[Listener, ...]:
    """Whom to ask: everybody eligible who is on call and not in a conversation (the waves of routing.md 4 are a
    later issue).
    """
    return tuple(one for one in roster if one.id not in busy and request.admits(one, now=now))
