"""A dialogue: what somebody was asked, and what they have answered so far; in memory only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.notice import Notice
from bot.notice.base import Form


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """What a command still wants to know of one person, until when what they say is an answer.

    `listens`: what they write next is the answer; else they were shown a form. `failed`: how often an answer could not
    be read.
    """

    notice: Notice
    form: Form
    until: datetime
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    listens: bool = True
    failed: int = 0

    @property
    def asking(self) -> str:
        """The option that is asked for now."""
        return next(name for name in self.form.asks if name not in self.answers)

    @property
    def complete(self) -> bool:
        """Whether nothing is left to ask."""
        return all(name in self.answers for name in self.form.asks)

    def answered(self, text: str, *, until: datetime) -> "Dialogue":
        """With the answer to what is asked now."""
        return replace(self, answers={**self.answers, self.asking: text}, until=until)
