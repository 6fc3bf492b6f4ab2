"""Feeds: a timetable as an iCalendar file (RFC 5545), in UTC; aliases alone, no address."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime

from icalendar import Calendar, Event

from adapters.wording import Wording
from bot.desk import calendar
from bot.desk.desk import Desk
from bot.timetable import Entry, Timetable

_SECRET = re.compile(r"[0-9a-f]{64}")


class Feeds:
    """Reads calendars by their secrets, one at a time: whoever guesses does not crowd out what the line has to do."""

    def __init__(self, desk: Desk, wording: Wording) -> None:
        self._desk, self._wording, self._turn = desk, wording, asyncio.Lock()

    async def read(self, secret: str) -> bytes | None:
        """The file at this address; None where there is none."""
        if not _SECRET.fullmatch(secret):
            return None
        async with self._turn:
            found = await calendar.read(self._desk, secret)
            if found is None:
                return None
            # Beside the loop: months of a large line are a while's work, and nobody's words wait for it.
            return await asyncio.to_thread(written, found, wording=self._wording, now=self._desk.clock.now())


def written(timetable: Timetable, *, wording: Wording, now: datetime) -> bytes:
    """The file that a calendar app reads."""
    own = "yes" if timetable.listener else "no"
    made = Calendar()
    made.add("prodid", "-//Warmline//Shifts//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", wording.label("calendar-name", timetable.language, line=timetable.line, own=own))
    for one in timetable.entries():
        made.add_component(_event(one, timetable, wording=wording, now=now))
    return bytes(made.to_ical())


def _event(entry: Entry, timetable: Timetable, *, wording: Wording, now: datetime) -> Event:
    facts = {"line": timetable.line, "alias": entry.alias or "none", "posted": "yes" if entry.posted else "no"}
    made = Event()
    made.add("uid", f"{entry.id}@warmline.invalid")
    made.add("dtstamp", now)
    made.add("dtstart", entry.starts)
    made.add("dtend", entry.ends)
    made.add("summary", wording.label("calendar-entry", timetable.language, **facts))
    made.add("status", "TENTATIVE" if entry.posted else "CONFIRMED")
    made.add("class", "PRIVATE")
    return made
