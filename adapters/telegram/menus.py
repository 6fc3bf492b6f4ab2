"""Menus: the commands that the app offers, and what is told before the first tap (experience.md)."""

from __future__ import annotations

import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from adapters.wording import Wording
from bot.inbound import COMMANDS
from bot.people import Role

_log = logging.getLogger("warmline.telegram")

_PRIVATE = ("talk", "end", "leave", "help", "helplines", "privacy", "language", "report", "unsend")
_LISTENER = ("oncall", "shifts", "next", "pause", "away", "transfer")
_COORDINATOR = (
    "roster", "invite", "approve", "suspend", "practice", "block", "settings", "announce", "board", "setup",
)  # fmt: skip
_ADMINISTRATORS = ("setup", "panel")  # in groups nothing is offered to everybody: whoever taps /talk there is seen


async def put_up(bot: Bot, wording: Wording) -> None:
    """Bring menus and profile up to date in every language, where they differ; what fails is logged, without harm."""
    for place, language in enumerate(wording.languages):
        code = language.split("-")[0] if place else None  # the first one is for everybody who has none of their own
        try:
            await _offer(bot, wording, BotCommandScopeAllPrivateChats(), _PRIVATE, language, code)
            await _offer(bot, wording, BotCommandScopeAllChatAdministrators(), _ADMINISTRATORS, language, code)
            await _describe(bot, wording, language, code)
        except TelegramError as error:
            _log.warning("menus or profile in %s could not be set: %s", language, type(error).__name__)


async def offer_to(bot: Bot, wording: Wording, chat: int, role: Role | None, language: str) -> None:
    """The menu of one chat, by who somebody is, where it differs; what fails is logged, without harm."""
    names = (*(_LISTENER if role else ()), *_PRIVATE, *(_COORDINATOR if role is Role.COORDINATOR else ()))
    here = tuple(name for name in names if name in COMMANDS)
    try:
        if role is None:
            await bot.delete_my_commands(BotCommandScopeChat(chat))
        else:
            await _offer(bot, wording, BotCommandScopeChat(chat), here, language, None)
    except TelegramError as error:
        _log.warning("the menu of a chat could not be set: %s", type(error).__name__)


async def _offer(
    bot: Bot, wording: Wording, scope: BotCommandScope, names: tuple[str, ...], language: str, code: str | None
) -> None:
    wanted = [BotCommand(name, wording.label(f"command-{name}", language)) for name in names]
    if list(await bot.get_my_commands(scope, code)) != wanted:
        await bot.set_my_commands(wanted, scope, code)


async def _describe(bot: Bot, wording: Wording, language: str, code: str | None) -> None:
    profile, short = wording.label("profile-description", language), wording.label("profile-short", language)
    if (await bot.get_my_description(code)).description != profile:
        await bot.set_my_description(profile, code)
    if (await bot.get_my_short_description(code)).short_description != short:
        await bot.set_my_short_description(short, code)
