"""HTML as the Bot API takes it: a few tags, each closed, nothing else (core.telegram.org/bots/api#html-style)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from .entities import Entity, units
from .refusal import bad

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
PIECE = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)>|(<)|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&", re.ASCII)
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and the entities that they stood for; a refusal (400) for wrong tags."""
    shown, length = [], 0
    opened: list[tuple[str, int, dict[str, str]]] = []
    entities: list[Entity] = []
    for piece in PIECE.finditer(text):
        at = len(text[: piece.start()].encode())
        closing, tag, attributes, stray = piece.groups()
        if stray or (tag and tag.lower() not in TAGS):
            raise _wrong(f'Unsupported start tag "{tag or ""}" at byte offset {at}')
        if tag and not closing:
            opened.append((tag.lower(), length, _attributes(tag.lower(), attributes, at)))
        elif tag:
            if not opened or opened[-1][0] != tag.lower():
                raise _wrong(f"Unexpected end tag at byte offset {at}")
            entities += _entity(*opened.pop(), length=length, entities=entities)
        else:
            shown.append(unescape(piece.group()))
            length += units(shown[-1])
    if opened:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return "".join(shown), sorted(entities, key=lambda one: (one["offset"], -one["length"]))


def _attributes(tag: str, written: str, at: int) -> dict[str, str]:
    named = {name: unescape(a or b or c) for name, a, b, c in ATTRIBUTE.findall(written)}
    if tag == "span" and named.get("class") != "tg-spoiler":
        raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    return named


def _entity(
    tag: str, start: int, named: dict[str, str], *, length: int, entities: list[Entity]
) -> list[dict[str, Any]]:
    if length <= start or (tag == "a" and not named.get("href")):
        return []
    entity: dict[str, Any] = {"type": TAGS[tag], "offset": start, "length": length - start}
    match tag:
        case "a":
            entity["url"] = named["href"]
        case "tg-emoji":
            entity["custom_emoji_id"] = named.get("emoji-id", "")
        case "blockquote" if "expandable" in named:
            entity["type"] = "expandable_blockquote"
        case "code" if named.get("class", "").startswith("language-"):
            entity["language"] = named["class"].removeprefix("language-")
        case "pre":
            inner = next((one for one in entities if "language" in one and one["offset"] == start), None)
            if inner is not None:
                entities.remove(inner)
                entity["language"] = inner["language"]
    return [entity]


def _wrong(what: str) -> Exception:
    return bad(f"can't parse entities: {what}")
