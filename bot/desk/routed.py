"""Routed: what routing has decided is written down and said (routing.md 3 to 13); what follows when somebody goes
on call or off it.
"""

from bot.conversation import Conversation, Kind
from bot.desk import hours, waiting
from bot.desk.desk import Desk, Draft
from bot.desk.page import over, raise_page
from bot.duty import Duty
from bot.notice import Notice, OfferDeclined
from bot.notice import Offer as Offered
from bot.notice.routing import GoneQuiet, LineOpen, NoAnswerPause, OfferLapsed, Rested, TurnDone
from bot.offer import Answer, Offer
from bot.page import PageKind
from bot.people import Listener
from bot.ports import Decision
from bot.request import Request, Word
from bot.routing import Moves, Put, Routing


async def board(desk: Desk, rows: Decision) -> Routing:
    """The routing that is in memory; after a start, a change by another process or a decision that failed it is made
    anew from the rows.
    """
    if desk.routing is None:
        desk.routing = await _from_rows(desk, rows)
    return desk.routing


async def _from_rows(desk: Desk, rows: Decision) -> Routing:
    now, made = desk.clock.now(), Routing(policy=desk.policy_for, chance=desk.ids.chance)
    duties = {one.listener: one for one in await rows.duties()}
    for community in desk.communities.values():
        for one in await rows.roster(community.id):
            if one.can_be_asked(now=now):
                made.stands(one, duties.get(one.id) or new_duty(desk, one), now=now)
    for conversation in desk.live.all():
        for address in (conversation.seeker.address, conversation.listener.address):
            made.engages(address, now=now)
    offers = dict[str, list[Offer]]()
    for offer in await rows.open_offers():
        offers.setdefault(offer.request, []).append(offer)
    made.takes_up(
        [(one, await apart(desk, rows, one), offers.get(one.id, ())) for one in await rows.waiting()],
    )
    return made


async def apart(desk: Desk, rows: Decision, request: Request) -> frozenset[str]:
    """Who is not to be asked, whatever they speak: blocked, or somebody else was wished for (routing.md 2)."""
    return await rows.blocked(request.seeker, request.community, now=desk.clock.now())


def new_duty(desk: Desk, listener: Listener) -> Duty:
    """A turn that begins now."""
    latest = desk.clock.now() + desk.policy_for(listener.community).on_call_at_most
    return Duty(listener=listener.id, until=min(listener.on_call_until or latest, latest))


async def carry_out(desk: Desk, draft: Draft, moves: Moves) -> None:
    """Save what has changed, say what is to be said."""
    for request in moves.requests.values():
        await draft.rows.save_request(request, was=request)
    await draft.rows.save_duties([*moves.turns.values()])
    for request_id, listener, answer in moves.answers:
        await draft.rows.answer_offer(request_id, listener.id, answer)
        if answer is not Answer.MISSED:
            over: Notice = OfferDeclined() if answer is Answer.DECLINED else OfferLapsed()
            await reworded(desk, draft, request_id, listener, over)
    await _put(desk, draft, moves.puts)
    for request, word in moves.words:
        if word is not Word.OVER:
            await waiting.say(desk, draft, await board(desk, draft.rows), request, word)
    for listener in moves.rested:
        line = desk.communities[listener.community].name
        draft.say(listener.address, Rested(), language=listener.language, line=line)
    for listener in moves.tired:
        await off(desk, draft, listener, NoAnswerPause())


async def _put(desk: Desk, draft: Draft, puts: list[Put]) -> None:
    now = desk.clock.now()
    offers = [
        Offer(
            id=desk.ids.new(), request=request.id, epoch=request.epoch, listener=listener.id, round=request.round
        )
        for request, listener, _ in puts
    ]  # fmt: skip
    await draft.rows.put_offers(offers)
    for offer, (request, listener, again) in zip(offers, puts, strict=True):
        if again:
            draft.retract(listener.address, offer.slot)
        waited = int(request.waited(now=now).total_seconds() // 60)
        draft.say(
            listener.address, worded(request, listener, waited=waited),
            language=listener.language, line=desk.communities[request.community].name, slot=offer.slot,
        )  # fmt: skip


def worded(request: Request, listener: Listener, *, waited: int) -> Offered:
    """The offer as a listener reads it."""
    return Offered(
        request=request.id, epoch=request.epoch, spoken=request.language, waited=waited, danger=request.danger,
        simple=request.simple and request.language not in listener.languages, topic=request.topic,
    )  # fmt: skip


async def reworded(desk: Desk, draft: Draft, request: str, listener: Listener, saying: Notice) -> None:
    """The offer's message says that it is no longer for them."""
    line, slot = desk.communities[listener.community].name, f"offer:{request}:{listener.id}"
    if (held := await draft.rows.slot(slot)) is not None:
        draft.change(listener.address, saying, language=listener.language, line=line, message=held[1])
        await draft.rows.free_slot(slot)
    else:
        draft.change(listener.address, saying, language=listener.language, line=line, slot=slot)


# --- who is on call ---------------------------------------------------------------------------------------------------


async def changed(desk: Desk, draft: Draft, listener: Listener) -> None:
    """Somebody is on call, or off it, or has changed: they are offered what waits, those who wait hear how many there
    are, and coordinators that there is nobody.
    """
    now, routing, community = desk.clock.now(), await board(desk, draft.rows), listener.community
    before, duty = routing.there(community), await draft.rows.duty(listener.id)
    if listener.on_call(now=now):
        duty = (duty or new_duty(desk, listener)).lasting(new_duty(desk, listener).until)
        await save(desk, draft, duty, community=community)
    await carry_out(desk, draft, routing.comes(listener, duty or new_duty(desk, listener), now=now))
    if not listener.on_call(now=now) and not (duty and _holds(desk, listener, duty)):
        await draft.rows.remove_duty(listener.id)  # the turn is over, and what was known of it goes (privacy.md)
    await hours.turned(desk, draft, listener)
    after = routing.there(community)
    if after and not before:
        await _opened(desk, draft, community)
        await over(desk, draft, about="", kind=PageKind.NOBODY_ON, community=community)
    if before and not after:
        await raise_page(desk, draft, community=community, kind=PageKind.NOBODY_ON, but=(listener.address,))
    await waiting.counted(desk, draft, routing, community, shut=before > 0 and after == 0)


def _holds(desk: Desk, listener: Listener, duty: Duty) -> bool:
    """Whether a turn outlasts being on call: it was enough for now, or a backup is paused."""
    enough = duty.done(desk.policy_for(listener.community))
    return enough or (listener.backup and duty.rests(now=desk.clock.now()))


async def save(desk: Desk, draft: Draft, duty: Duty, *, community: str) -> None:
    """A turn as it is now, with its next step."""
    await draft.rows.save_duties([(duty, duty.next_step_at(desk.policy_for(community)))])


async def off(desk: Desk, draft: Draft, listener: Listener, why: TurnDone | NoAnswerPause | GoneQuiet) -> None:
    """Off call, not by their own word: they read why, kindly."""
    present = await draft.rows.listener(listener.id)
    if present is None or not present.can_be_asked(now=desk.clock.now()):
        return
    gone = present.going_on_call(until=None)
    await draft.rows.save_listener(gone)
    if gone.backup and not isinstance(why, TurnDone):  # off call they could still be asked
        duty = await draft.rows.duty(gone.id) or new_duty(desk, gone)
        await save(desk, draft, duty.paused(), community=gone.community)
    draft.say(gone.address, why, language=gone.language, line=desk.communities[gone.community].name)
    await changed(desk, draft, gone)


async def _opened(desk: Desk, draft: Draft, community: str) -> None:
    """The line is open again: whoever asked to be reminded is, once (routing.md 10)."""
    line = desk.communities[community].name
    for one in await draft.rows.take_reminders(community, now=desk.clock.now()):
        draft.say(one.address, LineOpen(), language=one.language, line=line)


async def turn_due(desk: Desk, duty: Duty) -> None:
    """What time brings to a listener: an unanswered offer, the end of their rest, of their turn."""
    now, who = desk.clock.now(), duty.listener
    async with desk.decide() as draft:
        routing = await board(desk, draft.rows)
        await carry_out(desk, draft, routing.turns(who, now=now))
        left, listener = await draft.rows.duty(who), await draft.rows.listener(who)
        if left is None or listener is None:  # they are off call now, and with that it has gone
            return
        if now < left.until:
            present = routing.duty(who) or left.let_go().ready()  # off call, there is nothing to rest from
            await save(desk, draft, present, community=listener.community)
            return
        await draft.rows.remove_duty(who)
        if listener.can_be_asked(now=now):  # the next turn begins
            await changed(desk, draft, listener)


async def free(desk: Desk, draft: Draft, conversation: Conversation) -> None:
    """A conversation is over: its listener rests, or has listened enough for one turn (routing.md 13)."""
    now, routing, who = desk.clock.now(), await board(desk, draft.rows), conversation.listener_id
    policy, began = desk.policy_for(conversation.community), conversation.started_at
    still = [one.id for one in desk.live.all_at(conversation.listener.address) if one.id != conversation.id]
    await carry_out(desk, draft, routing.frees(conversation.seeker.address, now=now))
    if conversation.kind is not Kind.TALK:  # nothing of it counts
        if not still:
            await carry_out(desk, draft, routing.frees(conversation.listener.address, now=now))
        return
    if routing.duty(who) is None and (gone := await draft.rows.duty(who)) is not None:  # off call meanwhile
        rests = gone.finished(began=began, now=now, policy=policy)
        await save(desk, draft, rests, community=conversation.community)
    moves = routing.frees(conversation.listener.address, now=now, listener=who, began=began)
    await carry_out(desk, draft, moves)
    if still:  # a side chat goes on
        await carry_out(desk, draft, routing.engages(conversation.listener.address, now=now))
    duty, listener = routing.duty(who), await draft.rows.listener(who)
    if duty is not None and listener is not None and duty.done(policy):
        await off(desk, draft, listener, TurnDone(again_at=duty.until))
