"""Hours: how long a listener was on call is counted by the month, where they said yes to it; never conversations
(privacy.md, shift_history).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.consent import Consent, Scope, ToHistory
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.ledger import History, ShiftHours
from bot.notice import ButtonOld, NotAListener, Notice
from bot.notice.consenting import HoursAsked, HoursNotCounted, HoursReceipt
from bot.people import Listener
from bot.ports import Decision

_MINUTE = timedelta(minutes=1)


async def asked(desk: Desk, event: Pressed) -> Notice | None:
    """**My hours on call**: what would be counted, and whether it is."""
    async with desk.store.decision() as rows:
        listener = await _mine(rows, event)
        if listener is None:
            return NotAListener()
        return HoursAsked(person=listener.id, counts=await rows.history(listener.id, listener.address) is not None)


async def agreed(desk: Desk, event: Pressed) -> Notice | None:
    """**Count my hours**: from now on, and the receipt."""
    now = desk.clock.now()
    async with desk.decide() as draft:
        listener = await _mine(draft.rows, event, id=event.subject)
        if listener is None or await draft.rows.history(listener.id, listener.address) is not None:
            return ButtonOld()
        line, language = desk.communities[listener.community], desk.language_of(event.by, event.language)
        asked = HoursAsked(person=listener.id, counts=False)
        shown = desk.shown(event.by, asked, language=language, line=line.name)
        consent: ToHistory = Consent(scope=Scope.SHIFT_HISTORY, shown=shown, at=now, tap=event)
        await draft.rows.save_history(listener.id, _going_on(History(consent=consent), listener, now=now))
    desk.bare(event.by, event.message)
    return HoursReceipt(
        community=line.name, contact=line.contact, given_at=f"{now:%Y-%m-%d %H:%M} UTC", version=shown.version,
        spoken=shown.language, sha256=shown.sha256,
    )  # fmt: skip


async def withdrawn(desk: Desk, event: Pressed) -> Notice | None:
    """**Don't count my hours**: at once, and what was counted is gone."""
    async with desk.decide() as draft:
        listener = await _mine(draft.rows, event, id=event.subject)
        if listener is None:
            return ButtonOld()
        gone = await draft.rows.remove_history(listener.id)
    desk.bare(event.by, event.message)
    return HoursNotCounted(gone=gone)


async def turned(desk: Desk, draft: Draft, listener: Listener) -> None:
    """Somebody goes on call, stays longer, or goes off it: then the time is counted, if they agreed to that."""
    history, now = await draft.rows.history(listener.id, listener.address), desk.clock.now()
    if history is None:
        return
    over = history.on_until is not None and (history.on_until <= now or not listener.on_call(now=now))
    if over and history.on_since and history.on_until:
        await _count(desk, draft, listener, history.consent, history.on_since, min(now, history.on_until))
        history = replace(history, on_since=None, on_until=None)
    present = _going_on(history, listener, now=now)
    if over or present != history:
        await draft.rows.save_history(listener.id, present)


async def _count(
    desk: Desk, draft: Draft, listener: Listener, consent: ToHistory, since: datetime, until: datetime
) -> None:
    """So many minutes more, in the month in which they began, where the line is."""
    month = f"{since.astimezone(ZoneInfo(desk.policy_for(listener.community).zone)):%Y-%m}"
    if minutes := (until - since) // _MINUTE:
        fact = ShiftHours(consent=consent, listener=listener.id, month=month, minutes=minutes)
        await draft.rows.add_fact(desk.ids.new(), fact)


def _going_on(history: History, listener: Listener, *, now: datetime) -> History:
    """On call since then, and until when; unchanged for somebody who is off call."""
    if not listener.on_call(now=now):
        return history
    return replace(history, on_since=history.on_since or now, on_until=listener.on_call_until)


async def _mine(rows: Decision, event: Pressed, *, id: str = "") -> Listener | None:
    """Who of the roster pressed: that row, or the first of theirs."""
    return next((one for one in await rows.listens(event.by) if one.active and id in ("", one.id)), None)
