"""Danger: **I'm in danger now**, the seeker's own word; and what listeners say of it afterwards (routing.md 7)."""

from bot.desk import routed
from bot.desk.desk import Desk
from bot.inbound import Pressed, Said
from bot.notice import ButtonOld, DangerNumbers, Notice
from bot.notice.routing import NoEmergency
from bot.notice.safeguarding import MaybeDanger
from bot.people import Address
from bot.phrases import Given
from bot.request import Request, State


async def pressed(desk: Desk, event: Pressed) -> Notice | None:
    """The numbers first; then the request goes first, unless listeners have marked that word as false too often."""
    only_numbers = marked_false(desk, event.by)
    if not only_numbers:
        desk.memory.danger[event.by] = desk.clock.now()
    if desk.live.at(event.by) is not None:
        return DangerNumbers(stands="talking")
    async with desk.decide() as draft:
        request = await draft.rows.request_of(event.by)
        if request is None or request.state is State.CLAIMED:
            return DangerNumbers(stands="none")
        now, policy = desk.clock.now(), desk.policy_for(request.community)
        first = request.in_danger(now=now, policy=policy)
        if not (only_numbers or request.danger) and await draft.rows.save_request(first, was=request):
            routing = await routed.board(desk, draft.rows)
            await routed.carry_out(desk, draft, routing.changes(first, now=now, anew=True))
    return DangerNumbers(stands="open")


def said(desk: Desk, who: Address) -> bool:
    """Whether they said so a while ago, before they asked."""
    at = desk.memory.danger.get(who)
    return at is not None and desk.clock.now() - at < desk.policy.early_kept and not marked_false(desk, who)


def marked_false(desk: Desk, who: Address) -> bool:
    """Whether the button shows them numbers only: so many of their conversations in danger were marked as none, each
    within a day of the first.
    """
    marks, policy = sorted(desk.memory.false_alarms.get(who, {}).values()), desk.policy
    if len(marks) < policy.false_alarms:
        return False
    first, last = marks[-policy.false_alarms], marks[-1]
    return last - first <= policy.false_alarms_kept and desk.clock.now() - last < policy.false_alarms_kept


async def no_emergency(desk: Desk, event: Pressed) -> Notice | None:
    """**It was no emergency**: by the listener, of a conversation in danger that is over; in memory only."""
    async with desk.store.decision() as rows:
        conversation = await rows.conversation(event.subject)
    if conversation is None or conversation.listener.address != event.by:
        return ButtonOld()
    if conversation.ended_at is None or not conversation.danger:
        return ButtonOld()
    who, now = conversation.seeker.address, desk.clock.now()
    desk.memory.false_alarms.setdefault(who, {}).setdefault(conversation.id, now)
    desk.memory.see(who, now=now)
    return NoEmergency(seeker_alias=conversation.seeker.alias)


async def noticed(desk: Desk, event: Said) -> None:
    """The same for words that answered a question of ours."""
    if desk.phrases.in_(event.words.text):
        async with desk.store.decision() as rows:
            request = await rows.request_of(event.by)
        words(desk, event, request)


def words(desk: Desk, event: Said, request: Request | None) -> None:
    """Written to the program, outside a conversation: where it may be of danger, one private reply with helplines
    follows. Nothing else comes of it, and nothing is noted but when it was given (privacy.md, Safety).
    """
    if not desk.phrases.in_(event.words.text):
        return
    now, given = desk.clock.now(), desk.memory.helplines_given.get(event.by, Given())
    waits = request is not None and request.state is not State.CLAIMED
    waiting = request.id if request is not None and waits else ""
    if given.due(request=waiting, now=now):
        desk.memory.helplines_given[event.by] = given.now_given(request=waiting, now=now)
        language = desk.language_of(event.by, event.language)
        notice = MaybeDanger(stands="open" if waits else "none")
        desk.tell(event.by, notice, language=language, line=desk.line_of(event.by))
