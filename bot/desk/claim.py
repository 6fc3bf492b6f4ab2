"""Claim: **I'll take this**. Exactly one wins, however many press at once (routing.md 5)."""

from bot import notice
from bot.conversation import Conversation, Party
from bot.desk import offer, page, routed, withdraw
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.notice import (
    ButtonOld,
    CannotTake,
    Connected,
    ListenerConnected,
    Notice,
    OfferAccepted,
    OfferTaken,
    OfferWithdrawn,
)
from bot.people import Listener
from bot.request import Request, State


async def take(desk: Desk, event: Pressed) -> Notice | None:
    """Try to claim the request. Losers are answered from memory once the winner's decision is known."""
    async with desk.lanes.turn(("claim", event.subject)):
        if desk.live.taken(event.subject, event.epoch) is not None:
            return _late(desk, event)
        async with desk.decide() as draft:
            return await _decided(desk, draft, event)


async def _decided(desk: Desk, draft: Draft, event: Pressed) -> Notice | None:
    request = await draft.rows.request(event.subject)
    if request is None:
        return OfferWithdrawn()
    mine = [one for one in await draft.rows.listens(event.by) if one.community == request.community]
    offers = await draft.rows.offers(request.id)
    asked = [one for one in offers if mine and one.listener == mine[0].id]
    if not asked or request.epoch != event.epoch or request.state is State.ARRIVING:
        return ButtonOld()
    if request.state is State.CLAIMED:
        return OfferTaken()
    if (refused := await _refused(desk, draft, request, mine[0])) is not None:
        return refused
    return await connect(desk, draft, request, mine[0])


async def _refused(desk: Desk, draft: Draft, request: Request, listener: Listener) -> Notice | None:
    """Eligibility is checked again inside the transaction (routing.md 5)."""
    now, routing = desk.clock.now(), await routed.board(desk, draft.rows)
    if desk.live.at(listener.address) is not None:
        return CannotTake(why="talking")
    if not listener.can_be_asked(now=now):
        return CannotTake(why="off_call")
    duty = routing.duty(listener.id)
    if duty is not None and duty.rests(now=now):
        return CannotTake(why="resting")
    return None if routing.eligible(request, listener, now=now) else CannotTake(why="other")


async def connect(desk: Desk, draft: Draft, request: Request, listener: Listener) -> Notice | None:
    """The request is theirs, and the two are connected; or why not."""
    now, policy = desk.clock.now(), desk.policy_for(request.community)
    claimed = request.claimed(now=now, policy=policy)
    alias = desk.ids.pick([name for name in policy.seeker_aliases if name != listener.alias])
    conversation = Conversation.begun(
        now=now, policy=policy, id=desk.ids.new(), request=request.id, epoch=request.epoch,
        community=request.community, listener_id=listener.id, arrived_at=request.arrived_at, danger=request.danger,
        waited=now - request.opened_at,
        seeker=Party(address=request.seeker, alias=alias, language=request.language),
        listener=Party(address=listener.address, alias=listener.alias, language=listener.language),
    )  # fmt: skip
    if not await draft.rows.save_request(claimed, was=request):
        return OfferTaken()
    if not await draft.rows.add_conversation(conversation):
        await draft.rows.save_request(request, was=claimed)
        return CannotTake(why="other")
    await withdraw.own(desk, draft, listener)
    await page.over(desk, draft, about=request.id)
    routing = await routed.board(desk, draft.rows)
    await routed.carry_out(desk, draft, routing.engages(request.seeker, now=now))
    await routed.carry_out(desk, draft, routing.closes(request.id, now=now, taken_by=listener.id))
    draft.after(lambda: _begin(desk, conversation))
    draft.after(lambda: desk.live.take(request.id, request.epoch, listener.id))
    await _say_so(desk, draft, request, conversation)
    return None


def _begin(desk: Desk, conversation: Conversation) -> None:
    desk.live.put(conversation)
    for party in (conversation.seeker, conversation.listener):
        desk.memory.bursts.pop(party.address, None)
        desk.lay_aside(party.address)


async def _say_so(desk: Desk, draft: Draft, request: Request, conversation: Conversation) -> None:
    line = desk.communities[request.community].name
    seeker, listener = conversation.seeker, conversation.listener
    await offer.close(desk, draft, request, saying=OfferTaken(), but=conversation.listener_id)
    accepted = f"offer:{request.id}:{conversation.listener_id}"
    draft.change(listener.address, OfferAccepted(), language=listener.language, line=line, slot=accepted)
    draft.strip(seeker.address, f"waiting:{request.id}")
    draft.say(
        seeker.address,
        Connected(
            conversation=conversation.id, epoch=conversation.epoch, alias=listener.alias, seeker_alias=seeker.alias,
            platforms=tuple(sorted({seeker.address.platform, listener.address.platform})),
            minutes=desk.policy_for(request.community).conversation_minutes,
        ),
        language=seeker.language, line=line, slot=f"connected:{conversation.id}:seeker",
    )  # fmt: skip
    draft.say(
        listener.address,
        ListenerConnected(
            conversation=conversation.id, epoch=conversation.epoch, alias=listener.alias, seeker_alias=seeker.alias,
            spoken=request.language,
        ),
        language=listener.language, line=line, slot=f"connected:{conversation.id}:listener",
    )  # fmt: skip
    ask_about_early_words(desk, draft, conversation)


def ask_about_early_words(desk: Desk, draft: Draft, conversation: Conversation) -> None:
    """What was written before the listener came is passed on only if the seeker wants that (experience.md)."""
    line, seeker = desk.communities[conversation.community].name, conversation.seeker
    if count := len(desk.early.of(seeker.address, now=desk.clock.now())):
        asked = notice.EarlyWords(
            conversation=conversation.id, epoch=conversation.epoch, count=count, alias=conversation.listener.alias
        )
        slot = f"early:{conversation.id}"
        draft.say(seeker.address, asked, language=seeker.language, line=line, slot=slot)


def _late(desk: Desk, event: Pressed) -> Notice | None:
    conversation = desk.live.at(event.by)
    mine = (
        conversation is not None and conversation.request == event.subject and conversation.listener.address == event.by
    )
    return None if mine else OfferTaken()
