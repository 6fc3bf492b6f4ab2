"""A program that keeps something without consent is refused before it runs (privacy.md, Scopes)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRONG = """
from datetime import date, datetime

from bot.consent import Consent, Scope, Shown, ToFeedback
from bot.inbound import Pressed, Typed
from bot.ledger import Cell, Feedback, FollowUp, ServiceStat
from bot.people import Address
from bot.ports import Decision


async def wrong(rows: Decision, tap: Pressed, typed: Typed, shown: Shown, cell: Cell, now: datetime) -> None:
    yes: ToFeedback = Consent(scope=Scope.FEEDBACK, shown=shown, at=now, tap=tap)
    await rows.add_fact("1", Feedback(consent=yes, rating=5, day=date.today()))
    Feedback(rating=5, day=date.today())  # no consent
    Feedback(consent=None, rating=5, day=date.today())  # nobody's
    ServiceStat(consent=yes, cell=cell)  # to something else
    FollowUp(consent=yes, community="", language="en", until=now)  # to something else
    Feedback(consent=yes, rating="good", day=date.today())  # no rating
    Feedback(consent=yes, rating=5, day=date.today(), text="so kind")  # somebody's words
    Consent(scope=Scope.FEEDBACK, shown=shown, at=now)  # no tap
    Consent(scope=Scope.FEEDBACK, shown=shown, at=now, tap=typed)  # no tap
    Consent(scope=Scope.FEEDBACK, shown=shown, at=now, tap=tap, by=Address("discord", "1"))  # somebody else's
    Consent(scope=Scope.FEEDBACK, shown="a text", at=now, tap=tap)  # nothing shown
    await rows.add_fact("1", cell)  # a fact alone is taken
    await rows.add_fact("1", yes)  # a fact alone is taken
    yes.scope = Scope.FOLLOW_UP  # it stays what it is
"""


def test_mypy_refuses_each_way_around_consent(tmp_path: Path) -> None:
    """Every line that says why it is wrong is an error, and the others are none."""
    program = tmp_path / "wrong.py"
    program.write_text(WRONG)
    run = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--follow-imports=silent", str(program)]
    told = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    found = {int(line) for line in re.findall(r"wrong\.py:(\d+): error", told)}
    assert found == {number for number, line in enumerate(WRONG.splitlines(), 1) if "  # " in line}, told
