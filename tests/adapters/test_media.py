"""What is made anew of pictures, voice messages and text: what they show and say, and nothing else (privacy.md)."""

from __future__ import annotations

import io
import struct
import tempfile
import zlib

import pytest
from PIL import Image

from adapters.media import images, ogg
from adapters.media.images import MOST_PIXELS, Unfit
from adapters.media.making import LARGEST_MADE, LONGEST_TEXT, made_anew
from bot.errors import Refused
from bot.media import Medium
from tests.support.disk import written
from tests.support.pictures import noise, painting, photo, recording, shows

CANARY = "quetzalcanary"
SENT = {
    "a photograph": photo(CANARY), "PNG": painting("PNG", CANARY, colour="red"),
    "WebP": painting("WEBP", CANARY, colour="red"), "GIF": painting("GIF", CANARY, colour="red"),
}  # fmt: skip


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT.keys())
def test_a_picture_is_its_pixels_and_nothing_else(sent: bytes) -> None:
    """What it shows is there; camera, author, place, comment, profile, and what stood behind its end are not."""
    assert CANARY.encode() in sent
    made = images.made_anew(sent)
    assert shows(made) == "red"
    assert CANARY.encode() not in made
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.format == "JPEG"
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_that_lies_on_its_side_stands_upright() -> None:
    """How it is to be turned stands in what is taken away."""
    with Image.open(io.BytesIO(images.made_anew(photo(size=(64, 48), turned=True)))) as picture:
        assert picture.size == (48, 64)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_whatever_is_see_through_is_on_white(mode: str) -> None:
    """Every way of keeping pixels becomes the usual one."""
    out = io.BytesIO()
    picture = Image.new(mode, (30, 20), 0) if mode != "RGBA" else Image.new(mode, (30, 20), (200, 0, 0, 0))
    picture.save(out, "PNG")
    with Image.open(io.BytesIO(images.made_anew(out.getvalue()))) as made:
        assert (made.mode, made.size) == ("RGB", (30, 20))
        if mode in ("LA", "RGBA"):
            assert made.getpixel((10, 10)) == (255, 255, 255)


def test_a_large_picture_becomes_smaller() -> None:
    """2,560 pixels are enough for a telephone."""
    with Image.open(io.BytesIO(images.made_anew(photo(size=(6000, 3000))))) as picture:
        assert picture.size == (2560, 1280)


def _bomb() -> bytes:
    """A few bytes that say they are 60,000 pixels wide and as high."""
    head = bytearray(painting("PNG"))
    head[16:24] = struct.pack(">II", 60_000, 60_000)
    head[29:33] = struct.pack(">I", zlib.crc32(head[12:29]))
    return bytes(head)


def _wide() -> bytes:
    out = io.BytesIO()
    Image.new("1", (MOST_PIXELS // 5000 + 5, 5000)).save(out, "PNG")
    return out.getvalue()


UNFIT = {
    "nothing": b"", "no picture": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a torn one": photo()[:200],
    "half a PNG": noise(64)[:5000],
    "a format that is not read": b"BM" + bytes(60), "much longer than wide": photo(size=(2000, 20)),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
}  # fmt: skip


@pytest.mark.parametrize("sent", [_bomb(), _wide()], ids=["a bomb", "more pixels than are read"])
def test_a_picture_of_too_many_pixels_is_too_large(sent: bytes) -> None:
    """Refused before it takes memory; its writer hears why."""
    with pytest.raises(Unfit) as refused:
        images.made_anew(sent)
    assert (refused.value.args, refused.value.__context__) == (("too_large",), None)


@pytest.mark.parametrize("sent", UNFIT.values(), ids=UNFIT.keys())
def test_what_is_no_picture_is_unfit(sent: bytes) -> None:
    """Refused, and without an error that would quote it."""
    with pytest.raises(Unfit) as refused:
        images.made_anew(sent)
    assert (refused.value.args, refused.value.__context__) == (("unreadable",), None)


def test_a_voice_message_keeps_its_sound_and_loses_its_tags() -> None:
    """The pages of sound are there, in order, each with its right sum; what stood in its tags is not."""
    sent = recording(CANARY, pages=5)
    made = ogg.made_anew(sent)
    assert CANARY.encode() in sent
    assert CANARY.encode() not in made
    pages = list(_pages(made))
    assert [body for _, body in pages[2:]] == [b"\x00sound" + bytes((number,)) for number in range(5)]
    assert [number for number, _ in pages] == list(range(7))
    assert pages[0][1].startswith(b"OpusHead")
    assert pages[1][1] == b"OpusTags" + bytes(8)
    assert ogg.made_anew(made) == made


VOICELESS = {
    "nothing": b"", "no Ogg": b"ID3" + bytes(100), "no sound": recording(pages=0), "torn": recording()[:-3],
    "two streams": recording() + recording().replace(struct.pack("<I", 77), struct.pack("<I", 78)),
    "one after the other": recording() + recording(), "other sound": recording().replace(b"OpusHead", b"FishHead"),
    "no tags": recording().replace(b"OpusTags", b"FishTags"), "more behind": recording() + b"and more",
}  # fmt: skip


@pytest.mark.parametrize("sent", VOICELESS.values(), ids=VOICELESS.keys())
def test_what_is_no_voice_message_is_unfit(sent: bytes) -> None:
    """Nothing of which it is not certain what it holds."""
    with pytest.raises(Unfit):
        ogg.made_anew(sent)


async def test_a_text_is_passed_on_as_text() -> None:
    """As UTF-8, with usual line ends; what is no text is refused."""
    medium = Medium(kind="file", handle="x")
    file = await made_anew(medium, "\ufeffa poem\r\nüber Möwen".encode())
    assert (file.content.decode(), file.name, file.type) == ("a poem\nüber Möwen", "file.txt", "text/plain")
    for sent in (b"%PDF-1.7\x00\xff", b"\x7fELF\x01\x00", b"   ", b"\x1b[31mred"):
        with pytest.raises(Refused, match="unreadable"):
            await made_anew(medium, sent)
    with pytest.raises(Refused, match="too_large"):
        await made_anew(medium, b"x" * (LONGEST_TEXT + 1))


async def test_what_is_too_large_for_either_platform_is_refused() -> None:
    """A voice message of an hour: it is told, before an app refuses the words with it."""
    long = recording(sound=bytes(2**15), pages=LARGEST_MADE // 2**15 + 1)
    with pytest.raises(Refused, match="too_large"):
        await made_anew(Medium(kind="voice", handle="x"), long)


async def test_nothing_is_written_to_the_disk() -> None:
    """Neither by decoders nor by encoders: no file is opened for it."""
    with written() as seen:
        for kind, sent in (("image", noise(600)), ("voice", recording()), ("file", b"poem")):
            assert (await made_anew(Medium(kind=kind, handle="x"), sent)).content
        assert not seen
        with tempfile.TemporaryFile():
            assert seen  # what looks on does see


def _pages(stream: bytes) -> list[tuple[int, bytes]]:
    """Number and body of each page; its sum is right by the definition of RFC 3533, bit by bit."""
    found, place = [], 0
    while place < len(stream):
        number, told, count = struct.unpack_from("<IIB", stream, place + 18)
        size = sum(stream[place + 27 : place + 27 + count])
        page = stream[place : place + 27 + count + size]
        assert _sum(page[:22] + bytes(4) + page[26:]) == told
        found.append((number, page[27 + count :]))
        place += len(page)
    return found


def _sum(page: bytes) -> int:
    register = 0
    for byte in page:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1 ^ 0x04C11DB7 if register & 0x80000000 else register << 1) & 0xFFFFFFFF
    return register
