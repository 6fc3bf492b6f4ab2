"""Scenario: who asks, who listens, and how they are; `reading.py` reads it from a file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as checked

from bot.policy import Policy

FAR = timedelta(days=36_500)
PLAIN = Policy(
    seeker_aliases=("River",), first_wave=1, round_every=FAR, word_every=FAR, nobody_free_after=FAR,
    wait_over_after=FAR, page_after=FAR, cool_down=timedelta(), conversations_at_most=10**9, listening_at_most=FAR,
    on_call_at_most=FAR, offer_missed=FAR, misses_at_most=10**9,
)  # fmt: skip
"""The plain case: one listener is asked and takes it at once; no rest, no caps, no words, no rounds."""

WEEK = 168
"""Hours; a week begins on Monday at 0:00 UTC."""

_LIMITS = ConfigDict(extra="forbid", allow_inf_nan=False)
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)
_Rate = Annotated[float, Field(ge=0, le=100_000)]
_Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]


@checked(frozen=True, kw_only=True, config=_LIMITS)
class Hours:
    """Some hours of some days of the week, UTC; from 22 to 6 is over midnight, from 0 to 24 the whole day."""

    days: tuple[Day, ...] = DAYS
    from_hour: int = Field(default=0, ge=0, le=23)
    to_hour: int = Field(default=24, ge=0, le=24)

    @property
    def begins(self) -> tuple[int, ...]:
        """When they begin, as hours of the week."""
        return tuple(sorted({24 * DAYS.index(day) + self.from_hour for day in self.days}))

    @property
    def length(self) -> int:
        """How many hours they last, each time."""
        return (self.to_hour - self.from_hour) % 24 or 24

    def left(self, hour: int) -> int:
        """How many hours it still lasts at the beginning of this hour of the week; 0: not now."""
        return max((self.length - (hour - begins) % WEEK for begins in self.begins), default=0)

    @cached_property
    def table(self) -> tuple[bool, ...]:
        """Hour by hour of the week: whether it is one of them."""
        return tuple(self.left(hour) > 0 for hour in range(WEEK))


@checked(frozen=True, kw_only=True, config=_LIMITS)
class Group(Hours):
    """Listeners who are alike: how many, in which hours on call, how they answer; a `backup` is asked last, in all
    other hours.

    `answers_after` is the mean time to an answer; `not_now` and `no_answer` are chances from 0 to 1.
    """

    count: int = Field(default=1, ge=1, le=1000)
    answers_after: timedelta = Field(default=timedelta(), ge=timedelta(), le=timedelta(days=1))
    not_now: float = Field(default=0.0, ge=0, le=1)
    no_answer: float = Field(default=0.0, ge=0, le=1)
    languages: Annotated[tuple[_Language, ...], Field(min_length=1)] = ("en",)
    willing: bool = False
    backup: bool = False


@checked(frozen=True, kw_only=True, config=_LIMITS)
class Demand(Hours):
    """Who asks: so many an hour in these hours, or hour by hour of the day (UTC); how long they talk and wait."""

    arrivals_per_hour: _Rate = 0.0
    by_hour: tuple[_Rate, ...] = ()
    mean_talk: timedelta = Field(default=timedelta(minutes=30), gt=timedelta(), le=timedelta(days=1))
    mean_patience: timedelta = Field(default=timedelta(minutes=10), gt=timedelta(), le=timedelta(days=30))
    danger_share: float = Field(default=0.0, ge=0, le=1)
    language: _Language = "en"

    def at(self, hour: int) -> float:
        """Arrivals an hour in this hour of the week."""
        if not self.table[hour]:
            return 0.0
        return self.by_hour[hour % 24] if self.by_hour else self.arrivals_per_hour

    @cached_property
    def most(self) -> float:
        """Arrivals an hour at the busiest."""
        return max(self.at(hour) for hour in range(WEEK))


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is played: who asks, who listens, the numbers of routing, for so many hours, from this seed.

    `figures` are of those who asked in these hours.
    """

    demands: tuple[Demand, ...]
    groups: tuple[Group, ...]
    policy: Policy
    hours: float
    seed: int
    figures: Hours = field(default_factory=Hours)

    def with_listeners(self, count: int) -> Scenario:
        """The same, with so many listeners in the first group."""
        return replace(self, groups=(replace(self.groups[0], count=count), *self.groups[1:]))
