"""`warmline rotate-key`: a new master key for all that lasts, whole or not at all (privacy.md, Keys)."""

from __future__ import annotations

import base64
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.keyfile import KeyUnusable, read_key
from adapters.seal import Keys
from adapters.sql.backup import copied
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.new_day import LIVE
from adapters.sql.new_key import HASHED, ROSTER
from adapters.sql.open import open_store
from adapters.sql.rotate import rotate
from adapters.sql.store import SqlStore
from adapters.sql.tables import metadata
from adapters.sql.tenure import Tenure
from bot.consent import Scope
from bot.ledger import Feedback, FollowUp
from bot.people import Address
from bot.records import Feed, Invited, Report
from tests.support.killed import killed_at_every_step
from tests.support.line import LINE, NOW, StillClock, agreed, conversation, effect, fresh, listener, opened, request

KIM, SEEKER = listener("Kim", id="4411223344"), Address("telegram", "5566778899")
REPORT = Report(
    reference="K7M-2QXD", community=LINE.id, kind="threat", against="listener", day="2030-05-01", listener=KIM.id,
    seeker=SEEKER, until=NOW + timedelta(days=9000),
)  # fmt: skip
INVITE, FEED, ALIKE = fresh(), "a secret address", replace(listener("KIM", id="99"), id=fresh())


FACTS = (
    Feedback(consent=agreed(Scope.FEEDBACK, SEEKER), rating=4, day=NOW.date()),
    FollowUp(consent=agreed(Scope.FOLLOW_UP, SEEKER), community=LINE.id, language="en", until=NOW + timedelta(days=3)),
)


async def store_at(folder: Path, secret: str | None = None) -> SqlStore:
    """The store in this folder, as commands open it."""
    return await open_store(f"sqlite:///{folder}/line.db", clock=StillClock(), secret_key=secret)


async def rotated(folder: Path, secret: str | None = None) -> Path:
    """The file of the new key."""
    return await rotate(f"sqlite:///{folder}/line.db", clock=StillClock(), key_dir=None, secret_key=secret)


async def made(folder: Path, secret: str | None = None) -> Keys:
    """A database with something in every column that a key has to do with; its keys."""
    folder.mkdir(exist_ok=True)
    store, asked = await store_at(folder, secret), replace(request(), seeker=SEEKER)
    async with store.decision() as d:
        await opened(d, KIM)
        await d.add_invite(
            Invited(id=INVITE, code_hash=store.keys.hash("invite", "code"), community=LINE.id, role=KIM.role,
                    approved=True, practice=False, expires_at=NOW + timedelta(days=9000))
        )  # fmt: skip
        await d.put_feed(Feed(secret_hash=store.keys.hash("feed", FEED), listener=KIM.id, whole=False))
        await d.add_block(SEEKER, KIM.id, community=LINE.id, until=None)
        await d.add_report(REPORT)
        await d.disown_reports(SEEKER)
        await d.add_report(replace(REPORT, reference="AAA-AAAA"))
        await d.save_room(KIM.address, "a room")
        for fact in FACTS:
            await d.add_fact(fresh(), fact)
        await d.add_request(asked)
        await d.add_conversation(conversation(asked, KIM))
        await d.put([effect(SEEKER)])
    await store.close()
    return store.keys


async def holds_all(folder: Path, secret: str | None = None) -> Keys:
    """Everything in it is found and opens; its keys."""
    store = await store_at(folder, secret)
    async with store.decision() as d:
        assert await d.listens(KIM.address) == (KIM,)
        assert not await d.add_listener(ALIKE)
        assert await d.invite(store.keys.hash("invite", "code"), now=NOW) is not None
        assert await d.feed(store.keys.hash("feed", FEED)) is not None
        assert await d.blocked(SEEKER, LINE.id, now=NOW) == {KIM.id}
        assert await d.reported(SEEKER, KIM.id, against="listener")
        assert await d.rooms() == {KIM.address: "a room"}
        assert (await d.take_reminders(LINE.id, now=NOW))[0].address == SEEKER
        assert await d.remove_feedback(SEEKER) == 1
        for fact in FACTS:
            await d.add_fact(fresh(), fact)
        assert await d.request_of(SEEKER) is not None
        assert [one.seeker.address for one in await d.live_conversations()] == [SEEKER]
    assert len(await store.unsent()) == 1
    await store.close()
    return store.keys


def sealed(folder: Path) -> set[object]:
    """Every seal and hash that a master key has to do with."""
    with closing(sqlite3.connect(folder / "line.db")) as reading:
        return {
            value
            for columns in (*ROSTER.items(), *HASHED.items()) for column in columns[1]
            for (value,) in reading.execute(f"SELECT {column.name} FROM {columns[0].name}") if value
        }  # fmt: skip


async def test_a_new_key_opens_all_and_the_old_one_nothing(tmp_path: Path) -> None:
    """Time and again; no seal and no hash is as it was, nor are the old ones anywhere in the files."""
    before, old = await made(tmp_path), sealed(tmp_path)
    assert len(old) == sum(len(columns) for columns in (*ROSTER.values(), *HASHED.values())) - 1  # one stands twice
    first = read_key(tmp_path / "warmline-keys" / "master")
    for _ in range(3):
        assert await rotated(tmp_path) == tmp_path / "warmline-keys" / "master"
        after = await holds_all(tmp_path)
        now = sealed(tmp_path)
        assert len(now) == len(old)
        assert not now & old
        held = b"".join(file.read_bytes() for file in tmp_path.glob("line.db*"))
        assert not [one for one in old if (one if isinstance(one, bytes) else str(one).encode()) in held]
        assert after.fingerprint != before.fingerprint
        assert after.hash("seeker", "x") != before.hash("seeker", "x")
        before, old = after, now
    assert first not in {read_key(file) for file in (tmp_path / "warmline-keys").iterdir()}
    with pytest.raises(KeyUnusable, match="has another key than WARMLINE_SECRET_KEY"):
        await holds_all(tmp_path, base64.b64encode(first).decode())


async def test_a_rotation_that_is_killed(tmp_path: Path) -> None:
    """At whatever step: the database opens with the key that is there; once more, and it has a new one."""
    before = await made(tmp_path / "made")
    copies = await killed_at_every_step(
        tmp_path / "made", "rotate-key", within=("adapters.sql.rotate", "adapters.sql.new_key"),
        WARMLINE_DATABASE_URL="sqlite:///line.db",
    )  # fmt: skip
    assert len(copies) > 30
    changed = []
    for copy in copies:
        after = await holds_all(copy)
        changed.append(after.fingerprint != before.fingerprint)
        assert (copy / "warmline-keys" / "master.next").exists() is False or not changed[-1]
    assert changed == sorted(changed)
    assert (changed[0], changed[-1]) == (False, True)
    for copy in (copies[0], copies[changed.index(True) - 1], copies[changed.index(True)]):
        await rotated(copy)
        assert (await holds_all(copy)).fingerprint != before.fingerprint
        assert [file.name for file in (copy / "warmline-keys").iterdir() if "next" in file.name] == []


async def test_what_was_interrupted_is_finished_and_no_more(tmp_path: Path) -> None:
    """Where only the last step was missing, no second key is made."""
    await made(tmp_path)
    folder = tmp_path / "warmline-keys"
    old = (folder / "master").read_bytes()
    await rotated(tmp_path)
    new = (folder / "master").read_bytes()
    (folder / "master").rename(folder / "master.next")
    (folder / "master").write_bytes(old)
    (folder / "master").chmod(0o600)
    await rotated(tmp_path)
    assert (folder / "master").read_bytes() == new
    await holds_all(tmp_path)


async def test_a_key_of_the_environment(tmp_path: Path) -> None:
    """The new one is in the key folder; until it is set, the line says where; another database's is left alone."""
    secret, foreign = base64.b64encode(bytes(32)).decode(), base64.b64encode(bytes(range(32))).decode()
    await made(tmp_path, secret)
    master = tmp_path / "warmline-keys" / "master"
    master.write_text(foreign)
    master.chmod(0o600)
    with pytest.raises(KeyUnusable, match="is another key than WARMLINE_SECRET_KEY, and would be lost"):
        await rotated(tmp_path, secret)
    master.unlink()
    assert await rotated(tmp_path, secret) == master
    told = f"{tmp_path}/line.db has another key than WARMLINE_SECRET_KEY: set that to what {master} holds."
    with pytest.raises(KeyUnusable, match=re.escape(told)):
        await holds_all(tmp_path, secret)
    for one in (None, master.read_text()):
        await holds_all(tmp_path, one)


async def test_not_while_the_line_runs_nor_without_one(tmp_path: Path) -> None:
    """Nothing is changed, no key is made."""
    await made(tmp_path)
    tenure = Tenure.take(f"sqlite:///{tmp_path}/line.db", clock=StillClock())
    with pytest.raises(DatabaseUnusable, match="is in use by another warmline run"):
        await rotated(tmp_path)
    tenure.leave(told=False)
    with pytest.raises(DatabaseUnusable, match="it is no file that is there"):
        await rotated(tmp_path / "elsewhere")
    assert not [*(tmp_path / "warmline-keys").glob("*.next")]


async def test_another_database_with_the_same_key(tmp_path: Path) -> None:
    """One beside it, a backup perhaps, would never open again: it is named, and nothing is changed."""
    before = await made(tmp_path)
    content, _ = copied(f"sqlite:///{tmp_path}/line.db")
    (tmp_path / "a copy.db").write_bytes(content)
    with pytest.raises(KeyUnusable, match=r"a copy.db has the same key, which will be gone: move it away, with a copy"):
        await rotated(tmp_path)
    assert (await holds_all(tmp_path)).fingerprint == before.fingerprint
    (tmp_path / "a copy.db").unlink()
    (tmp_path / "notes").write_text("nothing")
    await rotated(tmp_path)


async def test_a_command_that_was_begun_before_writes_nothing(tmp_path: Path) -> None:
    """What it would write, the new key could not open."""
    await made(tmp_path)
    early = await store_at(tmp_path)
    await rotated(tmp_path)
    with pytest.raises(KeyUnusable, match="was changed at this moment: try again"):
        async with early.decision():
            pass
    await early.close()
    await holds_all(tmp_path)


def test_every_seal_and_hash_is_known_to_the_keys() -> None:
    """What is binary is sealed with the key of the day or the roster's; what docs/data.md calls a hash is one."""
    sealed = {column for columns in (*LIVE.values(), *ROSTER.values()) for column in columns}
    tables = metadata.tables.values()
    assert sealed == {column for table in tables for column in table.c if column.type.python_type is bytes}
    text = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text()
    shown = {
        f"{table}.{name}"
        for table, rows in re.findall(r"^## `(\w+)` .*?\n(.+?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        for name in re.findall(r"^\| `(\w+)` \| a keyed hash", rows, re.MULTILINE)
    }
    assert shown == {str(column) for columns in HASHED.values() for column in columns}
