"""Amend: an edit changes the copies, a deletion removes them (relay.md, What is carried)."""

from datetime import timedelta

from bot.conversation import Conversation
from bot.desk.desk import Desk
from bot.desk.relay import patiently
from bot.errors import Refused, RetryLater, Unreachable
from bot.inbound import Edited, Retracted
from bot.notice import Notice
from bot.people import Address
from bot.records import Passage, Passed
from bot.words import blank


async def edited(desk: Desk, event: Edited) -> Notice | None:
    """An edit changes the copies; a longer one adds messages, a shorter one removes them."""
    here = desk.live.all_at(event.by)
    if not here:
        desk.early.change(event.by, event.source, event.words)
        return None
    answer = None
    for conversation in here:
        answer = await _edited(desk, conversation, event) or answer
    return answer


async def _edited(desk: Desk, conversation: Conversation, event: Edited) -> Notice | None:
    side = conversation.side_of(event.by)
    pair = await desk.journal.pair(conversation.id, side, event.source)
    if pair is None or blank(event.words) or (conversation.aside and not pair.copies):  # it went to another
        return None
    to, copies = conversation.party(side.other), list(pair.copies)
    passage = Passage(
        words=event.words, by=conversation.party(side).alias, mark=conversation.mark(side),
        line=desk.communities[conversation.community].name,
        language=to.language, reader=to.alias,
    )  # fmt: skip
    nonce = f"{conversation.id}:{side}:{event.source}:{desk.ids.new()}"

    def still() -> bool:
        return desk.live.current(conversation.id, conversation.epoch)

    async def amend() -> None:
        platform = desk.platforms[to.address.platform]
        copies[:] = await platform.amend(to.address, tuple(copies), passage, nonce=nonce, still=still)

    problem = await patiently(desk, conversation, side, still, since=desk.clock.now(), act=amend)
    present = desk.live.get(conversation.id) or conversation
    done = Passed(conversation=present, side=side, source=event.source, copies=tuple(copies), cursor=False)
    desk.journal.passed(done)
    return problem


async def retracted(desk: Desk, event: Retracted) -> Notice | None:
    """What was deleted at its source is deleted at the other side too."""
    here = desk.live.all_at(event.by)
    if not here:
        desk.early.change(event.by, event.source, None)
    for conversation in here:
        await _retracted(desk, conversation, event)
    return None


async def _retracted(desk: Desk, conversation: Conversation, event: Retracted) -> None:
    side = conversation.side_of(event.by)
    pair = await desk.journal.pair(conversation.id, side, event.source)
    if pair is not None:
        for copy in pair.copies:
            await removed(desk, conversation.party(side.other).address, copy)
        present = desk.live.get(conversation.id) or conversation
        desk.journal.passed(
            Passed(conversation=present, side=side, source=event.source, copies=pair.copies, cursor=False, gone=True)
        )


async def removed(desk: Desk, address: Address, message: str) -> bool:
    """Whether the platform let the bot delete this message."""
    while True:
        try:
            return await desk.platforms[address.platform].retract(address, message)
        except RetryLater as busy:
            await desk.clock.wait(desk.clock.now() + timedelta(seconds=busy.after))
        except (Unreachable, Refused):
            return False
