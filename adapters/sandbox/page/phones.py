"""A phone on the page: what it shows, what its keyboard suggests, and what a press or a word on it does."""

from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from adapters.sandbox.discord import NotOffered, components, slash
from adapters.sandbox.discord import Person as DiscordPerson
from adapters.sandbox.discord.errors import Refusal
from adapters.sandbox.people import Shown
from adapters.sandbox.stage import Actor, Stage, readable
from adapters.sandbox.telegram import Person as TelegramPerson
from adapters.sandbox.telegram import keyboard
from adapters.sandbox.telegram.methods_profile import menu

Json = dict[str, Any]

_LINK_STYLE = 5
_ANSWERED_WITHIN = 3.0  # seconds
NOT_POSSIBLE = (AssertionError, LookupError, Refusal)
"""What the sandbox raises where an app would not let somebody do something."""


def shown(actor: Actor, stage: Stage) -> Json:
    """Everything that is on this phone now."""
    about = stage.telegram.world.profile.get(("description", ""), "")
    return {
        "key": actor.key, "name": actor.name, "platform": actor.platform, "role": actor.role,
        "about": about if actor.platform == "telegram" else "", "place": stage.guild.name,
        "messages": [_message(one) for one in actor.chat.shown],
    }  # fmt: skip


def commands(actor: Actor, stage: Stage) -> list[Json]:
    """What the app suggests after a slash: name, what it does, and its options."""
    if isinstance(actor.person, TelegramPerson):
        offered = menu(stage.telegram.world, actor.person.id, actor.person.account.language_code)
        return [{"name": one["command"], "about": one["description"], "options": []} for one in offered]
    return [
        {"name": one["name"], "about": one["description"], "options": [o["name"] for o in one.get("options") or ()]}
        for one in stage.discord.world.commands[None].values()
    ]


async def act(actor: Actor, stage: Stage, given: Json) -> str:
    """Do what somebody did on this phone; what pops up for a moment, or "". One of NOT_POSSIBLE says why not."""
    person, text = actor.person, str(given.get("text", ""))
    if given.get("kind") == "presses":
        return await _press(person, text, str(given["message"]))
    if given.get("kind") == "selects" and isinstance(person, DiscordPerson):
        await person.selects(text, on=str(given["message"]))
    elif isinstance(person, DiscordPerson) and text.startswith("/"):
        return await _slash(person, stage, text, publicly=given.get("where") == "place")
    else:
        await person.says(text)
    return ""


async def _press(person: TelegramPerson | DiscordPerson, label: str, message: str) -> str:
    if isinstance(person, DiscordPerson):
        pressed = await person.presses(label, on=message)
        return await _answered(pressed.answered(within=_ANSWERED_WITHIN), "This interaction failed")
    there = person.chat.find(message)
    if there and any(one["text"] == label and "url" in one for one in keyboard.buttons(there.raw)):
        await person.follows(label)
        return ""
    query = await person.presses(label, on=message)
    return await _answered(person.hears(query, within=_ANSWERED_WITHIN), "No answer: the bot is away.")


async def _slash(person: DiscordPerson, stage: Stage, text: str, *, publicly: bool) -> str:
    name, *given = text[1:].split(maxsplit=1)
    place = stage.guild if publicly else None
    try:
        options = [one["name"] for one in slash.find(stage.discord.world, person, name, place).get("options") or ()]
    except NotOffered:
        if any(one["name"] == name for one in stage.discord.world.commands[None].values()):
            raise
        await person.says(text, where=place)  # no command of this bot: Discord sends it as words
        return ""
    values = given[0].split(maxsplit=len(options) - 1) if given and options else given
    filled = {option: value.removeprefix(f"{option}:") for option, value in zip(options, values, strict=False)}
    used = await person.runs(name, in_guild=place, **filled)
    return await _answered(used.answered(within=_ANSWERED_WITHIN), "The application did not respond")


async def _answered(answer: Coroutine[Any, Any, object], otherwise: str) -> str:
    try:
        told = await answer
    except TimeoutError:
        return otherwise
    return told if isinstance(told, str) else ""


def _message(one: Shown) -> Json:
    """A message as the page draws it; `at` in seconds since 1970."""
    raw = one.raw
    at = raw["date"] if "date" in raw else datetime.fromisoformat(raw["timestamp"]).timestamp()
    replied = raw.get("reply_to_message") or raw.get("referenced_message") or {}
    told: Json = {
        "id": one.id, "version": one.version, "by": "bot" if one.by_bot else "me", "text": readable(one.text),
        "at": at, "edited": bool(raw.get("edit_date") or raw.get("edited_timestamp")), "ephemeral": one.ephemeral,
        "quote": str(replied.get("text") or replied.get("content") or ""), "buttons": _buttons(raw), "menus": [],
        "used": (raw.get("interaction_metadata") or {}).get("name", ""),
    }  # fmt: skip
    for _, part in components.walk(raw.get("components") or []):
        if part["type"] == components.SELECT:
            told["menus"].append({"hint": part.get("placeholder", ""), "labels": [o["label"] for o in part["options"]]})
    return told


def _buttons(raw: Json) -> list[list[Json]]:
    """Rows of buttons: label, style (1 to 5, as Discord counts them), and where a link leads."""
    if "reply_markup" in raw:
        rows = raw["reply_markup"].get("inline_keyboard", [])
        return [[{"label": one["text"], "url": one.get("url", "")} for one in row] for row in rows]
    return [
        [
            {"label": one.get("label", ""), "style": one["style"], "url": one.get("url", "")}
            for one in row["components"] if one["type"] == components.BUTTON
        ]
        for row in raw.get("components") or [] if row["type"] == components.ROW
    ]  # fmt: skip
