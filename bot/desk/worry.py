"""Worry: a listener is worried about somebody's safety, a child's or anybody's, and says so to a coordinator in their
own words (privacy.md, Safety). No relay ends by it, and the seeker never reads of it.
"""

from bot.conversation import Kind, Party, Side
from bot.desk import report, telling
from bot.desk.desk import Desk
from bot.desk.page import raise_page
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, Notice
from bot.notice.safeguarding import WorryAsked
from bot.page import PageKind
from bot.people import Address, Listener
from bot.ports import Decision
from bot.words import Words


async def typed(desk: Desk, event: Typed, own: str) -> Notice | None:
    """`/report worry`, perhaps with words behind it; None where they do not listen."""
    async with desk.store.decision() as rows:
        found = await _about(desk, rows, event.by)
    return await _called(desk, event, *found, own=own) if found else None


async def pressed(desk: Desk, event: Pressed) -> Notice | None:
    """**I'm worried about somebody**, after a conversation."""
    talk = await report.theirs(desk, event)
    if talk is None or talk.side_of(event.by) is not Side.LISTENER or talk.kind is not Kind.TALK:
        return ButtonOld()
    async with desk.store.decision() as rows:
        listener = await rows.listener(talk.listener_id)
    return await _called(desk, event, listener, (talk.seeker.address,)) if listener else ButtonOld()


async def _about(desk: Desk, rows: Decision, by: Address) -> tuple[Listener, tuple[Address, ...]] | None:
    """As whom they listen, and who must not read of it: the seeker of the talk that goes on, else of the last one."""
    talk = desk.live.at(by) or await rows.remnant_of(by)
    listens = [one for one in await rows.listens(by) if one.active]
    if talk is not None and talk.kind is Kind.TALK and talk.side_of(by) is Side.LISTENER:
        listens = [one for one in listens if one.id == talk.listener_id]
        return (listens[0], (talk.seeker.address,)) if listens else None
    seeks = talk is not None and talk.side_of(by) is Side.SEEKER and talk.kind is Kind.TALK
    return (listens[0], ()) if listens and not seeks else None


async def _called(
    desk: Desk, event: Typed | Pressed, listener: Listener, never: tuple[Address, ...], *, own: str = ""
) -> Notice | None:
    """Coordinators are called; whoever has it opens a side chat. Who is in no conversation can write it at once."""
    community = desk.communities[listener.community]
    async with desk.decide() as draft:
        called = await raise_page(
            desk, draft, community=community.id, kind=PageKind.WORRY, about=listener.id, but=never,
            author=Party(address=listener.address, alias=listener.alias, language=listener.language),
            listener=listener.id, alias=listener.alias,
        )  # fmt: skip
    talking = desk.live.at(event.by) is not None
    if called:
        told = telling.begin(desk, event.by, community=community.id, by=listener.alias, mark="worry", never=never)
        if own:
            await telling.passes(desk, event.by, told, Words(text=own), language=event.language)
    if talking:  # what they write next is for whom they talk with
        desk.memory.telling.pop(event.by, None)
    return WorryAsked(coordinators=called, contact=community.contact, talking=talking)
