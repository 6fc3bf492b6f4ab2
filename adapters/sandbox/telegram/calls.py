"""One request: read, faults, the method, the log, the reply."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from aiohttp import web

from adapters.sandbox.faults import Fault, Faults
from adapters.sandbox.multipart import parts
from adapters.sandbox.people import Calls, Received

from . import (  # noqa: F401  each fills the table of methods
    methods_chats,
    methods_copies,
    methods_edits,
    methods_media,
    methods_messages,
    methods_profile,
    methods_signals,
    methods_updates,
)
from .methods import METHODS
from .pace import Pace
from .params import Upload
from .refusal import Refusal
from .world import World


class Answering:
    """Answers the requests to one bot."""

    def __init__(self, *, token: str, world: World, faults: Faults, calls: Calls, pace: Pace | None) -> None:
        self._token = token
        self._world = world
        self._faults = faults
        self._calls = calls
        self._pace = pace
        world.webhook.answer = self.obey

    def route(self, app: web.Application) -> None:
        """Put the addresses into the application."""
        app.router.add_route("*", "/bot{token}/{method}", self.answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The reply to one call, or what a fault makes of it."""
        name = self._name(request.match_info["method"])
        try:
            body = await read_body(request)
        except web.HTTPRequestEntityTooLarge:
            return web.json_response(Refusal(413, "Request Entity Too Large").reply, status=413)
        fault = self._faults.take(name)
        if fault is not None and (spoilt := await self._spoil(request, fault, name, body)) is not None:
            return spoilt
        status, reply = await self._reply(request.match_info["token"], name, body)
        self._note(name, body, status, reply, fault)
        if fault is not None and fault.kind == "close_after":
            return cut(request)
        return web.json_response(reply, status=status)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file's content."""
        stored = self._world.files.at(request.match_info["path"])
        if stored is None or request.match_info["token"] != self._token:
            refusal = Refusal(404, "Not Found") if stored is None else Refusal(401, "Unauthorized")
            return web.json_response(refusal.reply, status=refusal.code)
        return web.Response(body=stored.upload.content, content_type="application/octet-stream")

    async def obey(self, method: str, body: dict[str, Any]) -> None:
        """Do what the bot asked for in its answer to a webhook."""
        name = self._name(method)
        self._note(name, body, *await self._reply(self._token, name, body))

    async def _reply(self, token: str, name: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        try:
            return 200, {"ok": True, "result": await self._result(token, name, body)}
        except Refusal as refusal:
            return refusal.code, refusal.reply

    async def _result(self, token: str, name: str, body: dict[str, Any]) -> Any:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise Refusal(404, "Not Found")
        if token != self._token:
            raise Refusal(401, "Unauthorized")
        found = METHODS.get(name.lower())
        if found is None:
            raise Refusal(404, "Not Found: method not found")
        if self._world.now < self._world.logged_out_until:
            raise Refusal(400, "Logged out")
        if self._pace is not None:
            self._pace.check(found.name, str(body.get("chat_id", "")), self._world.clock())
        return await found.does(self._world, self._world.reader.read(found.name, found.fields, body))

    async def _spoil(
        self, request: web.Request, fault: Fault, name: str, body: dict[str, Any]
    ) -> web.StreamResponse | None:
        """The reply that a fault gives in the method's stead; None if the method still runs."""
        if fault.kind == "slow":
            await asyncio.sleep(fault.after)
        if fault.kind in ("slow", "close_after"):
            return None
        if fault.kind == "close":
            return cut(request)
        status, reply = spoilt(fault)
        self._note(name, body, status, reply, fault)
        if isinstance(reply, str):
            return web.Response(text=reply, status=status, content_type="text/html")
        return web.json_response(reply, status=status)

    def _note(self, name: str, body: dict[str, Any], status: int, reply: Any, fault: Fault | None = None) -> None:
        plain = {key: f"<{value.name}>" if isinstance(value, Upload) else value for key, value in body.items()}
        kind = fault.kind if fault else ""
        self._calls.add(Received(method=name, path=f"/{name}", body=plain, status=status, reply=reply, fault=kind))

    def _name(self, asked: str) -> str:
        found = METHODS.get(asked.lower())
        return asked if found is None else found.name


def spoilt(fault: Fault) -> tuple[int, Any]:
    """The status and the reply of a fault."""
    match fault.kind:
        case "429":
            seconds = max(1, int(fault.after))
            return 429, Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds).reply
        case "500":
            return 500, Refusal(500, fault.description or "Internal Server Error").reply
        case "502":
            return 502, "<html><head><title>502 Bad Gateway</title></head></html>"
        case "garbage":
            return 200, '{"ok":true,"result":'
        case _:
            code = fault.code or 400
            return code, Refusal(code, fault.description or "Bad Request").reply


def cut(request: web.Request) -> web.StreamResponse:
    """Cut the socket; the response that is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def read_body(request: web.Request) -> dict[str, Any]:
    """The parameters, from the query and the body, in any of the documented forms; an unreadable body is empty."""
    body: dict[str, Any] = dict(request.query)
    try:
        if request.content_type == "application/json":
            sent = json.loads(await request.text() or "{}")
            return body | (sent if isinstance(sent, dict) else {})
        if request.content_type.startswith("multipart/"):
            async for part in parts(request):
                upload = Upload(part.filename or "", part.content_type, part.content)
                body[part.name] = part.content.decode() if part.filename is None else upload
            return body
        form = await request.post()
    except (ValueError, LookupError):  # no JSON, no UTF-8, no boundary, an unknown charset
        return body
    return body | {name: value for name, value in form.items() if isinstance(value, str)}
