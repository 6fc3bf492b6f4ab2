"""Call: a listener asks for a coordinator, in a conversation or after one (experience.md, A listener)."""

from bot.conversation import Conversation, Kind, Side
from bot.desk import end, report
from bot.desk.desk import Desk
from bot.desk.page import raise_page
from bot.inbound import Pressed
from bot.notice import ButtonOld, Notice
from bot.notice.aside import AsideAlready, CoordinatorAsked
from bot.page import PageKind


async def ask(desk: Desk, event: Pressed) -> Notice | None:
    """**Ask a coordinator**: the conversation goes on as it was."""
    conversation = end.mine(desk, event)
    return await _called(desk, event, conversation, PageKind.ASK) if conversation else ButtonOld()


async def debrief(desk: Desk, event: Pressed) -> Notice | None:
    """**I'd like to debrief**, after a conversation."""
    conversation = await report.theirs(desk, event)
    return await _called(desk, event, conversation, PageKind.DEBRIEF) if conversation else ButtonOld()


async def _called(desk: Desk, event: Pressed, talk: Conversation, kind: PageKind) -> Notice | None:
    if talk.side_of(event.by) is not Side.LISTENER or talk.kind is not Kind.TALK:
        return ButtonOld()
    for one in desk.live.all_at(event.by):
        if one.kind is Kind.SIDE and one.listener.address == event.by:
            return AsideAlready(coordinator=one.seeker.alias)
    community = desk.communities[talk.community]
    async with desk.decide() as draft:
        called = await raise_page(
            desk, draft, community=community.id, kind=kind, about=talk.id, author=talk.listener,
            listener=talk.listener_id, but=(talk.seeker.address,), alias=talk.listener.alias,
        )  # fmt: skip
    return CoordinatorAsked(coordinators=called, contact=community.contact, talking=kind is PageKind.ASK)
