"""Theory: Erlang-A (M/M/c+M), solved exactly, for comparison with the plain case; it knows nothing of the routing."""

from __future__ import annotations

from dataclasses import dataclass

_CUT = 1e-14  # states that are less likely than this are left out


@dataclass(frozen=True, kw_only=True)
class ErlangA:
    """`arrivals`, `talks` and `patience` are rates a second: of all, of one listener, of one who waits."""

    listeners: int
    arrivals: float
    talks: float
    patience: float

    def states(self) -> list[float]:
        """How likely it is that so many are there, talking or waiting: a birth-death chain."""
        weights = [1.0]
        while len(weights) <= self.listeners or weights[-1] > _CUT * max(weights):
            there = len(weights)
            leaving = min(there, self.listeners) * self.talks + max(0, there - self.listeners) * self.patience
            weights.append(weights[-1] * self.arrivals / leaving)
        total = sum(weights)
        return [one / total for one in weights]

    def mean_wait(self) -> float:
        """Seconds, over all who ask (Little's law on those who wait)."""
        waiting = sum(max(0, there - self.listeners) * share for there, share in enumerate(self.states()))
        return waiting / self.arrivals

    def abandoned(self) -> float:
        """The share of all who ask that leaves before anybody comes."""
        return self.patience * self.mean_wait()

    def answered_within(self, seconds: float, *, steps: int = 3000) -> float:
        """The share of all who ask that is answered within so long (backward equations, Runge-Kutta)."""
        states = self.states()
        behind = len(states) - self.listeners
        rates = [self.listeners * self.talks + ahead * self.patience for ahead in range(behind)]
        served, step = [0.0] * behind, seconds / steps

        def slope(now: list[float]) -> list[float]:
            return [
                rate * (1.0 if ahead == 0 else now[ahead - 1]) - (rate + self.patience) * now[ahead]
                for ahead, rate in enumerate(rates)
            ]

        for _ in range(steps):
            one = slope(served)
            two = slope([was + step / 2 * more for was, more in zip(served, one, strict=True)])
            three = slope([was + step / 2 * more for was, more in zip(served, two, strict=True)])
            four = slope([was + step * more for was, more in zip(served, three, strict=True)])
            served = [
                was + step / 6 * (a + 2 * b + 2 * c + d)
                for was, a, b, c, d in zip(served, one, two, three, four, strict=True)
            ]
        at_once = sum(states[: self.listeners])
        return at_once + sum(share * served[ahead] for ahead, share in enumerate(states[self.listeners :]))
