"""Shifts: listeners see, add, post, take and remove them; coordinators do it for others (routing.md, On call).

Whoever acts hears what was done; whoever it concerns hears it, too. Of several who take one, exactly one has it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.desk import cover, meant, rota, sign_on
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, NotAListener, Notice
from bot.notice.base import line
from bot.notice.shifts import (
    AskShift,
    ShiftAdded,
    ShiftGone,
    ShiftList,
    ShiftRemoved,
    ShiftShown,
    ShiftUnderstood,
)
from bot.people import Listener
from bot.policy import zone_named
from bot.ports import Decision
from bot.rota import Rota, looked_at
from bot.shift import Change, Edge, Instance, Override, Repeat, Shift, ShiftRefused, checked, resolve, written
from bot.when import day_named, hours

_LISTED, _YEAR = 8, timedelta(days=366)
_WEEKLY = frozenset({"weekly", "every week", "week", "yes"})
_ONCE = frozenset({"once", "only once", "no", ""})


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/shifts action when repeat zone`: the list, without an action."""
    action = event.options.get("action", "").strip().lower() or "list"
    if action == "add" or (action not in ("list", "cover", "take", "remove") and "when" in event.options):
        return await _understood(desk, event)
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
    act = {"cover": cover.post, "take": cover.take, "remove": remove_this}[action]
    return await act(desk, press)


async def asked(desk: Desk, event: Pressed) -> Notice | None:
    """**Add a shift**: when?"""
    async with desk.store.decision() as rows:
        whose = await meant.whose(desk, rows, event, event.subject)
    return NotAListener() if whose is None else AskShift(person="" if whose.address == event.by else whose.id)


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


async def save(desk: Desk, event: Pressed) -> Notice | None:
    """**Add it**: the shift that was understood stands."""
    shift = desk.memory.shifts.pop(event.by, None)
    if shift is None:
        return ButtonOld()
    async with desk.decide() as draft:
        whose = await meant.whose(desk, draft.rows, event, shift.listener)
        if whose is None:
            return ButtonOld()
        fine = await _checked(desk, draft.rows, shift)
        if isinstance(fine, ShiftRefused):
            return AskShift(why=fine.reason, person="" if whose.address == event.by else whose.id)
        await draft.rows.add_shift(shift)
        first, weekly = _first(shift), shift.repeat is Repeat.WEEKLY
        if whose.address != event.by:
            await meant.told(desk, draft, event, whose, what="added", hours=first, weekly=weekly)
    alias = "" if whose.address == event.by else whose.alias
    return ShiftAdded(hours=first, weekly=weekly, alias=alias)


async def remove_this(desk: Desk, event: Pressed) -> Notice | None:
    """**Remove this one**: it is off the rota; of a weekly shift, only this time."""
    async with desk.decide() as draft:
        at = await meant.find(desk, draft.rows, event)
        if at is None or not at.may:
            return ShiftGone(why="gone")
        if at.shift.repeat is Repeat.ONCE:
            return await _removed(desk, draft, event, at)
        gone = Override(shift=at.shift.id, day=at.one.day, change=Change.CANCELLED)
        if not await draft.rows.override(at.shift.id, at.one.day, gone, was=at.was):
            return ShiftGone(why="gone")
        await rota.nobody_asked(desk, draft, at.rota, at.one)
        await sign_on.excused(desk, draft, at.one, at.who)
        await _after(desk, draft, event, at, what="removed")
    return ShiftRemoved(hours=at.one.hours, whole=False, alias=at.alias)


async def remove_all(desk: Desk, event: Pressed) -> Notice | None:
    """**Remove it for good**: the shift with all its times."""
    async with desk.decide() as draft:
        at = await meant.find(desk, draft.rows, event)
        if at is None or not (at.looks_after or at.one.owner == at.by.id):
            return ShiftGone(why="gone")
        return await _removed(desk, draft, event, at)


async def _removed(desk: Desk, draft: Draft, event: Pressed, at: meant.At) -> Notice | None:
    weekly = at.shift.repeat is Repeat.WEEKLY
    for one in at.rota.of(at.shift, since=desk.clock.now(), until=desk.clock.now() + _YEAR):
        await rota.nobody_asked(desk, draft, at.rota, one)
        await sign_on.excused(desk, draft, one, at.rota.people.get(one.listener))
    await rota.lost(desk, draft, at.rota, at.shift)
    await draft.rows.remove_shift(at.shift.id)
    await _after(desk, draft, event, at, what="ended" if weekly else "removed")
    return ShiftRemoved(hours=at.one.hours, whole=weekly, alias=at.alias)


async def _after(desk: Desk, draft: Draft, event: Pressed, at: meant.At, *, what: str) -> None:
    """Whoever was to be there hears it from somebody else; a gap that it makes is told."""
    if at.who is not None and not at.own:
        await meant.told(desk, draft, event, at.who, what=what, hours=at.one.hours)
    await rota.gaps(desk, draft, at.shift.community)


# --- the list ---------------------------------------------------------------------------------------------------------


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


# --- adding -----------------------------------------------------------------------------------------------------------


async def _understood(desk: Desk, event: Typed) -> Notice | None:
    person = event.options.get("person", "")
    async with desk.store.decision() as rows:
        whose = await meant.whose(desk, rows, event, person)
        if whose is None:
            return NotAListener()
        for_other = "" if whose.address == event.by else whose.id
        when = event.options.get("when", "")
        if not when:
            return AskShift(person=for_other)
        shift = _read(desk, event, whose)
        fine = await _checked(desk, rows, shift) if isinstance(shift, Shift) else shift
    if isinstance(fine, ShiftRefused):
        return AskShift(why=fine.reason, person=for_other)
    desk.memory.shifts[event.by] = fine
    alias = whose.alias if for_other else ""
    return ShiftUnderstood(hours=_first(fine), weekly=fine.repeat is Repeat.WEEKLY, alias=alias)


def _read(desk: Desk, event: Typed, whose: Listener) -> Shift | ShiftRefused:
    now, policy = desk.clock.now(), desk.policy_for(whose.community)
    asked = event.options.get("zone", "").strip()
    zone = zone_named(asked) if asked else policy.zone
    if zone is None:
        return ShiftRefused(reason="zone")
    repeat = event.options.get("repeat", "").strip().lower()
    found = hours(event.options["when"], here=now.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    if found is None or repeat not in _WEEKLY | _ONCE:
        return ShiftRefused(reason="unreadable")
    shift = Shift(
        id=desk.ids.new(), community=whose.community, listener=whose.id, starts=found[0], ends=found[1], zone=zone,
        repeat=Repeat.WEEKLY if repeat in _WEEKLY else Repeat.ONCE, seen=now, next_step_at=now,
    )  # fmt: skip
    rota_of_it = Rota(shifts=(shift,), overrides=(), people={}, recurrence=desk.recurrence)
    return replace(shift, next_step_at=looked_at(rota_of_it, shift, now=now, policy=policy) or now)


async def _checked(desk: Desk, rows: Decision, shift: Shift) -> Shift | ShiftRefused:
    """Whether it can be: among others, its listener has no other at that time, the next year long."""
    found, now = await rota.of(desk, rows, shift.community), desk.clock.now()
    others = [one for one in found.instances(since=now, until=now + _YEAR) if one.listener == shift.listener]
    return checked(shift, others=_needed(others), now=now)


def _needed(others: Sequence[Instance]) -> Sequence[Instance]:
    return [one for one in others if not one.posted]


def _first(shift: Shift) -> str:
    return written(
        resolve(shift.starts, shift.zone, Edge.START), resolve(shift.ends, shift.zone, Edge.END), shift.zone
    )  # fmt: skip
