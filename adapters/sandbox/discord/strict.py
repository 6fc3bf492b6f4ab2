"""Strict mode: what Discord's documentation does not name is refused (50035), where Discord itself overlooks it."""

from collections.abc import Iterator
from typing import Any

from adapters.sandbox.discord import components
from adapters.sandbox.discord.call import Call, Route, fields
from adapters.sandbox.discord.errors import invalid

Json = dict[str, Any]

NESTED = {
    "allowed_mentions": fields("parse users roles replied_user"),
    "message_reference": fields("type message_id channel_id guild_id fail_if_not_exists"),
    "data": fields("content embeds allowed_mentions components attachments poll tts flags choices custom_id title"),
}
_ANY = fields("type id")
_SELECT = _ANY | fields("custom_id placeholder min_values max_values disabled required default_values")
COMPONENTS = {
    1: _ANY | {"components"},
    2: _ANY | fields("custom_id style label disabled url sku_id emoji"),
    3: _SELECT | {"options"},
    4: _ANY | fields("custom_id style label value placeholder required min_length max_length"),
    **dict.fromkeys((5, 6, 7), _SELECT),
    8: _SELECT | {"channel_types"},
    10: _ANY | {"content"},
    18: _ANY | fields("label description component"),
}


def check(route: Route, call: Call) -> None:
    """Refuse the first unknown query parameter or field."""
    for name in call.query.keys() - route.query:
        raise invalid(name, "UNKNOWN_QUERY_PARAMETER", "This query parameter is not documented.")
    for body in call.body if isinstance(call.body, list) else [call.body]:
        for where in _unknown(body, route.fields):
            raise invalid(where, "UNKNOWN_FIELD", "This field is not documented.")


def _unknown(body: Any, known: frozenset[str], at: str = "") -> Iterator[str]:
    if not isinstance(body, dict):
        return
    yield from (at + name for name in body.keys() - known)
    for name, inside in NESTED.items():
        if name in known:
            yield from _unknown(body.get(name), inside, f"{at}{name}.")
    if "components" in known and isinstance(body.get("components"), list):
        for where, component in components.walk(body["components"], f"{at}components"):
            allowed = COMPONENTS.get(component.get("type", 0))
            yield from (f"{where}.{name}" for name in component.keys() - allowed) if allowed else ()
