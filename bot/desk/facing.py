"""Facing: where words go, and a listener's while a side chat goes on beside a talk. Nothing changes but by their own
tap; a reply goes to whoever it answers, or to nobody (experience.md, A page; relay.md: a late word).
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial

from bot.conversation import Conversation, Joining, Kind, Side
from bot.desk import left_behind, relay
from bot.desk.desk import Desk
from bot.desk.ways import written
from bot.inbound import Inbound, Pressed, Said
from bot.notice import ButtonOld, Notice, NotPassedOn
from bot.people import Address


async def said(desk: Desk, event: Said, meant: Sequence[Conversation]) -> Notice | None:
    """What is written in a conversation goes where it was meant to when it came, or nowhere."""
    present = desk.live.all_at(event.by)
    to = [one for one in present if one.id in {each.id for each in meant}]
    listens = [one for one in present if one.listener.address == event.by and one.kind is not Kind.THIRD]
    replies = event.reply_to is not None and bool(listens)
    if event.reply_to is not None and listens:
        to = await _answering(desk, event, event.reply_to, listens, to)
    if _was_here(desk, event, present, to):
        return None
    late = [one for one in to if await _before(desk, one, event)]
    to = [one for one in to if one not in late]
    answer = None
    for one in to:
        told = await relay.said(desk, one, event)
        answer = answer or (None if one.kind is Kind.THIRD and isinstance(told, NotPassedOn) else told)
    relay.passed_by(desk, event, [one for one in present if one not in to])
    if to:
        return answer
    if late:
        return left_behind.of(late[0], late[0].side_of(event.by), before=True)
    if not meant or replies:
        return written(present, lost=True)
    return None if left_behind.told(desk, event) else left_behind.of(meant[0], meant[0].side_of(event.by))


async def _before(desk: Desk, conversation: Conversation, event: Said) -> bool:
    """Whether they wrote it before they had read that they are connected: it was not meant for this one."""
    side = conversation.side_of(event.by)
    if desk.live.behind(conversation.id, side) is None:  # perhaps they are being told just now
        await desk.outbox.settled(event.by)
    passed_on = desk.live.handled((conversation.id, side, event.source))  # as early words are
    return not passed_on and desk.live.before(conversation, event.by, event.source)


def _was_here(desk: Desk, event: Said, present: Sequence[Conversation], to: Sequence[Conversation]) -> bool:
    """Whether it comes a second time, and went elsewhere the first time: it is not for whoever reads them by now."""
    handled = [one for one in present if desk.live.handled((one.id, one.side_of(event.by), event.source))]
    if not handled:
        return False
    if any(one not in to for one in handled):
        return True
    thirds = [third for one in to for third in (one, *desk.live.thirds(one)) if third.kind is Kind.THIRD]
    return any(event.at < third.arrived_at for third in thirds)


async def _answering(
    desk: Desk, event: Said, message: str, listens: Sequence[Conversation], meant: list[Conversation]
) -> list[Conversation]:  # fmt: skip
    """To whom a listener's answer to this message goes: beside a side chat, or after one, to the one whose it is, else
    to nobody; and to nobody where it was there before the talk began: it is somebody else's.
    """
    found = [one for one in listens if await relay.answered(desk, one, Side.LISTENER, message)]
    if any(one.joining is Joining.JOINED for one in listens):
        return meant
    if found or any(one.aside for one in listens):
        return found[:1]
    return [] if desk.live.before(listens[0], event.by, message) else meant


def turning(desk: Desk, event: Inbound) -> AbstractContextManager[None]:
    """From the moment such a tap comes: what is written after it waits to see where it goes."""
    taps = isinstance(event, Pressed) and event.verb == "towards"
    return _turning(desk.memory.turning, event.by) if taps else nullcontext()


@contextmanager
def _turning(book: dict[Address, int], by: Address) -> Iterator[None]:
    book[by] = book.get(by, 0) + 1
    try:
        yield
    finally:
        book[by] -= 1
        if not book[by]:
            del book[by]


async def pressed(desk: Desk, event: Pressed) -> Notice | None:
    """**Write to …** and **Back to …**: from now on their words go there."""
    found = desk.live.get(event.subject)
    if found is None or found.epoch != event.epoch or found.listener.address != event.by or found.kind is Kind.THIRD:
        return ButtonOld()
    line = desk.communities[found.community].name
    async with desk.decide() as draft:
        present = desk.live.all_at(event.by)
        both = any(one.joining is Joining.JOINED for one in present)
        if both and found.kind is Kind.SIDE:
            return ButtonOld()
        turned = [
            replace(one, facing=both or one.id == found.id) for one in present if one.listener.address == event.by
        ]
        for one in turned:
            if not await desk.change(draft, one.id, partial(replace, facing=one.facing)):
                return ButtonOld()
        draft.say(event.by, written(turned), language=found.listener.language, line=line)
    return None
