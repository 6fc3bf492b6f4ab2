"""Refuse: what is written outside a conversation gets the refusal, never advice (experience.md)."""

import asyncio

from bot.boundary import Burst
from bot.conversation import Conversation, Kind, Side
from bot.desk import claim, danger, facing, join, left_behind
from bot.desk.desk import Desk
from bot.early import Early
from bot.errors import StoreBusy, Unreachable
from bot.inbound import Said
from bot.notice import LeftOut, Notice, Refusal, RefusalWaiting, Welcome
from bot.people import Address
from bot.records import Effect
from bot.request import State
from bot.words import Words


async def said(desk: Desk, event: Said) -> Notice | None:
    """Somebody wrote, and nobody is there to read it: say so, once a burst, and keep it in memory while they wait."""
    joined = await join.named(desk, event)
    if joined is not None and not joined.refused:
        await danger.noticed(desk, event)
        return joined.answer
    now = desk.clock.now()
    async with desk.store.decision() as rows:
        request = await rows.request_of(event.by)
        remnant = await rows.remnant_of(event.by)
    if (conversation := desk.live.at(event.by)) is not None:
        return await _crossed(desk, conversation, event)
    if request is not None or not _just_ended(desk, remnant):
        keep(desk, event, event.words)
    language = desk.language_of(event.by, event.language)
    burst = desk.memory.bursts.get(event.by, Burst(language=language)).heard(now=now, policy=desk.policy)
    desk.memory.bursts[event.by] = burst
    if burst.due(now=now):
        await speak(desk, event.by, language=language)
        await desk.outbox.settled(event.by)
    elif burst.owed:
        desk.alarm(burst.owed)
    danger.words(desk, event, request)
    if joined is not None:
        return joined.answer
    return LeftOut(kinds=event.words.left_out) if event.words.left_out and request else None


async def _crossed(desk: Desk, conversation: Conversation, event: Said) -> Notice | None:
    """A listener came while we looked. It was written to nobody, or, where it comes again after a crash, to somebody
    before them: a seeker is asked whether it is for this one (relay.md: a late word).
    """
    if conversation.kind is not Kind.TALK or conversation.side_of(event.by) is not Side.SEEKER:
        return await facing.said(desk, event, desk.live.meant(event.by) or ())
    keep(desk, event, event.words)
    async with desk.decide() as draft:
        claim.ask_about_early_words(desk, draft, conversation)
    return None


def keep(desk: Desk, event: Said, words: Words) -> None:
    """Keep, for a while, what is for the person who may come."""
    now = desk.clock.now()
    desk.early.keep(event.by, Early(words=words, source=event.source, at=now))
    desk.alarm(now + desk.policy.early_kept)


async def speak(desk: Desk, to: Address, *, language: str) -> None:
    """Say the refusal now, at the bottom; the one before it is deleted. What comes of it is not waited for here."""
    now, burst = desk.clock.now(), desk.memory.bursts.get(to, Burst())
    desk.memory.bursts[to] = burst.said(now=now)  # before anything is waited for: it is not said twice
    try:
        notice = await _fitting(desk, to)
    except StoreBusy:
        desk.memory.bursts[to] = burst
        raise
    desk.memory.greeted[to] = now
    before = desk.memory.refusals.pop(to, None)
    said = Effect(
        id=desk.ids.new(), kind="say", to=to, notice=notice, language=language, line=desk.line_of(to), kept=False
    )
    outcome = desk.outbox.outcome(said)
    desk.outbox.add([said])
    if before is not None:
        desk.outbox.add([Effect(id=desk.ids.new(), kind="retract", to=to, message=before, kept=False)])
    if not isinstance(notice, Welcome):
        outcome.add_done_callback(lambda done: _remember(desk, to, done))


def _remember(desk: Desk, to: Address, done: asyncio.Future[str | Unreachable | None]) -> None:
    message = None if done.cancelled() else done.result()
    if isinstance(message, str):
        desk.memory.refusals[to] = message


async def _fitting(desk: Desk, to: Address) -> Notice:
    now = desk.clock.now()
    async with desk.store.decision() as rows:
        request = await rows.request_of(to)
        if request is not None and request.state is not State.CLAIMED:
            return RefusalWaiting(request=request.id, epoch=request.epoch)
        remnant = await rows.remnant_of(to)
    if remnant is not None and _just_ended(desk, remnant):
        return left_behind.of(remnant, remnant.side_of(to))
    greeted = desk.memory.greeted.get(to)
    if greeted is None or now - greeted > desk.policy.greeted_for:
        return Welcome(written=True)
    return Refusal()


def _just_ended(desk: Desk, remnant: Conversation | None) -> bool:
    """Whether what they write now was meant for somebody who does not get it any more."""
    if remnant is None or remnant.ended_at is None:
        return False
    return desk.clock.now() - remnant.ended_at <= desk.policy_for(remnant.community).after_end
