"""What Discord's own clients make of a message, after the rules of simple-markdown that they are built on; written
apart from our reader, to judge it and our writer.

At each place the first rule that matches is taken; of bold, underline and italic the one that reaches furthest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

Styles = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One sign that somebody sees, and how: its styles, and where it leads if it is a link or a mention."""

    sign: str
    styles: Styles = frozenset()
    leads: str = ""


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a rule is tried."""

    styles: Styles = frozenset()
    nested: bool = False
    quoted: bool = False
    label: bool = False
    line: bool = True  # what came before ends a line


_Rule = Callable[[str, _Place], "tuple[int, list[Seen]] | None"]

_HEADING = re.compile(r"(#{1,3}|-#) +(\S[^\n]*)")
_QUOTE = re.compile(r"( *>>> ([\s\S]*))|( *> [^\n]*(?:\n *> [^\n]*)*\n?)")
_FENCE = re.compile(r"```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>")
_URL = re.compile(r"(?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s]")
_MASKED = re.compile(
    r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['\"][\s\S]*?['\"])?\s*\)"
)
_MENTION = re.compile(
    r"<@!?\d+>|<@&\d+>|<#\d+>|<a?:\w+:\d+>|<t:-?\d{1,17}(?::[tTdDfFR])?>|</[-\w ]+:\d+>|<id:\w+>|@everyone|@here"
)
_EM = re.compile(
    r"_((?:__|\\[\s\S]|[^\\_])+?)_\b"
    r"|\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
)
_STRONG = re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")
_UNDER = re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")
_STRIKE = re.compile(r"~~([\s\S]+?)~~(?!_)")
_SPOILER = re.compile(r"\|\|([\s\S]+?)\|\|")
_CODE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")
_TEXT = re.compile(r"[\s\S]+?(?=[^0-9A-Za-z\s\u00c0-\uffff]|\n|\w+:\S|\Z)")


def seen(content: str) -> list[Seen]:
    """Each sign of a message as it is shown."""
    return list(_seen(content, _Place()))


def _seen(source: str, place: _Place) -> Iterator[Seen]:
    at = 0
    while at < len(source):
        rest = source[at:]
        taken, signs = next(found for rule in _RULES if (found := rule(rest, place)) is not None)
        yield from signs
        at += taken
        place = replace(place, line=bool(re.search(r"\n *\Z", source[:at])))


def _plain(text: str, place: _Place, leads: str = "") -> list[Seen]:
    return [Seen(sign=sign, styles=place.styles, leads=leads) for sign in text]


def _inside(source: str, place: _Place, style: str, **more: bool) -> list[Seen]:
    styles = place.styles | {style} if style else place.styles
    return list(_seen(source, replace(place, styles=styles, **{"nested": True, "line": False, **more})))


def _blocks(rest: str, place: _Place) -> tuple[int, list[Seen]] | None:
    if not place.line or (place.nested and not place.quoted):
        return None
    if found := _HEADING.match(rest):
        return found.end(), _inside(found[2], place, "" if found[1] == "-#" else "bold")
    if not place.quoted and (found := _QUOTE.match(rest)):
        text = found[2] if found[1] is not None else re.sub(r"^ *> ", "", found[0], flags=re.MULTILINE)
        return found.end(), list(
            _seen(text, replace(place, styles=place.styles | {"quote"}, nested=True, quoted=True, line=True))
        )
    return None


def _fence(rest: str, place: _Place) -> tuple[int, list[Seen]] | None:
    found = _FENCE.match(rest)
    return (found.end(), _plain(found[2], replace(place, styles=place.styles | {"pre"}))) if found else None


def _escape(rest: str, place: _Place) -> tuple[int, list[Seen]] | None:
    found = _ESCAPE.match(rest)
    return (found.end(), _plain(found[1], place)) if found else None


def _links(rest: str, place: _Place) -> tuple[int, list[Seen]] | None:
    if found := _AUTOLINK.match(rest):
        return found.end(), _plain(found[1], place, found[1])
    if not place.label and (found := _MASKED.match(rest)) and re.match("https?://", found[2]):
        label = _inside(found[1], place, "", label=True)
        return found.end(), [replace(one, leads=found[2]) for one in label]
    if not place.label and (found := _URL.match(rest)):
        return found.end(), _plain(found[0], place, found[0])
    if found := _MENTION.match(rest):
        return found.end(), _plain(found[0], place, found[0])
    return None


def _marked(rest: str, place: _Place) -> tuple[int, list[Seen]] | None:
    tried = (
        (_EM.match(rest), "italic", 0.2), (_STRONG.match(rest), "bold", 0.1), (_UNDER.match(rest), "underline", 0.0)
    )  # fmt: skip
    best = max((one for one in tried if one[0]), key=lambda one: len(one[0][0]) + one[2], default=None)  # type: ignore[index]
    if best is not None and best[0] is not None:
        return best[0].end(), _inside(next(one for one in best[0].groups() if one), place, best[1])
    for pattern, style in ((_STRIKE, "strike"), (_SPOILER, "spoiler")):
        if found := pattern.match(rest):
            return found.end(), _inside(found[1], place, style)
    return None


def _code(rest: str, place: _Place) -> tuple[int, list[Seen]] | None:
    if (found := _CODE.match(rest)) is None:
        return None
    text = re.sub(r"^ (?= *`)|(` *) $", r"\1", found[2])
    return found.end(), _plain(text, replace(place, styles=place.styles | {"code"}))


def _text(rest: str, place: _Place) -> tuple[int, list[Seen]]:
    found = _TEXT.match(rest)
    text = found[0] if found else rest[0]
    return len(text), _plain(text, place)


_RULES: tuple[_Rule, ...] = (_blocks, _fence, _escape, _links, _marked, _code, _text)
