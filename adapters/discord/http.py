"""discord.py's HTTP client, at the addresses of our settings, with the last word before each call (relay.md)."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import aiohttp
import yarl
from discord.gateway import DiscordClientWebSocketResponse, DiscordWebSocket
from discord.http import HTTPClient, Ratelimit, Route

from adapters.discord.bucket import Bucket
from adapters.discord.settings import DiscordSettings
from adapters.media.reading import read
from adapters.pacing import Allowance, Gate, Window
from bot.errors import Refused, RetryLater

Json = dict[str, Any]

PATIENCE = 10.0
"""Seconds that the library may wait by itself for a rate limit; beyond it our own retry is told (RetryLater)."""

_RATE, _AT_ONCE, _SPARE, _IN_A_SECOND = 46.0, 4.0, 2.0, 50
"""Evenly, and in no second more than what Discord allows; what is said to many leaves some room to those who talk."""

_CHATS = "/channels"
_SOON = 1.0
_FEW_BUCKETS = 256  # the library looks through all of them for each new chat beyond that
_TIMEOUT = aiohttp.ClientTimeout(total=15)
UPLOADING = aiohttp.ClientTimeout(total=180)
"""24 MB over a slow line."""

_DISCORD, _CDN = yarl.URL(Route.BASE), ("https://cdn.discordapp.com", "https://media.discordapp.net")
_DEFAULT_GATEWAY = DiscordWebSocket.DEFAULT_GATEWAY


class Over(Exception):
    """What this message belongs to is over; it was not sent."""


class Away(aiohttp.ClientError):
    """Discord does not manage just now what is for somebody's chat."""


class Http(HTTPClient):
    """Speaks to Discord's REST API; stays open while connections to the gateway come and go."""

    def __init__(self, settings: DiscordSettings) -> None:
        super().__init__(asyncio.get_running_loop())
        self._api = settings.api_url.rstrip("/")
        self._gateway = settings.gateway_url
        self._keeps = {(one.scheme, one.host, one.port) for one in map(yarl.URL, _kept_at(self._api))}
        self.max_ratelimit_timeout = PATIENCE  # the constructor allows no less than 30 s
        self.token = settings.token
        self.identified_at = float("-inf")
        self._sweep_beyond = _FEW_BUCKETS
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            ws_response_class=DiscordClientWebSocketResponse,
        )
        faster = settings.pace
        evenly = Allowance(rate=_RATE * faster, size=_AT_ONCE)
        surely = Window(size=_IN_A_SECOND, seconds=1.0 / faster)
        self._gate = Gate(evenly, surely, now=time.monotonic, spare=_SPARE)
        self.new_chats = Gate(Allowance(rate=faster, size=1.0, sure=True), now=time.monotonic)
        self._HTTPClient__session = _LastWord(
            self._session, self._gate
        )  # where the library keeps the session of its own login
        self._global_over = asyncio.Event()
        self._global_over.set()

    async def request(self, route: Route, **kwargs: Any) -> Any:
        """One call; its JSON. Besides the library's keywords, `still` is asked just before each try (Over);
        `bulk` waits behind all that is not.
        """
        route.url = self._api + route.url[len(Route.BASE) :]
        kwargs.setdefault("timeout", _TIMEOUT)
        try:
            told = await super().request(route, **kwargs)
        except asyncio.CancelledError:
            self._global_over.set()  # the library would leave everybody waiting for a limit that nobody counts
            raise
        except (LookupError, TypeError, AttributeError) as err:  # it lacks what the library reads, as a limit's length
            raise RetryLater(_SOON) from err
        return json.loads(told) if told and isinstance(told, str) else told

    async def direct(self, method: str, path: str, *, body: Json | None = None) -> tuple[int, int]:
        """One call past all rate limits (interactions have their own); its status and Discord's error code."""
        async with self._session.request(method, self._api + path, json=body, timeout=_TIMEOUT) as reply:
            if reply.status < 400:
                return reply.status, 0
            try:
                told = await reply.json(content_type=None)
            except ValueError:  # what stands in front of Discord answers in HTML
                told = None
            return reply.status, told.get("code", 0) if isinstance(told, dict) else 0

    async def download(self, address: str) -> bytes:
        """A file that came with a message: only from where Discord keeps them, without our token, past no redirect.

        Raises what adapters.media.reading raises.
        """
        try:
            url = yarl.URL(address)
        except ValueError:
            raise Refused("gone") from None
        if url.absolute and (url.scheme, url.host, url.port) in self._keeps:
            return await read(self._session, url)
        raise Refused("gone")

    async def get_bot_gateway(self) -> Any:
        """How many shards, and where; with a GATEWAY_URL it goes without Discord's advice, if that cannot be had."""
        try:
            told = await self.request(Route("GET", "/gateway/bot"))
            return max(1, int(told.get("shards", 1))), self._gateway or told["url"], told.get("session_start_limit")
        except Exception as err:
            if self._gateway is None or getattr(err, "status", 0) == 401:
                raise
            return 1, self._gateway, None

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Open a gateway connection; the library's default address means ours."""
        wanted = yarl.URL(url)
        if self._gateway is not None and wanted.host in (None, _DEFAULT_GATEWAY.host):
            url = str(yarl.URL(self._gateway).with_query(wanted.query))
        return await super().ws_connect(url, compress=compress)

    def get_ratelimit(self, key: str) -> Ratelimit:
        """The bucket of this key."""
        if (known := self._buckets.get(key)) is None:
            self._buckets[key] = known = Bucket(PATIENCE)
            if len(self._buckets) > self._sweep_beyond:
                self._try_clear_expired_ratelimits()
                self._sweep_beyond = max(_FEW_BUCKETS, 2 * len(self._buckets))
        return known

    async def close(self) -> None:
        """What the library calls when a gateway connection ends: REST goes on."""

    async def shut(self) -> None:
        """Really close."""
        await self._session.close()


def _kept_at(api: str) -> tuple[str, ...]:
    """Where the files of messages are: Discord's two hosts; beside an API elsewhere, there."""
    return _CDN if yarl.URL(api).host in (_DISCORD.host, "discordapp.com") else (api,)


class _LastWord:
    """The session as the library uses it: keeps the pace that is allowed in all, and asks `still` when the waiting is
    over and the call is about to go out.
    """

    def __init__(self, session: aiohttp.ClientSession, gate: Gate) -> None:
        self._session, self._gate = session, gate
        self.ws_connect = session.ws_connect

    @property
    def closed(self) -> bool:
        return self._session.closed

    def request(
        self, method: str, url: str, *, still: Callable[[], bool] | None = None, bulk: bool = False, **kwargs: Any
    ) -> _Call:
        begin = partial(self._session.request, method, url, **kwargs)
        return _Call(self._gate, begin, still=still, bulk=bulk, talk=_CHATS in url)


class _Call:
    """One call, through the gate."""

    __slots__ = ("_begin", "_bulk", "_gate", "_reply", "_still", "_talk")

    def __init__(
        self, gate: Gate, begin: Callable[[], AbstractAsyncContextManager[aiohttp.ClientResponse]], *,
        still: Callable[[], bool] | None, bulk: bool, talk: bool,
    ) -> None:  # fmt: skip
        self._gate, self._begin, self._still, self._bulk, self._talk = gate, begin, still, bulk, talk

    async def __aenter__(self) -> aiohttp.ClientResponse:
        await self._gate.enter(bulk=self._bulk)
        try:
            if self._still is not None and not self._still():
                raise Over
            self._reply = self._begin()
            reply = await self._reply.__aenter__()
            if self._talk and reply.status >= 500:
                reply.release()
                raise Away  # the library would try for 25 s, and their writer hear of no delay
            return reply
        except BaseException:
            self._gate.leave()
            raise

    async def __aexit__(self, *raised: Any) -> bool | None:
        try:
            return await self._reply.__aexit__(*raised)
        finally:
            self._gate.leave()
