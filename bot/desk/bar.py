"""Bar: a coordinator decides about a report by its reference; a line takes no requests from that account for a while
(privacy.md, Safety). Nobody is named: the account is a keyed hash, and goes when its time is over or it is lifted.

Who waits meanwhile is told and leaves the queue; a conversation that is going on is not cut (its two can end it).
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.community import Community
from bot.desk import looking_after, withdraw
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, NotACoordinator, Notice
from bot.notice.barring import AskReference, NoSuchReport, ReportDecided, ReportFound, RequestsPaused
from bot.people import Address, Listener
from bot.ports import Decision
from bot.records import Account

_PAUSE = timedelta(hours=24)


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/block reference`: what can be decided about it, and what stands."""
    reference = "-".join(event.options.get("reference", "").upper().replace("-", " ").split())
    async with desk.store.decision() as rows:
        theirs = await looking_after.all_of(desk, rows, event)
        if not theirs:
            return NotACoordinator()
        if not reference:
            return AskReference()
        found = await _found(desk, rows, theirs, reference)
    if found is None:
        return NoSuchReport()
    account, _, _ = found
    return ReportFound(
        reference=account.reference, what=account.kind, against=account.against, day=account.day,
        until=account.until,
    )  # fmt: skip


async def pause(desk: Desk, event: Pressed) -> Notice | None:
    """**Pause 24 h**."""
    return await _decided(desk, event, "paused", _PAUSE)


async def block(desk: Desk, event: Pressed) -> Notice | None:
    """**Block from this line**: for as long as the community has set."""
    return await _decided(desk, event, "paused", None)


async def no_action(desk: Desk, event: Pressed) -> Notice | None:
    """**No action**: what stood, stands; the others know that somebody has looked at it."""
    return await _decided(desk, event, "nothing", None)


async def lift(desk: Desk, event: Pressed) -> Notice | None:
    """**Lift**: after a review, requests are taken again."""
    return await _decided(desk, event, "lifted", None)


async def paused(desk: Desk, rows: Decision, who: Address, community: Community) -> Notice | None:
    """What somebody hears whose requests are not taken now; None where they are."""
    until = await rows.barred(who, community.id, now=desk.clock.now())
    if until is None:
        return None
    return RequestsPaused(until=until, contact=community.contact)


async def _decided(desk: Desk, event: Pressed, decided: str, lasts: timedelta | None) -> Notice | None:
    async with desk.decide() as draft:
        theirs = await looking_after.all_of(desk, draft.rows, event)
        if not theirs:
            return NotACoordinator()
        found = await _found(desk, draft.rows, theirs, event.subject)
        if found is None or found[0].against != "seeker":
            return ButtonOld()
        account, coordinator, community = found
        if decided == "paused":
            await draft.rows.bar(account, until=desk.clock.now() + (lasts or desk.policy_for(community.id).blocked_for))
            await _out_of_the_queue(desk, draft, community)
        elif decided == "lifted":
            await draft.rows.bar(account, until=None)
        now_stands = await draft.rows.account(account.reference, community.id, now=desk.clock.now())
        until = now_stands.until if now_stands else None
        told = ReportDecided(reference=account.reference, decided=decided, until=until, coordinator=coordinator.alias)
        await looking_after.told(desk, draft, community.id, told, but=(coordinator.address,))
    return ReportDecided(reference=account.reference, decided=decided, until=until, coordinator="")


async def _found(
    desk: Desk, rows: Decision, theirs: Sequence[tuple[Listener, Community]], reference: str
) -> tuple[Account, Listener, Community] | None:
    for coordinator, community in theirs:
        account = await rows.account(reference, community.id, now=desk.clock.now())
        if account is not None:
            return account, coordinator, community
    return None


async def _out_of_the_queue(desk: Desk, draft: Draft, community: Community) -> None:
    """Whoever waits and may not any more is told, and waits no longer."""
    for request in await draft.rows.waiting(community.id):
        told = await paused(desk, draft.rows, request.seeker, community)
        if told is not None and await withdraw.gone(desk, draft, request):
            draft.say(request.seeker, told, language=request.language, line=community.name)
