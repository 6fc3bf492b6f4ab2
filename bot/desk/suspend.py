"""Suspend: a coordinator takes somebody off call at once, and lifts it again (privacy.md, Safety).

A conversation that they are listening in does not go on with them, for the seeker's sake; nor is it cut: the seeker is
told, and goes back to the queue in their old place. The coordinator hears that there was one, and nothing more of it.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from bot.conversation import Conversation
from bot.desk import routed
from bot.desk.desk import Desk, Draft
from bot.desk.end import back_in_queue, closing, release
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, NotACoordinator, Notice
from bot.notice.care import (
    NoSuchListener,
    NotYourself,
    Suspended,
    SuspendedBy,
    SuspensionLifted,
    YouAreSuspended,
    YouMayReturn,
)
from bot.people import Listener, Standing


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/suspend alias`: at once; said again, it shows how to lift it."""
    async with desk.store.decision() as rows:
        mine = [one for one in await rows.listens(event.by) if one.coordinates]
        if not mine:
            return NotACoordinator()
        roster = [one for one in await rows.roster(mine[0].community) if one.alias]
    wanted = event.options.get("alias", "").strip().casefold()
    found = [one for one in roster if one.alias.casefold() == wanted]
    if not found:
        others = sorted(one.alias for one in roster if one.id != mine[0].id)
        return NoSuchListener(aliases=tuple(others))
    if found[0].address == event.by:
        return NotYourself()
    talk = _listening(desk, found[0])
    deciding: AbstractAsyncContextManager[Draft] = closing(desk, talk) if talk else desk.decide()
    async with deciding as draft:
        await _suspended(desk, draft, found[0].id, by=mine[0])
        if talk is not None:
            await back_in_queue(desk, draft, talk, why="suspended")
    if talk is None and (late := _listening(desk, found[0])) is not None:  # they took one in that very moment
        await release(desk, late, why="suspended")
    return Suspended(person=found[0].id, alias=found[0].alias, talking=talk is not None)


def _listening(desk: Desk, listener: Listener) -> Conversation | None:
    talk = desk.live.at(listener.address)
    return talk if talk is not None and talk.listener_id == listener.id else None


async def _suspended(desk: Desk, draft: Draft, id: str, *, by: Listener) -> None:
    """Off call, told, and the other coordinators told; nothing where it is so already."""
    present = await draft.rows.listener(id)
    if present is None or present.standing is Standing.SUSPENDED:
        return
    off = replace(present.going_on_call(until=None), standing=Standing.SUSPENDED)
    await draft.rows.save_listener(off)
    community = desk.communities[off.community]
    told = YouAreSuspended(contact=community.contact)
    draft.say(off.address, told, language=off.language, line=community.name)
    await _others_told(desk, draft, off, SuspendedBy(person=off.id, alias=off.alias, coordinator=by.alias), by=by)
    await routed.changed(desk, draft, off)


async def lift(desk: Desk, event: Pressed) -> Notice | None:
    """**Lift**: they can go on call again, when they wish."""
    async with desk.decide() as draft:
        listener = await draft.rows.listener(event.subject)
        if listener is None or listener.standing is not Standing.SUSPENDED:
            return ButtonOld()
        mine = [
            one for one in await draft.rows.listens(event.by) if one.coordinates and one.community == listener.community
        ]
        if not mine:
            return NotACoordinator()
        back = replace(listener, standing=Standing.ACTIVE)
        await draft.rows.save_listener(back)
        line = desk.communities[back.community].name
        draft.say(back.address, YouMayReturn(), language=back.language, line=line)
        await _others_told(desk, draft, back, SuspensionLifted(alias=back.alias), by=mine[0])
    return SuspensionLifted(alias=listener.alias)


async def _others_told(desk: Desk, draft: Draft, who: Listener, told: Notice, *, by: Listener) -> None:
    line = desk.communities[who.community].name
    for one in await draft.rows.roster(who.community):
        if one.coordinates and one.id not in (who.id, by.id):
            draft.say(one.address, told, language=one.language, line=line)
