"""Add: a shift is put on the rota: what was understood is said back, and stands once it is right (routing.md)."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.desk import meant, rota
from bot.desk.desk import Desk
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, NotAListener, Notice
from bot.notice.shifts import AskShift, ShiftAdded, ShiftUnderstood
from bot.people import Listener
from bot.policy import zone_named
from bot.ports import Decision
from bot.rota import Rota, looked_at
from bot.shift import Edge, Repeat, Shift, ShiftRefused, checked, resolve, written
from bot.when import hours

_YEAR = timedelta(days=366)
_WEEKLY = frozenset({"weekly", "every week", "week", "yes"})
_ONCE = frozenset({"once", "only once", "no", ""})


async def asked(desk: Desk, event: Pressed) -> Notice | None:
    """**Add a shift**: when?"""
    async with desk.store.decision() as rows:
        whose = await meant.whose(desk, rows, event, event.subject)
    return NotAListener() if whose is None else AskShift(person="" if whose.address == event.by else whose.id)


async def understood(desk: Desk, event: Typed) -> Notice | None:
    """`/shifts add when repeat zone`: is this right?"""
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
    return checked(shift, others=[one for one in others if not one.posted], now=now)


def _first(shift: Shift) -> str:
    return written(
        resolve(shift.starts, shift.zone, Edge.START), resolve(shift.ends, shift.zone, Edge.END), shift.zone
    )  # fmt: skip
