"""`make fuzz ARGS="--updates 100000 --seed 7"`: the long form, with figures; exit code 1 where a promise was broken."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from tests.fuzz.storm import storm


def main() -> int:
    """Storm, account, print."""
    asked = argparse.ArgumentParser(
        prog="make fuzz", description="Random, malformed and hostile updates, both ways in."
    )
    asked.add_argument("--updates", type=int, default=100_000, help="how many (default: %(default)s)")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="to repeat an earlier run")
    given = asked.parse_args()
    print(f"seed {given.seed}, {given.updates} updates", flush=True)
    folder = Path(tempfile.mkdtemp())
    account = asyncio.run(storm(folder, updates=given.updates, seed=given.seed, said=_told))
    print(account)
    for name in ("lost", "leaked", "failures", "refused"):
        for text in getattr(account, name)[:50]:
            print(f"  {name}: {text}")
    if not account.good:
        print(f"its log is {folder / 'line.log'}")
        return 1
    shutil.rmtree(folder)
    return 0


def _told(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
