"""Keeping: what may be kept of a conversation is asked when it is over, by showing the very record; no answer is No
(privacy.md, promise 3).
"""

from dataclasses import replace

from bot.consent import Consent, Scope, Shown, ToFeedback, ToFollowUp, ToStats
from bot.conversation import Conversation, Kind, Side
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.ledger import Cell, Fact, Feedback, FollowUp, Outcome, Record, ServiceStat
from bot.notice import ButtonOld, Notice
from bot.notice.consenting import CheckIn, MayBeKept, NothingKept, NothingToKeep, RatingMissing, Receipt
from bot.ports import Decision
from bot.records import Reminder

_SCOPE = {"maycount": Scope.SERVICE_STATS, "mayrate": Scope.FEEDBACK, "mayask": Scope.FOLLOW_UP}


def record_of(desk: Desk, conversation: Conversation, *, by: Side | None) -> Record | None:
    """What could be kept of a talk that ends now, as it will be shown; None for any other kind."""
    if conversation.kind is not Kind.TALK:
        return None
    policy, seeker, now = desk.policy_for(conversation.community), conversation.seeker, desk.clock.now()
    outcome = Outcome.SILENCE if by is None else Outcome(by)
    cell = Cell.at(
        conversation.started_at, zone=policy.zone, platform=seeker.address.platform, language=seeker.language,
        waited=conversation.waited, lasted=now - conversation.started_at, outcome=outcome,
    )  # fmt: skip
    return Record.at(now, cell=cell, zone=policy.zone, check_in_after=desk.policy.check_in_after)


async def asked(desk: Desk, event: Pressed) -> Notice | None:
    """**What may be kept?**: the record, all off."""
    async with desk.decide() as draft:
        ended = await _theirs(draft.rows, event)
        if ended is None:
            return ButtonOld()
        if ended.record is None:  # there was a report: nothing is asked
            return NothingToKeep()
        draft.strip(event.by, _slot(ended))
        _show(desk, draft, ended, ended.record, anew=True)
    return None


async def chosen(desk: Desk, event: Pressed) -> Notice | None:
    """A button of one scope: on where it was off, off where it was on."""
    async with desk.decide() as draft:
        found = await _asked(draft.rows, event, turn=event.epoch)
        if found is None:
            return ButtonOld()
        await _choose(desk, draft, found[0], found[1].toggled(_SCOPE[event.verb]))
    return None


async def rated(desk: Desk, event: Pressed) -> Notice | None:
    """A number from 1 to 5, which the button carries beside its turn."""
    turn, rating = divmod(event.epoch, 10)
    async with desk.decide() as draft:
        found = await _asked(draft.rows, event, turn=turn)
        if found is None or Scope.FEEDBACK not in found[1].chosen or not 1 <= rating <= 5:
            return ButtonOld()
        await _choose(desk, draft, found[0], found[1].rated(rating))
    return None


async def keep(desk: Desk, event: Pressed) -> Notice | None:
    """**Keep these**: what is on is kept, once, the receipt goes to them, and the rest of the conversation goes."""
    async with desk.decide() as draft:
        found = await _asked(draft.rows, event, turn=event.epoch)
        if found is None:
            return ButtonOld()
        ended, record = found
        if Scope.FEEDBACK in record.chosen and not record.rating:
            return RatingMissing()
        await draft.rows.save_remnant(replace(ended, record=None))  # a second press finds nothing to say yes to
        if record.chosen:
            await _kept(desk, draft, event, ended, record)
    await _let_go(desk, ended)
    return None if record.chosen else NothingKept()


async def nothing(desk: Desk, event: Pressed) -> Notice | None:
    """**No, keep nothing**: what was left of the conversation goes now."""
    async with desk.store.decision() as rows:
        ended = await _theirs(rows, event)
    if ended is None or ended.record is None:
        return ButtonOld()
    await _let_go(desk, ended)
    return NothingKept()


async def check_in(desk: Desk, reminder: Reminder) -> None:
    """The one message that somebody said yes to; not to who is talking or waiting again already."""
    async with desk.decide() as draft:
        if not await draft.rows.take_check_in(reminder.id) or desk.clock.now() >= reminder.until:
            return
        here = desk.live.at(reminder.address) or await draft.rows.request_of(reminder.address)
        line = desk.communities.get(reminder.community)
        if line is not None and here is None:
            draft.say(reminder.address, CheckIn(), language=reminder.language, line=line.name)


async def unasked(draft: Draft, ended: Conversation) -> None:
    """There was a report: no consent is asked any more (privacy.md, Safety)."""
    if ended.record is not None:
        draft.strip(ended.seeker.address, _slot(ended))
        await draft.rows.save_remnant(replace(ended, record=None))


async def _kept(desk: Desk, draft: Draft, event: Pressed, ended: Conversation, record: Record) -> None:
    """Each scope that is on, as a fact; and their receipt."""
    community, language = desk.communities[ended.community], ended.seeker.language
    shown = desk.shown(event.by, _as_it_is(ended, record), language=language, line=community.name)
    for scope in record.chosen:
        await draft.rows.add_fact(desk.ids.new(), _fact(desk, event, ended, record, scope, shown))
    on = record.chosen
    receipt = Receipt(
        community=community.name, contact=community.contact, counted=Scope.SERVICE_STATS in on, rating=record.rating,
        ask_day=record.check_in.isoformat() if Scope.FOLLOW_UP in on else "",
        given_at=f"{desk.clock.now():%Y-%m-%d %H:%M} UTC", version=shown.version, spoken=shown.language,
        sha256=shown.sha256,
    )  # fmt: skip
    draft.say(event.by, receipt, language=language, line=community.name)


def _fact(desk: Desk, event: Pressed, ended: Conversation, record: Record, scope: Scope, shown: Shown) -> Fact:
    now = desk.clock.now()
    match scope:
        case Scope.SERVICE_STATS:
            stats: ToStats = Consent(scope=scope, shown=shown, at=now, tap=event)
            return ServiceStat(consent=stats, cell=record.cell)
        case Scope.FEEDBACK:
            rating: ToFeedback = Consent(scope=scope, shown=shown, at=now, tap=event)
            return Feedback(consent=rating, rating=record.rating, day=record.day)
        case _:
            again: ToFollowUp = Consent(scope=Scope.FOLLOW_UP, shown=shown, at=now, tap=event)
            return FollowUp(
                consent=again, community=ended.community, language=ended.seeker.language,
                until=now + desk.policy.reminder_kept,
                due_at=record.check_in_at(desk.policy_for(ended.community).zone),
            )  # fmt: skip


async def _choose(desk: Desk, draft: Draft, ended: Conversation, record: Record) -> None:
    """Another choice: the buttons of the same message show it."""
    await draft.rows.save_remnant(replace(ended, record=record))
    _show(desk, draft, ended, record)


def _show(desk: Desk, draft: Draft, ended: Conversation, record: Record, *, anew: bool = False) -> None:
    seeker, line, slot = ended.seeker, desk.communities[ended.community].name, _slot(ended)
    put = draft.say if anew else draft.change
    put(seeker.address, _as_it_is(ended, record), language=seeker.language, line=line, slot=slot)


def _as_it_is(ended: Conversation, record: Record) -> MayBeKept:
    cell, on = record.cell, record.chosen
    return MayBeKept(
        conversation=ended.id, turn=record.turn, week=cell.week, weekday=cell.weekday, part=cell.part,
        platforms=(cell.platform,), spoken=cell.language, waited=cell.waited, lasted=cell.lasted, outcome=cell.outcome,
        rating_day=record.day.isoformat(), ask_day=record.check_in.isoformat(), rating=record.rating,
        counted=Scope.SERVICE_STATS in on, rated=Scope.FEEDBACK in on, asked_again=Scope.FOLLOW_UP in on,
    )  # fmt: skip


async def _theirs(rows: Decision, event: Pressed) -> Conversation | None:
    """What is left of the conversation of this button, where its seeker pressed."""
    ended = await rows.conversation(event.subject)
    return ended if ended and ended.ended_at is not None and ended.seeker.address == event.by else None


async def _asked(rows: Decision, event: Pressed, *, turn: int) -> tuple[Conversation, Record] | None:
    """The same, with the record that they are being asked about; None for a button from before their last choice."""
    ended = await _theirs(rows, event)
    record = ended and ended.record
    return (ended, record) if ended and record and record.turn == turn else None


async def _let_go(desk: Desk, ended: Conversation) -> None:
    """The remnant goes, with all buttons that needed it; nobody waits for a listener who is hard to reach."""
    await desk.journal.flush()
    async with desk.decide() as draft:
        draft.strip(ended.seeker.address, _slot(ended))
        for side in Side:
            draft.strip(ended.party(side).address, f"ended:{ended.id}:{side}")
    await desk.outbox.settled(ended.seeker.address)
    async with desk.decide() as draft:
        for one in (ended, *await draft.rows.thirds(ended.id)):
            await draft.rows.remove_conversation(one.id)


def _slot(ended: Conversation) -> str:
    return f"kept:{ended.id}"
