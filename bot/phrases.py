"""Phrases: whether words hold one that is answered with helplines; no judgement, only a list (privacy.md, Safety).

Nothing comes of a hit but one private reply: it never blocks, delays, reorders, labels, counts or alerts.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

_EVERY = timedelta(hours=1)  # privacy.md: at most once an hour, and again with each new request
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "'": "", "’": "", "‘": "", "ʼ": "", "`": "", "´": ""})
_BETWEEN = re.compile(r"[\W_]+")


class Phrases:
    """The phrases of every language; all are looked for, for people write in another language than their client's."""

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self._phrases = tuple(dict.fromkeys(_plain(one) for one in phrases))

    def in_(self, text: str) -> bool:
        """Whether one of them stands in the text, at whole words."""
        plain = _plain(text)
        return any(one in plain for one in self._phrases)


@dataclass(frozen=True, kw_only=True)
class Given:
    """When somebody was last given that reply, and while which request waited ("": none); in memory only."""

    at: datetime | None = None
    request: str = ""

    def due(self, *, request: str, now: datetime) -> bool:
        """Whether it is given again: after an hour, or once with each new request."""
        return self.at is None or now - self.at >= _EVERY or request not in ("", self.request)

    def now_given(self, *, request: str, now: datetime) -> "Given":
        """It is given now."""
        return replace(self, at=now, request=request or self.request)


def _plain(text: str) -> str:
    """The words alone, with a blank before and after each: NFKC, case folded, nothing that cannot be seen."""
    # Apostrophes first: NFKC makes a blank and an accent of one that stands alone.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text).translate(_SPELLED)).casefold()
    seen = "".join(one for one in folded if unicodedata.category(one) != "Cf").translate(_SPELLED)
    return f" {_BETWEEN.sub(' ', seen).strip()} "
