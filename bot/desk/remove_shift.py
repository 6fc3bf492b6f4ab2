"""Remove: a shift, or one of its times, is taken off the rota; whoever it concerns hears it (routing.md, On call)."""

from datetime import timedelta

from bot.desk import meant, rota, sign_on
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.notice import Notice
from bot.notice.shifts import ShiftGone, ShiftRemoved
from bot.shift import Change, Override, Repeat

_YEAR = timedelta(days=366)


async def this(desk: Desk, event: Pressed) -> Notice | None:
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


async def whole(desk: Desk, event: Pressed) -> Notice | None:
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
