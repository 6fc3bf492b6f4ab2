"""Leaving: somebody on the roster goes for good, and all that is kept of them with them (privacy.md, Classes of data).

What is left of a conversation that has just ended is the seeker's, too: it goes in its own time, a day at most, so
that who leaves at once can still be reported.
"""

from dataclasses import replace

from bot.desk import give_cover, routed, withdraw
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, Notice, OfferWithdrawn
from bot.notice.care import AskLeave, LeaveAfterTalk, LeftForGood, ListenerLeft
from bot.people import Listener, Standing
from bot.request import State


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/leave`: out of the queue, for who waits; somebody on the roster is asked whether they mean for good."""
    async with desk.store.decision() as rows:
        request = await rows.request_of(event.by)
        mine = await rows.listens(event.by)
        known = [one for one in mine if one.community == desk.memory.communities.get(event.by)]
        leaving = next(iter(known or mine), None)
        roster = await rows.roster(leaving.community) if leaving else ()
    waits = request is not None and request.state is not State.CLAIMED
    if leaving is None or waits:
        return await withdraw.leave(desk, event)
    if desk.live.at(event.by) is not None:
        return LeaveAfterTalk()
    last = leaving.coordinates and not any(one.coordinates for one in roster if one.id != leaving.id)
    return AskLeave(person=leaving.id, active=leaving.active, last=last)


async def for_good(desk: Desk, event: Pressed) -> Notice | None:
    """**Leave for good**: off the roster; coordinators hear it, by alias only."""
    async with desk.decide() as draft:
        listener = await draft.rows.listener(event.subject)
        if listener is None or listener.address != event.by:
            return ButtonOld()
        if desk.live.at(event.by) is not None:
            return LeaveAfterTalk()
        await gone(desk, draft, listener)
    desk.memory.aliases.pop(event.by, None)
    return LeftForGood()


async def gone(desk: Desk, draft: Draft, listener: Listener) -> None:
    """Off call, and off the roster, with all that is kept of them there."""
    off = replace(listener.going_on_call(until=None), backup=False)
    await draft.rows.save_listener(off)
    await routed.changed(desk, draft, off)
    await _offers_gone(desk, draft, listener)
    await coordinators_told(draft, listener, line=desk.communities[listener.community].name)
    await give_cover.given_up(desk, draft, listener)
    await draft.rows.remove_listener(listener.id)
    await draft.menu(listener.address, language=listener.language)


async def _offers_gone(desk: Desk, draft: Draft, listener: Listener) -> None:
    for offer in await draft.rows.open_offers():
        if offer.listener == listener.id:
            await routed.reworded(desk, draft, offer.request, listener, OfferWithdrawn())


async def coordinators_told(draft: Draft, listener: Listener, *, line: str) -> None:
    """Those of this community hear who leaves, by alias; nobody is asked any more whether they may join."""
    told = ListenerLeft(alias=listener.alias)
    for one in await draft.rows.roster(listener.community):
        if one.standing is Standing.ASKED and one.id != listener.id:
            await draft.rows.free_slot(f"approve:{one.id}:{listener.id}")
        if one.coordinates and one.id != listener.id and listener.alias:
            draft.strip(one.address, f"approve:{listener.id}:{one.id}")
            draft.say(one.address, told, language=one.language, line=line)
