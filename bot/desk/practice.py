"""Practice: what an offer looks like, before the first real one; and a talk in which a coordinator plays the seeker
(experience.md, A listener).

Both are busy while it lasts, and nothing of it counts or is kept. Somebody who waits comes first: nobody begins to
practise who could take a request; one that comes meanwhile is offered to them the moment it is over.
"""

from dataclasses import replace
from functools import partial

from bot.conversation import Conversation, Kind, Party
from bot.desk import looking_after, routed
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, NotACoordinator, Notice
from bot.notice.care import (
    NoSuchListener,
    NotYourself,
    PracticeBegun,
    PracticeCall,
    PracticeCalled,
    PracticeNotNow,
    Practised,
)
from bot.people import Listener, named


async def practised(desk: Desk, event: Pressed) -> Notice | None:
    """**I'll take this**, under the practice offer: from now on they can go on call."""
    async with desk.decide() as draft:
        listener = await draft.rows.listener(event.subject)
        if listener is None or listener.address != event.by or not listener.active:
            return ButtonOld()
        await draft.rows.save_listener(replace(listener, practised=True))
    if event.place is None:
        desk.bare(event.by, event.message)
    return Practised()


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/practice alias`: the listener is offered it, marked as practice."""
    async with desk.decide() as draft:
        mine = await looking_after.mine(desk, draft.rows, event)
        if mine is None:
            return NotACoordinator()
        by, roster = mine[0], await draft.rows.roster(mine[1].id)
        found = named(roster, event.options.get("alias", ""))
        if found is None:
            return NoSuchListener(aliases=tuple(sorted(one.alias for one in roster if one.alias and one.id != by.id)))
        if found.address == event.by:
            return NotYourself()
        if (no := await _not_now(desk, draft, by, found)) is not None:
            return no
        lasts = desk.policy_for(found.community).practice_offered
        until = int((desk.clock.now() + lasts).timestamp() // 60)
        call = PracticeCall(person=by.id, coordinator=by.alias, good_to=until)
        line, slot = desk.communities[found.community].name, _slot(by, found)
        draft.strip(found.address, slot)
        draft.say(found.address, call, language=found.language, line=line, slot=slot)
    ends = desk.clock.now() + lasts
    desk.memory.practices[slot] = ends
    desk.alarm(ends)
    return PracticeCalled(alias=found.alias, minutes=int(lasts.total_seconds() // 60))


async def taken(desk: Desk, event: Pressed) -> Notice | None:
    """**I'll take this**, under a coordinator's offer: the two are connected; once."""
    async with desk.decide() as draft:
        coordinator = await draft.rows.listener(event.subject)
        if coordinator is None or not coordinator.coordinates:
            return ButtonOld()
        mine = [one for one in await draft.rows.listens(event.by) if one.community == coordinator.community]
        asked = await draft.rows.slot(_slot(coordinator, mine[0])) if mine else None
        if asked is None or asked[1] != event.message:
            return ButtonOld()
        desk.bare(event.by, event.message)
        await draft.rows.free_slot(_slot(coordinator, mine[0]))
        if desk.clock.now().timestamp() >= event.epoch * 60:
            return ButtonOld()
        if (no := await _not_now(desk, draft, coordinator, mine[0])) is not None:
            return no
        return await _begun(desk, draft, coordinator, mine[0])


async def lapsed(desk: Desk) -> None:
    """Offers to practise that nobody took in time are over: the coordinator hears it. (After a restart nobody is told;
    the button is too old all the same.)
    """
    for slot in [slot for slot, until in desk.memory.practices.items() if desk.clock.now() >= until]:
        del desk.memory.practices[slot]
        async with desk.decide() as draft:
            if (held := await draft.rows.slot(slot)) is None:
                continue
            desk.bare(*held)
            await draft.rows.free_slot(slot)
            _, asked, by = slot.split(":")
            listener, coordinator = await draft.rows.listener(asked), await draft.rows.listener(by)
            if listener is not None and coordinator is not None:
                told = PracticeNotNow(alias=listener.alias, because="unanswered")
                line = desk.communities[coordinator.community].name
                draft.say(coordinator.address, told, language=coordinator.language, line=line)


async def _begun(desk: Desk, draft: Draft, coordinator: Listener, listener: Listener) -> Notice | None:
    now = desk.clock.now()
    alias = desk.ids.pick([name for name in desk.policy.seeker_aliases if name != listener.alias])
    talk = Conversation.begun(
        now=now, policy=desk.policy_for(listener.community), id=desk.ids.new(), request=desk.ids.new(), epoch=0,
        community=listener.community, listener_id=listener.id, arrived_at=now, kind=Kind.PRACTICE,
        seeker=Party(address=coordinator.address, alias=alias, language=coordinator.language),
        listener=Party(address=listener.address, alias=listener.alias, language=listener.language),
    )  # fmt: skip
    if not await draft.rows.add_conversation(talk):
        return PracticeNotNow(alias=listener.alias, because="talking")
    await draft.rows.save_listener(replace(listener, practised=True))
    routing = await routed.board(desk, draft.rows)
    for address in (coordinator.address, listener.address):
        await routed.carry_out(desk, draft, routing.engages(address, now=now))
    draft.after(lambda: desk.live.put(talk))
    for party, other in ((talk.seeker, talk.listener), (talk.listener, talk.seeker)):
        begun = PracticeBegun(
            conversation=talk.id, epoch=0, alias=other.alias, own_alias=party.alias, coordinator=party is talk.seeker
        )
        side, line = talk.side_of(party.address), desk.communities[talk.community].name
        draft.after(partial(desk.lay_aside, party.address))
        slot = f"connected:{talk.id}:{side}"
        draft.say(party.address, begun, language=party.language, line=line, slot=slot)
    return None


async def _not_now(desk: Desk, draft: Draft, coordinator: Listener, listener: Listener) -> Notice | None:
    if not listener.active:
        return PracticeNotNow(alias=listener.alias, because="inactive")
    for one in (coordinator, listener):
        if desk.live.at(one.address) is not None or await draft.rows.request_of(one.address) is not None:
            return PracticeNotNow(alias=listener.alias, because="talking")
    routing, now = await routed.board(desk, draft.rows), desk.clock.now()
    for request in routing.waiting(listener.community):
        if any(routing.eligible(request, one, now=now) for one in (coordinator, listener)):
            return PracticeNotNow(alias=listener.alias, because="waiting")
    return None


def _slot(coordinator: Listener, listener: Listener) -> str:
    return f"practice:{listener.id}:{coordinator.id}"
