"""What is said when somebody cannot come, and another takes their shift (routing.md, On call).

`hours`, `shift` and `day` as in `bot.notice.shifts`.
"""

from dataclasses import dataclass

from bot.notice.base import NEVER_MIND, Base, Button
from bot.notice.shifts import on


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
        return (on("there-after-all", "uncover", self.shift, self.day),)


@dataclass(frozen=True, kw_only=True)
class CoverWanted(Base):
    """To the others: somebody cannot come at that time."""

    hours: str
    alias: str
    shift: str
    day: int

    def buttons(self) -> tuple[Button, ...]:
        return (on("cover-it", "takeshift", self.shift, self.day),)


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
        return (on("post-for-cover", "cover", self.shift, self.day),)


@dataclass(frozen=True, kw_only=True)
class ShiftKept(Base):
    """They are there after all."""

    hours: str
    alias: str = ""


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


Covering = CoverPosted | CoverWanted | CoverOver | ShiftCovered | ShiftYours | ShiftKept | WhoTakes | ShiftGiven
