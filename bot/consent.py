"""Consent: somebody said yes, by a tap, to what they were shown (privacy.md, Scopes). There is no other way to make
one: facts (ledger.py) are built from it, and the store takes nothing else.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from bot.inbound import Pressed
from bot.people import Address

VERSION = "1"
"""Of the words in which consent is asked for; a test holds it against them, so that it changes with them."""


class Scope(StrEnum):
    """What somebody may say yes to; each stands for itself."""

    SERVICE_STATS = "service_stats"
    FEEDBACK = "feedback"
    FOLLOW_UP = "follow_up"
    SHIFT_HISTORY = "shift_history"


AFTERWARDS = (Scope.SERVICE_STATS, Scope.FEEDBACK, Scope.FOLLOW_UP)
"""What a seeker is asked for when a conversation is over, in that order."""

TAPS: Mapping[Scope, frozenset[str]] = {
    Scope.SERVICE_STATS: frozenset({"keepthese"}),
    Scope.FEEDBACK: frozenset({"keepthese"}),
    Scope.FOLLOW_UP: frozenset({"keepthese", "remind"}),
    Scope.SHIFT_HISTORY: frozenset({"history"}),
}
"""The buttons that say yes to each; a press of any other is no consent."""


class NotConsented(TypeError):
    """A fact, or a consent, was to be made without somebody's own tap."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What somebody had read when they said yes: which version of the words, in which language, and their SHA-256."""

    version: str
    language: str
    sha256: str

    @classmethod
    def of(cls, text: str, *, language: str) -> "Shown":
        """Of the exact text that stood there."""
        return cls(version=VERSION, language=language, sha256=hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """The row in which a consent stands that was given by a tap and is not withdrawn; the store alone makes one."""

    by: Address


S_co = TypeVar("S_co", bound=Scope, covariant=True)


@dataclass(frozen=True, kw_only=True)
class Consent(Generic[S_co]):
    """One person's yes to one scope. Its type names the scope: what another one opens cannot be made from it.

    `tap` is the press of a button that asks for this, or the row that such a press has written; else NotConsented.
    """

    scope: S_co
    shown: Shown
    at: datetime
    tap: InitVar[Pressed | Lasting]
    by: Address = field(init=False, repr=False)

    def __post_init__(self, tap: Pressed | Lasting) -> None:
        pressed = isinstance(tap, Pressed) and tap.verb in TAPS[self.scope]
        if not pressed and not (isinstance(tap, Lasting) and self.scope in _STANDING):
            raise NotConsented(f"nobody has said yes to {self.scope}")
        object.__setattr__(self, "by", tap.by)


_STANDING = frozenset({Scope.SHIFT_HISTORY})  # the others are acted upon at once, and once

ToStats = Consent[Literal[Scope.SERVICE_STATS]]
ToFeedback = Consent[Literal[Scope.FEEDBACK]]
ToFollowUp = Consent[Literal[Scope.FOLLOW_UP]]
ToHistory = Consent[Literal[Scope.SHIFT_HISTORY]]
