"""How every REST call goes: read, faults, authorisation, rate limits, strictness, the answer, and the record of it."""

import asyncio
import inspect
import json
import re
from typing import Any

from aiohttp import web

from adapters.sandbox.discord import (
    rest_channels,
    rest_commands,
    rest_guilds,
    rest_interactions,
    rest_messages,
    rest_self,
    strict,
)
from adapters.sandbox.discord.call import Call, Made, Route
from adapters.sandbox.discord.errors import Refusal, invalid
from adapters.sandbox.discord.pressure import Bucket, Buckets
from adapters.sandbox.discord.world import World
from adapters.sandbox.faults import Fault, Faults
from adapters.sandbox.multipart import parts
from adapters.sandbox.people import Calls, Received

Json = dict[str, Any]
PREFIX = "/api/v10"
ROUTES: tuple[Route, ...] = (
    *rest_self.ROUTES, *rest_messages.ROUTES, *rest_channels.ROUTES,
    *rest_interactions.ROUTES, *rest_commands.ROUTES, *rest_guilds.ROUTES,
)  # fmt: skip
USER_AGENT = re.compile(r"^DiscordBot \(\S+,? \S+\)")  # Reference: User Agent; discord.py leaves out the comma
MAJOR = ("channel_id", "guild_id", "token")


class Rest:
    """Discord's REST API for one bot."""

    def __init__(
        self, world: World, *, token: str, strict: bool, faults: Faults, calls: Calls, buckets: Buckets
    ) -> None:
        self.world, self.token, self.strict = world, token, strict
        self.faults, self.calls, self.buckets = faults, calls, buckets

    def add_to(self, app: web.Application) -> None:
        """Put all routes into an application, and what answers to unknown ones."""
        for route in sorted(ROUTES, key=lambda route: route.path.count("{")):  # /pins before /{message_id}
            app.router.add_route(route.method, PREFIX + route.path, self._handler(route))
        app.router.add_route("*", "/api/{rest:.*}", self._unknown)

    def _handler(self, route: Route) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._handle(route, request)

        return handle

    async def _handle(self, route: Route, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        body, files = await _read(request)
        fault = self.faults.take(f"{request.method} {path}")
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.after)
        if fault and fault.kind == "close":
            return _cut(request)
        major = ":".join(request.match_info[name] for name in MAJOR if name in request.match_info)
        bucket = self.buckets.of(route.name, major)
        status, reply, headers = await self._answer(route, request, body, files, bucket, fault)
        query = dict(request.query)
        kept = json.loads(json.dumps(reply))
        self.calls.add(
            Received(
                method=request.method, path=path, body=body, status=status, reply=kept, query=query,
                fault=fault.kind if fault else "",
            )
        )  # fmt: skip
        if fault and fault.kind == "close_after":
            return _cut(request)
        if fault and fault.kind in ("garbage", "502"):  # by what stands in front of Discord
            status = 200 if fault.kind == "garbage" else 502
            return web.Response(status=status, text="<html>", content_type="text/html", headers=bucket.headers())
        return _response(status, reply, bucket.headers() | headers)

    async def _answer(
        self, route: Route, request: web.Request, body: Any, files: dict[str, tuple[str, bytes]], bucket: Bucket,
        fault: Fault | None,
    ) -> tuple[int, Any, dict[str, str]]:  # fmt: skip
        if not route.open and request.headers.get("Authorization") != f"Bot {self.token}":
            return 401, {"message": "401: Unauthorized", "code": 0}, {}
        if fault and fault.kind in ("500", "502"):
            return int(fault.kind), {"message": f"{fault.kind}: Server Error", "code": 0}, {}
        if fault and fault.kind == "429":
            return _too_many(fault.after, overall=fault.description == "global")
        if not route.open and (wait := self.buckets.overall()):  # interaction endpoints are not bound to it
            return _too_many(wait, overall=True)
        if wait := bucket.take():
            return _too_many(wait, overall=False)
        call = Call(world=self.world, path=dict(request.match_info), query=dict(request.query), body=body, files=files)
        try:
            if fault and fault.kind == "refuse":
                raise Refusal(fault.code, message=fault.description)
            self._check(route, request, call)
            answer = route.answer(call)
            reply = await answer if inspect.isawaitable(answer) else answer
        except Refusal as refusal:
            return refusal.status, refusal.body(), {}
        if isinstance(reply, Made):
            return 201, reply.reply, {}
        return 204 if reply is None else 200, reply, {}

    def _check(self, route: Route, request: web.Request, call: Call) -> None:
        if call.body is None:
            raise Refusal(50109)
        if route.many != isinstance(call.body, list) and request.method != "GET":
            raise invalid(
                "", "LIST_TYPE_CONVERT" if route.many else "DICT_TYPE_CONVERT", "Not the kind of body wanted."
            )
        if self.strict:
            # discord.py answers interactions without its own User-Agent.
            if not route.open and not USER_AGENT.match(request.headers.get("User-Agent", "")):
                raise Refusal(40333)
            strict.check(route, call)

    async def _unknown(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix(PREFIX)
        reply = {"message": "404: Not Found", "code": 0}
        query = dict(request.query)
        body, _ = await _read(request)
        self.calls.add(Received(method=request.method, path=path, body=body, status=404, reply=reply, query=query))
        return _response(404, reply, {})


async def _read(request: web.Request) -> tuple[Any, dict[str, tuple[str, bytes]]]:
    """The JSON body ({} where there is none, None where it is no JSON) and the uploads."""
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        try:
            return json.loads(text) if text else {}, {}
        except ValueError:
            return None, {}
    body: Any = {}
    files: dict[str, tuple[str, bytes]] = {}
    async for part in parts(request):
        if part.filename is not None:
            files[part.name] = (part.filename, part.content)
        elif part.name == "payload_json":
            body = json.loads(part.content)
    return body, files


def _response(status: int, reply: Any, headers: dict[str, str]) -> web.Response:
    if reply is None:
        return web.Response(status=status, headers=headers)
    # Exactly this content type, without a charset: discord.py compares it.
    content = {"Content-Type": "application/json"}
    return web.Response(status=status, headers=headers | content, body=json.dumps(reply).encode())


def _too_many(wait: float, *, overall: bool) -> tuple[int, Json, dict[str, str]]:
    # A client tells Discord's own 429 from a ban by Cloudflare by the header Via.
    scope = "global" if overall else "user"
    headers = {"Retry-After": str(int(wait) + 1), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
    headers |= {"X-RateLimit-Global": "true"} if overall else {"X-RateLimit-Remaining": "0"}
    reply = {"message": "You are being rate limited.", "retry_after": round(wait, 3), "global": overall, "code": 0}
    return 429, reply, headers


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)
