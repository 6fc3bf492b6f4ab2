"""An outlook on a line's roster: who is there now, who comes next, what is not covered (routing.md, Coverage).

Pure; instants are aware UTC.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.people import Listener
from bot.policy import Policy
from bot.rota import Rota, Stretch
from bot.shift import Edge, Instance, resolve
from bot.when import day_named

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What [since, until) looks like at `now`, by a community's own numbers."""

    rota: Rota
    policy: Policy
    now: datetime
    since: datetime
    until: datetime

    @property
    def people(self) -> tuple[Listener, ...]:
        """Everybody who has an alias, by it."""
        found = (one for one in self.rota.people.values() if one.alias)
        return tuple(sorted(found, key=lambda one: one.alias.casefold()))

    def on_now(self) -> tuple[tuple[str, datetime], ...]:
        """Who is on call, by alias, and until when."""
        there = (one for one in self.people if one.on_call(now=self.now))
        return tuple((one.alias, one.on_call_until) for one in there if one.on_call_until)

    def coming(self) -> tuple[tuple[Instance, str], ...]:
        """What has not begun yet, in order, and whose it is, by alias."""
        found = self.rota.instances(since=self.since, until=self.until)
        people = self.rota.people
        return tuple(
            (one, people[one.listener].alias) for one in found if one.starts > self.now and one.listener in people
        )

    def stretches(self) -> tuple[Stretch, ...]:
        """Every time in which nobody is there, or one."""
        return self.rota.coverage(since=self.since, until=self.until)


def ahead(rota: Rota, policy: Policy, *, now: datetime) -> Outlook:
    """From now on, as many days as the community looks ahead."""
    return Outlook(rota=rota, policy=policy, now=now, since=now, until=now + policy.coverage_days * _DAY)


def on_day(rota: Rota, policy: Policy, text: str, *, now: datetime) -> Outlook | None:
    """Of the day that is meant by "Fri" or "2026-12-24", without what is past of it; None: unreadable."""
    day = day_named(text, today=now.astimezone(ZoneInfo(policy.zone)).date())
    if day is None:
        return None
    starts, ends = (resolve(datetime.combine(one, time()), policy.zone, Edge.START) for one in (day, day + _DAY))
    since = max(starts, now)
    return Outlook(rota=rota, policy=policy, now=now, since=since, until=max(ends, since))
