"""Sending and getting files."""

from __future__ import annotations

import itertools
from typing import Any

from .files import described
from .methods import Does, method
from .methods_messages import caption_of, extras, target
from .params import Params, Upload
from .refusal import bad
from .shapes import CAPTION, SEND, WHERE
from .world import World

SOUND = "duration:int"
PICTURE = "duration:int width:int height:int thumbnail:file show_caption_above_media:bool has_spoiler:bool"
KINDS = {
    "photo": f"{CAPTION} show_caption_above_media:bool has_spoiler:bool",
    "voice": f"{CAPTION} {SOUND}",
    "document": f"{CAPTION} thumbnail:file disable_content_type_detection:bool",
    "sticker": "emoji:str",
    "audio": f"{CAPTION} {SOUND} performer:str title:str thumbnail:file",
    "video": f"{CAPTION} {PICTURE} cover:file start_timestamp:int supports_streaming:bool",
    "animation": f"{CAPTION} {PICTURE}",
}
ALBUM = {"photo": "photo", "video": "photo", "document": "document", "audio": "audio"}  # what may be together
_albums = itertools.count(13_500_000_000_000_001)


def sending(kind: str) -> Does:
    """The method that sends one file of a kind."""

    async def send(world: World, given: Params) -> Any:
        caption = caption_of(given) if "caption" in KINDS[kind] else {}
        room = world.writable(given["chat_id"])
        media = described(world.files.given(kind, given[kind]), **given)
        content: Params = {kind: media} | ({"document": media} if kind == "animation" else {})
        return world.say(room, content | caption | extras(given), reply_to=target(world, room, given))

    return send


for _kind, _parameters in KINDS.items():
    method(f"send{_kind.title()}", f"{SEND} {_kind}!:file {_parameters}")(sending(_kind))


@method("sendMediaGroup", f"{WHERE} media!:[InputMedia]")
async def send_media_group(world: World, given: Params) -> Any:
    """Two to ten files that belong together."""
    album = given["media"]
    if not 2 <= len(album) <= 10:
        raise bad("expected from 2 to 10 media in the album")
    if len({ALBUM.get(one["type"], "") for one in album}) > 1 or album[0]["type"] not in ALBUM:
        raise bad("can't use the media of the specified type in the album")
    captions = [caption_of(one) for one in album]
    room = world.writable(given["chat_id"])
    reply_to, together = target(world, room, given), {"media_group_id": str(next(_albums))}
    files = [world.files.given(one["type"], _attached(one["media"], given)) for one in album]
    return [
        world.say(room, {one["type"]: described(stored, **one)} | caption | together | extras(given), reply_to=reply_to)
        for one, stored, caption in zip(album, files, captions, strict=True)
    ]


@method("getFile", "file_id!:str")
async def get_file(world: World, given: Params) -> Any:
    """Where a file can be fetched for an hour."""
    return world.files.file(given["file_id"])


def _attached(media: str, given: Params) -> str | Upload:
    name = media.removeprefix("attach://")
    if name == media:
        return media
    upload = given.get(name)
    if not isinstance(upload, Upload):
        raise bad(f'file "{name}" is not attached')
    return upload
