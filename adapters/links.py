"""Links to what somebody wrote elsewhere: they say where people are, and who; nobody is sent one (relay.md, never)."""

import re
from dataclasses import replace

from bot.words import Span, Words

HIDDEN = "#message"
_MESSAGE = re.compile(
    r"(?:https?://)?(?<![\w.])(?:\w+\.)?"
    r"(?:discord(?:app)?\.com/channels/|(?:t|telegram)\.(?:me|dog)/(?:c/)?\w+/(?=\d))[^\s<>]+",
    re.IGNORECASE,
)


def without_messages(words: Words) -> Words:
    """The words with HIDDEN in the place of each link to a message on Discord or Telegram."""
    if "/" not in words.text and not any(span.detail for span in words.spans):
        return words
    for link in reversed(list(_MESSAGE.finditer(words.text))):
        start, end = link.span()
        spans = (
            replace(one, start=_moved(one.start, start, end), end=_moved(one.end, start, end)) for one in words.spans
        )
        text = words.text[:start] + HIDDEN + words.text[end:]
        words = replace(words, text=text, spans=tuple(span for span in spans if span.start < span.end))
    return replace(words, spans=tuple(map(_hidden, words.spans)))


def _moved(place: int, start: int, end: int) -> int:
    """Where this place is once HIDDEN stands from `start` to `end`."""
    if place >= end:
        return place + len(HIDDEN) - (end - start)
    return min(place, start + len(HIDDEN))


def _hidden(span: Span) -> Span:
    return replace(span, detail=HIDDEN) if _MESSAGE.match(span.detail) else span
