"""Unsend: `/unsend` takes back what its writer sent: what has arrived is removed at the other side, what is on its way
or waits behind others does not arrive (relay.md, What is carried).
"""

import types
from collections.abc import Generator, Iterator
from contextlib import contextmanager

from bot.conversation import Conversation
from bot.desk import amend, relay
from bot.desk.desk import Desk
from bot.inbound import Inbound, Retracted, Said, Typed, command_in
from bot.notice import Notice
from bot.notice.unsending import NothingToUnsend, UnsendHow, Unsent
from bot.people import Address


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """In reply to a message of one's own, that one; from a menu, which cannot reply, the last one."""
    if event.source and event.reply_to is None:
        return UnsendHow()
    message = event.reply_to if event.source else _last(desk, event.by)
    if message is None:
        return NothingToUnsend()
    _stop(desk, event.by, message)
    done = [await _taken_back(desk, one, event, message) for one in desk.live.all_at(event.by)]
    if any(one is False for one in done):
        return Unsent(whole=False)
    return Unsent(whole=True) if any(done) else _early(desk, event.by, message)


async def _taken_back(desk: Desk, conversation: Conversation, event: Typed, message: str) -> bool | None:
    """Whether all of it is gone here; None where there was nothing. What was stopped before it had gone out is known
    from now on, and so after a crash; so is, when the command comes again, what it took back before.
    """
    key = (conversation.id, conversation.side_of(event.by), message)
    stopped = desk.live.unsent(key)
    before = bool(event.source) and desk.live.handled(key) and await desk.journal.pair(*key) is None
    done = await amend.taken_back(desk, conversation, Retracted(by=event.by, source=message))
    if done is None and stopped:
        relay.stays_gone(desk, conversation, key[1], message)
    return done if done is not None else (stopped or before or None)


@contextmanager
def coming(desk: Desk, event: Inbound) -> Iterator[None]:
    """While a message waits for its turn or is on its way it can be stopped; `/unsend` does so the moment it comes, and
    so does its deletion, even one that comes before the message.
    """
    if isinstance(event, Retracted):
        _stopped(desk, event.by, event.source)
    if not isinstance(event, Said):
        yield
        return
    command = command_in(event.words.text)
    if event.reply_to is not None and command is not None and command[0] == "unsend":
        _stop(desk, event.by, event.reply_to)
    on_its_way = desk.memory.coming.setdefault(event.by, [])
    if command is None:
        on_its_way.append(event.source)
    try:
        yield
    finally:
        if event.source in on_its_way:
            on_its_way.remove(event.source)
        desk.memory.left_behind.discard((event.by, event.source))
        if not on_its_way and desk.memory.coming.get(event.by) is on_its_way:
            del desk.memory.coming[event.by]


@types.coroutine
def rest_comes() -> Generator[None]:
    """Let all come in that came together with a message: a `/unsend` among it takes hold before the message goes out
    (relay.md, Nothing lost across a crash).
    """
    yield


def _stop(desk: Desk, by: Address, message: str) -> None:
    if message in desk.memory.coming.get(by, ()):
        _stopped(desk, by, message)


def _stopped(desk: Desk, by: Address, message: str) -> None:
    desk.live.unsend(*((one.id, one.side_of(by), message) for one in desk.live.all_at(by)))


def _last(desk: Desk, by: Address) -> str | None:
    if waiting := desk.memory.coming.get(by):
        return waiting[-1]
    talk = desk.live.at(by)
    if talk is not None:
        return desk.live.cursor(talk.id, talk.side_of(by))
    early = desk.early.of(by, now=desk.clock.now())
    return early[-1].source if early else None


def _early(desk: Desk, by: Address, message: str) -> Notice:
    """What was written before anybody came, and is passed on only later, goes as well."""
    if not any(one.source == message for one in desk.early.of(by, now=desk.clock.now())):
        return NothingToUnsend()
    desk.early.change(by, message, None)
    return Unsent(whole=True)
