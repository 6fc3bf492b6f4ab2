"""Discord in small, over real sockets; `server.py` is where to begin."""

from adapters.sandbox.discord.bits import Intent
from adapters.sandbox.discord.channel import Channel
from adapters.sandbox.discord.guild import Guild
from adapters.sandbox.discord.interaction import Interaction
from adapters.sandbox.discord.person import Person
from adapters.sandbox.discord.pressure import AS_DISCORD, GENEROUS, Pace
from adapters.sandbox.discord.server import DiscordServer
from adapters.sandbox.discord.slash import NotOffered

__all__ = [
    "AS_DISCORD", "GENEROUS", "Channel", "DiscordServer", "Guild", "Intent", "Interaction", "NotOffered", "Pace",
    "Person",
]  # fmt: skip
