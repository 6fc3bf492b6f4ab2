"""Inviting: an invite as the operator hands it on, with a link for each platform (experience.md, A coordinator)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.accounts import DiscordAccount, NotReached, TelegramAccount, TokenRefused
from adapters.settings import Settings
from bot.people import Role


@dataclass(frozen=True)
class Invitation:
    """A code, a deep link into Telegram, the link that adds the bot to a Discord server; good until `expires` (UTC)."""

    code: str
    telegram: str | None
    discord: str | None
    expires: datetime

    def facts(self) -> dict[str, str | None]:
        """What `--json` prints."""
        return {
            "code": self.code, "telegram": self.telegram, "discord": self.discord, "expires": self.expires.isoformat(),
        }  # fmt: skip

    def told(self, role: Role) -> str:
        """What the operator reads."""
        lines = [f"An invite for one {role}, good once, until {self.expires:%Y-%m-%d %H:%M} UTC.", f"Code: {self.code}"]
        if self.telegram:
            lines.append(f"Telegram: {self.telegram}")
        if self.discord:
            lines.append(f"Discord: /join {self.code} (where the bot is missing, first add it: {self.discord})")
        return "\n".join(lines)


async def links(settings: Settings, code: str, *, lost: Callable[[str], None]) -> tuple[str | None, str | None]:
    """The Telegram and the Discord link; None without a token, or where the platform fails: that is told to `lost`."""
    telegram = discord = None
    if token := settings.telegram.token:
        try:
            _, name = await TelegramAccount(settings.telegram, token.get_secret_value()).me()
            telegram = f"https://t.me/{name}?start=j_{code}"
        except (NotReached, TokenRefused) as err:
            lost(_line("Telegram", err))
    if token := settings.discord.token:
        try:
            discord = await DiscordAccount(settings.discord, token.get_secret_value()).install_link()
        except (NotReached, TokenRefused) as err:
            lost(_line("Discord", err))
    return telegram, discord


def _line(platform: str, err: NotReached | TokenRefused) -> str:
    reason = "it refuses the token" if isinstance(err, TokenRefused) else f"it cannot be reached: {err}"
    return f"There is no link for {platform}: {reason}."
