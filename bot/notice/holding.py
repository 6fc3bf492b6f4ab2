"""What is said to somebody who asks what is held about them, takes it with them, or has it gone (privacy.md, promise
4).
"""

from dataclasses import dataclass

from bot.notice.base import NEVER_MIND, TALK, Base, Button

HELD = Button(label="held", verb="held")
EXPORT = Button(label="export", verb="export")
ERASE = Button(label="erase", verb="erase")


@dataclass(frozen=True, kw_only=True)
class HeldAboutYou(Base):
    """What is held about them at this moment, with a button for all that can be taken back. `remnants`: conversations
    that are over; `aliases`: theirs on rosters; `listener`: the roster id whose hours are counted, "" for none.
    """

    about_you: bool
    waits: bool
    talks: bool
    remnants: int
    ratings: int
    messages: int
    reports: int
    aliases: tuple[str, ...]
    shifts_held: int
    listener: str

    def buttons(self) -> tuple[Button, ...]:
        ratings = (Button(label="take-back-rating", verb="norating"),) if self.ratings else ()
        message = (Button(label="take-back-message", verb="nomessage"),) if self.messages else ()
        hours = (Button(label="no-hours", verb="nohistory", subject=self.listener),) if self.listener else ()
        return (*ratings, *message, *hours, EXPORT, ERASE)


@dataclass(frozen=True, kw_only=True)
class Export(Base):
    """One part of all that is held about them, as JSON: what the program wrote, and their own alias."""

    bulk = True

    number: int
    of_parts: int
    json_lines: str


@dataclass(frozen=True, kw_only=True)
class TakenBack(Base):
    """It is gone, at once: so many ratings, so many messages that were to be sent."""

    ratings: int
    messages: int


@dataclass(frozen=True, kw_only=True)
class EraseAsked(Base):
    """Are they sure? `roster`: it means to leave, too."""

    roster: bool

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="erase", verb="eraseall"), NEVER_MIND)


@dataclass(frozen=True, kw_only=True)
class EraseLater(Base):
    """They talk or wait: that has to be over first."""


@dataclass(frozen=True, kw_only=True)
class ErasedAll(Base):
    """It is gone. `remnants`: talks in which they listened; `safety`: reports and blocks, which protect others."""

    remnants: int
    safety: int
    contact: str

    def buttons(self) -> tuple[Button, ...]:
        return (TALK,)


Holding = HeldAboutYou | Export | TakenBack | EraseAsked | EraseLater | ErasedAll
