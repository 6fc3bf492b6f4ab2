"""Gateway sessions: who is told what, and what a session that was away has missed (Gateway Lifecycle)."""

import json
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from adapters.sandbox.discord.bits import Intent
from adapters.sandbox.people import Bell

Json = dict[str, Any]
KEPT = 10_000  # events that a session keeps for a resume
RESUMABLE = 120.0  # seconds for which a session may be away


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
        self.told = 0  # how many events; the last has this sequence number
        self.frames: deque[str] = deque(maxlen=KEPT)
        self.away_since: float | None = None
        self._line: Line | None = None

    @property
    def line(self) -> Line | None:
        """The open socket, None while the bot is away."""
        return self._line

    @line.setter
    def line(self, line: Line | None) -> None:
        self._line = line
        self.away_since = None if line else time.monotonic()

    def tell(self, event: str, told: Any) -> None:
        """Give an event the next sequence number and send it, now or after a resume."""
        self.told += 1
        self.frames.append(json.dumps({"op": 0, "t": event, "s": self.told, "d": told}))
        if self.line:
            self.line.send(self.frames[-1])

    def since(self, sequence: int) -> list[str] | None:
        """The events after a sequence number; None if some are no longer kept."""
        missed = self.told - sequence
        return list(self.frames)[len(self.frames) - missed :] if 0 <= missed <= len(self.frames) else None

    def hears(self, intent: int, guild_id: str | None) -> bool:
        """Whether this session asked for such an event and its shard is the one that gets it (Sharding)."""
        shard = (int(guild_id) >> 22) % self.shards if guild_id else 0
        return shard == self.shard and (not intent or bool(self.intents & intent))


class Hub:
    """All sessions of the bot."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.connections = 0  # how often a bot has identified or resumed
        self.identified: list[Json] = []  # every IDENTIFY payload, newest last
        self.names_resume = True  # whether READY says where to resume, as Discord does
        self.changed = Bell()

    def begin(self, session: Session) -> None:
        """A bot has identified."""
        for old in list(self.sessions.values()):
            if old.away_since is not None and time.monotonic() - old.away_since > RESUMABLE:
                del self.sessions[old.id]
        self.sessions[session.id] = session
        self.identified.append(session.identify)
        self.connect()

    def connect(self) -> None:
        """A bot has identified or resumed."""
        self.connections += 1
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
