"""Offer: a listener's answer to one, and what the others read when it is over (routing.md 4, 5)."""

from bot.desk import routed
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.notice import ButtonOld, Notice, OfferTaken, OfferWithdrawn
from bot.request import Request, State


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
    now = desk.clock.now()
    async with desk.decide() as draft:
        request = await draft.rows.request(event.subject)
        mine = [one for one in await draft.rows.listens(event.by) if request and one.community == request.community]
        if request is None or not mine:
            return OfferWithdrawn() if request is None else ButtonOld()
        if request.epoch != event.epoch:
            return ButtonOld()
        if request.state is not State.OPEN:
            return OfferTaken()
        routing = await routed.board(desk, draft.rows)
        await routed.carry_out(desk, draft, routing.declines(request.id, mine[0].id, now=now))
    return None
