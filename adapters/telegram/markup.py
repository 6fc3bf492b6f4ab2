"""Words to Telegram's text with entities, and back (relay.md). Entities count UTF-16 units; Words count code points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from telegram import MessageEntity

from bot.words import Span, Style, Words

_KINDS = {
    Style.BOLD: MessageEntity.BOLD, Style.ITALIC: MessageEntity.ITALIC, Style.UNDERLINE: MessageEntity.UNDERLINE,
    Style.STRIKE: MessageEntity.STRIKETHROUGH, Style.SPOILER: MessageEntity.SPOILER, Style.CODE: MessageEntity.CODE,
    Style.PRE: MessageEntity.PRE, Style.QUOTE: MessageEntity.BLOCKQUOTE,
}  # fmt: skip
_STYLES = {kind: style for style, kind in _KINDS.items()} | {
    MessageEntity.EXPANDABLE_BLOCKQUOTE: Style.QUOTE, MessageEntity.TEXT_LINK: Style.LINK,
}  # fmt: skip
LONGEST, MOST_ENTITIES = 4096, 100


def written(words: Words) -> tuple[str, list[MessageEntity]]:
    """The text and the entities with which these words are sent; a link stands as its text and its address."""
    words = _with_addresses(words)
    place = _units_at(words.text)
    entities = [
        MessageEntity(
            _KINDS[span.style], place(span.start), place(span.end) - place(span.start),
            language=span.detail or None if span.style is Style.PRE else None,
        )
        for span in words.spans
        if span.style in _KINDS and span.start < span.end
    ]  # fmt: skip
    return words.text, entities


def fits(words: Words) -> bool:
    """Whether one message holds these words."""
    shown = _with_addresses(words)
    return units(shown.text) <= LONGEST and len(shown.spans) <= MOST_ENTITIES


def read(text: str, entities: Sequence[MessageEntity]) -> Words:
    """The words of a message. Mentions are plain text, as is a link that names an account (`tg:`)."""
    if not entities:
        return Words(text=text)
    place = _place_of(text)
    spans = (
        Span(
            place(one.offset), place(one.offset + one.length), _STYLES[one.type],
            one.url or "" if one.type == MessageEntity.TEXT_LINK else one.language or "",
        )
        for one in entities
        if one.type in _STYLES and not (one.url or "").lower().startswith("tg:")
    )  # fmt: skip
    return Words(text=text, spans=tuple(span for span in spans if span.start < span.end))


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _with_addresses(words: Words) -> Words:
    """The words with each link's address in brackets behind its text, unless the text is the address."""
    for link in sorted((s for s in words.spans if s.style is Style.LINK), key=lambda s: s.end, reverse=True):
        address = "".join(link.detail.split())
        if not address or _same(words.text[link.start : link.end], address):
            continue
        put_in = f" ({address})"
        text = words.text[: link.end] + put_in + words.text[link.end :]
        words = Words(text=text, spans=tuple(_moved(words.spans, at=link.end, by=len(put_in))), left_out=words.left_out)
    return words


def _same(text: str, address: str) -> bool:
    bare = [one.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/") for one in (text, address)]
    return bare[0] == bare[1]


def _moved(spans: Iterable[Span], *, at: int, by: int) -> Iterable[Span]:
    for one in spans:
        yield Span(one.start + by * (one.start >= at), one.end + by * (one.end > at), one.style, one.detail)


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
