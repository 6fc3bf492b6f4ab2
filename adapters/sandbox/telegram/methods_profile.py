"""What people see of the bot before they write: commands, names, descriptions, the menu button."""

from __future__ import annotations

import re
from typing import Any

from .methods import method
from .params import Params
from .refusal import bad
from .world import World

Key = tuple[str, ...]
SCOPE = "scope:BotCommandScope language_code:str"
PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


@method("setMyCommands", f"commands!:[BotCommand] {SCOPE}")
async def set_my_commands(world: World, given: Params) -> Any:
    """The menu for a scope and a language."""
    if len(given["commands"]) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in given["commands"]:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", one["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(one["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    key = _scope(world, given)
    world.commands[key] = [one | {"command": one["command"].removeprefix("/")} for one in given["commands"]]
    return True


@method("getMyCommands", SCOPE)
async def get_my_commands(world: World, given: Params) -> Any:
    """The menu that was set for exactly this scope and language."""
    return world.commands.get(_scope(world, given), [])


@method("deleteMyCommands", SCOPE)
async def delete_my_commands(world: World, given: Params) -> Any:
    """From now on the next wider scope counts."""
    world.commands.pop(_scope(world, given), None)
    return True


@method("setMyName", "name:str language_code:str")
async def set_my_name(world: World, given: Params) -> Any:
    """The bot's name in a language."""
    _set_words(world, given, "name", 64)
    if not given.get("language_code") and given.get("name"):
        world.bot_names["first_name"] = given["name"]
    return True


@method("setMyDescription", "description:str language_code:str")
async def set_my_description(world: World, given: Params) -> Any:
    """What is shown in the empty chat."""
    return _set_words(world, given, "description", 512)


@method("setMyShortDescription", "short_description:str language_code:str")
async def set_my_short_description(world: World, given: Params) -> Any:
    """What is shown on the bot's profile."""
    return _set_words(world, given, "short_description", 120)


@method("getMyName", "language_code:str")
async def get_my_name(world: World, given: Params) -> Any:
    """The bot's name in a language, or else its own."""
    return {"name": _words(world, given, "name") or world.bot_names["first_name"]}


@method("getMyDescription", "language_code:str")
async def get_my_description(world: World, given: Params) -> Any:
    """What is shown in the empty chat."""
    return {"description": _words(world, given, "description")}


@method("getMyShortDescription", "language_code:str")
async def get_my_short_description(world: World, given: Params) -> Any:
    """What is shown on the bot's profile."""
    return {"short_description": _words(world, given, "short_description")}


@method("setChatMenuButton", "chat_id:int menu_button:MenuButton")
async def set_chat_menu_button(world: World, given: Params) -> Any:
    """The button beside the text field, for one person or for all."""
    button = given.get("menu_button", {"type": "default"})
    if button["type"] not in ("default", "commands", "web_app"):
        raise bad("can't parse menu button: Wrong menu button type")
    world.menu_buttons[_private(world, given)] = button
    return True


@method("getChatMenuButton", "chat_id:int")
async def get_chat_menu_button(world: World, given: Params) -> Any:
    """The button beside the text field."""
    default = world.menu_buttons.get(0, {"type": "commands"})
    return world.menu_buttons.get(_private(world, given), default)


def menu(world: World, person_id: int, language: str | None) -> list[dict[str, Any]]:
    """The commands that a person sees in the private chat: the narrowest scope, the own language first."""
    scopes: list[Key] = [("chat", str(person_id)), ("all_private_chats",), ("default",)]
    for scope in scopes:
        for spoken in (language or "", ""):
            if commands := world.commands.get((*scope, spoken)):
                return commands
    return []


def _scope(world: World, given: Params) -> Key:
    language = given.get("language_code", "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad("invalid language code specified")
    scope = given.get("scope", {"type": "default"})
    if scope["type"] in PLAIN_SCOPES:
        return (scope["type"], language)
    if scope["type"] not in CHAT_SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    if "chat_id" not in scope or (scope["type"] == "chat_member" and "user_id" not in scope):
        raise bad("can't parse BotCommandScope: chat_id or user_id is missing")
    whom = [str(scope["user_id"])] if scope["type"] == "chat_member" else []
    return (scope["type"], str(world.room(scope["chat_id"]).id), *whom, language)


def _private(world: World, given: Params) -> int:
    if "chat_id" in given and not world.room(given["chat_id"]).private:
        raise bad("chat_id must be a private chat")
    return int(given.get("chat_id", 0))


def _set_words(world: World, given: Params, kind: str, most: int) -> bool:
    if len(given.get(kind, "")) > most:
        raise bad(f"BOT_{kind.upper()}_TOO_LONG")
    world.profile[kind, given.get("language_code", "")] = given.get(kind, "")
    return True


def _words(world: World, given: Params, kind: str) -> str:
    return world.profile.get((kind, given.get("language_code", ""))) or world.profile.get((kind, ""), "")
