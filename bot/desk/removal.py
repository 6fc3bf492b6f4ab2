"""Removal: one of the bot's own messages goes, where the platform lets it (relay.md, What is carried)."""

from datetime import timedelta

from bot.desk.desk import Desk
from bot.errors import Refused, RetryLater, Unreachable
from bot.people import Address


async def removed(desk: Desk, address: Address, message: str) -> bool:
    """Whether the platform let the bot delete this message."""
    while True:
        try:
            return await desk.platforms[address.platform].retract(address, message)
        except RetryLater as busy:
            await desk.clock.wait(desk.clock.now() + timedelta(seconds=busy.after))
        except (Unreachable, Refused):
            return False
