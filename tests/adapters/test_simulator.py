"""The simulator: the line's own routing, held against Erlang-A; scenarios, and what is wrong in them."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from adapters.simulator.outcome import Outcome
from adapters.simulator.play import play
from adapters.simulator.plot import draw
from adapters.simulator.scenario import PLAIN, Demand, Group, Scenario, ScenarioWrong, read
from adapters.simulator.theory import ErlangA

WARMLINE = Path(sys.executable).with_name("warmline")
EVENING = """
[demand]
by_hour = [2, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 6, 6, 5, 3]
mean_talk = "00:35:00"
mean_patience = "00:12:00"
danger_share = 0.05

[[listeners]]
count = 4
from_hour = 18
to_hour = 24
answers_after = "00:00:30"
not_now = 0.2
no_answer = 0.1

[[listeners]]
count = 1
backup = true
answers_after = "00:02:00"

[policy]
cool_down = "00:10:00"
"""


def plain(listeners: int, arrivals: float, *, hours: float, seed: int) -> Scenario:
    """The plain case: talks of half an hour, patience of ten minutes."""
    demand = Demand(arrivals_per_hour=arrivals, mean_talk=timedelta(minutes=30), mean_patience=timedelta(minutes=10))
    return Scenario(demand=demand, groups=(Group(count=listeners),), policy=PLAIN, hours=hours, seed=seed)


@pytest.mark.parametrize(("listeners", "arrivals"), [(4, 10.0), (6, 8.0)])
def test_the_plain_case_is_erlang_a(listeners: int, arrivals: float) -> None:
    """Wait, abandonment and answered within 5 minutes: within four standard errors of eight runs (seeds 1 to 8)."""
    theory = ErlangA(listeners=listeners, arrivals=arrivals / 3600, talks=1 / 1800, patience=1 / 600)
    runs = [play(plain(listeners, arrivals, hours=150, seed=seed)).facts() for seed in range(1, 9)]
    for key, exact in (
        ("mean_wait_s", theory.mean_wait()),
        ("abandoned_share", theory.abandoned()),
        ("within_5min_share", theory.answered_within(300, steps=600)),
    ):
        found = [float(str(one[key])) for one in runs]
        error = statistics.stdev(found) / len(found) ** 0.5
        assert abs(statistics.mean(found) - exact) < 4 * error, (key, found, exact)


def test_theory_agrees_with_what_is_known() -> None:
    """Where nobody is patient at all, as in Erlang B: 4 listeners, 5 Erlang: 39.8 % are lost."""
    lost = ErlangA(listeners=4, arrivals=5.0, talks=1.0, patience=1e7).abandoned()
    assert lost == pytest.approx(0.39834, abs=1e-4)
    patient = ErlangA(listeners=4, arrivals=3.0, talks=1.0, patience=1e-4)  # Erlang C: 50.94 % wait, Wq = 0.5094
    assert patient.mean_wait() == pytest.approx(0.5094, rel=0.02)


def test_the_same_seed_plays_the_same() -> None:
    """And another seed something else."""
    first, again, other = (play(plain(3, 9, hours=50, seed=seed)) for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_the_work_is_even() -> None:
    """Least recently served: listeners who are always there have nearly the same number of talks (routing.md 3)."""
    outcome = play(plain(6, 8, hours=56 * 24, seed=7))  # eight weeks
    assert max(outcome.talks.values()) / min(outcome.talks.values()) < 1.1


def test_a_scenario_plays_an_evening(tmp_path: Path) -> None:
    """Hours on call, habits, rest and backups go through the same routing."""
    (tmp_path / "evening.toml").write_text(EVENING)
    outcome = play(read(tmp_path / "evening.toml", hours=14 * 24, seed=3))
    facts = outcome.facts()
    assert 0.2 < float(str(facts["answered_share"])) < 0.9
    assert sum(outcome.talks.values()) == pytest.approx(len(outcome.answered), abs=5)
    assert ElementTree.fromstring(draw(outcome)).tag.endswith("svg")  # noqa: S314  # our own drawing


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[demand]\narrivals_per_hour = -1", "arrivals_per_hour is -1"),
        ("[demand]\nby_hour = [1, 2]", "by_hour has 2 numbers; allowed: 24"),
        ("[policy]\ncool_dwn = 3", "there is no number cool_dwn"),
        ("[policy]\ncool_down = 'soon'", "cool_down is 'soon'"),
        ("[people]", "there is no [people]"),
        ("nonsense", "is not TOML"),
    ],
)
def test_what_is_wrong_in_a_scenario_is_named(tmp_path: Path, text: str, told: str) -> None:
    """In one line."""
    (tmp_path / "wrong.toml").write_text(text)
    with pytest.raises(ScenarioWrong) as wrong:
        read(tmp_path / "wrong.toml", hours=1, seed=1)
    assert told in str(wrong.value)
    assert "\n" not in str(wrong.value)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, as an operator gives it."""
    return subprocess.run([WARMLINE, "simulate", *words], capture_output=True, text=True, check=False, timeout=120)


def test_the_command(tmp_path: Path) -> None:
    """JSON, a table, a drawing, how many listeners it takes; a wrong value is one line and exit code 2."""
    told = run("--listeners", "4", "--arrivals-per-hour", "10", "--mean-talk", "30m", "--mean-patience", "10m",
               "--hours", "50", "--seed", "7", "--json")  # fmt: skip
    facts = json.loads(told.stdout)
    assert {"answered_share", "abandoned_share", "mean_wait_s", "within_5min_share"} <= set(facts)
    assert facts["answered_share"] + facts["abandoned_share"] == pytest.approx(1)
    table = run("--hours", "20", "--plot", str(tmp_path / "waits.svg"))
    assert "answered within 5 minutes" in table.stdout
    assert (tmp_path / "waits.svg").read_text().startswith("<svg")
    found = run("--hours", "100", "--find-listeners", "0.9", "--json")
    assert json.loads(found.stdout)["listeners"] > 4
    for wrong in (("--mean-talk", "soon"), ("--listeners", "0"), ("--scenario", "nowhere.toml"), ("--plot", "a.pdf")):
        refused = run(*wrong)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr


def test_nobody_asked_is_no_error() -> None:
    """An empty outcome has its figures, too."""
    assert Outcome(hours=1).facts()["answered_share"] == 0.0
