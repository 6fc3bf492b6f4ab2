"""Roster: who is on call, who comes next, and what is not covered (routing.md, Coverage)."""

from datetime import datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.desk import looking_after, meant, rota, shifts
from bot.desk.desk import Desk
from bot.inbound import Pressed, Typed
from bot.notice import NotACoordinator, NotAListener, Notice
from bot.notice.base import line
from bot.notice.shifts import CalendarLink, DayUnknown, Next, NoCalendar, RosterShown
from bot.people import named
from bot.records import Feed
from bot.rota import Rota
from bot.shift import Edge, resolve, written
from bot.when import day_named

_LISTED, _PEOPLE, _DAY = 10, 20, timedelta(days=1)


async def upcoming(desk: Desk, event: Typed) -> Notice | None:
    """`/next`: who is on now, who comes next, and when this person is to be there."""
    now = desk.clock.now()
    async with desk.store.decision() as rows:
        mine = await meant.mine(desk, rows, event)
        if mine is None:
            return NotAListener()
        found = await rota.of(desk, rows, mine.community)
        following = await rota.next_of(desk, rows, mine, now=now)
        opens = None
        if not (count := sum(one.on_call(now=now) for one in found.people.values())):
            opens = await rota.opens(desk, rows, mine.community)
    return Next(
        on_call=count, until=mine.on_call_until if mine.on_call(now=now) else None, opens=opens,
        next_hours=following.hours if following else "",
    )  # fmt: skip


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/roster day`: from now on, or of that day; a listener's alias shows their shifts."""
    asked = event.options.get("day", "").strip()
    async with desk.store.decision() as rows:
        mine = await looking_after.mine(desk, rows, event)
        if mine is None:
            return NotACoordinator()
        found = await rota.of(desk, rows, mine[1].id)
    if not asked:
        return _shown(desk, found, community=mine[1].id, since=desk.clock.now(), until=None)
    zone = desk.policy_for(mine[1].id).zone
    day = day_named(asked, today=desk.clock.now().astimezone(ZoneInfo(zone)).date())
    if day is not None:
        edges = [resolve(datetime.combine(one, time()), zone, Edge.START) for one in (day, day + _DAY)]
        since = max(edges[0], desk.clock.now())  # never about hours already past
        return _shown(desk, found, community=mine[1].id, since=since, until=max(edges[1], since))
    listener = named(found.people.values(), asked)
    if listener is None:
        return DayUnknown(aliases=tuple(sorted(one.alias for one in found.people.values() if one.alias)))
    return shifts.listed(desk, found, listener, alias=listener.alias)


async def calendar(desk: Desk, event: Pressed) -> Notice | None:
    """**Calendar**: a new private address of one's own shifts; for a coordinator, of the line's, too."""
    if not desk.calendars:
        return NoCalendar()
    async with desk.decide() as draft:
        mine = await meant.mine(desk, draft.rows, event)
        if mine is None:
            return NotAListener()
        made = []
        for whole in (False, True)[: 1 + mine.coordinates]:
            secret = desk.ids.new() + desk.ids.new()
            await draft.rows.put_feed(
                Feed(secret_hash=desk.seal.hash("feed", secret), listener=mine.id, whole=whole)
            )  # fmt: skip
            made.append(f"{desk.calendars}/{secret}.ics")
    return CalendarLink(own_feed=made[0], line_feed=made[1] if len(made) > 1 else "")


def _shown(desk: Desk, found: Rota, *, community: str, since: datetime, until: datetime | None) -> RosterShown:
    now, policy = desk.clock.now(), desk.policy_for(community)
    ends = until or since + policy.coverage_days * _DAY
    people = sorted((one for one in found.people.values() if one.alias), key=lambda one: one.alias.casefold())
    present = [one for one in people if one.on_call(now=now) and one.on_call_until]
    coming = [one for one in found.instances(since=since, until=ends) if one.starts > now]
    stretches = found.coverage(since=since, until=ends)
    gaps = [one for one in stretches if one.planned and not one.on]
    single = [one for one in stretches if one.on == 1]
    return RosterShown(
        on_now_lines=tuple(
            line("on-now-line", alias=one.alias, hours=written(now, one.on_call_until, policy.zone))
            for one in present if one.on_call_until
        ),
        next_lines=tuple(
            line("next-line", hours=one.hours, alias=found.people[one.listener].alias, posted=one.posted)
            for one in islice((one for one in coming if one.listener in found.people), _LISTED)
        ),
        gap_lines=tuple(line("span-line", hours=written(one.starts, one.ends, policy.zone)) for one in gaps[:_LISTED]),
        single_lines=tuple(
            line("span-line", hours=written(one.starts, one.ends, policy.zone)) for one in single[:_LISTED]
        ),
        days=policy.coverage_days, people=tuple(f"{one.id}|{one.alias}" for one in people[:_PEOPLE] if one.active),
    )  # fmt: skip
