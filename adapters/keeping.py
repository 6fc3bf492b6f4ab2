"""Keeping: what an operator does with what is kept, also while the line is running (experience.md, The operator)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from adapters.operating import Config, NotDone
from adapters.private import write_new
from adapters.settings_file import read_settings


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A new file, to be written.", show_default=False)],
    config: Config = None,
) -> None:
    """Write what lasts into a new file, a database by itself: rosters, shifts, settings, blocks.

    Who is waiting or talking is left out, and so are the keys.

    Example: warmline backup warmline-2026-11-28.db
    """
    # Only here: the other commands do without.
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
