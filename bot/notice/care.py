"""What is said when a listener hands over, practises, rests for good, is suspended, or says what they are asked for."""

from dataclasses import dataclass

from bot.notice.base import Base, Button

_GOODBYE, _NOW = ("goodbye", "goodbye"), ("end-now", "end")


@dataclass(frozen=True, kw_only=True)
class AskHandOver(Base):
    """To the seeker: the listener has to go soon; may another be found? `others`: how many else are on call."""

    conversation: str
    epoch: int
    alias: str
    others: int

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="find-another", verb="hand", subject=self.conversation, epoch=self.epoch),
            Button(label="stay-with", verb="nohand", subject=self.conversation, epoch=self.epoch, name=self.alias),
        )


@dataclass(frozen=True, kw_only=True)
class HandOverAsked(Base):
    """To the listener: the seeker was asked, and has not answered yet."""

    seeker_alias: str


@dataclass(frozen=True, kw_only=True)
class StaysWith(Base):
    """To the seeker: all stays as it is."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class HandOverDeclined(Base):
    """To the listener: the seeker would rather stay; the listener may end all the same."""

    conversation: str
    epoch: int
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return _ends(self.conversation, self.epoch)


@dataclass(frozen=True, kw_only=True)
class HandOverUnanswered(Base):
    """To the listener: the seeker has not answered; nothing has changed."""

    conversation: str
    epoch: int
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return _ends(self.conversation, self.epoch)


def _ends(conversation: str, epoch: int) -> tuple[Button, ...]:
    return tuple(Button(label=label, verb=verb, subject=conversation, epoch=epoch) for label, verb in (_GOODBYE, _NOW))


Care = AskHandOver | HandOverAsked | StaysWith | HandOverDeclined | HandOverUnanswered
