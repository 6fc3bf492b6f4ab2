"""Opening a database: what is wrong with it is one clear line; what is right with it starts fast."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.keyfile import KeyUnusable
from adapters.sql.engine import database
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.open import open_store
from tests.support.line import LINE, StillClock, opened

NOBODY = 65534


async def make(path: Path) -> None:
    """A database with one community."""
    store = await open_store(f"sqlite:///{path}", clock=StillClock())
    async with store.decision() as decision:
        await opened(decision)
    await store.close()


async def refusal(path: Path) -> str:
    """The line with which opening is refused."""
    with pytest.raises(DatabaseUnusable) as refused:
        await open_store(f"sqlite:///{path}", clock=StillClock())
    line = str(refused.value)
    assert str(path) in line
    assert "\n" not in line
    return line


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A database file that was made and closed."""
    await make(tmp_path / "line.db")
    return tmp_path / "line.db"


async def test_a_new_database_is_for_its_owner_alone_and_opens_again(path: Path) -> None:
    """Its file is private, its key lies in a folder beside it, and what was written is there."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (path.parent / "warmline-keys" / "master").is_file()
    store = await open_store(f"sqlite:///{path}", clock=StillClock())
    async with store.decision() as decision:
        assert await decision.communities() == (LINE,)
    await store.close()


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("postgresql://somebody:secret@host/db", "PostgreSQL comes with a later release"),
        ("postgresql+asyncpg://host/db", "PostgreSQL comes with a later release"),
        *((url, "That is no database address") for url in ("", "line.db", "mysql://h/d", "sqlite://", "sqlite:///")),
        ("sqlite:///line.db?mode=ro", "That is no database address"),
    ],
)
def test_an_address_that_is_none_is_refused_without_being_shown(url: str, line: str) -> None:
    """It may hold a password."""
    with pytest.raises(DatabaseUnusable, match=line) as refused:
        database(url)
    assert "secret" not in str(refused.value)


def test_addresses_are_relative_or_absolute() -> None:
    """Three slashes and four, as everywhere."""
    assert database("sqlite:///a/line.db").path == Path("a/line.db")
    assert database("sqlite:////a/line.db").path == Path("/a/line.db")
    assert database("sqlite:///:memory:").path is None


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """Nothing is made, not even a key."""
    assert "there is no folder" in await refusal(tmp_path / "missing" / "line.db")
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """It cannot be opened."""
    assert "cannot be opened" in await refusal(tmp_path)


async def test_what_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """Some other file is not written to."""
    (tmp_path / "line.db").write_text("dear diary, " * 100)
    assert "is no SQLite database" in await refusal(tmp_path / "line.db")
    assert (tmp_path / "line.db").read_text().startswith("dear diary")


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """Its tables are not ours."""
    with closing(sqlite3.connect(tmp_path / "line.db")) as other:
        other.execute("CREATE TABLE song (title TEXT)")
    assert "another program's database" in await refusal(tmp_path / "line.db")


async def test_a_damaged_page_is_found_at_start(path: Path) -> None:
    """Not only when somebody needs what was on it."""
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * 8192 + whole[12288:])
    assert "is damaged" in await refusal(path)


async def test_a_locked_database_is_said_to_be_locked(path: Path) -> None:
    """After waiting for as long as a short command may take."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert "is locked by another program" in await refusal(path)


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, and no right to write where others are not let; for root, by being nobody for a while."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        shutil.chown(folder, NOBODY)
        os.seteuid(NOBODY)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


async def test_a_read_only_database_is_said_to_be_read_only(unprivileged: Path) -> None:
    """The file or its folder: it is noticed at start, not at the first word."""
    path = unprivileged / "line.db"
    await make(path)
    path.chmod(0o400)
    assert "cannot be written" in await refusal(path)
    path.chmod(0o600)
    unprivileged.chmod(0o500)
    assert "cannot be" in await refusal(path)
    assert "cannot be made" in await _unmade(unprivileged / "other.db")


async def _unmade(path: Path) -> str:
    with pytest.raises(DatabaseUnusable) as refused:
        await open_store(f"sqlite:///{path}", clock=StillClock(), key_dir=path.parent / "warmline-keys")
    return str(refused.value)


async def test_a_database_opens_with_its_own_key_only(path: Path) -> None:
    """A foreign key and a missing one are refused, and no new one is made."""
    url, keys = f"sqlite:///{path}", path.parent / "warmline-keys"
    with pytest.raises(
        KeyUnusable, match=r"line.db has another key than WARMLINE_SECRET_KEY: set that to what .*master"
    ):
        await open_store(url, clock=StillClock(), secret_key="A" * 43)
    (keys / "master").unlink()
    with pytest.raises(KeyUnusable, match=r"WARMLINE_SECRET_KEY is not the one with which .*line.db was made"):
        await open_store(url, clock=StillClock(), secret_key="A" * 43)
    with pytest.raises(KeyUnusable, match="key is missing"):
        await open_store(url, clock=StillClock())
    assert not (keys / "master").exists()


async def test_a_wrong_key_leaves_no_empty_database_behind(tmp_path: Path) -> None:
    """Whoever mistypes the key of a new database can simply try again."""
    with pytest.raises(KeyUnusable):
        await open_store(f"sqlite:///{tmp_path}/line.db", clock=StillClock(), secret_key="short")
    assert list(tmp_path.iterdir()) == []


async def test_a_start_that_was_killed_before_there_were_tables_is_gone_on_with(tmp_path: Path) -> None:
    """An empty file is a new database."""
    (tmp_path / "line.db").touch()
    await make(tmp_path / "line.db")


def test_alembic_is_not_loaded_where_nothing_is_to_be_migrated(tmp_path: Path) -> None:
    """Neither for a new database nor for one that is up to date: a start is quick."""
    program = (
        "import asyncio, sys; from adapters.sql.open import open_store; from adapters.clock import SystemClock\n"
        "async def go():\n"
        "    for _ in range(2):\n"
        f"        await (await open_store('sqlite:///{tmp_path}/line.db', clock=SystemClock())).close()\n"
        "asyncio.run(go()); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True, timeout=60)
