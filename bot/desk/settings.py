"""Settings: what a coordinator sees and sets for their community; all its coordinators hear of it (experience.md)."""

import difflib

from bot.community import Community
from bot.desk import looking_after
from bot.desk.desk import Desk, Draft
from bot.inbound import Typed
from bot.notice import NotACoordinator, Notice
from bot.notice.settings import (
    SettingChanged,
    SettingContradicts,
    SettingShown,
    SettingsShown,
    SettingUnknown,
    SettingWrong,
)
from bot.people import Listener
from bot.policy import RANGES
from bot.setting import NAMES, Refused, changed, contradiction, policy_over, read, usual, value_of, written

_USUAL = "default"


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/settings name value`: without a value it is shown, without a name all that differs; `default` takes it back."""
    name, value = _name(event.options.get("name", "")), event.options.get("value", "").strip()
    async with desk.decide() as draft:
        by = await looking_after.mine(desk, draft.rows, event)
        if by is None:
            return NotACoordinator()
        coordinator, community = by
        if not name:
            return SettingsShown(set_here=_chosen(desk, community), names=NAMES)
        if name not in NAMES:
            return SettingUnknown(likely=tuple(difflib.get_close_matches(name, NAMES, n=3, cutoff=0.5)))
        if not value:
            return _shown(desk, community, name)
        return await _set(desk, draft, coordinator, community, name, value)


async def _set(
    desk: Desk, draft: Draft, coordinator: Listener, community: Community, name: str, text: str
) -> Notice | None:
    roster = await draft.rows.roster(community.id)
    value: str | Refused | None = None
    if text.casefold() != _USUAL:
        aliases = [*(one.alias for one in roster if one.alias), *desk.policy.seeker_aliases]
        value = read(name, text, aliases=aliases)
    if isinstance(value, Refused):
        return _wrong(name, value.why)
    after = changed(community, name, value)
    if after.audience == "youth" and not after.contact:
        return _wrong(name, "youth")
    if (pair := contradiction(after, desk.policy)) is not None and name in pair:
        return _contradicts(desk, community, name, pair, value)
    if after != community:
        await draft.rows.save_community(after)
        draft.after(lambda: desk.communities.update({after.id: after}))
        told = _changed(desk, after, name, by=coordinator.alias)
        await looking_after.told(desk, draft, after.id, told, but=(coordinator.address,))
    return _changed(desk, after, name, by="")


def _name(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _chosen(desk: Desk, community: Community) -> tuple[str, ...]:
    policy = desk.policy_for(community.id)
    values = {name: value_of(name, community, policy) for name in NAMES}
    own = {name: value for name, value in values.items() if value != usual(name, desk.policy)}
    return tuple(  # commas stand between them
        f"{name} = {value.replace(',', ' /' if name == 'topics' else '')}" for name, value in own.items()
    )


def _shown(desk: Desk, community: Community, name: str) -> SettingShown:
    value, otherwise = value_of(name, community, desk.policy_for(community.id)), usual(name, desk.policy)
    unit, least, most = _allowed(name)
    return SettingShown(
        setting=name, about=name, value=value, usual=otherwise, unit=unit, least=least, most=most,
        own=value != otherwise,
    )  # fmt: skip


def _changed(desk: Desk, community: Community, name: str, *, by: str) -> SettingChanged:
    value, otherwise = value_of(name, community, policy_over(community, desk.policy)), usual(name, desk.policy)
    return SettingChanged(setting=name, value=value, coordinator=by, own=value != otherwise)


def _wrong(name: str, why: str) -> SettingWrong:
    unit, least, most = _allowed(name)
    return SettingWrong(setting=name, unit=unit, least=least, most=most, why=why)


def _contradicts(
    desk: Desk, community: Community, name: str, pair: tuple[str, str], value: str | None
) -> SettingContradicts:
    other = pair[1] if pair[0] == name else pair[0]
    stands = value_of(other, community, desk.policy_for(community.id))
    wanted = usual(name, desk.policy) if value is None else value
    return SettingContradicts(setting=name, value=wanted, first=pair[0], second=pair[1], stands=stands)


def _allowed(name: str) -> tuple[str, str, str]:
    """What it is measured in, and from what to what."""
    limits = RANGES.get(name)
    if limits is None:
        return name, "", ""
    unit = "time" if not isinstance(limits.least, int) else "minutes" if name.endswith("_minutes") else "count"
    return unit, written(limits.least), written(limits.most)
