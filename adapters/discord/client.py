"""The connection to Discord's gateway: discord.py keeps it and resumes it; its events we read ourselves."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from typing import Any

import discord
import discord.shard
from discord.state import AutoShardedConnectionState

from adapters.discord.http import Http
from adapters.discord.socket import Socket
from bot.errors import Refused

Json = dict[str, Any]
Hears = Mapping[str, Callable[[Json], None]]

log = logging.getLogger("warmline.discord")

discord.shard.DiscordWebSocket = Socket  # type: ignore[misc]  # where each shard takes its socket from

INTENTS = discord.Intents(guilds=True, dm_messages=True, dm_reactions=True, dm_typing=True)
"""Nothing privileged (privacy.md, Platform rules that bind)."""

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here

_SHORTEST_PAUSE, _LONGEST_PAUSE, _LONG_LIFE = 0.5, 15.0, 60.0
_SESSIONS_EVERY = 180.0  # Discord allows 1,000 sessions a day
_IDENTIFIES_EVERY = 5.0
_LEAVING = 3.0
_REFUSED = 4004


class Client(discord.AutoShardedClient):
    """One life of the connection. It keeps no guilds, members or messages: each event goes to `hears` as it came."""

    def __init__(self, http: Http, hears: Hears, lost: Callable[[], None]) -> None:
        self._given, self._hears, self._lost = http, hears, lost
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

    def dispatch(self, event: str, /, *args: Any, **more: Any) -> None:
        """Of the library's own events only this matters: that nothing comes any more."""
        if event == "disconnect":
            self._lost()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord allows one identification in 5 s, whichever life it is of, and wants a pause after a lost session."""
        since = self.loop.time() - self._given.identified_at
        await asyncio.sleep(max(_IDENTIFIES_EVERY - since, 0 if initial else random.uniform(1, 2)))  # noqa: S311  # a pause
        self._given.identified_at = self.loop.time()

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


async def stay_connected(http: Http, hears: Hears, *, well: Callable[[], bool], lost: Callable[[], None]) -> None:
    """Keep a connection for ever, waiting longer after each short life; `well`: whether it had a session; `lost` is
    called whenever there is none.

    A frame that nobody can read, or any other surprise, ends one life of the client: the next one catches up.
    Refused("token") ends it all.
    """
    loop, pause = asyncio.get_running_loop(), _SHORTEST_PAUSE
    while True:
        born = loop.time()
        lost()
        try:
            await Client(http, hears, lost).live()
            log.info("discord connection ended")
        except Exception as err:  # noqa: BLE001  # whatever it was, we connect again; only its kind is logged
            if getattr(err, "code", 0) == _REFUSED or getattr(err, "status", 0) == 401:
                raise Refused("token") from None
            log.warning("discord connection ended: %s %s", type(err).__name__, getattr(err, "code", ""))
        most = _SESSIONS_EVERY if well() else _LONGEST_PAUSE
        pause = _SHORTEST_PAUSE if loop.time() - born > _LONG_LIFE else min(pause * 2, most)
        await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  # a pause


def quiet_library_logs() -> None:
    """Let the library's loggers say what happened, never with what: no message, token or address reaches a log."""
    for name in [name for name in logging.root.manager.loggerDict if name == "discord" or name.startswith("discord.")]:
        logger = logging.getLogger(name)
        if logger.getEffectiveLevel() < logging.INFO:  # what the operator wants quieter stays so
            logger.setLevel(logging.INFO)
        if _without_arguments not in logger.filters:
            logger.addFilter(_without_arguments)


def _without_arguments(record: logging.LogRecord) -> bool:
    if record.args and record.levelno < logging.WARNING:
        return False  # without them it would say nothing
    record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
    return True
