"""`warmline backup`: what lasts, made while people talk, and nothing of them (privacy.md, Keys)."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from adapters.sql.classes import CLASSES, KEPT
from tests.support.killed import killed_at_every_step
from tests.support.whole import whole_line


def rows(path: Path, *kinds: str) -> dict[str, list[tuple[object, ...]]]:
    """What the tables of these classes hold, but for the note that another process wrote."""
    with closing(sqlite3.connect(path)) as reading:
        held = {
            table.name: sorted(reading.execute(f"SELECT * FROM {table.name}").fetchall(), key=repr)
            for kind, tables in CLASSES.items() if kind in kinds for table in tables
        }  # fmt: skip
    return {name: [row for row in found if row != ("changed", "")] for name, found in held.items()}


def told(found: dict[str, list[tuple[object, ...]]]) -> set[bytes]:
    """Every seal, id and platform's id among these rows."""
    values = {value for table in found.values() for row in table for value in row}
    all_of_them = {value.encode() if isinstance(value, str) else value for value in values}
    return {value for value in all_of_them if isinstance(value, bytes) and len(value) >= 16}


async def test_a_backup_is_made_while_people_talk_and_restored(tmp_path: Path) -> None:
    """It holds every lasting row and not one byte of a live one; with the same key it is a line that goes on."""
    copy = tmp_path / "copy.db"
    async with whole_line(tmp_path) as line:
        robin = await line.listener("Robin", "telegram")
        talk = await line.connects(line.person("seeker", "discord"), robin)
        await talk.seeker.says("hello")
        await robin.sees("hello")
        made = await line.cli("backup", str(copy))
        live, lasting = rows(line.database, "live", "turn"), rows(line.database, *KEPT)
        assert (made.code, made.err) == (0, "")
        assert f"keep a copy of {tmp_path}/warmline-keys/master, and keep it elsewhere" in made.out
        assert copy.stat().st_mode & 0o777 == 0o600
        assert rows(copy, *KEPT) == lasting
        assert len(secrets := told(live) - told(lasting)) > 10
        assert not [secret for secret in secrets if secret in copy.read_bytes()]
        assert "Rows: roster 1, ledger 0, safety 0, line 1, program " in made.out
        await line.kill()
        shutil.move(copy, line.database)
        for log in tmp_path.glob("line.db-*"):
            log.unlink()
        await line.start()
        await line.connects(line.person("another", "discord"), robin)
        assert not line.failures()


async def test_a_backup_replaces_nothing(tmp_path: Path) -> None:
    """A file that is there, also one that leads nowhere, and a folder that is not: told, and left as they are."""
    async with whole_line(tmp_path, start=False) as line:
        assert "cannot be backed up: it is no file that is there." in (await line.cli("backup", "x.db")).err
        await line.invites(1)
        (tmp_path / "there.db").write_text("mine")
        (tmp_path / "link.db").symlink_to("nowhere.db")
        told = {name: f"{name} is there already: name a new file." for name in ("there.db", "link.db", "line.db")}
        told["no/x.db"] = "no/x.db cannot be written: No such file or directory."
        ended = await asyncio.gather(*(line.cli("backup", name) for name in told))
    assert [(one.code, one.out, one.err) for one in ended] == [(2, "", f"warmline: {one}\n") for one in told.values()]
    assert (tmp_path / "there.db").read_text() == "mine"
    assert not (tmp_path / "nowhere.db").exists()
    assert not [*tmp_path.glob(".unnamed-*")]


async def test_a_backup_that_is_killed_leaves_all_or_nothing(tmp_path: Path) -> None:
    """At whatever step: the file is not there, or whole; what else is left holds nothing that is live."""
    made = tmp_path / "made"
    made.mkdir()
    async with whole_line(made) as line:
        robin = await line.listener("Robin", "telegram")
        await line.connects(line.person("seeker", "discord"), robin)
        await line.kill()
        live, lasting = rows(line.database, "live", "turn"), rows(line.database, *KEPT)
    copies = await killed_at_every_step(
        made, "backup", "copy.db", within=("adapters.private", "adapters.sql.backup"),
        WARMLINE_DATABASE_URL="sqlite:///line.db",
    )  # fmt: skip
    assert len(copies) > 20
    secrets = told(live) - told(lasting)
    for copy in copies:
        for left in (*copy.glob("copy.db"), *copy.glob(".unnamed-*")):
            assert not [secret for secret in secrets if secret in left.read_bytes()]
    finished = [(copy / "copy.db").exists() for copy in copies]
    assert finished == sorted(finished)
    assert (finished[0], finished[-1]) == (False, True)
    for copy in copies[finished.index(True) :]:
        assert rows(copy / "copy.db", *KEPT) == lasting
