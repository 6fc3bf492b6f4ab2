"""Scenario: who asks, who listens, and how they are: from the command line or a TOML file, checked once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from bot.policy import Policy

FAR = timedelta(days=36_500)
PLAIN = Policy(
    seeker_aliases=("River",), first_wave=1, round_every=FAR, word_every=FAR, nobody_free_after=FAR,
    wait_over_after=FAR, page_after=FAR, cool_down=timedelta(), conversations_at_most=10**9, listening_at_most=FAR,
    on_call_at_most=FAR, offer_missed=FAR, misses_at_most=10**9,
)  # fmt: skip
"""The plain case: one listener is asked and takes it at once; no rest, no caps, no words, no rounds."""


class ScenarioWrong(Exception):
    """A scenario cannot be played; the message is the one line that says why (exit code 2)."""


@checked(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Group:
    """Listeners who are alike: how many, in which hours of the day (UTC) on call, how they answer.

    `answers_after` is the mean time to an answer; `not_now` and `no_answer` are chances from 0 to 1.
    """

    count: int = Field(default=1, ge=1, le=1000)
    from_hour: int = Field(default=0, ge=0, le=23)
    to_hour: int = Field(default=24, ge=1, le=24)
    answers_after: timedelta = timedelta()
    not_now: float = Field(default=0.0, ge=0, le=1)
    no_answer: float = Field(default=0.0, ge=0, le=1)
    willing: bool = False
    backup: bool = False


@checked(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Demand:
    """Who asks: so many an hour, the same all day or hour by hour (UTC); how long they talk and wait, on average."""

    arrivals_per_hour: float = Field(default=0.0, ge=0, le=100_000)
    by_hour: tuple[float, ...] = ()
    mean_talk: timedelta = Field(default=timedelta(minutes=30), gt=timedelta(), le=timedelta(days=1))
    mean_patience: timedelta = Field(default=timedelta(minutes=10), gt=timedelta(), le=timedelta(days=30))
    danger_share: float = Field(default=0.0, ge=0, le=1)

    def at(self, hour: int) -> float:
        """Arrivals an hour in this hour of the day."""
        return self.by_hour[hour] if self.by_hour else self.arrivals_per_hour

    @property
    def most(self) -> float:
        """Arrivals an hour at the busiest."""
        return max(self.by_hour, default=self.arrivals_per_hour)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is played: demand, listeners, the numbers of routing, for so many hours, from this seed."""

    demand: Demand
    groups: tuple[Group, ...]
    policy: Policy
    hours: float
    seed: int

    def with_listeners(self, count: int) -> Scenario:
        """The same, with so many listeners in the first group."""
        return replace(self, groups=(replace(self.groups[0], count=count), *self.groups[1:]))


def read(file: Path, *, hours: float, seed: int) -> Scenario:
    """The scenario of a TOML file: `[demand]`, `[[listeners]]`, `[policy]`; ScenarioWrong in one line."""
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as err:
        raise ScenarioWrong(f"{file} cannot be read: {err.strerror}.") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise ScenarioWrong(f"{file} is not TOML: {err}.") from err
    unknown = sorted(set(given) - {"demand", "listeners", "policy"})
    if unknown:
        raise ScenarioWrong(f"{file}: there is no [{unknown[0]}]; there are [demand], [[listeners]] and [policy].")
    try:
        demand = TypeAdapter(Demand).validate_python(given.get("demand", {}))
        groups = TypeAdapter(tuple[Group, ...]).validate_python(given.get("listeners", [{}]))
    except ValidationError as err:
        raise ScenarioWrong(f"{file}: {_line(err)}") from None
    if demand.by_hour and len(demand.by_hour) != 24:
        raise ScenarioWrong(f"{file}: by_hour has {len(demand.by_hour)} numbers; allowed: 24, one for each hour.")
    return Scenario(demand=demand, groups=groups, policy=_policy(file, given.get("policy", {})), hours=hours, seed=seed)


def _policy(file: Path, given: dict[str, Any]) -> Policy:
    known = {field.name: field.default for field in fields(Policy)}
    found: dict[str, Any] = {}
    for name, value in given.items():
        like = known.get(name)
        if not isinstance(like, timedelta | int):
            raise ScenarioWrong(f"{file}: there is no number {name} in [policy].")
        try:
            found[name] = TypeAdapter(type(like)).validate_python(value)
        except ValidationError:
            raise ScenarioWrong(f"{file}: {name} is {value!r}; allowed: as in config/warmline.toml.") from None
    return Policy(seeker_aliases=("River",), **found)


def _line(err: ValidationError) -> str:
    first = err.errors(include_url=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])} is {first['input']!r}: {first['msg']}."
