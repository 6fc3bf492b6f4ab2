"""Wake: what time brings: word to those who wait, silence in conversations, the end of a turn on call (routing.md
8 to 11).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.conversation import Conversation, Side, Step
from bot.desk import announce, away, end, keeping, page, practice, refuse, routed, shift_due, sign_on, withdraw
from bot.desk.desk import Desk
from bot.duty import Duty
from bot.inbound import Pressed
from bot.notice import (
    ButtonOld,
    GentleWord,
    KeptOpen,
    KeptWaiting,
    NoAnswerYet,
    NoHurry,
    Notice,
    Nudge,
    SeekerQuiet,
    WaitOver,
)
from bot.notice.care import HandOverUnanswered
from bot.page import Page
from bot.people import Address, Listener
from bot.policy import Policy
from bot.ports import Due
from bot.records import Reminder
from bot.request import Request, State, Word
from bot.shift import Shift


async def due(desk: Desk, thing: Due) -> None:
    """Take the step that this has come to."""
    match thing:
        case Request():
            await _waiting(desk, thing)
        case Shift():
            await shift_due.due(desk, thing)
        case Listener():
            await sign_on.over(desk, thing)
            await away.over(desk, thing)
        case Duty():
            await routed.turn_due(desk, thing)
        case Page():
            await page.due(desk, thing)
        case Reminder():
            await keeping.check_in(desk, thing)
        case Conversation(ended_at=None):
            await _silence(desk, thing)
        case Conversation():
            async with desk.decide() as draft:
                await draft.rows.remove_conversation(thing.id)


async def bursts(desk: Desk) -> None:
    """Say the refusals that have come due, and forget who has long been quiet."""
    now = desk.clock.now()
    desk.early.forget_old(now=now)
    await practice.lapsed(desk)
    announce.carry_on(desk)
    for address, burst in list(desk.memory.bursts.items()):
        if burst.due(now=now):
            await refuse.speak(desk, address, language=burst.language)
        elif burst.forgotten(now=now, after=desk.policy.early_kept):
            _forget(desk, address)


async def _waiting(desk: Desk, request: Request) -> None:
    """The next wave or round; every few minutes a word; then, honestly, that nobody is free; at last the end
    (routing.md 4, 8, 9).
    """
    now, policy = desk.clock.now(), desk.policy_for(request.community)
    async with desk.decide() as draft:
        if request.state is State.ARRIVING:  # the first message is still on its way to them
            later = replace(request, next_step_at=now + policy.word_every)
            if now - request.opened_at >= policy.wait_over_after or not await draft.rows.save_request(
                later, was=request
            ):
                await withdraw.gone(desk, draft, request)
            return
        routing = await routed.board(desk, draft.rows)
        moves = routing.due(request.id, now=now)
        await routed.carry_out(desk, draft, moves)
        if any(word is Word.OVER for _, word in moves.words):
            await withdraw.gone(desk, draft, request)
            line = desk.communities[request.community].name
            draft.say(request.seeker, WaitOver(), language=request.language, line=line)


async def _silence(desk: Desk, row: Conversation) -> None:
    """Silence is judged by whose turn it is; memory is ahead of the row that brought us here."""
    conversation, now = desk.live.get(row.id), desk.clock.now()
    if conversation is None or conversation.next_step_at > now:
        return
    if conversation.held is not None:
        await _held_too_long(desk, conversation)
        return
    step = conversation.due(now=now, policy=desk.policy_for(conversation.community))
    if step is Step.CLOSE:
        await end.finish(desk, conversation, by=None, quiet=True)
    elif step is Step.RELEASE:
        await end.release(desk, conversation, why="silent")
    else:
        await _say_step(desk, conversation, step)


async def _held_too_long(desk: Desk, conversation: Conversation) -> None:
    if conversation.held is Side.LISTENER:
        await end.release(desk, conversation, why="held")
    else:
        await end.finish(desk, conversation, by=None, quiet=True)


async def _say_step(desk: Desk, conversation: Conversation, step: Step | None) -> None:
    seeker, listener, line = conversation.seeker, conversation.listener, desk.communities[conversation.community].name
    now, policy = desk.clock.now(), desk.policy_for(conversation.community)
    async with desk.decide() as draft:
        present = desk.live.get(conversation.id)
        if present is None or present.due(now=now, policy=policy) is not step:
            return
        if not await desk.change(draft, present.id, _stepping(present, step, now=now, policy=policy)):
            return
        for to, notice in _words_of(desk, conversation, step):
            party = seeker if to is Side.SEEKER else listener
            draft.say(party.address, notice, language=party.language, line=line)
        if step is Step.UNANSWERED:
            draft.strip(seeker.address, f"handover:{conversation.id}")


def _stepping(
    before: Conversation, step: Step | None, *, now: datetime, policy: Policy
) -> Callable[[Conversation], Conversation]:
    """The step is taken; where somebody speaks while that is saved, their word wins over the silence."""

    def how(present: Conversation) -> Conversation:
        after = present.stepped(step, now=now, policy=policy)
        spoken = present.quiet_since > before.quiet_since
        return replace(present, timed=after.timed, asked_over=after.asked_over) if spoken else after

    return how


def _words_of(desk: Desk, conversation: Conversation, step: Step | None) -> list[tuple[Side, Notice]]:
    seeker, listener = conversation.seeker.alias, conversation.listener.alias
    match step:
        case Step.NUDGE:
            return [(Side.LISTENER, Nudge(seeker_alias=seeker))]
        case Step.TELL:
            return [(Side.SEEKER, NoAnswerYet(conversation=conversation.id, epoch=conversation.epoch, alias=listener))]
        case Step.CHECK:
            quiet = SeekerQuiet(conversation=conversation.id, epoch=conversation.epoch, seeker_alias=seeker)
            return [(Side.SEEKER, NoHurry()), (Side.LISTENER, quiet)]
        case Step.TIME:
            policy = desk.policy_for(conversation.community)
            left = GentleWord(minutes=policy.conversation_minutes - int(policy.gentle_word.total_seconds() // 60))
            return [(Side.SEEKER, left), (Side.LISTENER, left)]
        case Step.UNANSWERED:
            asked = HandOverUnanswered(conversation=conversation.id, epoch=conversation.epoch, seeker_alias=seeker)
            return [(Side.LISTENER, asked)]
        case _:
            return []


async def keep_open(desk: Desk, event: Pressed) -> Notice | None:
    """**Keep it open**: the listener wishes to wait for the seeker."""
    conversation = end.mine(desk, event)
    if conversation is None or conversation.side_of(event.by) is not Side.LISTENER:
        return ButtonOld()
    policy = desk.policy_for(conversation.community)
    async with desk.decide() as draft:
        await desk.change(draft, conversation.id, lambda one: one.kept_open(policy=policy))
    return KeptOpen()


async def stay(desk: Desk, event: Pressed) -> Notice | None:
    """**Keep waiting**, when the listener has not answered for a while: nothing changes."""
    return KeptWaiting() if end.mine(desk, event) else ButtonOld()


def _forget(desk: Desk, address: Address) -> None:
    desk.memory.bursts.pop(address, None)
    desk.memory.refusals.pop(address, None)
