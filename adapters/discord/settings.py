"""Settings of the Discord adapter (experience.md, The operator)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class DiscordSettings:
    """Where Discord is, and who we are there.

    `api_url` carries its version (`…/api/v10`); `gateway_url` None: what Discord itself names, else it is used for the
    first connection and for resuming too, unless READY names another. `pace`: so many times as fast as Discord allows
    every bot. What people sent is fetched from Discord's own hosts, or, with an `api_url` elsewhere, from beside it.
    """

    token: str = field(repr=False)
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str | None = None
    pace: float = 1.0
