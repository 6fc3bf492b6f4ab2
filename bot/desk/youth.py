"""Youth: on a line for young people only those listen whom a coordinator has approved for it (privacy.md, Minors).

Who is not approved is never on call there, nor a backup: held wherever somebody would become either.
"""

from dataclasses import replace

from bot.community import Community
from bot.desk import looking_after, routed
from bot.desk.desk import Desk, Draft
from bot.notice.youth import NotForYouth, YouthListeners
from bot.people import Listener


def may_listen(desk: Desk, listener: Listener) -> bool:
    """Whether they can be on call where they listen."""
    return _may(desk.communities[listener.community], listener)


def waits(community: Community, listener: Listener) -> bool:
    """Whether they wait for a second person's word about that alone."""
    return listener.active and not _may(community, listener)


async def begins(desk: Desk, draft: Draft, community: Community) -> None:
    """The line is for young people from now on: who is not approved for that is off call and reads why; no conversation
    is cut. Coordinators read who they are.
    """
    waiting = [one for one in await draft.rows.roster(community.id) if waits(community, one)]
    for one in waiting:
        off = replace(one.going_on_call(until=None), backup=False)
        await draft.rows.save_listener(off)
        draft.say(off.address, NotForYouth(), language=off.language, line=community.name)
        await routed.changed(desk, draft, off)
    if waiting:
        told = YouthListeners(aliases=tuple(sorted(one.alias for one in waiting)))
        await looking_after.told(desk, draft, community.id, told)


def _may(community: Community, listener: Listener) -> bool:
    return community.audience != "youth" or listener.youth
