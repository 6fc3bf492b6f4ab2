"""Relay: what one side writes reaches the other once, in order, whole, under an alias (relay.md). No database is
waited for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.conversation import Conversation, Kind, Side
from bot.desk import album, left_behind, media
from bot.desk.desk import Desk
from bot.desk.removal import removed
from bot.desk.ways import heard
from bot.errors import Refused, RetryLater, Unreachable
from bot.inbound import Said
from bot.notice import (
    Held,
    LeftOut,
    Notice,
    Resumed,
    Slow,
    Undelivered,
)
from bot.records import Before, Passage, Passed
from bot.words import blank


async def said(desk: Desk, conversation: Conversation, event: Said) -> Notice | None:
    """Pass it on. What comes back is for its writer only: that some of it, or all, could not be passed on, and why."""
    side = conversation.side_of(event.by)
    key = (conversation.id, side, event.source)
    if desk.live.handled(key):
        return None
    if desk.live.unsent(key):  # taken back before its turn came
        _remember(desk, conversation, side, event, (), spoke=False)
        stays_gone(desk, conversation, side, event.source)
        return None
    if conversation.held is side:
        conversation = await _resumed(desk, conversation, by=side)
    event = await album.whole(desk, conversation, side, event)
    left_out = LeftOut(kinds=event.words.left_out) if event.words.left_out else None
    if blank(event.words) and not event.words.media:
        _remember(desk, conversation, side, event, ())
        return left_out
    return await carried(desk, conversation, side, event) or left_out


async def carried(desk: Desk, conversation: Conversation, side: Side, event: Said) -> Notice | None:
    """Bring it to the other side, however long that takes; what comes back is for its writer."""
    to = conversation.party(side.other)
    passage = await _passage(desk, conversation, side, event)
    platform, sent = desk.platforms[to.address.platform], list[str]()
    since = max(event.at, desk.started_at)
    if desk.outbox.holds(to.address):
        await _behind_notices(desk, conversation, side, since=since)
    nonce = f"{conversation.id}:{side}:{event.source}"

    load = media.Load(desk=desk, by=event.by, media=event.words.media, sent=sent)

    def unsent() -> bool:
        return any(desk.live.unsent((conversation.id, side, one)) for one in (event.source, *event.also))

    def still() -> bool:
        return desk.live.current(conversation.id, conversation.epoch) and not unsent()

    async def send(whole: Passage) -> None:
        with left_behind.leaving(desk, event, still) as goes:
            await platform.relay(to.address, whole, sent=sent, nonce=nonce, still=goes)

    problem = await patiently(
        desk, conversation, side, still, since=since,
        act=lambda: load.sending(passage, send),
    )  # fmt: skip
    gone = unsent()  # taken back while it was on its way
    await _noted(desk, conversation, side, event, load, arrived=problem is None, gone=gone)
    if gone:
        for copy in sent:
            await removed(desk, to.address, copy)
        stays_gone(desk, conversation, side, event.source, *event.also)
        return None
    if load.missed and still():
        load.tell(conversation)
    if sent:
        heard(desk, desk.live.get(conversation.id) or conversation, side)
        return problem
    if problem is None and not (load.missed and still()):
        return None if left_behind.told(desk, event) else left_behind.of(conversation, side)
    # Nothing of it could go, and its writer knows; where they are told why, no catching up may bring it after all.
    _remember(desk, conversation, side, event, (), spoke=problem is None)
    return problem


async def _noted(
    desk: Desk, conversation: Conversation, side: Side, event: Said, load: media.Load, *, arrived: bool, gone: bool
) -> None:
    """What has gone out is remembered before anything else is decided for it. A word that arrived whole shows that its
    reader is back.
    """
    copies = tuple(load.sent)
    if gone:
        _remember(desk, conversation, side, event, copies, spoke=False)
    elif copies:
        media.note(desk, (conversation.id, side, event.source), event.words)
        _remember(desk, conversation, side, event, copies, files=load.carried)
    present = desk.live.get(conversation.id)
    if copies and arrived and present is not None and present.held is side.other:
        await desk.tried(partial(_resumed, desk, present, by=side))


def _remember(
    desk: Desk, conversation: Conversation, side: Side, event: Said, copies: tuple[str, ...], *,
    spoke: bool = True, files: int = 0,
) -> None:  # fmt: skip
    now = desk.clock.now()
    desk.memory.reminded.pop(event.by, None)
    sources = (event.source, *event.also)
    cursor = {source: _moves(desk, conversation, side, source) for source in sources}
    present = desk.live.get(conversation.id) or conversation
    spoken = present.spoke(side, now=now, policy=desk.policy_for(present.community)) if spoke else present
    if desk.live.get(conversation.id) is not None:
        desk.live.put(spoken)
    for source in sources:  # of an album, each stands for the whole
        desk.journal.passed(
            Passed(conversation=spoken, side=side, source=source, copies=copies, files=files, cursor=cursor[source])
        )
    talk = desk.live.get(conversation.request) if conversation.kind is Kind.THIRD else None
    if talk is not None and side is Side.LISTENER and spoke:  # a third's word is one to the seeker (routing.md 11)
        answered = talk.spoke(Side.LISTENER, now=now, policy=desk.policy_for(talk.community))
        desk.live.put(answered)
        desk.journal.passed(
            Passed(conversation=answered, side=side, source=event.source, cursor=False, pair=False)
        )  # fmt: skip


def stays_gone(desk: Desk, conversation: Conversation, side: Side, *sources: str) -> None:
    """Neither a change of it nor its coming again, also after a crash, brings it back."""
    present = desk.live.get(conversation.id) or conversation
    for source in sources:
        desk.journal.passed(Passed(conversation=present, side=side, source=source, cursor=False, gone=True))


async def _passage(desk: Desk, conversation: Conversation, side: Side, event: Said) -> Passage:
    reply_to = await answered(desk, conversation, side, event.reply_to) if event.reply_to else None
    before = event.at < desk.started_at
    return Passage(
        words=event.words, by=conversation.party(side).alias, mark=conversation.mark(side),
        line=desk.communities[conversation.community].name,
        language=conversation.party(side.other).language, reader=conversation.party(side.other).alias,
        reply_to=reply_to, late=before and desk.clock.now() - event.at > desk.policy.late_after,
        before=Before(since=event.at, known=partial(_stands, desk, conversation, side.other)) if before else None,
    )  # fmt: skip


async def _stands(desk: Desk, conversation: Conversation, side: Side, copy: str) -> bool:
    return await desk.journal.pair_of_copy(conversation.id, side, copy) is not None


def passed_by(desk: Desk, event: Said, others: Sequence[Conversation]) -> None:
    """It was not for these: reading their chat again after a restart begins behind it, and nothing brings it there."""
    for one in others:
        side = one.side_of(event.by)
        cursor = _moves(desk, one, side, event.source)
        present = desk.live.get(one.id)
        if present is not None:
            desk.journal.passed(Passed(conversation=present, side=side, source=event.source, cursor=cursor))


def _moves(desk: Desk, conversation: Conversation, side: Side, source: str) -> bool:
    """It is handled; whether the chat is to be read from behind it after a restart: not where more was handled."""
    desk.live.handle((conversation.id, side, source))
    return desk.live.reached(conversation.id, side, source)


async def answered(desk: Desk, conversation: Conversation, side: Side, message: str) -> str | None:
    """The message at the other side that stands for the one which is answered: a copy's source, or a source's copy."""
    pair = await desk.journal.pair_of_copy(conversation.id, side, message)
    if pair is not None:
        return pair.source
    own = await desk.journal.pair(conversation.id, side, message)
    return own.copies[0] if own and own.copies else None


async def patiently(
    desk: Desk, conversation: Conversation, side: Side, still: Callable[[], bool], *,
    since: datetime, act: Callable[[], Awaitable[None]],
) -> Notice | None:  # fmt: skip
    """Do it, waiting and going on as the platform asks; the writer hears of failure at once, and of slowness.

    `since` is when it was written: what waited behind others is late, too.
    """
    alias = conversation.party(side.other).alias
    while still():
        await _say_if_slow(desk, conversation, side, since=since)
        try:
            await act()
            return None
        except RetryLater as busy:
            ends = desk.clock.now() + timedelta(seconds=busy.after)
            await _say_if_slow(desk, conversation, side, since=since - timedelta(seconds=busy.after))
            await desk.clock.wait(ends)
        except Unreachable as gone:
            held = await desk.tried(partial(hold, desk, conversation, side.other, why=gone.reason))
            return held or Undelivered(why=gone.reason, alias=alias)
        except Refused as refused:
            return Undelivered(why=refused.reason, alias=alias)
    return None


async def hold(desk: Desk, conversation: Conversation, side: Side, *, why: str) -> Notice | None:
    """`side` cannot be reached: the conversation is held; the other side hears it. It ends by itself (relay.md)."""
    alias, now = conversation.party(side).alias, desk.clock.now()
    present = desk.live.get(conversation.id)
    if present is None:
        return left_behind.of(conversation, side.other)
    if present.held is None:
        at_most = desk.policy_for(present.community).held_at_most

        def held(one: Conversation) -> Conversation:
            return one if one.held else replace(one, held=side, quiet_since=now, next_step_at=now + at_most)

        async with desk.decide() as draft:
            was = await desk.change(draft, present.id, held)
            here = was is not None and was.kind is not Kind.THIRD  # else they hear it in the talk, or in the side chat
            if was and here and not was.held:
                minutes = int(at_most.total_seconds() // 60)
                to, line = was.party(side.other), desk.communities[was.community].name
                draft.say(to.address, Held(alias=alias, minutes=minutes), language=to.language, line=line)
    return Undelivered(why=why, alias=alias)


async def _resumed(desk: Desk, conversation: Conversation, *, by: Side) -> Conversation:
    """It goes on with a word `by` this side."""
    side = conversation.held
    if side is None:
        return conversation
    now, policy = desk.clock.now(), desk.policy_for(conversation.community)

    def back(one: Conversation) -> Conversation:
        return replace(one, held=None).spoke(by, now=now, policy=policy) if one.held is side else one

    async with desk.decide() as draft:
        was = await desk.change(draft, conversation.id, back)
        if was and was.held is side and was.kind is not Kind.THIRD:
            to, line = was.party(side.other), desk.communities[was.community].name
            draft.say(to.address, Resumed(alias=was.party(side).alias), language=to.language, line=line)
    return desk.live.get(conversation.id) or conversation


async def _behind_notices(desk: Desk, conversation: Conversation, side: Side, *, since: datetime) -> None:
    """Words come after what the bot says before them; where that takes long, their writer hears it."""
    said = asyncio.ensure_future(desk.outbox.settled(conversation.party(side.other).address))
    slow = asyncio.ensure_future(desk.clock.wait(since + desk.policy.slow_after))
    try:
        await asyncio.wait([said, slow], return_when=asyncio.FIRST_COMPLETED)
        if not said.done():
            await _say_if_slow(desk, conversation, side, since=since)
        await said
    finally:
        slow.cancel()
        said.cancel()


async def _say_if_slow(desk: Desk, conversation: Conversation, side: Side, *, since: datetime) -> None:
    """Beyond 30 s of delay the sender is told that delivery is slow: once in a while, not with each word (relay.md)."""
    now, to = desk.clock.now(), conversation.party(side)
    told = desk.memory.slow.get(to.address)
    if now - since < desk.policy.slow_after or (told and now - told < desk.policy.slow_again):
        return
    desk.memory.slow[to.address] = now
    notice = Slow(alias=conversation.party(side.other).alias)
    desk.tell(to.address, notice, language=to.language, line=desk.communities[conversation.community].name)
