"""What the bot can say at all: every text of the catalogue as a pattern, and every notice in all its kinds."""

from __future__ import annotations

import itertools
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser, ast

from adapters.places import config_dir
from bot.notice import NOTICES, Notice
from bot.setting import NAMES

LOCALES = config_dir() / "locales"
LANGUAGES = tuple(sorted(path.name for path in LOCALES.iterdir()))
EVERYWHERE = frozenset({"platform", "emergency", "helplines", "directories", "kind"})
"""The variables that every notice's text may use, besides the notice's own facts."""


def is_catalogue(text: str) -> str | None:
    """The key of the notice whose words `text` is, in any language, under any line's name; None if it is none."""
    return next((key for key, pattern in _patterns() if pattern.fullmatch(text.strip())), None)


def is_label(text: str) -> str | None:
    """The key of the button or field whose label `text` is, in any language; countries and languages do not count."""
    labels = ((key, regex(key, language)) for language in LANGUAGES for key in messages(language))
    return next((k for k, one in labels if k.startswith(_LABELS) and one != _NAME and re.fullmatch(one, text)), None)


def is_listed(text: str) -> bool:
    """Whether `text` is what a menu or the profile says in any language: a command, an option, a description."""
    listed = ((key, language) for language in LANGUAGES for key in messages(language) if key.startswith(_LISTED))
    return any(re.fullmatch(regex(key, language), text) for key, language in listed)


@cache
def messages(language: str) -> Mapping[str, ast.Message]:
    """All messages of a language by key; an AssertionError names what cannot be parsed."""
    found: dict[str, ast.Message] = {}
    for path in sorted((LOCALES / language).glob("*.ftl")):
        for entry in _entries(path):
            assert entry.id.name not in found, f"{entry.id.name} stands twice in {language}"
            found[entry.id.name] = entry
    return found


def variables(key: str, language: str) -> frozenset[str]:
    """The variables that a text uses, also through other texts that it holds."""
    names = re.findall(r"VariableReference:(\w+)", " ".join(_references(messages(language)[key], language)))
    return frozenset(names)


def references(key: str, language: str) -> frozenset[str]:
    """The other texts that a text holds."""
    return frozenset(re.findall(r"MessageReference:([\w-]+)", " ".join(_references(messages(language)[key], language))))


def kebab(name: str) -> str:
    """The key of a notice: `RefusalWaiting` -> `refusal-waiting`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def samples(kind: type) -> Iterator[Notice]:
    """A notice of this kind with plausible facts: for each combination of its switches, and for none, one and many."""
    hints = typing.get_type_hints(kind)
    switches = [f.name for f in fields(kind) if hints[f.name] is bool]
    for chosen in itertools.product((False, True), repeat=len(switches)):
        for count in (0, 1, 3):
            facts = {f.name: _plausible(f.name, hints[f.name], count) for f in fields(kind)}
            yield typing.cast(Notice, kind(**facts | dict(zip(switches, chosen, strict=True))))


_NAME = r"[^\n]+"
_LABELS = ("button-", "field-", "choice-")
_LISTED = ("command-", "option-", "profile-", "form-")
_HOURS = "2026-12-04T19:00+00:00/2026-12-04T22:00+00:00/Europe/Berlin"
_CODES = {
    "hours": (_HOURS,), "next_hours": ("", _HOURS), "state": ("own", "posted", "open"), "shift": ("d" * 32,),
    "asked": ("join-alias",),
    "setting": ("cool_down", "name", "zone"), "about": ("cool_down", "name", "zone"),
    "unit": ("time", "count", "guide"),
    "country": ("", "DE", "JP"), "spoken": ("en", "de", "uk"), "chosen": ("en", "de", "uk"),
    "against": ("listener", "seeker"), "decided": ("paused", "nothing", "lifted"), "day": ("", "2026-05-01"),
    "what": ("", "threat", "other"),
    "contact": ("", "help@example.org"),
    "why": ("else", "handed", "held"), "stands": ("none", "open", "talking"), "role": ("listener", "coordinator"),
    "weekday": ("mon", "sun"), "part": ("night", "evening"), "lasted": ("m1", "longer"),
    "ask_day": ("", "2026-05-04"), "rating_day": ("2026-05-01",), "sha256": ("a" * 64,),
    "version": ("1",), "json_lines": ('  "rating": 4,',), "listener": ("", "d" * 32), "outcome": ("seeker", "silence"),
    "topic": ("", "grief"), "gender": ("", "woman", "man"),
}  # fmt: skip
_LINES = (
    f"shift-line|number=1|hours={_HOURS}|weekly=yes|posted=no", f"next-line|hours={_HOURS}|alias=Robin|posted=yes",
    f"span-line|hours={_HOURS}",
)  # fmt: skip
_LISTS = {
    "picks": ("d" * 32 + ":739000", "e" * 32 + ":739007"), "people": ("d" * 32 + "|Robin", "e" * 32 + "|Ash"),
    "platforms": ("discord", "telegram"), "countries": ("DE", "JP", "HK"), "offered": ("de", "uk"),
    "communities": ("1|Main", "2|North"), "kinds": ("voice", "image", "nonsense"), "waiting": ("Robin", "Ash"),
    "set_here": ("cool_down = 20m", "zone = Europe/Berlin"), "names": NAMES, "likely": ("cool_down", "zone"),
    "aliases": ("Robin", "Ash"), "topics_here": ("grief", "work"), "topics": ("grief", "work"),
    "listens_in": ("en", "de"), "spoken_here": ("en", "de", "uk"),
}  # fmt: skip


def _plausible(name: str, hint: object, count: int) -> object:
    if hint is int:
        return count
    if hint is datetime or datetime in typing.get_args(hint):
        return datetime(2026, 5, 1, 22, 0, tzinfo=UTC) if count or hint is datetime else None
    if typing.get_origin(hint) is tuple:
        return (_LINES if name.endswith("_lines") else _LISTS[name])[:count]
    codes = _CODES.get(name, (name,))
    return codes[min(count, len(codes) - 1)]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    keys = [kebab(name) for name in NOTICES]
    return tuple(
        (key, re.compile(rf"[^\n:]{{1,64}}: {regex(key, language)}"))
        for language in LANGUAGES
        for key in keys
        if key in messages(language)
    )


@cache
def regex(key: str, language: str) -> str:
    """A text's pattern: its variants as alternatives, its variables as what may stand there."""
    value = messages(language)[key].value
    assert value is not None
    return _regex(value, language)


def _regex(part: ast.BaseNode, language: str) -> str:
    match part:
        case ast.Pattern():
            return "".join(_regex(element, language) for element in part.elements)
        case ast.TextElement():
            return re.escape(part.value)
        case ast.Placeable():
            return _regex(part.expression, language)
        case ast.SelectExpression():
            return "(?:" + "|".join(_regex(variant.value, language) for variant in part.variants) + ")"
        case ast.MessageReference():
            return regex(part.id.name, language)
        case ast.StringLiteral():
            return re.escape(part.parse()["value"])
        case ast.VariableReference():
            return _variable(part.id.name, language)
    raise AssertionError(f"the catalogue uses {type(part).__name__}, which no test understands yet")


def _variable(name: str, language: str) -> str:
    if name == "helplines":
        ways = ("helplines-anywhere", "helplines-country", "helplines-country-none", "helplines-youth")
        return "(?:" + "|".join(regex(way, language) for way in ways) + ")"
    if name == "lines" or name.endswith("_lines"):
        return rf"{_NAME}(?:\n{_NAME})*"
    if name == "about":
        return "(?:" + "|".join(regex(key, language) for key in messages(language) if key.startswith("about-")) + ")"
    if name == "asked":
        return "(?:" + "|".join(regex(key, language) for key in messages(language) if key.startswith("question-")) + ")"
    return r"[\d.,\s]+" if name in _counts() else _NAME


@cache
def _counts() -> frozenset[str]:
    hints = [typing.get_type_hints(kind) for kind in NOTICES.values()]
    return frozenset(name for hint in hints for name, of in hint.items() if of is int)


def _references(part: object, language: str) -> Iterator[str]:
    if isinstance(part, ast.VariableReference):
        yield f"VariableReference:{part.id.name}"
    elif isinstance(part, ast.MessageReference):
        yield f"MessageReference:{part.id.name}"
        yield from _references(messages(language)[part.id.name], language)
    elif isinstance(part, ast.BaseNode):
        for child in vars(part).values():
            yield from _references(child, language)
    elif isinstance(part, list):
        for one in part:
            yield from _references(one, language)


def _entries(path: Path) -> Iterator[ast.Message]:
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ast.Junk), f"{path}: {entry.annotations[0].message}"
        if isinstance(entry, ast.Message):
            yield entry
