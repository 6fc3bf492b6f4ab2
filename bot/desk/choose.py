"""Choose: what somebody who waits may choose when nobody is free, or there, or fits (routing.md 2, 9, 10)."""

from dataclasses import replace

from bot.consent import Consent, Scope, ToFollowUp
from bot.desk import routed, withdraw
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.ledger import FollowUp
from bot.notice import ButtonOld, Notice
from bot.notice.routing import AnybodyChosen, LanguageAwaited, ReminderGone, ReminderSet, SimpleChosen
from bot.request import Request, State


async def remind(desk: Desk, event: Pressed) -> Notice | None:
    """**Remind me**: the tap is the consent to follow_up; the answer shows the whole record. They leave the queue."""
    now = desk.clock.now()
    async with desk.decide() as draft:
        request = await standing(draft, event)
        if request is None:
            return ButtonOld()
        name, kept = desk.communities[request.community].name, desk.policy.reminder_kept
        record = ReminderSet(community=name, spoken=request.language, days=kept.days)
        shown = desk.shown(event.by, record, language=desk.language_of(event.by, event.language), line=name)
        consent: ToFollowUp = Consent(scope=Scope.FOLLOW_UP, shown=shown, at=now, tap=event)
        fact = FollowUp(consent=consent, community=request.community, language=request.language, until=now + kept)
        await draft.rows.add_fact(desk.ids.new(), fact)
        await withdraw.gone(desk, draft, request)
    return record


async def forget(desk: Desk, event: Pressed) -> Notice | None:
    """**Don't remind me**: withdrawn as easily as given."""
    async with desk.decide() as draft:
        await draft.rows.remove_follow_ups(event.by)
    return ReminderGone()


async def simple(desk: Desk, event: Pressed) -> Notice | None:
    """**Simple English is fine**."""
    return await _wishes(desk, event, SimpleChosen(), simple=True)


async def own_language(desk: Desk, event: Pressed) -> Notice | None:
    """**Wait for** their own language: nothing changes."""
    async with desk.store.decision() as rows:
        request = await rows.request_of(event.by)
    return ButtonOld() if request is None else LanguageAwaited(spoken=request.language)


async def anybody(desk: Desk, event: Pressed) -> Notice | None:
    """**Anyone is fine**: what they wished for is left aside."""
    return await _wishes(desk, event, AnybodyChosen(), relaxed=True)


async def _wishes(desk: Desk, event: Pressed, answer: Notice, **changed: bool) -> Notice | None:
    async with desk.decide() as draft:
        if await standing(draft, event) is None:
            return ButtonOld()
        routing = await routed.board(desk, draft.rows)
        present = routing.request(event.subject)
        if present is None:
            return ButtonOld()
        moves = routing.changes(replace(present, **changed), now=desk.clock.now())  # type: ignore[arg-type]  # flags of a Request
        await routed.carry_out(desk, draft, moves)
    return answer


async def standing(draft: Draft, event: Pressed, id: str = "") -> Request | None:  # the request's own
    """The open request of who pressed, where the button is of its present epoch; `id`: where it carries more."""
    request = await draft.rows.request_of(event.by)
    if request is None or request.state is not State.OPEN:
        return None
    return request if (id or event.subject, event.epoch) == (request.id, request.epoch) else None
