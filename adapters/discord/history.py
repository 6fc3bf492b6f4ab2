"""A channel's history, page by page, oldest first (architecture.md, Nothing is lost)."""

from __future__ import annotations

from typing import Any

from discord.http import Route

from adapters.discord.errors import as_ours
from adapters.discord.http import Http
from adapters.discord.inbound import number
from bot.errors import Refused, RetryLater

Json = dict[str, Any]

_PAGE = 100
_SOON = 1.0


async def page(http: Http, room: str, after: int) -> list[Json]:
    """The next messages behind `after`, each with an id; none where there are no more."""
    route = Route("GET", "/channels/{channel_id}/messages", channel_id=room)
    with as_ours():
        told = await http.request(route, params={"after": str(after), "limit": str(_PAGE)})
    if not isinstance(told, list):  # by what stands in front of Discord
        raise RetryLater(_SOON)
    try:
        newer = [message for message in told if int(number(message["id"])) > after]
    except (LookupError, TypeError, ValueError):
        raise Refused("invalid") from None
    return sorted(newer, key=lambda message: int(message["id"]))
