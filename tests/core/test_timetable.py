"""What a private calendar shows, held against the rota that it is of (routing.md, On call)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.calendar.recurrence import Rules
from bot.people import Address, Listener, Role, Standing
from bot.rota import Rota
from bot.shift import Change, Override, Repeat, Shift
from bot.timetable import Timetable

SINCE = datetime(2030, 10, 20, tzinfo=UTC)  # Berlin's clocks go back a week later
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAMES = ("kim", "sam", "lea")
PEOPLE = {
    name: Listener(
        id=name, community="c", address=Address("telegram", name), role=Role.LISTENER, standing=Standing.ACTIVE,
        alias=name.title(),
    )
    for name in NAMES
}  # fmt: skip


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    """Weekly shifts of three people; some times are posted, taken or cancelled; some people are away or cannot come."""
    shifts, changes = [], []
    for number, who in enumerate(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6))):
        starts = datetime(2030, 10, 20) + draw(st.integers(0, 7 * 24)) * HOUR  # noqa: DTZ001  # a wall clock
        shifts.append(
            Shift(
                id=f"s{number}", community="c", listener=who, starts=starts,
                ends=starts + draw(st.integers(1, 24)) * HOUR,
                zone="Europe/Berlin", repeat=Repeat.WEEKLY, seen=SINCE, next_step_at=SINCE,
            )
        )  # fmt: skip
        for week in draw(st.sets(st.integers(0, 2))):
            day: date = starts.date() + 7 * week * DAY
            by = draw(st.sampled_from(NAMES))
            changes.append(Override(shift=f"s{number}", day=day, change=draw(st.sampled_from(Change)), by=by))
    people = dict(PEOPLE)
    for name in draw(st.sets(st.sampled_from(NAMES))):
        leaves = draw(st.sampled_from(shifts)).starts.replace(tzinfo=UTC) + draw(st.integers(-4, 20)) * HOUR
        away = people[name].going_away(leaves, leaves + draw(st.integers(1, 8)) * HOUR)
        people[name] = draw(st.sampled_from([away, replace(people[name], practised=False)]))
    return Rota(shifts=tuple(shifts), overrides=tuple(changes), people=people, recurrence=Rules())


def timetable(rota: Rota, listener: str = "") -> Timetable:
    """Three weeks of it."""
    return Timetable(
        line="Line", language="en", rota=rota, listener=listener, since=SINCE, until=SINCE + 21 * DAY
    )  # fmt: skip


def edges(rota: Rota) -> list[datetime]:
    """Every instant of the three weeks at which who is there can change."""
    times = rota.instances(since=SINCE, until=SINCE + 21 * DAY)
    absences = [at for one in rota.people.values() for at in (one.away_from, one.away_until) if at is not None]
    found = {SINCE, *absences, *(one.starts for one in times), *(one.ends for one in times)}
    return sorted(at for at in found if SINCE <= at < SINCE + 21 * DAY)


@settings(deadline=None)
@given(rotas())
def test_a_calendar_says_what_the_rota_says(rota: Rota) -> None:
    """At any moment those are in it of whom the rota says that they are there, in the line's and in their own."""
    whole = timetable(rota).entries()
    owns = {name: timetable(rota, name).entries() for name in NAMES}
    assert {one.alias for own in owns.values() for one in own} <= {""}
    times = rota.instances(since=SINCE, until=SINCE + 21 * DAY)
    posted = [(one.starts, one.ends) for one in times if one.posted]
    assert [(one.starts, one.ends) for one in whole if one.posted] == posted
    for moment in edges(rota):
        there = rota.on_at(moment)
        shown = {one.alias for one in whole if one.starts <= moment < one.ends and not one.posted}
        assert shown == {rota.people[name].alias for name in there}
        for name, own in owns.items():
            assert any(one.starts <= moment < one.ends and not one.posted for one in own) == (name in there)


@settings(deadline=None)
@given(rotas())
def test_no_two_events_are_one(rota: Rota) -> None:
    """Each time has an id of its own, the same in the line's calendar as in the listener's."""
    whole = timetable(rota).entries()
    own = [one for name in NAMES for one in timetable(rota, name).entries()]
    assert len({one.id for one in whole}) == len(whole)
    assert sorted(one.id for one in own) == sorted(one.id for one in whole)
    assert all(one.starts < one.ends for one in whole)


def test_an_absence_in_the_middle_makes_two_events() -> None:
    """Both parts of a shift that is cut in two are in the calendar, each with an id of its own."""
    starts = datetime(2030, 10, 21, 10)  # noqa: DTZ001  # a wall clock
    one = Shift(
        id="s", community="c", listener="kim", starts=starts, ends=starts + 4 * HOUR, zone="UTC",
        repeat=Repeat.ONCE, seen=SINCE, next_step_at=SINCE,
    )  # fmt: skip
    noon = datetime(2030, 10, 21, 12, tzinfo=UTC)
    kim = PEOPLE["kim"].going_away(noon, noon + HOUR)
    found = timetable(Rota(shifts=(one,), overrides=(), people={"kim": kim}, recurrence=Rules())).entries()
    assert [(entry.id, entry.starts.hour, entry.ends.hour) for entry in found] == [
        ("s-20301021", 10, 12), ("s-20301021-1", 13, 14)
    ]  # fmt: skip
