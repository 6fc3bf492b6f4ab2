"""Plan: somebody who asks very often is offered a talk with a coordinator about what may help between; never a silent
block (privacy.md, Safety). How often they asked is in memory only, and so is what they answered.
"""

from datetime import timedelta

from bot.community import Community
from bot.conversation import Party
from bot.desk import bar, claim, limits, page
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.notice import ButtonOld, Notice
from bot.notice.aside import CannotHelpNow
from bot.notice.paging import PageOver
from bot.notice.safeguarding import PlanAsked, PlanDeclined, PlanOffer, PlanToday
from bot.page import Page, PageKind
from bot.people import Address, Listener
from bot.request import Request, State

_AGAIN = timedelta(days=1)
_MOST, _WITHIN = 10, timedelta(hours=1)  # of all together: fresh accounts are not to flood coordinators


def offered(desk: Desk, draft: Draft, by: Address, community: Community, *, language: str) -> None:
    """Where this is one request of many within a day: once a day, beside what their request brings anyway."""
    often = limits.asked_today(desk, by, community.id) + 1 >= desk.policy_for(community.id).plan_after
    if not often or _lately(desk, by):
        return
    draft.say(by, PlanOffer(community=community.id), language=language, line=community.name)
    draft.after(lambda: desk.memory.planned.setdefault(by, {}).update({"offered": desk.clock.now()}))


async def wanted(desk: Desk, event: Pressed) -> Notice | None:
    """**Talk about a plan**: coordinators are called; the one who has it writes with them. Once a day."""
    community = desk.communities.get(event.subject)
    if community is None:
        return ButtonOld()
    if _lately(desk, event.by, "asked"):
        return PlanToday(contact=community.contact)
    about = desk.ids.new()
    language = community.language_for(desk.language_of(event.by, event.language))
    async with desk.decide() as draft:
        if (not_now := await bar.paused(desk, draft.rows, event.by, community)) is not None:
            return not_now
        apart = await draft.rows.blocked(event.by, community.id, now=desk.clock.now())
        never = [one.address for one in await draft.rows.roster(community.id) if one.id in apart]
        called = 0 if _very_many(desk) else await page.raise_page(
            desk, draft, community=community.id, kind=PageKind.PLAN, about=about, but=never,
            author=Party(address=event.by, alias="", language=language),
        )  # fmt: skip
        if called:
            draft.after(lambda: desk.memory.planned.setdefault(event.by, {}).update({"asked": desk.clock.now()}))
    return PlanAsked(plan=about, coordinators=called, contact=community.contact)


async def unwanted(desk: Desk, event: Pressed) -> Notice | None:
    """**No, thank you**, and **Never mind** while coordinators are being called: nothing else changes."""
    async with desk.decide() as draft:
        for one in await draft.rows.pages(event.subject) if event.subject else ():
            if one.author is not None and one.author.address == event.by:
                await page.close(desk, draft, one, PageOver())
    return PlanDeclined()


async def begin(desk: Desk, draft: Draft, found: Page, coordinator: Listener) -> Notice | None:
    """The two are connected, in a talk like any other: the request that waits, or one of its own. Or why it cannot be
    now.
    """
    author = found.author
    if desk.live.at(coordinator.address) or await draft.rows.request_of(coordinator.address):
        return CannotHelpNow(who="you")
    if author is None or desk.live.at(author.address):
        return CannotHelpNow(who="seeker")
    waits = await draft.rows.request_of(author.address)
    if waits is not None and (waits.state is not State.OPEN or waits.community != found.community):
        return CannotHelpNow(who="seeker")
    request = waits or await _fresh(desk, draft, found, author)
    if (no := await claim.connect(desk, draft, request, coordinator)) is not None and waits is None:
        await draft.rows.remove_request(request)
    return no


async def _fresh(desk: Desk, draft: Draft, found: Page, author: Party) -> Request:
    """A request of its own, that nobody is asked for."""
    now, policy = desk.clock.now(), desk.policy_for(found.community)
    request = Request.asked_for(
        desk.ids.new(), community=found.community, seeker=author.address, language=author.language, now=now,
        policy=policy, arrived_at=None,
    ).opened(now=now, policy=policy)  # fmt: skip
    await draft.rows.add_request(request)
    return request


def _very_many(desk: Desk) -> bool:
    asked = [noted["asked"] for noted in desk.memory.planned.values() if "asked" in noted]
    return sum(desk.clock.now() - at < _WITHIN for at in asked) >= _MOST


def _lately(desk: Desk, by: Address, *what: str) -> bool:
    now, noted = desk.clock.now(), desk.memory.planned.get(by, {})
    return any(now - at < _AGAIN for name, at in noted.items() if not what or name in what)
