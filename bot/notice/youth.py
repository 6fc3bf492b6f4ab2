"""A line for young people: who may listen there (privacy.md, Minors)."""

from dataclasses import dataclass

from bot.notice.base import Base


@dataclass(frozen=True, kw_only=True)
class NotForYouth(Base):
    """To a listener: this line is for young people, and no coordinator has approved them for that yet."""


@dataclass(frozen=True, kw_only=True)
class YouthListeners(Base):
    """To coordinators: these people wait to be approved for young people, and are off call until then."""

    aliases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class YouthApproved(Base):
    """To a listener: they are approved for a line for young people, and can go on call."""


Youth = NotForYouth | YouthListeners | YouthApproved
