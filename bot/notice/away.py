"""What listeners read who are away, or have a break (experience.md, A listener)."""

from dataclasses import dataclass

from bot.notice.base import NEVER_MIND, Base, Button, Form


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


BeingAway = AskAway | Away | AwayPosted | AwayOver | Paused
