"""The whole program: `warmline run` as a process of its own between both sandboxes, real files and real signals."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.clock import RandomIds, SystemClock
from adapters.sandbox import discord, telegram
from adapters.sandbox.people import Received
from adapters.sql.open import open_store
from bot.desk import operator
from bot.people import Role
from bot.policy import Policy

WARMLINE = Path(sys.executable).with_name("warmline")
TOKENS = {
    "discord": "MTIzNDU2Nzg5MDEyMzQ1Njc4.Sandbx.abcdefghijklmnopqrstuvwxyz0123456789AB",
    "telegram": "123456789:AAsandboxSandboxSandboxSandboxSandb",
}
PLATFORMS = ("discord", "telegram")
PAIRS = tuple((asking, listening) for asking in PLATFORMS for listening in PLATFORMS)
Someone = discord.Person | telegram.Person


@dataclass(frozen=True, kw_only=True)
class Finished:
    """What a command came to."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Two people who were put together, and what each is called."""

    seeker: Someone
    listener: Someone
    seeker_alias: str
    listener_alias: str

    @property
    def ways(self) -> tuple[tuple[Someone, str, Someone], ...]:
        """Both directions: who writes, under which alias, who reads."""
        return (
            (self.seeker, self.seeker_alias, self.listener),
            (self.listener, self.listener_alias, self.seeker),
        )


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much the platforms let a bot do."""

    discord: discord.Pace = discord.GENEROUS
    telegram: telegram.Pace | None = None


UNLIMITED = Limits()


@dataclass
class WholeLine:
    """Both platforms, the folder that the program writes into, and the program, which may be running or not."""

    folder: Path
    discord: discord.DiscordServer
    telegram: telegram.TelegramServer
    more: Mapping[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)  # every line that `run` wrote to stdout
    ready: dict[str, Any] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None
    claiming: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "line.db"

    @property
    def log(self) -> Path:
        """Everything that all runs wrote to stderr."""
        return self.folder / "line.log"

    @property
    def received(self) -> list[Received]:
        """Every call that the bot made to either platform."""
        return [*self.discord.received, *self.telegram.received]

    @property
    def counted(self) -> tuple[int, int]:
        """How many calls each platform has had so far."""
        return len(self.discord.received), len(self.telegram.received)

    def received_since(self, counted: tuple[int, int]) -> list[Received]:
        """Every call after those that were counted then."""
        return [*self.discord.received[counted[0] :], *self.telegram.received[counted[1] :]]

    def environment(self, **more: str) -> dict[str, str]:
        """The settings, and nothing else that is called WARMLINE_; an empty value takes one away.

        Without PYTHONDONTWRITEBYTECODE: where modules are compiled anew, each start takes three times as long.
        """
        others = {name: value for name, value in os.environ.items() if not name.upper().startswith("WARMLINE_")}
        ours = others | {"PYTHONDONTWRITEBYTECODE": ""}
        settings = {
            "WARMLINE_DATABASE_URL": f"sqlite:///{self.database}",
            "WARMLINE_DISCORD__TOKEN": TOKENS["discord"], "WARMLINE_DISCORD__API_URL": self.discord.api_url,
            "WARMLINE_DISCORD__GATEWAY_URL": self.discord.gateway_url,
            "WARMLINE_TELEGRAM__TOKEN": TOKENS["telegram"], "WARMLINE_TELEGRAM__API_URL": self.telegram.url,
            "WARMLINE_DISCORD__PACE": "1000", "WARMLINE_TELEGRAM__PACE": "1000",  # the sandbox sets no limits
            "WARMLINE_POLICY__REQUESTS_PER_MINUTE": "1000",  # people here are quick
            "WARMLINE_POLICY__REQUESTS_PER_MINUTE_OF_ALL": "1000", "WARMLINE_POLICY__REQUESTS_PER_HOUR": "100",
            "WARMLINE_WEB__PORT": "0", "WARMLINE_LOG__FORMAT": "json", "WARMLINE_LOG__LEVEL": "DEBUG",
            "TMPDIR": str(self.folder / "temporary"),
        }  # fmt: skip
        return {name: value for name, value in (ours | settings | dict(self.more) | more).items() if value}

    # --- the program ---

    async def start(self, *, within: float = 30.0) -> None:
        """Run it, and return once it says that it is ready; an AssertionError shows the end of its log if it ends."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                WARMLINE, "run", env=self.environment(), cwd=self.folder, stdout=asyncio.subprocess.PIPE, stderr=log
            )
        assert self.process.stdout
        line = (await asyncio.wait_for(self.process.stdout.readline(), within)).decode().strip()
        self.said.append(line)
        assert line, f"it did not start:\n{self.log.read_text()[-3000:]}"
        self.ready = json.loads(line)
        if len(self.said) == 1 and "discord" in self.ready["platforms"]:
            await self.discord.received_call("PUT /applications/")  # its commands are there: /join can be used

    async def kill(self) -> None:
        """SIGKILL: no goodbye, nothing saved."""
        await self.end(signal.SIGKILL)

    async def stop(self, *, within: float = 10.0) -> int:
        """SIGTERM; the exit code, or a TimeoutError where it does not leave within 10 s (experience.md)."""
        return await asyncio.wait_for(self.end(signal.SIGTERM), within)

    async def end(self, sign: signal.Signals) -> int:
        """Send a signal and wait for the end; the exit code."""
        assert self.process
        assert self.process.stdout
        if self.process.returncode is None:
            self.process.send_signal(sign)
        self.said += (await self.process.stdout.read()).decode().splitlines()
        return await self.process.wait()

    async def cli(self, *words: str, **more: str) -> Finished:
        """Another `warmline` command, beside the running line or alone; `more` are settings of its own."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            WARMLINE, *words, env=self.environment(**more), cwd=self.folder, stdout=pipe, stderr=pipe
        )
        try:
            out, err = await asyncio.wait_for(process.communicate(), 30)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return Finished(code=process.returncode or 0, out=out.decode(), err=err.decode())

    # --- people ---

    def person(self, name: str, platform: str, *, language: str = "en") -> Someone:
        """Somebody with an account there, whose app is in that language; on Discord a member of the one server."""
        if platform == "telegram":
            return self.telegram.person(name, language)
        return self.discord.person(name, self.discord.guild("Haven"), {"en": "en-US"}.get(language, language))

    async def invites(self, number: int, *, approved: bool = True) -> list[str]:
        """Codes as `warmline invite listener` makes them, without a process for each."""
        store = await open_store(f"sqlite:///{self.database}", clock=SystemClock())
        try:
            async with store.decision() as rows:
                made = [
                    await operator.invite(
                        rows, slug="main", role=Role.LISTENER, approved=approved, practice=False, ids=RandomIds(),
                        seal=store.keys, now=SystemClock().now(), policy=Policy(seeker_aliases=()),
                    )
                    for _ in range(number)
                ]  # fmt: skip
        finally:
            await store.close()
        return [one.code for one in made if isinstance(one, operator.Written)]

    async def listener(self, name: str, platform: str, *, code: str = "", on_call: bool = True) -> Someone:
        """Somebody who has joined under that alias, and is on call."""
        person = self.person(name, platform)
        await person.runs("/join", code=code or (await self.invites(1))[0], alias=name)
        await person.sees("I agree")
        await person.presses("I agree")
        await person.sees(f"Welcome, {name}")
        if on_call:
            await self.on_call(person)
        return person

    async def coordinator(self, name: str, platform: str, *, community: str = "main") -> Someone:
        """Somebody who has joined as a coordinator under that alias, and is not on call."""
        words = ("invite", "coordinator", "--approved", "--no-practice", "--json", "--community", community)
        code = json.loads((await self.cli(*words)).out)["code"]
        return await self.listener(name, platform, code=code, on_call=False)

    async def on_call(self, listener: Someone) -> None:
        """They go on call."""
        await listener.runs("/oncall", when="12h")
        await listener.sees("You're on call until")

    async def off_call(self, listener: Someone) -> None:
        """They go off call."""
        await listener.runs("/oncall", when="off")
        await listener.sees("You're off call now")

    async def asks(self, seeker: Someone) -> None:
        """They ask for a person, and are in the queue."""
        await seeker.runs("/talk")
        await seeker.sees("I'm 18 or over")
        await seeker.presses("I'm 18 or over")
        await seeker.sees("You're in the queue")

    async def connects(self, seeker: Someone, listener: Someone) -> Talk:
        """Put two together, while no other request is open; the listener is on call."""
        async with self.claiming:
            old = _offers(listener)
            await self.asks(seeker)
            return await self.takes(seeker, listener, old=old)

    async def talks(self, *, name: str = "S") -> dict[tuple[str, str], Talk]:
        """A talk in each of the four directions; the seekers' accounts have that name, and a number."""
        made = {}
        for number, (asking, listening) in enumerate(PAIRS):
            listener = await self.listener(f"L{number}b", listening)
            made[asking, listening] = await self.connects(self.person(f"{name}{number}", asking), listener)
        return made

    async def takes(self, seeker: Someone, listener: Someone, *, old: Collection[str] = ()) -> Talk:
        """The listener takes the request that the seeker has opened; `old` are offers that were there before it."""
        offer = await listener.chat.changed.until(lambda: next(iter(_offers(listener) - {*old}), None), within=10)
        await listener.presses("I'll take this", on=offer)
        told = (await listener.sees("They see you as", "End conversation")).text
        await seeker.sees("You're now talking with", "End conversation")
        aliases = re.search(r"talking with (.+?)\. They see you as (.+?)\. ", told)
        assert aliases, told
        return Talk(seeker=seeker, listener=listener, seeker_alias=aliases[1], listener_alias=aliases[2])

    async def keeps_nothing(self, seeker: Someone) -> None:
        """After the end they answer that nothing may be kept."""
        await seeker.sees("This conversation has ended.", "What may be kept?")
        await seeker.presses("What may be kept?")
        await seeker.sees("No, keep nothing")
        await seeker.presses("No, keep nothing")
        await seeker.sees("I keep nothing of this conversation.")

    # --- what is left ---

    def rows(self) -> list[str]:
        """All that the database holds, as SQL in a canonical order."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return sorted(connection.iterdump())

    def failures(self) -> list[str]:
        """What the log says went wrong."""
        return [line for line in self.log.read_text().splitlines() if '"level": "error"' in line]


def _offers(listener: Someone) -> set[str]:
    """The messages in their chat that can be taken."""
    return {shown.id for shown in listener.chat.shown if "I'll take this" in shown.buttons}


@asynccontextmanager
async def whole_line(
    folder: Path, limits: Limits = UNLIMITED, /, *, start: bool = True, **settings: str
) -> AsyncIterator[WholeLine]:
    """Both sandboxes, strict, and the program in an empty folder, running unless told otherwise."""
    servers = (
        discord.DiscordServer(token=TOKENS["discord"], strict=True, pace=limits.discord),
        telegram.TelegramServer(token=TOKENS["telegram"], strict=True, pace=limits.telegram),
    )
    line = WholeLine(folder=folder, discord=servers[0], telegram=servers[1], more=settings)
    (folder / "temporary").mkdir()
    try:
        for server in servers:
            await server.start()
        if start:
            await line.start()
        yield line
    finally:
        if line.process and line.process.returncode is None:
            await line.kill()
        for server in servers:
            await server.close()
