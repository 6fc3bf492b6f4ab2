"""A Discord in small: REST and gateway on one port of 127.0.0.1."""

from aiohttp import web

from adapters.sandbox.discord.gateway import INVALID_SESSION, RECONNECT, Socket
from adapters.sandbox.discord.guild import Guild
from adapters.sandbox.discord.person import Person
from adapters.sandbox.discord.pressure import GENEROUS, Buckets, Pace
from adapters.sandbox.discord.rest import PREFIX, Rest
from adapters.sandbox.discord.world import World
from adapters.sandbox.faults import Fault, Faults
from adapters.sandbox.people import Calls, Received


class DiscordServer:
    """Behaves as Discord documents; `strict` also refuses what is not documented (400, code 50035).

    `privileged` are the intents granted in the developer portal, `heartbeat` the interval in seconds.
    State stays when it is closed and started again, on the same port.
    """

    def __init__(
        self, *, token: str, strict: bool = False, host: str = "127.0.0.1", port: int = 0, pace: Pace = GENEROUS,
        privileged: int = 0, heartbeat: float = 41.25,
    ) -> None:  # fmt: skip
        self.token, self.host, self.port, self.heartbeat = token, host, port, heartbeat
        self.world = World(privileged=privileged)
        self.faults = Faults()
        self.calls = Calls()
        self._rest = Rest(
            self.world, token=token, strict=strict, faults=self.faults, calls=self.calls, buckets=Buckets(pace)
        )
        self._runner: web.AppRunner | None = None
        self._sockets: set[Socket] = set()

    @property
    def api_url(self) -> str:
        """Where REST calls go."""
        return f"http://{self.host}:{self.port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return f"ws://{self.host}:{self.port}/"

    @property
    def received(self) -> list[Received]:
        """Every REST call, newest last."""
        return self.calls.all

    async def received_call(self, match: str, *, within: float = 10.0) -> Received:
        """Wait for the oldest call not returned before whose "METHOD /path" contains `match`."""
        return await self.calls.one(match, within=within)

    async def start(self) -> None:
        """Listen."""
        app = web.Application(client_max_size=32 * 1024 * 1024)
        self._rest.add_to(app)
        app.router.add_get("/", self._gateway)
        app.router.add_get("/attachments/{rest:.*}", self._attachment)
        self._runner = web.AppRunner(app, shutdown_timeout=1.0, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.world.base = f"http://{self.host}:{self.port}"

    async def close(self) -> None:
        """Stop listening and cut all connections."""
        self.drop_sockets()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def guild(self, name: str, id: str | None = None) -> Guild:
        """The guild of that name, made if it is not there; the bot is in it."""
        return self.world.guild(name, id)

    def person(self, name: str, guild: Guild | None = None, locale: str = "en-US") -> Person:
        """The person of that name, made if they are not there."""
        return self.world.person(name, guild, locale)

    def fails(self, fault: Fault) -> None:
        """Do something wrong."""
        self.faults.add(fault)

    async def connected(self, *, times: int = 1, within: float = 10.0) -> None:
        """Wait until a bot is connected that has identified or resumed so many times in all (`connections`)."""
        hub = self.world.hub
        await hub.changed.until(lambda: (hub.connections >= times and hub.lines()) or None, within=within)

    @property
    def connections(self) -> int:
        """How often a bot has identified or resumed."""
        return self.world.hub.connections

    async def kill_sessions(self, *, resumable: bool) -> None:
        """End every connection: asked to resume (RECONNECT), or with a session that is gone (INVALID_SESSION)."""
        for session in list(self.world.hub.sessions.values()):
            line, session.line = session.line, None
            if not resumable:
                del self.world.hub.sessions[session.id]
            if isinstance(line, Socket):
                line.tell(RECONNECT) if resumable else line.tell(INVALID_SESSION, False)
                line.close(4000)

    def forget_sessions(self) -> None:
        """Sessions are gone without a word: the next resume is refused."""
        for session in self.world.hub.sessions.values():
            session.line = None
        self.world.hub.sessions.clear()
        self.drop_sockets()

    def drop_sockets(self, code: int | None = None) -> None:
        """Cut every gateway connection, or close it with a code; sessions stay and can be resumed."""
        for session in self.world.hub.sessions.values():
            session.line = None
        for socket in list(self._sockets):
            socket.close(code)

    def send_frame(self, raw: str) -> None:
        """Send this to every connected bot as it stands, well formed or not."""
        for line in self.world.hub.lines():
            line.send(raw)

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        socket = Socket(self.world, self.token, request, heartbeat=self.heartbeat)
        self._sockets.add(socket)
        try:
            return await socket.serve()
        finally:
            self._sockets.discard(socket)

    async def _attachment(self, request: web.Request) -> web.Response:
        if request.path not in self.world.uploads:
            raise web.HTTPNotFound
        return web.Response(body=self.world.uploads[request.path])
