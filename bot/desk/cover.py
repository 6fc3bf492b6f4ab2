"""Cover: somebody cannot come, and somebody else takes their shift: exactly one does (routing.md, On call)."""

from datetime import date

from bot.desk import meant, rota, sign_on
from bot.desk.desk import Desk, Draft
from bot.desk.meant import At
from bot.inbound import Pressed
from bot.notice import ButtonOld, NotACoordinator, Notice
from bot.notice.care import PracticeOffer
from bot.notice.routing import TurnDone
from bot.notice.shifts import (
    AwayPosted,
    CoverPosted,
    CoverWanted,
    ShiftCovered,
    ShiftGiven,
    ShiftGone,
    ShiftKept,
    ShiftYours,
    WhoTakes,
)
from bot.people import Listener
from bot.shift import Change, Override

_OFFERED = 20


async def post(desk: Desk, event: Pressed) -> Notice | None:
    """**Post for cover**: until somebody takes it nobody is there then; the others are asked."""
    async with desk.decide() as draft:
        at = await meant.find(desk, draft.rows, event)
        if at is None or not at.may:
            return ShiftGone(why="gone")
        asked = await _posted(desk, draft, at)
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
        no = _cannot(desk, at, at.by) or await _not_ready(desk, draft, at)
        if no is not None:
            return no
        if not await _given(draft, at, at.by):
            return ShiftGone(why="taken")
        running = at.one.starts <= desk.clock.now()
        if running:
            await sign_on.on_until(desk, draft, at.by, at.one.ends)
        await rota.nobody_asked(desk, draft, at.rota, at.one, alias=at.by.alias)
        if at.who is not None:
            told = ShiftCovered(hours=at.one.hours, alias=at.by.alias)
            draft.say(at.who.address, told, language=at.who.language, line=desk.communities[at.shift.community].name)
    return ShiftYours(hours=at.one.hours, running=running, shift=at.shift.id, day=at.one.day.toordinal())


async def somebody(desk: Desk, event: Pressed) -> Notice | None:
    """**Somebody else takes it**: a coordinator says who."""
    async with desk.store.decision() as rows:
        at = await meant.find(desk, rows, event)
    if at is None or not at.looks_after:
        return ShiftGone(why="gone") if at is None else NotACoordinator()
    others = [one for one in at.rota.people.values() if _cannot(desk, at, one, given=True) is None]
    desk.memory.giving[event.by] = (at.shift.id, at.one.day)
    shown = sorted((one for one in others if one.alias), key=lambda one: one.alias.casefold())[:_OFFERED]
    return WhoTakes(hours=at.one.hours, people=tuple(f"{one.id}|{one.alias}" for one in shown))


async def give(desk: Desk, event: Pressed) -> Notice | None:
    """The one whom the coordinator chose: it is theirs, and they hear it; they may post it in turn."""
    shift, day = desk.memory.giving.pop(event.by, ("", date.min))
    async with desk.decide() as draft:
        about = Pressed(
            by=event.by, verb="", subject=shift, epoch=day.toordinal(), message="", language=event.language
        )  # fmt: skip
        at = await meant.find(desk, draft.rows, about) if shift else None
        if at is None or not at.looks_after:
            return ButtonOld()
        taker = at.rota.people.get(event.subject)
        if taker is None or _cannot(desk, at, taker, given=True) is not None or not await _given(draft, at, taker):
            return ShiftGone(why="taken")
        await sign_on.excused(desk, draft, at.one, at.who)
        await rota.nobody_asked(desk, draft, at.rota, at.one, alias=taker.alias)
        line = desk.communities[at.shift.community].name
        if at.who is not None and not at.own:
            await meant.told(desk, draft, event, at.who, what="given", hours=at.one.hours)
        yours = ShiftYours(
            hours=at.one.hours, running=at.one.starts <= desk.clock.now(), shift=shift, day=day.toordinal(),
            coordinator=at.by.alias,
        )  # fmt: skip
        if taker.address != event.by:
            draft.say(taker.address, yours, language=taker.language, line=line)
    return ShiftGiven(hours=at.one.hours, alias=taker.alias)


async def post_away(desk: Desk, event: Pressed) -> Notice | None:
    """**Post them for cover**: every shift that falls into the time in which they are away."""
    posted = 0
    async with desk.decide() as draft:
        for mine in await draft.rows.listens(event.by):
            if mine.away_from is None or mine.away_until is None:
                continue
            found = await rota.of(desk, draft.rows, mine.community)
            since = max(mine.away_from, desk.clock.now())
            for one in found.instances(since=since, until=mine.away_until):
                if one.listener == mine.id and not one.posted:
                    shift = next(shift for shift in found.shifts if shift.id == one.shift)
                    was = next((was for was in found.changes.get(shift.id, ()) if was.day == one.day), None)
                    at = At(one=one, shift=shift, was=was, rota=found, by=mine, looks_after=False)
                    posted += await _posted(desk, draft, at) is not None
    return AwayPosted(posted=posted)


async def given_up(desk: Desk, draft: Draft, leaving: Listener) -> None:
    """Somebody leaves the line: what they had taken from others is looked for again."""
    found, now = await rota.of(desk, draft.rows, leaving.community), desk.clock.now()
    for was in found.overrides:
        shift = next(one for one in found.shifts if one.id == was.shift)
        if was.by != leaving.id or shift.listener == leaving.id:
            continue
        back = Override(shift=was.shift, day=was.day, change=Change.POSTED)
        await draft.rows.override(was.shift, was.day, back, was=was)
        for one in found.of(shift, since=now, until=now + desk.policy_for(leaving.community).shift_reminder * 60):
            if one.day == was.day:
                owned = At(one=one, shift=shift, was=back, rota=found, by=leaving, looks_after=False)
                await _ask(desk, draft, owned, owner=found.people.get(shift.listener))


async def _posted(desk: Desk, draft: Draft, at: At) -> int | None:
    """How many others are asked; None: it is posted already."""
    if at.one.posted:
        return None
    by = at.was.by if at.was is not None else ""
    new = Override(shift=at.shift.id, day=at.one.day, change=Change.POSTED, by=by)
    if not await draft.rows.override(at.shift.id, at.one.day, new, was=at.was):
        return None
    await sign_on.excused(desk, draft, at.one, at.who)
    return await _ask(desk, draft, at, owner=at.who)


async def _ask(desk: Desk, draft: Draft, at: At, *, owner: Listener | None) -> int:
    others = [one for one in at.rota.people.values() if _cannot(desk, at, one, given=True) is None]
    wanted = CoverWanted(
        hours=at.one.hours, alias=owner.alias if owner else "", shift=at.shift.id, day=at.one.day.toordinal()
    )  # fmt: skip
    for one in others:
        line = desk.communities[one.community].name
        draft.say(one.address, wanted, language=one.language, line=line, slot=rota.cover_slot(at.one, one))
    return len(others)


async def _given(draft: Draft, at: At, taker: Listener) -> bool:
    new = Override(shift=at.shift.id, day=at.one.day, change=Change.TAKEN, by=taker.id)
    own = taker.id == at.one.owner
    return await draft.rows.override(at.shift.id, at.one.day, None if own else new, was=at.was)


async def _not_ready(desk: Desk, draft: Draft, at: At) -> Notice | None:
    """Who has not practised yet, or has listened enough for one turn, cannot take one (that runs) now."""
    if not at.by.practised:
        return PracticeOffer(person=at.by.id)
    duty, now = await draft.rows.duty(at.by.id), desk.clock.now()
    done = duty is not None and now < duty.until and duty.done(desk.policy_for(at.shift.community))
    return TurnDone(again_at=duty.until) if duty is not None and done and at.one.starts <= now else None


def _cannot(desk: Desk, at: At, taker: Listener, *, given: bool = False) -> ShiftGone | None:
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
