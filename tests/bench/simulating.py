"""Simulating: the line's own routing beside Erlang-A, which knows nothing of it (within 2 %, and how fast it goes)."""

from __future__ import annotations

import time
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


def figures(*, hours: float) -> list[Figure]:
    """Mean wait, abandonment and answered within 5 minutes, each case beside what theory says."""
    return [figure for case in CASES for figure in _case(*case, hours=hours)]


def _case(listeners: int, arrivals: float, talk: timedelta, patience: timedelta, *, hours: float) -> list[Figure]:
    demand = Demand(arrivals_per_hour=arrivals, mean_talk=talk, mean_patience=patience)
    scenario = Scenario(demands=(demand,), groups=(Group(count=listeners),), policy=PLAIN, hours=hours, seed=7)
    began = time.perf_counter()
    facts = play(scenario).facts()
    speed = hours / (time.perf_counter() - began) * 60
    theory = ErlangA(
        listeners=listeners, arrivals=arrivals / 3600, talks=1 / talk.total_seconds(),
        patience=1 / patience.total_seconds(),
    )  # fmt: skip
    about = (
        f"{listeners} listeners, {arrivals:g} an hour, {talk.seconds // 60} min talks, {patience.seconds // 60} min "
        f"patience, {hours:,.0f} h, seed 7"
    )
    pairs = (
        ("mean wait, s", "mean_wait_s", theory.mean_wait()),
        ("share that left", "abandoned_share", theory.abandoned()),
        ("share answered within 5 min", "within_5min_share", theory.answered_within(300)),
    )
    return [
        *(
            Figure(
                about=about, what=f"{what}: simulated {facts[key]:.4g}, Erlang-A {exact:.4g}",
                compared=abs(float(str(facts[key])) / exact - 1) * 100, unit="% apart", goal=2,
            )
            for what, key, exact in pairs
        ),
        Figure(about=about, what="simulated hours a minute", compared=speed),
    ]  # fmt: skip
