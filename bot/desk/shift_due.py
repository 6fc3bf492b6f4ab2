"""What time brings to a shift: reminders, and that it begins (routing.md, On call).

A shift puts its listener on call when it begins; what happens later (a break, a full turn) is not undone by it. Its end
is the end of their turn on call, and cuts no conversation.
"""

from dataclasses import replace
from datetime import timedelta

from bot.desk import rota, sign_on, youth
from bot.desk.desk import Desk, Draft
from bot.notice import Notice
from bot.notice.routing import TurnDone
from bot.notice.shifts import ShiftBegun, ShiftSkipped, ShiftSoon
from bot.people import Listener
from bot.rota import Rota, Turning, came, looked_at
from bot.shift import Change, Instance, Shift

_DAY = timedelta(days=1)


async def due(desk: Desk, shift: Shift) -> None:
    """Remind, begin, and see when it is to be looked at next; what is over is not kept."""
    now = desk.clock.now()
    async with desk.decide() as draft:
        present = await draft.rows.shift(shift.id)
        if present is None or present.next_step_at > now:
            return
        found, policy = await rota.of(desk, draft.rows, present.community), desk.policy_for(present.community)
        await _past(desk, draft, found, present)
        following = looked_at(found, present, now=now, policy=policy)
        if following is None:
            await draft.rows.remove_shift(present.id)
            return
        await draft.rows.save_shift(replace(present, seen=now, next_step_at=following))
        for one, turning in came(found, present, now=now, policy=policy):
            listener = await draft.rows.listener(one.listener)
            if listener is not None:
                await _turned(desk, draft, listener, one, turning)


async def _turned(desk: Desk, draft: Draft, listener: Listener, one: Instance, turning: Turning) -> None:
    """What its listener reads of it; when it begins, they are on call until it ends."""
    told = await _begins(desk, draft, listener, one) if turning is Turning.BEGINS else _soon(listener, one, turning)
    if told is None or not listener.active:
        return
    line = desk.communities[listener.community].name
    draft.say(listener.address, told, language=listener.language, line=line)
    if isinstance(told, ShiftBegun):
        await sign_on.on_until(desk, draft, listener, one.ends)


async def _begins(desk: Desk, draft: Draft, listener: Listener, one: Instance) -> Notice | None:
    now = desk.clock.now()
    if one.posted:  # nobody comes: coordinators know
        return None
    if listener.away(now=now):
        return ShiftSkipped(why="away")
    if not listener.ready:
        return ShiftSkipped(why="practice")
    if not youth.may_listen(desk, listener):
        return ShiftSkipped(why="youth")
    duty = await draft.rows.duty(listener.id)
    if duty is not None and now < duty.until and duty.done(desk.policy_for(listener.community)):
        return TurnDone(again_at=duty.until)
    return ShiftBegun(until=one.ends)


def _soon(listener: Listener, one: Instance, turning: Turning) -> Notice | None:
    if listener.away(now=one.starts):
        return None
    return ShiftSoon(
        hours=one.hours, soon=turning is Turning.SOON, uncovered=one.posted, shift=one.shift, day=one.day.toordinal()
    )  # fmt: skip


async def _past(desk: Desk, draft: Draft, found: Rota, shift: Shift) -> None:
    """A time for which nobody came is over: nobody is asked for it any more."""
    now = desk.clock.now()
    for was in found.changes.get(shift.id, ()):
        if was.change is Change.POSTED and was.day < now.date() - _DAY:
            for one in found.of(shift, since=now - 9 * _DAY, until=now):
                if one.day == was.day:
                    await rota.nobody_asked(desk, draft, found, one)
            await draft.rows.override(shift.id, was.day, None, was=was)
