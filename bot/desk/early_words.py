"""Early words: what was written before the listener came is passed on only if its writer wants that (experience.md)."""

from bot.conversation import Side
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
    early = desk.early.take(event.by, now=desk.clock.now())
    for one in early:
        await relay.carried(desk, conversation, Side.SEEKER, _as_said(event, one))
    async with desk.decide() as draft:
        draft.strip(event.by, f"early:{conversation.id}")
    return PassedOn(count=len(early)) if early else EarlyWordsDropped()


async def drop(desk: Desk, event: Pressed) -> Notice | None:
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
