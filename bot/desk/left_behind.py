"""Left behind: words that still wait when their conversation ends. Their writer hears it in that very decision: where
the line is killed before each of them had its turn, nobody else would say so (relay.md, Nothing lost across a crash).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from bot.conversation import Conversation, Kind, Side
from bot.desk.desk import Desk, Draft
from bot.inbound import Said
from bot.notice import NotPassedOn
from bot.people import Address
from bot.records import Still


def of(conversation: Conversation, side: Side, *, before: bool = False) -> NotPassedOn:
    """The conversation had ended, or (`before`) had not begun: the other did not get it."""
    again, alias = side is Side.SEEKER and not before, conversation.party(side.other).alias
    return NotPassedOn(conversation=conversation.id, alias=alias, again=again, before=before)


@contextmanager
def leaving(desk: Desk, event: Said, still: Still) -> Iterator[Still]:
    """`still`, asked just before each call: from then on until the call is over nobody knows whether it arrives."""
    key = (event.by, event.source)

    def goes() -> bool:
        if going := still():
            desk.memory.leaving.add(key)
        return going

    try:
        yield goes
    finally:
        desk.memory.leaving.discard(key)


def say(desk: Desk, draft: Draft, conversation: Conversation) -> None:
    """In the decision that ends it: whoever wrote something that has not gone out, and will not, hears that."""
    if conversation.kind is Kind.THIRD:
        return
    for side in Side:
        me = conversation.party(side)
        coming = desk.memory.coming.get(me.address, ()) if not desk.live.all_at(me.address) else ()
        if waits := [(me.address, one) for one in coming if (me.address, one) not in desk.memory.leaving]:
            line = desk.communities[conversation.community].name
            draft.say(me.address, of(conversation, side), language=me.language, line=line)
            draft.after(partial(_noted, desk, waits))


def _noted(desk: Desk, waits: Iterable[tuple[Address, str]]) -> None:
    """Of those that have not had their turn meanwhile: who has, was told then, and is not remembered."""
    still = {(by, one) for by, one in waits if one in desk.memory.coming.get(by, ())}
    desk.memory.left_behind.update(still)


def told(desk: Desk, event: Said) -> bool:
    """Whether its writer has heard that already."""
    return (event.by, event.source) in desk.memory.left_behind
