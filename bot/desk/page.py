"""Page: coordinators are told at once that somebody waits for long, is in danger, or that nobody is there (routing.md).

Taking a page (**I've got it**) and its repetition are still to come.
"""

from bot.desk import looking_after
from bot.desk.desk import Desk, Draft
from bot.notice.paging import Page
from bot.people import Address


async def page(
    desk: Desk, draft: Draft, *, community: str, why: str, on_call: int = 0, but: Address | None = None
) -> None:
    """Tell every coordinator of the community but the one whom it is about."""
    await looking_after.told(desk, draft, community, Page(why=why, on_call=on_call), but=(but,) if but else ())
