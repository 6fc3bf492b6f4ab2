"""What is said about what may be kept: the record itself, the answer, the receipt (privacy.md, Scopes)."""

from dataclasses import dataclass

from bot.notice.base import HELPLINES, TALK, Base, Button

_RATINGS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, kw_only=True)
class MayBeKept(Base):
    """The very record that would be kept, each part with a button, all off; and, as easily, no to all of it.

    `turn` counts what was chosen so far; `rating` 0 is none yet; `ask_day` is the day of the message.
    """

    conversation: str
    turn: int
    week: str
    weekday: str
    part: str
    platforms: tuple[str, ...]
    spoken: str
    waited: str
    lasted: str
    outcome: str
    rating_day: str
    ask_day: str
    rating: int = 0
    counted: bool = False
    rated: bool = False
    asked_again: bool = False

    def buttons(self) -> tuple[Button, ...]:
        ratings = _RATINGS if self.rated else ()
        return (
            self._choice("may-count", "maycount", on=self.counted),
            self._choice("may-rate", "mayrate", on=self.rated),
            *(self._rate(one) for one in ratings),
            self._choice("may-ask", "mayask", on=self.asked_again),
            Button(label="keep-these", verb="keepthese", subject=self.conversation, epoch=self.turn),
            Button(label="keep-nothing", verb="nothing", subject=self.conversation),
        )

    def _choice(self, label: str, verb: str, *, on: bool) -> Button:
        return Button(label=f"{label}-on" if on else label, verb=verb, subject=self.conversation, epoch=self.turn)

    def _rate(self, rating: int) -> Button:
        label, beside = "rating-on" if rating == self.rating else "rating", self.turn * 10 + rating
        return Button(label=label, verb="rate", subject=self.conversation, epoch=beside, name=str(rating))


@dataclass(frozen=True, kw_only=True)
class RatingMissing(Base):
    """They would like to rate, and have not said how."""


@dataclass(frozen=True, kw_only=True)
class NothingKept(Base):
    """Nothing is kept; what was left of the conversation is gone now."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk-again", verb="talk"),)


@dataclass(frozen=True, kw_only=True)
class NothingToKeep(Base):
    """There is nothing of this conversation that they would be asked for."""


@dataclass(frozen=True, kw_only=True)
class Receipt(Base):
    """To keep, for nobody else does: what they said yes to, whose it is, for how long, when, to which words (ISO/IEC TS
    27560). `rating` 0: none; `ask_day` "": no message.
    """

    community: str
    contact: str
    counted: bool
    rating: int
    ask_day: str
    given_at: str
    version: str
    spoken: str
    sha256: str

    def buttons(self) -> tuple[Button, ...]:
        return (TALK,)


@dataclass(frozen=True, kw_only=True)
class CheckIn(Base):
    """The one message that they said yes to: would they like to talk again?"""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class HoursAsked(Base):
    """To a listener: what of their hours on call would be counted, or (`counts`) is."""

    person: str
    counts: bool

    def buttons(self) -> tuple[Button, ...]:
        no = Button(label="no-hours", verb="nohistory", subject=self.person)
        return (no,) if self.counts else (Button(label="count-hours", verb="history", subject=self.person), no)


@dataclass(frozen=True, kw_only=True)
class HoursReceipt(Base):
    """Their receipt for it (ISO/IEC TS 27560)."""

    community: str
    contact: str
    given_at: str
    version: str
    spoken: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class HoursNotCounted(Base):
    """Their hours are not counted; `gone`: what was counted so far is gone."""

    gone: bool


Consenting = (
    MayBeKept | RatingMissing | NothingKept | NothingToKeep | Receipt | CheckIn
    | HoursAsked | HoursReceipt | HoursNotCounted
)  # fmt: skip
