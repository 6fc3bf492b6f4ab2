"""Serves the demo's page: what there is to see as server-sent events, what somebody does as small posts."""

import asyncio
import errno
import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from aiohttp import web

from adapters.sandbox.page.phones import NOT_POSSIBLE
from adapters.sandbox.page.show import Busy, Show

FIRST_PORT, _TRIED = 8765, 50
_STATIC = Path(__file__).with_name("static")
_LOOK_EVERY, _STILL_HERE = 0.1, 150  # seconds; looks without news after which the browser hears that we are here
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
}  # fmt: skip


class PortTaken(Exception):
    """The page's port is in use; the message is for whoever started the demo."""


class Page:
    """Opened with `async with`; without a port it takes the first free one from 8765 on."""

    def __init__(self, show: Show, *, host: str = "127.0.0.1", port: int | None = None) -> None:
        self._show, self._host, self._wanted = show, host, port
        app = web.Application(middlewares=[_guard])
        app.router.add_get("/", self._index)
        app.router.add_static("/static", _STATIC)
        app.router.add_get("/events", self._events)
        app.router.add_get("/commands/{phone}", self._commands)
        app.router.add_post("/phones/{phone}", self._act)
        app.router.add_post("/tour", self._tour)
        app.router.add_post("/bot", self._bot)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)

    @property
    def url(self) -> str:
        """Where the page is."""
        host, port = self._runner.addresses[0][:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        ports = range(FIRST_PORT, FIRST_PORT + _TRIED) if self._wanted is None else [self._wanted]
        for port in ports:
            with suppress(_Taken):
                await _listen(self._runner, self._host, port)
                return self
        await self._runner.cleanup()
        raise PortTaken(f"Port {ports[0]} is in use: name another with --port.")

    async def __aexit__(self, *raised: object) -> None:
        await self._runner.cleanup()

    async def _index(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(_STATIC / "index.html")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Each part when it has changed. The database belongs to another process, so we look, ten times a second."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", **_HEADERS})
        await stream.prepare(request)
        sent: dict[str, str] = {}
        quiet = 0
        with suppress(ConnectionError):
            while True:
                news = {name: json.dumps(part) for name, part in self._show.parts().items()}
                changed = [name for name, text in news.items() if sent.get(name) != text]
                for name in changed:
                    await stream.write(f"event: {name}\ndata: {news[name]}\n\n".encode())
                sent |= news
                quiet = 0 if changed else quiet + 1
                if quiet and quiet % _STILL_HERE == 0:
                    await stream.write(b": still here\n\n")
                await asyncio.sleep(_LOOK_EVERY)
        return stream

    async def _commands(self, request: web.Request) -> web.Response:
        return web.json_response(self._show.commands(request.match_info["phone"]))

    async def _act(self, request: web.Request) -> web.Response:
        return web.json_response({"toast": await self._show.act(request.match_info["phone"], await request.json())})

    async def _tour(self, request: web.Request) -> web.Response:
        self._show.play() if (await request.json())["play"] else self._show.stop()
        return web.json_response({})

    async def _bot(self, request: web.Request) -> web.Response:
        if (await request.json())["up"]:
            self._show.restart()
        else:
            await self._show.kill()
        return web.json_response({})


@web.middleware
async def _guard(request: web.Request, handler: Any) -> web.StreamResponse:
    """Other sites' pages may not press here; what is not possible is said in one line."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="not from another page")
    try:
        response: web.StreamResponse = await handler(request)
    except Busy:
        response = web.json_response(
            {"toast": "Just a moment: the tour is playing, or the stage is being set."}, status=409
        )
    except NOT_POSSIBLE as err:
        response = web.json_response({"toast": str(err).partition("\n")[0]}, status=409)
    except (ValueError, StopIteration):
        response = web.json_response({"toast": "That was not understood."}, status=400)
    if not response.prepared:
        response.headers.update(_HEADERS)
    return response


class _Taken(Exception):
    """Somebody else listens on this port."""


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
    except OSError as err:
        if err.errno != errno.EADDRINUSE:
            raise
        await site.stop()
        raise _Taken from err
