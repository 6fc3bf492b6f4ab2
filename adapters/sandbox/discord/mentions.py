"""Whom a message mentions, and whom of those its allowed_mentions lets it (Message: Allowed Mentions Object)."""

import re
from dataclasses import dataclass, field
from typing import Any

from adapters.sandbox.discord.errors import invalid

Json = dict[str, Any]
_PEOPLE = re.compile(r"<@!?(\d+)>")
_ROLES = re.compile(r"<@&(\d+)>")
_ALL = re.compile(r"@(?:everyone|here)\b")


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """The ids of people and roles, and whether everyone, that a message calls."""

    people: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    everyone: bool = False


def mentioned(content: str, allowed: Json | None) -> Mentioned:
    """Read a message's content; `allowed` None allows all."""
    people, roles = list(dict.fromkeys(_PEOPLE.findall(content))), list(dict.fromkeys(_ROLES.findall(content)))
    everyone = bool(_ALL.search(content))
    if allowed is None:
        return Mentioned(people=people, roles=roles, everyone=everyone)
    parse = allowed.get("parse") or []
    return Mentioned(
        people=people if "users" in parse else _only(people, allowed.get("users")),
        roles=roles if "roles" in parse else _only(roles, allowed.get("roles")),
        everyone=everyone and "everyone" in parse,
    )


def _only(found: list[str], named: list[Any] | None) -> list[str]:
    return [each for each in found if each in map(str, named or [])]


def check(allowed: Any) -> None:
    """Refuse what Discord refuses: an unknown kind, the same kind twice, more than 100 ids."""
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        raise invalid("allowed_mentions", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    parse = allowed.get("parse") or []
    for number, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            raise invalid(f"allowed_mentions.parse.{number}", "BASE_TYPE_CHOICES",
                          "Value must be one of ('users', 'roles', 'everyone').")  # fmt: skip
    for kind in ("users", "roles"):
        ids = allowed.get(kind) or []
        if kind in parse and ids:
            raise invalid("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                          f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.')  # fmt: skip
        if len(ids) > 100:
            raise invalid(f"allowed_mentions.{kind}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
