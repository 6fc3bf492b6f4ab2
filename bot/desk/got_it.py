"""Got it: **I've got it**. One coordinator has a page, however many press; the others and its author read who.

Where a listener asked for it, the two are in a side chat from then on; with somebody who wished for a plan, in a talk.
"""

from bot.desk import aside, looking_after, page, plan
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.notice import Notice
from bot.notice.paging import CoordinatorHasIt, PageGone, PageTaken, PageYours
from bot.page import Page, PageKind
from bot.people import Listener


async def pressed(desk: Desk, event: Pressed) -> Notice | None:
    """The first who presses has it."""
    async with desk.decide() as draft:
        found = await draft.rows.page(event.subject)
        if found is None or event.by in found.but:
            return PageGone()
        coordinator = await looking_after.of(draft.rows, event.by, found.community)
        if coordinator is None:
            return PageGone()
        no = await _together(desk, draft, found, coordinator)
        if no is not None and found.kind is not PageKind.REPORT:  # that can be looked at all the same
            return no
        await _taken(desk, draft, found, coordinator, helped=bool(found.listener) and no is None)
    return None


async def _together(desk: Desk, draft: Draft, found: Page, coordinator: Listener) -> Notice | None:
    """Whoever has it and whoever asked for it are connected, where that is what it is for; or why they cannot be."""
    if found.kind is PageKind.PLAN:
        return await plan.begin(desk, draft, found, coordinator)
    return await aside.begin(desk, draft, found, coordinator) if found.listener else None


async def _taken(desk: Desk, draft: Draft, found: Page, coordinator: Listener, *, helped: bool) -> None:
    line = desk.communities[found.community].name
    await page.close(desk, draft, found, PageTaken(coordinator=coordinator.alias), but=coordinator.id)
    reference = found.about if found.kind is PageKind.REPORT else ""
    yours = PageYours(why=found.kind, reference=reference, against=found.against)
    slot = f"page:{found.id}:{coordinator.id}"
    draft.change(coordinator.address, yours, language=coordinator.language, line=line, slot=slot)
    if (author := found.author) is not None and not helped:
        has_it = CoordinatorHasIt(coordinator=coordinator.alias)
        draft.say(author.address, has_it, language=author.language, line=line)
