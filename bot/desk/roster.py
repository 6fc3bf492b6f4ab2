"""Roster: who is on call, who comes next, and what is not covered (routing.md, Coverage)."""

from bot.desk import looking_after, meant, rota, shifts
from bot.desk.desk import Desk
from bot.inbound import Pressed, Typed
from bot.notice import NotACoordinator, NotAListener, Notice
from bot.notice.base import line
from bot.notice.rostering import CalendarLink, DayUnknown, Next, NoCalendar, RosterShown
from bot.outlook import Outlook, ahead, on_day
from bot.people import named
from bot.records import Feed
from bot.shift import written

_LISTED, _PEOPLE = 10, 20


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
            opens = rota.next_opening(desk, found, mine.community)
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
    now, policy = desk.clock.now(), desk.policy_for(mine[1].id)
    shown = on_day(found, policy, asked, now=now) if asked else ahead(found, policy, now=now)
    if shown is not None:
        return _shown(shown)
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


def _shown(found: Outlook) -> RosterShown:
    zone = found.policy.zone
    stretches = [(one, written(one.starts, one.ends, zone)) for one in found.stretches()]
    gaps = [line("span-line", hours=hours) for one, hours in stretches if one.planned and not one.on]
    single = [line("span-line", hours=hours) for one, hours in stretches if one.on == 1]
    return RosterShown(
        on_now_lines=tuple(
            line("on-now-line", alias=alias, hours=written(found.now, until, zone)) for alias, until in found.on_now()
        ),
        next_lines=tuple(
            line("next-line", hours=one.hours, alias=alias, posted=one.posted)
            for one, alias in found.coming()[:_LISTED]
        ),
        gap_lines=tuple(gaps[:_LISTED]), single_lines=tuple(single[:_LISTED]), days=found.policy.coverage_days,
        people=tuple(f"{one.id}|{one.alias}" for one in found.people[:_PEOPLE] if one.active),
    )  # fmt: skip
