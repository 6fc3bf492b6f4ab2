"""`/oncall`: lengths and times of day, in the line's own zone, over the changes of the clocks too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.sign_on import until
from bot.policy import Policy

BERLIN = Policy(seeker_aliases=("River",), zone="Europe/Berlin")
NOON = datetime(2030, 5, 4, 10, 0, tzinfo=UTC)  # 12:00 in Berlin


def at(when: str, *, now: datetime = NOON, policy: Policy = BERLIN) -> datetime | None:
    """Until when."""
    return until(when, now=now, policy=policy)


@pytest.mark.parametrize(
    ("when", "minutes"),
    [
        ("", 120),
        ("2h", 120),
        ("90m", 90),
        ("1h 30m", 90),
        ("1h30m", 90),
        ("45 min", 45),
        ("3 hours", 180),
        ("2H", 120),
        ("1 hour", 60),
        ("1 minute", 1),
        ("99h", 24 * 60),
        (" 2h ", 120),
        ("until 13:00", 60),
        ("until 22:00", 600),
        ("until 13", 60),
        ("till 13.30", 90),
        ("to 12:01", 1),
        ("until 11:59", 24 * 60 - 1),
        ("until 12:00", 24 * 60),
    ],
)
def test_what_can_be_read(when: str, minutes: int) -> None:
    """A length, or the next such time of day; never more than a day."""
    assert at(when) == NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "when",
    [
        "soon",
        "0h",
        "0m",
        "until",
        "until 25:00",
        "until 12:60",
        "2 apples",
        "-1h",
        "h",
        "m",
        "1e9h",
        "until 1:2:3",
        "∞",
        "until noon",
    ],
)
def test_what_cannot_be_read(when: str) -> None:
    """Said so, never guessed."""
    assert at(when) is None


@pytest.mark.parametrize(
    ("now", "when", "expected"),
    [
        # Spring: 02:00 to 03:00 is not there on 31 March 2030; its first instant after is 03:00 CEST.
        (datetime(2030, 3, 31, 0, 0, tzinfo=UTC), "until 02:30", datetime(2030, 3, 31, 1, 0, tzinfo=UTC)),
        (datetime(2030, 3, 31, 0, 0, tzinfo=UTC), "until 03:00", datetime(2030, 3, 31, 1, 0, tzinfo=UTC)),
        (datetime(2030, 3, 30, 20, 0, tzinfo=UTC), "until 06:00", datetime(2030, 3, 31, 4, 0, tzinfo=UTC)),
        # Autumn: 02:00 to 03:00 comes twice on 27 October 2030; an end is the last of the two.
        (datetime(2030, 10, 26, 22, 0, tzinfo=UTC), "until 02:30", datetime(2030, 10, 27, 1, 30, tzinfo=UTC)),
        (datetime(2030, 10, 27, 0, 45, tzinfo=UTC), "until 02:30", datetime(2030, 10, 27, 1, 30, tzinfo=UTC)),
        (datetime(2030, 10, 27, 1, 10, tzinfo=UTC), "until 02:30", datetime(2030, 10, 27, 1, 30, tzinfo=UTC)),
        (datetime(2030, 10, 26, 20, 0, tzinfo=UTC), "until 06:00", datetime(2030, 10, 27, 5, 0, tzinfo=UTC)),
    ],
)
def test_over_the_changes_of_the_clocks(now: datetime, when: str, expected: datetime) -> None:
    """routing.md, On call: DST."""
    assert at(when, now=now) == expected


@given(
    st.datetimes(datetime(2029, 1, 1), datetime(2031, 1, 1)).map(lambda one: one.replace(tzinfo=UTC)),  # noqa: DTZ001  # made aware here
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["Europe/Berlin", "UTC", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu"]),
)
def test_a_time_of_day_is_always_ahead_and_within_a_day(now: datetime, hour: int, minute: int, zone: str) -> None:
    """In any zone, at any moment: later than now, at most a day (and a changed hour) away, and that time there."""
    policy = Policy(seeker_aliases=("River",), zone=zone)
    found = at(f"until {hour}:{minute:02}", now=now, policy=policy)
    assert found is not None
    assert now < found <= now + timedelta(hours=25)
    there = found.astimezone(ZoneInfo(zone))
    shown = (there.hour, there.minute) == (hour, minute)
    assert shown or (found - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).utcoffset() != there.utcoffset()
