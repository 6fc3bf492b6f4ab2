"""Editing and deleting messages."""

from __future__ import annotations

from typing import Any

from . import keyboard
from .methods import method
from .methods_messages import TEXT, caption_of, text_of
from .params import Params
from .refusal import bad
from .rooms import Message, Room
from .shapes import CAPTION, WHICH
from .world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
DELETABLE = 48 * 3600  # seconds
MOST_AT_ONCE = 100


@method("editMessageText", f"{WHICH} text!:str rich_message:any {TEXT}")
async def edit_message_text(world: World, given: Params) -> Any:
    """Other words; without a keyboard in the call, the old one goes."""
    content = text_of(given)
    room, message = _own(world, given)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    kept = _without(message, "text", "entities", "link_preview_options")
    return _replace(world, room, message, kept | content, given)


@method("editMessageCaption", f"{WHICH} {CAPTION} show_caption_above_media:bool")
async def edit_message_caption(world: World, given: Params) -> Any:
    """Another caption; without a keyboard in the call, the old one goes."""
    content = caption_of(given)
    room, message = _own(world, given)
    if "text" in message:
        raise bad("there is no caption in the message to edit")
    return _replace(world, room, message, _without(message, "caption", "caption_entities") | content, given)


@method("editMessageReplyMarkup", WHICH)
async def edit_message_reply_markup(world: World, given: Params) -> Any:
    """Other buttons, or none."""
    room, message = _own(world, given)
    return _replace(world, room, message, message, given, dated=False)


@method("deleteMessage", "chat_id!:chat message_id!:int")
async def delete_message(world: World, given: Params) -> Any:
    """Take one message away, for everybody."""
    room = world.room(given["chat_id"])
    message = room.messages.get(given["message_id"])
    if message is None:
        raise bad("message to delete not found")
    _refuse_undeletable(world, room, message)
    room.remove(given["message_id"])
    return True


@method("deleteMessages", "chat_id!:chat message_ids!:[int]")
async def delete_messages(world: World, given: Params) -> Any:
    """Take up to a hundred away; those that are not there are skipped."""
    if not 1 <= len(given["message_ids"]) <= MOST_AT_ONCE:
        raise bad("too many message identifiers specified" if given["message_ids"] else "MESSAGE_IDS_EMPTY")
    room = world.room(given["chat_id"])
    there = [room.messages[number] for number in dict.fromkeys(given["message_ids"]) if number in room.messages]
    for message in there:
        _refuse_undeletable(world, room, message)
    for message in there:
        room.remove(message["message_id"])
    return True


def _own(world: World, given: Params) -> tuple[Room, Message]:
    """The bot's own message that shall be edited."""
    if "inline_message_id" in given:
        raise bad("MESSAGE_ID_INVALID")
    for name, says in (("chat_id", "chat_id is empty"), ("message_id", "message identifier is not specified")):
        if name not in given:
            raise bad(says)
    room = world.writable(given["chat_id"])
    message = room.messages.get(given["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != world.bot_id or "forward_origin" in message:
        raise bad("message can't be edited")
    return room, message


def _replace(world: World, room: Room, old: Message, content: Message, given: Params, *, dated: bool = True) -> Message:
    rows = keyboard.checked(given.get("reply_markup"))
    new = _without(content, "reply_markup", "edit_date") | ({"reply_markup": rows} if rows else {})
    if new == _without(old, "edit_date"):
        raise bad(NOT_MODIFIED)
    stamp = {"edit_date": world.now} if dated else {key: old[key] for key in ("edit_date",) if key in old}
    return room.replace(old["message_id"], new | stamp)


def _without(message: Message, *fields: str) -> Message:
    return {key: value for key, value in message.items() if key not in fields}


def _refuse_undeletable(world: World, room: Room, message: Message) -> None:
    own = message["from"]["id"] == world.bot_id
    if not room.private:
        me = room.members.get(world.bot_id, {})
        if me.get("status") == "administrator" and me.get("can_delete_messages"):
            return
        if not own:
            raise bad("message can't be deleted")
    if world.now - message["date"] > DELETABLE:
        raise bad("message can't be deleted for everyone")
