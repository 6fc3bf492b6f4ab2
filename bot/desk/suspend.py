"""Suspend: a coordinator takes somebody off call at once, and lifts it again (privacy.md, Safety).

A conversation that they are listening in does not go on with them, for the seeker's sake; nor is it cut: the seeker is
told, and goes back to the queue in their old place. The coordinator hears that there was one, and nothing more of it.
"""

from contextlib import AbstractAsyncContextManager

from bot.conversation import Conversation, Kind
from bot.desk import looking_after, routed
from bot.desk.desk import Desk, Draft
from bot.desk.end import back_in_queue, closing, release
from bot.desk.join import told_all
from bot.inbound import Pressed, Typed
from bot.notice import ApprovalDeclined, AwaitingApproval, ButtonOld, NotACoordinator, Notice
from bot.notice.care import (
    NoSuchListener,
    NotYourself,
    Suspended,
    SuspendedBy,
    SuspensionLifted,
    YouAreSuspended,
    YouMayReturn,
)
from bot.people import Listener, Standing, named


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/suspend alias`: at once; said again, it shows how to lift it."""
    async with desk.store.decision() as rows:
        mine = await looking_after.mine(desk, rows, event)
        if mine is None:
            return NotACoordinator()
        by, roster = mine[0], await rows.roster(mine[1].id)
    found = named(roster, event.options.get("alias", ""))
    if found is None:
        return NoSuchListener(aliases=tuple(sorted(one.alias for one in roster if one.alias and one.id != by.id)))
    if found.address == event.by:
        return NotYourself()
    talk = listening(desk, found)
    deciding: AbstractAsyncContextManager[Draft] = closing(desk, talk) if talk else desk.decide()
    async with deciding as draft:
        await _suspended(desk, draft, found.id, by=by)
        if talk is not None:
            await back_in_queue(desk, draft, talk, why="suspended")
    if talk is None and (late := listening(desk, found)) is not None:  # they took one in that very moment
        await release(desk, late, why="suspended")
    return Suspended(person=found.id, alias=found.alias, talking=talk is not None)


def listening(desk: Desk, listener: Listener) -> Conversation | None:
    """The conversation in which they listen now."""
    talk = desk.live.at(listener.address)
    mine = talk is not None and talk.listener_id == listener.id and talk.kind is not Kind.SIDE
    return talk if mine else None


async def _suspended(desk: Desk, draft: Draft, id: str, *, by: Listener) -> None:
    """Off call, told, and the other coordinators told; nothing where it is so already."""
    if (off := await off_call(desk, draft, id)) is not None:
        await _others_told(desk, draft, off, SuspendedBy(person=off.id, alias=off.alias, coordinator=by.alias), by=by)


async def off_call(desk: Desk, draft: Draft, id: str) -> Listener | None:
    """Off call until a coordinator lifts it, and told so; None where it is so already."""
    present = await draft.rows.listener(id)
    if present is None or present.standing is Standing.SUSPENDED:
        return None
    off, community = present.suspended(), desk.communities[present.community]
    if off.role is not present.role:
        await told_all(draft, present, ApprovalDeclined(alias=present.alias), line=community.name)
    await draft.rows.save_listener(off)
    told = YouAreSuspended(contact=community.contact)
    draft.say(off.address, told, language=off.language, line=community.name)
    await routed.changed(desk, draft, off)
    return off


async def lift(desk: Desk, event: Pressed) -> Notice | None:
    """**Lift**: they can go on call again, when they wish; or wait again for a second person's word."""
    async with desk.decide() as draft:
        listener = await draft.rows.listener(event.subject)
        if listener is None or listener.standing is not Standing.SUSPENDED:
            return ButtonOld()
        by = await looking_after.of(draft.rows, event.by, listener.community)
        if by is None:
            return NotACoordinator()
        back = listener.returned()
        await draft.rows.save_listener(back)
        line = desk.communities[back.community].name
        hears: Notice = YouMayReturn() if back.active else AwaitingApproval(alias=back.alias)
        draft.say(back.address, hears, language=back.language, line=line)
        told = SuspensionLifted(alias=back.alias, asked=not back.active)
        await _others_told(desk, draft, back, told, by=by)
    return told


async def _others_told(desk: Desk, draft: Draft, who: Listener, told: Notice, *, by: Listener) -> None:
    await looking_after.told(desk, draft, who.community, told, but=(who.address, by.address))
