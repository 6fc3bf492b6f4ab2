"""`make bench`: Warmline beside bare bridges of the same libraries, in one run. Figures, not assertions.

`make bench ARGS=--quick` takes about a minute and is noisy; docs/benchmarks.md says how to read it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tests.bench import deciding, figures, pacing, relaying, routing, simulating, starting

LIBRARIES = ("discord.py", "python-telegram-bot", "aiohttp", "httpx", "SQLAlchemy", "aiosqlite")
FULL = relaying.Extent(rounds=5, messages=320, chunks=2, seconds=5.0, at_limits=10.0)
QUICK = relaying.Extent(rounds=1, messages=64, chunks=1, seconds=1.0, at_limits=2.0)


PARTS = ("relaying", "pacing", "deciding", "routing", "simulating", "starting")


async def measure(folder: Path, *, quick: bool, parts: Sequence[str]) -> list[figures.Figure]:
    """These parts, in turn."""
    found: list[figures.Figure] = []
    if "relaying" in parts:
        found += await relaying.figures(folder, QUICK if quick else FULL)
    if "pacing" in parts:
        found += await pacing.figures(
            folder, chunks=1 if quick else 4, seconds=2.0 if quick else 5.0, messages=4 if quick else 16
        )
    if "deciding" in parts:
        found += await deciding.figures(folder, listeners=100 if quick else 1000, commits=50 if quick else 300)
    if "routing" in parts:
        found += routing.figures(steps=500 if quick else 3000)
    if "simulating" in parts:
        found += simulating.figures(hours=1000 if quick else 20_000)
    if "starting" in parts:
        found += await starting.figures(folder, times=1 if quick else 5, conversations=1000 if quick else 10_000)
    return found


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a first look, in about a minute")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="these parts; all, without it")
    parser.add_argument("--json", type=Path, default=Path("bench.json"), metavar="FILE", help="where to write it")
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as folder:
        found = asyncio.run(measure(Path(folder), quick=given.quick, parts=given.only))
    about = {
        "python": platform.python_version(), "machine": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(), "load": os.getloadavg()[0],
        "seconds": round(time.monotonic() - began), "quick": given.quick, "parts": list(given.only),
        "libraries": {name: version(name) for name in LIBRARIES},
    }  # fmt: skip
    given.json.write_text(json.dumps({"about": about, "figures": figures.plain(found)}, indent=1) + "\n")
    print(figures.table(found))
    print(f"\n{json.dumps(about)}\nwritten to {given.json}")


if __name__ == "__main__":
    main()
