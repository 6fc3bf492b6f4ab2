"""What is said of who is there, who comes next, and what is not covered (routing.md, Coverage)."""

from dataclasses import dataclass
from datetime import datetime

from bot.notice.base import Base, Button


@dataclass(frozen=True, kw_only=True)
class GapAhead(Base):
    """To coordinators: nobody is there at that time, though somebody was meant to be. In `in_hours` hours."""

    hours: str
    in_hours: int


@dataclass(frozen=True, kw_only=True)
class Next(Base):
    """`/next`: how many are on call now, until when this person is; who is there next and when they are themselves."""

    on_call: int
    next_hours: str
    until: datetime | None = None
    opens: datetime | None = None

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="asked-for", verb="askedfor"), Button(label="calendar", verb="calendar"))


@dataclass(frozen=True, kw_only=True)
class CalendarLink(Base):
    """A private address of their shifts as a calendar; who has it can read them. `whole`: of all the line's."""

    own_feed: str
    line_feed: str


@dataclass(frozen=True, kw_only=True)
class NoCalendar(Base):
    """There is no address that a calendar could read: the operator has set none (`web.public_url`)."""


@dataclass(frozen=True, kw_only=True)
class RosterShown(Base):
    """To a coordinator: who is on call now, who comes next, what is not covered. `people` are (roster id, alias)."""

    on_now_lines: tuple[str, ...]
    next_lines: tuple[str, ...]
    gap_lines: tuple[str, ...]
    single_lines: tuple[str, ...]
    days: int
    people: tuple[str, ...]

    def buttons(self) -> tuple[Button, ...]:
        found = (one.partition("|") for one in self.people)
        return tuple(Button(label="shifts-of", verb="shiftsof", subject=who, name=alias) for who, _, alias in found)


@dataclass(frozen=True, kw_only=True)
class DayUnknown(Base):
    """That is no day, and nobody's alias."""

    aliases: tuple[str, ...]


Rostering = GapAhead | Next | CalendarLink | NoCalendar | RosterShown | DayUnknown
