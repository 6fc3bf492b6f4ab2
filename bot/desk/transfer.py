"""Transfer: a listener who has to go hands over to another, the seeker agreeing (routing.md 12).

The pair is not put together again for this request only: nobody is at fault, so the next one may bring them together.
"""

from dataclasses import replace
from datetime import datetime

from bot.conversation import Conversation, Kind, Side
from bot.desk import routed
from bot.desk.desk import Desk, Draft
from bot.desk.end import mine, release
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, NotAListener, Notice, NotTalking
from bot.notice.care import AskHandOver, HandOverAsked, HandOverDeclined, OnlyPractice, StaysWith


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/transfer`: the seeker is asked."""
    conversation = desk.live.at(event.by)
    if conversation is None or conversation.kind is Kind.SIDE or desk.live.before(conversation, event.by, event.source):
        return NotTalking()
    return await _asked(desk, conversation) if _listens(conversation, event) else NotAListener()


async def pressed(desk: Desk, event: Pressed) -> Notice | None:
    """**Hand over**, after `/end`: the same."""
    conversation = mine(desk, event)
    return await _asked(desk, conversation) if conversation and _listens(conversation, event) else ButtonOld()


async def agreed(desk: Desk, event: Pressed) -> Notice | None:
    """**Yes, find someone**: back to the queue, in the old place."""
    conversation = mine(desk, event)
    if conversation is None or _listens(conversation, event) or conversation.asked_over is None:
        return ButtonOld()
    await release(desk, conversation, why="over")
    return None


async def refused(desk: Desk, event: Pressed) -> Notice | None:
    """**Stay with …**: the listener hears it, and may end."""
    conversation = mine(desk, event)
    if conversation is None or _listens(conversation, event):
        return ButtonOld()
    async with desk.decide() as draft:
        if not await _turned(desk, draft, conversation, None):
            return ButtonOld()
        draft.strip(event.by, f"handover:{conversation.id}")
        told = HandOverDeclined(
            conversation=conversation.id, epoch=conversation.epoch, seeker_alias=conversation.seeker.alias
        )
        line, listener = desk.communities[conversation.community].name, conversation.listener
        draft.say(listener.address, told, language=listener.language, line=line)
    return StaysWith(alias=conversation.listener.alias)


async def _asked(desk: Desk, conversation: Conversation) -> Notice | None:
    if conversation.kind is Kind.PRACTICE:
        return OnlyPractice()
    async with desk.decide() as draft:
        if await _turned(desk, draft, conversation, desk.clock.now()):
            seeker, line = conversation.seeker, desk.communities[conversation.community].name
            asking = AskHandOver(
                conversation=conversation.id, epoch=conversation.epoch, alias=conversation.listener.alias,
                others=await _others(desk, draft, conversation),
            )  # fmt: skip
            slot = f"handover:{conversation.id}"
            draft.say(seeker.address, asking, language=seeker.language, line=line, slot=slot)
        elif desk.live.get(conversation.id) is None:
            return NotTalking()
    return HandOverAsked(seeker_alias=conversation.seeker.alias)


async def _turned(desk: Desk, draft: Draft, conversation: Conversation, asked_at: datetime | None) -> bool:
    """Whether this changes anything: a second press finds it done already. Words that come meanwhile are kept."""
    stored, present = await draft.rows.conversation(conversation.id), desk.live.get(conversation.id)
    if stored is None or present is None or (stored.asked_over is None) == (asked_at is None):
        return False
    policy = desk.policy_for(conversation.community)
    changed = await desk.change(draft, conversation.id, lambda one: one.handing_over(asked_at, policy=policy))
    return changed is not None


async def _others(desk: Desk, draft: Draft, conversation: Conversation) -> int:
    """How many others on call could go on with them."""
    request = await draft.rows.request(conversation.request)
    if request is None:
        return 0
    apart = await routed.apart(desk, draft.rows, request)
    out = (*request.not_again, conversation.listener_id, *apart)
    return (await routed.board(desk, draft.rows)).on_call(replace(request, not_again=out))


def _listens(conversation: Conversation, event: Typed | Pressed) -> bool:
    return conversation.side_of(event.by) is Side.LISTENER
