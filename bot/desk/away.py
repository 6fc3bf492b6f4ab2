"""Away: holidays and breaks: not asked in that time, whatever a shift says (experience.md, A listener)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import meant, rota, routed
from bot.desk.desk import Desk, Draft
from bot.desk.sign_on import OFF, active, refused
from bot.inbound import Pressed, Typed
from bot.notice import Notice
from bot.notice.away import AskAway, Away, AwayOver, Paused
from bot.people import Listener
from bot.policy import Policy
from bot.shift import Edge, resolve, written
from bot.when import moment

_LONGEST = timedelta(days=366)


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/away start end`: from a day to a day, both included, or from a time to a time; `off`: back."""
    start, end = (event.options.get(name, "").strip() for name in ("start", "end"))
    if start.lower() in OFF:
        return await _back(desk, event)
    async with desk.decide() as draft:
        listens = await draft.rows.listens(event.by)
        if (no := refused(desk, listens, going_on=False)) is not None:
            return no
        if not start or not end:
            return AskAway()
        mine = active(listens)
        policy = desk.policy_for(mine[0].community)
        span = _read(start, end, now=desk.clock.now(), policy=policy)
        if isinstance(span, str):
            return AskAway(why=span)
        falling = sum([await _goes(desk, draft, one, span) for one in mine])
    return Away(hours=written(*span, policy.zone), falling=falling)


async def back(desk: Desk, event: Pressed) -> Notice | None:
    """**I'm back**."""
    return await _back(desk, event)


async def pause(desk: Desk, event: Typed) -> Notice | None:
    """`/pause`: off call at once; asked again when they say so, or when their next shift begins."""
    now = desk.clock.now()
    async with desk.decide() as draft:
        listens = await draft.rows.listens(event.by)
        if (no := refused(desk, listens, going_on=False)) is not None:
            return no
        for one in active(listens):
            if one.on_call_until is not None:
                off = one.going_on_call(until=None)
                await draft.rows.save_listener(off)
                await routed.changed(desk, draft, off)
        mine = await meant.mine(desk, draft.rows, event)
        following = await rota.next_of(desk, draft.rows, mine, now=now) if mine else None
    return Paused(next_hours=following.hours if following else "")


async def over(desk: Desk, listener: Listener) -> None:
    """Their time away is over: they are told."""
    async with desk.decide() as draft:
        present = await draft.rows.listener(listener.id)
        if present is None or present.away_until is None or present.away_until > desk.clock.now():
            return
        returned = present.going_away(None, None)
        await draft.rows.save_listener(returned)
        if returned.active:
            line = desk.communities[returned.community].name
            draft.say(returned.address, AwayOver(over=True), language=returned.language, line=line)


async def _back(desk: Desk, event: Typed | Pressed) -> Notice | None:
    async with desk.decide() as draft:
        listens = await draft.rows.listens(event.by)
        if (no := refused(desk, listens, going_on=False)) is not None:
            return no
        for one in active(listens):
            if one.away_until is not None:
                await draft.rows.save_listener(one.going_away(None, None))
    return AwayOver(over=False)


async def _goes(desk: Desk, draft: Draft, listener: Listener, span: tuple[datetime, datetime]) -> int:
    """Away in that time, off call if it has begun; how many of their shifts fall into it."""
    gone, now = listener.going_away(*span), desk.clock.now()
    if gone.away(now=now):
        gone = gone.going_on_call(until=None)
    await draft.rows.save_listener(gone)
    if listener.on_call_until is not None and gone.on_call_until is None:
        await routed.changed(desk, draft, gone)
    found = await rota.of(desk, draft.rows, listener.community)
    coming = found.instances(since=max(span[0], now), until=span[1])
    await rota.gaps(desk, draft, listener.community)
    return sum(one.listener == listener.id and not one.posted for one in coming)


def _read(start: str, end: str, *, now: datetime, policy: Policy) -> tuple[datetime, datetime] | str:
    """The time that is meant, or why it cannot be: unreadable, order, past, long."""
    here = now.astimezone(ZoneInfo(policy.zone)).replace(tzinfo=None)
    first, last = moment(start, here=here, last=False), moment(end, here=here, last=True)
    if first is None or last is None:
        return "unreadable"
    since, until = resolve(first, policy.zone, Edge.START), resolve(last, policy.zone, Edge.END)
    if until <= since:
        return "order"
    if until <= now:
        return "past"
    return "long" if until - max(since, now) > _LONGEST else (since, until)
