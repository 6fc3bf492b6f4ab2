"""The stage of the demo: both platforms in small, four people with phones, and the real bot between them."""

import asyncio
import json
import re
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Self

from adapters.sandbox.child import Child
from adapters.sandbox.discord import DiscordServer, Guild
from adapters.sandbox.discord import Person as DiscordPerson
from adapters.sandbox.people import Chat
from adapters.sandbox.telegram import Person as TelegramPerson
from adapters.sandbox.telegram import TelegramServer

_MOMENT = re.compile(r"<t:(\d{1,12})(?::([tTdDfFR]))?>")
_DISCORD_TOKEN = "sandbox.discord.token-that-opens-nothing"
_TELEGRAM_TOKEN = "700700700:sandbox-token-that-opens-nothing"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One of the people; `role` is why they are here, in a few words."""

    key: str
    name: str
    platform: Literal["telegram", "discord"]
    role: str
    person: TelegramPerson | DiscordPerson

    @property
    def chat(self) -> Chat:
        """What this person sees."""
        return self.person.chat


def readable(text: str) -> str:
    """A text with Discord's moments (`<t:seconds:t>`) as the app shows them: the time of day, here, or how far off."""
    return _MOMENT.sub(_moment, text)


def _moment(found: re.Match[str]) -> str:
    at = datetime.fromtimestamp(int(found[1]), UTC)
    if found[2] == "R":
        return f"in {max((at - datetime.now(UTC)) // timedelta(hours=1), 1)} h"
    return at.astimezone().strftime("%a %H:%M" if found[2] == "f" else "%H:%M")


class Stage:
    """Opened with `async with`: the servers listen, and the bot is there but not started; all of it goes on leaving.

    `settings` are WARMLINE_* variables beside those that the bot needs to find the servers.
    """

    def __init__(self, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        self._more = settings
        self._leaving = AsyncExitStack()
        self.telegram = TelegramServer(token=_TELEGRAM_TOKEN)
        self.discord = DiscordServer(token=_DISCORD_TOKEN)
        self.guild: Guild = self.discord.guild("Harbour")
        self.seeker = self._on_telegram("seeker", "Lea", "would like to talk")
        self.member = self._on_discord("member", "Sam", "member of a server")
        self.robin = self._on_discord("robin", "Robin", "volunteer listener")
        self.kim = self._on_telegram("kim", "Kim", "volunteer listener")

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody, in the order of their phones."""
        return (self.seeker, self.member, self.robin, self.kim)

    @property
    def database(self) -> Path:
        """Where the bot keeps what it keeps."""
        return self.folder / "warmline.db"

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opening:
            self.folder = Path(opening.enter_context(tempfile.TemporaryDirectory(prefix="warmline-demo-")))
            for server in (self.telegram, self.discord):
                await server.start()
                opening.push_async_callback(server.close)
            self.bot = Child(self.folder, self._settings())
            opening.push_async_callback(self.bot.stop)
            self._leaving = opening.pop_all()
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._leaving.aclose()

    async def invites(self, role: str, *, times: int = 1) -> list[str]:
        """The operator makes invites with `warmline invite`; their codes."""
        words = ("invite", role, "--approved", "--no-practice", "--json")
        printed = await asyncio.gather(*(self.bot.command(*words) for _ in range(times)))
        return [str(json.loads(line)["code"]) for line in printed]

    def _settings(self) -> dict[str, str]:
        return {
            "WARMLINE_DATABASE_URL": f"sqlite:///{self.database}",
            "WARMLINE_KEY_DIR": str(self.folder / "keys"),
            "WARMLINE_DISCORD__TOKEN": _DISCORD_TOKEN,
            "WARMLINE_DISCORD__API_URL": self.discord.api_url,
            "WARMLINE_DISCORD__GATEWAY_URL": self.discord.gateway_url,
            "WARMLINE_TELEGRAM__TOKEN": _TELEGRAM_TOKEN,
            "WARMLINE_TELEGRAM__API_URL": self.telegram.url,
            "WARMLINE_DISCORD__PACE": "1000",
            "WARMLINE_TELEGRAM__PACE": "1000",
            "WARMLINE_WEB__PORT": "0",
            "WARMLINE_LOG__FORMAT": "json",
            **self._more,
        }

    def _on_telegram(self, key: str, name: str, role: str) -> Actor:
        return Actor(key=key, name=name, platform="telegram", role=role, person=self.telegram.person(name))

    def _on_discord(self, key: str, name: str, role: str) -> Actor:
        person: Any = self.discord.person(name, self.guild)
        return Actor(key=key, name=name, platform="discord", role=role, person=person)
