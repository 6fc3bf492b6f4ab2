"""Discord markdown -> Words: what somebody sees of their own message, as text with spans (relay.md).

Marks that open nothing stay text, as do those of lists; a heading is bold, small print is like the rest. Mentions,
channels and links to messages become words that name nobody.
"""

import re
from datetime import UTC, datetime

from adapters.links import without_messages
from bot.words import Span, Style, Words

_DEEPEST = 12
_SPECIAL = re.compile(r"[\\*_~|`<\[\r\x0b\x0c\x85\u2028\u2029]|^ *>(?:>>)? |^(?:#{1,3}|-#) |https?://", re.MULTILINE)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_QUOTE = re.compile(r"^ *(?:>>> (?P<rest>.*)|(?P<lines>> [^\n]*(?:\n *> [^\n]*)*\n?))", re.MULTILINE | re.DOTALL)
_HEADED = re.compile(r"^(?P<mark>#{1,3}|-#) +(?P<line>\S[^\n]*)", re.MULTILINE)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_PRE = re.compile(r"```(?:(?P<language>[A-Za-z0-9_+.#-]{1,32})\n)?\n*(?P<code>.*?[^\n].*?)\n*```", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s<]*[^<.,:;\"')\]\s]")
_LINK = re.compile(
    r"\[(?P<label>[^\[\]\n]{1,1000})\]\(\s*<?(?P<address>https?://[^\s<>()]+)>?(?:\s+[\"'][^\n]*?[\"'])?\)"
)
_ANGLED = re.compile(
    r"<(?:(?P<person>@!?\d+)|(?P<role>@&\d+)|(?P<channel>#\d+|id:\w+)|a?:(?P<emoji>\w+):\d+"
    r"|t:(?P<moment>-?\d{1,12})(?::\w)?|/(?P<command>[^:<>\n]{1,100}):\d+|(?P<address>https?://[^\s<>]+))>"
)
_MARKED = (
    (Style.BOLD, re.compile(r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)", re.DOTALL)),
    (Style.UNDERLINE, re.compile(r"__((?:\\.|[^\\])+?)__(?!_)", re.DOTALL)),
    (Style.ITALIC, re.compile(r"_((?:__|\\.|[^\\_])+?)_(?!\w)", re.DOTALL)),
    (Style.ITALIC, re.compile(r"\*(?=\S)((?:\\.|\*\*|\s+(?:\\.|[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)", re.DOTALL)),
    (Style.STRIKE, re.compile(r"~~(.+?)~~(?!_)", re.DOTALL)),
    (Style.SPOILER, re.compile(r"\|\|(.+?)\|\|", re.DOTALL)),
)


def read(content: str, left_out: tuple[str, ...] = ()) -> Words:
    """The words of a message's `content`; `left_out` names what came with it."""
    if _SPECIAL.search(content) is None:
        return without_messages(Words(text=content, left_out=left_out))
    reader = _Reader()
    reader.read(_BREAKS.sub("\n", content), depth=0)
    spans = sorted(enumerate(reader.spans), key=_outermost)
    found = tuple(span for _, span in spans)
    return without_messages(Words(text="".join(reader.text), spans=found, left_out=left_out))


def _outermost(numbered: tuple[int, Span]) -> tuple[int, int, int]:
    """Outer spans first; of two of the same extent the outer one was read last."""
    number, span = numbered
    return span.start, -span.end, -number


class _Reader:
    """Collects text and spans."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.spans: list[Span] = []
        self.length = 0
        self._quoting = False

    def read(self, source: str, *, depth: int) -> None:
        at, barren = 0, set[object]()
        while (match := _SPECIAL.search(source, at)) is not None:
            self._add(source[at : match.start()])
            at = self._special(source, match.start(), depth=depth, barren=barren)
        self._add(source[at:])

    def _special(self, source: str, at: int, *, depth: int, barren: set[object]) -> int:
        """Read what begins at `at`; where it ends. `barren`: what was sought in vain and has no end further on."""
        sign = source[at]
        if sign == "h":
            return self._address(source, at)
        if sign == "\\" and (escape := _ESCAPE.match(source, at)):
            return self._add(escape[1], escape.end())
        if sign == "<" and (angled := _ANGLED.match(source, at)):
            return self._add(_named(angled), angled.end())
        if sign == "`":
            return self._code(source, at, barren)
        if depth < _DEEPEST:
            if sign in " >" and depth == 0 and (quote := _QUOTE.match(source, at)):
                return self._quote(quote)
            if sign in "#-" and depth == self._quoting and (headed := _HEADED.match(source, at)):
                return self._headed(headed, depth)
            if sign == "[" and (link := _LINK.match(source, at)):
                self._inside(link["label"], Style.LINK, depth, detail=link["address"])
                return link.end()
            for style, pattern in _MARKED:
                if pattern not in barren and sign == pattern.pattern.lstrip("\\")[0]:
                    if marked := pattern.match(source, at):
                        self._inside(marked[1], style, depth)
                        return marked.end()
                    if style is not Style.ITALIC and source.startswith(sign * 2, at):
                        barren.add(pattern)
        return self._add(sign, at + 1)

    def _inside(self, source: str, style: Style, depth: int, *, detail: str = "") -> None:
        start = self.length
        self.read(source, depth=depth + 1)
        if self.length > start:
            self.spans.append(Span(start, self.length, style, detail))

    def _quote(self, quote: re.Match[str]) -> int:
        lines = quote["rest"]
        if lines is None:
            lines = re.sub(r"^ *> ", "", quote["lines"], flags=re.MULTILINE)
        inside = lines.rstrip("\n")
        self._quoting = True
        self._inside(inside, Style.QUOTE, 0)
        self._quoting = False
        return self._add(lines[len(inside) :], quote.end())

    def _headed(self, headed: re.Match[str], depth: int) -> int:
        if headed["mark"] == "-#":
            self.read(headed["line"], depth=depth + 1)
        else:
            self._inside(headed["line"], Style.BOLD, depth)
        return headed.end()

    def _code(self, source: str, at: int, barren: set[object]) -> int:
        if pre := _PRE.match(source, at):
            start = self.length
            self._add(pre["code"])
            self.spans.append(Span(start, self.length, Style.PRE, pre["language"] or ""))
            return pre.end()
        fence = len(source) - at - len(source[at:].lstrip("`"))
        rest = at + fence
        runs = re.finditer("`+", source[rest:]) if fence not in barren else ()
        if (end := max((run for run in runs if len(run[0]) <= fence), key=_length, default=None)) is not None:
            inside = source[rest - fence + len(end[0]) : rest + end.start()]
            start = self.length
            self._add(re.sub(r"^ (?= *`)|(?<=`) $", "", inside))
            self.spans.append(Span(start, self.length, Style.CODE))
            return rest + end.end()
        barren.update(range(1, fence + 1))
        return self._add("`" * fence, rest)

    def _address(self, source: str, at: int) -> int:
        if address := _ADDRESS.match(source, at):
            return self._add(address[0], address.end())
        return self._add("h", at + 1)

    def _add(self, text: str, then: int = 0) -> int:
        if text:
            self.text.append(text)
            self.length += len(text)
        return then


def _length(found: re.Match[str]) -> int:
    return len(found[0])


def _named(angled: re.Match[str]) -> str:
    match angled.lastgroup, angled[angled.lastgroup or 0]:
        case "person", _:
            return "@someone"
        case "role", _:
            return "@role"
        case "channel", _:
            return "#channel"
        case "emoji", name:
            return f":{name}:"
        case "command", name:
            return f"/{name}"
        case "moment", seconds:
            return _moment(int(seconds)) or angled[0]
    return angled["address"]


def _moment(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return ""
