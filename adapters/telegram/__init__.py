"""Telegram. Begin with client.py (what comes in) and outbound.py (what goes out)."""

from adapters.telegram.client import TelegramGateway
from adapters.telegram.settings import TelegramSettings

__all__ = ["TelegramGateway", "TelegramSettings"]
