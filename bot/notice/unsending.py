"""What is said of `/unsend` (relay.md, What is carried)."""

from dataclasses import dataclass

from bot.notice.base import Base


@dataclass(frozen=True, kw_only=True)
class Unsent(Base):
    """The message is taken back; `whole`: the platform at the other side let all of it be removed."""

    whole: bool


@dataclass(frozen=True, kw_only=True)
class NothingToUnsend(Base):
    """There is nothing of theirs that could be taken back."""


@dataclass(frozen=True, kw_only=True)
class UnsendHow(Base):
    """`/unsend` is sent as a reply to the message that it takes back."""


Unsending = Unsent | NothingToUnsend | UnsendHow
