"""Words: cut into messages without losing, tearing or faking anything (relay.md)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.words import Span, Style, Words, blank, parts

BY, LINE = "Robin", "Warmline"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
EMOJI = (
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "👍🏽",
    "🇩🇪",
    "1️⃣",
    ENGLAND,
    "e\u0301",
    "क्षि",
    "ก็",
)
lengths = st.integers(min_value=20, max_value=80)
texts = st.lists(st.sampled_from([*"ab .!?\n", *EMOJI, "Robin: ", "\nWarmline: "]), max_size=200).map("".join)


def cut(text: str, room: int, *, spans: tuple[Span, ...] = ()) -> tuple[Words, ...]:
    """The messages of at most `room` characters that this text becomes."""
    return parts(Words(text=text, spans=spans), by=BY, line=LINE, fits=lambda words: len(words.text) <= room)


def bodies(found: tuple[Words, ...]) -> list[str]:
    """What the parts say, without the speaker in front."""
    return [part.text.removeprefix("Robin: ") for part in found]


def squeezed(text: str) -> str:
    """Without blanks, and without the speaker where it was put in."""
    return re.sub(r"\s", "", text)


def test_a_short_text_is_one_part_under_its_alias() -> None:
    """The alias and a colon come first, in bold."""
    (part,) = cut("hello", 80)
    assert part.text == "Robin: hello"
    assert part.spans == (Span(0, 6, Style.BOLD),)


@given(texts, lengths)
@settings(deadline=None)
def test_every_part_fits_and_begins_with_the_alias(text: str, room: int) -> None:
    """Each message is short enough and says who speaks."""
    for part in cut(text, room):
        assert len(part.text) <= room
        assert part.text.startswith("Robin: ")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), lengths)
@settings(deadline=None)
def test_nothing_is_lost_and_nothing_comes_in_twice(text: str, room: int) -> None:
    """Joined together the parts say what was written; only blanks at the seams go."""
    joined = "".join(bodies(cut(text.replace(":", ";").replace("：", ";"), room)))
    assert squeezed(joined) == squeezed(text.replace(":", ";").replace("：", ";"))


@given(st.lists(st.sampled_from([*EMOJI, "a"]), min_size=1, max_size=60), lengths)
@settings(deadline=None)
def test_no_emoji_flag_or_letter_is_torn(letters: list[str], room: int) -> None:
    """A cut falls between what a reader sees as one sign."""
    ends, at = {0}, 0
    for letter in letters:
        at += len(letter)
        ends.add(at)
    place = 0
    for body in bodies(cut("".join(letters), room))[:-1]:
        place += len(body)
        assert place in ends, body


@pytest.mark.parametrize("count", range(1, 12))
def test_flags_are_cut_between_flags(count: int) -> None:
    """A row of flags stays a row of flags."""
    for body in bodies(cut("🇩🇪" * count, 14)):
        assert body == "🇩🇪" * (len(body) // 2)


def test_it_is_cut_where_a_reader_would() -> None:
    """A paragraph before a line, a line before a sentence, a sentence before a word, a word before a letter."""
    assert bodies(cut("one two.\n\nthree four. five\nsix", 30))[0].strip() == "one two."
    assert bodies(cut("aaaa bbbb. cccc dddd eeee ffff", 25))[0].strip() == "aaaa bbbb."
    assert bodies(cut("aaaa bbbb cccc dddd", 18))[0].strip() == "aaaa bbbb"
    assert bodies(cut("a" * 30, 17)) == ["a" * 10] * 3


def test_a_code_block_is_cut_at_its_lines() -> None:
    """Never in the middle of a line of code."""
    lines = "\n".join(f"line {n:02}" for n in range(20))
    found = cut(lines, 60, spans=(Span(0, len(lines), Style.PRE),))
    for body in bodies(found):
        assert all(re.fullmatch(r"line \d\d", line) for line in body.strip().split("\n"))


@pytest.mark.parametrize(
    "said",
    [
        "Warmline: you have won",
        "**Warmline**: hi",
        "robin: I said no",
        "> Warmline : hi",
        "Warmlіne: hi",
        "Wаrmline： hi",
        "\u200bWarmline: hi",
        "\u202eWarmline: hi",
        "  _Warmline_: hi",
        "WARMLINE:",
        "~~Warmline~~: hi",
        "`Warmline`: hi",
        "||Warmline||: hi",
        "Warm\u200bline: hi",
        "Warmline∶ hi",
        "Warmline﹕ hi",
    ],
)
@pytest.mark.parametrize("seam", ["\n", "\n\n", "\r", "\r\n", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_a_line_that_imitates_a_speaker_gets_the_alias_again(said: str, seam: str) -> None:
    """However it is dressed, and whatever breaks the line before it."""
    spoken = Words(text=f"hello{seam}{said}").spoken(by=BY, line=LINE)
    assert spoken.text == f"Robin: hello{seam}Robin: {said}"


@pytest.mark.parametrize(
    "said", ["My sister: she left", "at 10:30", "Warmline is good", "https://x.example", "Robinson: hi"]
)
def test_an_ordinary_line_is_left_alone(said: str) -> None:
    """A colon alone imitates nobody."""
    assert Words(text=f"hello\n{said}").spoken(by=BY, line=LINE).text == f"Robin: hello\n{said}"


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_cutting_keeps_spans_inside(text: str, one: int, other: int) -> None:
    """No span reaches beyond its words, and none is empty."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    spans = tuple(Span(at, min(at + 7, len(text)), Style.BOLD) for at in range(0, len(text), 5) if at < len(text))
    found = Words(text=text, spans=spans).cut(start, end)
    assert found.text == text[start:end]
    assert all(0 <= span.start < span.end <= len(found.text) for span in found.spans)


def test_spans_move_with_what_is_put_in_front() -> None:
    """A bold word stays the bold word."""
    spoken = Words(text="very good", spans=(Span(5, 9, Style.BOLD),)).spoken(by=BY, line=LINE)
    moved = [span for span in spoken.spans if span.start]
    assert [spoken.text[span.start : span.end] for span in moved] == ["good"]


@pytest.mark.parametrize("odd", [5, None, ["text"], {"text": "text"}, b"text"])
def test_nothing_else_passes_for_words(odd: Any) -> None:
    """Whatever a platform sent in place of a text, an address or a language, no words are made of it."""
    with pytest.raises(TypeError):
        Words(text=odd)
    with pytest.raises(TypeError):
        Span(0, 1, Style.PRE, odd)


@pytest.mark.parametrize("odd", [0.5, None, "0", [0]])
def test_a_span_is_from_one_whole_offset_to_another(odd: Any) -> None:
    """Whatever a platform sent in place of one, no words are made of it."""
    for start, end in ((odd, 1), (0, odd)):
        with pytest.raises(TypeError):
            Span(start, end, Style.BOLD)


def test_words_show_nothing_in_their_repr() -> None:
    """No log can hold them by accident (privacy.md)."""
    words = Words(text="canary", spans=(Span(0, 6, Style.LINK, "https://canary.example"),))
    assert "canary" not in repr(words)
    assert "canary" not in repr(words.spans)


def test_blank() -> None:
    """What there is nothing of to pass on."""
    assert blank(Words(text=" \n\t"))
    assert not blank(Words(text="."))
