"""Words to Telegram's text with entities and back."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from adapters.telegram.markup import GAP, LONGEST, fits, read, units, written
from bot.words import Span, Style, Words, parts

SETS = tuple(style for style in Style if style is not Style.LINK)
letters = st.text(
    alphabet=st.one_of(st.sampled_from("ab \n👍🏽👨‍👩‍👧🇩🇪é"), st.characters(exclude_categories=["Cs"])), max_size=60
)


@st.composite
def styled(draw: st.DrawFn, text: st.SearchStrategy[str] = letters) -> Words:
    """Words with any spans."""
    shown = draw(text)
    places = st.integers(0, len(shown))
    spans = draw(st.lists(st.tuples(places, places, st.sampled_from(SETS)), max_size=5))
    return Words(text=shown, spans=tuple(Span(min(a, b), max(a, b), style) for a, b, style in spans if a != b))


@given(styled())
@example(Words(text="👍👍", spans=(Span(1, 2, Style.BOLD),)))
def test_what_is_written_reads_the_same(words: Words) -> None:
    """Every style of every stretch survives the way to Telegram and back, whatever the characters; but for a gap in
    what Telegram would make a mention or a command of.
    """
    text, entities = written(words)
    if GAP not in text:
        assert read(text, entities) == words
    assert read(text, entities).text.replace(GAP, "") == words.text.replace(GAP, "")


@given(styled())
def test_an_entity_covers_its_own_characters(words: Words) -> None:
    """Counted in UTF-16 units, an entity covers just what its span covers in characters."""
    text, entities = written(words)
    coded = text.encode("utf-16-le")
    for span, entity in zip(words.spans, entities, strict=True):
        covered = coded[2 * entity.offset : 2 * (entity.offset + entity.length)]
        assert covered.decode("utf-16-le").replace(GAP, "") == words.text[span.start : span.end].replace(GAP, "")


@given(letters, st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90), st.sampled_from(MessageEntity.ALL_TYPES))))
def test_no_entity_breaks_the_reading(text: str, found: list[tuple[int, int, str]]) -> None:
    """Entities that lie outside of the text, or cut a character in two, never break it and never reach beyond it."""
    words = read(text, [MessageEntity(kind, offset, length) for offset, length, kind in found])
    assert words.text == text
    assert all(0 <= span.start < span.end <= len(text) for span in words.spans)


@settings(max_examples=25, deadline=None)
@given(
    styled(
        st.builds(str.__mul__, st.text(alphabet="ab. \n👍🏽👨‍👩‍👧🇩🇪", min_size=1, max_size=40), st.integers(100, 300))
    )
)
@example(Words(text="🇩🇪" * 4000))
@example(Words(text="👨‍👩‍👧" * 1500))
def test_every_part_fits_and_nothing_is_lost(words: Words) -> None:
    """However long words are, each part is one that Telegram takes, under the alias, and together they say it all."""
    shares = parts(words, by="Robin", line="Warmline", fits=fits)
    assert all(units(written(share)[0]) <= LONGEST for share in shares)
    assert all(share.text.startswith("Robin: ") for share in shares)
    said = "".join(share.text.removeprefix("Robin: ") for share in shares)
    assert "".join(said.split()) == "".join(words.text.split())


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (Words(text="see here.", spans=(Span(4, 8, Style.LINK, "https://a.example/x"),)), "see here (https://a.example/x)."),
        (Words(text="a.example", spans=(Span(0, 9, Style.LINK, "https://a.example/"),)), "a.example"),
        (Words(text="x", spans=(Span(0, 1, Style.LINK, "https://a.example/\nWarmline: y"),)), "x (https://a.example/Warmline:y)"),
    ],
)  # fmt: skip
def test_a_link_stands_as_text_and_address(words: Words, text: str) -> None:
    """No link hides where it leads: its address stands behind its text, on the same line."""
    shown, entities = written(words)
    assert shown == text
    assert not entities


def test_what_follows_a_link_keeps_its_style() -> None:
    """Styles behind, around and before a link stay where they were."""
    link = Span(2, 4, Style.LINK, "https://a.example")
    words = Words(text="a bc d", spans=(Span(0, 6, Style.BOLD), Span(0, 1, Style.ITALIC), link, Span(5, 6, Style.CODE)))
    text, entities = written(words)
    covered = {entity.type: text[entity.offset : entity.offset + entity.length] for entity in entities}
    assert covered == {"bold": "a bc (https://a.example) d", "italic": "a", "code": "d"}


def test_a_link_to_an_account_is_plain_text() -> None:
    """Neither a mention nor a hidden link to an account is carried over."""
    mention = MessageEntity(MessageEntity.TEXT_MENTION, 0, 3)
    hidden = MessageEntity(MessageEntity.TEXT_LINK, 0, 3, url="TG://user?id=5100000001")
    assert read("Ann", [mention, hidden]) == Words(text="Ann")
