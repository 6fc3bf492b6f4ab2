"""Simulating: the line's own routing beside Erlang-A, which knows nothing of it (within 2 %, and how fast it goes).

Under a light load few wait, so a run says little: there it is the mean of several seeds.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from adapters.simulator.play import play
from adapters.simulator.scenario import PLAIN, Demand, Group, Scenario
from tests.bench.figures import Figure
from tests.support.theory import ErlangA

CASES = (
    (4, 10.0, timedelta(minutes=30), timedelta(minutes=10)),
    (6, 10.0, timedelta(minutes=30), timedelta(minutes=20)),
    (3, 12.0, timedelta(minutes=20), timedelta(minutes=5)),
)
"""Listeners, arrivals an hour, mean talk, mean patience."""
LIGHT, SEEDS = (4, 4.0, timedelta(minutes=30), timedelta(minutes=10)), range(1, 11)
_T_95 = 2.262  # of ten runs: 95 of 100 such intervals hold the truth


def figures(*, hours: float) -> list[Figure]:
    """Mean wait, abandonment and answered within 5 minutes, each case beside what theory says."""
    heavy = [figure for case in CASES for figure in _case(*case, hours=hours, seeds=(7,))]
    return [*heavy, *_case(*LIGHT, hours=hours * 2.5, seeds=SEEDS)]


def _case(
    listeners: int, arrivals: float, talk: timedelta, patience: timedelta, *, hours: float, seeds: Sequence[int]
) -> list[Figure]:
    demand = Demand(arrivals_per_hour=arrivals, mean_talk=talk, mean_patience=patience)
    began = time.perf_counter()
    plain = Scenario(demands=(demand,), groups=(Group(count=listeners),), policy=PLAIN, hours=hours, seed=0)
    runs = [play(replace(plain, seed=seed)).facts() for seed in seeds]
    speed = hours * len(seeds) / (time.perf_counter() - began) * 60
    theory = ErlangA(
        listeners=listeners, arrivals=arrivals / 3600, talks=1 / talk.total_seconds(),
        patience=1 / patience.total_seconds(),
    )  # fmt: skip
    about = (
        f"{listeners} listeners, {arrivals:g} an hour, {talk.seconds // 60} min talks, {patience.seconds // 60} min "
        f"patience, {hours:,.0f} h, {f'seed {seeds[0]}' if len(seeds) == 1 else f'seeds {seeds[0]} to {seeds[-1]}'}"
    )
    pairs = (
        ("mean wait, s", "mean_wait_s", theory.mean_wait()),
        ("share that left", "abandoned_share", theory.abandoned()),
        ("share answered within 5 min", "within_5min_share", theory.answered_within(300)),
    )
    beside = [_beside(about, what, [float(str(facts[key])) for facts in runs], exact) for what, key, exact in pairs]
    return [*beside, Figure(about=about, what="simulated hours a minute", compared=speed)]


def _beside(about: str, what: str, found: Sequence[float], exact: float) -> Figure:
    mean = statistics.mean(found)
    sure = f" ± {_T_95 * statistics.stdev(found) / len(found) ** 0.5:.2g}" if len(found) > 1 else ""
    return Figure(
        about=about, what=f"{what}: simulated {mean:.4g}{sure}, Erlang-A {exact:.4g}",
        compared=abs(mean / exact - 1) * 100, unit="% apart", goal=2,
    )  # fmt: skip
