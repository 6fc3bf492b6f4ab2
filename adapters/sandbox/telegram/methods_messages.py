"""Sending text."""

from __future__ import annotations

from typing import Any

from . import keyboard, markup
from .cleaning import visible
from .entities import Entity, formatted
from .methods import method
from .params import Params
from .refusal import bad
from .rooms import Room
from .shapes import SEND
from .world import World, with_entities

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024  # characters, after the entities are parsed


TEXT = "parse_mode:str entities:[MessageEntity] link_preview_options:LinkPreviewOptions"


@method("sendMessage", f"{SEND} text!:str {TEXT}")
async def send_message(world: World, given: Params) -> Any:
    """A message of text."""
    content = text_of(given)
    room = world.writable(given["chat_id"])
    return world.say(room, content | extras(given), reply_to=target(world, room, given))


def text_of(given: Params) -> Params:
    """The text that a message then has."""
    text, entities = parsed(given["text"], given, "entities")
    if not visible(text):
        raise bad("message text is empty")
    if len(text) > LONGEST_TEXT:
        raise bad("message is too long")
    preview = {"link_preview_options": given["link_preview_options"]} if "link_preview_options" in given else {}
    return with_entities("text", text, entities) | preview


def caption_of(given: Params) -> Params:
    """The caption that a message then has, if any."""
    text, entities = parsed(given.get("caption", ""), given, "caption_entities")
    if len(text) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return with_entities("caption", text, entities) if text else {}


def parsed(text: str, given: Params, field: str) -> tuple[str, list[Entity]]:
    """A text and its entities, by its parse mode or as they are given."""
    if mode := given.get("parse_mode"):
        return formatted(*markup.parse(text, mode))
    return formatted(text, given.get(field, []))


def extras(given: Params) -> Params:
    """What else a new message carries."""
    rows = keyboard.checked(given.get("reply_markup"))
    return ({"reply_markup": rows} if rows else {}) | (
        {"has_protected_content": True} if given.get("protect_content") else {}
    )


def target(world: World, room: Room, given: Params) -> int | None:
    """The message that a new one replies to; None if there is none and none is needed."""
    reply = given.get("reply_parameters")
    if reply is None:
        return None
    place = world.room(reply["chat_id"]) if "chat_id" in reply else room
    if reply["message_id"] in place.messages:
        return int(reply["message_id"]) if place is room else None
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")
