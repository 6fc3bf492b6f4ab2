"""Aliases: nobody can look like the line, like an office, or like somebody else (experience.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people import AliasRefused, checked_alias, skeleton

TAKEN = ("Robin", "Marlon", "Ada")


def tried(text: str, *, line: str = "Nightline") -> str | AliasRefused:
    """What becomes of an alias on a line called Nightline."""
    return checked_alias(text, line=line, taken=TAKEN)


@pytest.mark.parametrize(
    "alias", ["Kim", "Mary Ann", "O’Neill", "Jean-Luc", "Дмитрий", "李小龙", "Zoë", "R2 D2", "أمل"]
)
def test_ordinary_names_of_any_script_are_taken(alias: str) -> None:
    """Letters, digits, blanks and the signs that stand in names."""
    assert tried(alias) == alias


@pytest.mark.parametrize(("text", "shown"), [("  Kim  ", "Kim"), ("Mary\t Ann", "Mary Ann"), ("Ｋｉｍ", "Kim")])
def test_an_alias_is_shown_in_its_plain_form(text: str, shown: str) -> None:
    """Blanks once, wide letters as ordinary ones."""
    assert tried(text) == shown


@pytest.mark.parametrize("text", ["", " ", "K", "x" * 33, "a" * 5000])
def test_too_short_and_too_long(text: str) -> None:
    """2 to 32 characters."""
    assert tried(text) == AliasRefused("length")


@pytest.mark.parametrize(
    "text",
    [
        "Kim\u202enibor",
        "Ki\u200bm",
        "Kim\u2066",
        "\u200eKim",
        "Ki\u00adm",
        "Kim\ufeff",
        "**Kim**",
        "<b>Kim</b>",
        "Kim: hi",
        "@everyone",
        "Kim\x00",
        "12345",
        "😀😀",
        "Kim\u034f",
        "Kim😀",
    ],
)
def test_what_hides_turns_or_marks_up_is_refused(text: str) -> None:
    """Bidi and zero-width signs, markup, mentions, signs only."""
    assert tried(text) == AliasRefused("letters")


@pytest.mark.parametrize(
    "text",
    [
        "Warmline",
        "WARMLINE",
        "warm line",
        "Nightline",
        "Night-Line",
        "the Nightline team",
        "Coordinator",
        "Coordinator Kim",
        "admin",
        "Bot",
        "System",
        "moderator",
    ],
)
def test_the_line_and_its_offices_are_reserved(text: str) -> None:
    """In any case and spacing; the line's name and "coordinator" also as a part."""
    assert tried(text) == AliasRefused("taken")


@pytest.mark.parametrize(
    "text",
    [
        "robin",
        "RОBIN",
        "Rоbіn",
        "R0bin",
        "Rob1n",
        "Robín",
        "ROBIN ",
        "Rοbin",
        "Robln",
        "Mar1on",
        "Маrlоn",
        "MarIon",
        "Rob|n",
        "АDА",
        "Аdа",
        "Mаrion",
        "Ꭱobin".replace("Ꭱ", "Ｒ"),
    ],
)
def test_lookalikes_of_a_taken_alias_are_refused(text: str) -> None:
    """Case, accents, digits, and letters of other scripts that look the same."""
    assert isinstance(tried(text), AliasRefused)


@pytest.mark.parametrize("text", ["Wаrmlіnе", "VVarmline", "Warrnline", "Wаrmlіne Team", "Cооrdinаtоr", "Nіghtlіne"])
def test_lookalikes_of_the_line_are_refused(text: str) -> None:
    """vv for w, rn for m, Cyrillic letters among Latin ones."""
    assert tried(text) == AliasRefused("taken")


@given(st.text(max_size=40))
def test_whatever_is_written_an_alias_is_safe_to_show(text: str) -> None:
    """Every accepted alias is short, printable, one line, and its own skeleton is not empty."""
    alias = tried(text)
    if isinstance(alias, str):
        assert 2 <= len(alias) <= 32
        assert alias.isprintable()
        assert not set(alias) & set("*_~`|<>@#:/\\\n")
        assert skeleton(alias)


@given(st.text(max_size=40))
def test_an_accepted_alias_is_accepted_as_it_is_shown(text: str) -> None:
    """Checking twice changes nothing; and once taken it cannot be taken again."""
    alias = tried(text)
    if isinstance(alias, str):
        assert tried(alias) == alias
        assert checked_alias(alias, line="Nightline", taken=(alias,)) == AliasRefused("taken")
