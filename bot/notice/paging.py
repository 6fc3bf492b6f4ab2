"""A page and what becomes of it, to coordinators and to whoever asked for one (experience.md, A coordinator)."""

from dataclasses import dataclass

from bot.notice.base import Base, Button


@dataclass(frozen=True, kw_only=True)
class Page(Base):
    """`why`: ask, report, debrief, danger, waiting, nobody_on, silent, flood, plan, worry. `alias` is a listener's: who
    asks, or whom a report is about. It names nobody else, and holds nothing of what was written. `again`: said before.
    """

    why: str
    page: str
    on_call: int = 0
    alias: str = ""
    reference: str = ""
    against: str = ""
    again: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="got-it", verb="gotit", subject=self.page),)


@dataclass(frozen=True, kw_only=True)
class PageTaken(Base):
    """To the other coordinators, in its place: who has it."""

    coordinator: str


@dataclass(frozen=True, kw_only=True)
class PageYours(Base):
    """To the one who took it, in its place. `why` as above; `reference`: what to decide by."""

    why: str
    reference: str = ""
    against: str = ""


@dataclass(frozen=True, kw_only=True)
class PageOver(Base):
    """In its place: there is nothing to do any more; or (`worn_out`) nobody had taken it."""

    worn_out: bool = False


@dataclass(frozen=True, kw_only=True)
class PageGone(Base):
    """To one who presses late: somebody has it, or it is over."""


@dataclass(frozen=True, kw_only=True)
class CoordinatorHasIt(Base):
    """To whoever asked, or reported: this coordinator has it."""

    coordinator: str


@dataclass(frozen=True, kw_only=True)
class NoCoordinatorYet(Base):
    """To whoever asked, or reported: nobody has answered yet. `talking`: they are in a conversation that they may
    end.
    """

    talking: bool
    contact: str = ""


Paging = Page | PageTaken | PageYours | PageOver | PageGone | CoordinatorHasIt | NoCoordinatorYet
