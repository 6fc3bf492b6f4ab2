"""The connection to Discord's gateway: discord.py keeps it and resumes it; its events we read ourselves."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from typing import Any

import discord
from discord.state import AutoShardedConnectionState

from adapters.discord.http import Http
from bot.errors import Refused

Json = dict[str, Any]
Hears = Mapping[str, Callable[[Json], None]]

log = logging.getLogger("warmline.discord")

INTENTS = discord.Intents(guilds=True, dm_messages=True)
"""Nothing privileged (privacy.md, Platform rules that bind)."""

_LONGEST_PAUSE = 30.0
_LEAVING = 3.0
_REFUSED = 4004


class Client(discord.AutoShardedClient):
    """One life of the connection. It keeps no guilds, members or messages: each event goes to `hears` as it came."""

    def __init__(self, http: Http, hears: Hears) -> None:
        self._given, self._hears = http, hears
        self._identified_at = 0.0
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )

    def _get_state(self, **options: Any) -> AutoShardedConnectionState[Any]:
        self.http = self._given
        state = super()._get_state(**options)
        state.parsers = dict(self._hears)
        return state

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord allows one identification in 5 s."""
        loop = asyncio.get_running_loop()
        if not initial:
            await asyncio.sleep(max(random.uniform(1, 2), self._identified_at + 5 - loop.time()))  # noqa: S311  # a pause
        self._identified_at = loop.time()

    async def live(self) -> None:
        """Connect and serve until the connection is beyond repair."""
        try:
            await self._async_setup_hook()
            await self.connect(reconnect=False)
        finally:
            await self._leave()

    async def _leave(self) -> None:
        try:
            async with asyncio.timeout(_LEAVING):
                await self.close()
        except TimeoutError:
            log.warning("discord did not say good-bye")


async def stay_connected(http: Http, hears: Hears, *, well: Callable[[], bool]) -> None:
    """Keep a connection for ever; after one that was not `well` wait longer each time. Refused("token") ends it.

    A frame that nobody can read, or any other surprise, ends one life of the client: the next one catches up.
    """
    pause = 0.5
    while True:
        try:
            await Client(http, hears).live()
            log.info("discord connection ended")
        except Exception as err:  # noqa: BLE001  # whatever it was, we connect again; only its kind is logged
            if getattr(err, "code", 0) == _REFUSED or getattr(err, "status", 0) == 401:
                raise Refused("token") from None
            log.warning("discord connection ended: %s %s", type(err).__name__, getattr(err, "code", ""))
        pause = 1.0 if well() else min(pause * 2, _LONGEST_PAUSE)
        await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  # a pause


def quiet_library_logs() -> None:
    """Let the library's loggers say what happened, never with what: no message, token or address reaches a log."""
    for name in [name for name in logging.root.manager.loggerDict if name == "discord" or name.startswith("discord.")]:
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        if _without_arguments not in logger.filters:
            logger.addFilter(_without_arguments)


def _without_arguments(record: logging.LogRecord) -> bool:
    record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
    return True
