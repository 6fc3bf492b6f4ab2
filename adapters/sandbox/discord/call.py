"""One REST call, and the route that it takes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from adapters.sandbox.discord.channel import Channel
from adapters.sandbox.discord.errors import invalid
from adapters.sandbox.discord.guild import Guild
from adapters.sandbox.discord.world import World

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the bot asked; `files` are uploads by the name of their form field: (file name, content)."""

    world: World
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def channel(self) -> Channel:
        """The channel in the path, or a Refusal (10003, 50001)."""
        return self.world.channel(self.path["channel_id"])

    def guild(self) -> Guild:
        """The guild in the path, or a Refusal (10004)."""
        return self.world.known_guild(self.path["guild_id"])

    def attached(self, channel: Channel, before: list[Json] | None = None) -> Json:
        """The attachments that a message has after this call; {} leaves them as they are."""
        body = self.body.get("data") or self.body
        kept = {str(each.get("id")) for each in body.get("attachments") or []}
        still = [each for each in before or [] if "attachments" not in body or each["id"] in kept]
        new = self.world.attach(channel, self.files.values())
        return {"attachments": still + new} if new or "attachments" in body else {}

    def whole(self, name: str, default: int | None = None) -> int | None:
        """A whole number in the query, or a Refusal (50035)."""
        if name not in self.query:
            return default
        try:
            return int(self.query[name])
        except ValueError:
            raise invalid(name, "NUMBER_TYPE_COERCE", f'Value "{self.query[name]}" is not int.') from None

    def switch(self, name: str) -> bool:
        """A yes or no in the query."""
        return self.query.get(name, "").lower() in ("true", "1")


@dataclass(frozen=True, kw_only=True)
class Route:
    """A path and method, who answers, and what may be in query and body."""

    method: str
    path: str
    answer: Callable[[Call], Any | Awaitable[Any]]
    query: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    many: bool = False  # the body is a list
    open: bool = False  # needs no Authorization: the path holds a token

    @property
    def name(self) -> str:
        """As rate limits and faults name it."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, kw_only=True)
class Made:
    """An answer with status 201."""

    reply: Any


def fields(names: str) -> frozenset[str]:
    """Names in one line."""
    return frozenset(names.split())
