"""Join: from an invite to the roster, with an agreement, an alias, and a second person's word (experience.md,
privacy.md).
"""

from dataclasses import dataclass, replace

from bot.community import Community
from bot.desk import limits, looking_after, youth
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Said, Typed
from bot.notice import (
    Agreement,
    AliasTaken,
    AlreadyJoined,
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    Approved,
    AskAlias,
    AwaitingApproval,
    ButtonOld,
    Declined,
    InviteInvalid,
    InviteMissing,
    NobodyToApprove,
    NotACoordinator,
    NotAgreed,
    Notice,
)
from bot.notice.care import ConfirmAlias
from bot.notice.safeguarding import TooManyCodes
from bot.notice.youth import YouthApproved
from bot.people import LONGEST_ALIAS, Address, AliasRefused, Listener, Role, Standing, checked_alias
from bot.people import named as known_as
from bot.ports import Decision
from bot.records import Invited


@dataclass(frozen=True)
class Joined:
    """What was written was meant as an alias; here is what its writer hears. `refused`: too long for one, it may have
    been a word to somebody, so the refusal is said as well.
    """

    answer: Notice | None
    refused: bool = False


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/join code alias`: shows what they would agree to; the invite is not used up yet."""
    code, refused = event.options.get("code", "").strip(), False
    if not code:
        return InviteMissing()
    if (wait := limits.codes_wait(desk, event.by)) is not None:
        return TooManyCodes(minutes=limits.minutes(wait))
    async with desk.store.decision() as rows:
        invite = await _invited(desk, rows, code)
        if invite is None:
            limits.code_failed(desk, event.by)
            return InviteInvalid()
        desk.communities |= {one.id: one for one in await rows.communities()}  # an operator may just have added it
        present = await _present(rows, event, invite)
        if present is not None and not _rises(present, invite):
            return AlreadyJoined(alias=present.alias)
        if alias := event.options.get("alias", ""):
            checked = await _checked(desk, rows, invite.community, alias)
            refused = isinstance(checked, AliasRefused)
            if isinstance(checked, str):
                desk.memory.aliases[event.by] = checked
    desk.memory.communities[event.by] = invite.community
    return Agreement(invite=invite.id, role=invite.role, another=refused)


async def agree(desk: Desk, event: Pressed) -> Notice | None:
    """**I agree**: the invite is used up now, once; what was not given is asked."""
    now = desk.clock.now()
    async with desk.decide() as draft:
        invite = await draft.rows.invite_by_id(event.subject, now=now)
        if invite is None:
            return InviteInvalid()
        present = await _present(draft.rows, event, invite)
        if present is not None and not _rises(present, invite):
            return AlreadyJoined(alias=present.alias)
        await draft.rows.use_invite(invite.id, now=now)
        if present is not None:
            risen = replace(present, role=Role.COORDINATOR)
            return await _stand(desk, draft, risen, new=False, word=invite.approved)
        return await _enter(desk, draft, event, invite)


async def not_now(desk: Desk, event: Pressed) -> Notice | None:
    """**Not now**: no harm done; the invite stays good."""
    desk.memory.aliases.pop(event.by, None)
    return NotAgreed()


async def named(desk: Desk, event: Said) -> Joined | None:
    """The alias, written by somebody who was asked for one: it is shown back to them; None where nobody asked."""
    async with desk.store.decision() as rows:
        joining = await _joining(rows, event.by)
        if joining is None:
            return None
        checked = await _checked(desk, rows, joining.community, event.words.text)
    if isinstance(checked, AliasRefused):
        return Joined(AliasTaken(reason=checked.reason), refused=len(event.words.text) > LONGEST_ALIAS)
    desk.memory.aliases[event.by] = checked
    return Joined(ConfirmAlias(alias=checked))


async def alias_mine(desk: Desk, event: Pressed) -> Notice | None:
    """**Yes, that's me**: what they wrote is their alias."""
    alias = desk.memory.aliases.pop(event.by, "")
    async with desk.decide() as draft:
        joining = await _joining(draft.rows, event.by)
        if joining is None:
            return ButtonOld()
        if not alias:  # lost in a restart
            return AskAlias()
        checked = await _checked(desk, draft.rows, joining.community, alias)
        if isinstance(checked, AliasRefused):
            return AliasTaken(reason=checked.reason)
        named = replace(joining, alias=checked)
        return await _stand(desk, draft, named, new=False, word=named.approved)


async def alias_another(desk: Desk, event: Pressed) -> Notice | None:
    """**Another name**: they are asked again."""
    desk.memory.aliases.pop(event.by, None)
    async with desk.store.decision() as rows:
        return AskAlias() if await _joining(rows, event.by) else ButtonOld()


async def _joining(rows: Decision, by: Address) -> Listener | None:
    return next((one for one in await rows.listens(by) if one.standing is Standing.JOINING), None)


async def _enter(desk: Desk, draft: Draft, event: Pressed, invite: Invited) -> Notice | None:
    community = desk.communities[invite.community]
    language = community.language_for(desk.language_of(event.by, event.language))
    alias = desk.memory.aliases.pop(event.by, "")
    if alias and isinstance(await _checked(desk, draft.rows, community.id, alias), AliasRefused):
        alias = ""
    listener = Listener(
        id=desk.ids.new(), community=community.id, address=event.by, role=invite.role, standing=Standing.JOINING,
        alias=alias, languages=community.languages, language=language, approved=invite.approved,
        practised=not invite.practice,
    )  # fmt: skip
    if alias:
        return await _stand(desk, draft, listener, new=True, word=listener.approved)
    await draft.rows.add_listener(listener)
    if event.place is not None:  # what is written in a shared place reaches us not, and everybody else
        draft.say(event.by, AskAlias(), language=language, line=community.name)
    return AskAlias()


async def _stand(desk: Desk, draft: Draft, listener: Listener, *, new: bool, word: bool) -> Notice | None:
    """With agreement and alias: active at once by the operator's `word` or as the first coordinator, else by a second
    person's.
    """
    roster = await draft.rows.roster(listener.community)
    first = listener.role is Role.COORDINATOR and not any(one.coordinates for one in roster)
    standing = Standing.ACTIVE if word or first else Standing.ASKED
    active, young = standing is Standing.ACTIVE, desk.communities[listener.community].audience == "youth"
    standing_now = replace(
        listener, standing=standing, approved=listener.approved or active, youth=listener.youth or (active and young)
    )
    await (draft.rows.add_listener if new else draft.rows.save_listener)(standing_now)
    if active:
        await draft.menu(listener.address, language=listener.language)
        return _welcome(listener, guide=desk.communities[listener.community].guide)
    asked = ApprovalAsked(person=listener.id, alias=listener.alias, role=listener.role, youth=young)
    line = desk.communities[listener.community].name
    for one in roster:
        if one.coordinates and one.address != listener.address:
            slot = f"approve:{listener.id}:{one.id}"
            draft.say(one.address, asked, language=one.language, line=line, slot=slot)
    return AwaitingApproval(alias=listener.alias)


async def approve_typed(desk: Desk, event: Typed) -> Notice | None:
    """`/approve alias`, by a coordinator of the same community; on a line for young people, for that, too."""
    async with desk.decide() as draft:
        mine = await looking_after.mine(desk, draft.rows, event)
        if mine is None:
            return NotACoordinator()
        community = mine[1]
        waiting = [one for one in await draft.rows.roster(community.id) if to_approve(community, one)]
        found = known_as((one for one in waiting if one.address != event.by), event.options.get("alias", ""))
        if found is None:
            return NobodyToApprove(waiting=tuple(one.alias for one in waiting))
        await welcomed(draft, found, line=community.name, yes=True)
    return ApprovalGiven(alias=found.alias)


def to_approve(community: Community, listener: Listener) -> bool:
    """Whether they wait for a second person's word: to be here, or to listen to young people."""
    return listener.standing is Standing.ASKED or youth.waits(community, listener)


async def approve_pressed(desk: Desk, event: Pressed) -> Notice | None:
    """**Approve** and **Decline** under the notice to coordinators."""
    async with desk.decide() as draft:
        asked = await draft.rows.listener(event.subject)
        if asked is None or asked.standing is not Standing.ASKED:
            return ButtonOld()
        by = await looking_after.of(draft.rows, event.by, asked.community)
        if by is None or asked.address == event.by:
            return NotACoordinator()
        line = desk.communities[asked.community].name
        await welcomed(draft, asked, line=line, yes=event.verb == "approve")
    return None


async def welcomed(draft: Draft, asked: Listener, *, line: str, yes: bool) -> None:
    """Approve or decline: the person hears it, and every coordinator's notice says so."""
    told: Notice = ApprovalGiven(alias=asked.alias) if yes else ApprovalDeclined(alias=asked.alias)
    await told_all(draft, asked, told, line=line)
    community = await draft.rows.community(asked.community)
    welcome: Notice = _welcome(asked, guide=community.guide if community else "") if yes else Declined()
    if asked.standing is not Standing.ASKED:
        welcome = YouthApproved()
    draft.say(asked.address, welcome, language=asked.language, line=line)
    if yes:
        young = asked.youth or (community is not None and community.audience == "youth")
        await draft.rows.save_listener(replace(asked, standing=Standing.ACTIVE, approved=True, youth=young))
    elif asked.approved:  # a listener who wished to become coordinator stays what they were
        await draft.rows.save_listener(replace(asked, role=Role.LISTENER, standing=Standing.ACTIVE))
    else:
        await draft.rows.remove_listener(asked.id)
    await draft.menu(asked.address, language=asked.language)


async def told_all(draft: Draft, asked: Listener, told: Notice, *, line: str) -> None:
    """What was decided about somebody who waits for a second person's word, in every coordinator's notice."""
    for one in await draft.rows.roster(asked.community):
        if one.coordinates:
            slot = f"approve:{asked.id}:{one.id}"
            if (held := await draft.rows.slot(slot)) is not None:
                draft.change(one.address, told, language=one.language, line=line, message=held[1])
                await draft.rows.free_slot(slot)


def _welcome(listener: Listener, *, guide: str) -> Notice:
    practise = "" if listener.practised else listener.id
    return Approved(alias=listener.alias, role=listener.role, practise=practise, guide=guide)


async def _invited(desk: Desk, rows: Decision, code: str) -> Invited | None:
    """The invite of a code, which may have been copied with the `j_` of its link; a code may begin so itself."""
    for one in dict.fromkeys((code, code.removeprefix("j_"))):
        if (invite := await rows.invite(desk.seal.hash("invite", one), now=desk.clock.now())) is not None:
            return invite
    return None


async def _present(rows: Decision, event: Typed | Pressed, invite: Invited) -> Listener | None:
    found = [one for one in await rows.listens(event.by) if one.community == invite.community]
    return found[0] if found else None


def _rises(present: Listener, invite: Invited) -> bool:
    return invite.role is Role.COORDINATOR and present.role is Role.LISTENER and present.standing is Standing.ACTIVE


async def _checked(desk: Desk, rows: Decision, community: str, alias: str) -> str | AliasRefused:
    taken = [one.alias for one in await rows.roster(community) if one.alias]
    line = desk.communities[community].name
    return checked_alias(alias, line=line, taken=(*taken, *desk.policy.seeker_aliases))
