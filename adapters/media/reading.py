"""Reading what a platform has of somebody's: no redirect is followed, and no more than was agreed is read."""

from __future__ import annotations

import aiohttp
from yarl import URL

from bot.errors import Refused, RetryLater

LARGEST = 20 * 2**20
"""Bytes of one picture, voice message or file (relay.md): what Telegram gives a bot at most."""

_LIMITS = aiohttp.ClientTimeout(total=60, sock_connect=5, sock_read=15)
_SOON = 1.0
_BUSY = 429


async def read(session: aiohttp.ClientSession, url: URL) -> bytes:
    """The whole content. RetryLater where it cannot be had now, Refused("gone") or Refused("too_large") where never.

    Neither error holds the address, which may be secret.
    """
    try:
        async with session.get(url, timeout=_LIMITS, allow_redirects=False) as reply:
            if reply.status == _BUSY or reply.status >= 500:
                raise RetryLater(_after(reply.headers.get("Retry-After", "")))
            if reply.status != 200:
                raise Refused("gone")
            return await _at_most(reply.content)
    except (aiohttp.ClientError, TimeoutError, OSError):
        pass
    raise RetryLater(_SOON)  # out here it carries no context


async def _at_most(stream: aiohttp.StreamReader) -> bytes:
    content = bytearray()
    async for piece in stream.iter_any():
        content += piece
        if len(content) > LARGEST:
            raise Refused("too_large")
    return bytes(content)


def _after(seconds: str) -> float:
    return min(float(seconds), 30.0) if seconds.isdecimal() else _SOON
