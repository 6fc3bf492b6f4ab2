"""Message entities: found in a text, and those that a bot sends checked (core.telegram.org/bots/api#messageentity).

Offsets and lengths are in UTF-16 code units.
"""

from __future__ import annotations

import re
from typing import Any

from .cleaning import cleaned
from .refusal import bad

Entity = dict[str, Any]

FOUND = (
    ("url", re.compile(r"\bhttps?://[^\s<>]+[^\s<>.,:;!?)\]'\"]")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("bot_command", re.compile(r"(?<![\w/@<>])/\w{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/.])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w&#])#\w*[^\W\d_]\w*")),
)
FOUND_KINDS = frozenset({kind for kind, _ in FOUND} | {"cashtag", "phone_number", "bank_card_number"})
BLANKS = " \n"
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"})
CODE = frozenset({"code", "pre"})
LINKS = frozenset({"text_link", "text_mention", "custom_emoji", "date_time"})


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def formatted(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text as it is shown, trimmed, with the entities that it then has; a refusal (400) for impossible ones."""
    text, kept = cleaned(text, [entity for entity in entities if _checked(text, entity)])
    shown = text.rstrip(BLANKS)
    start = units(shown) - units(shown.lstrip(BLANKS))
    shown = shown.lstrip(BLANKS)
    end = units(shown)
    moved = []
    for entity in kept:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, end)
        if last > first:
            moved.append(entity | {"offset": first, "length": last - first})
    return shown, _together(moved, found(shown))


def found(text: str) -> list[Entity]:
    """The commands, mentions, hashtags and addresses in a text."""
    entities: list[Entity] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            one = {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
            if not any(_overlap(one, other) for other in entities):
                entities.append(one)
    return entities


def _together(given: list[Entity], seen: list[Entity]) -> list[Entity]:
    """No entity inside code, none twice, ordered by place, the longer first."""
    code = [entity for entity in given if entity["type"] in CODE]
    given = [one for one in given if one in code or not any(_overlap(one, other) for other in code)]
    walls = [one for one in given if one["type"] not in STYLES]
    seen = [one for one in seen if not any(_overlap(one, other) for other in walls)]
    return sorted(given + seen, key=lambda one: (one["offset"], -one["length"]))


def _overlap(one: Entity, other: Entity) -> bool:
    first, last = one["offset"], one["offset"] + one["length"]
    return bool(first < other["offset"] + other["length"] and other["offset"] < last)


def _checked(text: str, entity: Entity) -> bool:
    """Whether the entity stays: those without substance are dropped, impossible ones refused."""
    kind, offset, length = entity["type"], entity["offset"], entity["length"]
    if kind in FOUND_KINDS:
        return False
    if kind not in STYLES | CODE | LINKS:
        raise bad("can't parse MessageEntity: unsupported MessageEntity type")
    if offset < 0 or length < 0 or offset + length > units(text):
        raise bad(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {units(text)}"
        )
    _refuse_half_characters(text, offset, length)
    covered = cut(text, offset, length)
    if kind == "text_link" and not re.match(r"(?i)(https?|tg|ton|mailto|tel):", entity.get("url", "")):
        return False
    return bool(covered.strip()) if kind not in CODE else bool(covered)


def _refuse_half_characters(text: str, offset: int, length: int) -> None:
    coded = text.encode("utf-16-le")
    for place, says in ((offset, "begins"), (offset + length, f"beginning at UTF-16 offset {offset} ends")):
        half = coded[2 * place : 2 * place + 2]
        if len(half) == 2 and 0xDC00 <= int.from_bytes(half, "little") <= 0xDFFF:
            raise bad(f"entity {says} in a middle of a UTF-16 symbol at byte offset {len(text.encode())}")
