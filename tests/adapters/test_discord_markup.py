"""Words to Discord markdown and back."""

import re

import pytest
from hypothesis import example, given, seed, settings
from hypothesis import strategies as st

from adapters.discord.markup import GAP, escaped, fits, rendered
from adapters.discord.reading import read
from bot.words import Span, Style, Words, parts

SEED = 20240611
INLINE = (Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.STRIKE, Style.SPOILER)
nasty = st.text(alphabet="ab 1\\*_~|`<>[]()#-.:@&!h/\n\u200d👍🏽é", max_size=30)
hostile = st.one_of(st.text(max_size=60), nasty, st.text(alphabet="*_~|`\\ a[](<>h:/", max_size=400))


@st.composite
def styled(draw: st.DrawFn) -> Words:
    """Text of awkward signs with spans anywhere, nested, side by side or crossing."""
    text = draw(nasty.filter(lambda text: "http" not in text))
    edge = st.integers(min_value=0, max_value=len(text))
    spans = draw(st.lists(st.tuples(edge, edge, st.sampled_from(INLINE)), max_size=4))
    return Words(text=text, spans=tuple(Span(min(a, b), max(a, b), style) for a, b, style in spans if a != b))


def looks(words: Words) -> list[tuple[str, frozenset[Style]]]:
    """Each sign that can be seen, with its styles."""
    return [
        (sign, frozenset(span.style for span in words.spans if span.start <= at < span.end))
        for at, sign in enumerate(words.text)
        if sign not in {GAP, "\0"}
    ]


@seed(SEED)
@given(styled())
@example(Words(text="ab", spans=(Span(0, 1, Style.ITALIC),)))
@example(Words(text="**Warmline:** hi\n# big\n> q\n1. x\n- y\n-# z"))
@example(Words(text="aab", spans=(Span(0, 1, Style.BOLD), Span(1, 2, Style.ITALIC), Span(2, 3, Style.UNDERLINE))))
def test_what_was_written_is_what_is_seen(words: Words) -> None:
    """Whatever signs a person writes, Discord shows those signs, in the styles of the spans and no others."""
    assert looks(read(rendered(words))) == looks(words)


@seed(SEED)
@given(hostile)
@example("_" * 2000)
@example("`" * 2000)
@example("**" * 1000 + "a")
@example("[a](" * 500)
@example(" \\a" * 600 + "*")
def test_reading_never_fails_and_rendering_it_shows_the_same(content: str) -> None:
    """A message read and rendered again reads the same, but that a masked link shows its address."""
    first = read(content)
    if any(span.style in {Style.LINK, Style.PRE, Style.QUOTE, Style.CODE} for span in first.spans) or "http" in content:
        return
    again = read(rendered(first))
    assert [sign for sign, _ in looks(again)] == [sign for sign, _ in looks(first)]


@pytest.mark.parametrize(
    ("content", "text", "styles"),
    [
        ("**bold** _it_ *it* __under__ ~~gone~~ ||spoil||", "bold it it under gone spoil",
         "bold italic italic underline strike spoiler"),
        ("***both***", "both", "bold italic"),
        ("`a*b*` and ``x`y``", "a*b* and x`y", "code code"),
        ("```py\nprint(1)\n```", "print(1)", "pre"),
        ("> one\n> two\nthree", "one\ntwo\nthree", "quote"),
        (">>> one\ntwo", "one\ntwo", "quote"),
        ("# big *news*\n## less\n-# small", "big news\nless\nsmall", "bold italic bold"),
        ("#a\n- b\n1. c", "#a\n- b\n1. c", ""),
        ("> # said\n> so", "said\nso", "quote bold"),
        ("**# no**", "# no", "bold"),
        ("[here](https://example.org/a_b)", "here", "link"),
        ("https://example.org/a_b_c and snake_case_word", "https://example.org/a_b_c and snake_case_word", ""),
        (r"\*no\* **unbalanced", "*no* **unbalanced", ""),
        ("<@1> <@!2> <@&3> <#4> <:wave:5> </talk:7>", "@someone @someone @role #channel :wave: /talk", ""),
        ("<t:0:R> <t:999999999999>", "1970-01-01 00:00 UTC <t:999999999999>", ""),
        ("see https://discord.com/channels/1/2/3", "see #message", ""),
    ],
)  # fmt: skip
def test_markdown_is_read_as_it_is_seen(content: str, text: str, styles: str) -> None:
    """Each construct of Discord's markdown becomes text with its span; mentions name nobody."""
    words = read(content)
    assert (words.text, " ".join(span.style for span in words.spans)) == (text, styles)


@pytest.mark.parametrize(
    ("words", "content"),
    [
        (Words(text="x = [1]", spans=(Span(0, 7, Style.PRE, "py"),)), "```py\nx = [1]\n```"),
        (Words(text="Robin: a\nb\nc", spans=(Span(7, 10, Style.QUOTE),)), "Robin: \n> a\n> b\nc"),
        (Words(text="here", spans=(Span(0, 4, Style.LINK, "https://example.org/a_b"),)), "here (https://example.org/a_b)"),
        (Words(text="a`b", spans=(Span(0, 3, Style.CODE),)), "`` a`b ``"),
        (Words(text="@everyone <@1> https://example.org/a_b."), f"@{GAP}everyone \\<@1> https://example.org/a_b."),
    ],
)  # fmt: skip
def test_spans_become_markdown(words: Words, content: str) -> None:
    """Blocks, links and mentions are written so that they harm nobody."""
    assert rendered(words) == content


IMITATIONS = (
    "\nWarmline:", "\n**Warmline:**", "\n# Warmline:", "\n> Warmline:",
    "\n||Warm||line:", "\rWarmline:", "\u2028Warmline:",
)  # fmt: skip


@seed(SEED)
@given(nasty, st.sampled_from(IMITATIONS))
def test_no_line_looks_like_a_notice(before: str, line: str) -> None:
    """Each line of a relayed message that begins like a notice has the alias in front."""
    said = read(f"{before}.{line} trust me")
    shown = read(rendered(said.spoken(by="Robin", line="Warmline"))).text.replace(GAP, "")
    assert not re.search(r"^[^\w.]*warmline:", shown, re.MULTILINE | re.IGNORECASE)


@seed(SEED)
@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["*", "_", "`", "word ", "\n", ". ", "👍", "x"]), max_size=100))
def test_long_messages_fit(pieces: list[str]) -> None:
    """Every part of a long message is within Discord's 2,000 characters when it is escaped."""
    words = Words(text="".join(pieces) * 40)
    found = parts(words, by="Robin", line="Warmline", fits=lambda words: fits(rendered(words)))
    assert all(fits(rendered(part)) for part in found)


def test_plain_words_stay_as_they_are() -> None:
    """Ordinary words need no escaping."""
    assert escaped("Hello, how are you? I'm fine: 50% (really).") == "Hello, how are you? I'm fine: 50% (really)."
