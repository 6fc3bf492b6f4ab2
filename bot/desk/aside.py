"""Aside: a side chat of a listener and the coordinator who has their page (experience.md, A page).

It may stand beside the listener's talk with a seeker, which the coordinator does not see. Nothing of it counts, nothing
of it is left, and neither ends with the other.
"""

from dataclasses import replace
from functools import partial

from bot.conversation import Conversation, Kind, Party, Side
from bot.desk import routed
from bot.desk.desk import Desk, Draft
from bot.desk.ways import over_ways, written
from bot.notice import Notice
from bot.notice.aside import AsideBegun, AsideEnded, AsideOpened, AsideOver, CannotHelpNow
from bot.page import Page
from bot.people import Address, Listener


async def begin(desk: Desk, draft: Draft, page: Page, coordinator: Listener) -> Notice | None:
    """The two are connected; or why that cannot be now."""
    author, now = page.author, desk.clock.now()
    if author is None or await _busy(desk, draft, coordinator.address):
        return CannotHelpNow(who="you")
    beside = desk.live.all_at(author.address)
    listens = all(one.kind is Kind.TALK and one.listener.address == author.address for one in beside)
    if not listens or (not beside and await _busy(desk, draft, author.address)):
        return CannotHelpNow(who="listener")
    chat = Conversation.begun(
        now=now, policy=desk.policy_for(page.community), id=desk.ids.new(), request=page.id, epoch=0,
        community=page.community, listener_id=page.listener, arrived_at=now, kind=Kind.SIDE, facing=not beside,
        aside=True,
        seeker=Party(address=coordinator.address, alias=coordinator.alias, language=coordinator.language),
        listener=author,
    )  # fmt: skip
    if not await draft.rows.add_conversation(chat):
        return CannotHelpNow(who="listener")
    for talk in beside:
        await desk.change(draft, talk.id, partial(replace, aside=True))
    routing = await routed.board(desk, draft.rows)
    for party in (chat.seeker, chat.listener):
        await routed.carry_out(desk, draft, routing.engages(party.address, now=now))
    draft.after(lambda: _begun(desk, chat))
    _say_so(desk, draft, chat, beside)
    return None


def _begun(desk: Desk, chat: Conversation) -> None:
    desk.live.put(chat)
    for party in (chat.seeker, chat.listener):
        desk.memory.bursts.pop(party.address, None)
        desk.lay_aside(party.address)


def _say_so(desk: Desk, draft: Draft, chat: Conversation, beside: tuple[Conversation, ...]) -> None:
    line, listener, coordinator = desk.communities[chat.community].name, chat.listener, chat.seeker
    begun = over_ways(AsideBegun(), (*beside, chat))
    opened = AsideOpened(aside=chat.id, alias=listener.alias, talking=bool(beside))
    for party, side, notice in ((listener, Side.LISTENER, begun), (coordinator, Side.SEEKER, opened)):
        slot = f"connected:{chat.id}:{side}"
        draft.say(party.address, notice, language=party.language, line=line, slot=slot)


async def over(desk: Desk, draft: Draft, chat: Conversation, *, quiet: bool) -> None:
    """Both hear it, the listener also where their words go now; nothing of it is left."""
    line, listener, coordinator = desk.communities[chat.community].name, chat.listener, chat.seeker
    talks = [one for one in desk.live.all_at(listener.address) if one.id != chat.id]
    facing = any(one.facing for one in talks)
    told = over_ways(AsideOver(coordinator=coordinator.alias, quiet=quiet, facing=facing), talks)
    draft.say(listener.address, told, language=listener.language, line=line)
    ended = AsideEnded(alias=listener.alias, quiet=quiet)
    draft.say(coordinator.address, ended, language=coordinator.language, line=line)
    await draft.rows.remove_conversation(chat.id)


def talk_over(desk: Desk, draft: Draft, talk: Conversation) -> None:
    """The talk is over, and the side chat goes on: the listener reads where their words go now."""
    listener = talk.listener
    chats = [one for one in desk.live.all_at(listener.address) if one.kind is Kind.SIDE]
    if chats and chats[0].listener.address == listener.address:
        told, line = written(chats), desk.communities[talk.community].name
        draft.say(listener.address, told, language=listener.language, line=line)


async def _busy(desk: Desk, draft: Draft, address: Address) -> bool:
    return desk.live.at(address) is not None or await draft.rows.request_of(address) is not None
