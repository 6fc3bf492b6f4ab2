"""The command as an operator uses it: a process of its own, a folder of its own, the sandbox's servers."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.clock import SystemClock
from adapters.sandbox.discord import DiscordServer
from adapters.sandbox.telegram import TelegramServer
from adapters.sql.open import open_store
from bot.people import Address, Listener, Role, Standing
from bot.shift import Change, Override, Repeat, Shift

ROOT = Path(__file__).resolve().parents[2]
TELEGRAM = "123456:a-made-up-token-of-nobody"
APP = "123456789012345678"
DISCORD = f"{base64.urlsafe_b64encode(APP.encode()).decode().rstrip('=')}.made-up"
DEAD = "http://127.0.0.1:9"  # nobody listens there


@dataclass(frozen=True)
class Outcome:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr of a command that failed, and printed nothing else."""
        assert (self.code, self.out) == (2, ""), self
        assert self.err.count("\n") == 1, self
        return self.err.strip()


@dataclass(frozen=True)
class Terminal:
    """A terminal in a folder, with some variables set."""

    folder: Path

    async def types(self, *words: str, **variables: str) -> Outcome:
        """Run `warmline` with these words."""
        ours = {f"WARMLINE_{name}": value for name, value in variables.items()}
        plain = {name: value for name, value in os.environ.items() if not name.startswith("WARMLINE_")}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from adapters.cli import main; main()", *words, cwd=self.folder,
            env=plain | ours | {"PYTHONPATH": str(ROOT)}, stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        async with asyncio.timeout(60):
            out, err = await process.communicate()
        return Outcome(process.returncode or 0, out.decode(), err.decode())


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal in an empty folder."""
    return Terminal(tmp_path)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """Telegram in small."""
    server = TelegramServer(token=TELEGRAM, strict=True, username="line_bot")
    await server.start()
    yield server
    await server.close()


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """Discord in small."""
    server = DiscordServer(token=DISCORD, strict=True)
    await server.start()
    yield server
    await server.close()


async def test_help_explains_every_command(terminal: Terminal) -> None:
    """Each command has its help, with an example; the version is told."""
    commands = (
        "run",
        "demo",
        "invite",
        "approve",
        "roster",
        "check",
        "backup",
        "erase",
        "rotate-key",
        "stats",
        "community add",
        "community list",
    )
    told = await asyncio.gather(*(terminal.types(*command.split(), "--help") for command in commands))
    assert all(one.code == 0 and "Example: " in one.out for one in told)
    assert all(f"warmline {command}" in one.out for command, one in zip(commands, told, strict=True))
    assert (await terminal.types("--version")).out.startswith("warmline 0.")


async def test_an_invite_makes_the_database_and_is_one_line_of_json(terminal: Terminal) -> None:
    """The first command makes database, key and community `main`; without tokens no links; the code is kept nowhere."""
    made = await terminal.types("invite", "coordinator", "--json")
    invite = json.loads(made.out)
    assert made.out.count("\n") == 1
    assert (list(invite), made.err) == (["code", "telegram", "discord", "expires"], "")
    assert (invite["telegram"], invite["discord"]) == (None, None)
    left = datetime.fromisoformat(invite["expires"]) - datetime.now(UTC)
    assert timedelta(hours=71) < left <= timedelta(hours=72)
    assert (terminal.folder / "warmline-keys" / "master").stat().st_mode & 0o777 == 0o600
    files = [path for path in terminal.folder.rglob("*") if path.is_file()]
    assert not [path for path in files if invite["code"].encode() in path.read_bytes()]


async def test_an_invite_brings_links(terminal: Terminal, telegram: TelegramServer) -> None:
    """The Telegram link knows the bot's name by asking; the Discord link knows the application by its token."""
    made = await terminal.types(
        "invite", "listener", "--json", "--approved", "--no-practice",
        TELEGRAM__TOKEN=TELEGRAM, TELEGRAM__API_URL=telegram.url, DISCORD__TOKEN=DISCORD, DISCORD__API_URL=DEAD,
    )  # fmt: skip
    invite = json.loads(made.out)
    assert invite["telegram"] == f"https://t.me/line_bot?start=j_{invite['code']}"
    assert invite["discord"].startswith(f"https://discord.com/oauth2/authorize?client_id={APP}&scope=bot+applications")


async def test_an_invite_without_telegram(terminal: Terminal) -> None:
    """Where Telegram cannot be reached the invite is made all the same, without a link, and stderr says why."""
    made = await terminal.types("invite", "listener", "--json", TELEGRAM__TOKEN=TELEGRAM, TELEGRAM__API_URL=DEAD)
    assert made.code == 0
    assert json.loads(made.out)["telegram"] is None
    assert made.err.startswith("There is no link for Telegram: it cannot be reached")
    assert TELEGRAM not in made.err


async def test_communities(terminal: Terminal) -> None:
    """Communities are added and listed; the same slug twice, a wrong one and a wrong language are refused."""
    added = await terminal.types("community", "add", "lantern", "--name", "The Lantern", "--languages", "en,de-AT")
    assert added.code == 0
    listed = await terminal.types("community", "list")
    assert listed.out == "lantern\tThe Lantern\ten,de\tadults\t0 place(s)\nmain\tWarmline\ten\tadults\t0 place(s)\n"
    wrong = (("lantern",), ("x/y",), ("z", "--languages", "en,klingon"), ("z", "--name", "a: b"))
    refused = await asyncio.gather(*(terminal.types("community", "add", *words) for words in wrong))
    assert [one.complaint.split(" ")[1:4] for one in refused] == [
        ["There", "is", "a"], ["'x/y'", "is", "no"], ["'klingon'", "is", "no"], ["A", "community's", "name"],
    ]  # fmt: skip


async def test_approving_nobody(terminal: Terminal) -> None:
    """An alias that does not wait, and a community that is not there, are told."""
    assert "Nobody called Robin is waiting" in (await terminal.types("approve", "Robin")).complaint
    there = (await terminal.types("approve", "Robin", "--community", "no")).complaint
    assert there == "warmline: There is no community no; there is: main."


MISTAKES: list[tuple[list[str], dict[str, str], str]] = [
    (["frob"], {}, "No such command 'frob'"),
    (["invite"], {}, "Missing argument 'role'"),
    (["invite", "boss"], {}, "'boss' is not one of 'listener', 'coordinator'"),
    (["invite", "listener", "--community", "no"], {}, "There is no community no; there is: main."),
    (["roster", "--community", "no"], {}, "There is no community no; there is: main."),
    (["roster", "--day", "someday"], {}, "'someday' is no day; they are written as in: today,"),
    (["roster", "--day", "2020-01-01"], {}, "'2020-01-01' is over: the roster is shown from now on."),
    (["backup", "x.db"], {}, "warmline.db cannot be backed up: it is no file that is there."),
    (["backup", "x.db"], {"DATABASE_URL": "sqlite:///:memory:"}, "The database in memory cannot be backed up"),
    (["erase", "--person", "discord:5"], {}, "warmline.db is no file that is there: is that the line's database?"),
    (["erase"], {}, "Missing option '--person'"),
    (["erase", "--person", "robin"], {}, "'robin' is nobody's account"),
    (["run"], {}, "There is no token: set WARMLINE_DISCORD__TOKEN"),
    (["run", "--config", "none.toml"], {}, "The settings file none.toml is not there."),
    (["--config", "none.toml", "check"], {}, "The settings file none.toml is not there."),
    (["check"], {"WEB__PROT": "1"}, "There is no setting WARMLINE_WEB__PROT; did you mean WARMLINE_WEB__PORT?"),
    (["invite", "listener"], {"DATABASE_URL": "sqlite:///no/such/folder/x.db"}, "no/such/folder"),
]


@pytest.mark.parametrize(("words", "variables", "line"), MISTAKES, ids=[" ".join(words) for words, _, _ in MISTAKES])
async def test_a_mistake_is_one_line_and_exit_code_2(
    terminal: Terminal, words: list[str], variables: dict[str, str], line: str
) -> None:
    """Whatever is wrong is one line on stderr, nothing on stdout, exit code 2."""
    assert line in (await terminal.types(*words, **variables)).complaint


def _broken(database: Path) -> None:
    database.write_bytes(b"this is no database at all" * 400)


def _without_key(database: Path) -> None:
    (database.parent / "warmline-keys" / "master").unlink()


def _newer(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of-tomorrow'")
    connection.close()


@pytest.mark.parametrize("harm", [_broken, _without_key, _newer])
async def test_a_database_that_cannot_be_used(terminal: Terminal, harm: Callable[[Path], None]) -> None:
    """A damaged database, one without its key, and one of a newer version are one line each, for `check` too."""
    assert (await terminal.types("invite", "listener")).code == 0
    harm(terminal.folder / "warmline.db")
    assert (await terminal.types("invite", "listener")).complaint
    looked = await terminal.types("check")
    assert looked.code == 1
    assert "\nWRONG  database   " in looked.out


async def test_check_says_who_else_could_read_the_keys(terminal: Terminal) -> None:
    """And what mends it; then all is well."""
    assert (await terminal.types("invite", "listener")).code == 0
    master = terminal.folder / "warmline-keys" / "master"
    assert "\nok     keys       in warmline-keys, for their owner alone\n" in (await terminal.types("check")).out
    master.chmod(0o640)
    looked = await terminal.types("check")
    assert looked.code == 1
    told = "Others could read or change warmline-keys/master: chmod 600 warmline-keys/master"
    assert f"\nWRONG  keys       {told}\n" in looked.out
    assert (await terminal.types("invite", "listener")).complaint == f"warmline: {told}"


async def test_check_looks_at_everything(terminal: Terminal, telegram: TelegramServer, discord: DiscordServer) -> None:
    """With good tokens all is well, it makes nothing, and exits with 0."""
    looked = await terminal.types(
        "check", TELEGRAM__TOKEN=TELEGRAM, TELEGRAM__API_URL=telegram.url,
        DISCORD__TOKEN=DISCORD, DISCORD__API_URL=discord.api_url,
    )  # fmt: skip
    assert looked.code == 0, looked
    about = [line.split()[1] for line in looked.out.splitlines()]
    looks = ["settings", "keys", "database", "numbers", "coverage", "discord", "telegram", "locales", "helplines"]
    assert about == looks
    assert "@line_bot" in looked.out
    assert list(terminal.folder.iterdir()) == []


async def test_check_says_which_token_is_refused(
    terminal: Terminal, telegram: TelegramServer, discord: DiscordServer
) -> None:
    """Tokens that are not accepted are told, without showing them, and the exit code is 1."""
    looked = await terminal.types(
        "check", TELEGRAM__TOKEN="654321:another", TELEGRAM__API_URL=telegram.url,
        DISCORD__TOKEN="another", DISCORD__API_URL=discord.api_url,
    )  # fmt: skip
    assert looked.code == 1
    assert "WRONG  discord    the token is refused" in looked.out
    assert "WRONG  telegram   the token is refused" in looked.out
    assert "another" not in looked.out + looked.err


async def test_check_names_what_a_community_has_set_in_vain(terminal: Terminal) -> None:
    """A number that the settings have overtaken is worth a look; it does not count."""
    await terminal.types("community", "add", "north")
    store = await open_store(f"sqlite:///{terminal.folder}/warmline.db", clock=SystemClock())
    async with store.decision() as rows:
        (north,) = [one for one in await rows.communities() if one.slug == "north"]
        await rows.save_community(replace(north, chosen=(("seeker_told", "8m"),)))
    await store.close()
    assert "numbers" in (await terminal.types("check")).out
    looked = await terminal.types("check", POLICY__LISTENER_NUDGE="00:09:00", POLICY__SEEKER_TOLD="00:09:30")
    assert "its own seeker_told does not count" in looked.out


MIDNIGHT = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def _rota(terminal: Terminal) -> None:
    """Tomorrow, in UTC: Kim 18 to 20, Sam 19 to 21, and 22 to 23, when Sam cannot come. Today Kim is on call."""
    await terminal.types("community", "list")
    store = await open_store(f"sqlite:///{terminal.folder}/warmline.db", clock=SystemClock())
    async with store.decision() as rows:
        (main,) = await rows.communities()
        for alias in ("Kim", "Sam"):
            until = MIDNIGHT + DAY if alias == "Kim" else None
            assert await rows.add_listener(
                Listener(
                    id=alias, community=main.id, address=Address("telegram", f"77{alias}"), role=Role.LISTENER,
                    standing=Standing.ACTIVE, alias=alias, approved=True, languages=("en",), on_call_until=until,
                )
            )  # fmt: skip
        tomorrow = MIDNIGHT.replace(tzinfo=None) + DAY
        for number, (alias, first, last) in enumerate((("Kim", 18, 20), ("Sam", 19, 21), ("Sam", 22, 23))):
            await rows.add_shift(
                Shift(
                    id=f"shift-{number}", community=main.id, listener=alias, starts=tomorrow + first * HOUR,
                    ends=tomorrow + last * HOUR, zone="UTC", repeat=Repeat.ONCE, seen=MIDNIGHT, next_step_at=MIDNIGHT,
                )
            )  # fmt: skip
        posted = Override(shift="shift-2", day=tomorrow.date(), change=Change.POSTED)
        assert await rows.override("shift-2", tomorrow.date(), posted, was=None)
    await store.close()


async def test_the_roster_for_people(terminal: Terminal) -> None:
    """Who is on now, who comes next, what is not covered or by one alone: by alias, and nobody's address."""
    await _rota(terminal)
    told = await terminal.types("roster", "--day", f"{MIDNIGHT + DAY:%Y-%m-%d}")
    assert (told.code, told.err) == (0, "")
    day = f"{MIDNIGHT + DAY:%a, %b} {(MIDNIGHT + DAY).day}"
    parts = [part.splitlines() for part in told.out.replace(" (UTC)", "").split("\n\n")]
    assert parts[1][0] == "On call now"
    assert parts[1][1].startswith("  Kim: ")
    assert parts[2:] == [
        ["Next", f"  {day}, 18:00–20:00: Kim", f"  {day}, 19:00–21:00: Sam",
         f"  {day}, 22:00–23:00: Sam, looking for cover"],
        ["Nobody is there, though somebody was meant to be", f"  {day}, 22:00–23:00"],
        ["Only one is there", f"  {day}, 18:00–19:00", f"  {day}, 20:00–21:00"],
    ]  # fmt: skip
    assert "77" not in told.out


async def test_the_roster_for_machines(terminal: Terminal) -> None:
    """One line of JSON with the same, in UTC, as many days ahead as the settings say."""
    await _rota(terminal)
    told = await terminal.types("roster", "--json", POLICY__COVERAGE_DAYS="3")
    assert told.out.count("\n") == 1
    found = json.loads(told.out)
    starts, ends = (datetime.fromisoformat(found[name]) for name in ("since", "until"))
    assert ends - starts == timedelta(days=3)
    assert [one["alias"] for one in found["on_now"]] == ["Kim"]
    assert [(one["alias"], one["posted"]) for one in found["next"]] == [("Kim", False), ("Sam", False), ("Sam", True)]
    assert found["next"][0]["starts"] == (MIDNIGHT + DAY + 18 * HOUR).isoformat()
    gaps = [(one["starts"], one["ends"]) for one in found["stretches"] if one["planned"] and not one["on"]]
    assert gaps == [tuple((MIDNIGHT + DAY + hour * HOUR).isoformat() for hour in (22, 23))]


async def test_check_tells_of_gaps(terminal: Terminal) -> None:
    """A planned hour of the next two days that nobody covers is worth a look; it is nothing wrong."""
    await _rota(terminal)
    looked = await terminal.types("check", POLICY__GAP_NOTICE="50:00:00")
    (line,) = [one for one in looked.out.splitlines() if " coverage " in one]
    assert line.startswith("look   coverage   main: a shift that nobody covers: ")
    assert "22:00–23:00" in line
