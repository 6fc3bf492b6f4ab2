"""Looking after: which communities a coordinator means, as whom they are known there, and what all of them are told."""

from collections.abc import Container

from bot.community import Community
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Said, Typed
from bot.notice import Notice
from bot.people import Address, Listener
from bot.ports import Decision


async def all_of(desk: Desk, rows: Decision, event: Said | Typed | Pressed) -> list[tuple[Listener, Community]]:
    """The communities that they look after, and who they are there; that of the place where they are comes first."""
    theirs = {one.community: one for one in await rows.listens(event.by) if one.coordinates}
    found = [one for one in desk.communities.values() if one.id in theirs]
    place = None if isinstance(event, Said) else event.place
    found.sort(key=lambda one: place is None or not one.meets_at(place))
    return [(theirs[one.id], one) for one in found]


async def mine(desk: Desk, rows: Decision, event: Said | Typed | Pressed) -> tuple[Listener, Community] | None:
    """The one that is meant; None: they look after none."""
    return next(iter(await all_of(desk, rows, event)), None)


async def of(rows: Decision, by: Address, community: str) -> Listener | None:
    """As whom they look after this community; None: they do not."""
    return next((one for one in await rows.listens(by) if one.coordinates and one.community == community), None)


async def told(desk: Desk, draft: Draft, community: str, notice: Notice, *, but: Container[Address] = ()) -> int:
    """Every coordinator of a community reads this, but those at these addresses; how many there are."""
    reached = [one for one in await draft.rows.roster(community) if one.coordinates and one.address not in but]
    for one in reached:
        draft.say(one.address, notice, language=one.language, line=desk.communities[community].name)
    return len(reached)
