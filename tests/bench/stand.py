"""A stand: both platforms' servers for one measured process, and the people who write to each other through it.

The servers live in the process that measures, so the measured one does nothing but its own work.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from adapters.sandbox.discord.person import Person as DiscordPerson
from adapters.sandbox.discord.server import DiscordServer
from adapters.sandbox.telegram.person import Person as TelegramPerson
from adapters.sandbox.telegram.server import TelegramServer

Platform = Literal["telegram", "discord"]
Direction = tuple[Platform, Platform]
Somebody = DiscordPerson | TelegramPerson

DIRECTIONS: tuple[Direction, ...] = (
    ("telegram", "discord"),
    ("discord", "telegram"),
    ("telegram", "telegram"),
    ("discord", "discord"),
)
# Enough pairs for both platforms' own limits a chat (about 1 message a second) when all of the bot's are used up.
_PAIRS: dict[Direction, int] = {("telegram", "discord"): 60, ("telegram", "telegram"): 16, ("discord", "discord"): 16}


@dataclass(frozen=True)
class Pair:
    """Two who write to each other."""

    seeker: Somebody
    listener: Somebody


class Stand:
    """Neither strict nor slow: what is measured here is the process that is connected to it."""

    def __init__(self) -> None:
        self.discord = DiscordServer(token="bench." + secrets.token_hex(8))
        self.telegram_token = "4200:" + secrets.token_hex(16)
        self.telegram = TelegramServer(token=self.telegram_token, throttles_repeats=True)
        self.pairs: dict[Direction, list[Pair]] = {}
        self._numbers = itertools.count(1)

    async def __aenter__(self) -> Self:
        await self.discord.start()
        await self.telegram.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.discord.close()
        await self.telegram.close()

    def somebody(self, platform: Platform) -> Somebody:
        """One more person, who has not met the bot yet."""
        name = f"Person {next(self._numbers)}"
        if platform == "telegram":
            return self.telegram.person(name)
        return self.discord.person(name, self.discord.guild("Bench"))

    def seat(self, pairs: Mapping[Direction, int] = _PAIRS) -> None:
        """Bring in everybody who is to write."""
        for (mine, theirs), count in pairs.items():
            self.pairs[mine, theirs] = [Pair(self.somebody(mine), self.somebody(theirs)) for _ in range(count)]

    def directions(self) -> list[Direction]:
        """In which somebody can write here."""
        return [one for one in DIRECTIONS if one in self.pairs or one[::-1] in self.pairs]

    def ways(self, direction: Direction) -> list[tuple[Somebody, Somebody]]:
        """Who writes to whom in this direction."""
        if direction in self.pairs:
            return [(pair.seeker, pair.listener) for pair in self.pairs[direction]]
        return [(pair.listener, pair.seeker) for pair in self.pairs[direction[1], direction[0]]]

    def routes(self) -> dict[str, str]:
        """Address to address, both ways."""
        pairs = [(address(pair.seeker), address(pair.listener)) for pair in itertools.chain(*self.pairs.values())]
        return dict(pairs) | {listener: seeker for seeker, listener in pairs}

    def tidy(self) -> None:
        """Forget what was written so far: the servers stay as quick as they were."""
        for somebody in itertools.chain.from_iterable(
            (pair.seeker, pair.listener) for pair in itertools.chain(*self.pairs.values())
        ):
            somebody.chat.shown.clear()
        for received in (self.discord.received, self.telegram.received):
            received.clear()


def address(somebody: Somebody) -> str:
    """`platform:id`."""
    return f"{'telegram' if isinstance(somebody, TelegramPerson) else 'discord'}:{somebody.id}"
