"""The rota: who is to be there, what is not covered, what comes of a shift (routing.md, On call, Coverage)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.calendar.recurrence import Rules
from bot.people import Address, Listener, Role, Standing
from bot.policy import Policy
from bot.rota import Rota, Stretch, Turning, came, looked_at
from bot.shift import Change, Override, Repeat, Shift

POLICY = Policy(seeker_aliases=("Ash",))
MONDAY = datetime(2030, 3, 25, tzinfo=UTC)  # the week in which Berlin's clocks go forward
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def person(name: str, **more: object) -> Listener:
    """Somebody on the roster."""
    row = Listener(
        id=name, community="c", address=Address("telegram", name), role=Role.LISTENER, standing=Standing.ACTIVE
    )
    return replace(row, **more)  # type: ignore[arg-type]


def shift(
    listener: str, starts: str, hours: float, *, weekly: bool = False, zone: str = "Europe/Berlin", name: str = ""
) -> Shift:
    """One of theirs."""
    wall = datetime.fromisoformat(starts)
    return Shift(
        id=name or f"{listener}-{starts}", community="c", listener=listener, starts=wall,
        ends=wall + timedelta(hours=hours), zone=zone, repeat=Repeat.WEEKLY if weekly else Repeat.ONCE,
        seen=MONDAY, next_step_at=MONDAY,
    )  # fmt: skip


def rota(*shifts: Shift, changes: tuple[Override, ...] = (), people: tuple[Listener, ...] = ()) -> Rota:
    """Of these."""
    known = {one.listener: person(one.listener) for one in shifts} | {one.id: one for one in people}
    return Rota(shifts=shifts, overrides=changes, people=known, recurrence=Rules())


def week(found: Rota) -> tuple[Stretch, ...]:
    """Its coverage from that Monday on."""
    return found.coverage(since=MONDAY, until=MONDAY + 7 * DAY)


def test_coverage() -> None:
    """Hours that nobody or only one covers; two at once are no news; nobody planned is told from nobody came."""
    found = rota(
        shift("kim", "2030-03-25T10:00", 4), shift("sam", "2030-03-25T12:00", 4),
        shift("lea", "2030-03-26T10:00", 2, name="posted"),
        changes=(Override(shift="posted", day=date(2030, 3, 26), change=Change.POSTED),),
    )  # fmt: skip
    at = [MONDAY + h * HOUR for h in (0, 9, 11, 13, 15, 24 + 9, 24 + 11, 7 * 24)]
    assert week(found) == (
        Stretch(starts=at[0], ends=at[1], on=0, planned=False),
        Stretch(starts=at[1], ends=at[2], on=1, planned=True),
        Stretch(starts=at[3], ends=at[4], on=1, planned=True),
        Stretch(starts=at[4], ends=at[5], on=0, planned=False),
        Stretch(starts=at[5], ends=at[6], on=0, planned=True),
        Stretch(starts=at[6], ends=at[7], on=0, planned=False),
    )
    assert [one.starts for one in found.gaps(since=MONDAY, until=MONDAY + 7 * DAY)] == [at[5]]
    assert found.next_opening(now=at[4], days=14) is None
    assert found.next_opening(now=MONDAY, days=14) == at[1]


def test_who_cannot_come_covers_nothing() -> None:
    """Away for a part of it, suspended, not practised: those hours are gaps."""
    for cannot in ({"standing": Standing.SUSPENDED}, {"practised": False}):
        found = rota(shift("kim", "2030-03-25T10:00", 4), people=(person("kim", **cannot),))
        assert [one.ends - one.starts for one in found.gaps(since=MONDAY, until=MONDAY + DAY)] == [4 * HOUR]
    away = person("kim", away_from=MONDAY + 10 * HOUR, away_until=MONDAY + 11 * HOUR)
    found = rota(shift("kim", "2030-03-25T10:00", 4), people=(away,))
    gaps = found.gaps(since=MONDAY, until=MONDAY + DAY)
    assert [(one.starts, one.ends) for one in gaps] == [(MONDAY + 10 * HOUR, MONDAY + 11 * HOUR)]
    assert found.on_at(MONDAY + 9.5 * HOUR) == {"kim"}
    assert found.on_at(MONDAY + 10.5 * HOUR) == frozenset()


def test_on_call_by_their_own_word_counts() -> None:
    """`/oncall` covers hours, too, from now on; coverage is never about what is past."""
    kim = person("kim", on_call_until=MONDAY + 12 * HOUR)
    found = Rota(
        shifts=(shift("sam", "2030-03-25T10:00", 4),), overrides=(), people={"kim": kim, "sam": person("sam")},
        recurrence=Rules(),
    )  # fmt: skip
    stretches = found.coverage(since=MONDAY + 10 * HOUR, until=MONDAY + DAY)
    assert [(one.starts - MONDAY, one.on) for one in stretches] == [(12 * HOUR, 1), (13 * HOUR, 0)]


def test_what_comes_of_a_shift() -> None:
    """A day before, an hour before, and that it begins; each once, and after a long absence only the newest."""
    one = replace(shift("kim", "2030-03-28T20:00", 2), seen=MONDAY)
    begins = MONDAY + 3 * DAY + 19 * HOUR
    found = rota(one)
    assert looked_at(found, one, now=MONDAY, policy=POLICY) == begins - DAY
    seen = [
        (step, [turning for _, turning in came(found, replace(one, seen=before), now=step, policy=POLICY)])
        for before, step in (
            (MONDAY, begins - DAY), (begins - DAY, begins - HOUR), (begins - HOUR, begins), (MONDAY, begins + HOUR),
            (begins, begins + HOUR), (MONDAY, begins + 2 * HOUR),
        )
    ]  # fmt: skip
    assert [turnings for _, turnings in seen] == [
        [Turning.EARLY], [Turning.SOON], [Turning.BEGINS], [Turning.BEGINS], [], [],
    ]  # fmt: skip
    assert looked_at(found, one, now=begins, policy=POLICY) == begins + 2 * HOUR
    assert looked_at(found, one, now=begins + 2 * HOUR, policy=POLICY) is None


def test_far_away() -> None:
    """A shift in a year is looked at when there is something to say, not before."""
    one = shift("kim", "2031-03-28T20:00", 2)
    reminded = datetime(2031, 3, 27, 19, tzinfo=UTC)
    assert looked_at(rota(one), one, now=MONDAY, policy=POLICY) == reminded


def test_weekly_for_ever() -> None:
    """A weekly shift is always looked at again; one with a last day is over after it."""
    one = shift("kim", "2030-03-25T10:00", 1, weekly=True)
    later = MONDAY + 400 * DAY
    following = looked_at(rota(one), one, now=later, policy=POLICY)
    assert following is not None
    assert later < following <= later + 7 * DAY
    until = replace(one, last_day=date(2030, 4, 8))
    assert looked_at(rota(until), until, now=later, policy=POLICY) is None


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")


def turns(zone: str) -> list[int]:
    """The days of 2030, counted from 0, on which the clocks change there."""
    midnights = [datetime(2030, 1, 1, tzinfo=ZoneInfo(zone)) + day * DAY for day in range(366)]
    return [day for day, (a, b) in enumerate(pairwise(midnights)) if a.utcoffset() != b.utcoffset()]


DAYS = [(zone, day) for zone in ZONES for day in turns(zone)]


@settings(deadline=None)  # a slow machine breaks no promise
@given(
    st.one_of(st.sampled_from(DAYS), st.tuples(st.sampled_from(ZONES), st.integers(0, 370))),
    st.lists(st.integers(1, 47), min_size=1, max_size=20, unique=True), st.data(),
)  # fmt: skip
def test_shifts_tile(when: tuple[str, int], cuts: list[int], data: st.DataObject) -> None:
    """A day cut into shifts that follow one another has no hole, through every change of the clocks, whoever takes
    which of them; at the seams two may be there, else one.
    """
    zone, day = when
    midnight = datetime(2030, 1, 1) + day * DAY  # noqa: DTZ001  # a wall clock
    edges = [0, *sorted(cuts), 48]
    made = [
        shift(f"p{place}", (midnight + a * HOUR / 2).isoformat(), (b - a) / 2, zone=zone, name=f"s{place}")
        for place, (a, b) in enumerate(pairwise(edges))
    ]
    taken = tuple(
        Override(shift=one.id, day=one.starts.date(), change=Change.TAKEN, by=data.draw(st.sampled_from(["p0", "x"])))
        for one in made if data.draw(st.booleans())
    )  # fmt: skip
    found = rota(*made, changes=taken, people=(person("x"),))
    times = found.instances(since=MONDAY - 400 * DAY, until=MONDAY + 800 * DAY)
    begins, ends = min(one.starts for one in times), max(one.ends for one in times)
    assert found.gaps(since=begins, until=ends) == ()
    covered = found.coverage(since=begins, until=ends)
    assert all(one.on for one in covered)
    middles = [one.starts + (one.ends - one.starts) / 2 for one in times if one.ends - one.starts > 2 * HOUR]
    assert all(found.on_at(moment) for moment in middles)
