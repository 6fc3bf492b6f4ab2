"""Wall-clock shifts and the instants that they come to, where clocks change (routing.md, On call)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.calendar.recurrence import Rules
from bot.shift import Change, Edge, Instance, Override, Repeat, Shift, ShiftRefused, checked, instances, resolve

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
        ("Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30Z", "2026-02-15T02:30Z"),  # Ramadan begins: back
        ("Africa/Casablanca", "2026-03-22T02:30", "2026-03-22T02:00Z", "2026-03-22T02:00Z"),  # and is over: forward
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


NOW = at("2026-03-16T12:00Z")  # a Monday


def evening(**more: Any) -> Shift:
    """Sundays from 20 to 22, in Berlin; the clocks change on the second one."""
    given = {"starts": at("2026-03-22T20:00"), "ends": at("2026-03-22T22:00"), "zone": "Europe/Berlin"}
    return Shift(**{
        "id": "s", "community": "c", "listener": "l", "repeat": Repeat.WEEKLY, "seen": NOW, "next_step_at": NOW,
        **given, **more,
    })  # fmt: skip


def within(shift: Shift, *overrides: Override, days: int = 28) -> tuple[Instance, ...]:
    """Its instances in so many days from the first of them."""
    since = at("2026-03-22T00:00Z")
    return instances(shift, overrides, Rules(), since=since, until=since + timedelta(days=days))


def test_weekly_keeps_its_hour() -> None:
    """A weekly shift keeps its hour on the wall when the clocks change."""
    found = within(evening(), days=14)
    assert [one.starts for one in found] == [at("2026-03-22T19:00Z"), at("2026-03-29T18:00Z")]


def test_over_a_change_of_clocks_a_shift_is_shorter_or_longer() -> None:
    """From 1 to 4 on the wall: two hours where they go forward, four where they go back; in Casablanca as well."""
    for zone, day, hours in (
        ("Europe/Berlin", "2026-03-29", 2), ("Europe/Berlin", "2026-10-25", 4),
        ("Africa/Casablanca", "2026-03-22", 2), ("Africa/Casablanca", "2026-02-15", 4),
    ):  # fmt: skip
        shift = evening(starts=at(f"{day}T01:00"), ends=at(f"{day}T04:00"), zone=zone, repeat=Repeat.ONCE)
        since = at(f"{day}T00:00Z") - timedelta(days=1)
        (one,) = instances(shift, (), Rules(), since=since, until=since + timedelta(days=3))
        assert one.ends - one.starts == timedelta(hours=hours), (zone, day)


def test_a_time_that_is_not_there_is_no_instance() -> None:
    """From 2:15 to 2:45 on the night on which there is no such time: nobody is on; the week after, they are."""
    shift = evening(starts=at("2026-03-22T02:15"), ends=at("2026-03-22T02:45"))
    assert [one.day for one in within(shift, days=21)] == [date(2026, 3, 22), date(2026, 4, 5)]
    other = replace(within(shift)[0], shift="o", starts=at("2026-03-29T00:00Z"), ends=at("2026-03-29T03:00Z"))
    assert checked(shift, others=[other], now=NOW) == shift


def test_what_became_of_single_instances() -> None:
    """A cancelled one is gone; a posted one is still theirs; a taken one is of who took it, and whose it was stays."""
    days = [date(2026, 3, 22) + timedelta(days=7 * week) for week in range(4)]
    changes = (
        Override(shift="s", day=days[0], change=Change.CANCELLED),
        Override(shift="s", day=days[1], change=Change.POSTED),
        Override(shift="s", day=days[2], change=Change.TAKEN, by="m"),
        Override(shift="another", day=days[3], change=Change.CANCELLED),
    )
    found = [(one.day, one.listener, one.owner, one.posted) for one in within(evening(), *changes)]
    assert found == [(days[1], "l", "l", True), (days[2], "m", "l", False), (days[3], "l", "l", False)]


def test_the_last_day_is_the_last() -> None:
    """A shift on the last day itself is one of them; none is after."""
    until = [within(evening(last_day=date(2026, 3, day))) for day in (22, 28, 29)]
    assert [len(found) for found in until] == [1, 1, 2]


def test_what_overlaps_is_there() -> None:
    """Also what began before; not what ends as the time begins, or begins as it ends."""
    shift = evening(starts=at("2026-03-21T23:00"), ends=at("2026-03-22T02:00"))  # 22:00Z to 01:00Z
    for since, until, count in (("00:00", "01:00", 1), ("00:59", "03:00", 1), ("01:00", "03:00", 0)):
        day = "2026-03-22T"
        found = instances(shift, (), Rules(), since=at(f"{day}{since}Z"), until=at(f"{day}{until}Z"))
        assert len(found) == count, (since, until)
    assert not instances(shift, (), Rules(), since=at("2026-03-21T20:00Z"), until=at("2026-03-21T22:00Z"))


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"zone": "../secrets"}, "zone"),
        ({"ends": at("2026-03-22T20:00")}, "order"),
        ({"ends": at("2026-03-22T19:00")}, "order"),
        ({"last_day": date(2026, 3, 21)}, "order"),
        ({"ends": at("2026-03-22T20:14")}, "short"),
        ({"ends": at("2026-03-23T20:01")}, "long"),
        ({"starts": at("2026-03-16T10:00"), "ends": at("2026-03-16T13:00"), "repeat": Repeat.ONCE}, "past"),
        ({"starts": at("2026-03-01T10:00"), "ends": at("2026-03-01T13:00"), "last_day": date(2026, 3, 15)}, "past"),
        ({"starts": at("2027-04-01T10:00"), "ends": at("2027-04-01T13:00")}, "far"),
    ],
)
def test_what_is_no_shift(more: dict[str, Any], reason: str) -> None:
    """Why is said in one word."""
    assert checked(evening(**more), others=(), now=NOW) == ShiftRefused(reason=reason)


@pytest.mark.parametrize(
    "more",
    [
        {"ends": at("2026-03-22T20:15")},
        {"ends": at("2026-03-23T20:00")},
        {"starts": at("2026-03-16T12:30"), "ends": at("2026-03-16T13:30"), "repeat": Repeat.ONCE},  # it goes on
        {"starts": at("2026-03-02T12:00"), "ends": at("2026-03-02T13:00")},  # next week again
        {"starts": at("2026-03-09T12:00"), "ends": at("2026-03-09T13:00"), "last_day": date(2026, 3, 16)},
    ],
)
def test_what_is_a_shift(more: dict[str, Any]) -> None:
    """From a quarter of an hour to a day long, and not over yet."""
    shift = evening(**more)
    assert checked(shift, others=(), now=NOW) == shift


def test_a_shift_that_meets_another_is_none() -> None:
    """In any week; not where one begins as the other ends, after the last day, before the first, or with itself."""
    later = within(evening())[3]
    refused = ShiftRefused(reason="overlap")
    assert checked(evening(id="n"), others=[later], now=NOW) == refused
    assert checked(evening(id="n", repeat=Repeat.ONCE), others=within(evening())[:1], now=NOW) == refused
    for fine in (
        evening(), evening(id="n", repeat=Repeat.ONCE), evening(id="n", last_day=date(2026, 4, 11)),
        evening(id="n", starts=at("2026-03-22T22:00"), ends=at("2026-03-22T23:00")),
        evening(id="n", starts=at("2026-04-19T20:00"), ends=at("2026-04-19T22:00")),
    ):  # fmt: skip
        assert checked(fine, others=[later], now=NOW) == fine
