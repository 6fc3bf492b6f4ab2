"""Offer and claim: whom a request is put to, and who gets it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.conversation import Conversation
from bot.people import Listener
from bot.request import Request


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A request put to one listener, as of one epoch. Its message is the slot `offer:<id>`."""

    id: str
    request: str
    epoch: int
    listener: str


@dataclass(frozen=True)
class Claimed:
    """The claim won: here is the conversation."""

    conversation: Conversation


@dataclass(frozen=True)
class AlreadyTaken:
    """Another listener has taken this one."""


@dataclass(frozen=True)
class Stale:
    """The button belongs to an offer that is over: withdrawn, or of an older epoch."""


@dataclass(frozen=True)
class NotEligible:
    """This person cannot take the request now."""


Outcome = Claimed | AlreadyTaken | Stale | NotEligible


def to_be_asked(
    request: Request, roster: Iterable[Listener], *, busy: frozenset[str], now: datetime
) -> tuple[Listener, ...]:
    """Whom to ask: everybody eligible who is on call and not in a conversation (the waves of routing.md 4 are a later issue)."""
    return tuple(one for one in roster if one.id not in busy and request.admits(one, now=now))
