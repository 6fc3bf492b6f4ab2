"""Gateway sessions: who is told what, and what a session that was away has missed (Gateway Lifecycle)."""

import json
import secrets
from collections.abc import Callable
from typing import Any, Protocol

from adapters.sandbox.discord.bits import Intent
from adapters.sandbox.people import Bell

Json = dict[str, Any]


class Line(Protocol):
    """An open socket to the bot."""

    def send(self, frame: str) -> None:
        """Send a frame after those before it."""

    def close(self, code: int | None) -> None:
        """Close with a code after what was sent; None cuts the connection at once."""


class Session:
    """One shard's session: it outlives its socket, and keeps every event for a resume."""

    def __init__(self, identify: Json) -> None:
        self.id = secrets.token_hex(16)
        self.identify = identify
        self.intents = int(identify["intents"])
        self.shard: int
        self.shards: int
        self.shard, self.shards = identify.get("shard") or (0, 1)
        self.frames: list[str] = []  # the event with sequence n is at n - 1
        self.line: Line | None = None

    def tell(self, event: str, told: Any) -> None:
        """Give an event the next sequence number and send it, now or after a resume."""
        self.frames.append(json.dumps({"op": 0, "t": event, "s": len(self.frames) + 1, "d": told}))
        if self.line:
            self.line.send(self.frames[-1])

    def hears(self, intent: int, guild_id: str | None) -> bool:
        """Whether this session asked for such an event and its shard is the one that gets it (Sharding)."""
        shard = (int(guild_id) >> 22) % self.shards if guild_id else 0
        return shard == self.shard and (not intent or bool(self.intents & intent))


class Hub:
    """All sessions of the bot."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []  # every IDENTIFY payload, newest last
        self.changed = Bell()

    def begin(self, session: Session) -> None:
        """A bot has identified."""
        self.sessions[session.id] = session
        self.identified.append(session.identify)
        self.changed.ring()

    def emit(
        self, event: str, told: Json | Callable[[int], Json], *, intent: int | Intent = 0, guild_id: str | None = None
    ) -> None:
        """Tell every session that hears it; `told` may depend on a session's intents."""
        for session in self.sessions.values():
            if session.hears(int(intent), guild_id):
                session.tell(event, told(session.intents) if callable(told) else told)

    def lines(self) -> list[Line]:
        """The sockets that are open to an identified bot."""
        return [session.line for session in self.sessions.values() if session.line]
