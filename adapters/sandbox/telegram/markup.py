"""Texts with markup (core.telegram.org/bots/api#formatting-options)."""

from __future__ import annotations

from .entities import Entity
from .refusal import bad


def parse(text: str, mode: str) -> tuple[str, list[Entity]]:
    """The text without its markup, and the entities that this stood for; a refusal (400) for wrong markup."""
    raise bad("unsupported parse_mode")
