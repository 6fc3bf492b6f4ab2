"""Copying and forwarding messages."""

from __future__ import annotations

from typing import Any

from .methods import method
from .methods_messages import caption_of, extras, target
from .params import Params
from .refusal import bad
from .rooms import MEDIA, Message
from .shapes import CAPTION, SEND
from .world import World

FORWARD = (
    "chat_id!:chat message_thread_id:int direct_messages_topic_id:int from_chat_id!:chat message_id!:int "
    "video_start_timestamp:int disable_notification:bool protect_content:bool message_effect_id:str "
    "suggested_post_parameters:any"
)


@method(
    "copyMessage",
    f"{SEND} {CAPTION} from_chat_id!:chat message_id!:int show_caption_above_media:bool video_start_timestamp:int",
)
async def copy_message(world: World, given: Params) -> Any:
    """The same content again, without a link to where it came from."""
    room = world.writable(given["chat_id"])
    content = _content(_source(world, given, "copy"))
    if "caption" in given and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")} | caption_of(given)
    copied = world.say(room, content | extras(given), reply_to=target(world, room, given))
    return {"message_id": copied["message_id"]}


@method("forwardMessage", FORWARD)
async def forward_message(world: World, given: Params) -> Any:
    """The same message again, with a link to who wrote it."""
    room = world.writable(given["chat_id"])
    message = _source(world, given, "forward")
    origin = {"type": "user", "date": message["date"], "sender_user": message["from"]}
    content = _content(message) | {"forward_origin": message.get("forward_origin", origin)}
    return world.say(room, content | extras(given))


def _source(world: World, given: Params, what: str) -> Message:
    message = world.room(given["from_chat_id"]).messages.get(given["message_id"])
    if message is None:
        raise bad(f"message to {what} not found")
    if message.get("has_protected_content") or not _content(message):
        raise bad(f"message can't be {'copied' if what == 'copy' else 'forwarded'}")
    return message


def _content(message: Message) -> Message:
    fields = ("text", "entities", "link_preview_options", "caption", "caption_entities", *MEDIA)
    return {key: message[key] for key in fields if key in message}
