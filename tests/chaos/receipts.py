"""Receipts: what people were told, or saw answered, before a kill is written down in the store; else it is lost."""

from __future__ import annotations

import time

from adapters.clock import SystemClock
from adapters.sandbox.discord.interaction import Interaction
from adapters.sql.open import open_store
from bot.ports import Decision
from bot.request import State
from tests.chaos.asks import LISTENERS, SEEKERS, Act, Asks, Press, Visit, address, find

AT_ONCE = 1.5  # seconds: an interaction that is answered later may have been put off undecided (architecture.md)
LET_GO = 10.0  # seconds after which Telegram may be told that we have a press, though it is not handled
NOT_MINE = ("Another listener has taken", "This one is over", "you can't take this one", "belongs to something")


async def held(asks: Asks) -> None:
    """The line is dead: hold what people were told against what it has written down."""
    asks.told.read_on()
    store = await open_store(f"sqlite:///{asks.line.database}", clock=SystemClock())
    try:
        async with store.decision() as rows:
            live = {one.id for one in await rows.live_conversations()}
            for talk in asks.told.talks.values():
                if not talk.ending and not talk.ended and talk.id not in live:
                    asks.broken.append(("claim lost", f"{talk} was begun, and is not there"))
            for visit in asks.visits[-4 * SEEKERS :]:
                await _still_waits(asks, rows, visit)
            for press in asks.presses[-4 * LISTENERS :]:
                await _was_taken(asks, rows, press)
    finally:
        await store.close()


async def _still_waits(asks: Asks, rows: Decision, visit: Visit) -> None:
    """Who was told that they are in the queue, or whose tap the platform was told to forget, is in it."""
    who = address(visit.seeker)
    received = visit.received or (visit.press and _handled(asks, visit.press, visit.pressed_at))
    if not received or visit.talk or visit.left or await rows.request_of(who):
        return
    if await rows.remnant_of(who) is None:
        asks.broken.append(("request lost", f"that of {who.platform} {who.id}, who was told: {visit.received}"))


async def _was_taken(asks: Asks, rows: Decision, press: Press) -> None:
    """A press that the platform was told to forget has taken the request, or somebody else's has; or they were told
    why not.
    """
    if press.settled or not _handled(asks, press.act, press.at):
        return
    press.settled = True
    request, who = await rows.request(press.request), address(press.listener)
    refused = any(find(press.listener, why, since=press.since) for why in NOT_MINE)
    if request is not None and request.state is State.OPEN and request.epoch == press.epoch and not refused:
        asks.broken.append(("claim lost", f"{who.platform} {who.id} took {press.request}, which is open"))


def _handled(asks: Asks, act: Act, at: float) -> bool:
    """Whether the platform was told that this is done: who did it sees no failure, and it does not come again."""
    since = time.monotonic() - at
    if isinstance(act, Interaction):
        return act.answer is not None and since < AT_ONCE
    waiting = [one.get("callback_query", {}).get("id") for one in asks.line.telegram.world.updates.pending()]
    return act not in waiting and since < LET_GO
