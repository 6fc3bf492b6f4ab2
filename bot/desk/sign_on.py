"""Sign on: who is on call, by their own word: `/oncall 2h`, `until 22:00`, `off` (experience.md, A listener)."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk import routed, youth
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Typed
from bot.notice import NotAListener, Notice, OffCall, OnCall, WhenUnknown
from bot.notice.care import PracticeOffer, YouAreSuspended
from bot.notice.routing import TurnDone
from bot.notice.youth import NotForYouth
from bot.people import Address, Listener, Standing
from bot.policy import Policy
from bot.shift import Edge, Instance, resolve

_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,2})\s*h(?:ours?)?)?\s*(?:(?P<minutes>\d{1,3})\s*m(?:in(?:utes?)?)?)?", re.IGNORECASE
)
_UNTIL = re.compile(r"(?:until|till|to)\s+(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?", re.IGNORECASE)
OFF = frozenset({"off", "stop", "end", "no"})


def until(when: str, *, now: datetime, policy: Policy) -> datetime | None:
    """The instant that `when` names: a length ("2h", "90m", "1h 30m") or a time of day in the line's zone; None:
    unreadable.

    "" is the default length. Never more than `policy.on_call_at_most` from now.
    """
    when = when.strip()
    if not when:
        return now + policy.on_call_default
    if (day := _UNTIL.fullmatch(when)) is not None:
        return _next_time(int(day["hour"]), int(day["minute"] or 0), now=now, policy=policy)
    if (length := _LENGTH.fullmatch(when)) is not None:
        span = timedelta(hours=int(length["hours"] or 0), minutes=int(length["minutes"] or 0))
        return now + min(span, policy.on_call_at_most) if span else None
    return None


def _next_time(hour: int, minute: int, *, now: datetime, policy: Policy) -> datetime | None:
    if hour > 23 or minute > 59:
        return None
    today = now.astimezone(ZoneInfo(policy.zone)).date()
    walls = (datetime.combine(today + timedelta(days=day), time(hour, minute)) for day in range(3))
    ends = (resolve(wall, policy.zone, Edge.END) for wall in walls)
    return next(end for end in ends if end > now)


async def on_call(desk: Desk, event: Typed) -> Notice | None:
    """`/oncall`: on for a while, until a time, or off."""
    when = event.options.get("when", "")
    if when.strip().lower() in OFF:
        return await switch(desk, event, None)
    async with desk.store.decision() as rows:
        policy = _numbers(desk, active(await rows.listens(event.by)))
    at = until(when, now=desk.clock.now(), policy=policy)
    return WhenUnknown() if at is None else await switch(desk, event, at)


async def ready(desk: Desk, event: Pressed) -> Notice | None:
    """**I'm ready**: still on call, and offered what waits; somebody who is off call goes on for the usual time."""
    async with desk.store.decision() as rows:
        mine = active(await rows.listens(event.by))
    now = desk.clock.now()
    lasting = [one.on_call_until for one in mine if one.on_call_until and one.on_call(now=now)]
    return await switch(desk, event, max(lasting, default=now + _numbers(desk, mine).on_call_default), ready=True)


def _numbers(desk: Desk, mine: Sequence[Listener]) -> Policy:
    """The numbers of the line that they listen for."""
    return desk.policy_for(mine[0].community) if mine else desk.policy


async def pause(desk: Desk, event: Typed | Pressed) -> Notice | None:
    """**Take a break**: off call at once."""
    return await switch(desk, event, None)


async def switch(desk: Desk, event: Typed | Pressed, at: datetime | None, *, ready: bool = False) -> Notice | None:
    """On call until `at`, or off; whoever waits sees the new count, and whoever is free now is offered what waits.

    `ready`: they rest no longer. Who has listened enough for one turn stays off call until it is over.
    """
    async with desk.decide() as draft:
        listens = await draft.rows.listens(event.by)
        if (no := refused(desk, listens, going_on=at is not None)) is not None:
            return no
        mine = [one for one in active(listens) if at is None or (one.practised and youth.may_listen(desk, one))]
        for listener in mine:
            duty, policy = await draft.rows.duty(listener.id), desk.policy_for(listener.community)
            if duty is not None and at is not None and duty.done(policy):
                return TurnDone(again_at=duty.until)
            if duty is not None and ready:
                await routed.save(desk, draft, duty.ready(), community=listener.community)
            changed = listener.going_on_call(until=at)
            if at is not None and changed.away(now=desk.clock.now()):
                changed = changed.going_away(None, None)  # they are here
            await draft.rows.save_listener(changed)
            await routed.changed(desk, draft, changed)
        desk.memory.communities[event.by] = mine[0].community
    return OffCall() if at is None else OnCall(until=at)


def refused(desk: Desk, listens: Sequence[Listener], *, going_on: bool) -> Notice | None:
    """Why somebody cannot go on call (or, not `going_on`, off it), if so: no listener, suspended, no practice yet,
    a line for young people.
    """
    listening = active(listens)
    suspended = [one for one in listens if one.standing is Standing.SUSPENDED]
    if not listening:
        contact = desk.communities[suspended[0].community].contact if suspended else ""
        return YouAreSuspended(contact=contact) if suspended else NotAListener()
    if going_on and not any(one.practised for one in listening):
        return PracticeOffer(person=listening[0].id)
    if going_on and not any(one.practised and youth.may_listen(desk, one) for one in listening):
        return NotForYouth()
    return None


async def unreachable(desk: Desk, address: Address) -> None:
    """A listener blocked the bot, or an offer does not reach them: they cannot be asked, so they are off call."""
    async with desk.decide() as draft:
        for listener in await draft.rows.listens(address):
            if listener.on_call(now=desk.clock.now()):
                off = listener.going_on_call(until=None)
                await draft.rows.save_listener(off)
                await routed.changed(desk, draft, off)


async def on_until(desk: Desk, draft: Draft, listener: Listener, until: datetime) -> None:
    """On call until then at least, and asked, where they may be."""
    if not youth.may_listen(desk, listener):
        return
    lasting = until if listener.on_call_until is None else max(until, listener.on_call_until)
    changed = listener.going_on_call(until=lasting)
    await draft.rows.save_listener(changed)
    await routed.changed(desk, draft, changed)


async def excused(desk: Desk, draft: Draft, one: Instance, listener: Listener | None) -> None:
    """They need not be there any more for a time that runs: off call, if it was for that; no conversation is cut."""
    if listener is not None and one.starts <= desk.clock.now() and listener.on_call_until == one.ends:
        off = listener.going_on_call(until=None)
        await draft.rows.save_listener(off)
        await routed.changed(desk, draft, off)


async def over(desk: Desk, listener: Listener) -> None:
    """Their time on call has run out: they are told; a conversation that is going on is not cut."""
    async with desk.decide() as draft:
        present = await draft.rows.listener(listener.id)
        now = desk.clock.now()
        if present is None or present.on_call_until is None or present.on_call(now=now):
            return
        off = present.going_on_call(until=None)
        await draft.rows.save_listener(off)
        line = desk.communities[off.community].name
        draft.say(off.address, OffCall(over=True), language=off.language, line=line)
        await routed.changed(desk, draft, off)


def active(listens: Sequence[Listener]) -> list[Listener]:
    """Where they listen."""
    return [one for one in listens if one.active]
