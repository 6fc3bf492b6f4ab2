"""Interrupted: a platform is cut off for more than a minute; whoever talks with somebody there is told, and again when
it is back (relay.md, Nothing lost across a crash). Else one direction would be silently dead.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.conversation import Conversation, Kind, Side
from bot.desk.desk import Desk
from bot.notice.interrupted import LineInterrupted, LineRestored

_AFTER = timedelta(minutes=1)


def heard(desk: Desk, platform: str, *, hears: bool) -> None:
    """What is written on this platform reaches us from now on, or does not."""
    deaf = desk.memory.deaf
    if not hears and platform not in deaf:
        deaf[platform] = desk.clock.now() + _AFTER
        desk.alarm(deaf[platform])
    elif hears and deaf.pop(platform, None) is not None:
        _restored(desk, platform)
        desk.alarm(desk.clock.now())  # those here can be told now that another platform is cut off


def due(desk: Desk) -> None:
    """Those who talk with somebody on a platform that has been cut off for so long hear it, once."""
    now = desk.clock.now()
    for platform in [one for one, at in desk.memory.deaf.items() if at <= now]:
        for conversation, side in _sides(desk, platform):
            key, to = (conversation.id, side), conversation.party(side.other)
            if key not in desk.memory.interrupted and to.address.platform not in desk.memory.deaf:
                desk.memory.interrupted.add(key)
                notice = LineInterrupted(alias=conversation.party(side).alias)
                desk.tell(to.address, notice, language=to.language, line=desk.communities[conversation.community].name)


def next_at(desk: Desk) -> list[datetime]:
    """When somebody is to be told."""
    now = desk.clock.now()
    return [at for at in desk.memory.deaf.values() if at > now]


def _restored(desk: Desk, platform: str) -> None:
    for conversation, side in _sides(desk, platform):
        if (conversation.id, side) in desk.memory.interrupted:
            to, notice = conversation.party(side.other), LineRestored(alias=conversation.party(side).alias)
            desk.tell(to.address, notice, language=to.language, line=desk.communities[conversation.community].name)
            desk.memory.interrupted.discard((conversation.id, side))
    live = {one.id for one in desk.live.all()}
    desk.memory.interrupted = {key for key in desk.memory.interrupted if key[0] in live}


def _sides(desk: Desk, platform: str) -> Iterator[tuple[Conversation, Side]]:
    """Who is there, in which conversation; a third hears it in the side chat."""
    for conversation in desk.live.all():
        for side in Side:
            if conversation.kind is not Kind.THIRD and conversation.party(side).address.platform == platform:
                yield conversation, side
