"""An announcement: a coordinator's own words to all listeners, in memory until each has them or they are forgotten."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.people import Address, Listener
from bot.words import Words

LONGEST = 1500  # characters: one message on either platform, with who wrote it
_FORGOTTEN_AFTER = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What a coordinator is writing: without words they were asked for them; good until then. `source` is their
    message, so that an edit of it counts.
    """

    id: str
    until: datetime
    words: Words | None = field(default=None, repr=False)
    source: str = ""

    def saying(self, words: Words, *, source: str) -> "Announcement":
        """With what they wrote, the text alone."""
        return replace(self, words=Words(text=words.text, spans=words.spans), source=source)


@dataclass(kw_only=True)
class Round:
    """An announcement on its way: `left` are those who have not got it yet, in a conversation or about to."""

    words: Words = field(repr=False)
    alias: str
    line: str
    author: Address
    language: str
    begun_at: datetime
    left: dict[Address, Listener]
    listeners: int
    sent: int = 0
    missed: int = 0
    under_way: int = 0
    told: bool = False

    @property
    def forgotten_at(self) -> datetime:
        """From then on its words are kept no longer, though somebody may still be in a conversation."""
        return self.begun_at + _FORGOTTEN_AFTER
