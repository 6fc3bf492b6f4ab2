"""Consent and facts: nothing is kept of somebody who has not said yes to just that (privacy.md, Scopes)."""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consent import AFTERWARDS, TAPS, Consent, Lasting, NotConsented, Scope, Shown
from bot.inbound import Pressed
from bot.ledger import (
    SMALLEST,
    Cell,
    Fact,
    Feedback,
    FollowUp,
    Outcome,
    Record,
    ServiceStat,
    ShiftHours,
    Span,
    suppressed,
)
from bot.people import Address

ROBIN = Address("telegram", "5")
NOW = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)
SHOWN = Shown.of("Nothing is kept, unless you choose something here.", language="en")
CELL = Cell.at(
    NOW, zone="Europe/Berlin", platform="telegram", language="en", waited=timedelta(seconds=59),
    lasted=timedelta(minutes=60), outcome=Outcome.SILENCE,
)  # fmt: skip
FACTS: dict[Scope, Callable[[Any], Fact]] = {
    Scope.SERVICE_STATS: lambda consent: ServiceStat(consent=consent, cell=CELL),
    Scope.FEEDBACK: lambda consent: Feedback(consent=consent, rating=4, day=date(2026, 11, 28)),
    Scope.FOLLOW_UP: lambda consent: FollowUp(consent=consent, community="c" * 32, language="en", until=NOW),
    Scope.SHIFT_HISTORY: lambda consent: ShiftHours(consent=consent, listener="d" * 32, month="2026-11", minutes=90),
}


def press(verb: str) -> Pressed:
    """A press by Robin."""
    return Pressed(by=ROBIN, verb=verb, subject="", epoch=0, message="1", language="en")


def consent(scope: Scope) -> Consent[Any]:
    """Robin's yes to this."""
    return Consent(scope=scope, shown=SHOWN, at=NOW, tap=press(next(iter(TAPS[scope]))))


@pytest.mark.parametrize("scope", Scope)
def test_a_fact_is_made_of_a_consent_to_its_own_scope(scope: Scope) -> None:
    """What one scope opens cannot be made from a yes to another, nor from none."""
    assert FACTS[scope](consent(scope)).consent.by == ROBIN
    for wrong in (*(consent(other) for other in Scope if other is not scope), None, True, ROBIN, scope):
        with pytest.raises(NotConsented):
            FACTS[scope](wrong)


@pytest.mark.parametrize("scope", Scope)
def test_a_consent_is_made_of_a_tap_that_says_so(scope: Scope) -> None:
    """A press of any other button is none; a row stands for a tap only where a consent lasts."""
    for other in (*(press(verb) for verb in ("end", "talk", "agree", "nothing")), None, "yes", ROBIN):
        with pytest.raises(NotConsented):
            Consent(scope=scope, shown=SHOWN, at=NOW, tap=other)  # type: ignore[arg-type]  # that is the point
    if scope is not Scope.SHIFT_HISTORY:
        with pytest.raises(NotConsented):
            Consent(scope=scope, shown=SHOWN, at=NOW, tap=Lasting(by=ROBIN))


def test_facts_hold_what_their_scope_opens_and_no_text() -> None:
    """The fields are those of privacy.md's table; the person is whoever consented."""
    held = {kind.__name__: {one.name for one in fields(kind)} - {"consent"} for kind in typing.get_args(Fact)}
    assert held == {
        "ServiceStat": {"cell"},
        "Feedback": {"rating", "day"},
        "FollowUp": {"community", "language", "until", "due_at"},
        "ShiftHours": {"listener", "month", "minutes"},
    }
    assert {one.name for one in fields(Cell)} == {
        "week", "weekday", "part", "platform", "language", "waited", "lasted", "outcome",
    }  # fmt: skip


def test_nobody_but_a_platform_presses_and_nobody_but_the_store_reads_consents() -> None:
    """In the whole program the row of a consent is made by adapters/sql/ledger.py, a press by the adapters; where the
    core makes one for a form, it is none that consents.
    """
    root = Path(inspect.getfile(Consent)).parents[1]
    made: dict[str, set[str]] = {"Pressed": set(), "Lasting": set()}
    for path in (*(root / "bot").rglob("*.py"), *(root / "adapters").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in made and not _harmless(node):
                    made[name].add(path.relative_to(root).as_posix())
    assert made["Lasting"] == {"adapters/sql/ledger.py"}
    assert made["Pressed"] - {"bot/desk/shifts.py"} == {"adapters/discord/inbound.py", "adapters/telegram/inbound.py"}
    assert {"cover", "take", "remove"}.isdisjoint(frozenset().union(*TAPS.values()))  # those that shifts.py makes


def _harmless(press: ast.Call) -> bool:
    """Whether its verb stands there, and is none that consents."""
    verbs = [one.value.value for one in press.keywords if one.arg == "verb" and isinstance(one.value, ast.Constant)]
    return bool(verbs) and not any(verb in taps for verb in verbs for taps in TAPS.values())


def test_a_cell_is_where_the_line_is() -> None:
    """Half past eleven at night in London is Sunday in Berlin; edges fall into the longer span."""
    assert (CELL.week, CELL.weekday, CELL.part) == ("2026-W48", "sun", "night")
    assert (CELL.waited, CELL.lasted) == ("m1", "longer")
    spans = [Span.of(timedelta(minutes=minutes)) for minutes in (0, 1, 5, 15, 30, 60, 600)]
    assert spans == ["m1", "m5", "m15", "m30", "m60", "longer", "longer"]


def test_a_record_is_chosen_from_and_changes_no_more() -> None:
    """Each scope is on or off by itself; a rating goes with its scope; each choice makes earlier buttons stale."""
    record = Record(cell=CELL, day=date(2026, 11, 29), check_in=date(2026, 12, 2))
    assert (record.chosen, record.rating) == ((), 0)
    rated = record.toggled(Scope.FOLLOW_UP).toggled(Scope.FEEDBACK).rated(5)
    assert (rated.chosen, rated.rating, rated.turn) == ((Scope.FEEDBACK, Scope.FOLLOW_UP), 5, 3)
    off = rated.toggled(Scope.FEEDBACK)
    assert (off.chosen, off.rating, off.cell) == ((Scope.FOLLOW_UP,), 0, CELL)
    assert record.check_in_at("Europe/Berlin") == datetime(2026, 12, 2, 11, 0, tzinfo=UTC)


@given(st.dictionaries(st.integers(), st.integers(min_value=0, max_value=40), max_size=8))
def test_no_small_number_of_people_can_be_read_or_reckoned(counts: dict[int, int]) -> None:
    """Also with the sum of all known: what is left out is never one cell alone, nor fewer than five people."""
    shown = suppressed(counts)
    assert all(count is None or (count == counts[cell] and count >= SMALLEST) for cell, count in shown.items())
    hidden = [counts[cell] for cell, count in shown.items() if count is None]
    assert not hidden or len(hidden) == len(counts) or (len(hidden) > 1 and sum(hidden) >= SMALLEST)
    if all(count >= SMALLEST for count in counts.values()):
        assert shown == counts


def test_what_is_asked_for_afterwards_is_asked_for_by_one_button() -> None:
    """**Keep these** says yes to what is chosen, and to nothing of a listener's."""
    assert {scope for scope, taps in TAPS.items() if "keepthese" in taps} == set(AFTERWARDS)
