"""What Telegram takes out of every text first: control characters, and marks that turn its direction."""

from __future__ import annotations

from typing import Any

REMOVED = frozenset("\r") | frozenset(map(chr, range(0x2028, 0x202F)))
UNSEEN = frozenset(" \n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")


def cleaned(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The text without them, control characters as spaces, and the entities where they then belong."""
    if not any(letter in REMOVED for letter in text):
        return _spaced(text), entities
    places, place = [], 0  # where each code unit of the old text is in the new one
    for letter in text:
        width = 2 if ord(letter) > 0xFFFF else 1
        kept = 0 if letter in REMOVED else width
        places += [place + min(unit, kept) for unit in range(width)]
        place += kept
    places.append(place)
    moved = []
    for one in entities:
        first, last = places[one["offset"]], places[one["offset"] + one["length"]]
        moved.append(one | {"offset": first, "length": last - first})
    return _spaced("".join(letter for letter in text if letter not in REMOVED)), moved


def visible(text: str) -> bool:
    """Whether there is anything to see."""
    return any(letter not in UNSEEN for letter in text)


def _spaced(text: str) -> str:
    return "".join(" " if letter < " " and letter != "\n" else letter for letter in text)
