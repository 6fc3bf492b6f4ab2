"""End: a conversation ends, or goes back to the queue; at once, and nobody is blamed (experience.md, relay.md)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from bot.conversation import Conversation, Kind, Side
from bot.desk import aside, keeping, left_behind, parting, routed
from bot.desk.ask import opened, put, talk
from bot.desk.desk import Desk, Draft, see
from bot.desk.page import raise_page
from bot.inbound import Pressed, Typed
from bot.notice import (
    ButtonOld,
    Ended,
    EndHow,
    ListenerEnded,
    Notice,
    NotTalking,
    Released,
    Requeued,
    SayGoodbye,
    SomeoneElseLate,
)
from bot.notice.care import PracticeEnded
from bot.notice.routing import GoneQuiet
from bot.page import PageKind


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/end`: a seeker's takes effect at once; a listener is asked how."""
    meant = desk.live.meant(event.by) or ()  # beside a side chat: the one to which they write
    here = (one for one in meant if one.kind is not Kind.THIRD and desk.live.get(one.id))
    conversation = next(here, desk.live.at(event.by))
    if conversation is None or desk.live.before(conversation, event.by, event.source):  # of one before, come again
        return NotTalking()
    if conversation.side_of(event.by) is Side.LISTENER and conversation.kind is Kind.TALK:
        return EndHow(conversation=conversation.id, epoch=conversation.epoch)
    await finish(desk, conversation, by=conversation.side_of(event.by))
    return see(event)


async def pressed(desk: Desk, event: Pressed) -> Notice | None:
    """**End conversation** and **End now**."""
    conversation = mine(desk, event)
    if conversation is None:
        return ButtonOld()
    await finish(desk, conversation, by=conversation.side_of(event.by))
    return None


async def goodbye(desk: Desk, event: Pressed) -> Notice | None:
    """**Say goodbye first**: the conversation goes on until **End conversation**."""
    conversation = mine(desk, event)
    return SayGoodbye(conversation=conversation.id, epoch=conversation.epoch) if conversation else ButtonOld()


async def someone_else(desk: Desk, event: Pressed) -> Notice | None:
    """**Someone else, please**, in the first minutes, and **Find someone else** when there was no answer."""
    conversation = mine(desk, event)
    if conversation is None or conversation.side_of(event.by) is not Side.SEEKER:
        return ButtonOld()
    within = desk.policy_for(conversation.community).someone_else_within
    if event.verb == "else" and desk.clock.now() - conversation.started_at > within:
        return SomeoneElseLate()
    await release(desk, conversation, why="else")
    return None


async def cannot(desk: Desk, event: Pressed) -> Notice | None:
    """**I can't do this one**: no reason is asked; the seeker keeps their place."""
    conversation = mine(desk, event)
    if conversation is None or conversation.side_of(event.by) is not Side.LISTENER:
        return ButtonOld()
    await release(desk, conversation, why="handed")
    return None


async def again(desk: Desk, event: Pressed) -> Notice | None:
    """**Talk again**: a new request; within 15 minutes of an end by the listener it keeps the old arrival time
    (routing.md 12).
    """
    now = desk.clock.now()
    async with desk.store.decision() as rows:
        remnant = await rows.conversation(event.subject)
    if remnant is None or remnant.ended_at is None or remnant.seeker.address != event.by:
        return await talk(desk, event)
    policy = desk.policy_for(remnant.community)
    if desk.live.at(event.by) or now - remnant.ended_at > policy.after_end:
        return await talk(desk, event, hint=remnant.community)
    keeps = remnant.ended_by is Side.LISTENER and now - remnant.ended_at <= policy.keep_place
    community = desk.communities[remnant.community]
    return await opened(desk, event, community, arrived_at=remnant.arrived_at if keeps else None)


def mine(desk: Desk, event: Pressed) -> Conversation | None:
    """The live conversation that this button belongs to, where who pressed is in it and the epoch is the present
    one.
    """
    here = desk.live.all_at(event.by)
    return next((one for one in here if (one.id, one.epoch) == (event.subject, event.epoch)), None)


@asynccontextmanager
async def closing(desk: Desk, conversation: Conversation) -> AsyncIterator[Draft]:
    """A decision that ends this conversation: delivery stops at once, and goes on only if the decision fails."""
    ending = (conversation, *desk.live.thirds(conversation))
    for one in ending:
        desk.live.closing(one)
    try:
        await desk.journal.flush()
        async with desk.decide() as draft:
            yield draft
            for one in ending:
                left_behind.say(desk, draft, one)
                draft.after(partial(desk.live.drop, one))
    except BaseException:
        for one in ending:
            desk.live.closing(one, really=False)
        raise


async def finish(
    desk: Desk, conversation: Conversation, *, by: Side | None, quiet: bool = False, reported: bool = False
) -> None:
    """End it for both. `quiet`: because nobody wrote; `reported`: neither can report again, no consent is asked."""
    async with closing(desk, conversation) as draft:
        record = None if reported else keeping.record_of(desk, conversation, by=by)
        if not await parting.leave(desk, draft, conversation, by=by, record=record):
            return
        await parting.without_third(desk, draft, conversation, by=by)
        if conversation.kind is Kind.THIRD:
            return
        request = await draft.rows.request(conversation.request)
        if request is not None:
            await draft.rows.remove_request(request)
        await routed.free(desk, draft, conversation)
        if conversation.kind is Kind.PRACTICE:
            await _practice_over(desk, draft, conversation)
            return
        if conversation.kind is Kind.SIDE:
            await aside.over(desk, draft, conversation, quiet=quiet)
            return
        line, seeker, listener = (
            desk.communities[conversation.community].name,
            conversation.seeker,
            conversation.listener,
        )
        ended = Ended(conversation=conversation.id, alias=listener.alias, quiet=quiet, reported=reported)
        draft.say(seeker.address, ended, language=seeker.language, line=line, slot=f"ended:{conversation.id}:seeker")
        theirs = ListenerEnded(
            conversation=conversation.id, seeker_alias=seeker.alias, quiet=quiet, reported=reported,
            danger=conversation.danger,
        )  # fmt: skip
        draft.say(
            listener.address, theirs, language=listener.language, line=line, slot=f"ended:{conversation.id}:listener"
        )
        aside.talk_over(desk, draft, conversation)
        draft.after(lambda: desk.early.forget(seeker.address))


async def release(desk: Desk, conversation: Conversation, *, why: str) -> None:
    """Back to the queue with the original arrival; the two are not put together again. `why`: else, handed,
    over, suspended, silent, held.
    """
    if conversation.kind is not Kind.TALK:
        await finish(desk, conversation, by=None)
        return
    async with closing(desk, conversation) as draft:
        await back_in_queue(desk, draft, conversation, why=why)


async def back_in_queue(desk: Desk, draft: Draft, conversation: Conversation, *, why: str) -> None:
    """The same, within the decision that closes it."""
    now, request = desk.clock.now(), await draft.rows.request(conversation.request)
    if request is None or not await parting.leave(desk, draft, conversation, by=None):
        return
    await parting.without_third(desk, draft, conversation)
    policy = desk.policy_for(request.community)
    back = request.released(now=now, policy=policy, not_again=conversation.listener_id)
    await draft.rows.save_request(back, was=request)
    if why == "else":
        apart = now + policy.apart_for
        await draft.rows.add_block(back.seeker, conversation.listener_id, community=back.community, until=apart)
    line, seeker, listener = desk.communities[request.community].name, conversation.seeker, conversation.listener
    await routed.free(desk, draft, conversation)
    if why == "silent":
        await _gone_quiet(desk, draft, conversation)
    count = (await routed.board(desk, draft.rows)).on_call(back)
    requeued = Requeued(why=why, alias=listener.alias, request=back.id, epoch=back.epoch, on_call=count)
    draft.say(seeker.address, requeued, language=seeker.language, line=line, slot=f"waiting:{back.id}")
    released = Released(why=why, seeker_alias=seeker.alias)
    draft.say(listener.address, released, language=listener.language, line=line)
    aside.talk_over(desk, draft, conversation)
    await put(desk, draft, back)


async def _practice_over(desk: Desk, draft: Draft, conversation: Conversation) -> None:
    """Both hear it, and nothing of it is left."""
    line = desk.communities[conversation.community].name
    for side in Side:
        party, other = conversation.party(side), conversation.party(side.other)
        over = PracticeEnded(alias=other.alias, coordinator=side is Side.SEEKER)
        draft.say(party.address, over, language=party.language, line=line)
    await draft.rows.remove_conversation(conversation.id)


async def _gone_quiet(desk: Desk, draft: Draft, conversation: Conversation) -> None:
    """A listener who vanished is not asked again until they say that they are there; coordinators know (routing.md
    11).
    """
    listener = await draft.rows.listener(conversation.listener_id)
    if listener is not None:
        await routed.off(desk, draft, listener, GoneQuiet())
    either = (conversation.listener.address, conversation.seeker.address)
    await raise_page(
        desk, draft, community=conversation.community, kind=PageKind.SILENT, about=conversation.request, but=either
    )
