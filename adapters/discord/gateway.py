"""Discord as the wiring runs it: what happens there comes in, what is said goes out (bot.ports.Gateway)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from adapters.discord.client import quiet_library_logs, stay_connected
from adapters.discord.http import Http
from adapters.discord.outbound import Outbound
from adapters.discord.serving import Serving
from adapters.discord.settings import DiscordSettings
from adapters.wording import Wording
from bot.ports import Receive
from bot.records import Watched


class DiscordGateway(Outbound):
    """Discord, both ways. `line` is in whose name it answers where no community is concerned.

    `hash_nonce` makes a keyed name of at most 25 characters of any text; `links` completes those of other platforms.
    """

    def __init__(
        self,
        settings: DiscordSettings,
        wording: Wording,
        hash_nonce: Callable[[str], str],
        *,
        links: Callable[[str], str | None] = lambda payload: None,
        line: str = "Warmline",
    ) -> None:
        super().__init__(wording=wording, hash_nonce=hash_nonce, links=links)
        self._settings, self._line = settings, line

    async def run(
        self, receive: Receive, *, watched: Callable[[], Sequence[Watched]], ready: Callable[[], None]
    ) -> None:
        """Connect, catch up, call `ready`, and serve until cancelled; Refused("token") where Discord refuses it."""
        quiet_library_logs()
        http = self.http = Http(self._settings)
        try:
            async with asyncio.TaskGroup() as group:
                serving = Serving(self, group, receive, watched, ready, line=self._line)
                await stay_connected(http, serving.hears(), well=serving.was_well, lost=lambda: self.hearing(False))
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        finally:
            self.http = None
            await http.shut()
