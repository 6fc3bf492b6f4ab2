"""A voice message made anew: its sound as it was, without its tags (RFC 3533, RFC 7845: Ogg with Opus in it)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.media.images import Unfit

_HEADER = struct.Struct("<4sBBqIIIB")
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_TAGS = b"OpusTags" + struct.pack("<II", 0, 0)  # by nobody's program, and no remarks
_MIRRORED = bytes(int(f"{one:08b}"[::-1], 2) for one in range(256))
_SERIAL, _FULL = 1, 255


@dataclass(frozen=True, kw_only=True)
class _Page:
    flags: int
    at: int
    lacing: bytes
    body: bytes

    @property
    def whole(self) -> bool:
        """Whether the last packet on it ends on it."""
        return bool(self.lacing) and self.lacing[-1] < _FULL

    def written(self, number: int) -> bytes:
        head = _HEADER.pack(b"OggS", 0, self.flags, self.at, _SERIAL, number, 0, len(self.lacing)) + self.lacing
        return head[:22] + struct.pack("<I", _checksum(head + self.body)) + head[26:] + self.body


def made_anew(content: bytes) -> bytes:
    """The same sound in a stream of one number, with empty tags. Raises Unfit where it is no Opus in Ogg."""
    try:
        pages = list(_pages(content))
        head, sound = pages[0], _behind_tags(pages)
    except (struct.error, IndexError, ValueError, StopIteration):
        raise Unfit from None
    if not (head.flags & _FIRST and head.body.startswith(b"OpusHead") and len(head.lacing) == 1 and head.whole):
        raise Unfit
    tags = _Page(flags=0, at=0, lacing=bytes((len(_TAGS),)), body=_TAGS)
    kept = [replace(head, flags=_FIRST), tags, *sound]
    return b"".join(page.written(number) for number, page in enumerate(kept))


def _pages(content: bytes) -> Iterator[_Page]:
    place, serial = 0, None
    while place < len(content):
        sign, _, flags, at, stream, _, _, count = _HEADER.unpack_from(content, place)
        if sign != b"OggS" or serial not in (None, stream):  # several streams at once, or one after the other
            raise ValueError
        serial = stream
        lacing = content[place + _HEADER.size :][:count]
        begin = place + _HEADER.size + count
        place = begin + sum(lacing)
        if len(lacing) < count or place > len(content):
            raise ValueError
        yield _Page(flags=flags, at=at, lacing=lacing, body=content[begin:place])


def _behind_tags(pages: list[_Page]) -> list[_Page]:
    """The pages that hold sound: tags end the page on which they end (RFC 7845, 5.2)."""
    if not pages[1].body.startswith(b"OpusTags"):
        raise ValueError
    ends = next(number for number, page in enumerate(pages[1:], start=1) if page.whole)
    sound = pages[ends + 1 :]
    if not sound or any(page.flags & _FIRST for page in sound) or sound[0].flags & _CONTINUED:
        raise ValueError
    return [replace(page, flags=page.flags & (_CONTINUED | _LAST)) for page in sound]


def _checksum(page: bytes) -> int:
    """Ogg's sum: that of zlib with each byte mirrored, without its inversions, and mirrored as a whole."""
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
