"""A side chat of a listener and a coordinator, perhaps beside a talk: how it is asked for, begins, goes on and ends
(experience.md, A page).
"""

from dataclasses import dataclass

from bot.notice.base import Base, Button


@dataclass(frozen=True, kw_only=True)
class CoordinatorAsked(Base):
    """To a listener: so many coordinators have been called; with 0 there is nobody, but perhaps a contact."""

    coordinators: int
    contact: str = ""
    talking: bool = False


@dataclass(frozen=True, kw_only=True)
class AsideAlready(Base):
    """To a listener: this coordinator is there already."""

    coordinator: str


@dataclass(frozen=True, kw_only=True)
class CannotHelpNow(Base):
    """To a coordinator: not now. `who`: they themselves are in a conversation or wait for one, or
    the listener is, or the seeker.
    """

    who: str


@dataclass(frozen=True, kw_only=True)
class Ways(Base):
    """Where a listener's words can go: to the seeker (`talk`), to the coordinator (`aside`); "" where that is not."""

    talk: str = ""
    talk_epoch: int = 0
    seeker_alias: str = ""
    aside: str = ""
    coordinator: str = ""

    def ways(self, *, but: str = "") -> tuple[Button, ...]:
        """A button for each way but the one that their words go already."""
        back = Button(label="back-to", verb="towards", subject=self.talk, epoch=self.talk_epoch, name=self.seeker_alias)
        over = Button(label="write-to", verb="towards", subject=self.aside, name=self.coordinator)
        return tuple(one for one in (back, over) if one.subject and one.subject != but)


@dataclass(frozen=True, kw_only=True)
class AsideBegun(Ways):
    """To the listener: the coordinator is there; they do not see the conversation with the seeker, if there is one."""

    def buttons(self) -> tuple[Button, ...]:
        own = self.ways() if self.talk else ()
        return (*(one for one in own if one.subject == self.aside), end_aside(self.aside))


@dataclass(frozen=True, kw_only=True)
class AsideOpened(Base):
    """To the coordinator: the listener reads what they write now. `talking`: with a seeker at the same time."""

    aside: str
    alias: str
    talking: bool

    def buttons(self) -> tuple[Button, ...]:
        join = (Button(label="ask-to-join", verb="join", subject=self.aside),) if self.talking else ()
        return (*join, end_aside(self.aside))


@dataclass(frozen=True, kw_only=True)
class Writing(Ways):
    """To the listener: what they write now goes to `seeker`, `coordinator`, `both` or `nobody` (`towards`).

    `lost`: what they just wrote went to nobody.
    """

    towards: str
    lost: bool = False

    def buttons(self) -> tuple[Button, ...]:
        if self.towards == "both":
            return ()
        present = {"seeker": self.talk, "coordinator": self.aside}.get(self.towards, "")
        end = (end_aside(self.aside),) if self.towards == "coordinator" else ()
        return (*self.ways(but=present), *end)


@dataclass(frozen=True, kw_only=True)
class AsideOver(Ways):
    """To the listener: the side chat is over. `facing`: what they write goes to the seeker, as before."""

    quiet: bool = False
    facing: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return () if self.facing else self.ways()


@dataclass(frozen=True, kw_only=True)
class AsideEnded(Base):
    """To the coordinator: the side chat is over."""

    alias: str
    quiet: bool = False


def end_aside(conversation: str, *, label: str = "end-aside") -> Button:
    return Button(label=label, verb="end", subject=conversation)


Aside = (
    CoordinatorAsked | AsideAlready | CannotHelpNow | AsideBegun | AsideOpened | Writing | AsideOver | AsideEnded
)  # fmt: skip
