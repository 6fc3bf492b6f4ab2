"""Instants: how a moment is told to somebody, by a platform that knows where they are, or else in the community's zone
with how far off it is (routing.md 10).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

Phrase = Callable[..., str]
"""The catalogue's text by its key and facts, in somebody's language."""

_FAR = timedelta(hours=20)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One instant in two ways: the time first, as after "until"; and how far off it is first, as after "next"."""

    time: str
    distance: str


Moment = Callable[[datetime, bool], Told]
"""How a platform writes an instant itself; the flag says whether its day has to be told."""


def told(at: datetime, *, now: datetime | None, zone: str, phrase: Phrase, day: Callable[[datetime], str]) -> Told:
    """An instant where the platform cannot write it: in this zone; `day` writes its day."""
    local = at.astimezone(ZoneInfo(zone))
    time, city = f"{local:%H:%M}", zone.rpartition("/")[2].replace("_", " ")
    if is_far(at, now=now):
        time = f"{day(local)}, {time}"
    if now is None or at <= now:
        alone = phrase("moment", time=time, city=city)
        return Told(time=alone, distance=alone)
    within = _distance(at - now, phrase)
    return Told(
        time=phrase("moment-time", time=time, city=city, distance=within),
        distance=phrase("moment-distance", time=time, city=city, distance=within),
    )


def is_far(at: datetime, *, now: datetime | None) -> bool:
    """Whether an instant's time of day alone could mean another day."""
    return now is not None and abs(at - now) >= _FAR


def _distance(far: timedelta, phrase: Phrase) -> str:
    minutes = max(round(far / timedelta(minutes=1)), 1)
    if minutes < 90:
        return phrase("in-minutes", minutes=minutes)
    if minutes < 36 * 60:
        return phrase("in-hours", hours=round(minutes / 60))
    return phrase("in-days", days=round(minutes / 1440))
