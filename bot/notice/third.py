"""A coordinator joins a talk, only by the seeker's own tap; and leaves it (experience.md, A page)."""

from dataclasses import dataclass

from bot.notice.aside import Ways, end_aside
from bot.notice.base import Base, Button


@dataclass(frozen=True, kw_only=True)
class AskThird(Base):
    """To the seeker: may this coordinator join? They see only what is written from now on."""

    conversation: str
    epoch: int
    alias: str
    coordinator: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="yes", verb="third", subject=self.conversation, epoch=self.epoch),
            Button(label="no", verb="nothird", subject=self.conversation, epoch=self.epoch),
        )


@dataclass(frozen=True, kw_only=True)
class ThirdAsked(Base):
    """To the coordinator, and the listener (`asks` is false): the seeker has been asked."""

    asks: bool
    coordinator: str
    seeker_alias: str


@dataclass(frozen=True, kw_only=True)
class CannotJoin(Base):
    """To the coordinator: `because` there is no talk any more (`over`), they asked already (`asked`), the seeker said
    no (`declined`), or they are in it (`joined`).
    """

    because: str


@dataclass(frozen=True, kw_only=True)
class ThirdDeclined(Base):
    """To the coordinator and the listener: the seeker would rather not; that is all right."""

    seeker_alias: str


@dataclass(frozen=True, kw_only=True)
class ThirdNotNeeded(Base):
    """To the seeker, who said no: nothing changes."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class ThirdHere(Base):
    """To the seeker: the coordinator has joined; both read what they write."""

    third: str
    epoch: int
    alias: str
    coordinator: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="without-third", verb="end", subject=self.third, epoch=self.epoch, name=self.coordinator),)


@dataclass(frozen=True, kw_only=True)
class ThirdJoined(Ways):
    """To the listener: the coordinator has joined. `facing`: both read what they write now; else nobody does, until
    they go back.
    """

    facing: bool

    def buttons(self) -> tuple[Button, ...]:
        return () if self.facing else tuple(one for one in self.ways() if one.subject == self.talk)


@dataclass(frozen=True, kw_only=True)
class ThirdAllowed(Base):
    """To the coordinator: the seeker said yes; both read what they write now."""

    aside: str
    alias: str
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (end_aside(self.aside, label="leave-talk"),)


@dataclass(frozen=True, kw_only=True)
class ThirdLeft(Base):
    """To the seeker: the coordinator has left; the two go on."""

    alias: str
    coordinator: str


@dataclass(frozen=True, kw_only=True)
class ThirdOut(Ways):
    """To the listener: the coordinator is not in the talk any more, and in the side chat still. `facing`: what they
    write goes to the seeker; else to nobody, until they choose.
    """

    facing: bool

    def buttons(self) -> tuple[Button, ...]:
        return self.ways(but=self.talk if self.facing else "")


@dataclass(frozen=True, kw_only=True)
class ThirdOver(Base):
    """To the coordinator: they are in the talk no more, and still in the side chat."""

    aside: str
    alias: str
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (end_aside(self.aside),)


Third = (
    AskThird | ThirdAsked | CannotJoin | ThirdDeclined | ThirdNotNeeded | ThirdHere | ThirdJoined | ThirdAllowed
    | ThirdLeft | ThirdOut | ThirdOver
)  # fmt: skip
