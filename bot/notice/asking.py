"""Asking and waiting: what somebody reads until a listener comes."""

from dataclasses import dataclass

from bot.notice.base import DANGER, HELPLINES, TALK, Base, Button, waiting_buttons
from bot.notice.wishing import wish_buttons


@dataclass(frozen=True, kw_only=True)
class ChooseCommunity(Base):
    """The person belongs to several communities: which line? `communities` are (id, name) as `id|name`."""

    communities: tuple[str, ...]

    def buttons(self) -> tuple[Button, ...]:
        pairs = (one.split("|", 1) for one in self.communities)
        return tuple(Button(label="community", verb="talk", subject=subject, name=name) for subject, name in pairs)


@dataclass(frozen=True, kw_only=True)
class AskAge(Base):
    """An adults-only line asks once; the answer is not kept."""

    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="adult", verb="adult", subject=self.community),
            Button(label="minor", verb="minor", subject=self.community),
        )


@dataclass(frozen=True, kw_only=True)
class UnderAge(Base):
    """This line is for adults; these lines are for people your age."""

    country: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="choose-country", verb="youth"),)


@dataclass(frozen=True, kw_only=True)
class Waiting(Base):
    """In the queue, and how many listeners are on call; edited as that changes. `wished`: those who fit are asked;
    `topics`, `genders`: what may be wished for here.
    """

    on_call: int
    request: str
    epoch: int
    wished: bool = False
    topics: bool = False
    genders: bool = False

    def buttons(self) -> tuple[Button, ...]:
        wishes = wish_buttons(self.request, self.epoch, topics=self.topics, genders=self.genders)
        return (*waiting_buttons(self.request, self.epoch), *wishes)


@dataclass(frozen=True, kw_only=True)
class StillWaiting(Base):
    """Every few minutes: what is happening now. No estimate is invented (routing.md 8)."""

    on_call: int
    minutes: int
    request: str
    epoch: int
    wished: bool = False
    topics: bool = False
    genders: bool = False

    def buttons(self) -> tuple[Button, ...]:
        wishes = wish_buttons(self.request, self.epoch, topics=self.topics, genders=self.genders)
        return (*waiting_buttons(self.request, self.epoch), *wishes)


@dataclass(frozen=True, kw_only=True)
class NobodyFree(Base):
    """Nobody is free right now; it says nothing about you (routing.md 9)."""

    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="keep-waiting", verb="keep", subject=self.request, epoch=self.epoch),
            Button(label="remind-me", verb="remind", subject=self.request, epoch=self.epoch),
            Button(label="leave-now", verb="leave", subject=self.request, epoch=self.epoch),
            DANGER, HELPLINES,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class KeptWaiting(Base):
    """You stay in the queue."""


@dataclass(frozen=True, kw_only=True)
class WaitOver(Base):
    """Nobody came in the longest time that a request waits; helplines."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk-again", verb="talk"), DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class LeftQueue(Base):
    """Out of the queue, as they wished."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk-again", verb="talk"), DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class NotWaiting(Base):
    """There is no request to leave."""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class CantWrite(Base):
    """I can't write to you yet: how to allow direct messages. There is no request yet.

    `elsewhere` names another platform whose private chat a link opens, if there is one.
    """

    community: str = ""
    slug: str = ""
    elsewhere: str = ""

    def buttons(self) -> tuple[Button, ...]:
        link = f"{self.elsewhere}:c_{self.slug}"
        other = Button(label="use-elsewhere", verb="", link=link, name=self.elsewhere)
        return (
            Button(label="done-it", verb="adult", subject=self.community),
            *((other,) if self.elsewhere else ()), HELPLINES,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ListensHere(Base):
    """While you listen in this chat you cannot be a seeker in it too."""


@dataclass(frozen=True, kw_only=True)
class EarlyWordsLost(Base):
    """The bot was restarted: what was written while waiting was in memory only, and is gone; the request stands.

    `back`: they were told of the restart, or it was long; `minutes` says how long.
    """

    back: bool = False
    minutes: int = 0
