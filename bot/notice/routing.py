"""What routing says: to somebody who waits, when nobody is there or nobody fits; to listeners, about their turn."""

from dataclasses import dataclass
from datetime import datetime

from bot.notice.base import DANGER, HELPLINES, Base, Button


@dataclass(frozen=True, kw_only=True)
class LineShut(Base):
    """Nobody is on call now; when the line opens next, as far as the shifts say (routing.md 10)."""

    request: str
    epoch: int
    opens: datetime | None = None

    def buttons(self) -> tuple[Button, ...]:
        return (*choices(self.request, self.epoch), DANGER, HELPLINES)


def choices(request: str, epoch: int) -> tuple[Button, ...]:
    """Nobody is free, or nobody is there: what the seeker may choose."""
    return (
        Button(label="keep-waiting", verb="keep", subject=request, epoch=epoch),
        Button(label="remind-me", verb="remind", subject=request, epoch=epoch),
        Button(label="leave-now", verb="leave", subject=request, epoch=epoch),
    )


@dataclass(frozen=True, kw_only=True)
class SimpleEnglish(Base):
    """Nobody on call speaks the seeker's language; somebody can write with them in simple English (routing.md 2)."""

    spoken: str
    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="simple-english", verb="simple", subject=self.request, epoch=self.epoch),
            Button(
                label="wait-for-language", verb="nosimple", subject=self.request, epoch=self.epoch, name=self.spoken
            ),
        )


@dataclass(frozen=True, kw_only=True)
class SimpleChosen(Base):
    """Simple English is fine: those who speak it are asked now."""


@dataclass(frozen=True, kw_only=True)
class LanguageAwaited(Base):
    """They wait for somebody who speaks their language."""

    spoken: str


@dataclass(frozen=True, kw_only=True)
class AnybodyElse(Base):
    """Nobody who fits what the seeker wished for came so far: may it be anybody? (routing.md 2)"""

    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="anybody", verb="anybody", subject=self.request, epoch=self.epoch),
            Button(label="keep-waiting", verb="keep", subject=self.request, epoch=self.epoch),
        )


@dataclass(frozen=True, kw_only=True)
class AnybodyChosen(Base):
    """Everybody on call is asked now."""


@dataclass(frozen=True, kw_only=True)
class DangerWord(Base):
    """A minute after **I'm in danger now**: whether anybody is coming (routing.md 7). `wished`: those who fit are
    asked.
    """

    on_call: int
    request: str
    epoch: int
    wished: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="leave", verb="leave", subject=self.request, epoch=self.epoch), HELPLINES)


@dataclass(frozen=True, kw_only=True)
class ReminderSet(Base):
    """The record that **Remind me** keeps, whole; it goes when it is sent, or after so many days (privacy.md)."""

    community: str
    spoken: str
    days: int

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="forget-reminder", verb="noremind"),)


@dataclass(frozen=True, kw_only=True)
class ReminderGone(Base):
    """There is no reminder, and nothing is kept for one."""


@dataclass(frozen=True, kw_only=True)
class LineOpen(Base):
    """The line is open again."""


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(Base):
    """To a listener: this one went on to others."""


@dataclass(frozen=True, kw_only=True)
class NoAnswerPause(Base):
    """Several requests in a row stood unanswered: they are paused, and that is all right (routing.md 13)."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="ready", verb="ready"),)


@dataclass(frozen=True, kw_only=True)
class Rested(Base):
    """Their rest is over: they are asked again."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="break", verb="break"),)


@dataclass(frozen=True, kw_only=True)
class TurnDone(Base):
    """They have listened enough for one turn; when they can be on call again (routing.md 13)."""

    again_at: datetime


@dataclass(frozen=True, kw_only=True)
class GoneQuiet(Base):
    """They were in a conversation and did not answer: it went to others, and they are off call (routing.md 11)."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="ready", verb="ready"),)


@dataclass(frozen=True, kw_only=True)
class NoEmergency(Base):
    """To a listener who said that it was no emergency: noted, for a day, in memory only (routing.md 7)."""

    seeker_alias: str


Routed = (
    LineShut | SimpleEnglish | SimpleChosen | LanguageAwaited | AnybodyElse | AnybodyChosen | DangerWord | ReminderSet
    | ReminderGone | LineOpen | OfferLapsed | NoAnswerPause | Rested | TurnDone | GoneQuiet | NoEmergency
)  # fmt: skip
