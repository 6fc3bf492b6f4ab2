"""Offer: whom a request is put to, wave by wave (routing.md 4)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.policy import Policy


class Answer(StrEnum):
    """What became of an offer: it stands; stood unanswered too long, and can still be taken; gave way; Not now."""

    STANDING = "standing"
    MISSED = "missed"
    LAPSED = "lapsed"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A request put to one listener, as of one epoch and round; `id` is random and says nothing."""

    id: str
    request: str
    epoch: int
    listener: str
    round: int = 0
    answer: Answer = Answer.STANDING

    @property
    def slot(self) -> str:
        """The slot that holds its message."""
        return f"offer:{self.request}:{self.listener}"


class Reach(StrEnum):
    """Whom a wave asks: those willing in danger, everybody on call, and at last those who opted in as backup."""

    WILLING = "willing"
    CALL = "call"
    BACKUP = "backup"


@dataclass(frozen=True)
class Wave:
    """At most so many listeners (None: all), asked for so long."""

    reach: Reach
    most: int | None
    lasts: timedelta


def waves(policy: Policy, *, danger: bool) -> tuple[Wave, ...]:
    """The waves of one round, in order; the last is the rest until the next round, open to whoever becomes free."""
    everybody = (
        Wave(Reach.CALL, None, policy.all_wave_lasts),
        Wave(Reach.BACKUP, None, policy.backup_wave_lasts),
        Wave(Reach.BACKUP, None, policy.round_every),
    )
    if danger:
        return (Wave(Reach.WILLING, None, policy.danger_word), *everybody)
    return (
        Wave(Reach.CALL, policy.first_wave, policy.first_wave_lasts),
        Wave(Reach.CALL, policy.second_wave, policy.second_wave_lasts),
        *everybody,
    )
