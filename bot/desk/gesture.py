"""Gesture: reactions and typing are carried to the other side (relay.md, What is carried). They are not words: they
change nobody's turn, and are kept nowhere.
"""

from bot.desk.desk import Desk
from bot.desk.relay import answered
from bot.inbound import Composing, Reacted


async def reacted(desk: Desk, event: Reacted) -> None:
    """A reaction stands on the message that stands for this one at the other side."""
    for conversation in desk.live.all_at(event.by):
        side = conversation.side_of(event.by)
        message = await answered(desk, conversation, side, event.message)
        if message is not None:
            desk.gestures.react(conversation, side.other, message, added=event.added, removed=event.removed)


def composing(desk: Desk, event: Composing) -> None:
    """Whoever would read it sees that they type, where the community wants that."""
    for conversation in desk.live.all_at(event.by):
        if (
            conversation.hears(event.by)
            and conversation.held is None
            and desk.communities[conversation.community].typing
        ):
            desk.gestures.compose(conversation, conversation.side_of(event.by).other)
