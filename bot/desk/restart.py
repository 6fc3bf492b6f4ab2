"""Restart: what is said before going, and what is taken up again on coming back (experience.md, routing.md 15)."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from functools import partial

from bot.conversation import Side
from bot.desk import ask
from bot.desk.desk import Desk
from bot.notice import Back, EarlyWordsLost, Restarting
from bot.patience import once_free
from bot.people import Address
from bot.ports import Decision
from bot.records import Pair, Watched


async def going(desk: Desk) -> None:
    """Tell everybody who is waiting or talking that the bot is being restarted."""
    async with desk.store.decision() as rows:
        concerned = [one async for one in _waiting(desk, rows)] + [one async for one in _talking(desk, rows)]
    for address, language, line in concerned:
        desk.tell(address, Restarting(), language=language, line=line)


async def coming(desk: Desk, *, away: timedelta | None, told: bool) -> None:
    """Take up what was live: time away moves no deadline, and those who wait or talk hear it if they were told, or
    it was long.
    """
    if away is not None:
        await desk.store.postpone(away)
    await _take_up_conversations(desk)
    await _open_what_arrived(desk)
    if away is not None:
        announced, minutes = told or away >= desk.policy.announced_after, round(away.total_seconds() / 60)
        async with desk.decide() as draft:
            async for address, language, line in _waiting(desk, draft.rows):
                lost = EarlyWordsLost(back=announced, minutes=minutes)
                draft.say(address, lost, language=language, line=line)
            async for address, language, line in _talking(desk, draft.rows):
                if announced:
                    draft.say(address, Back(minutes=minutes), language=language, line=line)
    desk.outbox.add(await desk.store.unsent())


async def _take_up_conversations(desk: Desk) -> None:
    """What is live, what was handled, and from where each chat is read: after the last word, else after "connected"."""
    cursors = await desk.store.cursors()
    async with desk.store.decision() as rows:
        for conversation in await rows.live_conversations():
            desk.live.put(conversation)
            for side in Side:
                if (connected := await rows.slot(f"connected:{conversation.id}:{side}")) is not None:
                    desk.live.begun(conversation.id, side, connected[1])
                if (cursor := cursors.get((conversation.id, side))) is not None:
                    desk.live.reached(conversation.id, side, cursor)
    desk.live.handle(*await desk.store.sources(10_000))


async def _open_what_arrived(desk: Desk) -> None:
    """Whose seeker has read that they are in the queue, just before the end: listeners are asked now."""
    async with desk.store.decision() as rows:
        reached = [one for one in await rows.arriving() if await rows.slot(f"waiting:{one.id}")]
    for one in reached:
        await ask.arrived(desk, one.id)


def watched(desk: Desk, platform: str) -> tuple[Watched, ...]:
    """The live chats of one platform and from where each is to be caught up."""
    return tuple(
        Watched(
            address=one.party(side).address,
            cursor=desk.live.cursor(one.id, side),
            since=one.started_at,
            language=one.party(side).language,
            line=desk.communities[one.community].name,
            delivered=partial(_delivered, desk, one.id, side),
        )
        for one in desk.live.all()
        for side in Side
        if one.party(side).address.platform == platform
    )


async def _delivered(desk: Desk, conversation: str, side: Side) -> Sequence[str]:
    """The messages of this side that have copies at the other."""

    async def read() -> Sequence[Pair]:
        await desk.journal.flush()
        async with desk.store.decision() as rows:
            return await rows.pairs(conversation)

    return [one.source for one in await once_free(desk.clock, read) if one.side is side and one.copies]


async def _waiting(desk: Desk, rows: Decision) -> AsyncIterator[tuple[Address, str, str]]:
    for request in (*await rows.waiting(), *await rows.arriving()):
        yield request.seeker, request.language, desk.communities[request.community].name


async def _talking(desk: Desk, rows: Decision) -> AsyncIterator[tuple[Address, str, str]]:
    for conversation in await rows.live_conversations():
        line = desk.communities[conversation.community].name
        for party in (conversation.seeker, conversation.listener):
            talk = desk.live.at(party.address)
            if talk is not None and talk.id != conversation.id:
                continue  # they hear it in the talk beside it
            yield party.address, party.language, line
