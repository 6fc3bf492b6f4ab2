"""A picture made anew: decoded, and its pixels alone encoded again, without metadata (relay.md; privacy.md)."""

from __future__ import annotations

import io
import warnings

# Those that may be read register themselves here; Pillow's others are never asked.
from PIL import GifImagePlugin, Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""Of one that moves the first picture is taken."""

MOST_PIXELS = 50_000_000
"""What a telephone takes; more is no photograph but a trap (decompression bombs)."""

LONGEST_SIDE, MOST_UNEQUAL, QUALITY = 2560, 20, 88
"""Pixels; Telegram takes no picture that is more than 20 times as long as it is wide."""

_WHITE = (255, 255, 255)

# Pillow itself refuses more than twice as many, before it decodes any, and in a picture within a picture, too.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


class Unfit(Exception):
    """This cannot be made anew: `unreadable`, or `too_large`."""

    def __init__(self, why: str = "unreadable") -> None:
        super().__init__(why)
        self.why = why


def made_anew(content: bytes) -> bytes:
    """A JPEG of what the picture shows, turned upright, at most 2560 pixels long; nothing else of it. Raises Unfit."""
    try:
        return _made_anew(content)
    except Image.DecompressionBombError:
        why = "too_large"
    except Exception:  # noqa: BLE001  # whatever a hostile file makes of a decoder
        why = "unreadable"
    raise Unfit(why)  # out here it carries no error of the decoder, whose text may quote the file


def _made_anew(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if max(picture.size) > MOST_UNEQUAL * min(picture.size):
            raise Unfit
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than it is needed
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        fresh = Image.new("RGB", upright.size, _WHITE)  # knows nothing of the other's comments and profiles
        if upright.has_transparency_data:
            seen = upright.convert("RGBA")
            fresh.paste(seen, mask=seen)
        else:
            fresh.paste(upright.convert("RGB"))
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
