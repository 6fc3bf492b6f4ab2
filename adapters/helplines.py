"""Helplines: crisis lines and emergency numbers by country, read from `helplines.toml` (privacy.md, Safety)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Phrase = Callable[..., str]
"""A catalogue text by its key, with its variables: `phrase("helpline-phone", number="142")`."""


@dataclass(frozen=True, kw_only=True)
class Helpline:
    """One line of a country (ISO 3166 alpha-2); `youth`: for people under 18. What is unknown is empty."""

    country: str
    name: str
    phone: str
    sms: str
    chat: str
    hours: str
    youth: bool
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class Helplines:
    """All that is known: lines and emergency numbers by country, and the directories that list more."""

    lines: tuple[Helpline, ...]
    emergency: Mapping[str, str]
    directories: tuple[str, ...]
    stale_after: timedelta

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that have a line here, in alphabetical order of their codes."""
        return tuple(sorted({line.country for line in self.lines}))

    def knows(self, country: str) -> bool:
        """Whether there is a line or an emergency number for this country."""
        return country in self.emergency or country in self.countries

    def of(self, country: str, *, youth: bool = False) -> tuple[Helpline, ...]:
        """The lines of a country; with `youth` only those for people under 18."""
        return tuple(line for line in self.lines if line.country == country and (line.youth or not youth))

    def stale(self, *, today: date) -> tuple[Helpline, ...]:
        """The lines that were looked at too long ago."""
        return tuple(line for line in self.lines if today - line.checked_on > self.stale_after)


def read_helplines(path: Path) -> Helplines:
    """The helplines in this file; KeyError, ValueError or OSError where it is not one."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return Helplines(
        lines=tuple(_line(entry) for entry in found["helpline"]),
        emergency={entry["country"]: _numbers(entry.get("note", entry["number"])) for entry in found["emergency"]},
        directories=tuple(urlsplit(entry["url"]).netloc.removeprefix("www.") for entry in found["directory"]),
        stale_after=timedelta(days=found["stale_after_days"]),
    )


def shown(helplines: Helplines, country: str, *, youth: bool, directories: str, phrase: Phrase) -> str:
    """The helplines as somebody reads them: without a country the directories, and how to choose one."""
    number = helplines.emergency.get(country) or phrase("emergency-anywhere")
    lines = "\n".join(_shown(line, phrase) for line in helplines.of(country, youth=youth))
    if lines:
        return phrase("helplines-country", emergency=number, lines=lines, directories=directories)
    if youth:
        return phrase("helplines-youth", emergency=number, directories=directories)
    if helplines.knows(country):
        return phrase("helplines-country-none", emergency=number, directories=directories)
    return phrase("helplines-anywhere", emergency=number, directories=directories)


def _shown(line: Helpline, phrase: Phrase) -> str:
    kinds = ("phone", line.phone), ("sms", line.sms), ("chat", line.chat)
    ways = [phrase(f"helpline-{kind}", number=number) for kind, number in kinds if number]
    if line.hours:  # hours were checked for the first way only
        ways[0] = phrase("helpline-hours", way=ways[0], hours=line.hours)
    return phrase("helpline", name=line.name, ways=", ".join(ways))


def _line(entry: Mapping[str, Any]) -> Helpline:
    # Remarks on sources stand in brackets or after a semicolon; they are for us, not for somebody in need.
    hours = re.split(r"\s*[(;]", entry.get("hours", ""))[0]
    ways = {kind: entry.get(kind, "") for kind in ("phone", "sms", "chat")}
    if not any(ways.values()):
        raise ValueError(f"the helpline {entry['name']} has no phone, sms or chat")
    return Helpline(
        country=entry["country"], name=entry["name"], hours=hours, youth="youth" in entry.get("tags", ()),
        checked_on=date.fromisoformat(entry["checked_on"]), **ways,
    )  # fmt: skip


def _numbers(text: str) -> str:
    return re.sub(r" (or|and) ", " / ", text)
