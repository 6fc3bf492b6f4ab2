"""The library's errors and Discord's codes as the three errors that a Platform may raise (relay.md)."""

import json
import logging
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord

from bot.errors import PlatformError, Refused, RetryLater, Unreachable

UNREACHABLE = {
    50007: "dms_closed",
    20026: "quarantined",
    50278: "no_shared_server",
    10003: "gone",
    10013: "gone",
    50033: "gone",
    50001: "gone",
}
REFUSED = {240000: "harmful_link", 10008: "missing", 50013: "forbidden", 50003: "forbidden", 50005: "forbidden"}
_ARCHIVED, _SOON = 50083, 1.0

log = logging.getLogger("warmline.discord")


class Archived(Refused):
    """The thread is archived and locked: it has to be opened again first."""


@contextmanager
def as_ours() -> Iterator[None]:
    """Turn what goes wrong inside into Unreachable, RetryLater or Refused."""
    try:
        yield
    except discord.RateLimited as err:
        raise RetryLater(err.retry_after) from None
    except discord.HTTPException as err:
        raise ours(err.status, err) from None
    except (aiohttp.ClientError, OSError, RuntimeError, json.JSONDecodeError) as err:
        # no connection, a cut one, a slow one, a session that is being closed, an answer that nobody can read
        raise RetryLater(_SOON) from err


def ours(status: int, err: discord.HTTPException) -> PlatformError:
    """What one answer of Discord's means to us."""
    code, wait = err.code, _SOON
    if not code and err.text.startswith("{"):  # a body whose content type the library does not read
        code, wait = _told(err.text)
    if status == 429 or code == 40003:
        return RetryLater(max(wait, _after(err)))
    if status >= 500 or code == 40333:
        return RetryLater(_SOON)
    if code == _ARCHIVED:
        return Archived("forbidden")
    if reason := UNREACHABLE.get(code):
        return Unreachable(reason)
    return Refused(REFUSED.get(code) or {403: "forbidden", 404: "missing"}.get(status, "invalid"))


def id_in(told: Any) -> str:
    """The id of what Discord says that it made; RetryLater where an answer names none: it is no answer of Discord's."""
    try:
        return str(told["id"])
    except (LookupError, TypeError):
        raise RetryLater(_SOON) from None


def _told(text: str) -> tuple[int, float]:
    try:
        told = json.loads(text)
        return int(told.get("code", 0)), float(told.get("retry_after", _SOON))
    except (ValueError, TypeError, AttributeError):
        return 0, _SOON


def _after(err: discord.HTTPException) -> float:
    try:
        return float(err.response.headers.get("Retry-After", _SOON))
    except ValueError:
        return _SOON


async def unharmed(doing: Awaitable[None]) -> None:
    """Do it; whatever comes of it ends nothing else."""
    try:
        await doing
    except Exception as err:  # noqa: BLE001  # nothing of one event may end the others; only its kind is logged
        log.error("discord event failed: %s", type(err).__name__)
