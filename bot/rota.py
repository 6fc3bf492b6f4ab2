"""The rota of a line: who is to be there when, what is not covered, what is said before a shift (routing.md, On call).

Pure: it is told the time; instants are aware UTC.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.people import Listener
from bot.policy import Policy
from bot.shift import Edge, Instance, Override, Recurrence, Repeat, Shift, instances, resolve

_WEEK, _DAY = timedelta(days=7), timedelta(days=1)
Span = tuple[datetime, datetime]


class Turning(StrEnum):
    """What comes of one shift: a reminder early, one shortly before, and that it begins."""

    EARLY = "early"
    SOON = "soon"
    BEGINS = "begins"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A time in which `on` people are there, none or one; `planned`: somebody was meant to be."""

    starts: datetime
    ends: datetime
    on: int
    planned: bool


@dataclass(frozen=True, kw_only=True)
class Rota:
    """All that one community's shifts come to; `people` are its roster, by id."""

    shifts: tuple[Shift, ...]
    overrides: tuple[Override, ...]
    people: Mapping[str, Listener]
    recurrence: Recurrence
    changes: Mapping[str, tuple[Override, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Overrides are looked up by their shift."""
        found: dict[str, tuple[Override, ...]] = {}
        for one in self.overrides:
            found[one.shift] = (*found.get(one.shift, ()), one)
        object.__setattr__(self, "changes", found)

    def of(self, shift: Shift, *, since: datetime, until: datetime) -> tuple[Instance, ...]:
        """One shift's times that overlap [since, until)."""
        return instances(shift, self.changes.get(shift.id, ()), self.recurrence, since=since, until=until)

    def instances(self, *, since: datetime, until: datetime) -> tuple[Instance, ...]:
        """All that overlap [since, until), by their start."""
        found = [one for shift in self.shifts for one in self.of(shift, since=since, until=until)]
        return tuple(sorted(found, key=lambda one: (one.starts, one.shift)))

    def there(self, one: Instance) -> tuple[Span, ...]:
        """When somebody is there for it: never where it is posted, or its listener cannot come; not while away."""
        person = self.people.get(one.listener)
        if one.posted or person is None or not person.ready:
            return ()
        if person.away_from is None or person.away_until is None:
            return ((one.starts, one.ends),)
        parts = ((one.starts, min(one.ends, person.away_from)), (max(one.starts, person.away_until), one.ends))
        return tuple(part for part in parts if part[0] < part[1])

    def on_at(self, moment: datetime) -> frozenset[str]:
        """Who is to be there at that moment, by their shifts."""
        found = self.instances(since=moment, until=moment + timedelta(microseconds=1))
        return frozenset(one.listener for one in found if any(a <= moment < b for a, b in self.there(one)))

    def next_opening(self, *, now: datetime, days: int) -> datetime | None:
        """When somebody is there next, within so many days."""
        found = self.instances(since=now, until=now + days * _DAY)
        return min((max(a, now) for one in found for a, _ in self.there(one)), default=None)

    def coverage(self, *, since: datetime, until: datetime) -> tuple[Stretch, ...]:
        """Every time in [since, until) in which nobody is there, or one; who is on call by their own word counts."""
        planned = [(one.starts, one.ends) for shift in self.shifts
                   for one in instances(shift, (), self.recurrence, since=since, until=until)]  # fmt: skip
        there = {(one.listener, *span) for one in self.instances(since=since, until=until) for span in self.there(one)}
        there |= {(one.id, since, one.on_call_until) for one in self.people.values()
                  if one.on_call_until and one.on_call(now=since)}  # fmt: skip
        return tuple(_stretches(planned, there, since=since, until=until))

    def gaps(self, *, since: datetime, until: datetime) -> tuple[Stretch, ...]:
        """Times that begin before `until`, whole, in which nobody is there though somebody was meant to be."""
        found = self.coverage(since=since, until=until + _DAY)
        return tuple(one for one in found if one.planned and not one.on and one.starts < until)


def _stretches(
    planned: Iterable[Span], there: Iterable[tuple[str, datetime, datetime]], *, since: datetime, until: datetime
) -> Iterator[Stretch]:
    steps: dict[datetime, list[tuple[str, int]]] = {since: [], until: []}
    for name, starts, ends in [*(("", *span) for span in planned), *there]:
        steps.setdefault(max(starts, since), []).append((name, 1))
        steps.setdefault(min(ends, until), []).append((name, -1))
    present, last = dict[str, int](), None
    for moment, following in pairwise(sorted(one for one in steps if since <= one <= until)):
        for name, by in steps[moment]:
            present[name] = present.get(name, 0) + by
        on = sum(count > 0 for name, count in present.items() if name)
        here = Stretch(starts=moment, ends=following, on=on, planned=present.get("", 0) > 0)
        if last is not None and (last.on, last.planned) == (here.on, here.planned):
            last = Stretch(starts=last.starts, ends=following, on=on, planned=here.planned)
            continue
        if last is not None and last.on < 2:
            yield last
        last = here
    if last is not None and last.on < 2:
        yield last


# --- what comes of one shift ------------------------------------------------------------------------------------------


def came(rota: Rota, shift: Shift, *, now: datetime, policy: Policy) -> list[tuple[Instance, Turning]]:
    """What has come of it since it was looked at last: of each time only the newest, and none of what is over."""
    found = []
    for one in rota.of(shift, since=now, until=now + policy.shift_reminder + _DAY):
        due = [turning for at, turning in _turnings(one, policy) if shift.seen < at <= now]
        if due and now < one.ends:
            found.append((one, due[-1]))
    return found


def looked_at(rota: Rota, shift: Shift, *, now: datetime, policy: Policy) -> datetime | None:
    """When it is to be looked at next; None: it is over."""
    found = rota.of(shift, since=now, until=now + _WEEK + _DAY + policy.shift_reminder)
    coming = [at for one in found for at, _ in _turnings(one, policy) if at > now]
    if coming:
        return min(coming)
    last = shift.last_day if shift.repeat is Repeat.WEEKLY else shift.starts.date()
    if last is None or resolve(shift.ends + (last - shift.starts.date()), shift.zone, Edge.END) > now:
        return now + _WEEK if shift.repeat is Repeat.WEEKLY else _first(shift, now=now, policy=policy)
    return None


def _first(shift: Shift, *, now: datetime, policy: Policy) -> datetime:
    """Of one that comes once: long before it, or when it is over."""
    starts = resolve(shift.starts, shift.zone, Edge.START)
    ends = resolve(shift.ends, shift.zone, Edge.END)
    return next((at for at in (starts - policy.shift_reminder, ends) if at > now), now + _DAY)


def _turnings(one: Instance, policy: Policy) -> tuple[tuple[datetime, Turning], ...]:
    return (
        (one.starts - policy.shift_reminder, Turning.EARLY),
        (one.starts - policy.shift_last_reminder, Turning.SOON),
        (one.starts, Turning.BEGINS),
    )
