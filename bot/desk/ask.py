"""Ask: somebody wishes to talk to a person. One act, no form before help (experience.md, Somebody who wants to
talk).
"""

from datetime import datetime

from bot.community import Community
from bot.desk import bar, danger, limits, plan, routed, waiting, withdraw
from bot.desk.desk import Desk, Draft, see, talking
from bot.inbound import Pressed, Typed
from bot.notice import (
    AskAge,
    CantWrite,
    ChooseCommunity,
    Notice,
    UnderAge,
)
from bot.people import Address
from bot.request import Request, State


async def talk(desk: Desk, event: Typed | Pressed, *, hint: str = "") -> Notice | None:
    """`/talk`, and every button that asks for a person: shows the request that stands, or asks what must be known,
    or opens one.
    """
    if (busy := talking(desk, event.by)) is not None:
        return busy
    if await shown_again(desk, event.by):
        return see(event)
    found = await communities(desk, event, hint=hint)
    if len(found) > 1:
        return ChooseCommunity(communities=tuple(f"{one.id}|{one.name}" for one in found))
    desk.memory.communities[event.by] = found[0].id
    if found[0].audience == "adults":
        return AskAge(community=found[0].id)
    return await opened(desk, event, found[0])


async def pressed(desk: Desk, event: Pressed) -> Notice | None:
    """**Talk to a person**, **Talk again**, or a community that was chosen."""
    return await talk(desk, event, hint=event.subject)


async def adult(desk: Desk, event: Pressed) -> Notice | None:
    """**I'm 18 or over**, and **I've done it**: the request opens at once. The answer is not kept (privacy.md,
    Minors).
    """
    community = desk.communities.get(event.subject)
    if community is None:
        return await talk(desk, event)
    return talking(desk, event.by) or await opened(desk, event, community)


async def minor(desk: Desk, event: Pressed) -> Notice | None:
    """**I'm under 18**, on a line for adults: it was right to look for someone; lines for people of that age."""
    return UnderAge()


async def opened(
    desk: Desk, event: Typed | Pressed, community: Community, *, arrived_at: datetime | None = None
) -> Notice | None:
    """Open a request in this community. It stands once the seeker has been reached; until then there is none
    (experience.md).
    """
    now = desk.clock.now()
    language = community.language_for(desk.language_of(event.by, event.language))
    policy = desk.policy_for(community.id)
    request = Request.asked_for(
        desk.ids.new(), community=community.id, seeker=event.by, language=language, now=now, policy=policy,
        arrived_at=arrived_at,
    )  # fmt: skip
    if danger.said(desk, event.by):
        request = request.in_danger(now=now, policy=policy)
    desk.memory.communities[event.by] = community.id
    desk.memory.bursts.pop(event.by, None)
    async with desk.decide() as draft:
        not_now = await bar.paused(desk, draft.rows, event.by, community)
        if (not_now := not_now or await limits.too_many(desk, draft, event.by, community)) is not None:
            return not_now
        added = await draft.rows.add_request(request)
        if added:
            draft.after(lambda: limits.count(desk, event.by, community.id))
            plan.offered(desk, draft, event.by, community, language=language)
            word = await waiting.word_for(desk, draft, await routed.board(desk, draft.rows), request)
            said = draft.say(event.by, word, language=language, line=community.name, slot=f"waiting:{request.id}")
            outcome = desk.outbox.outcome(said)
    if not added:
        await shown_again(desk, event.by)
        return see(event)
    if not isinstance(await outcome, str):
        limits.taken_back(desk, event.by)
        await withdraw.unreachable(desk, event.by)
        return CantWrite(community=community.id, slug=community.slug, elsewhere=_elsewhere(desk, event.by))
    return see(event)


async def arrived(desk: Desk, request_id: str) -> None:
    """The seeker has the waiting message: the request is open, and listeners are asked."""
    async with desk.decide() as draft:
        request = await draft.rows.request(request_id)
        if request is None or request.state is not State.ARRIVING:
            return
        opened = request.opened(now=desk.clock.now(), policy=desk.policy_for(request.community))
        if await draft.rows.save_request(opened, was=request):
            await put(desk, draft, opened)


async def put(desk: Desk, draft: Draft, request: Request) -> None:
    """The request is open, for the first time or again: its first wave begins (routing.md 4)."""
    routing, apart = await routed.board(desk, draft.rows), await routed.apart(desk, draft.rows, request)
    await routed.carry_out(desk, draft, routing.opens(request, apart=apart, now=desk.clock.now()))
    present = routing.request(request.id)
    if present is not None:
        await waiting.ask_language(desk, draft, routing, present)


async def shown_again(desk: Desk, by: Address) -> bool:
    """Asking again shows the request that stands, in a new message; the old one loses its buttons (routing.md 1)."""
    async with desk.decide() as draft:
        request = await draft.rows.request_of(by)
        if request is None or request.state is State.CLAIMED:
            return False
        draft.strip(by, f"waiting:{request.id}")
        await waiting.show(desk, draft, await routed.board(desk, draft.rows), request)
    return True


async def communities(desk: Desk, event: Typed | Pressed, *, hint: str = "") -> tuple[Community, ...]:
    """The community that this is about, or those among which the person chooses; never none."""
    everyone = tuple(desk.communities.values())
    named = [c for c in everyone if hint and hint in (c.id, c.slug)]
    if event.place is not None:
        named = named or [c for c in everyone if c.meets_at(event.place)]
    if named or len(everyone) == 1:
        return tuple(named or everyone)
    platform = desk.platforms[event.by.platform]
    theirs = [c for c in everyone if c.places and await platform.belongs(event.by, c)]
    known = [c for c in everyone if c.id == desk.memory.communities.get(event.by)]
    return tuple(theirs if theirs else known or [c for c in everyone if not c.places] or everyone)


def _elsewhere(desk: Desk, by: Address) -> str:
    """Another platform whose private chat can be opened by a link; "" where there is none."""
    others = (name for name, platform in desk.platforms.items() if name != by.platform and platform.link("talk"))
    return next(others, "")
