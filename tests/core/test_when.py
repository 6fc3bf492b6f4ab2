"""What people write about days and hours (experience.md, `/shifts`, `/away`)."""

from datetime import date, datetime

import pytest

from bot.when import clock, day_named, hours, moment

HERE = datetime.fromisoformat("2026-11-28T10:00")  # a Saturday


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Fri 20:00-23:00", "2026-12-04T20:00", "2026-12-04T23:00"),
        ("friday, 8pm to 11pm", "2026-12-04T20:00", "2026-12-04T23:00"),
        ("2026-12-24 20-23", "2026-12-24T20:00", "2026-12-24T23:00"),
        ("24.12. 20:00 – 24:00", "2026-12-24T20:00", "2026-12-25T00:00"),
        ("3.1. 9-13h", "2027-01-03T09:00", "2027-01-03T13:00"),
        ("today 22:00-02:00", "2026-11-28T22:00", "2026-11-29T02:00"),
        ("Sat 9-11", "2026-11-28T09:00", "2026-11-28T11:00"),
        ("Sat 8-10", "2026-12-05T08:00", "2026-12-05T10:00"),
        ("tomorrow 12am-1am", "2026-11-29T00:00", "2026-11-29T01:00"),
    ],
)
def test_hours(text: str, starts: str, ends: str) -> None:
    """A day and its hours are read as they are meant: the next such day that is not over."""
    assert hours(text, here=HERE) == (datetime.fromisoformat(starts), datetime.fromisoformat(ends))


@pytest.mark.parametrize(
    "text",
    ["", "Fri", "20:00-23:00", "Fri 20:00", "Fri 25-26", "2026-02-30 10-11", "Sun 2-3 please", "31.2. 2-3", "t 2-3",
     "Fri 13pm-2pm", "Fri 24:30-25", "someday 2-3", "Fri 20:61-22", "29.2. 2-3"],
)  # fmt: skip
def test_unreadable_hours(text: str) -> None:
    """What is no day with hours is said to be unreadable, never guessed."""
    assert hours(text, here=HERE) is None


def test_moments() -> None:
    """A day alone is the whole of it, up to the next midnight."""
    assert moment("2026-12-24", here=HERE, last=False) == datetime.fromisoformat("2026-12-24T00:00")
    assert moment("2026-12-24", here=HERE, last=True) == datetime.fromisoformat("2026-12-25T00:00")
    assert moment("tomorrow 18:00", here=HERE, last=True) == datetime.fromisoformat("2026-11-29T18:00")
    assert [moment(text, here=HERE, last=True) for text in ("", "soon", "Fri at 8", "Fri 25")] == [None] * 4


def test_days() -> None:
    """A day and month without a year are the next; a name needs three letters."""
    assert day_named("27.11.", today=HERE.date()) == date(2027, 11, 27)
    assert day_named("sat", today=HERE.date()) == HERE.date()
    assert day_named("tonight", today=HERE.date()) == HERE.date()
    assert day_named("t", today=HERE.date()) is None
    assert clock("24:00") is not None
