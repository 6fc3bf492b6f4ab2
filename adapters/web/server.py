"""A small web server: /healthz, /readyz, /metrics, private calendars and Telegram's webhook; asks nobody who they are,
logs no request.
"""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from bot.errors import StoreBusy

LARGEST = 1024 * 1024  # bytes of a body; a larger one is answered with 413
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name

Webhook = Callable[[bytes, str | None], Awaitable[int]]
"""Takes a request's body and the secret that came with it; the status to answer with, once it is handled."""


Calendar = Callable[[str], Awaitable[bytes | None]]
"""The file at a secret address (iCalendar); None: there is none."""


class PortTaken(Exception):
    """The web server cannot listen; the message is the one line that the operator reads (exit code 2)."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """How the program is: the platforms that are not connected, how often something went wrong since the start, and how
    often a step was overdue.
    """

    waiting_for: tuple[str, ...] = ()
    failures: int = 0
    overdue: int = 0


class Web:
    """Serves between `start` and `close`. `health` is asked at each request; `webhook` takes a POST to any path."""

    def __init__(
        self, *, host: str, port: int, health: Callable[[], Health], webhook: Webhook | None = None,
        calendar: Calendar | None = None,
    ) -> None:  # fmt: skip
        self._host, self._port, self._health = host, port, health
        self._webhook, self._calendar = webhook, calendar
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Begin to serve; the port, which is a free one where 0 was asked for. PortTaken."""
        self._runner = runner = web.AppRunner(self._app(), access_log=None, handle_signals=False, shutdown_timeout=2.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as err:
            await self.close()
            raise PortTaken(_line(self._host, self._port, err)) from err
        return int(runner.addresses[0][1])

    async def close(self) -> None:
        """Stop serving; what is being answered has two seconds."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        if self._calendar is not None:
            app.router.add_get("/calendar/{secret}.ics", partial(_shown, self._calendar))
        if self._webhook is not None:
            # Behind the operator's proxy the path may be another than in WEBHOOK_URL; the secret is what counts.
            app.router.add_post("/{path:.*}", partial(_hooked, self._webhook))
        app.on_response_prepare.append(_plain_headers)
        return app

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        if missing := self._health().waiting_for:
            return web.Response(status=503, text=f"waiting for {', '.join(missing)}\n")
        return web.Response(text="ready\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        """No figure counts people (privacy.md, promise 2)."""
        health = self._health()
        figures = (
            ("warmline_ready", "gauge", "Whether every platform is connected.", int(not health.waiting_for)),
            ("warmline_failures_total", "counter", "What went wrong since the start.", health.failures),
            ("warmline_overdue_total", "counter", "Steps that were overdue, and put right.", health.overdue),
        )
        lines = (f"# HELP {name} {told}\n# TYPE {name} {kind}\n{name} {value}\n" for name, kind, told, value in figures)
        text = "text/plain; version=0.0.4; charset=utf-8"
        return web.Response(body="".join(lines).encode(), headers={"Content-Type": text})


async def _hooked(webhook: Webhook, request: web.Request) -> web.Response:
    return web.Response(status=await webhook(await request.read(), request.headers.get(SECRET)))


async def _shown(calendar: Calendar, request: web.Request) -> web.Response:
    """Whoever does not know a secret hears what every path hears that is not there."""
    try:
        file = await calendar(request.match_info["secret"])
    except StoreBusy:
        return web.Response(status=503, headers={"Retry-After": "60"})
    if file is None:
        raise web.HTTPNotFound
    headers = {"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private"}
    return web.Response(body=file, headers=headers)


async def _plain_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = "warmline"  # not which versions of what
    response.headers.setdefault("Cache-Control", "no-store")


def _line(host: str, port: int, err: OSError) -> str:
    if err.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use; set WARMLINE_WEB__PORT to a free one, or to 0 for any."
    known = {errno.EADDRNOTAVAIL: "this address is not on this machine"}
    reason = known.get(err.errno or 0) or err.strerror or type(err).__name__
    return f"Port {port} on {host} cannot be opened: {reason}. Look at WARMLINE_WEB__HOST and WARMLINE_WEB__PORT."
