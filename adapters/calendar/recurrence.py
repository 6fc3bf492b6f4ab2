"""When something recurs, by python-dateutil; fills `bot.shift.Recurrence`."""

from collections.abc import Iterable
from datetime import date, datetime, time

from dateutil.rrule import DAILY, WEEKLY, rrule


class Rules:
    """Wall-clock starts, naive: the core knows the zones."""

    def starts(
        self, first: datetime, repeat: str, last_day: date | None, *, since: datetime, until: datetime
    ) -> Iterable[datetime]:
        """Every start in [since, until), in order."""
        if repeat == "weekly":
            rule = rrule(WEEKLY, dtstart=first, until=datetime.combine(last_day, time.max) if last_day else None)
        else:
            rule = rrule(DAILY, dtstart=first, count=1)
        return [start for start in rule.between(since, until, inc=True) if start < until]
