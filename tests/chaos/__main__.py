"""`make chaos ARGS="--kills 200 --seed 7"`: the long form, with figures; exit code 1 where a promise was broken."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from math import inf
from pathlib import Path

from tests.chaos.killing import killings


def main() -> int:
    """Kill, account, print."""
    asked = argparse.ArgumentParser(prog="make chaos", description="Kill the line under load, account for every word.")
    asked.add_argument("--kills", type=int, default=50, help="how often (default: %(default)s)")
    asked.add_argument("--minutes", type=float, default=inf, help="stop killing after so long (default: never)")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="to repeat an earlier run")
    given = asked.parse_args()
    print(f"seed {given.seed}, {given.kills} kills", flush=True)
    folder = Path(tempfile.mkdtemp())
    account = asyncio.run(killings(folder, kills=given.kills, seed=given.seed, within=60 * given.minutes, said=_told))
    print(account)
    if not account.good:
        print(f"its log is {folder / 'line.log'}")
        return 1
    shutil.rmtree(folder)
    return 0


def _told(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
