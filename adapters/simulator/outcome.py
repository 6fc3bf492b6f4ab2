"""Outcome: what came of a simulation: who was answered, how long they waited, how the work was spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_PROMPT = 300.0  # seconds


@dataclass(kw_only=True)
class Outcome:
    """Waits in seconds: of those who were answered, and of those who left; talks and hours talked of each listener."""

    hours: float
    answered: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    talks: dict[str, int] = field(default_factory=dict)
    talked: dict[str, float] = field(default_factory=dict)

    def facts(self) -> dict[str, object]:
        """What `--json` prints; shares are of all who asked."""
        asked = len(self.answered) + len(self.left)
        waits = sorted([*self.answered, *self.left])
        return {
            "asked": asked,
            "answered_share": len(self.answered) / asked if asked else 0.0,
            "abandoned_share": len(self.left) / asked if asked else 0.0,
            "mean_wait_s": sum(waits) / asked if asked else 0.0,
            "within_5min_share": sum(one <= _PROMPT for one in self.answered) / asked if asked else 0.0,
            "wait_p50_s": _quantile(waits, 0.5),
            "wait_p90_s": _quantile(waits, 0.9),
            "wait_p99_s": _quantile(waits, 0.99),
            "talks_per_listener": dict(sorted(self.talks.items())),
            "busy_share_per_listener": {
                name: round(seconds / (self.hours * 3600), 4) for name, seconds in sorted(self.talked.items())
            },
        }

    def told(self) -> str:
        """The same, for people."""
        facts = self.facts()
        rows = [
            ("asked", f"{facts['asked']:,}"),
            ("answered", f"{facts['answered_share']:.1%}"),
            ("answered within 5 minutes", f"{facts['within_5min_share']:.1%}"),
            ("left before anybody came", f"{facts['abandoned_share']:.1%}"),
            ("wait, mean", f"{facts['mean_wait_s']:.0f} s"),
            *((f"wait, {name}", f"{facts[key]:.0f} s") for name, key in _QUANTILES),
        ]
        lines = [f"{name:<28}{value:>12}" for name, value in rows]
        lines += ["", f"{'listener':<16}{'talks':>12}{'of the time':>14}"]
        for name, talks in sorted(self.talks.items()):
            lines.append(f"{name:<16}{talks:>12,}{self.talked[name] / (self.hours * 3600):>14.1%}")
        return "\n".join(lines)


_QUANTILES = (("half", "wait_p50_s"), ("nine of ten", "wait_p90_s"), ("99 of 100", "wait_p99_s"))


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
