"""The simulator: the line's own routing, held against Erlang-A; scenarios, and what is wrong in them."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from adapters.places import config_dir
from adapters.simulator.outcome import Outcome
from adapters.simulator.play import play
from adapters.simulator.plot import draw
from adapters.simulator.reading import ScenarioWrong, read
from adapters.simulator.scenario import DAYS, PLAIN, WEEK, Demand, Group, Hours, Scenario
from bot.policy import Policy
from tests.support.theory import ErlangA

WARMLINE = Path(sys.executable).with_name("warmline")


def plain(listeners: int, arrivals: float, *, hours: float, seed: int) -> Scenario:
    """The plain case: talks of half an hour, patience of ten minutes."""
    demand = Demand(arrivals_per_hour=arrivals, mean_talk=timedelta(minutes=30), mean_patience=timedelta(minutes=10))
    return Scenario(demands=(demand,), groups=(Group(count=listeners),), policy=PLAIN, hours=hours, seed=seed)


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


def evening(listeners: Group, demand: Demand | None = None, **more: Any) -> Scenario:
    """A scenario with the line's own numbers, where six an hour ask unless told otherwise."""
    given = {"policy": Policy(seeker_aliases=("River",)), "hours": WEEK, "seed": 3}
    return Scenario(demands=(demand or Demand(arrivals_per_hour=6),), groups=(listeners,), **{**given, **more})


def asked_in(scenario: Scenario, hour: int) -> Outcome:
    """What came of those who asked in this hour of the week."""
    return play(replace(scenario, figures=Hours(days=(DAYS[hour // 24],), from_hour=hour % 24, to_hour=hour % 24 + 1)))


def test_the_example_answers_what_a_friday_evening_needs() -> None:
    """`config/scenario.toml`: hours and days on call, habits, rest and backups go through the same routing."""
    scenario = read(config_dir() / "scenario.toml", hours=10 * WEEK, seed=3)
    few, outcome = play(scenario.with_listeners(1)), play(scenario)
    shares = [float(str(one.facts()["within_5min_share"])) for one in (few, outcome)]
    assert shares[0] < 0.6 < 0.8 < shares[1]
    assert len(outcome.answered) + len(outcome.left) < sum(outcome.talks.values())  # figures are of Fridays only
    assert ElementTree.fromstring(draw(outcome)).tag.endswith("svg")  # noqa: S314  # our own drawing


def test_a_night_shift_is_there_after_midnight_of_the_first_day() -> None:
    """From 22 to 6 is over midnight, the night before the first day as well; nobody is there by day."""
    night = evening(Group(count=40, from_hour=22, to_hour=6))
    assert asked_in(night, 0).answered
    assert asked_in(night, 5).answered
    assert not asked_in(night, 12).answered
    assert asked_in(night, 22).answered


def test_days_of_the_week() -> None:
    """A Friday's shift goes on into Saturday, and no further; a Sunday's into the Monday that the week begins with."""
    friday = evening(Group(count=40, days=("fri",), from_hour=22, to_hour=4), hours=2 * WEEK)
    assert not asked_in(friday, 0).answered
    assert not asked_in(friday, 3 * 24 + 23).answered
    assert asked_in(friday, 4 * 24 + 23).answered
    assert asked_in(friday, 5 * 24 + 2).answered
    assert not asked_in(friday, 5 * 24 + 8).answered
    assert asked_in(evening(Group(count=40, days=("sun",), from_hour=22, to_hour=4)), 1).answered


def test_arrivals_by_day_and_language() -> None:
    """Who asks on Saturdays only asks on Saturdays; nobody is put through to listeners who do not speak with them."""
    saturdays = Demand(arrivals_per_hour=6, days=("sat",), language="de")
    outcome = play(evening(Group(count=9, languages=("de", "en")), saturdays))
    assert len(outcome.answered) + len(outcome.left) == pytest.approx(6 * 24, rel=0.3)
    assert outcome.answered
    assert not play(evening(Group(count=9), saturdays)).answered


def test_caps_are_of_a_turn() -> None:
    """Who is there all week listens at most three times a day, a backup who is never on call too (routing.md 13)."""
    for listener in (Group(), Group(days=(), backup=True)):
        (talks,) = play(evening(listener)).talks.values()
        assert talks == pytest.approx(7 * 3, abs=2), listener


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[demand]\narrivals_per_hour = -1", "arrivals_per_hour is -1"),
        ("[demand]\nby_hour = [1, 2]", "by_hour has 2 numbers; allowed: 24"),
        ("[demand]\narrivals_per_hour = nan", "arrivals_per_hour is nan; allowed: a number from 0 to 100000"),
        ("[demand]\nby_hour = [1, inf]", "by_hour is inf"),
        ("[demand]\nby_hour = [1, -2]", "by_hour is -2; allowed: 24 numbers"),
        ("[demand]\nmean_talk = nan", "mean_talk is nan"),
        ("[demand]\ndays = ['friday']", "[demand] days is 'friday'; allowed: a list of mon, tue"),
        ("[demand]\nlisteners = 3", "there is no listeners in [demand]"),
        ("demand = []", "[demand] is []"),
        ("listeners = []", "[listeners] is []"),
        ("[[listeners]]\nanswers_after = '-00:01:00'", "answers_after is '-00:01:00'"),
        ("[[listeners]]\nnot_now = nan", "not_now is nan"),
        ("[figures]\nfrom_hour = 24", "[figures] from_hour is 24"),
        ("policy = 3", "policy is 3"),
        ("[policy]\ncool_dwn = 3", "there is no number cool_dwn"),
        ("[policy]\nzone = 'UTC'", "there is no number zone"),
        ("[policy]\ncool_down = 'soon'", "cool_down is 'soon'; allowed: a duration from 00:00:00 to 04:00:00"),
        ("[policy]\ncool_down = nan", "cool_down is nan"),
        ("[policy]\nfirst_wave = 0", "first_wave is 0; allowed: a whole number from 1 to 1000"),
        ("[policy]\nround_every = '00:00:00'", "round_every is '00:00:00'; allowed: a duration from 00:00:30"),
        ("[policy]\nword_every = '00:20:00'", "word_every (00:20:00) has to be shorter than nobody_free_after"),
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


@pytest.mark.parametrize(
    "wrong",
    [
        ("--mean-talk", "30x"), ("--mean-talk", "2d"), ("--mean-patience", "0s"), ("--listeners", "0"),
        ("--listeners", "3", "--find-listeners", "0.9"),
        ("--arrivals-per-hour", "nan"), ("--hours", "nan"), ("--hours", "inf"), ("--find-listeners", "nan"),
        ("--scenario", "nowhere.toml"), ("--mean-talk", "3m", "--scenario", "nowhere.toml"), ("--plot", "a.pdf"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_command_is_one_line(wrong: tuple[str, ...]) -> None:
    """It names the option, or the file; exit code 2."""
    refused = run(*wrong)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
    assert (wrong[1] if wrong[0] in {"--scenario", "--plot"} else wrong[0]) in refused.stderr


def test_two_hundred_listeners_are_tried() -> None:
    """It looks beyond 128, up to 200; then it says that so many are not enough."""
    words = ("--find-listeners", "0.9", "--hours", "4", "--mean-talk", "6h", "--json")
    assert 128 < json.loads(run("--arrivals-per-hour", "55", *words).stdout)["listeners"] <= 200
    assert "Not even 200 listeners" in run("--arrivals-per-hour", "900", *words).stderr


def test_nobody_asked_is_no_error() -> None:
    """An empty outcome has its figures, too."""
    assert Outcome(hours=1).facts()["answered_share"] == 0.0
