"""A shift: when somebody means to be there, in wall-clock time, and the instants that this comes to (routing.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_SHORTEST, _LONGEST, _FURTHEST = timedelta(minutes=15), timedelta(hours=24), timedelta(days=365)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class Recurrence(Protocol):
    """The calendar's arithmetic, all in naive wall clock; filled by adapters/calendar."""

    def starts(
        self, first: datetime, repeat: str, last_day: date | None, *, since: datetime, until: datetime
    ) -> Iterable[datetime]:
        """Every start in [since, until), in order."""
        ...


class Repeat(StrEnum):
    """How often a shift comes."""

    ONCE = "once"
    WEEKLY = "weekly"


class Change(StrEnum):
    """What became of one instance of a shift."""

    CANCELLED = "cancelled"
    POSTED = "posted"
    TAKEN = "taken"


class Edge(StrEnum):
    """Which end of a shift a wall-clock time is."""

    START = "start"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Shift:
    """`starts` and `ends` are naive wall clock in `zone`, of the first instance.

    `seen` and `next_step_at` are aware UTC: what comes of it was said up to the one, and is looked at again at the
    other.
    """

    id: str
    community: str
    listener: str
    starts: datetime
    ends: datetime
    zone: str
    repeat: Repeat = Repeat.ONCE
    last_day: date | None = None
    seen: datetime
    next_step_at: datetime


@dataclass(frozen=True, kw_only=True)
class Override:
    """One instance is otherwise: `day` is the local date of its own start; `by` has taken it, and may have posted it
    again.
    """

    shift: str
    day: date
    change: Change
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One time that somebody is to be there, in aware UTC; `owner` is whose shift it is.

    `posted`: `listener` cannot come, and nobody has taken it yet. `zone` is where it was written.
    """

    shift: str
    day: date
    listener: str
    starts: datetime
    ends: datetime
    posted: bool = False
    owner: str
    zone: str

    @property
    def hours(self) -> str:
        """As a notice carries it."""
        return written(self.starts, self.ends, self.zone)


@dataclass(frozen=True, kw_only=True)
class ShiftRefused:
    """Why not: order, short, long, zone, past, far (more than a year ahead) or overlap."""

    reason: str


def written(starts: datetime, ends: datetime, zone: str) -> str:
    """A time in which somebody is to be there, as a notice carries it: start, end, and where it was written."""
    return f"{starts.isoformat(timespec='minutes')}/{ends.isoformat(timespec='minutes')}/{zone}"


def resolve(wall: datetime, zone: str, edge: Edge) -> datetime:
    """The instant of a naive wall-clock time: in a gap the first after it; twice there, a start is the first of the
    two and an end the last.
    """
    there = ZoneInfo(zone)
    first, last = (wall.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= last:
        return first if edge is Edge.START else last
    low, high = int(last.timestamp()), int(first.timestamp()) + 1  # in the gap: the clocks change between these
    before = datetime.fromtimestamp(low, there).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        same = datetime.fromtimestamp(middle, there).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return datetime.fromtimestamp(high, UTC)


def checked(shift: Shift, *, others: Iterable[Instance], now: datetime) -> Shift | ShiftRefused:
    """The shift, if it can be; `others` are the instances that its listener has."""
    length = shift.ends - shift.starts
    try:
        here = now.astimezone(ZoneInfo(shift.zone)).replace(tzinfo=None)
    except (ZoneInfoNotFoundError, ValueError):
        return ShiftRefused(reason="zone")
    if length <= timedelta(0) or (shift.last_day is not None and shift.last_day < shift.starts.date()):
        return ShiftRefused(reason="order")
    if length < _SHORTEST or length > _LONGEST:
        return ShiftRefused(reason="short" if length < _SHORTEST else "long")
    over = shift.ends <= here if shift.repeat is Repeat.ONCE else shift.last_day and shift.last_day < here.date()
    if over:
        return ShiftRefused(reason="past")
    if shift.starts - here > _FURTHEST:
        return ShiftRefused(reason="far")
    clash = any(_meets(shift, other) for other in others if other.shift != shift.id)
    return ShiftRefused(reason="overlap") if clash else shift


def _meets(shift: Shift, other: Instance) -> bool:
    weeks = [0]
    if shift.repeat is Repeat.WEEKLY:
        near = (other.starts.astimezone(ZoneInfo(shift.zone)).replace(tzinfo=None) - shift.starts) // _WEEK
        weeks = [week for week in (near - 1, near, near + 1) if week >= 0]
    for start in (shift.starts + week * _WEEK for week in weeks):
        if shift.last_day is not None and start.date() > shift.last_day:
            continue
        ends = resolve(start + (shift.ends - shift.starts), shift.zone, Edge.END)
        if max(resolve(start, shift.zone, Edge.START), other.starts) < min(ends, other.ends):
            return True
    return False


def instances(
    shift: Shift, overrides: Iterable[Override], recurrence: Recurrence, *, since: datetime, until: datetime
) -> tuple[Instance, ...]:
    """Every instance that overlaps [since, until), both aware UTC, in order; one that lies wholly in a gap is none."""
    changes = {one.day: one for one in overrides if one.shift == shift.id}
    there, length = ZoneInfo(shift.zone), shift.ends - shift.starts
    low, high = (moment.astimezone(there).replace(tzinfo=None) for moment in (since, until))
    found = []
    for wall in recurrence.starts(
        shift.starts, shift.repeat, shift.last_day, since=low - length - _DAY, until=high + _DAY
    ):
        starts, ends = resolve(wall, shift.zone, Edge.START), resolve(wall + length, shift.zone, Edge.END)
        other = changes.get(wall.date())
        there_then = starts < ends and starts < until and since < ends
        if not there_then or (other and other.change is Change.CANCELLED):
            continue
        found.append(
            Instance(
                shift=shift.id, day=wall.date(), starts=starts, ends=ends, owner=shift.listener, zone=shift.zone,
                listener=(other and other.by) or shift.listener,
                posted=other is not None and other.change is Change.POSTED,
            )
        )  # fmt: skip
    return tuple(found)
