"""Parting: a conversation becomes what is left of it, and what cannot go on without it ends, too."""

from dataclasses import replace
from functools import partial

from bot.conversation import Conversation, Joining, Kind, Side
from bot.desk.desk import Desk, Draft
from bot.desk.ways import over_ways
from bot.ledger import Record
from bot.notice.third import ThirdLeft, ThirdOut, ThirdOver


async def leave(
    desk: Desk, draft: Draft, conversation: Conversation, *, by: Side | None, record: Record | None = None
) -> bool:
    """Make it the remnant, and take the buttons off; its seeker may be asked for the `record`. False where it has ended
    already.
    """
    now = desk.clock.now()
    ended = conversation.ended(by=by, now=now)
    remnant = replace(ended, next_step_at=now + desk.policy.remnant_kept, record=record)
    if not await draft.rows.save_conversation(remnant):
        return False
    for side in Side:
        draft.strip(conversation.party(side).address, f"connected:{conversation.id}:{side}")
    for asked in ("early", "handover", "third"):
        draft.strip(conversation.seeker.address, f"{asked}:{conversation.id}")
    return True


async def without_third(desk: Desk, draft: Draft, ending: Conversation, *, by: Side | None = None) -> None:
    """With a talk, or with its side chat, the third's part in the talk is over, too; who goes on hears it. `ending` may
    be that part alone; `by`: who wished so.
    """
    for third in (ending,) if ending.kind is Kind.THIRD else desk.live.thirds(ending):
        if third is not ending and not await leave(desk, draft, third, by=None):
            continue
        line, seeker, coordinator = desk.communities[third.community].name, third.seeker, third.listener
        chat, talk = desk.live.at(coordinator.address), desk.live.get(third.request)
        if talk is not None:
            left = ThirdLeft(alias=talk.listener.alias, coordinator=coordinator.alias)
            draft.say(seeker.address, left, language=seeker.language, line=line)
        if chat is not None:
            await _aside_again(desk, draft, chat, talk, asked=by is Side.SEEKER)
            over = ThirdOver(aside=chat.id, alias=chat.listener.alias, seeker_alias=seeker.alias)
            draft.say(coordinator.address, over, language=coordinator.language, line=line)


async def _aside_again(
    desk: Desk, draft: Draft, chat: Conversation, talk: Conversation | None, *, asked: bool
) -> None:  # fmt: skip
    """The side chat is one again; while the talk goes on, the listener's words go there alone, if they went to both.
    `asked`: the seeker wished so, and is not asked again.
    """
    joining, facing = Joining.DECLINED if asked else Joining.NOT, chat.facing and talk is None
    await desk.change(draft, chat.id, partial(replace, joining=joining, facing=facing))
    if talk is not None:
        out = over_ways(ThirdOut(facing=talk.facing), (talk, chat))
        line, listener = desk.communities[talk.community].name, talk.listener
        draft.say(listener.address, out, language=listener.language, line=line)
