"""Delivering updates to the bot's own address (core.telegram.org/bots/api#setwebhook)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from .params import Params, Upload
from .refusal import Refusal, bad
from .updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PORTS = frozenset({443, 80, 88, 8443, None})
LONGEST_PAUSE = 30.0  # seconds
Answer = Callable[[str, dict[str, Any]], Awaitable[Any]]


@dataclass
class Webhook:
    """Where updates go, if the bot has said so. One delivery is under way at a time, so that order is kept."""

    updates: Updates
    answer: Answer | None = None  # does what the bot asks for in its reply to a delivery
    first_pause: float = 0.1  # seconds before the first retry; each further one waits twice as long
    settings: Params = field(default_factory=dict)
    last_error: dict[str, Any] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None

    async def set(self, given: Params) -> None:
        """Deliver to this address from now on; to none if it is empty."""
        _check(given)
        await self.stop()
        self.last_error = {}
        if given.get("drop_pending_updates"):
            self.updates.drop()
        self.updates.allow(given.get("allowed_updates"))
        self.settings = given if given.get("url") else {}
        if self.settings:
            self.updates.interrupt(Refusal(409, "Conflict: terminated by setWebhook request"))
            self.resume()

    def resume(self) -> None:
        """Go on delivering, if there is an address."""
        if self.settings and self._task is None:
            self._task = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        """Deliver nothing more for now."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def info(self) -> dict[str, Any]:
        """The platform's WebhookInfo object."""
        told = {key: self.settings[key] for key in ("ip_address", "max_connections") if key in self.settings}
        return {
            "url": self.settings.get("url", ""),
            "has_custom_certificate": isinstance(self.settings.get("certificate"), Upload),
            "pending_update_count": len(self.updates.pending()),
        } | ({"max_connections": 40} | told | self.last_error if self.settings else {}) | (
            {"allowed_updates": list(self.updates.allowed)} if self.updates.allowed else {}
        )  # fmt: skip

    async def _deliver(self) -> None:
        pause = self.first_pause
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                number, update = await self.updates.arrived.until(self.updates.oldest, within=float("inf"))
                if await self._delivered(session, update):
                    self.updates.confirm(number + 1)
                    pause = self.first_pause
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)

    async def _delivered(self, session: aiohttp.ClientSession, update: Any) -> bool:
        secret = self.settings.get("secret_token")
        headers = {SECRET_HEADER: secret} if secret else {}
        try:
            async with session.post(self.settings["url"], json=update, headers=headers) as reply:
                if not 200 <= reply.status < 300:
                    self._note(f"Wrong response from the webhook: {reply.status} {reply.reason}")
                    return False
                if reply.content_type == "application/json":
                    await self._obey(await reply.json())
                return True
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self._note(f"Connection failed: {type(error).__name__}")
            return False

    async def _obey(self, asked: Any) -> None:
        """The bot may answer a delivery with one method; it never learns what became of it."""
        if self.answer is not None and isinstance(asked, dict) and isinstance(asked.get("method"), str):
            await self.answer(asked["method"], {key: value for key, value in asked.items() if key != "method"})

    def _note(self, says: str) -> None:
        self.last_error = {"last_error_date": self.updates.now, "last_error_message": says}


def _check(given: Params) -> None:
    url = urlsplit(given.get("url", ""))
    loopback = url.hostname in ("127.0.0.1", "localhost", "::1")  # the real one takes HTTPS only
    if given.get("url") and not loopback:
        if url.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if url.port not in PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = given.get("secret_token", "")
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[\w-]*", secret, re.ASCII):
        raise bad("secret token contains unallowed characters")
