"""Early words: what a seeker wrote before a listener came. In memory only, never at rest (experience.md,
privacy.md).
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from bot.people import Address
from bot.policy import Policy
from bot.words import Words


@dataclass(frozen=True, kw_only=True)
class Early:
    """One message that nobody has read yet."""

    words: Words
    source: str
    at: datetime


@dataclass(kw_only=True)
class EarlyWords:
    """The early words of everybody who waits: the newest 20 messages or 8,000 characters each, for 30 minutes."""

    policy: Policy
    _by: OrderedDict[Address, list[Early]] = field(default_factory=OrderedDict, repr=False)

    def keep(self, by: Address, early: Early) -> None:
        """Remember one more, each message once; the oldest make room."""
        others = [one for one in self.of(by, now=early.at) if one.source != early.source]
        kept = [*others, early][-self.policy.early_words :]
        while len(kept) > 1 and sum(len(one.words.text) for one in kept) > self.policy.early_characters:
            kept = kept[1:]
        self._by[by] = kept

    def of(self, by: Address, *, now: datetime) -> list[Early]:
        """What there still is, oldest first."""
        return [one for one in self._by.get(by, []) if now - one.at < self.policy.early_kept]

    def forget(self, by: Address) -> None:
        """They are gone."""
        self._by.pop(by, None)

    def change(self, by: Address, source: str, words: Words | None) -> None:
        """The writer edited one of them, or (None) took it back."""
        kept = self._by.get(by)
        if kept is None:
            return
        changed = [Early(words=words, source=e.source, at=e.at) if e.source == source and words else e for e in kept]
        self._by[by] = [e for e in changed if words is not None or e.source != source]

    def forget_old(self, *, now: datetime) -> None:
        """Drop what is past its time."""
        kept = {by: self.of(by, now=now) for by in self._by}
        self._by = OrderedDict((by, many) for by, many in kept.items() if many)

    @property
    def until(self) -> datetime | None:
        """When the oldest of all is past its time."""
        oldest = min((many[0].at for many in self._by.values() if many), default=None)
        return oldest and oldest + self.policy.early_kept
