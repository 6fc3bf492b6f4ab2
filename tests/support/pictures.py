"""Pictures and recordings as people send them, with all that hides in them; and what arrived."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Sequence
from typing import Any

from PIL import Image, PngImagePlugin

from adapters.sandbox import discord, telegram
from adapters.sandbox.people import Shown

COLOURS = {"red": (210, 30, 30), "green": (30, 160, 60), "blue": (40, 60, 200)}
Someone = discord.Person | telegram.Person


def photo(canary: str = "", *, colour: str = "red", size: tuple[int, int] = (64, 48), turned: bool = False) -> bytes:
    """A JPEG; `canary` stands in its EXIF (camera, author, place), its comment and its colour profile."""
    exif, out = Image.Exif(), io.BytesIO()
    if canary:
        exif[0x010F], exif[0x013B], exif[0x8298] = canary, canary, canary  # maker, artist, copyright
        exif.get_ifd(0x8825)[29] = canary  # GPS
    if turned:
        exif[0x0112] = 6  # lies on its side
    hidden = {"comment": canary.encode(), "icc_profile": canary.encode() * 20} if canary else {}
    Image.new("RGB", size, COLOURS[colour]).save(out, "JPEG", exif=exif, **hidden)
    return out.getvalue()


def painting(kind: str, canary: str = "", *, colour: str = "green", size: tuple[int, int] = (64, 48)) -> bytes:
    """A PNG, WebP or GIF; `canary` stands wherever that kind keeps remarks, and behind the picture's end."""
    picture, out, text = Image.new("RGB", size, COLOURS[colour]), io.BytesIO(), PngImagePlugin.PngInfo()
    text.add_text("Author", canary, zip=False)
    text.add_itxt("Comment", canary)
    more: dict[str, dict[str, Any]] = {
        "PNG": {"pnginfo": text},
        "WEBP": {"xmp": canary.encode()},
        "GIF": {"comment": canary.encode()},
    }
    picture.save(out, kind, **more[kind])
    return out.getvalue() + canary.encode()


def noise(side: int) -> bytes:
    """A PNG that no encoder makes small."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(7).randbytes(side * side * 3)).save(out, "PNG", compress_level=0)
    return out.getvalue()


def recording(canary: str = "", *, sound: bytes = b"\x00sound", pages: int = 3) -> bytes:
    """A voice message: Opus in Ogg, with `canary` in its tags; its sums are not right, which no reader needs."""
    tags = b"OpusTags" + _text(canary) + struct.pack("<I", 1) + _text(f"LOCATION={canary}" + "x" * 300)
    head = b"OpusHead" + bytes((1, 1)) + struct.pack("<HIhB", 312, 48000, 0, 0)
    heard = (sound + bytes((number % 256,)) for number in range(pages))
    bodies = [(head, 2), (tags, 0), *((body, 0) for body in heard)]
    return b"".join(_page(body, flags, number) for number, (body, flags) in enumerate(bodies))


def shows(content: bytes) -> str:
    """The colour that a picture shows in its middle, by name."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    seen = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(seen, tuple)
    return min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], seen, strict=False)))


def arrived(reader: Someone, shown: Shown) -> list[tuple[str, bytes]]:
    """The files of a message as its reader can keep them: name and content."""
    if isinstance(reader, discord.Person):
        base = reader.world.base
        return [
            (one["filename"], reader.world.uploads[one["url"].removeprefix(base)]) for one in shown.raw["attachments"]
        ]
    found = next((shown.raw[kind] for kind in ("photo", "voice", "document") if kind in shown.raw), None)
    sizes: Sequence[dict[str, str]] = found if isinstance(found, list) else [found] if found else []
    uploads = [reader.world.files.by_id[one["file_id"]].upload for one in sizes]
    return [(one.name, one.content) for one in uploads]


async def sends(writer: Someone, text: str, *contents: bytes, name: str = "IMG_2041_home.jpg") -> str:
    """They send pictures with a text, from the files of their telephone."""
    if isinstance(writer, discord.Person):
        return await writer.says(text, files={f"{number}{name}": one for number, one in enumerate(contents)})
    if len(contents) == 1:
        return await writer.sends_photo(text or None, contents[0])
    return (await writer.sends_album(text or None, *(None for _ in contents[1:]), contents=contents))[0]


async def speaks(writer: Someone, content: bytes) -> None:
    """They send a voice message."""
    if isinstance(writer, discord.Person):
        await writer.says("", files={"voice-message.ogg": content}, flags=1 << 13)
    else:
        await writer.sends_voice(content=content)


async def gives(writer: Someone, name: str, content: bytes, text: str) -> None:
    """They send a file."""
    if isinstance(writer, discord.Person):
        await writer.says(text, files={name: content})
    else:
        await writer.sends_document(name, content, text)


def _page(body: bytes, flags: int, number: int) -> bytes:
    lacing = bytes((255,)) * (len(body) // 255) + bytes((len(body) % 255,))
    return struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 960 * number, 77, number, 0, len(lacing)) + lacing + body


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode()
