"""Wall-clock shifts and the instants that they come to, where clocks change (routing.md, On call)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.calendar.recurrence import Rules
from bot.shift import Edge, Repeat, Shift, instances, resolve

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")


def at(text: str) -> datetime:
    """A moment as written."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "wall", "start", "end"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00Z", "2026-03-29T01:00Z"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30Z", "2026-10-25T01:30Z"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00Z", "2026-03-08T07:00Z"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30Z", "2026-11-01T06:30Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z", "2026-10-03T15:30Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z", "2026-04-04T15:15Z"),
    ],
)
def test_edges(zone: str, wall: str, start: str, end: str) -> None:
    """In the gap it is the first instant after; twice there, a start is the first and an end the last."""
    assert resolve(at(wall), zone, Edge.START) == at(start)
    assert resolve(at(wall), zone, Edge.END) == at(end)


@given(st.sampled_from(ZONES), st.integers(0, 2 * 365 * 96), st.integers(1, 96))
def test_tiling(zone: str, quarter: int, length: int) -> None:
    """Where one shift ends as another starts there is no hole between them."""
    wall = datetime(2026, 1, 1) + quarter * timedelta(minutes=15)  # noqa: DTZ001  # a wall clock
    begins = resolve(wall, zone, Edge.START)
    assert begins <= resolve(wall, zone, Edge.END)
    assert begins <= resolve(wall + length * timedelta(minutes=15), zone, Edge.END)


def test_weekly_keeps_its_hour() -> None:
    """A weekly shift keeps its hour on the wall when the clocks change."""
    shift = Shift(id="s", community="c", listener="l", starts=at("2026-03-22T20:00"), ends=at("2026-03-22T22:00"),
                  zone="Europe/Berlin", repeat=Repeat.WEEKLY, seen=at("2026-03-21T19:00Z"),
                  next_step_at=at("2026-03-21T19:00Z"))  # fmt: skip
    since = datetime(2026, 3, 22, tzinfo=UTC)
    found = instances(shift, (), Rules(), since=since, until=since + timedelta(days=14))
    assert [one.starts for one in found] == [at("2026-03-22T19:00Z"), at("2026-03-29T18:00Z")]
