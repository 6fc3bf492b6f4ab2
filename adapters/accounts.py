"""Accounts: who our bots are on the platforms, and what they may do there, asked with their tokens (experience.md)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp

from adapters.settings import Discord, Telegram

VIEW_CHANNELS, SEND_MESSAGES = 1 << 10, 1 << 11
ADMINISTRATOR = 1 << 3
RIGHTS = VIEW_CHANNELS | SEND_MESSAGES
"""All that the bot needs in a Discord server: to post the panel."""

_PATIENCE = aiohttp.ClientTimeout(total=10)


class NotReached(Exception):
    """A platform did not answer as it should; the message says how, and holds no address (a token is part of it)."""


class TokenRefused(Exception):
    """A platform does not accept the token."""


class TelegramAccount:
    """The bot on Telegram."""

    def __init__(self, settings: Telegram, token: str) -> None:
        self._root = f"{settings.api_url}/bot{token}"

    async def me(self) -> tuple[int, str]:
        """Its id and username. NotReached, TokenRefused."""
        found = await self._ask("getMe")
        return int(found["id"]), str(found["username"])

    async def may_delete(self, group: str, *, me: int) -> bool | None:
        """Whether it may delete what others write in a group (a typed /talk); None where it is not in there."""
        try:
            found = await self._ask("getChatMember", chat_id=group, user_id=str(me))
        except NotReached:
            return None
        if found["status"] in {"left", "kicked"}:
            return None
        return found["status"] == "creator" or bool(found.get("can_delete_messages"))

    async def _ask(self, method: str, **fields: str) -> Any:
        answer = await _get(f"{self._root}/{method}", fields, {})
        if not isinstance(answer, dict) or "result" not in answer:
            raise NotReached("what answered is no Bot API")
        return answer["result"]


class DiscordAccount:
    """The bot on Discord."""

    def __init__(self, settings: Discord, token: str) -> None:
        self._root, self._token = settings.api_url, token

    async def me(self) -> tuple[str, str]:
        """Its id and name. NotReached, TokenRefused."""
        found = await self._ask("/users/@me")
        return str(found["id"]), str(found["username"])

    async def servers(self) -> Mapping[str, int]:
        """The servers that it is in, and its rights there. NotReached, TokenRefused."""
        found: dict[str, int] = {}
        while True:
            after = {"after": list(found)[-1]} if found else {}
            page = {
                str(one["id"]): int(one.get("permissions") or 0) for one in await self._ask("/users/@me/guilds", after)
            }
            found |= page
            if len(page) < 200:  # a page's length
                return found

    async def install_link(self) -> str:
        """Where somebody adds the bot to a server. NotReached, TokenRefused."""
        app = application_in(self._token) or (await self.me())[0]
        return (
            f"https://discord.com/oauth2/authorize?client_id={app}&scope=bot+applications.commands&permissions={RIGHTS}"
        )

    async def _ask(self, path: str, fields: Mapping[str, str] | None = None) -> Any:
        # Discord's rules ask for a User-Agent of this form.
        headers = {"Authorization": f"Bot {self._token}", "User-Agent": "DiscordBot (warmline, 0)"}
        return await _get(self._root + path, fields or {}, headers)


def application_in(token: str) -> str | None:
    """The application's id, which a Discord token begins with in base64; None where this one does not."""
    first = token.partition(".")[0]
    try:
        decoded = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return decoded if decoded.isdigit() and len(decoded) >= 15 else None


async def _get(url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Any:
    try:
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE, trust_env=True) as session,
            session.get(url, params=fields, headers=headers) as answer,
        ):
            # Telegram answers 404 to a token that it does not know, or 401 to one that was taken back.
            if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
                raise TokenRefused
            if answer.status >= HTTPStatus.BAD_REQUEST:
                raise NotReached(f"it answered with {answer.status}")
            return await answer.json(content_type=None)
    except TimeoutError:
        raise NotReached("it did not answer in time") from None
    except (aiohttp.ClientError, ValueError) as err:
        reason = getattr(err, "strerror", None) or type(err).__name__
        raise NotReached(reason) from None  # the cause shows the address
