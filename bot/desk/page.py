"""Page: coordinators are told at once that somebody waits for long, is in danger, or that nobody is there (routing.md).

Taking a page (**I've got it**) and its repetition are still to come.
"""

from bot.desk.desk import Desk, Draft
from bot.notice.paging import Page
from bot.people import Address


async def page(
    desk: Desk, draft: Draft, *, community: str, why: str, on_call: int = 0, but: Address | None = None
) -> int:
    """Tell every coordinator of the community but the one whom it is about; how many there are."""
    line = desk.communities[community].name
    told = [one for one in await draft.rows.roster(community) if one.coordinates and one.address != but]
    for one in told:
        draft.say(one.address, Page(why=why, on_call=on_call), language=one.language, line=line)
    return len(told)
