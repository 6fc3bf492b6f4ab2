"""Ledger: the facts that are kept of people, each built from a consent and holding only what its scope opens
(privacy.md, Scopes). No field takes free text.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from bot.consent import AFTERWARDS, Consent, NotConsented, Scope, ToFeedback, ToFollowUp, ToHistory, ToStats

SMALLEST = 5
"""Fewer people than that are not shown: they could be recognised (privacy.md, service_stats)."""


class Weekday(StrEnum):
    """A day of the week, in the line's time zone."""

    MON, TUE, WED, THU, FRI, SAT, SUN = "mon", "tue", "wed", "thu", "fri", "sat", "sun"


class Part(StrEnum):
    """Six hours of a day, from midnight on."""

    NIGHT, MORNING, AFTERNOON, EVENING = "night", "morning", "afternoon", "evening"


class Span(StrEnum):
    """How long something took, about: less than so many minutes, or an hour and more."""

    M1, M5, M15, M30, M60, LONGER = "m1", "m5", "m15", "m30", "m60", "longer"

    @classmethod
    def of(cls, span: timedelta) -> "Span":
        """The shortest that is longer than `span`."""
        short = (one for one in cls if one is not cls.LONGER)
        return next((one for one in short if span < timedelta(minutes=int(one[1:]))), cls.LONGER)


class Outcome(StrEnum):
    """How a conversation ended: by one of the two, or by silence."""

    SEEKER, LISTENER, SILENCE = "seeker", "listener", "silence"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Where one conversation is counted; many are in the same cell, and nothing tells them apart."""

    week: str
    weekday: Weekday
    part: Part
    platform: str
    language: str
    waited: Span
    lasted: Span
    outcome: Outcome

    @classmethod
    def at(
        cls, began: datetime, *, zone: str, platform: str, language: str, waited: timedelta, lasted: timedelta,
        outcome: Outcome,
    ) -> "Cell":  # fmt: skip
        """The cell of a conversation that began then, in the line's time zone."""
        there = began.astimezone(ZoneInfo(zone))
        year, week, day = there.isocalendar()
        return cls(
            week=f"{year}-W{week:02}", weekday=[*Weekday][day - 1], part=[*Part][there.hour // 6], platform=platform,
            language=language, waited=Span.of(waited), lasted=Span.of(lasted), outcome=outcome,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ServiceStat:
    """One more in its cell: counted at once, so that nothing is left to find it by."""

    consent: ToStats
    cell: Cell

    def __post_init__(self) -> None:
        _opened(self.consent, Scope.SERVICE_STATS)


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """How good it was, from 1 to 5, and the day; of whoever consented, by a keyed hash."""

    consent: ToFeedback
    rating: int
    day: date

    def __post_init__(self) -> None:
        _opened(self.consent, Scope.FEEDBACK)
        if self.rating not in range(1, 6):
            raise ValueError("a rating is from 1 to 5")


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """One message to whoever consented: that the line is open (`due_at` None), or at that time, whether they would like
    to talk again.
    """

    consent: ToFollowUp
    community: str
    language: str
    until: datetime
    due_at: datetime | None = None

    def __post_init__(self) -> None:
        _opened(self.consent, Scope.FOLLOW_UP)


@dataclass(frozen=True, kw_only=True)
class ShiftHours:
    """So long on call, in this month ("2026-11"), of the listener (roster id) who consented; never conversations."""

    consent: ToHistory
    listener: str
    month: str
    minutes: int

    def __post_init__(self) -> None:
        _opened(self.consent, Scope.SHIFT_HISTORY)


@dataclass(frozen=True, kw_only=True)
class History:
    """A listener's standing consent to shift_history, and since when, and until when, they are on call now."""

    consent: ToHistory
    on_since: datetime | None = None
    on_until: datetime | None = None


Fact = ServiceStat | Feedback | FollowUp | ShiftHours
"""All that is ever written of people who agreed to it."""


def _opened(consent: object, scope: Scope) -> None:
    """What mypy has found already, for whoever did not ask it."""
    if not isinstance(consent, Consent) or consent.scope is not scope:
        raise NotConsented(f"{scope} needs somebody's consent to it")


@dataclass(frozen=True, kw_only=True)
class Record:
    """The very record that would be kept of a conversation that is over, and what its seeker has chosen of it so far.

    It is made at the end and changes no more; `turn` counts their choices, so that a button of an earlier one is stale.
    """

    cell: Cell
    day: date
    check_in: date
    chosen: tuple[Scope, ...] = ()
    rating: int = 0
    turn: int = 0

    @classmethod
    def at(cls, ended: datetime, *, cell: Cell, zone: str, check_in_after: timedelta) -> Self:
        """Of a conversation that ended then; days are the line's."""
        there = ended.astimezone(ZoneInfo(zone))
        return cls(cell=cell, day=there.date(), check_in=(there + check_in_after).date())

    def toggled(self, scope: Scope) -> Self:
        """The same, this scope being on where it was off, and off where it was on; a rating goes with its scope."""
        chosen = tuple(one for one in AFTERWARDS if (one in self.chosen) is not (one is scope))
        return replace(self, chosen=chosen, rating=self.rating if Scope.FEEDBACK in chosen else 0, turn=self.turn + 1)

    def rated(self, rating: int) -> Self:
        """The same, with this rating."""
        return replace(self, rating=rating, turn=self.turn + 1)

    def check_in_at(self, zone: str) -> datetime:
        """Noon of that day, wherever the line is: it tells nothing of the hour at which somebody talked."""
        return datetime.combine(self.check_in, time(12), ZoneInfo(zone))


K = TypeVar("K", bound=Hashable)


def suppressed(counts: Mapping[K, int]) -> dict[K, int | None]:
    """Counts as they may be shown: None where fewer than SMALLEST people would be seen, or could be reckoned from the
    others and their sum: then the next smallest is left out as well.
    """
    rising = sorted(counts, key=lambda one: counts[one])
    hidden = [one for one in rising if counts[one] < SMALLEST]
    for one in rising[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(counts[each] for each in hidden) >= SMALLEST):
            break
        hidden.append(one)
    return {one: None if one in hidden else count for one, count in counts.items()}
