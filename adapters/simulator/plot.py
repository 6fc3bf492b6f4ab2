"""A plot, as SVG: which share of those who asked was answered within so many minutes."""

from __future__ import annotations

from adapters.simulator.outcome import Outcome

_WIDTH, _HEIGHT, _EDGE = 640, 360, 48
_MINUTES = 30


def draw(outcome: Outcome) -> str:
    """The drawing. The curve ends where everybody is answered, or has left."""
    asked = max(1, len(outcome.answered) + len(outcome.left))
    waits, points, done = sorted(outcome.answered), list[str](), 0
    for step in range(_MINUTES * 4 + 1):
        while done < len(waits) and waits[done] <= step * 15:
            done += 1
        points.append(f"{_x(step / 4):.1f},{_y(done / asked):.1f}")
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
            ' font-size="12"><title>Answered within so many minutes</title>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
            *(_line(share) for share in (0, 0.25, 0.5, 0.75, 1)),
            *(
                f'<text x="{_x(minute):.0f}" y="{_HEIGHT - _EDGE + 18}" text-anchor="middle">{minute}</text>'
                for minute in range(0, _MINUTES + 1, 5)
            ),
            f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 10}" text-anchor="middle">minutes since they asked</text>',
            f'<text x="{_EDGE}" y="20">answered, of all who asked</text>',
            f'<polyline fill="none" stroke="#1f5f8b" stroke-width="2" points="{" ".join(points)}"/>',
            "</svg>\n",
        )
    )


def _line(share: float) -> str:
    y = _y(share)
    return (
        f'<line x1="{_EDGE}" x2="{_WIDTH - 12}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        f'<text x="{_EDGE - 6}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>'
    )


def _x(minute: float) -> float:
    return _EDGE + minute / _MINUTES * (_WIDTH - _EDGE - 12)


def _y(share: float) -> float:
    return _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)
