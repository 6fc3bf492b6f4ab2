"""`make chaos ARGS="--kills 200 --seed 7"`: the long form, with figures; exit code 1 where a promise was broken."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

from tests.chaos.killing import killings


def main() -> int:
    """Kill, account, print."""
    asked = argparse.ArgumentParser(prog="make chaos", description="Kill the line under load, account for every word.")
    asked.add_argument("--kills", type=int, default=50, help="how often (default: %(default)s)")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="to repeat an earlier run")
    given = asked.parse_args()
    print(f"seed {given.seed}, {given.kills} kills", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        account = asyncio.run(killings(Path(folder), kills=given.kills, seed=given.seed, said=_told))
    print(account)
    for name in ("lost", "doubled", "disordered"):
        for text in getattr(account, name):
            print(f"  {name}: {text}")
    return 0 if account.good else 1


def _told(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
