"""What is said of pictures, voice messages and files that could not be passed on (relay.md, What is carried)."""

from dataclasses import dataclass

from bot.notice.base import Base


@dataclass(frozen=True, kw_only=True)
class NotCarried(Base):
    """So many of what came with a message did not go along, and why: `too_large`, `too_many`, `unreadable`, `gone` or
    `refused`; its text and the others did.
    """

    why: str
    count: int


Media = NotCarried
