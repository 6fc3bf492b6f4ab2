"""Chance that a test can repeat."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence


class Dice:
    """Seeded; fills `bot.ports.Ids`."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def new(self) -> str:
        """An id that looks like a uuid4, 32 hex digits."""
        return uuid.UUID(int=self._random.getrandbits(128), version=4).hex

    def code(self) -> str:
        """A secret, 22 characters, URL-safe."""
        return "".join(self._random.choices("abcdefghijkmnpqrstuvwxyz23456789-_", k=22))

    def reference(self) -> str:
        """A short reference."""
        letters = self._random.choices("ABCDEFGHJKMNPQRSTVWXYZ", k=7)
        return f"{''.join(letters[:3])}-{''.join(letters[3:])}"

    def chance(self) -> float:
        """A number from 0 to 1."""
        return self._random.random()

    def pick(self, choices: Sequence[str]) -> str:
        """One of them."""
        return self._random.choice(choices)
