"""Bare bridges to measure against: the stock libraries, handler -> send, nothing else (quality.md).

`python -m tests.bench.bridges '<json of a Bridge>'` runs one until it is ended, and prints `ready` once both sides are
connected. It keeps no promise of Warmline's: no order, no retry, no edits, no memory.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, MessageHandler, filters

from adapters.telegram.transport import Transport

Kind = Literal["stock", "aiohttp", "acknowledging"]
Pass = Callable[[str, str], Awaitable[None]]
"""Pass a text on for somebody, by their address."""


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """Where the servers are, and whose words go to whom (`routes`, both ways: "telegram:1" -> "discord:2").

    `stock`: the libraries as they come. `aiohttp`: python-telegram-bot on Warmline's transport. `acknowledging`: stock,
    but Telegram's updates are acknowledged only after they are handled, one by one.
    """

    kind: Kind
    discord_token: str
    discord_api: str
    discord_gateway: str
    telegram_token: str
    telegram_api: str
    routes: dict[str, str] = field(default_factory=dict)


class Discord(discord.Client):
    """The Discord side."""

    def __init__(self, bridge: Bridge, pass_on: Pass) -> None:
        Route.BASE = bridge.discord_api
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(bridge.discord_gateway)
        super().__init__(intents=discord.Intents(guilds=True, dm_messages=True))
        self.connected = asyncio.Event()
        self._pass_on = pass_on
        self._channels: dict[int, discord.DMChannel] = {}

    async def on_connect(self) -> None:
        """From here on messages come in. (`on_ready` would be 2 s later: the library waits for more servers.)"""
        self.connected.set()

    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote."""
        if not message.author.bot:
            await self._pass_on(f"discord:{message.author.id}", message.content)

    async def write(self, person: int, text: str) -> None:
        """Write to somebody."""
        channel = self._channels.get(person)
        if channel is None:
            channel = self._channels[person] = await self.create_dm(discord.Object(person))
        await channel.send(text)


async def run(bridge: Bridge) -> None:
    """Serve for ever."""
    telegram = _telegram(bridge)

    async def pass_on(by: str, text: str) -> None:
        platform, _, number = bridge.routes.get(by, "").partition(":")
        if platform == "telegram":
            await telegram.bot.send_message(int(number), text)
        elif platform == "discord":
            await client.write(int(number), text)

    async def said(update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
        if update.message is not None and update.message.text is not None:
            await pass_on(f"telegram:{update.message.chat_id}", update.message.text)

    telegram.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, said))
    client = Discord(bridge, pass_on)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(client.start(bridge.discord_token))
        await telegram.initialize()
        await telegram.start()
        if bridge.kind == "acknowledging":
            tasks.create_task(_acknowledging(telegram))
        elif telegram.updater is not None:
            await telegram.updater.start_polling(allowed_updates=["message"])
        await client.connected.wait()
        print("ready", flush=True)


async def _acknowledging(telegram: Application[Any, Any, Any, Any, Any, Any]) -> None:
    offset = 0
    while True:
        for update in await telegram.bot.get_updates(offset=offset, timeout=10, allowed_updates=["message"]):
            await telegram.process_update(update)
            offset = update.update_id + 1


def _telegram(bridge: Bridge) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = ApplicationBuilder().token(bridge.telegram_token).base_url(f"{bridge.telegram_api}/bot")
    if bridge.kind == "aiohttp":
        for place in (builder.request, builder.get_updates_request):
            place(Transport(api_url=bridge.telegram_api, token=bridge.telegram_token))
    return builder.build()


if __name__ == "__main__":
    asyncio.run(run(Bridge(**json.loads(sys.argv[1]))))
