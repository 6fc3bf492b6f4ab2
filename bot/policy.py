"""Policy: every number of routing, its unit and what it may be (routing.md); the defaults of `config/warmline.toml`."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Annotated, Any, get_type_hints
from zoneinfo import available_timezones

_SECOND, _MINUTE, _HOUR, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Range:
    """What a number may be, both ends included; `own`: whether a community may set it for itself."""

    least: Any
    most: Any
    own: bool = True

    def __contains__(self, value: Any) -> bool:
        return type(value) is type(self.least) and self.least <= value <= self.most


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The numbers by which a line is run, the names that seekers are given, the countries with helplines."""

    seeker_aliases: tuple[str, ...]
    countries: tuple[str, ...] = ()
    zone: str = "UTC"
    word_every: Annotated[timedelta, Range(30 * _SECOND, 30 * _MINUTE)] = 3 * _MINUTE
    nobody_free_after: Annotated[timedelta, Range(_MINUTE, 12 * _HOUR)] = 15 * _MINUTE
    wait_over_after: Annotated[timedelta, Range(5 * _MINUTE, _DAY)] = _HOUR
    page_after: Annotated[timedelta, Range(30 * _SECOND, 2 * _HOUR)] = 8 * _MINUTE
    page_all_after: Annotated[timedelta, Range(10 * _SECOND, _HOUR)] = 3 * _MINUTE
    page_again_every: Annotated[timedelta, Range(30 * _SECOND, _HOUR)] = 5 * _MINUTE
    page_again_times: Annotated[int, Range(0, 20)] = 3
    page_unanswered_after: Annotated[timedelta, Range(30 * _SECOND, _HOUR)] = 5 * _MINUTE
    first_wave: Annotated[int, Range(1, 1000)] = 2
    first_wave_lasts: Annotated[timedelta, Range(10 * _SECOND, _HOUR)] = 90 * _SECOND
    second_wave: Annotated[int, Range(1, 1000)] = 3
    second_wave_lasts: Annotated[timedelta, Range(10 * _SECOND, _HOUR)] = 2 * _MINUTE
    all_wave_lasts: Annotated[timedelta, Range(10 * _SECOND, _HOUR)] = 2 * _MINUTE
    backup_wave_lasts: Annotated[timedelta, Range(10 * _SECOND, _HOUR)] = 3 * _MINUTE
    round_every: Annotated[timedelta, Range(30 * _SECOND, _HOUR)] = 5 * _MINUTE
    danger_word: Annotated[timedelta, Range(10 * _SECOND, _MINUTE)] = _MINUTE  # routing.md 7: within 60 s
    danger_reserve: Annotated[int, Range(2, 100)] = 4
    false_alarms: Annotated[int, Range(2, 100, own=False)] = 3
    false_alarms_kept: Annotated[timedelta, Range(_HOUR, _DAY, own=False)] = _DAY  # routing.md 7
    offer_missed: Annotated[timedelta, Range(10 * _SECOND, _HOUR)] = 90 * _SECOND
    misses_at_most: Annotated[int, Range(1, 100)] = 3
    cool_down: Annotated[timedelta, Range(timedelta(), 4 * _HOUR)] = 15 * _MINUTE
    conversations_at_most: Annotated[int, Range(1, 1000)] = 3
    listening_at_most: Annotated[timedelta, Range(15 * _MINUTE, _DAY)] = 3 * _HOUR
    blocked_for: Annotated[timedelta, Range(_DAY, 365 * _DAY)] = 90 * _DAY  # privacy.md: 12 months at most
    apart_for: Annotated[timedelta, Range(_HOUR, 14 * _DAY)] = _DAY
    counted_at_once: Annotated[int, Range(1, 1000, own=False)] = 50
    reminder_kept: Annotated[timedelta, Range(_DAY, 14 * _DAY, own=False)] = 14 * _DAY  # privacy.md: 14 days at most
    requests_per_hour: Annotated[int, Range(2, 100)] = 6
    plan_after: Annotated[int, Range(2, 100)] = 5
    requests_per_minute: Annotated[int, Range(2, 10_000)] = 30
    requests_per_minute_of_all: Annotated[int, Range(2, 10_000, own=False)] = 120
    codes_of_one: Annotated[int, Range(1, 100, own=False)] = 5
    codes_of_all: Annotated[int, Range(10, 10_000, own=False)] = 100
    codes_within: Annotated[timedelta, Range(_MINUTE, _DAY, own=False)] = 10 * _MINUTE
    check_in_after: Annotated[timedelta, Range(_DAY, 7 * _DAY, own=False)] = 3 * _DAY
    refusal_quiet: Annotated[timedelta, Range(_SECOND, 5 * _MINUTE, own=False)] = 20 * _SECOND
    refusal_every: Annotated[timedelta, Range(_SECOND, _HOUR, own=False)] = _MINUTE
    early_words: Annotated[int, Range(1, 200, own=False)] = 20
    early_characters: Annotated[int, Range(100, 100_000, own=False)] = 8000
    early_kept: Annotated[timedelta, Range(_MINUTE, 2 * _HOUR, own=False)] = 30 * _MINUTE
    conversation_minutes: Annotated[int, Range(5, 1440)] = 50
    gentle_word: Annotated[timedelta, Range(_MINUTE, _DAY)] = 40 * _MINUTE
    first_word_nudge: Annotated[timedelta, Range(10 * _SECOND, _DAY)] = 3 * _MINUTE
    first_word_release: Annotated[timedelta, Range(30 * _SECOND, _DAY)] = 5 * _MINUTE
    listener_nudge: Annotated[timedelta, Range(10 * _SECOND, _DAY)] = 3 * _MINUTE
    seeker_told: Annotated[timedelta, Range(30 * _SECOND, _DAY)] = 6 * _MINUTE
    listener_released: Annotated[timedelta, Range(_MINUTE, _DAY)] = 10 * _MINUTE
    seeker_check: Annotated[timedelta, Range(30 * _SECOND, _DAY)] = 10 * _MINUTE
    seeker_closed: Annotated[timedelta, Range(_MINUTE, _DAY)] = 30 * _MINUTE
    silence_forgotten: Annotated[timedelta, Range(_HOUR, _DAY, own=False)] = _DAY  # privacy.md: live rows 24 h at most
    held_at_most: Annotated[timedelta, Range(10 * _SECOND, 2 * _HOUR)] = 10 * _MINUTE
    practice_offered: Annotated[timedelta, Range(_MINUTE, _HOUR)] = 10 * _MINUTE
    hand_over_answer: Annotated[timedelta, Range(30 * _SECOND, _HOUR)] = 3 * _MINUTE
    someone_else_within: Annotated[timedelta, Range(_MINUTE, _HOUR)] = 5 * _MINUTE
    after_end: Annotated[timedelta, Range(_MINUTE, 2 * _HOUR)] = 30 * _MINUTE
    keep_place: Annotated[timedelta, Range(_MINUTE, 2 * _HOUR)] = 15 * _MINUTE
    invite_valid: Annotated[timedelta, Range(_HOUR, 7 * _DAY)] = 72 * _HOUR
    on_call_default: Annotated[timedelta, Range(15 * _MINUTE, _DAY)] = 2 * _HOUR
    on_call_at_most: Annotated[timedelta, Range(_HOUR, _DAY)] = _DAY  # privacy.md: a turn's state 24 h at most
    shift_reminder: Annotated[timedelta, Range(2 * _HOUR, 7 * _DAY)] = _DAY
    shift_last_reminder: Annotated[timedelta, Range(5 * _MINUTE, 12 * _HOUR)] = _HOUR
    gap_notice: Annotated[timedelta, Range(2 * _HOUR, 14 * _DAY)] = 48 * _HOUR
    gap_last_notice: Annotated[timedelta, Range(_HOUR, 2 * _DAY)] = 12 * _HOUR
    coverage_days: Annotated[int, Range(1, 60)] = 14
    slow_after: Annotated[timedelta, Range(5 * _SECOND, 10 * _MINUTE, own=False)] = 30 * _SECOND
    at_once: Annotated[timedelta, Range(100 * _MOMENT, 10 * _SECOND, own=False)] = _SECOND
    slow_again: Annotated[timedelta, Range(30 * _SECOND, _HOUR, own=False)] = 5 * _MINUTE
    late_after: Annotated[timedelta, Range(10 * _SECOND, _HOUR, own=False)] = 2 * _MINUTE
    announced_after: Annotated[timedelta, Range(_SECOND, _HOUR, own=False)] = _MINUTE
    dialogue_for: Annotated[timedelta, Range(_MINUTE, _HOUR, own=False)] = 10 * _MINUTE
    announce_every: Annotated[timedelta, Range(timedelta(), _DAY, own=False)] = 10 * _MINUTE
    greeted_for: Annotated[timedelta, Range(_HOUR, _DAY, own=False)] = _DAY
    remnant_kept: Annotated[timedelta, Range(_HOUR, _DAY, own=False)] = _DAY  # privacy.md: 24 h at most
    journal_every: Annotated[timedelta, Range(5 * _MOMENT, _SECOND, own=False)] = timedelta(milliseconds=50)
    overdue_after: Annotated[timedelta, Range(_MINUTE, _HOUR, own=False)] = _MINUTE
    look_elsewhere_every: Annotated[timedelta, Range(100 * _MOMENT, _HOUR, own=False)] = _SECOND


RANGES: dict[str, Range] = {
    name: hint.__metadata__[0]
    for name, hint in get_type_hints(Policy, include_extras=True).items()
    if hasattr(hint, "__metadata__")
}
"""What each number may be."""

BEFORE = (
    ("word_every", "nobody_free_after"),
    ("nobody_free_after", "wait_over_after"),
    ("page_after", "wait_over_after"),
    ("first_word_nudge", "first_word_release"),
    ("listener_nudge", "seeker_told"),
    ("seeker_told", "listener_released"),
    ("seeker_check", "seeker_closed"),
    ("seeker_closed", "silence_forgotten"),
    ("gentle_word", "conversation_minutes"),
    ("someone_else_within", "conversation_minutes"),
    ("shift_last_reminder", "shift_reminder"),
    ("gap_last_notice", "gap_notice"),
)
"""What has to come before what (routing.md 8 to 12): the first is always shorter."""

WITHIN = (("keep_place", "after_end"), ("refusal_quiet", "refusal_every"), ("on_call_default", "on_call_at_most"))
"""The first is never longer than the second; it may be as long."""


def out_of_order(policy: Policy) -> tuple[str, str] | None:
    """Two numbers that contradict one another: the first has to be shorter than the second; None where all is well."""
    early = next((pair for pair in BEFORE if _span(policy, pair[0]) >= _span(policy, pair[1])), None)
    return early or next((pair for pair in WITHIN if _span(policy, pair[0]) > _span(policy, pair[1])), None)


def zone_named(text: str) -> str | None:
    """The IANA time zone that is meant ("europe/berlin" is Europe/Berlin); None where there is none of that name."""
    return _zones().get(text.strip().replace(" ", "_").casefold())


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in ("UTC", *available_timezones())}


def _span(policy: Policy, name: str) -> timedelta:
    value: timedelta | int = getattr(policy, name)
    return value if isinstance(value, timedelta) else value * _MINUTE
