"""Gauge: what a running line takes of memory, files and rows at a moment, counted from outside and from inside."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.support.whole import WholeLine

INSIDE = Path(__file__).with_name("inside")
COUNTED_WITHIN = 30.0  # seconds
MIB = 2**20


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What it takes; `own` are objects of our own classes, `rows` those of each table that has any."""

    resident: float  # MiB
    blocks: int  # of memory, as Python's allocator counts them
    objects: int
    tasks: int
    own: Mapping[str, int]
    rows: Mapping[str, int]
    files: Mapping[str, float]  # KiB
    descriptors: int
    sockets: int


class Gauge:
    """Asks the process of this line."""

    def __init__(self, line: WholeLine) -> None:
        self._line = line
        self._told: asyncio.Queue[bytes] = asyncio.Queue()

    async def reads(self) -> Taken:
        """What it takes now."""
        assert self._line.process
        process = psutil.Process(self._line.process.pid)
        process.send_signal(signal.SIGUSR1)
        told: dict[str, Any] = json.loads(await asyncio.wait_for(self._told.get(), COUNTED_WITHIN))
        return Taken(
            resident=process.memory_info().rss / MIB, blocks=told["blocks"], objects=told["objects"],
            tasks=told["tasks"], own=told["own"], rows=self.rows(), files=self._files(),
            descriptors=process.num_fds(), sockets=len(process.net_connections("all")),
        )  # fmt: skip

    def rows(self) -> dict[str, int]:
        """How many rows each table has, those with none left out."""
        with closing(sqlite3.connect(f"file:{self._line.database}?mode=ro", uri=True)) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            counts = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}
        return {name: count for name, count in counts.items() if count}

    def _files(self) -> dict[str, float]:
        """KiB of everything in the line's folder but the log, which is the operator's to rotate."""
        found = dict[str, float]()
        for file in self._line.folder.rglob("*"):
            if file.is_file() and file != self._line.log:
                kind = file.name if file.parent == self._line.folder else f"{file.parent.name}/"
                found[kind] = found.get(kind, 0.0) + file.stat().st_size / 1024
        return found

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._told.put_nowait(await reader.read())
        writer.close()


def counted(folder: Path) -> dict[str, str]:
    """The settings of a line that can be asked."""
    path = os.environ.get("PYTHONPATH")
    return {
        "PYTHONPATH": os.pathsep.join([str(INSIDE), *([path] if path else [])]),
        "SOAK_COUNTS": str(folder / "counts"),
    }


@asynccontextmanager
async def gauge(line: WholeLine) -> AsyncIterator[Gauge]:
    """A gauge for a line that runs with `counted`."""
    found = Gauge(line)
    async with await asyncio.start_unix_server(found._hear, line.folder / "counts"):
        yield found
