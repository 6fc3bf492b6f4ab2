"""Chats and who is in them."""

from __future__ import annotations

from typing import Any

from .methods import method
from .params import Params
from .refusal import bad
from .rooms import Room
from .world import World

GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


@method("getChat", "chat_id!:chat")
async def get_chat(world: World, given: Params) -> Any:
    """All that the bot may know of a chat."""
    room = world.room(given["chat_id"])
    pinned = room.message(room.pinned[-1]) if room.pinned else None
    return (
        room.chat
        | {"accent_color_id": room.id % 7, "max_reaction_count": 11, "accepted_gift_types": GIFTS}
        | ({"pinned_message": pinned} if pinned is not None else {})
    )


@method("getChatMember", "chat_id!:chat user_id!:int")
async def get_chat_member(world: World, given: Params) -> Any:
    """How somebody stands in a chat."""
    room = world.room(given["chat_id"])
    if given["user_id"] not in world.accounts and given["user_id"] != world.bot_id:
        raise bad("invalid user_id specified")
    return world.member(room, given["user_id"])


@method("getChatAdministrators", "chat_id!:chat return_bots:bool")
async def get_chat_administrators(world: World, given: Params) -> Any:
    """Who has rights in a group; other bots are not listed."""
    room = _group(world, given, "there are no administrators in the private chat")
    found = [world.member(room, who) for who in room.members]
    return [member for member in found if member["status"] in ("creator", "administrator")]


@method("getChatMemberCount", "chat_id!:chat")
async def get_chat_member_count(world: World, given: Params) -> Any:
    """How many are in a chat."""
    room = world.room(given["chat_id"])
    return 2 if room.private else sum(one["status"] not in ("left", "kicked") for one in room.members.values())


@method("pinChatMessage", "business_connection_id:str chat_id!:chat message_id!:int disable_notification:bool")
async def pin_chat_message(world: World, given: Params) -> Any:
    """Put a message at the top of the chat, which says so in a message of its own."""
    room = _where_pins_may_change(world, given)
    if given["message_id"] not in room.messages:
        raise bad("message to pin not found")
    room.pinned = [one for one in room.pinned if one != given["message_id"]] + [given["message_id"]]
    world.say(room, {"pinned_message": room.messages[given["message_id"]]})
    return True


@method("unpinChatMessage", "business_connection_id:str chat_id!:chat message_id:int")
async def unpin_chat_message(world: World, given: Params) -> Any:
    """Take a message, or the newest that is pinned, from the top of the chat."""
    room = _where_pins_may_change(world, given)
    which = given.get("message_id", room.pinned[-1] if room.pinned else None)
    if which not in room.pinned:
        raise bad("message to unpin not found")
    room.pinned.remove(which)
    return True


@method("leaveChat", "chat_id!:chat")
async def leave_chat(world: World, given: Params) -> Any:
    """The bot goes."""
    room = _group(world, given, "chat member status can't be changed in private chats")
    world.writable(room.id)
    world.change_bot(room, {"status": "left"}, by=world.bot)
    return True


def _group(world: World, given: Params, otherwise: str) -> Room:
    room = world.room(given["chat_id"])
    if room.private:
        raise bad(otherwise)
    return room


def _where_pins_may_change(world: World, given: Params) -> Room:
    room = world.writable(given["chat_id"])
    if not room.private and not room.members[world.bot_id].get("can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
    return room
