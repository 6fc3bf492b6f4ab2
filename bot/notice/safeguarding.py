"""Safety, as it is said: what may be danger, who asks often, and what is looked at again (privacy.md, Safety)."""

from dataclasses import dataclass

from bot.notice.base import DANGER, HELPLINES, Base, Button


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

    def buttons(self) -> tuple[Button, ...]:
        return (DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class ManyAsking(Base):
    """To somebody who asks while very many do: nothing of theirs is taken now; they can try again in a moment."""

    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk", verb="talk", subject=self.community), DANGER, HELPLINES)


Safeguarding = MaybeDanger | ListenerHeld | ReportNamed | TooManyCodes | AskedOften | ManyAsking
