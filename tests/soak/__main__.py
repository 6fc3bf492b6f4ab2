"""`make soak ARGS="--minutes 20"`: the long form, with figures; exit code 1 where a promise was broken."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from adapters.sandbox import discord, telegram
from tests.soak.soaking import Extent, Look, Soaked, soaked
from tests.soak.verdict import broken, settled
from tests.support.whole import Limits

LISTENERS = {"telegram": 24, "discord": 30}
"""With as many seekers, enough to use up what both platforms allow a bot, at about 1 message a second in each chat."""


def main() -> int:
    """Soak, print, judge."""
    asked = argparse.ArgumentParser(prog="make soak", description="Talk at both platforms' limits for minutes.")
    asked.add_argument("--minutes", type=float, default=20.0, help="how long (default: %(default)s)")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="to repeat an earlier run")
    given = asked.parse_args()
    print(f"seed {given.seed}, {given.minutes:g} minutes", flush=True)
    folder = Path(tempfile.mkdtemp())
    extent = Extent(
        listeners=LISTENERS, messages=40, seconds=given.minutes * 60, every=60.0, seed=given.seed,
        limits=Limits(discord=discord.AS_DISCORD, telegram=telegram.Pace()),
    )  # fmt: skip
    print(HEADS, flush=True)
    run = asyncio.run(soaked(folder, extent, said=lambda look: print(line(look), flush=True)))
    print(summary(run))
    wrong = broken(run)
    for one in wrong:
        print(f"  BROKEN: {one}")
    if wrong:
        print(f"its log is {folder / 'line.log'}")
        return 1
    shutil.rmtree(folder)
    return 0


HEADS = (
    "minute | MiB | blocks | objects | ours | tasks | files open | sockets | rows | database, WAL, keys KiB | "
    "calls a second to Telegram, Discord | delivered | conversations over | slowest s | our servers late s"
)


def line(look: Look) -> str:
    """A look, in a line."""
    taken = look.taken
    files = [taken.files.get(name, 0.0) for name in ("line.db", "line.db-wal", "warmline-keys/")]
    return " | ".join(
        (
            f"{look.at / 60:6.1f}", f"{taken.resident:.1f}", f"{taken.blocks}", f"{taken.objects}",
            f"{sum(taken.own.values())}", f"{taken.tasks}", f"{taken.descriptors}", f"{taken.sockets}",
            f"{sum(taken.rows.values())}", ", ".join(f"{size:.0f}" for size in files),
            ", ".join(f"{look.rates[name]:.1f}" for name in ("telegram", "discord")),
            f"{look.delivered}", f"{look.conversations}", f"{look.slowest:.1f}", f"{look.busy:.2f}",
        )
    )  # fmt: skip


def summary(run: Soaked) -> str:
    """What came of it."""
    account = run.account
    kinds = ", ".join(f"{count} {kind}" for kind, count in account.kinds.most_common())
    first, last = settled(run.looks)[0].taken, run.looks[-1].taken
    more = (Counter(last.own) - Counter(first.own)).most_common(4)
    arrived = ", ".join(f"{count} on {platform}" for platform, count in sorted(account.delivered.items()))
    return (
        f"{account.conversations} conversations; {kinds}\n{arrived}; {len(account.lost)} lost, "
        f"{len(account.doubled)} doubled, {len(account.disordered)} out of order; {len(account.refused)} with 429, "
        f"{len(account.excused)} more when our own servers had been late\n"
        f"rows before: {dict(run.before.rows)}\nrows after:  {dict(run.after.rows)}\n"
        f"memory: {run.before.resident:.1f} MiB before, {run.looks[-1].taken.resident:.1f} at the end, "
        f"{run.after.resident:.1f} at rest; since it settled there are more of: "
        + ", ".join(f"{name} {count}" for name, count in more)
    )


if __name__ == "__main__":
    sys.exit(main())
