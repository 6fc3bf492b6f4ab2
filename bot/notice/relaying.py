"""What the relay has to tell: of what could not be passed on, of a restart, of a report."""

from dataclasses import dataclass

from bot.notice.base import NO_WORDS, Base, Button


@dataclass(frozen=True, kw_only=True)
class LeftOut(Base):
    """Some of what was sent cannot be passed on here; any text of it was. `kinds` are words of the catalogue
    (relay.md).
    """

    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Slow(Base):
    """Delivery is slow just now; nothing is lost."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class Undelivered(Base):
    """That message could not be delivered, why, and what to do. `why`: a reason of `bot.errors`."""

    why: str
    alias: str


@dataclass(frozen=True, kw_only=True)
class Held(Base):
    """The other side cannot be reached at the moment; it goes on when they write again, and ends by itself
    otherwise.
    """

    alias: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Resumed(Base):
    """The other side is back."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class SendAgain(Base):
    """Something written while the bot was away could not be read any more: please send it again."""


@dataclass(frozen=True, kw_only=True)
class PassingOn(Base):
    """One moment, passing this on."""


@dataclass(frozen=True, kw_only=True)
class Restarting(Base):
    """To everybody waiting or talking: being restarted; keep writing."""


@dataclass(frozen=True, kw_only=True)
class Back(Base):
    """Back after so many minutes."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class Deleted(Base):
    """How many of the conversation's messages were removed, and how many could not be."""

    removed: int
    left: int


@dataclass(frozen=True, kw_only=True)
class Reported(Base):
    """To the reporter: the conversation is over, coordinators have been told under this reference. `asks`: what was it
    about? Where there is a coordinator, it can be said in own words.
    """

    reference: str
    coordinators: int
    contact: str = ""
    asks: bool = False

    def buttons(self) -> tuple[Button, ...]:
        kinds = ("sexual", "contact", "threat") if self.asks else ()
        about = (Button(label=f"report-{kind}", verb=f"rep{kind}", subject=self.reference) for kind in kinds)
        return (*about, *((NO_WORDS,) if self.coordinators else ()))


@dataclass(frozen=True, kw_only=True)
class Blocked(Base):
    """To the blocker: the two will not be put together again."""
