"""Wish: what a seeker would rather talk about, and to whom; never more than a preference (routing.md 2)."""

import unicodedata
import zlib

GENDERS = ("woman", "man", "other")
"""What a listener may say of themselves; empty: not said."""

WISHED = ("woman", "man")
"""Whom a seeker may rather talk to."""

TOPICS_AT_MOST, LONGEST = 8, 24


def key(topic: str) -> str:
    """What stands for a topic in a button: the same however it is written."""
    return f"{zlib.crc32(topic.casefold().encode()) & 0xFFFFFF:06x}"


def topic_of(keyed: str, topics: tuple[str, ...]) -> str | None:
    """The topic that has this key."""
    return next((one for one in topics if key(one) == keyed), None)


def topics_in(text: str) -> tuple[str, ...] | None:
    """The topics that a community wrote, commas between them; None where they cannot be: up to 8, each of 2 to 24
    letters, digits and signs, no two alike.
    """
    found = tuple(" ".join(one.split()) for one in unicodedata.normalize("NFKC", text).split(",") if one.strip())
    good = 0 < len(found) <= TOPICS_AT_MOST and all(2 <= len(one) <= LONGEST and _named(one) for one in found)
    return found if good and len({key(one) for one in found}) == len(found) else None


def _named(topic: str) -> bool:
    """Letters with their marks, digits, a few signs; nothing that could be read as somebody's words."""
    spelt = all(c.isalnum() or unicodedata.category(c)[0] == "M" or c in " -'’&+/" for c in topic)
    return spelt and any(c.isalpha() for c in topic)
