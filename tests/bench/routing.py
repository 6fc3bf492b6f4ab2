"""Routing: what one step costs, however many wait and however many listen (quality.md: at most 1.2 times)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from random import Random

from bot.duty import Duty
from bot.people import Address, Listener, Role, Standing
from bot.policy import Policy
from bot.request import Request
from bot.routing import Routing
from tests.bench.figures import Figure

_NOON = datetime(2030, 5, 4, 12, tzinfo=UTC)
_POLICY = Policy(seeker_aliases=("River",))
_SMALL, _LARGE = (1_000, 100), (100_000, 10_000)


def figures(*, steps: int) -> list[Figure]:
    """The same steps in a small line and in one a hundred times as large, in turns: both have the same weather."""
    lines = {size: _line(*size) for size in (_SMALL, _LARGE)}
    spent = dict.fromkeys(lines, 0.0)
    for step in range(steps):
        for size, (routing, dice) in lines.items():
            spent[size] += _step(routing, dice, step)
    small, large = (spent[size] / steps * 1e6 for size in (_SMALL, _LARGE))
    about = "one step of routing: a listener answers or is free, a request comes, a wave is over"
    return [
        Figure(about=about, what=f"{_SMALL[0]:,} waiting, {_SMALL[1]:,} listeners", compared=small, unit="µs"),
        Figure(about=about, what=f"{_LARGE[0]:,} waiting, {_LARGE[1]:,} listeners", compared=large, unit="µs"),
        Figure(about=about, what="the large beside the small", compared=large / small, unit="x", goal=1.2),
    ]


def _line(waiting: int, listeners: int) -> tuple[Routing, Random]:
    """Everybody on call has an offer to answer; the others wait."""
    dice = Random(7)
    routing = Routing(policy=lambda _: _POLICY, chance=dice.random)
    for number in range(listeners):
        listener = Listener(
            id=f"l{number}", community="c", address=Address("discord", f"l{number}"), role=Role.LISTENER,
            standing=Standing.ACTIVE, languages=("en",), on_call_until=_NOON + timedelta(hours=12),
        )  # fmt: skip
        routing.comes(listener, Duty(listener=listener.id, until=_NOON + timedelta(hours=12)), now=_NOON)
    for number in range(waiting):
        _ask(routing, f"r{number}", _NOON + timedelta(milliseconds=number))
    return routing, dice


def _ask(routing: Routing, name: str, now: datetime) -> None:
    asked = Request.asked_for(
        name, community="c", seeker=Address("telegram", name), language="en", now=now, policy=_POLICY, arrived_at=None
    )
    routing.opens(asked.opened(now=now, policy=_POLICY), apart=frozenset(), now=now)


def _step(routing: Routing, dice: Random, step: int) -> float:
    """Seconds that it took: somebody says Not now and is offered another; a new request; a wave that is over.

    The same ones in both lines, so that both do the same work.
    """
    now = _NOON + timedelta(minutes=5, milliseconds=step)
    who, which = f"l{dice.randrange(_SMALL[1])}", f"r{dice.randrange(_SMALL[0])}"
    duty = routing.duty(who)
    began = time.perf_counter()
    if duty is not None and duty.request:
        routing.declines(duty.request, who, now=now)
    _ask(routing, f"n{step}", now)
    routing.due(which, now=now)
    return time.perf_counter() - began
