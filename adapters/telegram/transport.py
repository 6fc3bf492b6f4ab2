"""Transport: python-telegram-bot's requests over aiohttp, at half the CPU of httpx (quality.md).

The token is part of every address, so no error and no log line made here holds an address, a body or a library's text.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any, cast

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# Public by its use in RequestData's signature only; the one place where we build what telegram.Bot builds.
from telegram.request._requestparameter import RequestParameter
from yarl import URL

from adapters.media.reading import read

_CONNECT, _READ, _CONNECTIONS, _KEEP_ALIVE = 5.0, 15.0, 100, 60.0  # seconds, and how many at once
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class TooMany(TelegramError):
    """Telegram asks to wait `after` seconds. (The library's RetryAfter warns of its own future whenever it is made.)"""

    def __init__(self, after: float) -> None:
        super().__init__("Too Many Requests")
        self.after = after


class Transport(BaseRequest):
    """Requests to one Bot API server; it opens when first used, and again after `shutdown`."""

    def __init__(self, *, api_url: str, token: str) -> None:
        self._root, self._files = f"{api_url}/bot{token}/", f"{api_url}/file/bot{token}/"
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}

    async def ask(self, method: str, parameters: Mapping[str, object], *, read_timeout: float = _READ) -> Any:
        """The raw result of one call, without the objects that telegram.Bot makes of it (half of its cost).

        Raises what telegram.Bot raises.
        """
        given = [RequestParameter.from_input(name, value) for name, value in parameters.items() if value is not None]
        return await self.post(self._root + method, RequestData(given), read_timeout=read_timeout)

    async def download(self, path: str) -> bytes:
        """A file's content, from the path that getFile told. Raises what adapters.media.reading raises."""
        return await read(self._opened(), URL(self._files + path, encoded=True))

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return _READ

    async def initialize(self) -> None:
        """Nothing to do: the first request opens the session."""

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, read_timeout: Any = None,
        write_timeout: Any = None, connect_timeout: Any = None, pool_timeout: Any = None,
    ) -> tuple[int, bytes]:  # fmt: skip
        """Status and body of one exchange; TimedOut or NetworkError where there is none, TooMany for a 429."""
        failure: TelegramError
        uploads = request_data is not None and request_data.contains_files
        data, headers = (_upload(request_data), None) if uploads else (_form(request_data), _FORM)
        try:
            async with self._opened().request(
                method, self._url(url), data=data, headers=headers, timeout=_limits(read_timeout),
                allow_redirects=False,
            ) as response:  # fmt: skip
                status, body = response.status, await response.read()
        except TimeoutError:
            failure = TimedOut()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            failure = NetworkError(type(error).__name__)
        else:
            if status == 429:
                raise TooMany(_retry_after(body))
            return status, body
        raise failure  # out here it carries no context, which could hold the address

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The reply as it was sent."""
        reply = read_json(payload)
        if not isinstance(reply, dict) or (reply.get("ok") and "result" not in reply):
            raise NetworkError("the reply is no reply of the Bot API")
        return reply

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    def _url(self, url: str) -> URL:
        found = self._urls.get(url)
        if found is None:
            found = self._urls[url] = URL(url, encoded=True)
        return found


def _form(given: RequestData | None) -> bytes | None:
    """The body, in the form in which every server of this API must take it."""
    if given is None or not (values := given.parameters):
        return None
    plain = {k: v.encode(errors="replace") if isinstance(v, str) else orjson.dumps(v) for k, v in values.items()}
    # The library that aiohttp writes addresses with takes a fifth of urllib's time.
    return URL.build(query={k: v.decode() for k, v in plain.items()}).raw_query_string.encode()


def _upload(given: RequestData | None) -> aiohttp.FormData:
    """The same with files in it; they are read from memory, and written nowhere."""
    form = aiohttp.FormData()
    if given is not None:
        for name, value in given.json_parameters.items():
            form.add_field(name, value)
        for name, (named, content, kind) in given.multipart_data.items():
            form.add_field(name, io.BytesIO(cast("bytes", content)), filename=named, content_type=kind)
    return form


def _limits(read_timeout: Any) -> aiohttp.ClientTimeout:
    if read_timeout == _READ or not isinstance(read_timeout, int | float):  # the library's "as usual" is an object
        return _USUAL
    return aiohttp.ClientTimeout(sock_connect=_CONNECT, sock_read=read_timeout)


_USUAL = aiohttp.ClientTimeout(sock_connect=_CONNECT, sock_read=_READ)


def _retry_after(body: bytes) -> float:
    try:
        return float(orjson.loads(body)["parameters"]["retry_after"])
    except (ValueError, TypeError, KeyError):
        return 1.0


def read_json(payload: bytes) -> Any:
    """What Telegram sends; half a character becomes a question mark. Raises NetworkError."""
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        pass
    try:
        loose = json.loads(payload.decode(errors="replace"))
        return json.loads(json.dumps(loose, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        pass
    raise NetworkError("the reply is no JSON")
