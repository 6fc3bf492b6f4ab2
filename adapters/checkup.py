"""Checkup: what `warmline check` looks at, and what it finds (experience.md, The operator)."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from adapters.accounts import ADMINISTRATOR, RIGHTS, DiscordAccount, NotReached, TelegramAccount, TokenRefused
from adapters.calendar.recurrence import Rules
from adapters.catalogue import CatalogueBroken
from adapters.clock import SystemClock
from adapters.dates import hours_written
from adapters.helplines import Helplines
from adapters.keyfile import KeyUnusable
from adapters.places import config_dir
from adapters.private import exposed
from adapters.settings import Settings, SettingsWrong
from adapters.sql.engine import database
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.open import key_folder, open_store
from adapters.wording import read_wording
from bot.community import Community
from bot.desk import rota
from bot.rota import Rota
from bot.setting import policy_over, without_effect
from bot.shift import written


class Verdict(StrEnum):
    """How something is: as it should be, worth a look, or wrong."""

    FINE = "ok"
    LOOK = "look"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One line of the table."""

    verdict: Verdict
    about: str
    told: str


async def findings(settings: Settings, file: Path | None) -> AsyncIterator[Finding]:
    """Everything that is looked at, in order, as it is found."""
    yield Finding(Verdict.FINE, "settings", f"read from {file}" if file else "built in; no settings file")
    try:
        settings.with_a_platform()
    except SettingsWrong as err:
        yield Finding(Verdict.WRONG, "tokens", str(err))
    rotas: dict[Community, Rota] = {}
    async for finding, found in _database(settings):
        rotas |= found
        yield finding
    communities = tuple(rotas)
    for finding in (*_numbers(settings, communities), *_coverage(settings, rotas)):
        yield finding
    async for finding in _discord(settings, communities):
        yield finding
    async for finding in _telegram(settings, communities):
        yield finding
    for finding in (*_locales(), *_helplines(), *without_youth_lines(communities, read_wording().helplines)):
        yield finding


async def _database(settings: Settings) -> AsyncIterator[tuple[Finding, dict[Community, Rota]]]:
    """Looks, and makes nothing: a database that is not there yet is made by what first needs it."""
    try:
        where = database(settings.database_url)
        path, keys = where.path, key_folder(where, settings.key_dir)
        if (line := exposed(keys)) is not None:
            yield Finding(Verdict.WRONG, "keys", line), {}
            return
        lie = f"in {keys}, for their owner alone" if keys.exists() else f"will lie in {keys}"
        yield Finding(Verdict.FINE, "keys", lie), {}
        if path is not None and not path.exists():
            yield _to_be_made(path), {}
            return
        secret = settings.secret_key.get_secret_value() if settings.secret_key else None
        store = await open_store(
            settings.database_url, clock=SystemClock(), key_dir=settings.key_dir, secret_key=secret
        )  # fmt: skip
    except (DatabaseUnusable, KeyUnusable) as err:
        yield Finding(Verdict.WRONG, "database", str(err)), {}
        return
    try:
        async with store.decision() as rows:
            found = {one: await rota.read(rows, one.id, Rules()) for one in await rows.communities()}
    finally:
        await store.close()
    names = ", ".join(one.slug for one in found) or "none yet"
    yield Finding(Verdict.FINE, "database", f"{path} is usable; communities: {names}"), found


def _to_be_made(path: Path) -> Finding:
    if os.access(path.parent, os.W_OK):
        return Finding(Verdict.FINE, "database", f"{path} will be made at the first start")
    return Finding(
        Verdict.WRONG, "database", f"{path} cannot be made: nothing can be written in {path.parent.resolve()}"
    )


def _numbers(settings: Settings, communities: tuple[Community, ...]) -> list[Finding]:
    """What communities have set for themselves, on top of the settings, which are in order (or there were no check)."""
    told = []
    for one in communities:
        for name in without_effect(one, settings.policy):
            why = "out of its range, or contradicts another number"
            told.append(Finding(Verdict.LOOK, one.slug, f"its own {name} does not count: {why}; see /settings {name}"))
    return told or [Finding(Verdict.FINE, "numbers", "in order, those of each community too")]


def _coverage(settings: Settings, rotas: dict[Community, Rota]) -> list[Finding]:
    """What nobody covers in the time in which coordinators are told of it, 48 hours unless set otherwise."""
    now, told = SystemClock().now(), []
    for one, found in rotas.items():
        policy = policy_over(one, settings.policy)
        for gap in found.gaps(since=now, until=now + policy.gap_notice):
            hours = hours_written(written(gap.starts, gap.ends, policy.zone), "en")
            told.append(Finding(Verdict.LOOK, "coverage", f"{one.slug}: a shift that nobody covers: {hours}"))
    return told or [Finding(Verdict.FINE, "coverage", "every shift of the next days has its listener")]


async def _discord(settings: Settings, communities: tuple[Community, ...]) -> AsyncIterator[Finding]:
    if settings.discord.token is None:
        yield Finding(Verdict.FINE, "discord", "off: it has no token")
        return
    account = DiscordAccount(settings.discord, settings.discord.token.get_secret_value())
    try:
        _, name = await account.me()
        servers = await account.servers()
    except (TokenRefused, NotReached) as err:
        yield _failed("discord", err)
        return
    yield Finding(Verdict.FINE, "discord", f"the token is {name}'s, which is in {len(servers)} server(s)")
    for community, server in _places(communities, "discord"):
        rights = servers.get(server)
        if rights is None:
            yield Finding(Verdict.WRONG, community, "the bot is no longer in its Discord server")
        elif not rights & ADMINISTRATOR and rights & RIGHTS != RIGHTS:
            yield Finding(
                Verdict.LOOK, community, "in its Discord server the bot may not view channels and send messages"
            )
        else:
            yield Finding(Verdict.FINE, community, "in its Discord server the bot has the rights it needs")


async def _telegram(settings: Settings, communities: tuple[Community, ...]) -> AsyncIterator[Finding]:
    if settings.telegram.token is None:
        yield Finding(Verdict.FINE, "telegram", "off: it has no token")
        return
    account = TelegramAccount(settings.telegram, settings.telegram.token.get_secret_value())
    try:
        me, name = await account.me()
        yield Finding(Verdict.FINE, "telegram", f"the token is @{name}'s")
        for community, group in _places(communities, "telegram"):
            may = await account.may_delete(group, me=me)
            if may is None:
                yield Finding(Verdict.WRONG, community, "the bot is no longer in its Telegram group")
            elif not may:
                told = "in its Telegram group the bot may not delete: others see who types /talk there"
                yield Finding(Verdict.LOOK, community, told)
            else:
                yield Finding(Verdict.FINE, community, "in its Telegram group the bot has the rights it needs")
    except (TokenRefused, NotReached) as err:
        yield _failed("telegram", err)


def _places(communities: tuple[Community, ...], platform: str) -> list[tuple[str, str]]:
    return [(one.slug, place) for one in communities for where, place in sorted(one.places) if where == platform]


def _failed(platform: str, err: TokenRefused | NotReached) -> Finding:
    told = "the token is refused" if isinstance(err, TokenRefused) else f"it cannot be reached: {err}"
    return Finding(Verdict.WRONG, platform, told)


def _locales() -> list[Finding]:
    try:
        catalogue = read_wording().catalogue
    except (CatalogueBroken, OSError) as err:
        return [Finding(Verdict.WRONG, "locales", str(err))]
    missing = {name: catalogue.missing(name) for name in catalogue.languages}
    told = [
        Finding(Verdict.LOOK, "locales", f"{name} lacks {len(keys)} texts: {', '.join(keys[:5])}")
        for name, keys in missing.items() if keys
    ]  # fmt: skip
    return told or [Finding(Verdict.FINE, "locales", f"complete in {', '.join(catalogue.languages)}")]


def without_youth_lines(communities: tuple[Community, ...], helplines: Helplines) -> list[Finding]:
    """Where no helpline of a community's country is for people under 18; a line for them has to say which country that
    is (privacy.md, Minors).
    """
    told, file = [], config_dir() / "helplines.toml"
    for one in communities:
        if one.country and not helplines.of(one.country, youth=True):
            why = f"no helpline of {one.country} is tagged as for people under 18, who are shown those; see {file}"
            told.append(Finding(Verdict.LOOK, one.slug, why))
        elif one.audience == "youth" and not one.country:
            why = "it is for young people and does not say where: whether it has helplines for them cannot be told"
            told.append(Finding(Verdict.LOOK, one.slug, f"{why}; see /settings country"))
    return told


def _helplines() -> list[Finding]:
    lines = read_wording().helplines
    stale = lines.stale(today=SystemClock().now().date())
    if not stale:
        return [Finding(Verdict.FINE, "helplines", f"all {len(lines.lines)} were looked at in time")]
    days, file = lines.stale_after.days, config_dir() / "helplines.toml"
    first = Finding(Verdict.LOOK, "helplines", f"{len(stale)} were looked at more than {days} days ago; see {file}")
    return [first, *(Finding(Verdict.LOOK, one.country, f"{one.name}, on {one.checked_on}") for one in stale)]
