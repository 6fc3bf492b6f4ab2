"""What a person wrote: text with spans; its repr shows no text, and nothing stores it (relay.md, privacy.md)."""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.media import Medium
from bot.people import skeleton


class Style(StrEnum):
    """How a stretch of text is set."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    SPOILER = "spoiler"
    CODE = "code"
    PRE = "pre"
    QUOTE = "quote"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    """One styled stretch, `start <= offset < end` in code points; `detail` is a link's address or a code block's
    language.
    """

    start: int
    end: int
    style: Style
    detail: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """What a platform sent in place of an offset, an address or a language is none; TypeError."""
        if not (isinstance(self.start, int) and isinstance(self.end, int) and isinstance(self.detail, str)):
            raise TypeError("a span is from one whole offset to another, and its detail is text")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A person's own words. `media` came with them and may be passed on, where the community allows it; `left_out`
    names the kinds of things that cannot be (relay.md).
    """

    text: str = field(repr=False)
    spans: tuple[Span, ...] = field(default=(), repr=False)
    left_out: tuple[str, ...] = ()
    media: tuple[Medium, ...] = ()

    def allowing(self, kinds: Collection[str]) -> "Words":
        """The words with media of these kinds only; the others are left out."""
        kept = tuple(one for one in self.media if one.kind in kinds)
        if len(kept) == len(self.media):
            return self
        left_out = dict.fromkeys((*(one.kind for one in self.media if one.kind not in kinds), *self.left_out))
        return replace(self, media=kept, left_out=tuple(left_out))

    def then(self, other: "Words") -> "Words":
        """These words and, on a line of their own, the others; with all that came with both."""
        text = f"{self.text}\n{other.text}" if self.text and other.text else self.text or other.text
        moved = len(text) - len(other.text)
        spans = (Span(s.start + moved, s.end + moved, s.style, s.detail) for s in other.spans)
        left_out = tuple(dict.fromkeys((*self.left_out, *other.left_out)))
        return Words(text=text, spans=(*self.spans, *spans), left_out=left_out, media=(*self.media, *other.media))

    def __post_init__(self) -> None:
        """Nothing else passes for words, whatever a platform sent; TypeError."""
        if not isinstance(self.text, str):
            raise TypeError("words are text")

    def cut(self, start: int, end: int) -> "Words":
        """The words from `start` to `end` (code points), spans cut with them."""
        spans = tuple(
            Span(max(s.start, start) - start, min(s.end, end) - start, s.style, s.detail)
            for s in self.spans
            if max(s.start, start) < min(s.end, end)
        )
        return replace(self, text=self.text[start:end], spans=spans)

    def inserting(self, at: int, name: str) -> "Words":
        """The words with `name` and a blank put in at `at`, the name in bold, everything after it moved along."""
        return self.putting(f"{name} ", at=at, before=(Span(at, at + len(name), Style.BOLD),))

    def with_addresses(self) -> "Words":
        """The words with each link's address in brackets behind its text, unless the text is the address."""
        words = self
        for link in sorted((s for s in self.spans if s.style is Style.LINK), key=lambda s: s.end, reverse=True):
            address = "".join(link.detail.split())
            if address and not _same(words.text[link.start : link.end], address):
                words = words.putting(f" ({address})", at=link.end)
        return words

    def putting(self, text: str, *, at: int, before: tuple[Span, ...] = ()) -> "Words":
        """The words with this put in at `at`, in none of the styles that begin or end there, and more spans first."""
        length = len(text)
        moved = tuple(
            Span(s.start + length * (s.start >= at), s.end + length * (s.end > at), s.style, s.detail)
            for s in self.spans
        )
        return replace(self, text=self.text[:at] + text + self.text[at:], spans=(*before, *moved))

    def spoken(self, *, by: str, line: str, reader: str = "") -> "Words":
        """The words as the other side reads them: `by` and a colon first, and again before each line that imitates
        a speaker.
        """
        words = self
        if speakers := [match for match in _SPEAKER.finditer(self.text) if match.start()]:
            names = {_looks(name) for name in (by, line, reader) if name}
            for match in reversed(speakers):
                if _looks(match["name"]) in names:
                    words = words.inserting(match.start(), f"{by}:")
        return words.inserting(0, f"{by}:")


_NEW_LINE = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_COLON = ":：﹕︓∶ː꞉։׃"  # and what looks like one
_SPEAKER = re.compile(rf"(?:^|(?<=[{_NEW_LINE}]))(?P<name>[^{_COLON}{_NEW_LINE}]++)[{_COLON}]")
_DRESS = re.compile(r"[*_~|`]")
_BREAKS = tuple(re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"[.!?…。！？]['\")\]]?\s+", r"\s+"))
_VIRAMA = 9  # the combining class of the sign that joins two letters of an Indic script into one
_JOINED = "\u200d\ufe0f\ufe0e\u20e3"


def _same(text: str, address: str) -> bool:
    """Whether a link's text is its address, as people write it."""
    bare = [one.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/") for one in (text, address)]
    return bare[0] == bare[1]


def _looks(name: str) -> str:
    """What a name in front of a colon looks like, however it is dressed: its letters and digits alone."""
    return "".join(filter(str.isalnum, skeleton(_DRESS.sub("", name))))


def parts(words: Words, *, by: str, line: str, fits: Callable[[Words], bool], reader: str = "") -> tuple[Words, ...]:
    """`words` as the messages in which they are passed on, each under the alias `by` and each accepted by `fits`.

    A line that imitates `by`, the `line` or the `reader` is under the alias again.

    Cut at a paragraph, else a line, a sentence, a word, and only then inside a word; never inside an emoji sequence,
    and inside a code block only at its lines (relay.md). Joined together, the parts say all that `words` says.
    """
    rest = words
    found: list[Words] = []
    while True:
        if fits(spoken := rest.spoken(by=by, line=line, reader=reader)):
            return (*found, spoken)
        room = _longest(rest, by=by, line=line, fits=fits, reader=reader)
        end = _cut(rest, room)
        found.append(rest.cut(0, end).spoken(by=by, line=line, reader=reader))
        start = end if _in_code(rest, end) else end + len(rest.text[end:]) - len(rest.text[end:].lstrip("\n "))
        if start >= len(rest.text):
            return tuple(found)
        rest = rest.cut(start, len(rest.text))


def _longest(words: Words, *, by: str, line: str, fits: Callable[[Words], bool], reader: str) -> int:
    low, high = 1, len(words.text)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(words.cut(0, middle).spoken(by=by, line=line, reader=reader)):
            low = middle
        else:
            high = middle - 1
    return low


def _cut(words: Words, room: int) -> int:
    blocks = [s for s in words.spans if s.style in {Style.PRE, Style.CODE, Style.LINK} and s.start < room < s.end]
    for block in blocks:
        if block.start > room // 4:
            room = block.start
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(words.text, 0, room + 1) if match.end() <= room]
        if ends and ends[-1] > room // 4:
            return ends[-1]
    return _between_letters(words.text, room)


def _in_code(words: Words, at: int) -> bool:
    """Whether this is inside a code block, whose lines begin with blanks that mean something."""
    return any(span.style is Style.PRE and span.start < at < span.end for span in words.spans)


def _between_letters(text: str, at: int) -> int:
    """The nearest place at or before `at` that tears no emoji sequence, flag or accented letter."""
    place = at
    while 1 < place < len(text) and not _tears_nothing(text, place):
        place -= 1
    return place if place > 1 else at


def _tears_nothing(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if (
        after in _JOINED
        or before == "\u200d"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U000e0020" <= after <= "\U000e007f"
    ):
        return False
    if unicodedata.category(after)[0] == "M" or unicodedata.combining(before) == _VIRAMA:
        return False
    flags = len(text[:at]) - len(text[:at].rstrip("".join(map(chr, range(0x1F1E6, 0x1F200)))))
    return not ("\U0001f1e6" <= after <= "\U0001f1ff" and flags % 2)


def blank(words: Words) -> bool:
    """Whether there is nothing in them to pass on."""
    return not words.text.strip()
