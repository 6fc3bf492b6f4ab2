"""A process under measurement: its time to start, its CPU, its memory."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import psutil

from tests.bench.bridges import Bridge, Kind
from tests.bench.stand import Stand

ROOT = Path(__file__).resolve().parents[2]
_STARTS_WITHIN, _ENDS_WITHIN = 60.0, 15.0  # seconds


class Measured:
    """One process; it says `ready` on stdout when it is, and its stderr goes to a file in `folder`."""

    def __init__(
        self, name: str, command: Sequence[str], *, folder: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._command, self._folder = command, folder
        self._env = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> float:
        """Start it; the seconds until it is ready. RuntimeError with its last words where it does not come up."""
        began = time.monotonic()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._env, cwd=self._folder, stdout=asyncio.subprocess.PIPE, stderr=log
            )
        try:
            async with asyncio.timeout(_STARTS_WITHIN):
                while b"ready" not in (line := await self._stdout.readline()):
                    if not line:
                        raise RuntimeError(f"{self.name} did not start:\n{self.last_words()}")
        except TimeoutError:
            raise RuntimeError(f"{self.name} was not ready in time:\n{self.last_words()}") from None
        return time.monotonic() - began

    async def stop(self) -> None:
        """End it with SIGTERM, or with SIGKILL where that is not heard."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.communicate(), _ENDS_WITHIN)
        except TimeoutError:
            process.kill()
            await process.wait()

    def cpu(self) -> float:
        """Seconds of CPU that it has used, all threads and both modes."""
        return cpu_of(self.pid)

    def memory(self) -> float:
        """Resident memory in MiB."""
        return psutil.Process(self.pid).memory_info().rss / 2**20

    @property
    def pid(self) -> int:
        """Its number; RuntimeError with its last words where it has died."""
        if self._process is None or self._process.returncode is not None:
            raise RuntimeError(f"{self.name} does not run:\n{self.last_words()}")
        return self._process.pid

    def last_words(self) -> str:
        """The end of its stderr."""
        return self._log.read_text(errors="replace")[-2000:] if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self._folder / f"{self.name}.log"

    @property
    def _stdout(self) -> asyncio.StreamReader:
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout


def cpu_of(pid: int) -> float:
    """Seconds of CPU of a process: Linux's own clock of it, in nanoseconds; elsewhere as exact as psutil knows."""
    if sys.platform == "linux":
        return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3): CPUCLOCK_SCHED of the whole process
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def bridge(kind: Kind, stand: Stand, folder: Path) -> Measured:
    """A bare bridge, for the people of this stand."""
    told = Bridge(
        kind=kind, discord_token=stand.discord.token, discord_api=stand.discord.api_url,
        discord_gateway=stand.discord.gateway_url, telegram_token=stand.telegram_token, telegram_api=stand.telegram.url,
        routes=stand.routes(),
    )  # fmt: skip
    return Measured(kind, (sys.executable, "-m", "tests.bench.bridges", json.dumps(asdict(told))), folder=folder)
