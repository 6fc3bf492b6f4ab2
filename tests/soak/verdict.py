"""Verdict: what of a run breaks a promise (quality.md, Figures to reach: soak)."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Sequence

from adapters.sql.classes import CLASSES
from tests.soak.soaking import Look, Soaked

ITS_OWN = {table.name for table in CLASSES["program"]}
"""What the program notes of itself."""
SETTLES = 720.0
"""Seconds until what is remembered of messages (the last 20,000) is full at the limits; at most half of a run."""
MIB_A_MINUTE = 0.3
"""Of resident memory, the median slope of all pairs of looks: what is known for a day of some 60 people a minute who
were never here before, connections (below), and what the allocator of the system does not give back; a list of messages
would take 2."""
MORE_DESCRIPTORS = 60
"""Connections to both platforms that are kept for a while after a moment in which answers were slow."""


def broken(run: Soaked) -> list[str]:
    """Every promise that was broken, in a line."""
    account = run.account
    wrong = [f"{len(some)} {what}: {some[:5]}" for what, some in (
        ("lost", account.lost), ("doubled", account.doubled), ("out of order", account.disordered),
        ("refused with 429", account.refused), ("failures in the log", run.failures),
    ) if some]  # fmt: skip
    wrong += [
        f"rows of {table}: {run.before.rows.get(table, 0)} before, {run.after.rows.get(table, 0)} when all was over"
        for table in sorted({*run.before.rows, *run.after.rows} - ITS_OWN)
        if run.before.rows.get(table, 0) != run.after.rows.get(table, 0)
    ]
    later = settled(run.looks)
    if len(later) >= 3 and (slope := slope_of([(look.at / 60, look.taken.resident) for look in later])) > MIB_A_MINUTE:
        wrong.append(f"memory grows by {slope:.2f} MiB a minute")
    if (more := run.after.descriptors - run.before.descriptors) > MORE_DESCRIPTORS:
        wrong.append(f"{more} descriptors more than at the beginning")
    return wrong


def settled(looks: Sequence[Look]) -> list[Look]:
    """Those after the first minutes."""
    end = looks[-1].at if looks else 0.0
    return [look for look in looks if look.at >= min(SETTLES, end / 2)]


def slope_of(points: Sequence[tuple[float, float]]) -> float:
    """The median slope of all pairs (Theil and Sen): one odd point changes nothing."""
    return statistics.median(_slopes(points))


def _slopes(points: Sequence[tuple[float, float]]) -> Iterator[float]:
    return ((y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in itertools.combinations(points, 2))
