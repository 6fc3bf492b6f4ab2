"""Words to Telegram's text with entities, and back (relay.md). Entities count UTF-16 units; Words count code points."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from telegram import MessageEntity

from adapters.links import without_messages
from bot.words import Span, Style, Words

_KINDS = {
    Style.BOLD: MessageEntity.BOLD, Style.ITALIC: MessageEntity.ITALIC, Style.UNDERLINE: MessageEntity.UNDERLINE,
    Style.STRIKE: MessageEntity.STRIKETHROUGH, Style.SPOILER: MessageEntity.SPOILER, Style.CODE: MessageEntity.CODE,
    Style.PRE: MessageEntity.PRE, Style.QUOTE: MessageEntity.BLOCKQUOTE,
}  # fmt: skip
_CODES = (Style.CODE, Style.PRE)  # where Telegram looks for nothing
_STYLES = {kind: style for style, kind in _KINDS.items()} | {
    MessageEntity.EXPANDABLE_BLOCKQUOTE: Style.QUOTE, MessageEntity.TEXT_LINK: Style.LINK,
}  # fmt: skip
LONGEST, MOST_ENTITIES = 4096, 100
GAP = "\u200b"
"""Seen by nobody; keeps an @ and a name from becoming a mention, and a / and a word from becoming a command to tap."""

_LIVE = re.compile(
    r"\bhttps?://(?:(?!t(?:g|on)://)[^\s<>])+|(?P<sign>(?<!\w)@(?=\w\w)|(?<![\w/<>])/(?=\w)|t(?:g|on)(?=://))",
    re.IGNORECASE,
)


def written(words: Words) -> tuple[str, list[MessageEntity]]:
    """The text and the entities with which these words are sent; a link stands as its text and its address."""
    text, entities = plain(words)
    return text, [MessageEntity(**one) for one in entities]


def plain(words: Words) -> tuple[str, list[dict[str, Any]]]:
    """The same, the entities as they are sent."""
    words = _harmless(words.with_addresses())
    place = _units_at(words.text)
    entities = [
        {"type": _KINDS[span.style], "offset": place(span.start), "length": place(span.end) - place(span.start)}
        | ({"language": span.detail} if span.detail and span.style is Style.PRE else {})
        for span in words.spans
        if span.style in _KINDS and span.start < span.end
    ]
    return words.text, entities


def fits(words: Words) -> bool:
    """Whether one message holds these words."""
    shown = _harmless(words.with_addresses())
    return units(shown.text) <= LONGEST and len(shown.spans) <= MOST_ENTITIES


def read(text: str, entities: Sequence[MessageEntity]) -> Words:
    """The words of a message. Mentions are plain text, as is a link that names an account (`tg:`)."""
    if not entities:
        return without_messages(Words(text=text))
    place = _place_of(text)
    spans = (
        Span(
            place(one.offset), place(one.offset + one.length), _STYLES[one.type],
            one.url or "" if one.type == MessageEntity.TEXT_LINK else one.language or "",
        )
        for one in entities
        if one.type in _STYLES and not (one.url or "").lower().startswith("tg:")
    )  # fmt: skip
    return without_messages(Words(text=text, spans=tuple(span for span in spans if span.start < span.end)))


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _harmless(words: Words) -> Words:
    """The words without what Telegram would make a mention, a command or a link to an account of (relay.md, never)."""
    for live in reversed(list(_LIVE.finditer(words.text))):
        at = live.end()
        if live["sign"] and not any(s.style in _CODES and s.start < at < s.end for s in words.spans):
            words = words.putting(GAP, at=at)
    return words


def _wide(text: str) -> bool:
    return not text.isascii() and max(text) > "\uffff"


def _units_at(text: str) -> Callable[[int], int]:
    """From a place in code points to one in UTF-16 units."""
    if not _wide(text):
        return lambda place: place
    places = [0, *accumulate(1 + (character > "\uffff") for character in text)]
    return lambda place: places[place]


def _place_of(text: str) -> Callable[[int], int]:
    """From a place in UTF-16 units to one in code points; what lies outside or inside a character goes to its start."""
    if not _wide(text):
        return lambda unit: min(max(unit, 0), len(text))
    places = [place for place, character in enumerate(text) for _ in range(1 + (character > "\uffff"))]
    places.append(len(text))
    return lambda unit: places[min(max(unit, 0), len(places) - 1)]
