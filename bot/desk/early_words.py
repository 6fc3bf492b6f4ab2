"""Early words: what was written before the listener came is passed on only if its writer wants that (experience.md)."""

from datetime import datetime
from functools import partial

from bot.conversation import Conversation, Side
from bot.desk import end, relay
from bot.desk.desk import Desk
from bot.early import Early
from bot.inbound import Pressed, Said
from bot.notice import ButtonOld, EarlyWordsDropped, Notice, PassedOn
from bot.words import Words


async def pass_on(desk: Desk, event: Pressed) -> Notice | None:
    """**Pass them on**: what was written before the listener came now reaches them, in order, as the seeker's words."""
    conversation = end.mine(desk, event)
    if conversation is None or conversation.seeker.address != event.by:
        return ButtonOld()
    count = 0
    while early := desk.early.of(event.by, now=desk.clock.now()):  # one may be taken back while others are on their way
        one = early[0]
        problem = await relay.carried(desk, conversation, Side.SEEKER, _as_said(event, one, now=desk.clock.now()))
        desk.early.change(event.by, one.source, None)
        if problem is not None:  # the rest can still be passed on
            return problem
        count += 1
    await desk.tried(partial(_bare, desk, conversation))
    return PassedOn(count=count) if count else EarlyWordsDropped()


async def _bare(desk: Desk, conversation: Conversation) -> None:
    async with desk.decide() as draft:
        draft.strip(conversation.seeker.address, f"early:{conversation.id}")


async def drop(desk: Desk, event: Pressed) -> Notice | None:
    """**No**: they are gone; nobody has read them."""
    conversation = end.mine(desk, event)
    if conversation is None or conversation.seeker.address != event.by:
        return ButtonOld()
    desk.early.forget(event.by)
    await _bare(desk, conversation)
    return EarlyWordsDropped()


def _as_said(event: Pressed, early: Early, *, now: datetime) -> Said:
    """As if written now: that it waited was its writer's choice, and no delay."""
    words = Words(text=early.words.text, spans=early.words.spans)
    return Said(by=event.by, words=words, source=early.source, at=now, language=event.language)
