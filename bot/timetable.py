"""A timetable: the shifts that a private calendar shows, one listener's or all of a line's (routing.md, On call).

Pure; instants are aware UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.rota import Rota


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One time in a calendar. `id` stays the same whoever is there and whatever becomes of it; `alias` is "" in a
    listener's own.
    """

    id: str
    starts: datetime
    ends: datetime
    posted: bool
    alias: str


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """What one calendar is to show in [since, until): of `listener`, or of all for ""; `line` is the line's name."""

    line: str
    language: str
    rota: Rota
    listener: str
    since: datetime
    until: datetime

    def entries(self) -> tuple[Entry, ...]:
        """In order. What is cancelled is left out, and the part in which its listener is away."""
        found = []
        for one in self.rota.instances(since=self.since, until=self.until):
            person = self.rota.people.get(one.listener)
            if person is None or self.listener not in ("", person.id):
                continue
            parts = ((one.starts, one.ends),) if one.posted else self.rota.there(one)
            found += [
                Entry(
                    id=f"{one.shift}-{one.day:%Y%m%d}" + (f"-{number}" if number else ""), starts=starts, ends=ends,
                    posted=one.posted, alias="" if self.listener else person.alias,
                )
                for number, (starts, ends) in enumerate(parts)
            ]  # fmt: skip
        return tuple(found)
