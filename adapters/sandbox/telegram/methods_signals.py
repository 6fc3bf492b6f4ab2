"""Small signs: answers to pressed buttons, typing, reactions."""

from __future__ import annotations

from typing import Any

from .methods import method
from .params import Params
from .refusal import bad
from .world import World

QUERY_LIVES = 30  # seconds in which a pressed button can be answered
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
FACES = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ "
    "🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 "
    "🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
REACTIONS = frozenset(FACES.split())


@method("answerCallbackQuery", "callback_query_id!:str text:str show_alert:bool url:str cache_time:int")
async def answer_callback_query(world: World, given: Params) -> Any:
    """End the waiting of whoever pressed a button, with a few words or none."""
    pressed = world.queries.get(given["callback_query_id"])
    if pressed is None or world.clock() - pressed > QUERY_LIVES:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(given.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    world.answers[given["callback_query_id"]] = given
    world.answered.ring()
    return True


@method("sendChatAction", "business_connection_id:str chat_id!:chat message_thread_id:int action!:str")
async def send_chat_action(world: World, given: Params) -> Any:
    """Show that the bot is at something, for five seconds."""
    if given["action"] not in ACTIONS:
        raise bad("wrong parameter action in request")
    room = world.writable(given["chat_id"])
    if given["action"] == "typing":
        room.view.types()
    return True


@method("setMessageReaction", "chat_id!:chat message_id!:int reaction:[ReactionType] is_big:bool")
async def set_message_reaction(world: World, given: Params) -> Any:
    """The bot's one reaction to a message, or none any more."""
    room = world.writable(given["chat_id"])
    if given["message_id"] not in room.messages:
        raise bad("message to react not found")
    reaction = given.get("reaction", [])
    if len(reaction) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(one["type"] != "emoji" or one.get("emoji") not in REACTIONS for one in reaction):
        raise bad("REACTION_INVALID")
    room.reactions[given["message_id"], world.bot_id] = reaction
    room.view.react(str(given["message_id"]), tuple(one["emoji"] for one in reaction))
    return True
