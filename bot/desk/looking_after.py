"""Looking after: which community a coordinator means, and as whom they are known there."""

from bot.community import Community
from bot.desk.desk import Desk
from bot.inbound import Pressed, Typed
from bot.people import Listener
from bot.ports import Decision


async def mine(desk: Desk, rows: Decision, event: Typed | Pressed) -> tuple[Listener, Community] | None:
    """The coordinator and their community; in a place of one of theirs, that one; None: they look after none."""
    theirs = {one.community: one for one in await rows.listens(event.by) if one.coordinates}
    found = [one for one in desk.communities.values() if one.id in theirs]
    here = [one for one in found if event.place is not None and one.meets_at(event.place)]
    community = next(iter(here or found), None)
    return None if community is None else (theirs[community.id], community)
