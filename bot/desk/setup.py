"""Set up: what a coordinator does for the community: its place, for whom it is, its panel, its invites
(experience.md).
"""

from dataclasses import replace

from bot.community import Community
from bot.desk import looking_after, youth
from bot.desk.desk import Desk
from bot.errors import PlatformError
from bot.inbound import Moved, Place, Pressed, Typed
from bot.notice import (
    Invite,
    NotACoordinator,
    Notice,
    Panel,
    PanelFailed,
    PanelPosted,
    PlaceNeeded,
    PlaceTaken,
    Setup,
    SetupDone,
    WriteToMe,
    YouthNeeds,
)
from bot.people import Role
from bot.ports import Decision
from bot.records import Invited, Saying


async def begin(desk: Desk, event: Typed) -> Notice | None:
    """`/setup`: not finished until adults-only or youth is chosen."""
    async with desk.store.decision() as rows:
        community = await _mine(desk, rows, event)
    if community is None:
        return NotACoordinator()
    if _elsewhere(desk, community, event.place):
        return PlaceTaken()
    audience = event.options.get("audience", "")
    if audience in {"adults", "youth"}:
        return await _chosen(desk, event, audience)
    return Setup(community=community.name, place=event.place is not None)


async def audience(desk: Desk, event: Pressed) -> Notice | None:
    """**Adults only** or **Youth**: now the place belongs to the community."""
    return await _chosen(desk, event, event.subject)


async def _chosen(desk: Desk, event: Typed | Pressed, audience: str) -> Notice | None:
    exposed = await _exposed(desk, event)
    async with desk.decide() as draft:
        community = await _mine(desk, draft.rows, event)
        if community is None:
            return NotACoordinator()
        if _elsewhere(desk, community, event.place):
            return PlaceTaken()
        coordinators = sum(one.coordinates for one in await draft.rows.roster(community.id))
        if audience == "youth" and (coordinators < 2 or not community.contact):
            return YouthNeeds(coordinators=coordinators)
        changed = replace(community, audience="youth" if audience == "youth" else "adults")
        if event.place is not None:
            changed = changed.meeting_at(event.place)
        await draft.rows.save_community(changed)
        draft.after(lambda: desk.communities.update({changed.id: changed}))
        if changed.audience == "youth" != community.audience:
            await youth.begins(desk, draft, changed)
    return SetupDone(audience=changed.audience, place=event.place is not None, exposed=exposed)


async def _exposed(desk: Desk, event: Typed | Pressed) -> bool:
    """Whether what is typed in that place stays visible; where the platform does not say, nothing is claimed."""
    if event.place is None:
        return False
    try:
        return await desk.platforms[event.by.platform].exposes(event.place)
    except PlatformError:
        return False


async def moved(desk: Desk, event: Moved) -> None:
    """A group has become a supergroup, which has another id: it stays its community's (relay.md)."""
    async with desk.decide() as draft:
        for community in desk.communities.values():
            changed = community.moved(event.by.platform, event.by.id, event.to)
            if changed != community:
                await draft.rows.save_community(changed)
                draft.after(lambda changed=changed: desk.communities.update({changed.id: changed}))  # type: ignore[misc]  # bound now


async def panel(desk: Desk, event: Typed) -> Notice | None:
    """`/panel`: posts the panel in this place."""
    if event.place is None:
        return PlaceNeeded()
    async with desk.store.decision() as rows:
        community = await _mine(desk, rows, event)
    if community is None:
        return NotACoordinator()
    saying = Saying(notice=Panel(community=community.slug), language=community.languages[0], line=community.name)
    try:
        await desk.platforms[event.by.platform].post(event.place, saying, nonce=desk.ids.new())
    except PlatformError:
        return PanelFailed()
    return PanelPosted()


async def invite(desk: Desk, event: Typed) -> Notice | None:
    """`/invite listener|coordinator`: a fresh code, shown once; somebody else approves who comes with it."""
    async with desk.decide() as draft:
        community = await _mine(desk, draft.rows, event)
        if community is None:
            return NotACoordinator()
        wanted = event.options.get("role", "").strip().lower()
        role = Role.COORDINATOR if wanted == "coordinator" else Role.LISTENER
        code, valid = desk.ids.code(), desk.policy_for(community.id).invite_valid
        await draft.rows.add_invite(
            Invited(
                id=desk.ids.new(),
                code_hash=desk.seal.hash("invite", code),
                community=community.id,
                role=role,
                approved=False,
                practice=True,
                expires_at=desk.clock.now() + valid,
            )
        )
    return Invite(code=code, role=role, lasts=int(valid.total_seconds() // 3600))


def in_group(desk: Desk, place: Place) -> Notice:
    """In a group on a platform with links: talk to me in private; nobody is named."""
    found = [one for one in desk.communities.values() if one.meets_at(place)]
    return WriteToMe(community=found[0].slug if found else "")


async def _mine(desk: Desk, rows: Decision, event: Typed | Pressed) -> Community | None:
    found = await looking_after.mine(desk, rows, event)
    return found and found[1]


def _elsewhere(desk: Desk, community: Community, place: Place | None) -> bool:
    return place is not None and any(one.meets_at(place) for one in desk.communities.values() if one.id != community.id)
