"""Reactions: which of somebody's a bot can show on Telegram, where it may set one, out of a short list (relay.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telegram.constants import ReactionEmoji

_DRESS = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")  # how an emoji is drawn, and skin tones: reactions have none here
_KNOWN = {_DRESS.sub("", one.value): one.value for one in ReactionEmoji}


def shown(emoji: Sequence[str]) -> str | None:
    """The newest of these that can be set; None where none can."""
    known = (_KNOWN.get(_DRESS.sub("", one)) for one in reversed(emoji))
    return next((one for one in known if one), None)
