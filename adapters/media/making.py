"""Making anew: what came with somebody's words becomes a file of ours, in a thread, a few at once (relay.md)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from adapters.media import images, ogg
from adapters.media.images import Unfit
from bot.errors import Refused
from bot.media import File, Medium

TEXTS = ("text/plain", "text/markdown", "text/csv")
"""The media types of files that are plain text."""

LONGEST_TEXT, LARGEST_MADE = 2**20, 10 * 2**20
"""Bytes: of a file of plain text, and of anything that is sent (Discord takes no larger file from a bot)."""

_THREADS = ThreadPoolExecutor(2, "media")  # no more pictures are decoded at once: each may take 350 MB of memory


async def made_anew(medium: Medium, content: bytes) -> File:
    """The file that is sent in its place. Refused("unreadable") or Refused("too_large") where none can be made."""
    try:
        fresh = await asyncio.get_running_loop().run_in_executor(_THREADS, _MAKES[medium.kind], content)
    except Unfit as unfit:
        raise Refused(unfit.why) from None
    if len(fresh) > LARGEST_MADE:
        raise Refused("too_large")
    return File(kind=medium.kind, content=fresh, spoiler=medium.spoiler)


def _text(content: bytes) -> bytes:
    """Plain text as it reads; anything else could carry its writer's name (PDF, office documents and films do)."""
    if len(content) > LONGEST_TEXT:
        raise Unfit("too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit from None
    if any(sign < " " and sign not in "\t\n\r\f" for sign in text) or not text.strip():
        raise Unfit
    return text.replace("\r\n", "\n").encode()


_MAKES: Mapping[str, Callable[[bytes], bytes]] = {"image": images.made_anew, "voice": ogg.made_anew, "file": _text}
