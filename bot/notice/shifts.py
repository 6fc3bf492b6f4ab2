"""What is said about shifts: the list, what was understood, cover, reminders, being away (routing.md, On call).

`hours` is one time as `bot.shift.Instance.hours` writes it; `shift` and `day` (its ordinal) say which one is meant.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.notice.base import NEVER_MIND, Base, Button, Form


def _on(label: str, verb: str, shift: str, day: int) -> Button:
    return Button(label=label, verb=verb, subject=shift, epoch=day)


@dataclass(frozen=True, kw_only=True)
class ShiftList(Base):
    """The next shifts: one's own, and those that somebody could take; `picks` are (shift, day) in the order of the
    numbers. `alias`: whose they are, where a coordinator looks at them; `person` is that roster id.
    """

    own_lines: tuple[str, ...]
    open_lines: tuple[str, ...]
    picks: tuple[str, ...]
    alias: str = ""
    person: str = ""

    def buttons(self) -> tuple[Button, ...]:
        numbered = (one.partition(":") for one in self.picks)
        shown = (
            Button(label="number", verb="shift", subject=shift, epoch=int(day), name=str(place))
            for place, (shift, _, day) in enumerate(numbered, start=1)
        )
        return (Button(label="add-shift", verb="addshift", subject=self.person), *shown)


@dataclass(frozen=True, kw_only=True)
class AskShift(Base):
    """When: day and hours, and whether every week. `why`: what was wrong with the last answer, if anything:
    unreadable, order, short, long, zone, past, far, overlap. `person`: whose it is to be, where a coordinator adds it.
    """

    why: str = ""
    person: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)

    def form(self) -> Form | None:
        given = (("action", "add"), ("person", self.person)) if self.person else (("action", "add"),)
        return Form(command="shifts", asks=("when", "repeat"), may=("zone",), given=given, at_once=not self.why)


@dataclass(frozen=True, kw_only=True)
class ShiftUnderstood(Base):
    """This is what was understood: is it right?"""

    hours: str
    weekly: bool
    alias: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="add-it", verb="saveshift"), NEVER_MIND)


@dataclass(frozen=True, kw_only=True)
class ShiftAdded(Base):
    """It stands. `alias`: whose it is, where a coordinator added it."""

    hours: str
    weekly: bool
    alias: str = ""


@dataclass(frozen=True, kw_only=True)
class ShiftShown(Base):
    """One time of a shift, and what its reader may do. `state`: own, posted, open (can be taken), others;
    `weekly`: it comes again; `looks_after`: the reader is a coordinator, and may do it for them.
    """

    hours: str
    weekly: bool
    alias: str
    state: str
    looks_after: bool
    running: bool
    shift: str
    day: int

    def buttons(self) -> tuple[Button, ...]:
        found = []
        for_them = self.state == "own" or self.looks_after
        if for_them and self.state in ("own", "others"):
            found.append(_on("post-for-cover", "cover", self.shift, self.day))
        if self.state == "posted":
            found.append(_on("there-after-all", "uncover", self.shift, self.day))
        if self.state == "open":
            take = "take-over-now" if self.running else "cover-it"
            found.append(_on(take, "takeshift", self.shift, self.day))
        if self.looks_after:
            found.append(_on("somebody-takes", "giveshift", self.shift, self.day))
        if self.state in ("own", "posted") or self.looks_after:
            found.append(_on("remove-this", "dropshift", self.shift, self.day))
            if self.weekly:
                found.append(_on("remove-all", "dropall", self.shift, self.day))
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class CoverPosted(Base):
    """So many `others` are asked; until somebody takes it, nobody is there at that time. `alias`: whose it
    is, where a coordinator posted it.
    """

    hours: str
    others: int
    shift: str
    day: int
    alias: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (_on("there-after-all", "uncover", self.shift, self.day),)


@dataclass(frozen=True, kw_only=True)
class CoverWanted(Base):
    """To the others: somebody cannot come at that time."""

    hours: str
    alias: str
    shift: str
    day: int

    def buttons(self) -> tuple[Button, ...]:
        return (_on("cover-it", "takeshift", self.shift, self.day),)


@dataclass(frozen=True, kw_only=True)
class CoverOver(Base):
    """To the others, in its place: it is taken (`alias`: by whom), or not wanted any more."""

    hours: str
    alias: str


@dataclass(frozen=True, kw_only=True)
class ShiftCovered(Base):
    """To whom it was: somebody else is there then."""

    hours: str
    alias: str


@dataclass(frozen=True, kw_only=True)
class ShiftYours(Base):
    """To who has taken it, or was given it by `coordinator`. `running`: they are on call as of now."""

    hours: str
    running: bool
    shift: str
    day: int
    coordinator: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (_on("post-for-cover", "cover", self.shift, self.day),)


@dataclass(frozen=True, kw_only=True)
class ShiftKept(Base):
    """They are there after all."""

    hours: str
    alias: str = ""


@dataclass(frozen=True, kw_only=True)
class ShiftRemoved(Base):
    """It is off the rota, this one or (`whole`) all of its times. `alias`: whose it was, where a coordinator did it."""

    hours: str
    whole: bool
    alias: str = ""


@dataclass(frozen=True, kw_only=True)
class RotaChanged(Base):
    """To whom it concerns: a coordinator has changed the rota. `what`: added, removed, ended (all of its times),
    posted, kept, given (to somebody else).
    """

    what: str
    hours: str
    weekly: bool
    coordinator: str


@dataclass(frozen=True, kw_only=True)
class ShiftGone(Base):
    """That time is not there (any more), is over, or somebody else has it. `why`: gone, taken, over, overlap, away,
    nobody (else could be there then).
    """

    why: str


@dataclass(frozen=True, kw_only=True)
class WhoTakes(Base):
    """To a coordinator: who is there instead? `people` are (roster id, alias)."""

    hours: str
    people: tuple[str, ...]

    def buttons(self) -> tuple[Button, ...]:
        found = (one.partition("|") for one in self.people)
        return (
            *(Button(label="person", verb="giveto", subject=who, name=alias) for who, _, alias in found),
            NEVER_MIND,
        )


@dataclass(frozen=True, kw_only=True)
class ShiftGiven(Base):
    """To the coordinator: they are there instead, and have been told."""

    hours: str
    alias: str


@dataclass(frozen=True, kw_only=True)
class ShiftSoon(Base):
    """Before a shift: long before, or (`soon`) shortly before. `uncovered`: it is posted, and nobody has taken it."""

    hours: str
    soon: bool
    uncovered: bool
    shift: str
    day: int

    def buttons(self) -> tuple[Button, ...]:
        if self.uncovered:
            return (_on("there-after-all", "uncover", self.shift, self.day),)
        return (_on("post-for-cover", "cover", self.shift, self.day),)


@dataclass(frozen=True, kw_only=True)
class ShiftBegun(Base):
    """A shift has begun: they are on call until it ends."""

    until: datetime

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="break", verb="break"),)


@dataclass(frozen=True, kw_only=True)
class ShiftSkipped(Base):
    """A shift has begun, and they are not on call: `why` is practice (not practised yet) or away."""

    why: str


@dataclass(frozen=True, kw_only=True)
class GapAhead(Base):
    """To coordinators: nobody is there at that time, though somebody was meant to be. In `in_hours` hours."""

    hours: str
    in_hours: int


# --- being away -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AskAway(Base):
    """From when until when. `why`: what was wrong with the last answer, if anything: unreadable, order, past, long."""

    why: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)

    def form(self) -> Form | None:
        return Form(command="away", asks=("start", "end"), at_once=not self.why)


@dataclass(frozen=True, kw_only=True)
class Away(Base):
    """They are not asked in that time; `falling` of their shifts fall into it, and are not covered."""

    hours: str
    falling: int

    def buttons(self) -> tuple[Button, ...]:
        back = Button(label="back", verb="back")
        return (Button(label="post-all", verb="postaway"), back) if self.falling else (back,)


@dataclass(frozen=True, kw_only=True)
class AwayPosted(Base):
    """So many of their shifts are posted for cover."""

    posted: int


@dataclass(frozen=True, kw_only=True)
class AwayOver(Base):
    """They are back: by their own word, or (`over`) because the time is over."""

    over: bool


@dataclass(frozen=True, kw_only=True)
class Paused(Base):
    """Off call at once, whatever a shift says, until its end; when they are to be there next, if at all."""

    next_hours: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="ready", verb="ready"),)


# --- who is there -----------------------------------------------------------------------------------------------------


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


Shifts = (
    ShiftList | AskShift | ShiftUnderstood | ShiftAdded | ShiftShown | CoverPosted | CoverWanted | CoverOver
    | ShiftCovered | ShiftYours | ShiftKept | ShiftRemoved | RotaChanged | ShiftGone | WhoTakes | ShiftGiven
    | ShiftSoon | ShiftBegun | ShiftSkipped | GapAhead
    | AskAway | Away | AwayPosted | AwayOver | Paused | Next | CalendarLink | NoCalendar | RosterShown | DayUnknown
)  # fmt: skip
