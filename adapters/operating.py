"""Operating: the commands that invite, approve and add communities, also while the line is running."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from babel import Locale, UnknownLocaleError

from adapters.clock import RandomIds, SystemClock
from adapters.settings import Settings
from adapters.settings_file import read_settings
from bot.desk import operator
from bot.people import Role

if TYPE_CHECKING:
    from adapters.sql.store import SqlStore

community = typer.Typer(rich_markup_mode=None, help="Add communities, or list them.")

Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The settings file.")]
Slug = Annotated[str, typer.Option("--community", metavar="SLUG", help="Which community.")]


class NotDone(Exception):
    """What was asked cannot be done; the message is the one line that says why (exit code 2)."""


def invite(
    context: typer.Context,
    role: Annotated[Role, typer.Argument(help="Who is invited.", show_default=False)],
    slug: Slug = "main",
    approved: Annotated[bool, typer.Option("--approved", help="Your word: no second person has to approve.")] = False,
    no_practice: Annotated[bool, typer.Option("--no-practice", help="They need not practise first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line: code, telegram, discord, expires.")] = False,
    config: Config = None,
) -> None:
    """Make an invite, good once, for 72 hours.

    Example: warmline invite listener --community lantern
    """
    from adapters.inviting import Invitation, links

    settings = read_settings(config or context.obj)

    async def invited() -> Invitation:
        async with a_store(settings) as store, store.decision() as rows:
            written = await operator.invite(
                rows, slug=slug, role=role, approved=approved, practice=not no_practice, ids=RandomIds(),
                seal=store.keys, now=SystemClock().now(), policy=settings.policy,
            )  # fmt: skip
        if isinstance(written, operator.NoSuchCommunity):
            raise no_community(slug, written)
        telegram, discord = await links(settings, written.code, lost=partial(typer.echo, err=True))
        return Invitation(written.code, telegram, discord, written.invite.expires_at)

    made = asyncio.run(invited())
    typer.echo(json.dumps(made.facts()) if as_json else made.told(role))


def approve(
    context: typer.Context,
    alias: Annotated[str, typer.Argument(help="The alias of who is waiting.", show_default=False)],
    slug: Slug = "main",
    config: Config = None,
) -> None:
    """Approve somebody, in place of a coordinator.

    Example: warmline approve Robin --community lantern
    """

    async def approved() -> str:
        async with a_store(read_settings(config or context.obj)) as store, store.decision() as rows:
            found = await operator.approve(rows, slug=slug, alias=alias, ids=RandomIds())
        if isinstance(found, operator.NoSuchCommunity):
            raise no_community(slug, found)
        if isinstance(found, operator.NotWaiting):
            waiting = f"waiting are: {', '.join(found.waiting)}" if found.waiting else "nobody is waiting"
            raise NotDone(f"Nobody called {alias} is waiting to be approved in {slug}; {waiting}.")
        return found.alias

    typer.echo(f"{asyncio.run(approved())} is approved.")


@community.command("add")
def add(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(help="Its short name in links: letters, digits, _ and -, 40 at most.")],
    name: Annotated[str, typer.Option(help="How the line calls itself in front of what it says.")] = "Warmline",
    languages: Annotated[str, typer.Option(help="The languages that are spoken, the first one first.")] = "en",
    config: Config = None,
) -> None:
    """Add a community: a line of its own, with its own places, listeners and name.

    Example: warmline community add lantern --name "The Lantern" --languages en,de
    """
    spoken = tuple(dict.fromkeys(_language(code) for code in languages.split(",")))
    if not 1 <= len(name := " ".join(name.split())) <= 32 or ":" in name:
        raise NotDone("A community's name has 1 to 32 characters, and no colon.")

    async def added() -> None:
        async with a_store(read_settings(config or context.obj)) as store, store.decision() as rows:
            made = await operator.add_community(rows, slug=slug, name=name, languages=spoken, ids=RandomIds())
        if made == operator.SlugRefused("taken"):
            raise NotDone(f"There is a community {slug} already.")
        if isinstance(made, operator.SlugRefused):
            raise NotDone(f"{slug!r} is no short name: that is letters, digits, _ and -, 40 at most.")

    asyncio.run(added())
    typer.echo(f"{slug} is there. Invite its first coordinator: warmline invite coordinator --community {slug}")


@community.command("list")
def list_(context: typer.Context, config: Config = None) -> None:
    """List the communities: short name, name, languages, for whom, number of places.

    Example: warmline community list
    """

    async def listed() -> list[str]:
        async with a_store(read_settings(config or context.obj)) as store, store.decision() as rows:
            found = await rows.communities()
        facts = ((c.slug, c.name, ",".join(c.languages), c.audience, f"{len(c.places)} place(s)") for c in found)
        return ["\t".join(one) for one in sorted(facts)]

    typer.echo("\n".join(asyncio.run(listed())))


@asynccontextmanager
async def a_store(settings: Settings) -> AsyncIterator[SqlStore]:
    """The store; a new one is given the community `main` (experience.md, A coordinator)."""
    from adapters.sql.open import open_store

    secret = settings.secret_key.get_secret_value() if settings.secret_key else None
    store = await open_store(settings.database_url, clock=SystemClock(), key_dir=settings.key_dir, secret_key=secret)
    try:
        async with store.decision() as rows:
            await operator.first_community(rows, ids=RandomIds())
        yield store
    finally:
        await store.close()


def _language(code: str) -> str:
    try:
        return str(Locale.parse(code.strip(), sep="-").language)
    except (ValueError, UnknownLocaleError):
        raise NotDone(f"{code.strip()!r} is no language; they are written as in: en,de,uk") from None


def no_community(slug: str, found: operator.NoSuchCommunity) -> NotDone:
    """Which ones there are."""
    return NotDone(f"There is no community {slug}; there is: {', '.join(found.slugs)}.")
