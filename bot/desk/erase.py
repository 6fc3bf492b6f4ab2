"""Erase: what is held of a person goes, by their own word, at once (privacy.md, the promise, 4).

What protects others stays until its own end, so that erasing lifts nothing: reports against them and blocks, which hold
keyed hashes and roster ids, and no address. Of reports that they made, the hash that stood for them goes. What is left
of a talk in which they listened is the seeker's, too, and goes within a day.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.desk import leaving
from bot.desk.desk import Draft
from bot.people import Address, Listener
from bot.ports import Decision
from bot.shift import Change


@dataclass(frozen=True, kw_only=True)
class Erased:
    """How many rows went of each class of docs/data.md, how many stay that are of them, and which communities (ids)
    have no coordinator now.
    """

    removed: Mapping[str, int]
    kept: Mapping[str, int]
    orphaned: tuple[str, ...]


Leaves = Callable[[Draft, Listener], Awaitable[None]]


@dataclass(frozen=True)
class StillGoingOn:
    """They wait or talk at this moment: that has to be over first."""


async def everything(draft: Draft, whose: Address, *, leaves: Leaves | None = None) -> Erased | StillGoingOn:
    """All of it, on every roster and in every ledger; coordinators hear which listener has left, by alias.

    `leaves`: how somebody goes off a roster where the line runs in this process.
    """
    rows = draft.rows
    if await _going_on(rows, whose):
        return StillGoingOn()
    before, listened = await rows.tally(), await rows.listens(whose)
    for listener in listened:
        await (leaves or _off_the_roster)(draft, listener)
    await rows.remove_follow_ups(whose)
    await rows.remove_feedback(whose)
    await rows.disown_reports(whose)
    for page in await rows.pages_by(whose):
        left = page.without_author()
        await (rows.save_page(left) if left is not None else rows.remove_page(page.id))
    remnants = await rows.remnants_of(whose)
    theirs = [one for one in remnants if one.seeker.address == whose]
    for one in theirs:
        await rows.remove_conversation(one.id)
    after = await rows.tally()
    safety = await rows.count_safety(whose, tuple(one.id for one in listened))
    return Erased(
        removed={kind: before[kind] - after[kind] for kind in before},
        kept={"live": len(remnants) - len(theirs), "safety": safety},
        orphaned=tuple([one.community for one in listened if one.coordinates and not await _looked_after(rows, one)]),
    )


async def _going_on(rows: Decision, whose: Address) -> bool:
    """Whether they wait or talk at this moment."""
    talks = await rows.live_conversations()
    return await rows.request_of(whose) is not None or any(
        whose in (one.seeker.address, one.listener.address) for one in talks
    )


async def _off_the_roster(draft: Draft, listener: Listener) -> None:
    """With their shifts, calendars and hours; what they had taken from others is looked for again."""
    owners = {one.id: one.listener for one in await draft.rows.shifts(listener.community)}
    for was in await draft.rows.overrides(listener.community):
        if was.by == listener.id != owners[was.shift]:
            back = replace(was, change=Change.POSTED, by="")
            await draft.rows.override(was.shift, was.day, back, was=was)
    community = await draft.rows.community(listener.community)
    await leaving.coordinators_told(draft, listener, line=community.name if community else "")
    await draft.rows.remove_listener(listener.id)


async def _looked_after(rows: Decision, gone: Listener) -> bool:
    return any(one.coordinates for one in await rows.roster(gone.community))
