"""Pictures, voice messages and files of Discord: what came, as references; what goes out, as the parts of a form."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import discord

from adapters.media.making import TEXTS
from bot.media import File, Medium

Json = dict[str, Any]

_VOICE_MESSAGE, _SPOILER = 1 << 13, 1 << 3
_HIDDEN = "SPOILER_"
_OTHERS = ("audio", "video")


def media(message: Json) -> tuple[Medium, ...]:
    """What of a message may be passed on, as references."""
    return tuple(
        Medium(
            kind=kind, handle=str(one.get("url", "")), size=int(one.get("size") or 0), mark=str(one.get("id", "")),
            spoiler=bool(one.get("flags", 0) & _SPOILER) or str(one.get("filename", "")).startswith(_HIDDEN),
        )
        for one in message.get("attachments") or ()
        if (kind := _kind(one, message)) in ("image", "voice", "file")
    )  # fmt: skip


def others(message: Json) -> Iterator[str]:
    """The kinds of what no new file can be made of."""
    kinds = (_kind(one, message) for one in message.get("attachments") or ())
    yield from (kind for kind in kinds if kind not in ("image", "voice", "file"))


def _kind(attachment: Json, message: Json) -> str:
    if message.get("flags", 0) & _VOICE_MESSAGE or "waveform" in attachment:
        return "voice"
    whole = str(attachment.get("content_type") or "").partition(";")[0]
    kind = whole.partition("/")[0]
    if kind == "image":
        return "image"
    return "file" if whole in TEXTS else kind if kind in _OTHERS else "document"


def form(body: Json, files: Sequence[File]) -> Json:
    """A message with files, as discord.py's HTTP client takes it; it can be sent again."""
    ready = [discord.File(io.BytesIO(file.content), filename=file.name, spoiler=file.spoiler) for file in files]
    parts = [{"name": "payload_json", "value": json.dumps(body), "content_type": "application/json"}] + [
        {"name": f"files[{number}]", "value": one.fp, "filename": one.filename, "content_type": file.type}
        for number, (one, file) in enumerate(zip(ready, files, strict=True))
    ]
    return {"form": parts, "files": ready}
