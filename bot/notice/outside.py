"""Outside a conversation: the first reply, the refusal, helplines, and what always answers."""

from dataclasses import dataclass

from bot.notice.base import DANGER, HELPLINES, HOW, TALK, Base, Button, waiting_buttons
from bot.notice.holding import ERASE, EXPORT, HELD


@dataclass(frozen=True, kw_only=True)
class Welcome(Base):
    """The first reply: what this is and is not, and the helplines. It opens nothing. `written`: to words, not to
    /start.
    """

    written: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES, HOW)


@dataclass(frozen=True, kw_only=True)
class HowThisWorks(Base):
    """The pledge, what is kept, and who can read along."""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class Help(Base):
    """What the commands do."""

    listener: bool = False
    coordinator: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class Privacy(Base):
    """What is kept and how it goes away; what is held about whoever asks, to see, to take with them, to have gone.
    `page`: where the community's own notice is.
    """

    page: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (HELD, EXPORT, ERASE)


@dataclass(frozen=True, kw_only=True)
class Refusal(Base):
    """The bot is a program and gives no advice; it can find a person."""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class RefusalWaiting(Base):
    """The same while waiting: nobody has read this yet."""

    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return waiting_buttons(self.request, self.epoch)


@dataclass(frozen=True, kw_only=True)
class Helplines(Base):
    """The helplines of a country (ISO 3166 alpha-2), or for "" the directories and how to choose."""

    country: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="choose-country", verb="countries"),)


@dataclass(frozen=True, kw_only=True)
class Countries(Base):
    """The countries to choose from, a button each."""

    countries: tuple[str, ...]

    def buttons(self) -> tuple[Button, ...]:
        return tuple(Button(label="country", verb="country", subject=code, name=code) for code in self.countries)


@dataclass(frozen=True, kw_only=True)
class CountryUnknown(Base):
    """There is no entry for that country; the directories, and how to choose."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="choose-country", verb="countries"),)


@dataclass(frozen=True, kw_only=True)
class DangerNumbers(Base):
    """Emergency numbers, what the bot cannot do, and where the request stands: `none`, `open` or `talking`
    (privacy.md, Safety).
    """

    stands: str

    def buttons(self) -> tuple[Button, ...]:
        choose = Button(label="choose-country", verb="countries")
        return (TALK, choose) if self.stands == "none" else (choose,)


@dataclass(frozen=True, kw_only=True)
class UnknownCommand(Base):
    """There is no such command, and it was not passed on."""


@dataclass(frozen=True, kw_only=True)
class CommandAlone(Base):
    """That command stands alone; what was written with it was not passed on."""

    command: str


@dataclass(frozen=True, kw_only=True)
class ButtonOld(Base):
    """That button belongs to something that is over; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Trouble(Base):
    """Something is wrong in here; nothing was changed; please try again in a minute. Helplines."""

    def buttons(self) -> tuple[Button, ...]:
        return (HELPLINES,)


@dataclass(frozen=True, kw_only=True)
class SeeMessages(Base):
    """The answer stands in the direct messages."""


@dataclass(frozen=True, kw_only=True)
class WriteToMe(Base):
    """In a group: talk to me in private, by this link. Names nobody."""

    community: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk", verb="", link=f"c_{self.community}" if self.community else "talk"),)


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Base):
    """The language in which the bot speaks to this person now, and those it could."""

    chosen: str
    offered: tuple[str, ...]

    def buttons(self) -> tuple[Button, ...]:
        return tuple(Button(label="language", verb="language", subject=code, name=code) for code in self.offered)
