"""Catalogue: the words in `config/locales`, a folder of Mozilla Fluent files for each language."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

_log = logging.getLogger(__name__)

_ALSO_CALLED = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "america": "US", "holland": "NL",
}  # fmt: skip


class CatalogueBroken(Exception):
    """A catalogue cannot be read; the message names the file and what is wrong in it."""


class Catalogue:
    """All languages that have a folder here; `first` is the one that every missing text falls back to."""

    def __init__(self, folder: Path, *, first: str = "en") -> None:
        found = sorted(path.name for path in folder.iterdir() if path.is_dir())
        if first not in found:
            raise CatalogueBroken(f"{folder} has no folder {first}")
        self.languages: tuple[str, ...] = (first, *(name for name in found if name != first))
        read = {name: _entries(folder / name) for name in self.languages}
        self._keys = {name: {entry.id.name for entry in entries} for name, entries in read.items()}
        self._bundles = {name: _bundle(name, entries) for name, entries in read.items()}
        self._locales = {name: Locale.parse(name, sep="-") for name in self.languages}

    def text(self, key: str, language: str, **facts: object) -> str:
        """The text by its key, the first language's where it is missing; KeyError where there is none at all."""
        for name in dict.fromkeys((self.spoken(language), self.languages[0])):
            bundle = self._bundles[name]
            if not bundle.has_message(key) or (pattern := bundle.get_message(key).value) is None:
                _log.warning("no text for %s in %s", key, name)
                continue
            text, errors = bundle.format_pattern(pattern, facts)
            if errors:
                _log.error("the text of %s in %s is wrong: %s", key, name, ", ".join(type(e).__name__ for e in errors))
            return str(text)
        raise KeyError(key)

    def spoken(self, wanted: str) -> str:
        """The language of ours for a client's: itself, else by primary subtag, else the first."""
        names = {name.lower(): name for name in self.languages}
        asked = wanted.replace("_", "-").lower()
        return names.get(asked) or names.get(asked.split("-")[0]) or self.languages[0]

    def name(self, kind: str, code: str, language: str) -> str:
        """What a code is called: `<kind>-<code>` in the catalogue (lang, country, platform, kind), else as in CLDR."""
        own, key = self.spoken(language), f"{kind}-{code}"
        if re.fullmatch(r"[a-z]+-[\w-]+", key) and self._bundles[own].has_message(key):
            return self.text(key, own)
        if kind == "kind":
            return self.text("kind-other", own)
        locale = self._locales[own]
        usual = {"lang": locale.languages, "country": locale.territories}
        return str(usual[kind].get(code, code)) if kind in usual else code.capitalize()

    def country(self, text: str) -> str | None:
        """The country (ISO 3166 alpha-2) that somebody wrote, by code or by name in any language of ours."""
        wanted = text.strip().casefold()
        for name in self.languages:
            for code, called in self._locales[name].territories.items():
                if len(code) == 2 and wanted in {code.casefold(), called.casefold()}:
                    return str(code)
        return _ALSO_CALLED.get(wanted)

    def missing(self, language: str) -> tuple[str, ...]:
        """The keys that the first language has and this one lacks; names have others to fall back on."""
        first, here = (self._keys[name] for name in (self.languages[0], language))
        return tuple(sorted(key for key in first - here if not key.startswith(("lang-", "country-"))))

    def joined(self, names: Iterable[str], language: str) -> str:
        """Several names in a row, as that language joins them."""
        return format_list(tuple(names), locale=self._locales[self.spoken(language)])


def own_name(code: str) -> str:
    """What a language is called in itself, for somebody who cannot read this one; its code where that is unknown."""
    try:
        name = Locale.parse(code, sep="-").get_display_name() or code
    except (ValueError, UnknownLocaleError):
        return code
    return name[:1].upper() + name[1:]


def _entries(folder: Path) -> list[ast.Message | ast.Term]:
    found: list[ast.Message | ast.Term] = []
    for path in sorted(folder.glob("*.ftl")):
        for entry in FluentResource(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Junk):
                line = (entry.content or "").strip().split("\n")[0]
                raise CatalogueBroken(f"{path}: {entry.annotations[0].message}: {line}")
            if isinstance(entry, ast.Message | ast.Term):
                found.append(entry)
    return found


def _bundle(language: str, entries: list[ast.Message | ast.Term]) -> FluentBundle:
    # Some clients show isolating marks as boxes around every name; right-to-left catalogues write their own.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(ast.Resource(list(entries)))
    return bundle
