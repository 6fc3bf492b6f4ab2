"""What nobody should send, and how something real becomes it: each from a Random, so that a seed repeats it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterator
from random import Random
from typing import Any

import bot.desk
import bot.inbound

Json = Any
Path = tuple[str | int, ...]

TEXTS = (
    "", " ", "\x00", "\ud83d", "half \ud83d", "\u202eevil\u202c", "\u2066\u2067\u2068", "a\u200b\u200d\u2060b",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 40, "e" + "\u0301" * 500, "\ufeff\ufffe", "\u0130\u0131\ufb01\u1e9e",
    "@everyone @here", "<@1> <@&2> <#3>", "[x](https://evil.example)", "||**__~~`x", "```" * 40, "> " * 900,
    "<b>&lt;</b>", "tg://user?id=42", "%s %n {0} {x!r}", "'; DROP TABLE requests;--", "\u0661\u0662:\u0663\u0660",
    "-1", "1e309", "NaN", "../../etc/passwd", "\r\n\x0b\x0c\x1c\x85\u2028\u2029", "Warmline: this is over",
    "x" * 4096, "\u0416" * 5000, "\U0001f600" * 3000,
)  # fmt: skip
NUMBERS = (0, -1, 1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 2**64, 10**30, 0.5, -0.0, 1e308)
NOTHINGS: tuple[Json, ...] = (None, True, False, [], {}, [[]], [None], {"": None}, "", 0)
COMMANDS = (*bot.inbound.COMMANDS, "frobnicate")
VERBS = (*sorted(bot.desk.PRESSED), "x" * 16)


def text(dice: Random, *, commands: bool = True) -> str:
    """Any text; with `commands` it may be a command with options that nobody expects."""
    said = "".join(dice.choice(TEXTS) for _ in range(dice.choice((1, 1, 2, 3))))
    if commands and dice.random() < 0.4:
        return f"/{dice.choice(COMMANDS)}{dice.choice(('', ' ', '@sandbox_line_bot ', chr(10)))}{said}"
    return said


def button(dice: Random, known: Collection[str] = ()) -> str:
    """What a button may carry: one of those that somebody else was shown, one that is made up, or no such thing."""
    chosen = dice.random()
    if known and chosen < 0.4:
        return dice.choice(sorted(known))
    if chosen < 0.8:
        subject = dice.choice(("", "x", "0" * 32, "f" * 32, "../x", "é", "a" * 40, "a" * 41))
        return f"w{dice.choice('112')}:{dice.choice(VERBS)}:{subject}:{dice.choice((0, 1, -1, 10**9, '01'))}"
    return dice.choice((*TEXTS[:12], "w1", "w1:::", "f1:shifts:action=add", "f1:settings:x", "m1:0"))


def deep(levels: int) -> Json:
    """Lists in lists."""
    made: Json = []
    for _ in range(levels):
        made = [made]
    return made


def value(dice: Random, old: Json) -> Json:
    """Something else in the place of `old`."""
    makers: tuple[Callable[[], Json], ...] = (
        lambda: dice.choice(NOTHINGS),
        lambda: dice.choice(NUMBERS),
        lambda: dice.choice(TEXTS),
        lambda: str(old),
        lambda: [old] * dice.choice((1, 2, 1000)),
        lambda: {"x": old},
        lambda: deep(dice.choice((3, 50, 200))),
        lambda: -old if isinstance(old, int | float) else old,
    )
    return dice.choice(makers)()


def mutated(real: Json, dice: Random, *, parts: Json = None, keeping: Collection[str] = (), most: int = 3) -> Json:
    """Something real with 1 to `most` changes: a field gone, another in its place, one more; never below a name that
    is in `keeping`. `parts` is where foreign fields come from.
    """
    made = copy.deepcopy(real)
    for _ in range(dice.randint(1, most)):
        paths = [path for path in _paths(made) if path and not set(path) & set(keeping)]
        if not paths:
            return made
        *above, last = dice.choice(paths)
        inside = made
        for step in above:
            inside = inside[step]
        match dice.random():
            case chance if chance < 0.25:
                del inside[last]
            case chance if chance < 0.85:
                inside[last] = value(dice, inside[last])
            case _ if isinstance(inside, dict) and isinstance(parts, dict):
                inside |= {
                    name: copy.deepcopy(parts[name]) for name in (dice.choice(sorted(parts)),) if name not in keeping
                }
    return made


def replaced(thing: Json, known: dict[Json, Json]) -> Json:
    """The same with other values wherever one of these stood."""
    if isinstance(thing, dict):
        return {name: replaced(inside, known) for name, inside in thing.items()}
    if isinstance(thing, list):
        return [replaced(inside, known) for inside in thing]
    return known.get(thing, thing) if isinstance(thing, str | int) and not isinstance(thing, bool) else thing


def _paths(thing: Json, above: Path = ()) -> Iterator[Path]:
    yield above
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    if len(above) < 8:
        for name, one in inside:
            yield from _paths(one, (*above, name))
