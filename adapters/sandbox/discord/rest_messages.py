"""Messages in channels (Message Resource)."""

import time
from typing import Any

from adapters.sandbox.discord import message as messages
from adapters.sandbox.discord.bits import Intent, Permission
from adapters.sandbox.discord.call import Call, Route, fields
from adapters.sandbox.discord.channel import THREADS, Channel
from adapters.sandbox.discord.errors import Refusal, invalid, missing
from adapters.sandbox.discord.message import Message

Json = dict[str, Any]
NONCE_LIFE = 300.0  # "the past few minutes" (Create Message: enforce_nonce)
PATH = "/channels/{channel_id}/messages"
WRITABLE = fields("content nonce enforce_nonce tts embeds allowed_mentions message_reference components sticker_ids"
                  " attachments flags poll shared_client_theme")  # fmt: skip
# discord.py sends tts with every edit too; Discord takes no offence.
EDITABLE = fields("content embeds flags allowed_mentions components attachments tts sticker_ids")


def create(call: Call) -> Json:
    """Write a message; the same nonce by the same author gives the first message again."""
    channel, world, body = call.channel(), call.world, call.body
    messages.check_sent(body, attachments=len(call.files))
    may_write(channel)
    key = (world.me["id"], str(body.get("nonce")))
    if body.get("enforce_nonce") and body.get("nonce") is not None:
        when, known = world.by_nonce.get(key, (0.0, None))
        if known and time.monotonic() - when < NONCE_LIFE:
            return known.raw
    more = reply_part(channel, body.get("message_reference"))
    message = channel.post(world.me, body, more=more | call.attached(channel))
    if body.get("nonce") is not None:
        world.by_nonce[key] = (time.monotonic(), message)
    return message.raw


def may_write(channel: Channel) -> None:
    """Refuse where the bot cannot write: closed DMs, missing permission, a thread that is archived and locked."""
    if channel.person and channel.person.refuses_dms:
        raise Refusal(channel.person.refuses_dms)
    if channel.kind in THREADS and channel.thread["archived"]:
        if channel.thread["locked"]:
            raise Refusal(50083)
        channel.archive(False)
    if channel.guild:
        channel.guild.needs(
            Permission.SEND_MESSAGES_IN_THREADS if channel.kind in THREADS else Permission.SEND_MESSAGES
        )


def reply_part(channel: Channel, reference: Json | None) -> Json:
    """What a message says of the one that it answers; a missing one is refused unless fail_if_not_exists is false."""
    if not reference or reference.get("type", 0) != 0:
        return {}
    if not reference.get("message_id"):
        raise missing("message_reference.message_id")
    try:
        return messages.reference(channel, str(reference["message_id"]))
    except Refusal:
        if reference.get("fail_if_not_exists", True):
            raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message") from None
        return {}


def edit(call: Call) -> Json:
    """Change one of the bot's own messages."""
    channel, message = found(call)
    if message.author_id != call.world.me["id"]:
        raise Refusal(50005)
    if channel.kind in THREADS and channel.thread["archived"]:
        raise Refusal(50083)
    messages.check_sent(call.body, attachments=len(call.files), before=message.raw)
    message.raw |= call.attached(channel, message.raw["attachments"])
    channel.edit(message, call.body)
    return message.raw


def delete(call: Call) -> None:
    """Remove a message; in a DM only the bot's own, in a guild others' with MANAGE_MESSAGES."""
    channel, message = found(call)
    if message.author_id != call.world.me["id"]:
        if channel.guild is None:
            raise Refusal(50003)
        channel.guild.needs(Permission.MANAGE_MESSAGES)
    channel.delete(message)


def bulk_delete(call: Call) -> None:
    """Remove 2 to 100 messages of a guild channel."""
    channel, ids = call.channel(), call.body.get("messages") or []
    if channel.guild is None:
        raise Refusal(50003)
    channel.guild.needs(Permission.MANAGE_MESSAGES)
    if not 2 <= len(ids) <= 100:
        raise Refusal(50016)
    for message in [each for each in channel.messages if each.id in map(str, ids)]:
        channel.delete(message)


def get(call: Call) -> Json:
    """One message."""
    return read(*found(call))


def page(call: Call) -> list[Json]:
    """A page of history, newest first."""
    channel, limit = call.channel(), call.whole("limit", 50) or 0
    if not 1 <= limit <= 100:
        raise invalid("limit", "NUMBER_TYPE_MAX" if limit > 100 else "NUMBER_TYPE_MIN",
                      "int value should be between 1 and 100.")  # fmt: skip
    before, around = call.whole("before", 0) or 0, call.whole("around", 0) or 0
    found = channel.page(before=before, after=call.whole("after"), around=around, limit=limit)
    return [read(channel, message) for message in found]


def read(channel: Channel, message: Message) -> Json:
    """A message as the bot may read it: the message content intent counts here too."""
    if channel.world.privileged & Intent.MESSAGE_CONTENT:
        return message.raw
    return message.without_words(message.raw, me=channel.world.me["id"])


def found(call: Call) -> tuple[Channel, Message]:
    """The channel and message in the path, or a Refusal (10003, 10008)."""
    channel = call.channel()
    return channel, channel.find(call.path["message_id"])


ROUTES = (
    Route(method="POST", path=PATH, answer=create, fields=WRITABLE),
    Route(method="GET", path=PATH, answer=page, query=fields("around before after limit")),
    Route(method="POST", path=PATH + "/bulk-delete", answer=bulk_delete, fields=fields("messages")),
    Route(method="GET", path=PATH + "/{message_id}", answer=get),
    Route(method="PATCH", path=PATH + "/{message_id}", answer=edit, fields=EDITABLE),
    Route(method="DELETE", path=PATH + "/{message_id}", answer=delete),
)
