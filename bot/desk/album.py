"""Album: pictures that were sent together come as messages of their own, and are one (relay.md). And which media of a
message may be passed on at all.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.conversation import Conversation, Side
from bot.desk.desk import Desk
from bot.inbound import Edited, Inbound, Said
from bot.people import Address
from bot.words import Words

_GATHERS = timedelta(milliseconds=700)
_S = TypeVar("_S", Said, Edited)


def allowed(desk: Desk, event: _S) -> _S:
    """It with what its writer's community passes on, while they are in a conversation; else with nothing but words."""
    if not event.words.media:
        return event
    here = desk.live.at(event.by)
    words = event.words.allowing(desk.communities[here.community].carries if here is not None else ())
    return replace(event, words=words)


def coming(desk: Desk, event: Inbound) -> AbstractContextManager[None]:
    """Until it is handled, a part of an album is there to be found by the first of them."""
    if isinstance(event, Said) and (key := of(event.words)):
        return _coming(desk.memory.albums, (event.by, key), event)
    return nullcontext()


@contextmanager
def _coming(albums: dict[tuple[Address, str], list[Said]], key: tuple[Address, str], event: Said) -> Iterator[None]:
    together = albums.setdefault(key, [])
    together.append(event)
    try:
        yield
    finally:
        together.remove(event)
        if not together:
            del albums[key]


async def whole(desk: Desk, conversation: Conversation, side: Side, event: Said) -> Said:
    """The message with the rest of its album, which comes as messages of its own; they are waited for a moment."""
    if not (key := of(event.words)):
        return event
    await desk.clock.wait(desk.clock.now() + _GATHERS)
    words, also = event.words, list[str]()
    for one in desk.memory.albums.get((event.by, key), ()):
        handled = desk.live.handled((conversation.id, side, one.source))
        if one.source != event.source and not handled:
            words = words.then(allowed(desk, one).words)
            also.append(one.source)
    return replace(event, words=words, also=tuple(also))


def of(words: Words) -> str:
    """The key of the album that what came with them belongs to; "" where it stands alone."""
    return next((one.album for one in words.media if one.album), "")
