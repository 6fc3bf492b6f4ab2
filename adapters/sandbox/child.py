"""The real bot as a process of its own, so that it can be killed for real and started again."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from adapters.sandbox.people import Bell

_CHECKOUT = Path(__file__).parents[2]
_WARMLINE = "from adapters.cli import main; main()"  # the `warmline` command, wherever it is installed
State = Literal["down", "starting", "up"]
_READY_WITHIN, _STOPS_WITHIN, _ANSWERS_WITHIN = 30.0, 12.0, 30.0  # seconds
_LONGEST_LINE = 2**20  # of the log, in bytes


class BotFailed(Exception):
    """The bot, or a command of it, did not do what it was started for; the message says what it wrote."""


class Child:
    """`warmline run`, and other commands beside it, in one folder and with nothing but these settings."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.state: State = "down"
        self.log: list[str] = []  # everything that all its runs wrote to stderr
        self.changed = Bell()
        ours = {name: value for name, value in os.environ.items() if not name.upper().startswith("WARMLINE_")}
        path = os.pathsep.join(part for part in (str(_CHECKOUT), ours.get("PYTHONPATH", "")) if part)
        self._environment = {**ours, "PYTHONPATH": path, **settings}
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process that runs now."""
        return self._process.pid if self._process and self.state != "down" else None

    async def start(self) -> None:
        """Run the bot and wait until it says that it is ready; BotFailed if it ends instead."""
        if self.state != "down":
            return
        self._becomes("starting")
        self._process = await self._launch("run")
        self._reading = asyncio.create_task(self._read(self._process), name="bot")
        try:
            state = await self.changed.until(self._settled, within=_READY_WITHIN)
        except TimeoutError:
            await self.kill()
            state = "down"
        if state != "up":
            raise BotFailed("the bot did not start:\n" + "\n".join(self.log[-12:]))

    async def kill(self) -> None:
        """SIGKILL: no goodbye, nothing saved."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL if that is not enough."""
        try:
            async with asyncio.timeout(_STOPS_WITHIN):
                await self._end(signal.SIGTERM)
        except TimeoutError:
            await self.kill()

    async def command(self, *words: str) -> str:
        """What another `warmline` command prints beside the running bot; BotFailed if it refuses."""
        process = await self._launch(*words)
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN):
                out, err = await process.communicate()
        except BaseException:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        self.log += err.decode().splitlines()
        if process.returncode:
            raise BotFailed(f"warmline {' '.join(words)} ended with {process.returncode}: {err.decode().strip()}")
        return out.decode().strip()

    async def _launch(self, *words: str) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", _WARMLINE, *words, cwd=self.folder, env=self._environment,
            stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe, limit=_LONGEST_LINE,
            start_new_session=True,  # Ctrl-C is for the demo, which then stops the bot
        )  # fmt: skip

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        """Follow one run to its end."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._read_log(process))
            tasks.create_task(self._read_ready(process))
        await process.wait()
        self._becomes("down")

    async def _read_log(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr  # noqa: S101  # it is a pipe
        async for line in process.stderr:
            self.log.append(line.decode(errors="replace").rstrip())

    async def _read_ready(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout  # noqa: S101  # it is a pipe
        async for line in process.stdout:
            with suppress(ValueError):
                if json.loads(line).get("event") == "ready":
                    self._becomes("up")

    async def _end(self, sign: signal.Signals) -> None:
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(sign)
        if self._reading:
            await asyncio.shield(self._reading)

    def _settled(self) -> State | None:
        return None if self.state == "starting" else self.state

    def _becomes(self, state: State) -> None:
        self.state = state
        self.changed.ring()
