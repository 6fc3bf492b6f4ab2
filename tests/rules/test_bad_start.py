"""Bad input at the start of `warmline run`: one line on stderr, nothing on stdout, exit code 2 (experience.md)."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.clock import SystemClock
from adapters.sql.open import open_store
from bot.people import Address
from tests.support.whole import TOKENS, Finished, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
SECRET = "not-to-be-shown"
SETTINGS: list[tuple[dict[str, str], str]] = [
    ({"DISCORD__TOKEN": "", "TELEGRAM__TOKEN": ""}, "There is no token: set WARMLINE_DISCORD__TOKEN"),
    ({"WEB__PROT": "1"}, "There is no setting WARMLINE_WEB__PROT; did you mean WARMLINE_WEB__PORT?"),
    ({"DISCORD_TOKEN": SECRET}, "There is no setting WARMLINE_DISCORD_TOKEN; did you mean WARMLINE_DISCORD__TOKEN?"),
    ({"WEB__PORT": "eighty"}, "WARMLINE_WEB__PORT is 'eighty'; allowed: a whole number from 0 to 65535."),
    ({"LOG__LEVEL": "LOUD"}, "WARMLINE_LOG__LEVEL is 'LOUD'; allowed: DEBUG, INFO, WARNING or ERROR."),
    ({"DATABASE_URL": "mysql://x"}, "WARMLINE_DATABASE_URL is 'mysql://x'; allowed: sqlite:///relative/path"),
    ({"TELEGRAM__API_URL": "ftp://x"}, "WARMLINE_TELEGRAM__API_URL is 'ftp://x'; allowed: an address"),
    ({"TELEGRAM__TOKEN": f"{SECRET} x"}, "WARMLINE_TELEGRAM__TOKEN is wrong; allowed: the bot's token"),
    ({"SECRET_KEY": SECRET}, "WARMLINE_SECRET_KEY is wrong; allowed: 32 bytes in base64"),
    ({"CONFIG": "none.toml"}, "The settings file none.toml is not there."),
]
ROOT = os.geteuid() == 0  # may write even to what is read-only; tests/adapters/test_sql_open.py sees to that case
Harm = Callable[[Path, ExitStack], None]


def _locked(path: Path, held: ExitStack) -> None:
    other = held.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")


def _corrupt(path: Path, held: ExitStack) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * 8192 + whole[12288:])


def _no_database(path: Path, held: ExitStack) -> None:
    path.write_text("dear diary\n" * 1000)


def _newer(path: Path, held: ExitStack) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE alembic_version SET version_num = 'of-tomorrow'")


def _keyless(path: Path, held: ExitStack) -> None:
    (path.parent / "warmline-keys" / "master").unlink()


def _keys_open_to_others(path: Path, held: ExitStack) -> None:
    (path.parent / "warmline-keys").chmod(0o750)


def _read_only(path: Path, held: ExitStack) -> None:
    path.chmod(0o400)


DATABASES: list[tuple[Harm, str]] = [
    (_locked, "is locked by another program."),
    (_corrupt, "is damaged; put a backup in its place."),
    (_no_database, "is no SQLite database, or is damaged."),
    (_newer, "newer"),
    (_keyless, "The database's key is missing"),
    (_keys_open_to_others, "_keys_open_to_others/warmline-keys: chmod 700 /"),
    (_read_only, "cannot be written"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """Both platforms, and a database with its key; nothing runs."""
    async with whole_line(tmp_path_factory.mktemp("start"), start=False, WARMLINE_LOG__LEVEL="ERROR") as line:
        await line.invites(1)
        yield line


async def test_settings_that_are_wrong(line: WholeLine) -> None:
    """Missing, unknown, misspelt or of the wrong kind: the line names it, and what is allowed; never a secret."""
    ends = await asyncio.gather(
        *(line.cli("run", **{f"WARMLINE_{name}": value for name, value in more.items()}) for more, _ in SETTINGS)
    )
    for end, (_, told) in zip(ends, SETTINGS, strict=True):
        assert told in _complaint(end)
        assert SECRET not in end.err


async def test_a_token_that_is_refused(line: WholeLine) -> None:
    """By either platform, while the other takes its own, and though words from before a crash wait to be read again."""
    wrong = {platform: f"{token[:-1]}-" for platform, token in TOKENS.items()}
    places = {name: _database(line, name) for name in wrong}
    for place in places.values():
        store = await open_store(place["WARMLINE_DATABASE_URL"], clock=SystemClock())
        await store.pend((Address("telegram", "7"), "1"))
        await store.close()
    ends = await asyncio.gather(
        *(line.cli("run", **places[name] | {f"WARMLINE_{name.upper()}__TOKEN": wrong[name]}) for name in wrong)
    )
    for end, platform in zip(ends, wrong, strict=True):
        told = f"{platform.capitalize()} refuses the token in WARMLINE_{platform.upper()}__TOKEN."
        assert _complaint(end) == f"warmline: {told}"


async def test_a_port_in_use_and_a_second_run_on_the_same_file(line: WholeLine) -> None:
    """The lines say which, and how to take another; who ran first runs on."""
    await line.start()
    port = str(line.ready["web_port"])
    taken, second = await asyncio.gather(
        line.cli("run", **_database(line, "port"), WARMLINE_WEB__PORT=port), line.cli("run")
    )
    told = f"Port {port} on 127.0.0.1 is in use; set WARMLINE_WEB__PORT to a free one, or to 0 for any."
    assert _complaint(taken) == f"warmline: {told}"
    assert _complaint(second) == f"warmline: {line.database} is in use by another warmline run."
    somebody = line.person("somebody", "telegram")
    await somebody.says("hello")
    await somebody.sees("I'm a program")
    assert await line.stop() == 0


async def test_a_database_that_cannot_be_used(line: WholeLine) -> None:
    """Locked, damaged, no database, too new, its key gone or open to others, read-only: told, and left as it is."""
    harms = [(harm, told) for harm, told in DATABASES if harm is not _read_only or not ROOT]
    with ExitStack() as held:
        places = [_database(line, harm.__name__) for harm, _ in harms]
        paths = [Path(place["WARMLINE_DATABASE_URL"].removeprefix("sqlite:///")) for place in places]
        for (harm, _), path in zip(harms, paths, strict=True):
            harm(path, held)
        before = [_untouched(path) for path in paths]
        ends = await asyncio.gather(*(line.cli("run", **place) for place in places))
    for (_, told), path, end in zip(harms, paths, ends, strict=True):
        assert told in _complaint(end)
        assert str(path.parent) in _complaint(end)
    assert [_untouched(path) for path in paths] == before


def _database(line: WholeLine, name: str) -> dict[str, str]:
    """The setting for a copy of the database, with its key, in a folder of its own."""
    folder = line.folder / name
    folder.mkdir()
    shutil.copy(line.database, folder)
    shutil.copytree(line.folder / "warmline-keys", folder / "warmline-keys")
    return {"WARMLINE_DATABASE_URL": f"sqlite:///{folder / line.database.name}"}


def _untouched(path: Path) -> tuple[int, int]:
    """Reading the file itself would let go of our own lock on it."""
    return path.stat().st_mtime_ns, path.stat().st_size


def _complaint(end: Finished) -> str:
    assert (end.code, end.out) == (2, ""), end
    lines = end.err.splitlines()
    assert len(lines) == 1, end
    return lines[0]
