"""Page: coordinators are called, until one of them has it or it is worn out (experience.md, A coordinator)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from bot.conversation import Party
from bot.people import Address
from bot.policy import Policy

# A review is no alarm: nobody is called twice (privacy.md: live rows 24 h at most).
_REVIEWED_WITHIN = timedelta(days=1)


class PageKind(StrEnum):
    """What coordinators are called for: a listener asks, a report, a debrief; danger, a long wait, nobody on call, a
    listener who vanished (routing.md 7 to 11); very many who ask at once; somebody who asks very
    often; somebody whose requests are not taken; a listener who is worried
    about somebody.
    """

    ASK = "ask"
    REPORT = "report"
    DEBRIEF = "debrief"
    DANGER = "danger"
    WAITING = "waiting"
    NOBODY_ON = "nobody_on"
    SILENT = "silent"
    FLOOD = "flood"
    PLAN = "plan"
    REVIEW = "review"
    WORRY = "worry"


class Step(StrEnum):
    """What an unanswered page comes to: all are told, told again, its author hears that nobody came, it is over."""

    SPREAD = "spread"
    AGAIN = "again"
    UNANSWERED = "unanswered"
    WORN_OUT = "worn_out"


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page; there is one of a kind about one thing at a time. `about` is an id or a reference.

    `author` hears what becomes of it (`listener`: their id on the roster, where they listen); `but` are those who
    never get it: its author, and whom it is about. `told` are roster ids; `all_at` is when all are told, `again` how
    often they were told again. `alias`, of a listener, and `against` are what it says.
    """

    id: str
    community: str
    kind: PageKind
    about: str
    raised_at: datetime
    all_at: datetime
    next_step_at: datetime
    author: Party | None = None
    listener: str = ""
    but: tuple[Address, ...] = ()
    told: tuple[str, ...] = ()
    spread: bool = False
    again: int = 0
    unanswered: bool = False
    alias: str = ""
    against: str = ""

    @classmethod
    def raised(cls, *, now: datetime, policy: Policy, duty: bool, **fields: object) -> "Page":
        """A new one; `duty`: only those on duty are told now, all the others a little later."""
        later = now + policy.page_all_after if duty else now
        fresh = cls(raised_at=now, all_at=later, next_step_at=now, spread=not duty, **fields)  # type: ignore[arg-type]  # checked by the dataclass
        return fresh.stepping(policy)

    def due(self, *, now: datetime, policy: Policy) -> tuple[Step, ...]:
        """The steps that it has come to, in order."""
        return tuple(step for step, at in self._steps(policy) if at <= now)

    def stepped(self, step: Step, *, policy: Policy) -> Self:
        """The same page, this step being taken."""
        match step:
            case Step.SPREAD:
                done = replace(self, spread=True)
            case Step.AGAIN:
                done = replace(self, again=self.again + 1)
            case _:
                done = replace(self, unanswered=True)
        return done.stepping(policy)

    def without_author(self) -> Self | None:
        """The same page, of which nobody knows who asked; None where it was for them alone."""
        if self.author is None or self.kind not in (PageKind.REPORT, PageKind.WORRY):
            return None
        never = tuple(one for one in self.but if one != self.author.address)
        return replace(self, author=None, listener="", but=never)

    def telling(self, ids: Iterable[str]) -> Self:
        """The same page, these having been told, too."""
        return replace(self, told=tuple(dict.fromkeys((*self.told, *ids))))

    def stepping(self, policy: Policy) -> Self:
        """The same page, with its next step."""
        return replace(self, next_step_at=min(at for _, at in self._steps(policy)))

    def _steps(self, policy: Policy) -> tuple[tuple[Step, datetime], ...]:
        """What is still to come. Nothing is hurried: after a rest of the program each step is taken once."""
        if self.kind is PageKind.REVIEW:
            return ((Step.WORN_OUT, self.raised_at + _REVIEWED_WITHIN),)
        heard = self.author is None or self.unanswered
        answer = () if heard else ((Step.UNANSWERED, self.raised_at + policy.page_unanswered_after),)
        if not self.spread:
            return (*answer, (Step.SPREAD, self.all_at))
        following = self.all_at + policy.page_again_every * (self.again + 1)
        return (*answer, (Step.AGAIN if self.again < policy.page_again_times else Step.WORN_OUT, following))
