"""What a coordinator reads who writes to all listeners of their line (experience.md, A coordinator)."""

from dataclasses import dataclass

from bot.notice.base import NEVER_MIND, TALK, Base, Button


@dataclass(frozen=True, kw_only=True)
class AskAnnouncement(Base):
    """What they write next goes to so many listeners, once they have confirmed it; so many characters at most."""

    listeners: int
    characters: int

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)


@dataclass(frozen=True, kw_only=True)
class AnnouncementReady(Base):
    """It goes to so many listeners if they wish; `text_only`: something came with it that cannot go."""

    id: str
    listeners: int
    text_only: bool

    def buttons(self) -> tuple[Button, ...]:
        send = Button(
            label="send-to" if self.listeners > 1 else "send-to-one",
            verb="announce",
            subject=self.id,
            name=str(self.listeners),
        )
        return (send, NEVER_MIND, TALK)


@dataclass(frozen=True, kw_only=True)
class AnnouncementTooLong(Base):
    """It is too long; it can be written again, with so many characters."""

    characters: int

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)


@dataclass(frozen=True, kw_only=True)
class AnnouncementGoing(Base):
    """It is on its way to so many listeners."""

    listeners: int


@dataclass(frozen=True, kw_only=True)
class AnnouncementSent(Base):
    """How many of all have it; `later` are in a conversation and get it afterwards, `missed` cannot be reached."""

    sent: int
    listeners: int
    later: int
    missed: int


@dataclass(frozen=True, kw_only=True)
class AnnounceNotNow(Base):
    """It cannot be now. `because`: talking, nobody (there are no other listeners), soon (the last one was `minutes`
    too recently).
    """

    because: str
    minutes: int = 0


Announcing = (
    AskAnnouncement | AnnouncementReady | AnnouncementTooLong | AnnouncementGoing | AnnouncementSent | AnnounceNotNow
)
