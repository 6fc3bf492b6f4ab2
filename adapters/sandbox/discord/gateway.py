"""The gateway: a websocket that identifies or resumes, hears heartbeats, and is told events (Gateway documentation)."""

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from adapters.sandbox.discord.bits import KNOWN_INTENTS, PRIVILEGED_INTENTS, Intent
from adapters.sandbox.discord.compression import KINDS, Compression
from adapters.sandbox.discord.hub import Session
from adapters.sandbox.discord.world import World

Json = dict[str, Any]

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, MEMBERS, SOUNDBOARD = 1, 2, 3, 4, 6, 8, 31
RECONNECT, INVALID_SESSION, HELLO, ACK = 7, 9, 10, 11


class Close(Exception):
    """The gateway closes the connection with this code (Gateway Close Event Codes)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Socket:
    """One connection: a reader and a writer, so that events can be told from plain functions."""

    def __init__(self, world: World, token: str, request: web.Request, *, heartbeat: float) -> None:
        self.world, self.token, self.request, self.heartbeat = world, token, request, heartbeat
        self.url = f"ws://{request.host}/"
        self.session: Session | None = None
        self._outgoing: asyncio.Queue[str | int] = asyncio.Queue()  # a frame, or a close code
        self._ws = web.WebSocketResponse(autoping=True, max_msg_size=4096 * 4)

    def send(self, frame: str) -> None:
        """Send a frame after those before it."""
        self._outgoing.put_nowait(frame)

    def close(self, code: int | None) -> None:
        """Close after what was sent; with None cut the connection at once."""
        if code is not None:
            self._outgoing.put_nowait(code)
        elif self.request.transport:
            self.request.transport.abort()

    def tell(self, op: int, d: Any = None) -> None:
        """Send a frame that is no event."""
        self.send(json.dumps({"op": op, "d": d, "s": None, "t": None}))

    async def serve(self) -> web.WebSocketResponse:
        """Serve the connection until it ends."""
        await self._ws.prepare(self.request)
        query = self.request.query
        kind = KINDS.get(query.get("compress", ""))
        self.tell(HELLO, {"heartbeat_interval": int(self.heartbeat * 1000), "_trace": []})
        writer = asyncio.create_task(self._write(kind() if kind else None))
        try:
            if query.get("v", "10") not in ("9", "10"):
                raise Close(4012, "Invalid API version.")
            await self._read()
        except Close as close:
            self.close(close.code)
            await writer
        finally:
            if self.session and self.session.line is self:
                self.session.line = None
                if self._ws.close_code in (1000, 1001):  # the bot says goodbye: nothing to resume
                    self.world.hub.sessions.pop(self.session.id, None)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
        return self._ws

    async def _write(self, compress: Compression | None) -> None:
        while True:
            match await self._outgoing.get():
                case int() as code:
                    await self._ws.close(code=code)
                    return
                case frame:
                    try:
                        await (self._ws.send_bytes(compress(frame)) if compress else self._ws.send_str(frame))
                    except ConnectionError:  # the bot is gone; the session keeps the event
                        return

    async def _read(self) -> None:
        while True:
            try:
                message = await self._ws.receive(timeout=self.heartbeat * 2)
            except TimeoutError:
                raise Close(4009, "Session timed out.") from None
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            try:
                payload = json.loads(message.data)
                op, d = payload["op"], payload.get("d")
            except (ValueError, KeyError, TypeError, AttributeError):
                raise Close(4002, "Error while decoding payload.") from None
            self._receive(op, d)

    def _receive(self, op: int, d: Any) -> None:
        match op:
            case 1:
                self.tell(ACK)
            case 2 if self.session is None:
                self._identify(d)
            case 6 if self.session is None:
                self._resume(d)
            case 2 | 6:
                raise Close(4005, "Already authenticated.")
            case 3 | 4 | 8 | 31 if self.session is None:
                raise Close(4003, "Not authenticated.")
            case 8:
                self._tell_members(d)
            case 3 | 4 | 31:
                pass
            case _:
                raise Close(4001, "Unknown opcode.")

    def _identify(self, d: Json) -> None:
        if d.get("token", "").removeprefix("Bot ") != self.token:
            raise Close(4004, "Authentication failed.")
        if not isinstance(d.get("properties"), dict) or "intents" not in d:
            raise Close(4002, "Error while decoding payload.")
        shard, shards = d.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise Close(4010, "Invalid shard.")
        if d["intents"] & ~KNOWN_INTENTS:
            raise Close(4013, "Invalid intent(s).")
        if d["intents"] & PRIVILEGED_INTENTS & ~self.world.privileged:
            raise Close(4014, "Disallowed intent(s).")
        self.session = Session(d)
        self.session.line = self
        self.world.hub.begin(self.session)
        guilds = [guild for guild in self.world.guilds.values() if guild.has_bot and self.session.hears(0, guild.id)]
        resume = {"resume_gateway_url": self.url} if self.world.hub.names_resume else {}
        self.session.tell("READY", resume | {
            "v": 10, "user": self.world.me | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": self.session.id, "session_type": "normal",
            "shard": [shard, shards], "application": {"id": self.world.me["id"], "flags": 0},
            "private_channels": [], "relationships": [], "presences": [], "user_settings": {}, "_trace": [],
        })  # fmt: skip
        if self.session.intents & Intent.GUILDS:
            for guild in guilds:
                self.session.tell("GUILD_CREATE", guild.created(self.session.intents))

    def _resume(self, d: Json) -> None:
        if d.get("token", "").removeprefix("Bot ") != self.token:
            raise Close(4004, "Authentication failed.")
        session = self.world.hub.sessions.get(d.get("session_id", ""))
        if session is None:
            self.tell(INVALID_SESSION, False)
            return
        if not isinstance(d.get("seq"), int) or d["seq"] > session.told:
            raise Close(4007, "Invalid sequence.")
        if (missed := session.since(d["seq"])) is None:
            del self.world.hub.sessions[session.id]
            self.tell(INVALID_SESSION, False)
            return
        if session.line:
            session.line.close(4000)
        self.session = session
        for frame in missed:
            self.send(frame)
        session.line = self
        session.tell("RESUMED", {"_trace": []})
        self.world.hub.connect()

    def _tell_members(self, d: Json) -> None:
        guild = self.world.guilds.get(str(d.get("guild_id")))
        if guild is None or self.session is None:
            return
        asked = d["user_ids"] if isinstance(d.get("user_ids"), list) else [d.get("user_ids")]
        asked = [str(each) for each in asked if each]
        found = [member for member in guild.members.values() if not asked or member.user_id in asked]
        told = {"guild_id": guild.id, "members": [guild.member_payload(member) for member in found],
                "chunk_index": 0, "chunk_count": 1, "not_found": []}  # fmt: skip
        self.session.tell("GUILD_MEMBERS_CHUNK", told | ({"nonce": d["nonce"]} if d.get("nonce") else {}))
