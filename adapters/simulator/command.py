"""`warmline simulate`: how many listeners does a Friday evening need? Coordinators can ask it, without a token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from adapters.operating import NotDone
from adapters.simulator.outcome import Outcome
from adapters.simulator.play import play
from adapters.simulator.plot import draw
from adapters.simulator.reading import ScenarioWrong, read
from adapters.simulator.scenario import PLAIN, Demand, Group, Scenario
from bot.setting import span, written

_MOST = 200


def simulate(
    listeners: Annotated[int | None, typer.Option(min=1, max=1000, help="How many listen, all the time.")] = None,
    arrivals_per_hour: Annotated[
        float | None, typer.Option(min=0.001, max=100_000, show_default="10", help="How many ask in an hour.")
    ] = None,
    mean_talk: Annotated[
        str | None, typer.Option(metavar="TIME", show_default="30m", help="How long they talk on average.")
    ] = None,
    mean_patience: Annotated[
        str | None, typer.Option(metavar="TIME", show_default="10m", help="How long they wait on average.")
    ] = None,
    hours: Annotated[float, typer.Option(min=1, max=1_000_000, help="How many hours are played.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed plays the same.")] = 1,
    scenario: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A TOML file, for more than the plain case.")
    ] = None,
    answered_within_5m: Annotated[
        float | None, typer.Option("--find-listeners", min=0.01, max=0.999, metavar="SHARE",
                                   help="Find how many it takes so that this share is answered within 5 minutes.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line for machines.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw how long people wait.")] = None,
) -> None:  # fmt: skip
    """Play weeks of demand through the line's own routing, without a token.

    The plain case has one wave, listeners who take a request at once, no rest and no caps.

    Example: warmline simulate --listeners 4 --arrivals-per-hour 10 --mean-talk 30m --mean-patience 10m --hours 1000
    """
    if plot is not None and plot.suffix != ".svg":
        raise NotDone(f"{plot} cannot be drawn; allowed: a file that ends in .svg.")
    if listeners is not None and answered_within_5m is not None:
        raise NotDone("--listeners and --find-listeners cannot both be given: the one is what the other finds.")
    plain = {"arrivals-per-hour": arrivals_per_hour, "mean-talk": mean_talk, "mean-patience": mean_patience}
    try:
        played = _scenario(scenario, plain, listeners=listeners, hours=hours, seed=seed)
    except ScenarioWrong as err:
        raise NotDone(str(err)) from err
    found = None
    if answered_within_5m is not None:
        found, outcome = _found(played, answered_within_5m)
    else:
        outcome = play(played)
    facts = outcome.facts() | ({"listeners": found} if found is not None else {})
    if as_json:
        typer.echo(json.dumps(facts))
    else:
        if found is not None:
            who = "listeners" if len(played.groups) == 1 else "in the first group of listeners"
            typer.echo(f"{found} {who} answer {answered_within_5m:.0%} of those who ask within 5 minutes.\n")
        typer.echo(outcome.told())
    if plot is not None:
        try:
            plot.write_text(draw(outcome), encoding="utf-8")
        except OSError as err:
            raise NotDone(f"{plot} cannot be written: {err.strerror}.") from err


def _scenario(
    file: Path | None, plain: Mapping[str, float | str | None], *, listeners: int | None, hours: float, seed: int
) -> Scenario:
    if file is not None:
        if given := [name for name, value in plain.items() if value is not None]:
            raise NotDone(f"--{given[0]} and --scenario cannot both be given: a scenario's [demand] says who asks.")
        found = read(file, hours=hours, seed=seed)
        return found.with_listeners(listeners) if listeners else found
    demand = Demand(
        arrivals_per_hour=float(plain["arrivals-per-hour"] or 10),
        mean_talk=_length("mean-talk", plain["mean-talk"] or "30m", most=timedelta(days=1)),
        mean_patience=_length("mean-patience", plain["mean-patience"] or "10m", most=timedelta(days=30)),
    )
    return Scenario(demands=(demand,), groups=(Group(count=listeners or 4),), policy=PLAIN, hours=hours, seed=seed)


def _length(option: str, text: object, *, most: timedelta) -> timedelta:
    found = span(str(text))
    if found is None or not timedelta() < found <= most:
        allowed = f"as in 90s, 30m, 2h, {written(most)} at most"
        raise typer.BadParameter(f"{text!r} is no such time; allowed: {allowed}", param_hint=f"'--{option}'")
    return found


def _found(scenario: Scenario, share: float) -> tuple[int, Outcome]:
    """The smallest number of listeners (of the first group) with which so many are answered within five minutes."""
    below, above = 0, 1
    outcomes: dict[int, Outcome] = {}

    def enough(count: int) -> bool:
        outcomes[count] = play(scenario.with_listeners(count))
        return float(str(outcomes[count].facts()["within_5min_share"])) >= share

    while not enough(above):
        if above == _MOST:
            raise NotDone(f"Not even {_MOST} listeners answer {share:.0%} within 5 minutes.")
        below, above = above, min(above * 2, _MOST)
    while above - below > 1:
        middle = (above + below) // 2
        below, above = (below, middle) if enough(middle) else (middle, above)
    return above, outcomes[above]
