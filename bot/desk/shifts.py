"""Shifts: listeners see them, and what they can do with each; coordinators for others, too (routing.md, On call)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.desk import add_shift, cover, meant, remove_shift, rota
from bot.desk.desk import Desk
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, NotAListener, Notice
from bot.notice.base import line
from bot.notice.shifts import ShiftGone, ShiftList, ShiftShown
from bot.people import Listener
from bot.rota import Rota
from bot.shift import Instance, Repeat
from bot.when import day_named

_LISTED, _YEAR = 8, timedelta(days=366)
_ACTIONS = {"cover": cover.post, "take": cover.take, "remove": remove_shift.this}


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/shifts action when repeat zone`: the list, without an action."""
    action = event.options.get("action", "").strip().lower() or "list"
    if action not in ("list", *_ACTIONS):
        return await add_shift.understood(desk, _with_day(event, action))
    async with desk.store.decision() as rows:
        mine = await meant.mine(desk, rows, event)
        if mine is None:
            return NotAListener()
        found = await rota.of(desk, rows, mine.community)
        if action == "list" or not event.options.get("when"):
            return listed(desk, found, mine)
        here = desk.clock.now().astimezone(ZoneInfo(desk.policy_for(mine.community).zone))
        day = day_named(event.options["when"].split()[0], today=here.date())
    picked = _picked(desk, found, mine, day, action) if day else None
    if picked is None:
        return listed(desk, found, mine)
    press = Pressed(
        by=event.by, verb=action, subject=picked.shift, epoch=picked.day.toordinal(), message="",
        language=event.language,
    )  # fmt: skip
    return await _ACTIONS[action](desk, press)


def _with_day(event: Typed, action: str) -> Typed:
    """`/shifts Fri 20-23`: who names a day and no action adds."""
    when = event.options.get("when", "")
    return event if action == "add" else replace(event, options={**event.options, "when": f"{action} {when}".strip()})


async def of_somebody(desk: Desk, event: Pressed) -> Notice | None:
    """A coordinator looks at the shifts of one listener."""
    async with desk.store.decision() as rows:
        whose = await meant.whose(desk, rows, event, event.subject)
        if whose is None:
            return ButtonOld()
        found = await rota.of(desk, rows, whose.community)
    return listed(desk, found, whose, alias=whose.alias)


async def shown(desk: Desk, event: Pressed) -> Notice | None:
    """A number of the list: that time, and what can be done with it."""
    async with desk.store.decision() as rows:
        at = await meant.find(desk, rows, event)
    if at is None:
        return ShiftGone(why="gone")
    return ShiftShown(
        hours=at.one.hours, weekly=at.shift.repeat is Repeat.WEEKLY, alias=at.who.alias if at.who else "",
        state=meant.state(desk, at), looks_after=at.looks_after and not at.own, shift=at.shift.id,
        running=at.one.starts <= desk.clock.now(), day=at.one.day.toordinal(),
    )  # fmt: skip


def listed(desk: Desk, found: Rota, whose: Listener, *, alias: str = "") -> ShiftList:
    """The next shifts of somebody, and those that need somebody; `alias` where another looks at them."""
    now = desk.clock.now()
    coming = found.instances(since=now, until=now + _YEAR)
    own = list(islice((one for one in coming if one.listener == whose.id), _LISTED))
    free = list(islice((one for one in coming if _free(found, one, whose, now=now)), _LISTED))
    weekly = {shift.id for shift in found.shifts if shift.repeat is Repeat.WEEKLY}
    lines = [
        line("shift-line", number=place, hours=one.hours, weekly=one.shift in weekly, posted=one.posted,
             alias="" if one.listener == whose.id else found.people[one.listener].alias)
        for place, one in enumerate((*own, *free), start=1)
    ]  # fmt: skip
    return ShiftList(
        own_lines=tuple(lines[: len(own)]), open_lines=tuple(lines[len(own) :]), alias=alias,
        picks=tuple(f"{one.shift}:{one.day.toordinal()}" for one in (*own, *free)),
        person=whose.id if alias else "",
    )  # fmt: skip


def _free(found: Rota, one: Instance, whose: Listener, *, now: datetime) -> bool:
    """Somebody else's that can be taken."""
    if one.listener == whose.id or one.listener not in found.people:
        return False
    return one.posted or (one.starts <= now and not found.people[one.listener].on_call(now=now))


def _picked(desk: Desk, found: Rota, mine: Listener, day: date, action: str) -> Instance | None:
    """The one that was meant by its day, where there is only one."""
    now = desk.clock.now()
    coming = found.instances(since=now, until=now + _YEAR)
    fits = [
        one for one in coming
        if one.day == day and (_free(found, one, mine, now=now) if action == "take" else one.listener == mine.id)
    ]  # fmt: skip
    return fits[0] if len(fits) == 1 else None
