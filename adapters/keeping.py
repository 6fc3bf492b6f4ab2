"""Keeping: what an operator does with what is kept, also while the line is running (experience.md, The operator)."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from adapters.clock import RandomIds, SystemClock
from adapters.operating import Config, NotDone, a_store
from adapters.private import write_new
from adapters.settings_file import read_settings
from bot.desk.desk import Draft
from bot.desk.erase import Erased, StillGoingOn, everything
from bot.people import Address


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A new file, to be written.", show_default=False)],
    config: Config = None,
) -> None:
    """Write what lasts into a new file, a database by itself: rosters, shifts, settings, blocks.

    Who is waiting or talking is left out, and so are the keys.

    Example: warmline backup warmline-2026-11-28.db
    """
    # Only here: `run` and `check` do without.
    from adapters.sql.backup import copied
    from adapters.sql.engine import database
    from adapters.sql.open import key_folder

    settings = read_settings(config or context.obj)
    content, rows = copied(settings.database_url)
    try:
        write_new(file, content)
    except FileExistsError:
        raise NotDone(f"{file} is there already: name a new file.") from None
    except OSError as err:
        raise NotDone(f"{file} cannot be written: {err.strerror}.") from err
    counted = ", ".join(f"{kind} {number}" for kind, number in rows.items())
    master = key_folder(database(settings.database_url), settings.key_dir) / "master"
    key = "WARMLINE_SECRET_KEY" if settings.secret_key else str(master)
    typer.echo(
        f"{file} is written, for you alone to read. Rows: {counted}. Who is waiting or talking is not in it.\n"
        f"Nor is the key, without which it is of no use: keep a copy of {key}, and keep it elsewhere."
    )


def erase(
    context: typer.Context,
    person: Annotated[str, typer.Option(metavar="PLATFORM:ID", help="Whose account.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One line: removed, kept, without_coordinator.")] = False,
    config: Config = None,
) -> None:
    """Erase what is held of a person who asks you to.

    What protects others stays until its own end: reports against them and blocks, as codes without an address.

    Example: warmline erase --person telegram:123456789
    """
    from adapters.sql.engine import database

    whose, settings = account(person), read_settings(config or context.obj)
    where = database(settings.database_url)
    if where.path is None or not where.path.is_file():
        raise NotDone(f"{where} is no file that is there: is that the line's database? Nothing was erased.")

    async def erased() -> tuple[Erased, list[str]]:
        async with a_store(settings) as store, store.decision() as rows:
            draft = Draft(rows=rows, ids=RandomIds())
            done = await everything(draft, whose)
            if isinstance(done, StillGoingOn):
                raise NotDone(
                    f"{person} is waiting or talking at this moment: /leave or /end in their chat ends that, then try "
                    "again. Nothing was erased."
                )
            await rows.put(draft.effects)
            return done, [one.slug for one in await rows.communities() if one.id in done.orphaned]

    done, orphaned = asyncio.run(erased())
    if as_json:
        typer.echo(json.dumps({"removed": done.removed, "kept": done.kept, "without_coordinator": orphaned}))
    else:
        typer.echo("\n".join(_told(done, orphaned)))


def account(person: str) -> Address:
    """The account that was typed; NotDone where it is none."""
    if re.fullmatch(r"(discord|telegram):[1-9][0-9]{0,19}", person, re.ASCII):
        return Address(*person.split(":"))
    raise NotDone(
        f"{person!r} is nobody's account: that is telegram: or discord: and its number, as in telegram:12345."
    )


def _told(done: Erased, orphaned: list[str]) -> Iterator[str]:
    removed = ", ".join(f"{kind} {number}" for kind, number in done.removed.items() if number)
    yield f"Removed, in rows: {removed}." if removed else "Nothing was held that could be removed."
    if done.kept["safety"]:
        yield f"Kept until their own end, as they protect others: {done.kept['safety']} reports and blocks, as codes."
    if done.kept["live"]:
        yield "Kept for a day at most: what is left of talks in which they listened."
    if removed:
        yield "Backups made before hold it still: delete those, or erase again after putting one back."
    for slug in orphaned:
        yield f"{slug} has no coordinator now: warmline invite coordinator --community {slug}"


def rotate_key(context: typer.Context, config: Config = None) -> None:
    """Give the database a new master key, while the line is stopped.

    Where this was interrupted, it finishes it. Backups made before open with the old key only.

    Example: warmline rotate-key
    """
    from adapters.sql.rotate import rotate

    settings = read_settings(config or context.obj)
    secret = settings.secret_key.get_secret_value() if settings.secret_key else None
    master = asyncio.run(
        rotate(settings.database_url, clock=SystemClock(), key_dir=settings.key_dir, secret_key=secret)
    )
    lines = [f"The new key is in {master}: keep a copy of it elsewhere."]
    if secret:
        lines.append(
            "Set WARMLINE_SECRET_KEY to what that file holds, or unset it: the old key opens nothing any more."
        )
    lines.append("Backups made before open with the old key only: make a new one (warmline backup), and delete those.")
    typer.echo("\n".join(lines))
