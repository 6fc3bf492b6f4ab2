"""Words that may be of danger are answered with helplines, and nothing else comes of them (privacy.md, Safety)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from adapters.phrases import read_phrases
from tests.support.story import Line, Person, a_line

ROOT = Path(__file__).resolve().parents[2]
CORPUS = tomllib.loads((ROOT / "tests" / "support" / "danger.toml").read_text(encoding="utf-8"))
ALARM = "I want to die"


def corpus(*kinds: str) -> list[str]:
    """All texts of these kinds, in every language."""
    return [text for language in CORPUS.values() for kind in kinds for text in language[kind]]


async def greeted(line: Line) -> Person:
    """Somebody who has had the first reply."""
    robin = line.person()
    await robin.types("/start")
    return robin


@pytest.mark.parametrize("text", corpus("hits", "not_meant"))
def test_is_found(text: str) -> None:
    """However it is written, at whole words; a negation, or another meaning, does not suppress it."""
    assert read_phrases().in_(text)


@pytest.mark.parametrize("text", corpus("misses", "elsewhere"))
def test_is_not_found(text: str) -> None:
    """What no list has, and what only looks like it."""
    assert not read_phrases().in_(text)


def test_what_is_missed_is_published() -> None:
    """docs/danger-phrases.md shows every miss and every hit that was not meant, and no others."""
    shown = re.findall(r"^- (.+)$", (ROOT / "docs" / "danger-phrases.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(shown) == sorted(corpus("misses", "not_meant"))


async def test_adds_one_reply_with_what_is_true() -> None:
    """After the refusal: what the program cannot do, whom to call, and two ways on."""
    async with a_line() as line:
        robin = await greeted(line)
        await robin.writes(ALARM)
        assert robin.notices()[-2:] == ["Refusal", "MaybeDanger"]
        assert "I am a program and cannot judge how you are" in robin.last()
        assert "often 112, 911 or 999" in robin.last()
        assert robin.last().endswith("I can ask a volunteer to talk with you.")
        assert list(robin.showing("MaybeDanger").labels) == ["Choose country", "I'm in danger now"]


async def test_while_waiting_it_says_that_a_volunteer_is_looked_for() -> None:
    """The same, by the state of the request; their place in the queue and the request are untouched."""
    async with a_line() as line:
        robin = await line.seeker()
        before = await line.rows()
        await robin.writes(ALARM)
        assert robin.last().endswith("I am still looking for a volunteer.")
        assert await line.rows() == before
        await robin.presses("I'm in danger now")
        assert await line.rows() != before


async def test_once_an_hour_and_again_with_each_new_request() -> None:
    """Said over and over it is answered once; a new request, or an hour, and it is answered again."""
    async with a_line() as line:
        robin = await greeted(line)
        for _ in range(3):
            await robin.writes(ALARM)
            await line.passes(minutes=2)
        assert robin.notices().count("MaybeDanger") == 1
        await robin.asks()
        for _ in range(2):
            await robin.writes(ALARM)
        assert robin.notices().count("MaybeDanger") == 2
        await line.passes(minutes=61)
        await robin.writes(ALARM)
        assert robin.notices().count("MaybeDanger") == 3


async def test_words_in_a_conversation_are_not_looked_at() -> None:
    """They are somebody's words to somebody else."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.presses("I'll take this")
        await robin.writes(ALARM)
        await kim.writes("I hear you. You want to die; I want to die, too, at times")
        assert "MaybeDanger" not in (*robin.notices(), *kim.notices())


async def test_tells_nobody_and_leaves_nothing() -> None:
    """Coordinators and listeners hear nothing of it, and the database holds what it held."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        robin = await greeted(line)
        heard, before = kim.notices(), await line.rows()
        await robin.writes(ALARM)
        await line.passes(minutes=30)
        assert kim.notices() == heard
        assert await line.rows() == before
