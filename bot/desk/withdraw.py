"""Withdraw: a waiting seeker leaves the queue, by their own wish or because they cannot be reached (routing.md)."""

from bot.desk import offer, page, routed
from bot.desk.desk import Desk, Draft, see, talking
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, KeptWaiting, LeftQueue, ListensHere, Notice, NotWaiting, OfferWithdrawn
from bot.people import Address, Listener
from bot.request import Request, State


async def leave(desk: Desk, event: Typed | Pressed) -> Notice | None:
    """`/leave` and **Leave the queue**: always one tap, at once."""
    async with desk.decide() as draft:
        request = await draft.rows.request_of(event.by)
        if request is None or request.state is State.CLAIMED:
            return talking(desk, event.by) or NotWaiting()
        if isinstance(event, Pressed) and event.subject and (event.subject, event.epoch) != (request.id, request.epoch):
            return ButtonOld()
        await gone(desk, draft, request)
        line = desk.communities[request.community].name
        draft.say(event.by, LeftQueue(), language=request.language, line=line)
    return see(event)


async def kept(desk: Desk, event: Pressed) -> Notice | None:
    """**Keep waiting**: nothing changes; the request stands."""
    async with desk.decide() as draft:
        request = await draft.rows.request_of(event.by)
        if request is None or (event.subject, event.epoch) != (request.id, request.epoch):
            return ButtonOld()
    return KeptWaiting()


async def gone(desk: Desk, draft: Draft, request: Request) -> bool:
    """The request is over: its offers say so, its waiting message loses its buttons. False where it was taken
    meanwhile.
    """
    await offer.close(desk, draft, request, saying=OfferWithdrawn())
    for asked in ("waiting", "language", "wish"):
        draft.strip(request.seeker, f"{asked}:{request.id}")
    draft.after(lambda: desk.early.forget(request.seeker))
    draft.after(lambda: desk.lay_aside(request.seeker))
    await page.over(desk, draft, about=request.id)
    removed = await draft.rows.remove_request(request)
    routing = await routed.board(desk, draft.rows)
    await routed.carry_out(desk, draft, routing.closes(request.id, now=desk.clock.now()))
    return removed


async def unreachable(desk: Desk, address: Address) -> None:
    """A waiting seeker cannot be written to any more: there is nobody to connect."""
    async with desk.decide() as draft:
        request = await draft.rows.request_of(address)
        if request is not None and request.state is not State.CLAIMED:
            await gone(desk, draft, request)


async def own(desk: Desk, draft: Draft, listener: Listener) -> None:
    """A listener who takes a request cannot also wait in the same chat: their own request ends, and they are told."""
    request = await draft.rows.request_of(listener.address)
    if request is not None and request.state is not State.CLAIMED:
        await gone(desk, draft, request)
        line = desk.communities[request.community].name
        draft.say(listener.address, ListensHere(), language=request.language, line=line)
