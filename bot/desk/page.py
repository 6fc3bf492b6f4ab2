"""Page: coordinators are called, until one of them has it (experience.md, A page; routing.md 7, 9, 10, 11).

Those who are on call come first, after a while all; nobody ever whom it is about, nor who caused it.
"""

from collections.abc import Sequence

from bot.conversation import Party
from bot.desk.desk import Desk, Draft
from bot.notice import Notice, paging
from bot.notice.barring import ReviewUnanswered, ReviewWanted
from bot.notice.safeguarding import PlanUnanswered
from bot.page import Page, PageKind, Step
from bot.people import Address, Listener
from bot.request import State
from bot.routing import Routing

_OF_REQUESTS = frozenset({PageKind.DANGER, PageKind.WAITING, PageKind.SILENT})


async def raise_page(
    desk: Desk, draft: Draft, *, community: str, kind: PageKind, about: str = "", author: Party | None = None,
    listener: str = "", but: Sequence[Address] = (), alias: str = "", against: str = "",
) -> int:  # fmt: skip
    """Call the coordinators; how many were told (0: there is nobody to tell). One that stands already about the same
    thing stays as it is.
    """
    standing = await draft.rows.page_of(community, kind, about)
    if standing is not None:
        return len(standing.told)
    never = tuple({*but, *((author.address,) if author else ())})
    reached = await _coordinators(draft, community, never)
    now = desk.clock.now()
    on_duty = [one for one in reached if one.on_call(now=now) and kind is not PageKind.REVIEW]
    page = Page.raised(
        now=now, policy=desk.policy_for(community), duty=0 < len(on_duty) < len(reached), id=desk.ids.new(),
        community=community, kind=kind, about=about, author=author, listener=listener, but=never, alias=alias,
        against=against, told=tuple(one.id for one in on_duty or reached),
    )  # fmt: skip
    if reached and await draft.rows.add_page(page):
        _say(desk, draft, page, on_duty or reached, again=False)
    return len(page.told)


async def over(desk: Desk, draft: Draft, *, about: str, kind: PageKind | None = None, community: str = "") -> None:
    """What it was about is settled: its messages say so. `kind` and `community`: only that one."""
    for page in await draft.rows.pages(about):
        if (kind is None or page.kind is kind) and community in ("", page.community):
            await close(desk, draft, page, paging.PageOver())


async def close(desk: Desk, draft: Draft, page: Page, saying: Notice, *, but: str = "") -> bool:
    """It stands no more, and its messages say why, but that of the coordinator `but`; False where it was gone."""
    line = desk.communities[page.community].name
    for one in await _told(draft, page):
        if one.id != but:
            slot = f"page:{page.id}:{one.id}"
            draft.change(one.address, saying, language=one.language, line=line, slot=slot)
    return await draft.rows.remove_page(page.id)


async def due(desk: Desk, row: Page) -> None:
    """What time brings to a page that nobody has taken."""
    async with desk.decide() as draft:
        page = await draft.rows.page(row.id)
        if page is None:
            return
        if not await _stands(draft, page):
            await close(desk, draft, page, paging.PageOver())
            return
        policy = desk.policy_for(page.community)
        for step in page.due(now=desk.clock.now(), policy=policy):
            if step is Step.WORN_OUT:
                await _worn_out(desk, draft, page)
                return
            page = await _stepped(desk, draft, page, step)
        await draft.rows.save_page(page.stepping(policy))


async def _worn_out(desk: Desk, draft: Draft, page: Page) -> None:
    """Nobody took it; whoever wished for a plan or a review hears so, too."""
    await close(desk, draft, page, paging.PageOver(worn_out=True))
    author, community = page.author, desk.communities[page.community]
    told: Notice | None = None
    if page.kind is PageKind.PLAN:
        told = PlanUnanswered(contact=community.contact)
    elif page.kind is PageKind.REVIEW:
        told = ReviewUnanswered(community=community.id, contact=community.contact)
    if told is not None and author is not None:
        draft.say(author.address, told, language=author.language, line=community.name)


async def _stepped(desk: Desk, draft: Draft, page: Page, step: Step) -> Page:
    policy = desk.policy_for(page.community)
    if step is Step.UNANSWERED:
        author, community = page.author, desk.communities[page.community]
        if author is not None:
            talking = page.kind is PageKind.ASK and desk.live.get(page.about) is not None
            unanswered = paging.NoCoordinatorYet(talking=talking, contact=community.contact)
            draft.say(author.address, unanswered, language=author.language, line=community.name)
        return page.stepped(step, policy=policy)
    everybody = await _coordinators(draft, page.community, page.but)
    if step is Step.SPREAD:
        _say(desk, draft, page, [one for one in everybody if one.id not in page.told], again=False)
    else:
        for one in everybody:
            draft.retract(one.address, f"page:{page.id}:{one.id}")
        _say(desk, draft, page, everybody, again=True)
    done = page.stepped(step, policy=policy)
    return done.telling(one.id for one in everybody)


def _say(desk: Desk, draft: Draft, page: Page, to: Sequence[Listener], *, again: bool) -> None:
    line, notice = desk.communities[page.community].name, _worded(desk, page, again=again)
    for one in to:
        draft.say(one.address, notice, language=one.language, line=line, slot=f"page:{page.id}:{one.id}")


def _worded(desk: Desk, page: Page, *, again: bool) -> Notice:
    if page.kind is PageKind.REVIEW:
        return ReviewWanted(reference=page.about)
    return paging.Page(
        why=page.kind, page=page.id, on_call=_on_call(desk.routing, page), alias=page.alias,
        reference=page.about if page.kind is PageKind.REPORT else "", against=page.against, again=again,
    )  # fmt: skip


def _on_call(routing: Routing | None, page: Page) -> int:
    """How many are on call for the request that it is about, else at all."""
    if routing is None:
        return 0
    request = routing.request(page.about)
    return routing.on_call(request) if request is not None else routing.there(page.community)


async def _stands(draft: Draft, page: Page) -> bool:
    if page.kind not in _OF_REQUESTS:
        return True
    request = await draft.rows.request(page.about)
    return request is not None and request.state is not State.CLAIMED


async def _coordinators(draft: Draft, community: str, but: Sequence[Address]) -> list[Listener]:
    return [one for one in await draft.rows.roster(community) if one.coordinates and one.address not in but]


async def _told(draft: Draft, page: Page) -> list[Listener]:
    found = [await draft.rows.listener(one) for one in page.told]
    return [one for one in found if one is not None]
