"""One run on one database at a time, and how long nobody ran it (routing.md 15)."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sql.errors import DatabaseUnusable
from adapters.sql.tenure import Tenure
from tests.support.line import NOW, StillClock

HOLDER = """
import sys
from adapters.sql.tenure import Tenure
from tests.support.line import StillClock
tenure = Tenure.take({url!r}, clock=StillClock())
tenure.beat()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database's address; the database itself need not be there."""
    return f"sqlite:///{tmp_path}/line.db"


def test_a_second_run_is_refused_in_one_line(url: str) -> None:
    """Until the first has left."""
    first = Tenure.take(url, clock=StillClock())
    with pytest.raises(DatabaseUnusable, match=r"line.db is in use by another warmline run\.$"):
        Tenure.take(url, clock=StillClock())
    first.leave(told=True)
    Tenure.take(url, clock=StillClock()).leave(told=True)


def test_a_killed_run_gives_its_tenure_back(url: str) -> None:
    """The system does, at once; nothing was announced."""
    program = [sys.executable, "-c", HOLDER.format(url=url)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DatabaseUnusable):
            Tenure.take(url, clock=StillClock())
        holder.kill()
        holder.wait(10)
    clock = StillClock()
    clock.moment += timedelta(minutes=3)
    after = Tenure.take(url, clock=clock)
    assert (after.away(), after.told) == (timedelta(minutes=3), False)
    after.leave(told=False)


def test_time_away_counts_from_the_last_beat(url: str) -> None:
    """A first start was never away, a start that failed never was; a clock set back counts as no time at all."""
    clock = StillClock()
    first = Tenure.take(url, clock=clock)
    assert (first.away(), first.told) == (None, False)
    clock.moment = NOW + timedelta(minutes=5)
    first.beat()
    clock.moment = NOW + timedelta(minutes=6)
    first.leave(told=True)
    clock.moment = NOW + timedelta(minutes=16)
    for _ in range(2):
        failing = Tenure.take(url, clock=clock)
        assert (failing.away(), failing.told) == (timedelta(minutes=10), True)
        failing.leave(told=False)
    second = Tenure.take(url, clock=clock)
    second.beat()
    second.leave(told=False)
    second.leave(told=True)
    clock.moment = NOW
    third = Tenure.take(url, clock=clock)
    assert (third.away(), third.told) == (timedelta(0), False)
    third.leave(told=True)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """As when the database is opened."""
    with pytest.raises(DatabaseUnusable, match="No such file or directory"):
        Tenure.take(f"sqlite:///{tmp_path}/missing/line.db", clock=StillClock())


def test_a_database_in_memory_is_nobody_elses() -> None:
    """Two of them are two databases."""
    for _ in range(2):
        tenure = Tenure.take("sqlite:///:memory:", clock=StillClock())
        tenure.beat()
        assert tenure.away() is None
