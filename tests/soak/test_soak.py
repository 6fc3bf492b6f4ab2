"""The short form of `make soak`: many short conversations through the whole program; nothing is left of them."""

from __future__ import annotations

from pathlib import Path

from tests.soak.soaking import Extent, soaked
from tests.soak.verdict import broken

REMEMBERED = {
    "bot.people.Address", "adapters.discord.bucket.Bucket", "adapters.pacing.Gate", "adapters.pacing.Allowance",
}  # fmt: skip
"""Who was there, and how fast they were written to, for a while (tests/stories/test_long_evening.py,
tests/adapters/test_bounds.py).
"""
MARGIN = 10  # objects of one class that may be under way at the moment of counting


async def test_what_conversations_took_is_free_when_they_are_over(tmp_path: Path) -> None:
    """Rows, tasks and objects of ours are as before; every message arrived once and in order; no call was refused."""
    extent = Extent(listeners={"telegram": 2, "discord": 3}, messages=6, seconds=8, every=4, pace=1000)
    run = await soaked(tmp_path, extent)
    assert not broken(run)
    assert run.account.conversations >= 10
    more = {name: count - run.before.own.get(name, 0) for name, count in run.after.own.items()}
    assert not {name: count for name, count in more.items() if count > MARGIN and name not in REMEMBERED}
    assert run.after.tasks <= run.before.tasks + MARGIN
