"""Looking after: which communities a coordinator means, and as whom they are known there."""

from bot.community import Community
from bot.desk.desk import Desk
from bot.inbound import Pressed, Said, Typed
from bot.people import Listener
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
