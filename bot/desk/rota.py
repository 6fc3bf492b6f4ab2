"""Rota: a community's shifts as they stand, who is asked to cover, and the gaps that coordinators are to know of
(routing.md, On call).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import looking_after
from bot.desk.desk import Desk, Draft
from bot.notice.covering import CoverOver
from bot.notice.rostering import GapAhead
from bot.people import Listener
from bot.ports import Decision
from bot.rota import Rota
from bot.shift import Instance, Recurrence, Shift, written

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


async def of(desk: Desk, rows: Decision, community: str) -> Rota:
    """The rota of a community, as it stands."""
    return await read(rows, community, desk.recurrence)


async def read(rows: Decision, community: str, recurrence: Recurrence) -> Rota:
    """The same, without a desk: for the operator's commands."""
    return Rota(
        shifts=await rows.shifts(community), overrides=await rows.overrides(community),
        people={one.id: one for one in await rows.roster(community)}, recurrence=recurrence,
    )  # fmt: skip


async def opens(desk: Desk, draft: Draft, community: str) -> datetime | None:
    """When somebody is to be there next, as far as the shifts say (routing.md 10); reckoned once in a decision, however
    many wait.
    """
    if community not in draft.opens:
        draft.opens[community] = next_opening(desk, await of(desk, draft.rows, community), community)
    return draft.opens[community]


def next_opening(desk: Desk, found: Rota, community: str) -> datetime | None:
    """The same, of a rota that was read already."""
    return found.next_opening(now=desk.clock.now(), days=desk.policy_for(community).coverage_days)


async def next_of(desk: Desk, rows: Decision, listener: Listener, *, now: datetime) -> Instance | None:
    """When this listener is to be there next."""
    found = await of(desk, rows, listener.community)
    days = timedelta(days=desk.policy_for(listener.community).coverage_days)
    coming = found.instances(since=now, until=now + days)
    return next((one for one in coming if one.listener == listener.id and not one.posted and one.starts > now), None)


def cover_slot(one: Instance, listener: Listener) -> str:
    """The message that asks this listener to cover that time."""
    return f"cover:{one.shift}:{one.day.toordinal()}:{listener.id}"


async def nobody_asked(desk: Desk, draft: Draft, rota: Rota, one: Instance, *, alias: str = "") -> None:
    """Nobody is asked to cover it any more: every such message says so, and who (`alias`) is there instead, if
    somebody is. Only what is posted was ever asked.
    """
    if not one.posted:
        return
    for listener in rota.people.values():
        slot, told = cover_slot(one, listener), CoverOver(hours=one.hours, alias=alias)
        line = desk.communities[listener.community].name
        if (held := await draft.rows.slot(slot)) is not None:
            draft.change(listener.address, told, language=listener.language, line=line, message=held[1])
            await draft.rows.free_slot(slot)
        elif listener.active and listener.id != one.listener:  # the question may still be on its way to them
            draft.change(listener.address, told, language=listener.language, line=line, slot=slot)


async def gaps(desk: Desk, draft: Draft, community: str) -> None:
    """Coordinators hear of a time that nobody covers, long before it and again shortly before, once each."""
    now, policy = desk.clock.now(), desk.policy_for(community)
    rota = await of(desk, draft.rows, community)
    for gap in rota.gaps(since=now, until=now + policy.gap_notice):
        if gap.starts <= now:  # it runs: that nobody is there is another page
            continue
        await _tell(desk, draft, community, gap.starts, gap.ends)


async def lost(desk: Desk, draft: Draft, found: Rota, shift: Shift) -> None:
    """A shift is about to be taken off the rota: what nobody else covers of it in the next days is a gap."""
    now, policy = desk.clock.now(), desk.policy_for(shift.community)
    others = replace(found, shifts=tuple(one for one in found.shifts if one.id != shift.id))
    for one in found.of(shift, since=now, until=now + policy.gap_notice):
        for stretch in others.coverage(since=max(one.starts, now), until=one.ends):
            if not stretch.on and stretch.starts > now:
                await _tell(desk, draft, shift.community, stretch.starts, stretch.ends)


async def _tell(desk: Desk, draft: Draft, community: str, starts: datetime, ends: datetime) -> None:
    now, policy = desk.clock.now(), desk.policy_for(community)
    said = [
        await draft.rows.gap_told(community, starts, ahead // _MINUTE)
        for ahead in (policy.gap_notice, policy.gap_last_notice) if starts - now <= ahead
    ]  # fmt: skip
    if any(said):
        told = GapAhead(hours=written(starts, ends, policy.zone), in_hours=-(-(starts - now) // _HOUR))
        await looking_after.told(desk, draft, community, told)


async def watch(desk: Desk) -> None:
    """Look for gaps in every community."""
    for community in desk.communities:
        async with desk.decide() as draft:
            await gaps(desk, draft, community)
