"""Figures: what was measured, beside what was hoped for (quality.md, Figures to reach)."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NAMES = {
    "stock": "bare bridge", "aiohttp": "its transport ours", "acknowledging": "bare, acknowledging",
    "warmline": "Warmline",
    "servers": "our servers busy, %",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table: values by who was measured, what is compared with the goal, and the goal (at most)."""

    about: str
    what: str
    values: Mapping[str, float] = field(default_factory=dict)
    compared: float | None = None
    unit: str = ""
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is reached."""
        return (
            "" if self.goal is None or self.compared is None else "reached" if self.compared <= self.goal else "MISSED"
        )


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """How many times as much: the median of the rounds, each compared with what was measured beside it."""
    return statistics.median(one / other for one, other in zip(of, to, strict=True))


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share (0..1) of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(figures: Sequence[Figure]) -> str:
    """All of them, for people; a Markdown table under each heading."""
    lines: list[str] = []
    for about in dict.fromkeys(figure.about for figure in figures):
        some = [figure for figure in figures if figure.about == about]
        columns = list(dict.fromkeys(name for figure in some for name in figure.values))
        heads = ["", *(NAMES.get(name, name) for name in columns), "compared", "goal", ""]
        lines += ["", f"### {about}", "", *_aligned([heads, *(_cells(figure, columns) for figure in some)])]
    return "\n".join(lines)


def plain(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """All of them, for programs."""
    return [
        {
            "about": one.about, "what": one.what, "values": dict(one.values), "compared": one.compared,
            "unit": one.unit, "goal": one.goal, "verdict": one.verdict,
        }
        for one in figures
    ]  # fmt: skip


def _cells(figure: Figure, columns: Sequence[str]) -> list[str]:
    values = [f"{figure.values[name]:.2f}" if name in figure.values else "" for name in columns]
    goal = "" if figure.goal is None else f"<= {figure.goal:g} {figure.unit}"
    compared = "" if figure.compared is None else f"{figure.compared:.2f} {figure.unit}"
    return [figure.what, *values, compared, goal, figure.verdict]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    told = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return [told[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *told[1:]]
