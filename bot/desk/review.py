"""Review: somebody whose requests are not taken asks that this be looked at again, by the reference of the report and
without a name; coordinators lift it or keep it (bar.py), and the person hears which (privacy.md, Safety).

Until then their address is in the page, sealed, for a day at most. What is kept afterwards is that it was looked at.
"""

from bot.conversation import Party
from bot.desk import page
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.notice import ButtonOld, Notice
from bot.notice.barring import RequestsPaused, RequestsTaken, ReviewAsked, ReviewKept
from bot.notice.paging import PageOver
from bot.page import PageKind
from bot.records import Account


async def asked(desk: Desk, event: Pressed) -> Notice | None:
    """**Ask for a review**: once, unless nobody looks at it within a day."""
    community = desk.communities.get(event.subject)
    if community is None:
        return ButtonOld()
    language = community.language_for(desk.language_of(event.by, event.language))
    async with desk.decide() as draft:
        account = await draft.rows.barred(event.by, community.id, now=desk.clock.now())
        if account is None:
            return RequestsTaken(community=community.id)
        if account.reviewed:
            return paused(desk, account)
        called = await page.raise_page(
            desk, draft, community=community.id, kind=PageKind.REVIEW, about=account.reference,
            author=Party(address=event.by, alias="", language=language),
        )  # fmt: skip
    return ReviewAsked(coordinators=called, contact=community.contact)


def paused(desk: Desk, account: Account) -> RequestsPaused:
    """What somebody reads from whom requests are not taken."""
    contact = desk.communities[account.community].contact
    return RequestsPaused(
        until=account.until, contact=contact, community=account.community, reviewed=account.reviewed
    )  # fmt: skip


async def settled(desk: Desk, draft: Draft, account: Account) -> None:
    """It was decided: whoever asked for a review hears what stands now."""
    community = desk.communities[account.community]
    for one in await draft.rows.pages(account.reference):
        if one.kind is PageKind.REVIEW and one.community == account.community and (author := one.author) is not None:
            kept = ReviewKept(until=account.until, contact=community.contact) if account.until else None
            told = kept or RequestsTaken(community=community.id)
            draft.say(author.address, told, language=author.language, line=community.name)
            await page.close(desk, draft, one, PageOver())
