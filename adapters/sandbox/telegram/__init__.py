"""Telegram in small. Begin with server.py; world.py is what it knows, methods_*.py what the bot can ask."""

from .person import Person
from .server import TelegramServer

__all__ = ["Person", "TelegramServer"]
