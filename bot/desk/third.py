"""Third: a coordinator joins a talk, only by the seeker's own tap, and leaves it (experience.md, A page).

The talk and the side chat stay what they are; a third conversation, of seeker and coordinator, begins with the Yes. A
word goes over those two of the three in which its writer is: nothing from before reaches the coordinator.
"""

from dataclasses import replace
from functools import partial

from bot.conversation import Conversation, Joining, Kind, Side
from bot.desk import end, looking_after
from bot.desk.desk import Desk, Draft
from bot.desk.ways import over_ways
from bot.inbound import Pressed
from bot.notice import ButtonOld, Notice
from bot.notice.third import (
    AskThird,
    CannotJoin,
    ThirdAllowed,
    ThirdAsked,
    ThirdDeclined,
    ThirdHere,
    ThirdJoined,
    ThirdNotNeeded,
)


async def ask(desk: Desk, event: Pressed) -> Notice | None:
    """**Ask to join**: the seeker is asked, once in a side chat; the listener knows."""
    chat = end.mine(desk, event)
    if chat is None or chat.kind is not Kind.SIDE or chat.side_of(event.by) is not Side.SEEKER:
        return ButtonOld()
    talk = _talk(desk, chat)
    if talk is None or chat.joining is not Joining.NOT:
        return CannotJoin(because=chat.joining if talk else "over")
    line, seeker, listener = desk.communities[talk.community].name, talk.seeker, talk.listener
    async with desk.decide() as draft:
        if not await desk.change(draft, chat.id, partial(replace, joining=Joining.ASKED)):
            return ButtonOld()
        asked = AskThird(
            conversation=talk.id, epoch=talk.epoch, alias=listener.alias, coordinator=chat.seeker.alias
        )  # fmt: skip
        draft.say(seeker.address, asked, language=seeker.language, line=line, slot=f"third:{talk.id}")
        told = ThirdAsked(asks=False, coordinator=chat.seeker.alias, seeker_alias=seeker.alias)
        draft.say(listener.address, told, language=listener.language, line=line)
    return ThirdAsked(asks=True, coordinator=chat.seeker.alias, seeker_alias=seeker.alias)


async def no(desk: Desk, event: Pressed) -> Notice | None:
    """**No**: the two hear it kindly, and nothing changes."""
    found = _asked(desk, event)
    if found is None:
        return ButtonOld()
    talk, chat = found
    async with desk.decide() as draft:
        if not await desk.change(draft, chat.id, partial(replace, joining=Joining.DECLINED)):
            return ButtonOld()
        draft.strip(event.by, f"third:{talk.id}")
        declined, line = ThirdDeclined(seeker_alias=talk.seeker.alias), desk.communities[talk.community].name
        for party in (chat.seeker, chat.listener):
            draft.say(party.address, declined, language=party.language, line=line)
    return ThirdNotNeeded(alias=talk.listener.alias)


async def yes(desk: Desk, event: Pressed) -> Notice | None:
    """**Yes**: from now on, each reads what the other two write."""
    found = _asked(desk, event)
    if found is None:
        return ButtonOld()
    talk, chat = found
    now = desk.clock.now()
    async with desk.decide() as draft:
        coordinator = await looking_after.of(draft.rows, chat.seeker.address, chat.community)
        if coordinator is None:
            return ButtonOld()
        joined = Conversation.begun(
            now=now, policy=desk.policy_for(talk.community), id=desk.ids.new(), request=talk.id, epoch=talk.epoch,
            community=talk.community, listener_id=coordinator.id, arrived_at=now, kind=Kind.THIRD, aside=True,
            seeker=talk.seeker, listener=chat.seeker,
        )  # fmt: skip
        if not await draft.rows.add_conversation(joined):
            return ButtonOld()
        talk = desk.live.get(talk.id) or talk  # where the listener writes may have changed meanwhile
        if not await desk.change(draft, chat.id, partial(replace, joining=Joining.JOINED, facing=talk.facing)):
            await draft.rows.remove_conversation(joined.id)
            return ButtonOld()
        draft.strip(event.by, f"third:{talk.id}")
        draft.after(lambda: desk.live.put(joined))
        _say_so(desk, draft, talk, chat, joined)
    return None


def _say_so(desk: Desk, draft: Draft, talk: Conversation, chat: Conversation, joined: Conversation) -> None:
    seeker, listener, coordinator = talk.seeker, talk.listener, chat.seeker
    line = desk.communities[talk.community].name
    here = ThirdHere(third=joined.id, epoch=joined.epoch, alias=listener.alias, coordinator=coordinator.alias)
    draft.say(seeker.address, here, language=seeker.language, line=line, slot=f"connected:{joined.id}:seeker")
    told = over_ways(ThirdJoined(facing=talk.facing), (talk, chat))
    draft.say(listener.address, told, language=listener.language, line=line)
    allowed = ThirdAllowed(aside=chat.id, alias=listener.alias, seeker_alias=seeker.alias)
    slot = f"connected:{joined.id}:listener"
    draft.say(coordinator.address, allowed, language=coordinator.language, line=line, slot=slot)


def _talk(desk: Desk, chat: Conversation) -> Conversation | None:
    """The talk beside which this side chat stands."""
    here = desk.live.all_at(chat.listener.address)
    return next((one for one in here if one.kind is Kind.TALK and one.listener.address == chat.listener.address), None)


def _asked(desk: Desk, event: Pressed) -> tuple[Conversation, Conversation] | None:
    """The seeker's talk, and the side chat whose coordinator waits for their answer."""
    talk = end.mine(desk, event)
    if talk is None or talk.kind is not Kind.TALK or talk.side_of(event.by) is not Side.SEEKER:
        return None
    here = desk.live.all_at(talk.listener.address)
    chat = next((one for one in here if one.kind is Kind.SIDE and one.joining is Joining.ASKED), None)
    return (talk, chat) if chat is not None else None
