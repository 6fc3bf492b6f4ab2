"""When: what somebody wrote about a day and its hours, as naive wall clock (experience.md, `/shifts`, `/away`)."""

import re
from datetime import date, datetime, time, timedelta

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?:h|(?P<half>am|pm))?")
_HOURS = re.compile(r"(?P<first>[\d:.h]+\s*(?:am|pm)?)\s*(?:-|–|—|to|until)\s*(?P<last>[\d:.h]+\s*(?:am|pm)?)")
_DAY = timedelta(days=1)
_YEARS = range(2000, 3000)  # beyond them there is no moment before or after that could be reckoned with


def hours(text: str, *, here: datetime) -> tuple[datetime, datetime] | None:
    """Start and end of "Fri 20:00-23:00", "2026-12-24 20-23", "tomorrow 9am to 1pm"; an end that is not after its start
    is on the next day. `here` is now; a day of the week is the next that is not over. None: unreadable.
    """
    named, _, rest = text.strip().lower().replace(",", " ").partition(" ")
    match = _HOURS.fullmatch(rest.strip())
    if match is None:
        return None
    first, last = clock(match["first"]), clock(match["last"])
    if first is None or last is None:
        return None
    day = day_named(named, today=here.date())
    if day is None:
        return None
    starts, ends = _between(day, first, last)
    if ends <= here and _weekday(named) is not None:
        starts, ends = _between(day + 7 * _DAY, first, last)
    return starts, ends


def _between(day: date, first: timedelta, last: timedelta) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time())
    return midnight + first, midnight + (last if last > first else last + _DAY)


def day_named(text: str, *, today: date) -> date | None:
    """The day that is meant: "today", "Fri", "2026-12-24", "24.12."; None: unreadable. A day and month without a year
    are the next.
    """
    words = text.strip().lower()
    if words in ("today", "tonight"):
        return today
    if words == "tomorrow":
        return today + _DAY
    if (weekday := _weekday(words)) is not None:
        return today + ((weekday - today.weekday()) % 7) * _DAY
    match = _ISO.fullmatch(words) or _DOTTED.fullmatch(words)
    if match is None:
        return None
    try:
        found = date(int(match["year"] or today.year), int(match["month"]), int(match["day"]))
        if not match["year"] and found < today:
            found = found.replace(year=today.year + 1)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def moment(text: str, *, here: datetime, last: bool) -> datetime | None:
    """A day, or a day and a time, as one moment; a day alone begins at midnight, and (`last`) ends at the next."""
    words = text.strip().lower().split()
    if not words or len(words) > 2:
        return None
    day = day_named(words[0], today=here.date())
    if day is None:
        return None
    midnight = datetime.combine(day, time())
    if len(words) == 1:
        return midnight + _DAY if last else midnight
    at = clock(words[1])
    return None if at is None else midnight + at


def clock(text: str) -> timedelta | None:
    """A time of day, since midnight: "20", "20:00", "8pm", "24:00"; None: unreadable."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return timedelta(hours=hour, minutes=minute)


def _weekday(word: str) -> int | None:
    if word in _DAYS:
        return _DAYS.index(word)
    found = [place for place, name in enumerate(_NAMES) if len(word) >= 3 and name.startswith(word)]
    return found[0] if len(found) == 1 else None
