"""Safety, as it is said: what may be danger, who asks often, and what is looked at again (privacy.md, Safety)."""

from dataclasses import dataclass

from bot.notice.base import DANGER, HELPLINES, NO_WORDS, TALK, Base, Button


@dataclass(frozen=True, kw_only=True)
class MaybeDanger(Base):
    """To words that may be of danger: what is true, and helplines. `stands`: the request, `none` or `open`."""

    stands: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="choose-country", verb="countries"), DANGER)


@dataclass(frozen=True, kw_only=True)
class ListenerHeld(Base):
    """To coordinators: after this report, of `what`, that listener is off call until one of them decides."""

    person: str
    alias: str
    reference: str
    what: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="lift", verb="lift", subject=self.person),)


@dataclass(frozen=True, kw_only=True)
class ReportNamed(Base):
    """To the reporter: what it was about is noted, and what follows."""


@dataclass(frozen=True, kw_only=True)
class TooManyCodes(Base):
    """To somebody who tried codes: none is looked at for a while."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class AskedOften(Base):
    """To somebody who has asked very often: so many minutes until they can ask again."""

    minutes: int
    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (_plan(self.community), DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class ManyAsking(Base):
    """To somebody who asks while very many do: nothing of theirs is taken now; they can try again in a moment."""

    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk", verb="talk", subject=self.community), DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class PlanOffer(Base):
    """To somebody who has asked often today, beside what their request brings: would a plan with a coordinator help?"""

    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (_plan(self.community), Button(label="no-plan", verb="noplan"))


@dataclass(frozen=True, kw_only=True)
class PlanAsked(Base):
    """So many coordinators have been called about a plan; with 0 there is nobody, but perhaps a contact."""

    plan: str
    coordinators: int
    contact: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="never-mind", verb="noplan", subject=self.plan),) if self.coordinators else ()


@dataclass(frozen=True, kw_only=True)
class PlanToday(Base):
    """Coordinators were called about it today already."""

    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanDeclined(Base):
    """All right: nothing else changes."""


@dataclass(frozen=True, kw_only=True)
class PlanUnanswered(Base):
    """To whoever wished for it: no coordinator had time."""

    contact: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class WorryAsked(Base):
    """To a listener who is worried about somebody: so many coordinators have been called; with 0 there is nobody, but
    perhaps a contact. Not `talking`, they can write it now.
    """

    coordinators: int
    contact: str = ""
    talking: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (NO_WORDS,) if self.coordinators and not self.talking else ()


@dataclass(frozen=True, kw_only=True)
class WordsPassed(Base):
    """So many coordinators have what they wrote; with 0 nobody has, but there may be a contact. `text_only`: what was
    sent with it was left out; `more`: they can go on.
    """

    coordinators: int
    contact: str = ""
    text_only: bool = False
    more: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="all-said", verb="nowords"),) if self.coordinators and self.more else ()


@dataclass(frozen=True, kw_only=True)
class WordsDone(Base):
    """What they write now is not passed on."""


def _plan(community: str) -> Button:
    return Button(label="plan", verb="plan", subject=community)


Safeguarding = (
    MaybeDanger | ListenerHeld | ReportNamed | TooManyCodes | AskedOften | ManyAsking
    | PlanOffer | PlanAsked | PlanToday | PlanDeclined | PlanUnanswered
    | WorryAsked | WordsPassed | WordsDone
)  # fmt: skip
