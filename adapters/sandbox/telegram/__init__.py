"""Telegram in small. Begin with server.py; world.py is what it knows, methods_*.py what the bot can ask."""

from .group import Group
from .pace import Pace
from .person import Person
from .server import TelegramServer

__all__ = ["Group", "Pace", "Person", "TelegramServer"]
