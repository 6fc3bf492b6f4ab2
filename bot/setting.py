"""Setting: what a community sets for itself, what that may be, and the one way in which it is written (routing.md)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.community import Community
from bot.media import CHOICES
from bot.people import AliasRefused, checked_name
from bot.policy import RANGES, Policy, Range, out_of_order, zone_named
from bot.wish import topics_in

OWN = tuple(name for name, limits in RANGES.items() if limits.own)
# What is usual comes first.
_OF_SEVERAL = {
    "gender_wishes": ("no", "yes"), "media": tuple(CHOICES), "voice": ("no", "yes"), "typing": ("yes", "no"),
}  # fmt: skip
_TEXTS = ("country", "guide", "privacy_page", "topics", *_OF_SEVERAL)
NAMES = ("name", "languages", "zone", "contact", *_TEXTS, *OWN)
"""All that a community can set: how it is called, what is spoken, where, what may be wished for; then its numbers."""

LANGUAGES_AT_MOST, LONGEST_TEXT = 12, 200


@dataclass(frozen=True)
class Refused:
    """A value that a setting cannot have: `unreadable`, `range`, or `taken` (a name like somebody's)."""

    why: str


def read(name: str, text: str, *, aliases: Iterable[str] = ()) -> str | Refused:
    """The value in the one way of writing it, or why it cannot be; `aliases` are those that a line's name must not
    resemble.
    """
    text = " ".join(text.split())
    if name in RANGES:
        return _number(RANGES[name], text, minutes=name.endswith("_minutes"))
    match name:
        case "name":
            named = checked_name(text, taken=aliases)
            return named if isinstance(named, str) else _refused(named)
        case "languages":
            return _languages(text)
        case "zone":
            return zone_named(text) or Refused("unreadable")
        case "contact":
            return text if len(text) <= LONGEST_TEXT and _CONTACT.fullmatch(text) else Refused("unreadable")
        case "country":
            return text.upper() if re.fullmatch(r"[A-Za-z]{2}", text) else Refused("unreadable")
        case "topics":
            return ", ".join(topics_in(text) or ()) or Refused("unreadable")
        case "gender_wishes" | "media" | "voice" | "typing":
            return text.casefold() if text.casefold() in _OF_SEVERAL[name] else Refused("unreadable")
    return text if len(text) <= LONGEST_TEXT and _PAGE.fullmatch(text) else Refused("unreadable")


def value_of(name: str, community: Community, policy: Policy) -> str:
    """What stands for this community; `policy` are its numbers. Empty where there is none."""
    match name:
        case "name":
            return community.name
        case "languages":
            return ", ".join(community.languages)
        case "contact":
            return community.contact
    if name in _TEXTS:
        return community.chose(name, *_OF_SEVERAL.get(name, ())[:1])
    return written(getattr(policy, name))


def usual(name: str, policy: Policy) -> str:
    """What stands where a community has set nothing; `policy` are the deployment's numbers."""
    return value_of(name, Community(id="", slug=""), policy)


def changed(community: Community, name: str, value: str | None) -> Community:
    """The same community with that value, as `read` gave it; with what is usual for None."""
    match name:
        case "name":
            return replace(community, name=value or Community(id="", slug="").name)
        case "languages":
            return replace(community, languages=tuple(value.split(", ")) if value else ("en",))
        case "contact":
            return replace(community, contact=value or "")
    kept = {**dict(community.chosen), name: value}
    return replace(community, chosen=tuple(sorted((one, said) for one, said in kept.items() if said is not None)))


def contradiction(community: Community, policy: Policy) -> tuple[str, str] | None:
    """Two numbers of a community, on top of the deployment's, that contradict one another; the first has to be
    shorter.
    """
    return out_of_order(replace(policy, **_numbers(community)))


def without_effect(community: Community, policy: Policy) -> tuple[str, ...]:
    """What a community has set that does not count: unknown to this program, out of range, or contradicting another."""
    over = policy_over(community, policy)
    chosen = [(name, text) for name, text in community.chosen if name not in _TEXTS]
    return tuple(name for name, text in chosen if name not in NAMES or written(getattr(over, name)) != text)


def policy_over(community: Community, policy: Policy) -> Policy:
    """The community's numbers on top of the deployment's. What contradicts these (they may have changed since) does
    not count.
    """
    own = _numbers(community)
    over = replace(policy, **own)
    while (pair := out_of_order(over)) is not None and own.keys() & {*pair}:
        own = {name: value for name, value in own.items() if name not in pair}
        over = replace(policy, **own)
    return over


def written(value: timedelta | int | str) -> str:
    """A value as people may type it: 90s, 15m, 1h30m, 14d."""
    if not isinstance(value, timedelta):
        return str(value)
    days, rest = divmod(value, timedelta(days=1))
    seconds = rest // timedelta(seconds=1) + (0 if days > 1 else days * 86400)
    parts = ((days if days > 1 else 0, "d"), (seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


def span(text: str) -> timedelta | None:
    """A length of time: "90s", "15 min", "1h30m", "2 hours", "14d", "00:03:00"; None where it is none."""
    if (clock := _CLOCK.fullmatch(text)) is not None:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    found = _SPAN.fullmatch(text)
    if found is None or not any(found.groups()):
        return timedelta() if text == "0" else None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9]):([0-5][0-9])")
_SPAN = re.compile(
    r"(?:([0-9]{1,3}) ?d(?:ays?)?)? ?(?:([0-9]{1,3}) ?h(?:ours?)?)? ?(?:([0-9]{1,4}) ?m(?:in(?:utes?)?)?)?"
    r" ?(?:([0-9]{1,5}) ?s(?:ec(?:onds?)?)?)?",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PAGE = re.compile(r"https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?:[/?#][!-~]*)?")
_CONTACT = re.compile(rf"{_PAGE.pattern}|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{{2,}}|\+?[0-9][0-9 ()/-]{{2,24}}")


def _number(limits: Range, text: str, *, minutes: bool) -> str | Refused:
    number: Any
    if isinstance(limits.least, int):
        lasts = span(text) if minutes else None
        number = lasts // timedelta(minutes=1) if lasts else int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None
    else:
        number = span(text)
    if number is None:
        return Refused("unreadable")
    return written(number) if number in limits else Refused("range")


def _languages(text: str) -> str | Refused:
    found = list(dict.fromkeys(text.lower().replace(",", " ").split()))
    good = 0 < len(found) <= LANGUAGES_AT_MOST and all(_LANGUAGE.fullmatch(one) for one in found)
    return ", ".join(found) if good else Refused("unreadable")


def _refused(name: AliasRefused) -> Refused:
    return Refused("taken" if name.reason == "taken" else "unreadable")


def _numbers(community: Community) -> Mapping[str, Any]:
    """What it has chosen that this program knows and allows, as the policy has it."""
    chosen = {name: text for name, text in community.chosen if name in (*OWN, "zone") and read(name, text) == text}
    return {name: text if name == "zone" else _value(name, text) for name, text in chosen.items()}


def _value(name: str, text: str) -> Any:
    return int(text) if isinstance(RANGES[name].least, int) else span(text)
