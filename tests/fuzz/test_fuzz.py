"""The short form of `make fuzz`: random, malformed and hostile updates through both adapters, over real sockets."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.storm import storm


async def test_a_storm_of_hostile_updates_harms_nobody(tmp_path: Path) -> None:
    """No crash, no unhandled error, no word at anybody's but its own partner, and every ordinary message arrives."""
    account = await storm(tmp_path, updates=1_500, seed=4711)
    assert account.good, f"{account}\n{account.lost}\n{account.leaked}\n{account.failures}\n{account.refused}"
    assert account.delivered > 100
    assert account.skipped > 300
