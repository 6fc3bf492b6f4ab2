"""Give: a coordinator says who is there instead; somebody who is away, or leaves, lets the others take what is theirs
(routing.md, On call).
"""

from datetime import date

from bot.desk import cover, meant, rota, sign_on
from bot.desk.desk import Desk, Draft
from bot.desk.meant import At
from bot.inbound import Pressed
from bot.notice import ButtonOld, NotACoordinator, Notice
from bot.notice.away import AwayPosted
from bot.notice.covering import ShiftGiven, ShiftYours, WhoTakes
from bot.notice.shifts import ShiftGone
from bot.people import Listener
from bot.shift import Change, Override

_OFFERED = 20


async def somebody(desk: Desk, event: Pressed) -> Notice | None:
    """**Somebody else takes it**: a coordinator says who."""
    async with desk.store.decision() as rows:
        at = await meant.find(desk, rows, event)
    if at is None or not at.looks_after:
        return ShiftGone(why="gone") if at is None else NotACoordinator()
    others = [one for one in at.rota.people.values() if cover.cannot(desk, at, one, given=True) is None]
    if not others:
        return ShiftGone(why="nobody")
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
        if (
            taker is None
            or cover.cannot(desk, at, taker, given=True) is not None
            or not await cover.given_to(draft, at, taker)
        ):
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
                    posted += await cover.posted(desk, draft, at) is not None
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
                await cover.ask(desk, draft, owned, owner=found.people.get(shift.listener))
