"""Reading a scenario from a TOML file; what is wrong in it is one line."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import reduce
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from adapters.settings_file import allowed_number, clock
from adapters.simulator.scenario import Demand, Group, Hours, Scenario
from bot.policy import RANGES, Policy, out_of_order

_Groups = Annotated[tuple[Group, ...], Field(min_length=1)]
_Demands = Annotated[tuple[Demand, ...], Field(min_length=1)]
_TABLES = ("demand", "listeners", "policy", "figures")
_SHARE, _YES = "a number from 0 to 1", "true or false"
_ALLOWED = {
    "demand": "a table [demand], or several [[demand]]",
    "listeners": "tables [[listeners]], at least one",
    "figures": "a table [figures]",
    "days": "a list of mon, tue, wed, thu, fri, sat, sun",
    "from_hour": "a whole number from 0 to 23",
    "to_hour": "a whole number from 0 to 24",
    "count": "a whole number from 1 to 1000",
    "answers_after": "a duration from 00:00:00 to 24:00:00",
    "not_now": _SHARE,
    "no_answer": _SHARE,
    "danger_share": _SHARE,
    "willing": _YES,
    "backup": _YES,
    "languages": 'a list of languages, as in ["en", "de"]',
    "language": "two or three small letters, as in en",
    "arrivals_per_hour": "a number from 0 to 100000",
    "by_hour": "24 numbers from 0 to 100000, one for each hour",
    "mean_talk": "a duration of more than 0 and at most 24:00:00",
    "mean_patience": "a duration of more than 0 and at most 720:00:00",
}


class ScenarioWrong(Exception):
    """A scenario cannot be played; the message is the one line that says why (exit code 2)."""


def read(file: Path, *, hours: float, seed: int) -> Scenario:
    """The scenario of a TOML file: `[demand]` or several, `[[listeners]]`, `[policy]`, `[figures]`."""
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as err:
        raise ScenarioWrong(f"{file} cannot be read: {err.strerror}.") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise ScenarioWrong(f"{file} is not TOML: {err}.") from err
    if unknown := sorted(given.keys() - {*_TABLES}):
        raise ScenarioWrong(f"{file}: there is no [{unknown[0]}]; there are {', '.join(_TABLES)}.")
    demand = given.get("demand", {})
    return Scenario(
        demands=_demands(file, demand if isinstance(demand, list) else [demand]),
        groups=_read(_Groups, file, "listeners", given.get("listeners", [{}])),
        policy=_policy(file, given.get("policy", {})),
        figures=_read(Hours, file, "figures", given.get("figures", {})),
        hours=hours,
        seed=seed,
    )


def _demands(file: Path, given: list[Any]) -> tuple[Demand, ...]:
    found: tuple[Demand, ...] = _read(_Demands, file, "demand", given)
    for one in found:
        if one.by_hour and len(one.by_hour) != 24:
            raise ScenarioWrong(f"{file}: by_hour has {len(one.by_hour)} numbers; allowed: 24, one for each hour.")
        if one.by_hour and one.arrivals_per_hour:
            raise ScenarioWrong(f"{file}: arrivals_per_hour and by_hour cannot both be there; leave one out.")
    return found


def _read(kind: Any, file: Path, table: str, given: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(given)
    except ValidationError as err:
        first = err.errors(include_url=False, include_context=False)[0]
        key = next((str(part) for part in reversed(first["loc"]) if isinstance(part, str)), "")
        if first["type"] == "unexpected_keyword_argument":
            raise ScenarioWrong(f"{file}: there is no {key} in [{table}].") from None
        named, allowed = f"[{table}] {key}".strip(), _ALLOWED[key or table]
        written = reduce(lambda within, part: within[part], first["loc"], given)
        raise ScenarioWrong(f"{file}: {named} is {written!r}; allowed: {allowed}.") from None


def _policy(file: Path, given: Any) -> Policy:
    if not isinstance(given, dict):
        raise ScenarioWrong(f"{file}: policy is {given!r}; allowed: a table [policy].")
    found: dict[str, Any] = {name: _number(file, name, value) for name, value in given.items()}
    policy = Policy(seeker_aliases=("River",), **found)
    if (pair := out_of_order(policy)) is not None:
        first, then = (f"{name} ({clock(getattr(policy, name))})" for name in pair)
        raise ScenarioWrong(f"{file}: [policy] {first} has to be shorter than {then}.")
    return policy


def _number(file: Path, name: str, value: Any) -> timedelta | int:
    limits = RANGES.get(name)
    if limits is None:
        raise ScenarioWrong(f"{file}: there is no number {name} in [policy].")
    number: timedelta | int | None
    try:
        number = TypeAdapter(type(limits.least)).validate_python(value)
    except ValidationError:
        number = None
    if number is None or number not in limits:
        raise ScenarioWrong(f"{file}: [policy] {name} is {value!r}; allowed: {allowed_number(name)}.")
    return number
