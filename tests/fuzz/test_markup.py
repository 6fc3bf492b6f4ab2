"""Formatting between the platforms, held against readers that are none of ours: what both can say survives both ways,
and nothing becomes a mention, a link or markup that its author did not write (relay.md). `MARKUP=20000` for long runs.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from adapters.discord import markup as discord
from adapters.discord.reading import read
from adapters.sandbox.telegram import entities as sandbox
from adapters.telegram import markup as telegram
from bot.words import Span, Style, Words, parts
from tests.support.discord_markdown import seen

EXAMPLES = int(os.environ.get("MARKUP", "120"))
MARKS = (Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.STRIKE, Style.SPOILER)
CODES = {"code", "pre"}
UNSEEN = {discord.GAP, "\0", " "}
EMOJI = ("👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪", "1️⃣", "e\u0301")
short = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

Look = list[tuple[str, frozenset[str]]]

nasty = st.text(alphabet="ab \\*_~|`<>[]()#-.@&!h/\n\u200d👍🏽é", max_size=24)
hostile = st.lists(
    st.sampled_from(
        ["@everyone", "@here", "<@1>", "<@&2>", "<#3>", "<:a:4>", "<t:5>", "</x:6>", "@kim_holt", "/end", "/leave@bot",
         "tg://user?id=7", "steam://run/8", "https://a.example/b_c", "[x](https://e.example)", "<https://e.example>",
         " ", "\n", ".", "(", "a", "*", "_", "`", "```", "\\", "<", ">", "@", "/", "#", "-", "|"]
    ), max_size=12,
).map("".join)  # fmt: skip


@st.composite
def styled(draw: st.DrawFn, text: st.SearchStrategy[str] = nasty, kinds: Iterable[Style] = Style) -> Words:
    """Text with spans anywhere: nested, side by side, crossing."""
    shown = draw(text)
    edge = st.integers(0, len(shown))
    drawn = draw(st.lists(st.tuples(edge, edge, st.sampled_from(list(kinds))), max_size=4))
    spans = (Span(min(a, b), max(a, b), style, _detail(style)) for a, b, style in drawn if a != b)
    return Words(text=shown, spans=tuple(spans))


def _detail(style: Style) -> str:
    return {Style.LINK: "https://e.example/x_y", Style.PRE: "py"}.get(style, "")


@st.composite
def said_by_both(draw: st.DrawFn) -> Words:
    """Lines that both platforms can express: styles within styles, inline code, quotes, code blocks."""
    words = Words(text="")
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["text", "text", "quote", "pre"]))
        line = draw(st.text(alphabet="ab ._*👍é", min_size=1, max_size=8).map(lambda text: f"x{text}x"))
        spans = []
        if kind == "pre":
            spans = [Span(0, len(line), Style.PRE, draw(st.sampled_from(["", "py"])))]
        else:
            first, last, place = 0, len(line), 0
            for style in draw(st.lists(st.sampled_from(MARKS), unique=True, max_size=3)):
                spans.append(Span(first, last, style))
                place = draw(st.integers(0, (last - first) // 2))
                first, last = first + place, last - place
                if last - first < 2:
                    break
            if kind == "quote":
                spans.insert(0, Span(0, len(line), Style.QUOTE))
        words = words.then(Words(text=line, spans=tuple(spans)))
    return words


def looks(words: Words) -> Look:
    """Each sign that can be seen, with its styles; of blanks only that they are there."""
    return [
        (sign, frozenset(str(s.style) for s in words.spans if s.start <= at < s.end and s.style is not Style.LINK))
        for at, sign in enumerate(words.text)
        if sign.strip() and sign not in UNSEEN
    ]


def shown(content: str) -> Look:
    """The same of a Discord message, as Discord shows it."""
    return [(one.sign, one.styles) for one in seen(content) if one.sign.strip() and one.sign not in UNSEEN]


def led(content: str) -> set[str]:
    """Where a Discord message leads, and whom it mentions."""
    return {one.leads for one in seen(content) if one.leads}


@short
@given(nasty)
@example("``1` *1 \\1* ***a*** > b")
def test_our_reader_sees_what_discord_shows(content: str) -> None:
    """Whatever somebody types there, the words have the signs and styles that they see themselves."""
    assert looks(read(content)) == shown(content)


@short
@given(styled(kinds=[one for one in Style if one is not Style.LINK]))
@example(Words(text="::_", spans=(Span(0, 3, Style.ITALIC), Span(0, 3, Style.CODE))))
@example(Words(text="..\n", spans=(Span(0, 2, Style.QUOTE), Span(0, 3, Style.BOLD))))
@example(Words(text="ab", spans=(Span(0, 1, Style.CODE), Span(1, 2, Style.CODE))))
@example(Words(text="\n:", spans=(Span(0, 1, Style.PRE), Span(1, 2, Style.PRE))))
def test_discord_shows_what_we_write(words: Words) -> None:
    """However spans lie, each sign is there in its styles; in code, where one of them may not hold, in fewer."""
    given_, found = looks(words), shown(discord.rendered(words))
    assert [sign for sign, _ in found] == [sign for sign, _ in given_]
    for (_, wanted), (_, got) in zip(given_, found, strict=True):
        assert got <= wanted if wanted & CODES else got == wanted


@short
@given(said_by_both())
def test_what_both_can_say_survives_both_ways(words: Words) -> None:
    """From Discord to Telegram and back: the same signs in the same styles, code in its language."""
    there = telegram.read(*telegram.written(read(discord.rendered(words))))
    assert looks(there) == looks(words)
    again = read(discord.rendered(there))
    assert shown(discord.rendered(there)) == looks(again) == looks(words)
    blocks = [[s.detail for s in one.spans if s.style is Style.PRE] for one in (words, there, again)]
    assert blocks[0] == blocks[1] == blocks[2]


@short
@given(styled(hostile))
@example(Words(text="[x](https://e.example) @everyone", spans=(Span(1, 2, Style.LINK, "https://e.example/x_y"),)))
def test_nothing_becomes_a_mention_or_a_link_on_discord(words: Words) -> None:
    """There are no mentions and no masked links; what leads somewhere is an address that was written as one."""
    content = discord.rendered(words)
    written = re.findall(r"https?://[^\s<]+", words.with_addresses().text)
    for one in seen(content):
        assert not one.leads or one.leads.startswith("http"), one.leads
    assert all(any(_bare(place) in _bare(one) for one in written) for place in led(content))


def _bare(address: str) -> str:
    return re.sub(r"[\\*_~|`\u200b]", "", address)


@short
@given(styled(hostile))
@example(Words(text="@kim_holt /end tg://user?id=7"))
@example(Words(text="ahttps://a.example/b#@kim_holt"))
def test_nothing_becomes_a_mention_or_a_command_on_telegram(words: Words) -> None:
    """What Telegram finds by itself in a text is an address, a hashtag at most; what we mark is none of these."""
    text, entities = telegram.written(words)
    code = [(one.offset, one.offset + one.length) for one in entities if one.type in CODES]
    found = [one for one in sandbox.found(text) if not any(a <= one["offset"] < b for a, b in code)]
    assert {one["type"] for one in found} <= {"url", "hashtag", "email"}
    assert not {one.type for one in entities} & {"text_link", "text_mention", "mention", "bot_command", "url"}
    assert not re.search(r"tg://", _outside(text, code))


def _outside(text: str, code: Iterable[tuple[int, int]]) -> str:
    coded = text.encode("utf-16-le")
    for first, last in sorted(code, reverse=True):
        coded = coded[: 2 * first] + coded[2 * last :]
    return coded.decode("utf-16-le")


@pytest.mark.parametrize("platform", ["discord", "telegram"])
@settings(max_examples=max(EXAMPLES // 3, 20), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*EMOJI, "word", " ", "\n", ". "]), min_size=30, max_size=90), st.integers(20, 60))
def test_parts_tear_nothing(platform: str, letters: list[str], times: int) -> None:
    """Each part is within the limit in the platform's own units, ends between what a reader sees as one sign, and
    together they say it all.
    """
    words = Words(text="".join(letters) * times)
    fits = telegram.fits if platform == "telegram" else lambda one: discord.fits(discord.rendered(one))
    found = parts(words, by="Robin", line="Warmline", fits=fits)
    units = [
        telegram.units(telegram.written(one)[0] if platform == "telegram" else discord.rendered(one)) for one in found
    ]
    assert max(units) <= (4096 if platform == "telegram" else 2000)
    said = [one.text.removeprefix("Robin: ") for one in found]
    assert "".join("".join(said).split()) == "".join(words.text.split())
    for before, after in itertools.pairwise(said):
        assert not any(_torn(f"{before[-12:]}|{after[:12]}", atom) for atom in EMOJI)


def _torn(seam: str, atom: str) -> bool:
    """Whether this emoji lies across the seam (two flags or families side by side are no tear)."""
    return any(f"{atom[:at]}|{atom[at:]}" in seam for at in range(1, len(atom)))


@settings(max_examples=max(EXAMPLES // 3, 20), deadline=None)
@given(st.lists(st.sampled_from(["def f():", "    return 1", "", "  x", "y = `a`", "z"]), min_size=60, max_size=120))
def test_code_is_cut_at_its_lines_and_keeps_its_blanks(lines: list[str]) -> None:
    """Each part is a code block of its own, of whole lines, with the blanks before them."""
    code = "\n".join(lines * 6)
    words = Words(text=code, spans=(Span(0, len(code), Style.PRE, "py"),))
    found = parts(words, by="Robin", line="Warmline", fits=lambda one: discord.fits(discord.rendered(one)))
    assert "".join(one.text.removeprefix("Robin: ") for one in found) == code
    for one in found:
        content = discord.rendered(one)
        assert content.count("```") == 2
        assert content.startswith("**Robin:** ```py\n")
        body = content.removeprefix("**Robin:** ```py\n").removesuffix("\n```")
        assert set(body.split("\n")) <= set(lines)
