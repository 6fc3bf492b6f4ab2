"""Operator: what is done from the command line, also while the bot is running (experience.md, A coordinator; The
operator).
"""

from dataclasses import dataclass
from datetime import datetime

from bot.community import Community, is_slug
from bot.desk import rota
from bot.desk.desk import Draft
from bot.desk.join import to_approve, welcomed
from bot.outlook import Outlook, ahead, on_day
from bot.people import Listener, Role
from bot.policy import Policy
from bot.ports import Decision, Ids, Seal
from bot.records import Invited
from bot.setting import policy_over
from bot.shift import Recurrence


@dataclass(frozen=True)
class NoSuchCommunity:
    """There is no community of that slug; `slugs` are those that there are."""

    slugs: tuple[str, ...]


@dataclass(frozen=True)
class NotWaiting:
    """Nobody of that alias waits for approval; `waiting` are the aliases that do."""

    waiting: tuple[str, ...]


@dataclass(frozen=True)
class SlugRefused:
    """A slug that cannot be had: `form` or `taken`."""

    why: str


@dataclass(frozen=True)
class Written:
    """An invite and its code, which is shown this once."""

    invite: Invited
    code: str


async def first_community(rows: Decision, *, ids: Ids) -> None:
    """A new database has the community `main` (experience.md, A coordinator)."""
    if not await rows.communities():
        await add_community(rows, slug="main", name="", languages=(), ids=ids)


async def add_community(
    rows: Decision, *, slug: str, name: str, languages: tuple[str, ...], ids: Ids
) -> Community | SlugRefused:
    """`warmline community add`."""
    if not is_slug(slug):
        return SlugRefused("form")
    community = Community(id=ids.new(), slug=slug, name=name or "Warmline", languages=languages or ("en",))
    return community if await rows.add_community(community) else SlugRefused("taken")


async def invite(
    rows: Decision,
    *,
    slug: str,
    role: Role,
    approved: bool,
    practice: bool,
    ids: Ids,
    seal: Seal,
    now: datetime,
    policy: Policy,
) -> Written | NoSuchCommunity:
    """`warmline invite`: a single-use code, good for 72 hours; `approved` is the operator's word (privacy.md,
    Listeners).
    """
    found = {one.slug: one for one in await rows.communities()}
    if slug not in found:
        return NoSuchCommunity(tuple(sorted(found)))
    code = ids.code()
    invited = Invited(
        id=ids.new(), code_hash=seal.hash("invite", code), community=found[slug].id, role=role,
        approved=approved, practice=practice, expires_at=now + policy.invite_valid,
    )  # fmt: skip
    await rows.add_invite(invited)
    return Written(invited, code)


async def roster(
    rows: Decision, *, slug: str, day: str, recurrence: Recurrence, policy: Policy, now: datetime
) -> Outlook | NoSuchCommunity | None:
    """`warmline roster`: from now on, or of that day; None where the day is unreadable."""
    found = {one.slug: one for one in await rows.communities()}
    if slug not in found:
        return NoSuchCommunity(tuple(sorted(found)))
    known, own = await rota.read(rows, found[slug].id, recurrence), policy_over(found[slug], policy)
    return on_day(known, own, day, now=now) if day else ahead(known, own, now=now)


async def approve(rows: Decision, *, slug: str, alias: str, ids: Ids) -> Listener | NotWaiting | NoSuchCommunity:
    """`warmline approve`: the operator's word in place of a coordinator's; the running bot says so to everybody
    concerned.
    """
    found = {one.slug: one for one in await rows.communities()}
    if slug not in found:
        return NoSuchCommunity(tuple(sorted(found)))
    waiting = [one for one in await rows.roster(found[slug].id) if to_approve(found[slug], one)]
    asked = [one for one in waiting if one.alias.casefold() == alias.strip().casefold()]
    if not asked:
        return NotWaiting(tuple(one.alias for one in waiting))
    draft = Draft(rows=rows, ids=ids)
    await welcomed(draft, asked[0], line=found[slug].name, yes=True)
    await rows.put(draft.effects)
    return asked[0]
