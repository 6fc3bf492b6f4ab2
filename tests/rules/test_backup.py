"""`warmline backup`: what lasts, made while people talk, and nothing of them (privacy.md, Keys)."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.private import write_new
from adapters.sql.backup import copied
from adapters.sql.classes import CLASSES, KEPT
from adapters.sql.open import open_store
from tests.support.killed import killed_at_every_step
from tests.support.line import StillClock, conversation, effect, listener, opened, request
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
        again = await line.cli("backup", str(copy))
        assert (again.code, again.out, again.err) == (2, "", f"warmline: {copy} is there already: name a new file.\n")
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


async def made(folder: Path) -> Path:
    """A database in which somebody is on the roster, and somebody talks with them."""
    store, kim, asked = await open_store(f"sqlite:///{folder}/line.db", clock=StillClock()), listener(), request()
    async with store.decision() as rows:
        await opened(rows, kim)
        await rows.add_request(asked)
        await rows.add_conversation(conversation(asked, kim))
        await rows.put([effect(asked.seeker)])
    await store.close()
    return folder / "line.db"


@pytest.mark.parametrize("name", ["there.db", "link.db", "line.db"])
async def test_a_backup_replaces_nothing(name: str, tmp_path: Path) -> None:
    """A file that is there, also one that leads nowhere: told, and left as it is."""
    database = await made(tmp_path)
    (tmp_path / "there.db").write_text("mine")
    (tmp_path / "link.db").symlink_to("nowhere.db")
    before = {file.name: file.read_bytes() for file in tmp_path.glob("*.db") if file.exists()}
    content, _ = copied(f"sqlite:///{database}")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / name, content)
    assert {file.name: file.read_bytes() for file in tmp_path.glob("*.db") if file.exists()} == before
    assert not [*tmp_path.glob(".unnamed-*")]


async def test_a_backup_that_is_killed_leaves_all_or_nothing(tmp_path: Path) -> None:
    """At whatever step: the file is not there, or whole; what else is left holds nothing that is live."""
    (tmp_path / "made").mkdir()
    database = await made(tmp_path / "made")
    live, lasting = rows(database, "live", "turn"), rows(database, *KEPT)
    copies = await killed_at_every_step(
        tmp_path / "made", "backup", "copy.db", within=("adapters.private", "adapters.sql.backup"),
        WARMLINE_DATABASE_URL="sqlite:///line.db",
    )  # fmt: skip
    assert len(copies) > 20
    secrets = told(live) - told(lasting)
    assert len(secrets) > 5
    for copy in copies:
        for left in (*copy.glob("copy.db"), *copy.glob(".unnamed-*")):
            assert not [secret for secret in secrets if secret in left.read_bytes()]
    finished = [(copy / "copy.db").exists() for copy in copies]
    assert finished == sorted(finished)
    assert (finished[0], finished[-1]) == (False, True)
    for copy in copies[finished.index(True) :]:
        assert rows(copy / "copy.db", *KEPT) == lasting
