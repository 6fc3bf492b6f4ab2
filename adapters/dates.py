"""Dates: how a day with its hours is written in somebody's language."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time


def hours_written(hours: str, language: str) -> str:
    """`bot.shift.written`'s "start/end/zone", as on the wall there: "Fri, Dec 4, 20:00–23:00 (Berlin)"; both days where
    they differ.
    """
    first, last, zone = hours.split("/", 2)
    starts, ends = (datetime.fromisoformat(one).astimezone(ZoneInfo(zone)) for one in (first, last))
    locale = _locale(language)
    city = zone.rpartition("/")[2].replace("_", " ")
    night = ends - starts < timedelta(days=1) and ends.time() <= time(6)  # nobody calls that another day
    if starts.date() == ends.date() or night:
        return f"{_day(starts, locale)}, {_time(starts, locale)}–{_time(ends, locale)} ({city})"
    return f"{_day(starts, locale)} {_time(starts, locale)} – {_day(ends, locale)} {_time(ends, locale)} ({city})"


def day_written(moment: datetime, language: str) -> str:
    """The day of a moment, in its own zone: "Fri, May 1"."""
    return _day(moment, _locale(language))


def _day(moment: datetime, locale: Locale) -> str:
    return format_skeleton("MMMEd", moment, tzinfo=moment.tzinfo, locale=locale)


def _time(moment: datetime, locale: Locale) -> str:
    return format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale=locale)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
