"""Offer: put a request to everybody eligible; take the offers back when it is over (routing.md)."""

from bot import notice
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.notice import ButtonOld, Notice, OfferDeclined, OfferTaken, OfferWithdrawn
from bot.offer import Offer, to_be_asked
from bot.people import Listener
from bot.request import Request, State


async def put(desk: Desk, draft: Draft, request: Request) -> None:
    """Offer this open request to everybody eligible who has not been asked in this epoch."""
    now, line = desk.clock.now(), desk.communities[request.community].name
    asked = {one.listener for one in await draft.rows.offers(request.id) if one.epoch == request.epoch}
    asked |= await draft.rows.blocked(request.seeker, request.community, now=now)
    roster = await draft.rows.roster(request.community)
    fresh = [one for one in to_be_asked(request, roster, busy=desk.live.listening(), now=now) if one.id not in asked]
    offers = [Offer(id=desk.ids.new(), request=request.id, epoch=request.epoch, listener=one.id) for one in fresh]
    await draft.rows.add_offers(offers)
    for offer, listener in zip(offers, fresh, strict=True):
        draft.say(
            listener.address, worded(request, waited=int(request.waited(now=now).total_seconds() // 60)),
            language=listener.language, line=line, slot=offer.slot,
        )  # fmt: skip


async def put_waiting(desk: Desk, draft: Draft, listener: Listener) -> None:
    """Somebody became free or went on call: offer them what is waiting, danger first, then the oldest."""
    for request in await draft.rows.waiting(listener.community):
        await put(desk, draft, request)


async def put_first(desk: Desk, draft: Draft, request: Request) -> None:
    """The request now goes first: who was asked before sees it again, as a new message (routing.md 7)."""
    line = desk.communities[request.community].name
    for offer in await draft.rows.offers(request.id):
        listener = await draft.rows.listener(offer.listener)
        if listener is None or offer.epoch != request.epoch or await draft.rows.slot(offer.slot) is None:
            continue
        draft.retract(listener.address, offer.slot)
        waited = int(request.waited(now=desk.clock.now()).total_seconds() // 60)
        draft.say(
            listener.address, worded(request, waited=waited), language=listener.language, line=line, slot=offer.slot
        )


def worded(request: Request, *, waited: int) -> notice.Offer:
    """The offer as a listener reads it."""
    return notice.Offer(
        request=request.id, epoch=request.epoch, spoken=request.language, waited=waited, danger=request.danger
    )


async def close(desk: Desk, draft: Draft, request: Request, *, saying: Notice, but: str = "") -> None:
    """Every open offer of this request, but that to the listener `but`, changes to say that it is over."""
    line = desk.communities[request.community].name
    # All at once: the winner of a thousand closes 999 offers before anybody is answered.
    roster = {one.id: one for one in await draft.rows.roster(request.community)}
    for offer in await draft.rows.offers(request.id):
        listener = roster.get(offer.listener)
        if listener and offer.listener != but and offer.epoch == request.epoch:
            draft.change(listener.address, saying, language=listener.language, line=line, slot=offer.slot)


async def declined(desk: Desk, event: Pressed) -> Notice | None:
    """**Not now**: costs nothing; the offer changes to say so."""
    async with desk.decide() as draft:
        request = await draft.rows.request(event.subject)
        mine = [one for one in await draft.rows.listens(event.by) if request and one.community == request.community]
        if request is None or not mine:
            return OfferWithdrawn() if request is None else ButtonOld()
        if request.epoch != event.epoch:
            return ButtonOld()
        if request.state is not State.OPEN:
            return OfferTaken()
        for offer in await draft.rows.offers(request.id):
            held = await draft.rows.slot(offer.slot) if offer.listener == mine[0].id else None
            if held:
                line = desk.communities[request.community].name
                draft.change(event.by, OfferDeclined(), language=mine[0].language, line=line, message=held[1])
                await draft.rows.free_slot(offer.slot)
    return None
