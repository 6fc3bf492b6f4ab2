"""What is said about shifts: the list, what was understood, reminders (routing.md, On call).

`hours` is one time as `bot.shift.Instance.hours` writes it; `shift` and `day` (its ordinal) say which one is meant.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.notice.base import NEVER_MIND, Base, Button, Form


def on(label: str, verb: str, shift: str, day: int) -> Button:
    """A button about one time of a shift."""
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
            found.append(on("post-for-cover", "cover", self.shift, self.day))
        if self.state == "posted":
            found.append(on("there-after-all", "uncover", self.shift, self.day))
        if self.state == "open":
            take = "take-over-now" if self.running else "cover-it"
            found.append(on(take, "takeshift", self.shift, self.day))
        if self.looks_after:
            found.append(on("somebody-takes", "giveshift", self.shift, self.day))
        if self.state in ("own", "posted") or self.looks_after:
            found.append(on("remove-this", "dropshift", self.shift, self.day))
            if self.weekly:
                found.append(on("remove-all", "dropall", self.shift, self.day))
        return tuple(found)


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
class ShiftSoon(Base):
    """Before a shift: long before, or (`soon`) shortly before. `uncovered`: it is posted, and nobody has taken it."""

    hours: str
    soon: bool
    uncovered: bool
    shift: str
    day: int

    def buttons(self) -> tuple[Button, ...]:
        if self.uncovered:
            return (on("there-after-all", "uncover", self.shift, self.day),)
        return (on("post-for-cover", "cover", self.shift, self.day),)


@dataclass(frozen=True, kw_only=True)
class ShiftBegun(Base):
    """A shift has begun: they are on call until it ends."""

    until: datetime

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="break", verb="break"),)


@dataclass(frozen=True, kw_only=True)
class ShiftSkipped(Base):
    """A shift has begun, and they are not on call: `why` is practice (not practised yet), youth (not
    approved for young people) or away.
    """

    why: str


Shifts = (
    ShiftList | AskShift | ShiftUnderstood | ShiftAdded | ShiftShown | ShiftRemoved | RotaChanged | ShiftGone
    | ShiftSoon | ShiftBegun | ShiftSkipped
)  # fmt: skip
