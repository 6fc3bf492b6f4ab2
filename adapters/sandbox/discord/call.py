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
    """A path and method, who answers, and what may be in query and body; `fields` None takes any body."""

    method: str
    path: str
    answer: Callable[[Call], Any | Awaitable[Any]]
    query: frozenset[str] = frozenset()
    fields: frozenset[str] | None = frozenset()
    open: bool = False  # needs no Authorization: the path holds a token

    @property
    def name(self) -> str:
        """As rate limits and faults name it."""
        return f"{self.method} {self.path}"

    def check(self, call: Call) -> None:
        """Refuse (50035) what is not documented: the strict mode."""
        for name in call.query.keys() - self.query:
            raise invalid(name, "UNKNOWN_QUERY_PARAMETER", "This query parameter is not documented.")
        for body in call.body if isinstance(call.body, list) else [call.body]:
            for name in body.keys() - self.fields if self.fields is not None and isinstance(body, dict) else ():
                raise invalid(name, "UNKNOWN_FIELD", "This field is not documented.")


def fields(names: str) -> frozenset[str]:
    """Names in one line."""
    return frozenset(names.split())


