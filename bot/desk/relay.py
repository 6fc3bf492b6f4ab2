"""Relay: what one side writes reaches the other once, in order, whole, under an alias (relay.md). No database is
waited for.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.conversation import Conversation, Side
from bot.desk import end
from bot.desk.desk import Desk
from bot.early import Early
from bot.errors import Refused, RetryLater, Unreachable
from bot.inbound import Edited, Pressed, Retracted, Said
from bot.notice import (
    ButtonOld,
    EarlyWordsDropped,
    Held,
    LeftOut,
    Notice,
    NotPassedOn,
    PassedOn,
    Resumed,
    Slow,
    Undelivered,
)
from bot.people import Address
from bot.ports import Passage, Passed
from bot.words import Words, blank


async def said(desk: Desk, conversation: Conversation, event: Said) -> Notice | None:
    """Pass it on. What comes back is for its writer only: that some of it, or all, could not be passed on, and why."""
    side = conversation.side_of(event.by)
    key = (conversation.id, side, event.source)
    if desk.live.handled(key):
        return None
    if conversation.held is side:
        conversation = await _resumed(desk, conversation)
    left_out = LeftOut(kinds=event.words.left_out) if event.words.left_out else None
    if blank(event.words):
        _remember(desk, conversation, side, event, ())
        return left_out
    return await _carried(desk, conversation, side, event) or left_out


async def _carried(desk: Desk, conversation: Conversation, side: Side, event: Said) -> Notice | None:
    to = conversation.party(side.other)
    passage = await _passage(desk, conversation, side, event)
    platform, sent = desk.platforms[to.address.platform], list[str]()
    await desk.outbox.settled(to.address)
    nonce = f"{conversation.id}:{side}:{event.source}"

    def still() -> bool:
        return desk.live.current(conversation.id, conversation.epoch)

    problem = await _patiently(
        desk, conversation, side, still,
        lambda: platform.relay(to.address, passage, sent=sent, nonce=nonce, still=still),
    )  # fmt: skip
    if sent:
        _remember(desk, conversation, side, event, tuple(sent))
    if problem is not None:
        return problem
    return None if sent else not_passed_on(conversation, side)


def _remember(desk: Desk, conversation: Conversation, side: Side, event: Said, copies: tuple[str, ...]) -> None:
    now = desk.clock.now()
    desk.live.handle((conversation.id, side, event.source))
    desk.live.reached(conversation.id, side, event.source)
    present = desk.live.get(conversation.id) or conversation
    spoken = present.spoke(side, now=now, policy=desk.policy)
    if desk.live.get(conversation.id) is not None:
        desk.live.put(spoken)
    desk.journal.passed(Passed(conversation=spoken, side=side, source=event.source, copies=copies))


async def _passage(desk: Desk, conversation: Conversation, side: Side, event: Said) -> Passage:
    reply_to = await _answered(desk, conversation, side, event.reply_to) if event.reply_to else None
    late = desk.clock.now() - event.at > desk.policy.late_after and event.at < desk.started_at
    return Passage(
        words=event.words, by=conversation.party(side).alias, line=desk.communities[conversation.community].name,
        language=conversation.party(side.other).language, reply_to=reply_to, late=late,
    )  # fmt: skip


async def _answered(desk: Desk, conversation: Conversation, side: Side, message: str) -> str | None:
    """The message at the other side that stands for the one which is answered: a copy's source, or a source's copy."""
    pair = await desk.journal.pair_of_copy(conversation.id, side, message)
    if pair is not None:
        return pair.source
    own = await desk.journal.pair(conversation.id, side, message)
    return own.copies[0] if own else None


async def _patiently(
    desk: Desk, conversation: Conversation, side: Side, still: Callable[[], bool], act: Callable[[], Awaitable[None]]
) -> Notice | None:
    """Do it, waiting and going on as the platform asks; the writer hears of slowness once, and of failure at once."""
    began, told = desk.clock.now(), False
    alias = conversation.party(side.other).alias
    while still():
        try:
            await act()
            return None
        except RetryLater as busy:
            now = desk.clock.now()
            if not told and now + timedelta(seconds=busy.after) - began > desk.policy.slow_after:
                told = True
                await _tell(desk, conversation, side, Slow(alias=alias))
            await desk.clock.wait(now + timedelta(seconds=busy.after))
        except Unreachable as gone:
            return await hold(desk, conversation, side.other, why=gone.reason)
        except Refused as refused:
            return Undelivered(why=refused.reason, alias=alias)
    return None


async def hold(desk: Desk, conversation: Conversation, side: Side, *, why: str) -> Notice | None:
    """`side` cannot be reached: the conversation is held; the other side hears it. It ends by itself (relay.md)."""
    alias, now = conversation.party(side).alias, desk.clock.now()
    present = desk.live.get(conversation.id)
    if present is None:
        return not_passed_on(conversation, side.other)
    if present.held is None:
        held = replace(present, held=side, quiet_since=now, next_step_at=now + desk.policy.held_at_most)
        async with desk.decide() as draft:
            if await draft.rows.save_conversation(held):
                draft.after(lambda: desk.live.put(held))
                minutes = int(desk.policy.held_at_most.total_seconds() // 60)
                to, line = conversation.party(side.other), desk.communities[conversation.community].name
                draft.say(to.address, Held(alias=alias, minutes=minutes), language=to.language, line=line)
    return Undelivered(why=why, alias=alias)


async def _resumed(desk: Desk, conversation: Conversation) -> Conversation:
    side = conversation.held
    if side is None:
        return conversation
    back = replace(conversation, held=None).spoke(side, now=desk.clock.now(), policy=desk.policy)
    async with desk.decide() as draft:
        if await draft.rows.save_conversation(back):
            draft.after(lambda: desk.live.put(back))
            to, alias = back.party(side.other), back.party(side).alias
            line = desk.communities[back.community].name
            draft.say(to.address, Resumed(alias=alias), language=to.language, line=line)
    return back


def not_passed_on(conversation: Conversation, side: Side) -> Notice:
    """The conversation had ended: the other did not get it."""
    seeker = side is Side.SEEKER
    return NotPassedOn(conversation=conversation.id, alias=conversation.party(side.other).alias, again=seeker)


async def edited(desk: Desk, event: Edited) -> Notice | None:
    """An edit changes the copies; a longer one adds messages, a shorter one removes them."""
    conversation = desk.live.at(event.by)
    if conversation is None:
        desk.early.change(event.by, event.source, event.words)
        return None
    side = conversation.side_of(event.by)
    pair = await desk.journal.pair(conversation.id, side, event.source)
    if pair is None or blank(event.words):
        return None
    to, copies = conversation.party(side.other), list(pair.copies)
    passage = Passage(
        words=event.words, by=conversation.party(side).alias, line=desk.communities[conversation.community].name,
        language=to.language,
    )  # fmt: skip
    nonce = f"{conversation.id}:{side}:{event.source}:{desk.ids.new()}"

    def still() -> bool:
        return desk.live.current(conversation.id, conversation.epoch)

    async def amend() -> None:
        platform = desk.platforms[to.address.platform]
        copies[:] = await platform.amend(to.address, tuple(copies), passage, nonce=nonce, still=still)

    problem = await _patiently(desk, conversation, side, still, amend)
    present = desk.live.get(conversation.id) or conversation
    done = Passed(conversation=present, side=side, source=event.source, copies=tuple(copies), cursor=False)
    desk.journal.passed(done)
    return problem


async def retracted(desk: Desk, event: Retracted) -> Notice | None:
    """What was deleted at its source is deleted at the other side too."""
    conversation = desk.live.at(event.by)
    if conversation is None:
        desk.early.change(event.by, event.source, None)
        return None
    side = conversation.side_of(event.by)
    pair = await desk.journal.pair(conversation.id, side, event.source)
    if pair is not None:
        for copy in pair.copies:
            await removed(desk, conversation.party(side.other).address, copy)
        present = desk.live.get(conversation.id) or conversation
        desk.journal.passed(
            Passed(conversation=present, side=side, source=event.source, copies=pair.copies, cursor=False, gone=True)
        )
    return None


async def removed(desk: Desk, address: Address, message: str) -> bool:
    """Whether the platform let the bot delete this message."""
    while True:
        try:
            return await desk.platforms[address.platform].retract(address, message)
        except RetryLater as busy:
            await desk.clock.wait(desk.clock.now() + timedelta(seconds=busy.after))
        except (Unreachable, Refused):
            return False


async def pass_early(desk: Desk, event: Pressed) -> Notice | None:
    """**Pass them on**: what was written before the listener came now reaches them, in order, as the seeker's words."""
    conversation = end.mine(desk, event)
    if conversation is None or conversation.seeker.address != event.by:
        return ButtonOld()
    early = desk.early.take(event.by, now=desk.clock.now())
    for one in early:
        await _carried(desk, conversation, Side.SEEKER, _as_said(event, one))
    async with desk.decide() as draft:
        draft.strip(event.by, f"early:{conversation.id}")
    return PassedOn(count=len(early)) if early else EarlyWordsDropped()


async def drop_early(desk: Desk, event: Pressed) -> Notice | None:
    """**No**: they are gone; nobody has read them."""
    conversation = end.mine(desk, event)
    if conversation is None or conversation.seeker.address != event.by:
        return ButtonOld()
    desk.early.take(event.by, now=desk.clock.now())
    async with desk.decide() as draft:
        draft.strip(event.by, f"early:{conversation.id}")
    return EarlyWordsDropped()


def _as_said(event: Pressed, early: Early) -> Said:
    words = Words(text=early.words.text, spans=early.words.spans)
    return Said(by=event.by, words=words, source=early.source, at=early.at, language=event.language)


async def _tell(desk: Desk, conversation: Conversation, side: Side, notice: Notice) -> None:
    to = conversation.party(side)
    desk.tell(to.address, notice, language=to.language, line=desk.communities[conversation.community].name)
