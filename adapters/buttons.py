"""What a button carries on either platform: `w1:<verb>:<subject>:<epoch>`, 64 bytes at most (architecture.md, Ids)."""

import re

from bot.notice import Button

_CARRIED = re.compile(r"w1:(?P<verb>[a-z]{1,16}):(?P<subject>[A-Za-z0-9_-]{0,40}):(?P<epoch>0|[1-9][0-9]{0,8})")
_LONGEST = 64


def encode(button: Button) -> str:
    """The text that comes back when this button is pressed; ValueError for what could not be read again."""
    carried = f"w1:{button.verb}:{button.subject}:{button.epoch}"
    if decode(carried) is None:
        raise ValueError(f"a button cannot carry {button.verb!r}, {button.subject!r}, {button.epoch!r}")
    return carried


def decode(data: str) -> tuple[str, str, int] | None:
    """Verb, subject and epoch as `encode` put them in; None for anything forged, foreign or malformed."""
    match = _CARRIED.fullmatch(data) if len(data) <= _LONGEST else None
    return (match["verb"], match["subject"], int(match["epoch"])) if match else None
