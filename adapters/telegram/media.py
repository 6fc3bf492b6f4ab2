"""Pictures, voice messages and files of Telegram: what came, as references; fetched by them; sent as new ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from telegram import Bot, InputFile, InputMediaDocument, InputMediaPhoto, Message, MessageEntity, ReplyParameters
from telegram.error import TelegramError

from adapters.media.making import TEXTS, made_anew
from adapters.media.reading import LARGEST
from adapters.telegram import markup
from adapters.telegram.refusals import ours
from adapters.telegram.transport import Transport
from bot.errors import PlatformError, Refused, RetryLater
from bot.media import File, Medium
from bot.words import Words

LONGEST_CAPTION = 1024
_PATH = re.compile(r"[\w-]+(?:/[\w-]+)*(?:\.\w+)?", re.ASCII)


def media(message: Message) -> tuple[Medium, ...]:
    """What of a message may be passed on, as a reference; nothing, where no new one can be made of it."""
    album, spoiler = str(message.media_group_id or ""), bool(message.has_media_spoiler)
    found: Any = None
    if message.photo:
        fits = [size for size in message.photo if (size.file_size or 0) <= LARGEST]
        kind, found = "image", max(fits or message.photo, key=lambda size: size.width * size.height)
    elif message.voice:
        kind, found = "voice", message.voice
    elif message.document and (message.document.mime_type in TEXTS or _pictured(message)):
        kind, found = "image" if _pictured(message) else "file", message.document
    if found is None:
        return ()
    size, mark = found.file_size or 0, found.file_unique_id
    return (Medium(kind=kind, handle=found.file_id, size=size, spoiler=spoiler, album=album, mark=mark),)


def _pictured(message: Message) -> bool:
    """Whether a file is a picture that was sent as it is."""
    return message.document is not None and (message.document.mime_type or "").startswith("image/")


async def fetched(transport: Transport, medium: Medium) -> File:
    """What that reference stands for, made anew. Raises RetryLater, or Refused as bot.ports.Platform.fetch says."""
    if medium.size > LARGEST:
        raise Refused("too_large")
    failure: PlatformError | None = None
    try:
        told = await transport.ask("getFile", {"file_id": medium.handle})
    except TelegramError as error:
        failure = ours(error)
    if failure is not None:
        raise failure if isinstance(failure, RetryLater) else Refused("gone")
    path = told.get("file_path") if isinstance(told, dict) else None
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise Refused("gone")
    return await made_anew(medium, await transport.download(path))


def together(files: Sequence[File]) -> list[tuple[File, ...]]:
    """The files as they are sent, in their order: pictures or documents as albums, voice messages each alone."""
    shares = list[tuple[File, ...]]()
    for kind, some in groupby(files, key=lambda file: file.kind):
        alike = tuple(some)
        shares += [(one,) for one in alike] if kind == "voice" else [alike]
    return shares


def captions(words: Words) -> bool:
    """Whether one caption holds these words."""
    return markup.fits(words) and markup.units(markup.written(words)[0]) <= LONGEST_CAPTION


async def sent(
    bot: Bot, chat: int, files: Sequence[File], words: Words | None, *, reply: ReplyParameters | None
) -> list[str]:
    """Send files of one kind, `words` beneath the first; their message ids."""
    text, entities = markup.written(words) if words is not None else (None, [])
    if len(files) > 1:
        album = [_of_album(file, text, entities, first=number == 0) for number, file in enumerate(files)]
        return [str(one.message_id) for one in await bot.send_media_group(chat, album, reply_parameters=reply)]
    file = files[0]
    given = InputFile(file.content, filename=file.name)
    beneath: dict[str, Any] = {"caption": text, "caption_entities": entities or None, "reply_parameters": reply}
    match file.kind:
        case "image":
            message = await bot.send_photo(chat, given, has_spoiler=file.spoiler or None, **beneath)
        case "voice":
            message = await bot.send_voice(chat, given, **beneath)
        case _:
            message = await bot.send_document(chat, given, **beneath)
    return [str(message.message_id)]


def _of_album(
    file: File, text: str | None, entities: Sequence[MessageEntity], *, first: bool
) -> InputMediaPhoto | InputMediaDocument:
    beneath: dict[str, Any] = {"caption": text, "caption_entities": entities or None} if first else {}
    if file.kind == "image":
        return InputMediaPhoto(file.content, filename=file.name, has_spoiler=file.spoiler or None, **beneath)
    return InputMediaDocument(file.content, filename=file.name, **beneath)
