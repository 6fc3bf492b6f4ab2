"""Our Discord gateway in front of a sandbox, with a core that only notes what reaches it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TypeVar

from adapters.discord import DiscordGateway, DiscordSettings
from adapters.places import config_dir
from adapters.sandbox.discord import GENEROUS, DiscordServer, Pace, Person
from adapters.sandbox.people import Bell
from adapters.wording import Wording, read_wording
from bot.inbound import Inbound, Said
from bot.notice import Notice
from bot.people import Address
from bot.records import Passage, Saying, Watched
from bot.words import Words

TOKEN = "a-token-of-the-sandbox"
T = TypeVar("T")


@cache
def wording() -> Wording:
    """The English catalogue."""
    return read_wording(config_dir())


def nonce(text: str) -> str:
    """24 characters."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:18]).decode()


def saying(notice: Notice) -> Saying:
    """A notice in English, in the line's usual name."""
    return Saying(notice=notice, language="en", line="Warmline")


def passage(text: str | Words, **more: object) -> Passage:
    """Words by Robin."""
    words = text if isinstance(text, Words) else Words(text=text)
    return Passage(words=words, by="Robin", line="Warmline", language="en", **more)  # type: ignore[arg-type]  # its fields


def address(person: Person) -> Address:
    """Where the core reaches them."""
    return Address("discord", person.id)


@dataclass
class Core:
    """Notes what it receives; `answers` says what it answers to each, after `decides` has let it."""

    answers: Callable[[Inbound], Saying | None] = lambda event: None
    decides: asyncio.Event | None = None
    watches: Sequence[Watched] = ()
    events: list[Inbound] = field(default_factory=list)
    bell: Bell = field(default_factory=Bell)
    ready: int = 0

    async def receive(self, event: Inbound) -> Saying | None:
        """Note it, then answer."""
        self.events.append(event)
        self.bell.ring()
        if self.decides:
            await self.decides.wait()
        return self.answers(event)

    async def hears(self, kind: type[T], *, number: int = 1, within: float = 10.0) -> T:
        """The `number`th event of this kind."""

        def found() -> T | None:
            those = [event for event in self.events if isinstance(event, kind)]
            return those[number - 1] if len(those) >= number else None

        return await self.bell.until(found, within=within)

    def is_ready(self) -> None:
        """Count it."""
        self.ready += 1
        self.bell.ring()

    async def until_ready(self, *, within: float = 10.0) -> None:
        """Wait until the gateway says so."""
        await self.bell.until(lambda: self.ready or None, within=within)


def texts(core: Core) -> list[str]:
    """What was said, in the order in which the core heard it."""
    return [event.words.text for event in core.events if isinstance(event, Said)]


def watching(person: Person, cursor: str | None = None) -> Watched:
    """Their chat is live, and to be read from this message on."""
    return Watched(address=address(person), cursor=cursor, since=datetime.now(UTC) - timedelta(hours=1))


@asynccontextmanager
async def discord_server(pace: Pace = GENEROUS) -> AsyncIterator[DiscordServer]:
    """A strict sandbox."""
    server = DiscordServer(token=TOKEN, strict=True, pace=pace)
    await server.start()
    try:
        yield server
    finally:
        await server.close()


def gateway_at(server: DiscordServer, *, pace: float = 1000.0) -> DiscordGateway:
    """Our gateway, not yet running."""
    settings = DiscordSettings(token=TOKEN, api_url=server.api_url, gateway_url=server.gateway_url, pace=pace)
    return DiscordGateway(settings, wording(), nonce, links=lambda payload: f"https://t.example/{payload}")


@asynccontextmanager
async def running(server: DiscordServer, core: Core, *, pace: float = 1000.0) -> AsyncIterator[DiscordGateway]:
    """Our gateway, connected."""
    gateway = gateway_at(server, pace=pace)
    serving = asyncio.create_task(gateway.run(core.receive, watched=lambda: core.watches, ready=core.is_ready))
    try:
        until = asyncio.create_task(core.until_ready())
        await asyncio.wait({serving, until}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            until.cancel()
            await serving
        await until
        yield gateway
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def served(server: DiscordServer, core: Core) -> None:
    """Our gateway, connected until this is cancelled."""
    async with running(server, core):
        await asyncio.Event().wait()
