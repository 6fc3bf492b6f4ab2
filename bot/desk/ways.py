"""Ways: where a listener's words can go, and where they go now, is said wherever it could be in doubt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.conversation import Conversation, Joining, Kind, Side
from bot.desk.desk import Desk
from bot.notice.aside import Ways, Writing

_W = TypeVar("_W", bound=Ways)


def over_ways(notice: _W, present: Sequence[Conversation]) -> _W:
    """The notice with the ways that there are."""
    for one in present:
        if one.kind is Kind.SIDE:
            notice = replace(notice, aside=one.id, coordinator=one.seeker.alias)
        else:
            notice = replace(notice, talk=one.id, talk_epoch=one.epoch, seeker_alias=one.seeker.alias)
    return notice


def written(present: Sequence[Conversation], *, lost: bool = False) -> Writing:
    """Where a listener's words go now. `lost`: what they just wrote went to nobody."""
    facing = {one.kind for one in present if one.facing}
    one_of_them = "coordinator" if Kind.SIDE in facing else "seeker" if facing else "nobody"
    notice = over_ways(Writing(towards="both" if len(facing) > 1 else one_of_them, lost=lost), present)
    joined = any(one.joining is Joining.JOINED for one in present)
    return replace(notice, aside="") if joined and notice.talk else notice  # then they write to both, or to neither


def heard(desk: Desk, conversation: Conversation, side: Side) -> None:
    """Somebody reads a word from one to whom theirs do not go: where those go is said again, once until they write."""
    reader = conversation.party(side.other)
    if conversation.hears(reader.address) or desk.memory.reminded.get(reader.address) == conversation.id:
        return
    desk.memory.reminded[reader.address] = conversation.id
    present = desk.live.all_at(reader.address)
    told, line = written(present), desk.communities[conversation.community].name
    desk.tell(reader.address, told, language=reader.language, line=line)
