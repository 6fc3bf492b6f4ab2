"""Cover: somebody cannot come, and somebody else takes their shift: exactly one does (routing.md, On call)."""

from bot.desk import meant, rota, sign_on, youth
from bot.desk.desk import Desk, Draft
from bot.desk.meant import At
from bot.inbound import Pressed
from bot.notice import Notice
from bot.notice.care import PracticeOffer
from bot.notice.covering import CoverPosted, CoverWanted, ShiftCovered, ShiftKept, ShiftYours
from bot.notice.routing import TurnDone
from bot.notice.shifts import ShiftGone
from bot.notice.youth import NotForYouth
from bot.people import Listener
from bot.shift import Change, Override


async def post(desk: Desk, event: Pressed) -> Notice | None:
    """**Post for cover**: until somebody takes it nobody is there then; the others are asked."""
    async with desk.decide() as draft:
        at = await meant.find(desk, draft.rows, event)
        if at is None or not at.may:
            return ShiftGone(why="gone")
        asked = await posted(desk, draft, at)
        if asked is None:
            return ShiftGone(why="gone")
        if at.who is not None and not at.own:
            await meant.told(desk, draft, event, at.who, what="posted", hours=at.one.hours)
        await rota.gaps(desk, draft, at.shift.community)
    return CoverPosted(
        hours=at.one.hours, others=asked, shift=at.shift.id, day=at.one.day.toordinal(), alias=at.alias
    )  # fmt: skip


async def keep(desk: Desk, event: Pressed) -> Notice | None:
    """**I'll be there after all**: it is not looked for any more."""
    async with desk.decide() as draft:
        at = await meant.find(desk, draft.rows, event)
        if at is None or not at.may:
            return ShiftGone(why="gone")
        if not at.one.posted or at.was is None:
            return ShiftKept(hours=at.one.hours, alias=at.alias)
        back = Override(shift=at.shift.id, day=at.one.day, change=Change.TAKEN, by=at.was.by) if at.was.by else None
        await draft.rows.override(at.shift.id, at.one.day, back, was=at.was)
        await rota.nobody_asked(desk, draft, at.rota, at.one)
        if at.who is not None and not at.own:
            await meant.told(desk, draft, event, at.who, what="kept", hours=at.one.hours)
        elif at.one.starts <= desk.clock.now() and at.by.ready:
            await sign_on.on_until(desk, draft, at.by, at.one.ends)
    return ShiftKept(hours=at.one.hours, alias=at.alias)


async def take(desk: Desk, event: Pressed) -> Notice | None:
    """**I'll cover it**, **Take over now**: exactly one has it; whose it was is free."""
    async with desk.decide() as draft:
        at = await meant.find(desk, draft.rows, event)
        if at is None:
            return ShiftGone(why="gone")
        no = cannot(desk, at, at.by) or await _not_ready(desk, draft, at)
        if no is not None:
            return no
        if not await given_to(draft, at, at.by):
            return ShiftGone(why="taken")
        running = at.one.starts <= desk.clock.now()
        if running:
            await sign_on.on_until(desk, draft, at.by, at.one.ends)
        await rota.nobody_asked(desk, draft, at.rota, at.one, alias=at.by.alias)
        if at.who is not None:
            told = ShiftCovered(hours=at.one.hours, alias=at.by.alias)
            draft.say(at.who.address, told, language=at.who.language, line=desk.communities[at.shift.community].name)
    return ShiftYours(hours=at.one.hours, running=running, shift=at.shift.id, day=at.one.day.toordinal())


async def posted(desk: Desk, draft: Draft, at: At) -> int | None:
    """How many others are asked; None: it is posted already."""
    if at.one.posted:
        return None
    by = at.was.by if at.was is not None else ""
    new = Override(shift=at.shift.id, day=at.one.day, change=Change.POSTED, by=by)
    if not await draft.rows.override(at.shift.id, at.one.day, new, was=at.was):
        return None
    await sign_on.excused(desk, draft, at.one, at.who)
    return await ask(desk, draft, at, owner=at.who)


async def ask(desk: Desk, draft: Draft, at: At, *, owner: Listener | None) -> int:
    """Everybody who could be there reads that `owner` cannot; how many."""
    others = [one for one in at.rota.people.values() if cannot(desk, at, one, given=True) is None]
    wanted = CoverWanted(
        hours=at.one.hours, alias=owner.alias if owner else "", shift=at.shift.id, day=at.one.day.toordinal()
    )  # fmt: skip
    for one in others:
        line = desk.communities[one.community].name
        draft.say(one.address, wanted, language=one.language, line=line, slot=rota.cover_slot(at.one, one))
    return len(others)


async def given_to(draft: Draft, at: At, taker: Listener) -> bool:
    """It is theirs now; False where somebody was faster."""
    new = Override(shift=at.shift.id, day=at.one.day, change=Change.TAKEN, by=taker.id)
    own = taker.id == at.one.owner
    return await draft.rows.override(at.shift.id, at.one.day, None if own else new, was=at.was)


async def _not_ready(desk: Desk, draft: Draft, at: At) -> Notice | None:
    """Who has not practised yet, or has listened enough for one turn, cannot take one (that runs) now."""
    if not at.by.practised:
        return PracticeOffer(person=at.by.id)
    if not youth.may_listen(desk, at.by):
        return NotForYouth()
    duty, now = await draft.rows.duty(at.by.id), desk.clock.now()
    done = duty is not None and now < duty.until and duty.done(desk.policy_for(at.shift.community))
    return TurnDone(again_at=duty.until) if duty is not None and done and at.one.starts <= now else None


def cannot(desk: Desk, at: At, taker: Listener, *, given: bool = False) -> ShiftGone | None:
    """Why they cannot be there instead: it is theirs, somebody's who is there (unless `given` by a coordinator), they
    are away, or have another shift at that time.
    """
    if taker.id == at.one.listener or not taker.active or (given and not taker.practised):
        return ShiftGone(why="gone")
    if not given and not meant.can_be_taken(desk, at):
        return ShiftGone(why="taken")
    if taker.away(now=max(at.one.starts, desk.clock.now())):
        return ShiftGone(why="away")
    others = at.rota.instances(since=at.one.starts, until=at.one.ends)
    busy = any(one.listener == taker.id and not one.posted for one in others)
    return ShiftGone(why="overlap") if busy else None
