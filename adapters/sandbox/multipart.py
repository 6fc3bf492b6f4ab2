"""Reading a form with files in memory: aiohttp's own way puts files on the disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import BodyPartReader, web


@dataclass(frozen=True, kw_only=True)
class Part:
    """A field of a form; a file where it has a `filename`."""

    name: str
    content: bytes
    filename: str | None
    content_type: str


async def parts(request: web.Request) -> AsyncIterator[Part]:
    """The fields of a multipart form, in order. HTTPRequestEntityTooLarge where they are more than the server takes."""
    left = request.client_max_size
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ValueError("a form in a form")
        content = bytes(await part.read(decode=True))
        left -= len(content)
        if left < 0:
            raise web.HTTPRequestEntityTooLarge(max_size=request.client_max_size, actual_size=len(content))
        kind = part.headers.get("Content-Type", "text/plain")
        yield Part(name=part.name, content=content, filename=part.filename, content_type=kind)
