"""Slash commands and profile text, told to Discord only when they differ from what it has."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import discord
from discord.http import Route

from adapters.discord.errors import as_ours
from adapters.discord.http import Http
from adapters.wording import Wording
from bot.errors import PlatformError
from bot.inbound import CHOICES, COMMANDS

Json = dict[str, Any]

log = logging.getLogger("warmline.discord")

_ELSEWHERE = {"start"}  # Telegram's way to open a chat
_IN_SERVERS = {"setup", "panel"}
_SLASH, _TEXT = 1, 3
_GUILD_INSTALL = [0]
_GUILD, _BOT_DM = 0, 1
_LONGEST = 100


def commands(wording: Wording) -> list[Json]:
    """All commands as Discord registers them (experience.md, Commands and their options)."""
    return [
        {
            "name": name,
            "type": _SLASH,
            **_described(wording, f"command-{name}"),
            "options": [
                {"name": option, "type": _TEXT, **_described(wording, f"option-{name}-{option}"), "required": False}
                | _choices(wording, name, option)
                for option in options
            ],
            "contexts": [_GUILD] if name in _IN_SERVERS else [_GUILD, _BOT_DM],
            "integration_types": _GUILD_INSTALL,
        }
        for name, options in COMMANDS.items()
        if name not in _ELSEWHERE
    ]


async def tell_commands(http: Http, application: str, wording: Wording) -> bool:
    """Register the commands where they differ from those that are; whether that was needed. Failing harms nobody."""
    wanted, path = commands(wording), "/applications/{application_id}/commands"
    try:
        with as_ours():
            known = await http.request(
                Route("GET", path, application_id=application), params={"with_localizations": "true"}
            )
            if [_essence(one) for one in _sorted(known)] == [_essence(one) for one in _sorted(wanted)]:
                return False
            await http.request(Route("PUT", path, application_id=application), json=wanted)
    except (PlatformError, TypeError, KeyError, AttributeError) as err:
        log.warning("discord commands not registered: %s %s", type(err).__name__, getattr(err, "reason", ""))
        return False
    log.info("discord commands registered: %d", len(wanted))
    return True


async def tell_profile(http: Http, wording: Wording) -> None:
    """Put the program's description on its profile, where it differs. Failing harms nobody."""
    text = wording.label("profile-description", "en")
    try:
        with as_ours():
            known = await http.request(Route("GET", "/applications/@me"))
            if known.get("description") != text:
                await http.request(Route("PATCH", "/applications/@me"), json={"description": text})
    except (PlatformError, AttributeError) as err:
        log.warning("discord profile not changed: %s %s", type(err).__name__, getattr(err, "reason", ""))


def _described(wording: Wording, key: str) -> Json:
    told: Json = {"description": wording.label(key, "en")[:_LONGEST]}
    others = {
        locale: wording.label(key, language)[:_LONGEST]
        for language in wording.languages
        if language != "en"
        for locale in _locales(language)
    }
    return told | ({"description_localizations": others} if others else {})


def _choices(wording: Wording, command: str, option: str) -> Json:
    """The values that an option allows, where it does not take any text."""
    others = [language for language in wording.languages if language != "en"]
    offered = [
        {"name": wording.choice(command, option, value, "en")[:_LONGEST], "value": value}
        | ({"name_localizations": {
            locale: wording.choice(command, option, value, language)[:_LONGEST]
            for language in others for locale in _locales(language)
        }} if others else {})
        for value in CHOICES.get((command, option), ())
    ]  # fmt: skip
    return {"choices": offered} if offered else {}


def _locales(language: str) -> Iterator[str]:
    """Discord's locales of a language, by primary subtag."""
    return (locale.value for locale in discord.Locale if locale.value.split("-")[0] == language.split("-")[0])


def _sorted(known: list[Json]) -> list[Json]:
    return sorted((one for one in known if one.get("type", _SLASH) == _SLASH), key=lambda one: str(one["name"]))


def _essence(command: Json) -> Json:
    """What we say of a command, without what Discord adds."""
    return {
        "name": command["name"],
        "described": (command["description"], command.get("description_localizations") or {}),
        "options": [
            (each["name"], each["type"], each["description"], each.get("description_localizations") or {},
             bool(each.get("required")), [(one["name"], one["value"], one.get("name_localizations") or {})
                                          for one in each.get("choices") or ()])
            for each in command.get("options") or ()
        ],
        "contexts": sorted(command.get("contexts") or ()),
        "integration_types": sorted(command.get("integration_types") or ()),
    }  # fmt: skip
