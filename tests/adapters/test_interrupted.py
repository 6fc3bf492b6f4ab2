"""A platform's server stops: the gateway says that nothing reaches us, and says when it does again (relay.md)."""

from collections.abc import Callable

from adapters.sandbox.people import Bell
from adapters.sandbox.telegram import TelegramServer
from tests.support import discord_gateway, telegram_gateway
from tests.support.discord_gateway import Core, discord_server
from tests.support.telegram_gateway import TOKEN, Recorder


class Hearing:
    """What a gateway says of its connection, last."""

    def __init__(self) -> None:
        self.now: bool | None = None
        self.bell = Bell()

    def __call__(self, hears: bool) -> None:
        self.now = hears
        self.bell.ring()

    async def becomes(self, wanted: bool) -> None:
        """Wait for it."""
        found: Callable[[], bool | None] = lambda: True if self.now is wanted else None  # noqa: E731
        await self.bell.until(found, within=20)


async def test_telegram_is_gone_and_back() -> None:
    """The poll fails: nothing is heard; it is answered: heard again."""
    hearing = Hearing()
    async with (
        TelegramServer(token=TOKEN, strict=True) as server,
        telegram_gateway.running(server, Recorder()) as gateway,
    ):
        gateway.hearing = hearing
        await server.close()
        await hearing.becomes(False)
        await server.start()
        await hearing.becomes(True)


async def test_discord_is_gone_and_back() -> None:
    """The socket is cut: nothing is heard; a new session is ready, or the old one is resumed: heard again."""
    hearing = Hearing()
    async with discord_server() as server, discord_gateway.running(server, Core()) as gateway:
        gateway.hearing = hearing
        await server.close()
        await hearing.becomes(False)
        await server.start()
        await hearing.becomes(True)
