"""Bar: a coordinator decides about a report by its reference; a line takes no requests from that account for a while
(privacy.md, Safety). Nobody is named: the account is a keyed hash, and goes when its time is over or it is lifted.

Who waits meanwhile is told and leaves the queue; a conversation that is going on is not cut (its two can end it).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.community import Community
from bot.desk import looking_after, review, withdraw
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Typed
from bot.notice import ButtonOld, NotACoordinator, Notice
from bot.notice.barring import AskReference, NoSuchReport, ReportDecided, ReportFound
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


async def keep(desk: Desk, event: Pressed) -> Notice | None:
    """**Keep**: after a review it stays, until it ends."""
    return await _decided(desk, event, "kept", None)


async def paused(desk: Desk, rows: Decision, who: Address, community: Community) -> Notice | None:
    """What somebody hears whose requests are not taken now; None where they are."""
    account = await rows.barred(who, community.id, now=desk.clock.now())
    return review.paused(desk, account) if account else None


async def _decided(desk: Desk, event: Pressed, decided: str, lasts: timedelta | None) -> Notice | None:
    async with desk.decide() as draft:
        theirs = await looking_after.all_of(desk, draft.rows, event)
        if not theirs:
            return NotACoordinator()
        found = await _found(desk, draft.rows, theirs, event.subject)
        if found is None or found[0].against != "seeker" or await _own(desk, draft.rows, event.by, found[0]):
            return ButtonOld()
        account, coordinator, community = found
        match decided:
            case "paused":
                ends = desk.clock.now() + (lasts or desk.policy_for(community.id).blocked_for)
                await draft.rows.bar(account, until=ends)
                await _out_of_the_queue(desk, draft, community)
            case "lifted":
                await draft.rows.bar(account, until=None)
            case "kept" if not await draft.rows.keep_bar(account):
                return ButtonOld()
        now_stands = await draft.rows.account(account.reference, community.id, now=desk.clock.now())
        until = now_stands.until if now_stands else None
        if decided != "nothing":
            await review.settled(desk, draft, replace(account, until=until))
        told = ReportDecided(reference=account.reference, decided=decided, until=until, coordinator=coordinator.alias)
        await looking_after.told(desk, draft, community.id, told, but=(coordinator.address,))
    return ReportDecided(reference=account.reference, decided=decided, until=until, coordinator="")


async def _own(desk: Desk, rows: Decision, by: Address, account: Account) -> bool:
    """Whether a coordinator would decide about themselves."""
    own = await rows.barred(by, account.community, now=desk.clock.now())
    return own is not None and own.seeker == account.seeker


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
