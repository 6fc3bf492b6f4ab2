"""A line: `warmline run` under measurement, and everything that must happen until two people talk through it."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from adapters.clock import RandomIds, SystemClock
from adapters.sandbox.discord.interaction import Interaction
from adapters.sandbox.discord.person import Person as DiscordPerson
from adapters.sandbox.telegram.person import Person as TelegramPerson
from adapters.sql.open import open_store
from adapters.sql.store import SqlStore
from bot.desk import operator
from bot.people import Role
from bot.policy import Policy
from tests.bench.measured import ROOT, Measured
from tests.bench.stand import Pair, Somebody, Stand

TAKE, AGREE, ADULT, END = "I'll take this", "I agree", "I'm 18 or over", "End conversation"
_WITHIN = 30.0  # seconds for anything to appear
_SYLLABLES = [first + second for first, second in itertools.product("bdfgkmnpst", "aeou")]


class Line:
    """A line of its own: a folder with its database and keys, and the process that runs it."""

    def __init__(self, stand: Stand, folder: Path, *, name: str = "warmline") -> None:
        self.folder = folder / name
        self.folder.mkdir()
        self._stand = stand
        self._env = {
            "WARMLINE_DATABASE_URL": f"sqlite:///{self.folder}/warmline.db",
            "WARMLINE_DISCORD__TOKEN": stand.discord.token, "WARMLINE_DISCORD__API_URL": stand.discord.api_url,
            "WARMLINE_DISCORD__GATEWAY_URL": stand.discord.gateway_url,
            "WARMLINE_TELEGRAM__TOKEN": stand.telegram_token, "WARMLINE_TELEGRAM__API_URL": stand.telegram.url,
            "WARMLINE_DISCORD__PACE": "1000", "WARMLINE_TELEGRAM__PACE": "1000",  # as the bridges, which keep none
            "WARMLINE_WEB__PORT": "0",
            # Not everybody writes all the time while others are measured: nobody is to be reminded of it meanwhile.
            **{f"WARMLINE_POLICY__{name}": f"{hours}:00:00" for hours, name in enumerate(_PATIENCE, start=12)},
            "WARMLINE_POLICY__CONVERSATION_MINUTES": "1440",
            "WARMLINE_POLICY__REQUESTS_PER_MINUTE": "10000", "WARMLINE_POLICY__REQUESTS_PER_MINUTE_OF_ALL": "10000",
            "WARMLINE_POLICY__REQUESTS_PER_HOUR": "100",
            "WARMLINE_POLICY__FIRST_WAVE": "1000", "WARMLINE_POLICY__COOL_DOWN": "00:00:00",
            "WARMLINE_POLICY__CONVERSATIONS_AT_MOST": "1000", "WARMLINE_POLICY__LISTENING_AT_MOST": "24:00:00",
        }  # fmt: skip
        self.process = Measured(name, (*_WARMLINE, "run"), folder=self.folder, env=self._env)

    async def starts_again(self, *, pace: float) -> None:
        """Stop it, and start it at so many times the pace that the platforms allow every bot."""
        await self.process.stop()
        paces = {f"WARMLINE_{platform}__PACE": str(pace) for platform in ("DISCORD", "TELEGRAM")}
        self.process = Measured(self.process.name, (*_WARMLINE, "run"), folder=self.folder, env=self._env | paces)
        await self.process.start()

    async def store(self, *, running: bool = False) -> SqlStore:
        """Its store, as the operator's commands open it; or as the line itself does, which has ended."""
        return await open_store(self._env["WARMLINE_DATABASE_URL"], clock=SystemClock(), running=running)

    async def invite(self) -> str:
        """The code that `warmline invite listener` prints."""
        run = await asyncio.create_subprocess_exec(
            *_WARMLINE, "invite", "listener", "--approved", "--no-practice", "--json",
            env=_environment(self._env), cwd=self.folder, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        told, _ = await run.communicate()
        return str(json.loads(told)["code"])

    async def invites(self, count: int) -> list[str]:
        """So many codes, made as that command makes them, without starting it so often."""
        store, codes = await self.store(), list[str]()
        try:
            async with store.decision() as rows:
                for _ in range(count):
                    written = await operator.invite(
                        rows, slug="main", role=Role.LISTENER, approved=True, practice=False, ids=RandomIds(),
                        seal=store.keys, now=SystemClock().now(), policy=Policy(seeker_aliases=()),
                    )  # fmt: skip
                    assert isinstance(written, operator.Written)
                    codes.append(written.code)
        finally:
            await store.close()
        return codes

    async def prepare(self) -> None:
        """Make the database and an invite for each listener of the stand, before the line runs, as operators do."""
        wanted = sum(map(len, self._stand.pairs.values()))
        self._codes = [await self.invite(), *await self.invites(wanted - 1)]

    async def connect_all(self) -> list[float]:
        """Bring every pair into a conversation, one after another; the ms that each claim on Discord took."""
        await self._stand.discord.received_call(
            "PUT /applications", within=_WITHIN
        )  # its commands: registered once it is ready
        pairs = list(itertools.chain(*self._stand.pairs.values()))
        took = [await connect(pair, code) for pair, code in zip(pairs, self._codes, strict=True)]
        return [ms for pair, ms in zip(pairs, took, strict=True) if isinstance(pair.listener, DiscordPerson)]


async def connect(pair: Pair, code: str) -> float:
    """From an invite to a conversation, over the sockets; the ms that the claim took."""
    seeker, listener = pair.seeker, pair.listener
    await listener.runs("/join", code=code, alias=next(_aliases))
    await listener.sees(AGREE, within=_WITHIN)
    await listener.presses(AGREE)
    await listener.sees("Welcome", within=_WITHIN)
    await listener.runs("/oncall", when="12h")
    await listener.sees("You're on call until", within=_WITHIN)
    return await claim(seeker, listener)


async def claim(seeker: Somebody, listener: Somebody) -> float:
    """Ask and claim; the ms from the press until the bot answers it (Discord), or the seeker is connected."""
    await seeker.runs("/talk")
    await seeker.sees(ADULT, within=_WITHIN)
    await seeker.presses(ADULT)
    await seeker.sees("You're in the queue", within=_WITHIN)
    await listener.sees(TAKE, within=_WITHIN)
    began = time.perf_counter()
    await answered(listener, await listener.presses(TAKE))
    took = (time.perf_counter() - began) * 1000
    await asyncio.gather(*(each.sees(END, within=_WITHIN) for each in (seeker, listener)))
    return took


async def answered(listener: Somebody, pressed: Interaction | str, *, within: float = _WITHIN) -> None:
    """Wait until what was decided is told."""
    if isinstance(listener, DiscordPerson) and isinstance(pressed, Interaction):
        await pressed.answered(within=within)
    else:
        await listener.sees("You have taken this one", within=within)


async def greet(stand: Stand) -> None:
    """Everybody on Telegram opens the chat with the bot, as they must before it may write to them."""
    for pair in itertools.chain(*stand.pairs.values()):
        for each in (pair.seeker, pair.listener):
            if isinstance(each, TelegramPerson):
                await each.starts()


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


_WARMLINE = (str(Path(sys.executable).with_name("warmline")),)
_PATIENCE = (
    "FIRST_WORD_NUDGE", "FIRST_WORD_RELEASE", "LISTENER_NUDGE", "SEEKER_TOLD", "LISTENER_RELEASED", "SEEKER_CHECK",
    "SEEKER_CLOSED", "GENTLE_WORD",
)  # fmt: skip
_aliases = ("".join(parts).title() for parts in itertools.product(_SYLLABLES, repeat=3))
