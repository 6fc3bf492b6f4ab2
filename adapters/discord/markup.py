"""Words -> Discord markdown: a person's words are shown as they wrote them, and only their spans are markup (relay.md).

Everything else of the text is escaped, so that nobody can write a notice, a mention or a masked link into it.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace

from bot.words import Span, Style, Words

LONGEST = 2000
"""Characters that Discord takes in one message; counted as UTF-16 units, the stricter of the ways to count."""

GAP = "\u200b"
"""Seen by nobody; keeps two markers, or an @ and its word, from reading as one."""

_MARKS = {Style.BOLD: "**", Style.ITALIC: "_", Style.UNDERLINE: "__", Style.STRIKE: "~~", Style.SPOILER: "||"}
_CODES = (Style.CODE, Style.PRE)
_TORN_BY_ADDRESS = {Style.ITALIC, Style.UNDERLINE, Style.STRIKE}
_BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", " ") | {"\0": None})
_ADDRESS = r"(?<![A-Za-z0-9])https?://[A-Za-z0-9\-._~:/?#@!$&'()+,;=%]+"
_LOUD = re.compile(r"@(?=everyone|here)|(?:steam|discord)(?=://)")
_RISKY = re.compile(
    rf"(?P<address>{_ADDRESS})"
    rf"|(?P<loud>{_LOUD.pattern})"
    r"|(?P<line>^[ \t]*(?:[0-9]+(?=\.))?)(?P<mark>[#>\-.])"
    r"|(?P<sign>[\\*_~`|<\[\]])"
    "|(?P<hidden>[\0\r\x0b\x0c\x85\u2028\u2029])",
    re.MULTILINE,
)
_SWALLOWED = re.compile(r"(https?://[^\s<]*)\\<")
_MARKERS = re.compile(r"[\\*_~|]")
_ADDRESS_WITH_MARKS = re.compile(r"https?://\S*[_~]")


def rendered(words: Words) -> str:
    """The words as Discord markdown."""
    text, spans = words.text, words.spans
    if not spans:
        return escaped(text)
    if (
        len(spans) == 1
        and (alias := spans[0]).style is Style.BOLD
        and alias.start == 0
        and text[alias.end :][:1] == " "
    ):
        return f"**{escaped(text[: alias.end])}**{escaped(text[alias.end :])}"  # what most messages are
    return _Writer(words).written()


def fits(text: str) -> bool:
    """Whether Discord takes this as the content of one message."""
    return len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) <= LONGEST * 2


def escaped(text: str) -> str:
    """Plain text, each sign of markdown made literal, mass mentions and addresses of apps made words; those of the web
    stay as they are.
    """
    return _apart(_RISKY.sub(_literal, text))


def _apart(content: str) -> str:
    """What is escaped behind an address, apart from it: Discord would take the backslash for a part of the address."""
    return _SWALLOWED.sub(r"\1 \\<", content) if "\\<" in content else content


def _literal(match: re.Match[str]) -> str:
    if match["address"]:
        return match["address"]
    if match["loud"]:
        return f"{match['loud']}{GAP}"
    if match["hidden"]:
        return match["hidden"].translate(_BREAKS)
    if match["mark"]:
        return f"{match['line']}\\{match['mark']}"
    return f"\\{match['sign']}"


class _Writer:
    """Writes one passage: opens and closes markers so that they nest, whatever the spans do."""

    def __init__(self, words: Words) -> None:
        words = words.with_addresses()
        self._text = words.text
        self._spans = tuple(_kept(words))
        self._codes = [span for span in self._spans if span.style in _CODES]
        self._written: list[str] = []
        self._open: list[Style] = []
        self._quoting = False
        self._closed = False

    def written(self) -> str:
        edges = {0, len(self._text)} | {edge for span in self._spans for edge in (span.start, span.end)}
        edges = {edge for edge in edges if not any(code.start < edge < code.end for code in self._codes)}
        stops = sorted(edges)
        for start, end in itertools.pairwise(stops):
            self._write(start, end)
        self._close(0)
        return _apart(_LOUD.sub(rf"\g<0>{GAP}", "".join(self._written)))

    def _write(self, start: int, end: int) -> None:
        here = [span for span in self._spans if span.start <= start and span.end >= end]
        text = self._quoted(any(span.style is Style.QUOTE for span in here), self._text[start:end])
        if not text:
            return
        code = next((span for span in here if span.style in _CODES), None)
        torn = code is not None and _MARKERS.search(text)  # nothing is literal in code but to code
        self._mark([] if torn else [span.style for span in here if span.style in _MARKS], text)
        if code is not None:
            self._put(GAP if self._ends("`") else " " if self._in_address() else "")
        self._put(_fenced(text, code) if code else escaped(text))

    def _quoted(self, wanted: bool, text: str) -> str:
        """Begin or end a quote before this text; what is left of it to write."""
        if wanted == self._quoting:
            return text
        self._close(0)
        self._quoting = False
        if self._written and not self._ends("\n"):
            self._put("\n")
            text = text if wanted else text.removeprefix("\n")
        if wanted:
            self._put("> ")
        self._quoting = wanted
        return text

    def _mark(self, wanted: list[Style], text: str) -> None:
        if _ADDRESS_WITH_MARKS.search(text):
            wanted = [style for style in wanted if style not in _TORN_BY_ADDRESS]
        kept = 0
        while kept < len(self._open) and self._open[kept] in wanted:
            kept += 1
        self._close(kept)
        for style in wanted:
            if style not in self._open:
                self._put_mark(style)
                self._open.append(style)

    def _close(self, kept: int) -> None:
        while len(self._open) > kept:
            self._put_mark(self._open.pop())
            self._closed = True

    def _put_mark(self, style: Style) -> None:
        mark = _MARKS[style]
        if self._ends(mark[0]) or (mark[0] == "_" and self._ends("~")):
            self._put(GAP)
        elif style not in self._open and self._in_address():
            self._put(" ")
        self._put(mark)

    def _put(self, text: str) -> None:
        if self._closed and self._ends("_") and re.match(r"\w", text):
            text = GAP + text  # `_x_y` would be no italics
        self._closed = False
        self._written.append(text.replace("\n", "\n> ") if self._quoting else text)

    def _last(self) -> str:
        return self._written[-1] if self._written else ""

    def _in_address(self) -> bool:
        """Whether Discord would take what is written next for a part of an address."""
        return re.search(r"https?://[^\s<]*$", "".join(self._written)) is not None

    def _ends(self, sign: str) -> bool:
        return self._last().endswith(sign)


def _kept(words: Words) -> Iterable[Span]:
    """The spans that say something, outermost first."""
    for span in sorted(words.spans, key=lambda span: (span.start, -span.end)):
        if span.style is Style.QUOTE:
            span = _quoted_lines(words.text, span)
        if span.start < span.end:
            yield span


def _quoted_lines(text: str, quote: Span) -> Span:
    """The quote without the line break that ends it.

    One that begins behind an alias moves to a line of its own, unless it begins like a speaker: it would imitate one.
    """
    inside = text[quote.start : quote.end].rstrip("\n")
    first, _, rest = inside.partition("\n")
    imitates = quote.start > 0 and text[quote.start - 1] != "\n" and re.search("[:：]", first)
    end = quote.start + len(inside)
    return replace(quote, start=end - len(rest) if imitates else quote.start, end=end)


def _fenced(text: str, code: Span) -> str:
    text = text.translate(_BREAKS)
    if not text.strip("\n"):
        return text
    if code.style is Style.PRE:
        language = code.detail if re.fullmatch(r"[A-Za-z0-9_+.#-]{1,32}", code.detail) else ""
        return f"```{language}\n{text.replace('```', f'`{GAP}`{GAP}`').strip(chr(10))}\n```"
    if "`" not in text:
        return f"`{text}`"
    return f"`` {re.sub('`(?=`)', f'`{GAP}', text)} ``"
