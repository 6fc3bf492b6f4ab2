"""Discord: `gateway.py` is where to begin; then inbound and outbound, answers and catchup, markup and reading."""

from adapters.discord.gateway import DiscordGateway
from adapters.discord.settings import DiscordSettings

__all__ = ["DiscordGateway", "DiscordSettings"]
