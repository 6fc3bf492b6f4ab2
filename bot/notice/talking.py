"""Talking: what the two read from the first minute to after the end."""

from dataclasses import dataclass

from bot.notice.base import DANGER, HELPLINES, TALK, Base, Button, waiting_buttons


@dataclass(frozen=True, kw_only=True)
class Connected(Base):
    """To the seeker: you are talking with a volunteer; who can read it; the way out."""

    conversation: str
    epoch: int
    alias: str
    seeker_alias: str
    platforms: tuple[str, ...]
    minutes: int

    def buttons(self) -> tuple[Button, ...]:
        return (*_talking_buttons(self.conversation, self.epoch), Button(
            label="someone-else", verb="else", subject=self.conversation, epoch=self.epoch
        ))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ListenerConnected(Base):
    """To the listener: who they talk with, and in which language."""

    conversation: str
    epoch: int
    alias: str
    seeker_alias: str
    spoken: str

    def buttons(self) -> tuple[Button, ...]:
        cant = Button(label="cant", verb="cant", subject=self.conversation, epoch=self.epoch)
        ask = Button(label="coordinator", verb="coordinator", subject=self.conversation, epoch=self.epoch)
        end, report, block = _talking_buttons(self.conversation, self.epoch)
        return (end, ask, cant, report, block)


def _talking_buttons(conversation: str, epoch: int) -> tuple[Button, ...]:
    return tuple(
        Button(label=verb, verb=verb, subject=conversation, epoch=epoch) for verb in ("end", "report", "block")
    )


@dataclass(frozen=True, kw_only=True)
class EarlyWords(Base):
    """So many messages were written before the listener came; shall they be passed on?"""

    conversation: str
    epoch: int
    count: int
    alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="pass-on", verb="pass", subject=self.conversation, epoch=self.epoch),
            Button(label="no", verb="nopass", subject=self.conversation, epoch=self.epoch),
        )


@dataclass(frozen=True, kw_only=True)
class EarlyWordsDropped(Base):
    """They were not passed on, and are gone."""


@dataclass(frozen=True, kw_only=True)
class PassedOn(Base):
    """They were passed on."""

    count: int


@dataclass(frozen=True, kw_only=True)
class Ended(Base):
    """To the seeker: this conversation has ended; nobody is blamed."""

    conversation: str
    alias: str
    quiet: bool = False
    reported: bool = False

    def buttons(self) -> tuple[Button, ...]:
        again = Button(label="talk-again", verb="again", subject=self.conversation)
        report = () if self.reported else (Button(label="report", verb="report", subject=self.conversation),)
        kept = () if self.reported else (Button(label="kept", verb="kept", subject=self.conversation),)
        return (again, *report, Button(label="delete", verb="delete", subject=self.conversation), *kept)


@dataclass(frozen=True, kw_only=True)
class ListenerEnded(Base):
    """To the listener: it has ended; thank you. `danger`: the seeker had said that they are in danger."""

    conversation: str
    seeker_alias: str
    quiet: bool = False
    reported: bool = False
    danger: bool = False

    def buttons(self) -> tuple[Button, ...]:
        report = () if self.reported else (Button(label="report", verb="report", subject=self.conversation),)
        none = (Button(label="no-emergency", verb="noemergency", subject=self.conversation),) if self.danger else ()
        debrief = Button(label="debrief", verb="debrief", subject=self.conversation)
        worry = Button(label="worry", verb="worry", subject=self.conversation)
        rest = (Button(label="ready", verb="ready"), Button(label="break", verb="break"))
        delete = Button(label="delete", verb="delete", subject=self.conversation)  # in their own chat (relay.md)
        return (*rest, debrief, worry, *none, *report, delete)


@dataclass(frozen=True, kw_only=True)
class EndHow(Base):
    """To a listener who typed /end: goodbye first, hand over, or end now."""

    conversation: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        verbs = (("goodbye", "goodbye"), ("hand-over", "transfer"), ("end-now", "end"))
        return tuple(
            Button(label=label, verb=verb, subject=self.conversation, epoch=self.epoch) for label, verb in verbs
        )


@dataclass(frozen=True, kw_only=True)
class SayGoodbye(Base):
    """Take your time; press End conversation when you have said goodbye."""

    conversation: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="end", verb="end", subject=self.conversation, epoch=self.epoch),)


@dataclass(frozen=True, kw_only=True)
class NotTalking(Base):
    """There is no conversation to end."""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class AlreadyTalking(Base):
    """A conversation is going on here already."""

    conversation: str
    epoch: int
    alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="end", verb="end", subject=self.conversation, epoch=self.epoch),)


@dataclass(frozen=True, kw_only=True)
class NotPassedOn(Base):
    """This conversation has ended, or had not begun (`before`); the other did not get what was just written."""

    conversation: str
    alias: str
    again: bool = True
    before: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk-again", verb="again", subject=self.conversation),) if self.again else ()


@dataclass(frozen=True, kw_only=True)
class Requeued(Base):
    """To the seeker: back in the queue, in the old place. `why`: else, handed, silent, held."""

    why: str
    alias: str
    request: str
    epoch: int
    on_call: int

    def buttons(self) -> tuple[Button, ...]:
        return waiting_buttons(self.request, self.epoch)


@dataclass(frozen=True, kw_only=True)
class Released(Base):
    """To the listener: the conversation went back to the queue. `why`: else, handed, silent, held."""

    why: str
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="ready", verb="ready"), Button(label="break", verb="break"))


@dataclass(frozen=True, kw_only=True)
class SomeoneElseLate(Base):
    """The first minutes are over: end the conversation, and ask again."""


@dataclass(frozen=True, kw_only=True)
class Nudge(Base):
    """To a listener: somebody is waiting for your answer."""

    seeker_alias: str


@dataclass(frozen=True, kw_only=True)
class NoAnswerYet(Base):
    """To a seeker who wrote last: the listener has been reminded; somebody else can be found."""

    conversation: str
    epoch: int
    alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="keep-waiting", verb="stay", subject=self.conversation, epoch=self.epoch),
            Button(label="find-someone-else", verb="find", subject=self.conversation, epoch=self.epoch),
        )


@dataclass(frozen=True, kw_only=True)
class NoHurry(Base):
    """To a seeker: no hurry; write anything, even a dot."""


@dataclass(frozen=True, kw_only=True)
class SeekerQuiet(Base):
    """To a listener: the seeker has been quiet; they were asked; it ends by itself unless kept open."""

    conversation: str
    epoch: int
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="keep-open", verb="open", subject=self.conversation, epoch=self.epoch),)


@dataclass(frozen=True, kw_only=True)
class KeptOpen(Base):
    """It stays open."""


@dataclass(frozen=True, kw_only=True)
class GentleWord(Base):
    """To both: about ten minutes are left of the usual time; nothing is cut off."""

    minutes: int
