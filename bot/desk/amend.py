"""Amend: an edit changes the copies, a deletion removes them (relay.md, What is carried)."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from bot.conversation import Conversation
from bot.desk import media
from bot.desk.desk import Desk
from bot.desk.relay import patiently
from bot.desk.removal import removed
from bot.inbound import Edited, Retracted
from bot.notice import Notice
from bot.records import Pair, Passage, Passed, Still
from bot.words import blank


async def edited(desk: Desk, event: Edited) -> Notice | None:
    """An edit changes the copies; a longer one adds messages, a shorter one removes them."""
    desk.early.change(event.by, event.source, event.words)
    answer = None
    for conversation in desk.live.all_at(event.by):
        answer = await _edited(desk, conversation, event) or answer
    return answer


async def _edited(desk: Desk, conversation: Conversation, event: Edited) -> Notice | None:
    side = conversation.side_of(event.by)
    key = (conversation.id, side, event.source)
    pair = await desk.journal.pair(*key)
    if pair is None or (conversation.aside and not pair.copies):  # it went to another
        return None
    if desk.live.outdated(key, event.at):
        return None
    anew = media.changed(desk, key, event.words, files=pair.files)
    if blank(event.words) and not pair.files and not anew:
        await _emptied(desk, conversation, pair)
        return None
    to, copies = conversation.party(side.other), list(pair.copies)
    load = media.Load(desk=desk, by=event.by, media=event.words.media, sent=copies)
    known = list(copies)

    def still() -> bool:  # asked before each call: what the one before it has added is there by then
        if copies != known and not anew:
            known[:] = copies
            _note(desk, conversation, pair, copies)
        return desk.live.current(conversation.id, conversation.epoch) and not desk.live.unsent(key)

    act = _changing(desk, conversation, event, pair, load, still, anew=anew)
    desk.memory.changing[key] += 1
    try:
        problem = await patiently(desk, conversation, side, still, since=desk.clock.now(), act=act)
    finally:
        desk.memory.changing -= Counter([key])
    gone = desk.live.unsent(key)  # taken back while it was being changed
    for copy in copies if gone else ():
        await removed(desk, to.address, copy)
    if load.missed and still():
        load.tell(conversation)
    if anew:
        media.note(desk, key, event.words)
    present = desk.live.get(conversation.id) or conversation
    done = Passed(
        conversation=present, side=side, source=event.source, copies=tuple(copies), cursor=False, gone=gone,
        files=load.carried if anew else pair.files,
    )  # fmt: skip
    desk.journal.passed(done, at_once=not {*copies} <= {*pair.copies})
    return None if gone else problem


def _note(desk: Desk, conversation: Conversation, pair: Pair, copies: Sequence[str]) -> None:
    """What the message has become so far, at once: killed now, a shorter change would leave the rest standing."""
    present = desk.live.get(conversation.id) or conversation
    now = Passed(
        conversation=present, side=pair.side, source=pair.source, copies=tuple(copies), files=pair.files, cursor=False
    )
    desk.journal.passed(now, at_once=True)


async def _emptied(desk: Desk, conversation: Conversation, pair: Pair) -> None:
    """No words are left, beside what is not passed on: the copies go; new words come as a message of their own."""
    to = conversation.party(pair.side.other).address
    _note(desk, conversation, pair, [copy for copy in pair.copies if not await removed(desk, to, copy)])


def _changing(
    desk: Desk, conversation: Conversation, event: Edited, pair: Pair, load: media.Load, still: Still, *, anew: bool
) -> Callable[[], Awaitable[None]]:
    """How the copies become what the message is now: changed where they stand, or `anew`, removed and sent again."""
    to = conversation.party(pair.side.other)
    platform = desk.platforms[to.address.platform]
    passage = Passage(
        words=event.words, by=conversation.party(pair.side).alias, mark=conversation.mark(pair.side),
        line=desk.communities[conversation.community].name,
        language=to.language, reader=to.alias, with_files=pair.files,
    )  # fmt: skip
    name, fresh = f"{conversation.id}:{pair.side}:{event.source}", desk.ids.new()
    copies, old = load.sent, list(pair.copies)

    async def send(whole: Passage) -> None:
        await platform.relay(to.address, whole, sent=copies, nonce=f"{name}:{fresh}", still=still)

    async def act() -> None:
        if not anew:
            again = f"{name}:{event.at or fresh}"
            await platform.amend(to.address, copies, passage, nonce=again, still=still)
            return
        while old:  # a picture that its writer took out, or put another in its place, is not left standing
            await removed(desk, to.address, old[-1])
            copies.remove(old.pop())
        await load.sending(passage, send)

    return act


async def retracted(desk: Desk, event: Retracted) -> Notice | None:
    """What was deleted at its source is deleted at the other side too."""
    desk.early.change(event.by, event.source, None)
    for conversation in desk.live.all_at(event.by):
        await taken_back(desk, conversation, event)
    return None


async def taken_back(desk: Desk, conversation: Conversation, event: Retracted) -> bool | None:
    """Remove the copies; whether all of them could be removed, None where there are none."""
    side = conversation.side_of(event.by)
    pair = await desk.journal.pair(conversation.id, side, event.source)
    if pair is None:
        return None
    if (key := (conversation.id, side, event.source)) in desk.memory.changing:
        desk.live.unsend(key)
    to = conversation.party(side.other).address
    done = [await removed(desk, to, copy) for copy in pair.copies]
    present = desk.live.get(conversation.id) or conversation
    desk.journal.passed(
        Passed(conversation=present, side=side, source=event.source, copies=pair.copies, cursor=False, gone=True)
    )
    return all(done) if done else None
