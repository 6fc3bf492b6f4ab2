"""Wording: what a notice says in somebody's language; the words themselves stand in the catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from pathlib import Path

from adapters.catalogue import Catalogue, own_name
from adapters.dates import day_written, hours_written
from adapters.helplines import Helplines, read_helplines, shown
from adapters.instants import Moment, Told, is_far, told
from adapters.places import config_dir
from bot.notice import Button, Notice, UnderAge
from bot.records import Passage, Saying


@dataclass(frozen=True, kw_only=True)
class ShownButton:
    """A button and its label."""

    text: str
    button: Button


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A notice as it is shown: plain text, no markup; the line's name and a colon come first (experience.md)."""

    text: str
    buttons: tuple[ShownButton, ...]


class Wording:
    """Notices and labels in every language of the catalogue, with the helplines in them."""

    def __init__(self, catalogue: Catalogue, helplines: Helplines) -> None:
        self.catalogue = catalogue
        self.helplines = helplines
        self.languages = catalogue.languages

    def render(self, saying: Saying, *, platform: str, moment: Moment | None = None) -> Rendered:
        """A notice for whoever reads it on this platform, under the line's name; `moment` writes instants."""
        notice, language = saying.notice, saying.language
        facts = self._facts(notice, language) | self._instants(saying, moment)
        facts["platform"] = self.catalogue.name("platform", platform, language)
        text = self.catalogue.text(_kebab(type(notice).__name__), language, **facts)
        buttons = (self.button(button, language) for button in notice.buttons())
        return Rendered(text=f"{saying.line}: {text}", buttons=tuple(buttons))

    def button(self, button: Button, language: str) -> ShownButton:
        """A button with its label."""
        return ShownButton(text=self._button(button, language), button=button)

    def label(self, key: str, language: str, **facts: object) -> str:
        """The catalogue's text by its key (menus, `late-mark`); KeyError where no language has it."""
        return self.catalogue.text(key, language, **facts)

    def speaker(self, passage: Passage) -> str:
        """Who writes, as their reader sees it: the alias, and what is said beside it."""
        mark = self.label(f"mark-{passage.mark}", passage.language) if passage.mark else ""
        return f"{passage.by} ({mark})" if mark else passage.by

    def choice(self, command: str, option: str, value: str, language: str) -> str:
        """What one of the values is called that an option allows."""
        return self.catalogue.name("choice", f"{command}-{option}-{value}", language)

    def aliases(self, language: str) -> tuple[str, ...]:
        """The names that seekers are given, one of them each time."""
        return tuple(" ".join(name.split()) for name in self.label("seeker-aliases", language).split(","))

    def country(self, text: str) -> str | None:
        """The country (ISO 3166 alpha-2) that somebody wrote, by code or by name in any language of ours."""
        return self.catalogue.country(text)

    def _facts(self, notice: Notice, language: str) -> dict[str, object]:
        """The notice's facts as the catalogue's variables, and with them what every text may use."""
        phrase = partial(self._phrase, language)
        country: str = getattr(notice, "country", "")
        kinds: tuple[str, ...] = getattr(notice, "kinds", ())
        directories = self.catalogue.joined(self.helplines.directories, language)
        youth = isinstance(notice, UnderAge)
        names = (field.name for field in fields(notice))
        return {
            "directories": directories,
            "emergency": self.helplines.emergency.get(country) or phrase("emergency-anywhere"),
            "helplines": shown(self.helplines, country, youth=youth, directories=directories, phrase=phrase),
            "kind": kinds[0] if len(kinds) == 1 else "several",
            **{name: self._fact(name, getattr(notice, name), language) for name in names},
        }

    def _instants(self, saying: Saying, moment: Moment | None) -> dict[str, object]:
        """Each instant under its field's name, and with `_in` as how far off it is."""
        found: dict[str, object] = {}
        for field in fields(saying.notice):
            at = getattr(saying.notice, field.name)
            if isinstance(at, datetime):
                way = self._told(at, saying, moment)
                found |= {field.name: way.time, f"{field.name}_in": way.distance}
        return found

    def _told(self, at: datetime, saying: Saying, moment: Moment | None) -> Told:
        if moment is not None:
            return moment(at, is_far(at, now=saying.at))
        phrase, day = partial(self._phrase, saying.language), partial(day_written, language=saying.language)
        return told(at, now=saying.at, zone=saying.zone, phrase=phrase, day=day)

    def _phrase(self, language: str, key: str, **facts: object) -> str:
        return self.catalogue.text(key, language, **facts)

    def _fact(self, field: str, value: object, language: str) -> object:
        match value:
            case None | "" | ():
                return "none"
            case bool():
                return "yes" if value else "no"
            case tuple() if field.endswith("_lines"):
                return "\n".join(self._line(str(one), language) for one in value)
            case tuple():
                names = dict.fromkeys(self._named(field, str(one), language) for one in value)
                return self.catalogue.joined(names, language)
            case str() if field.endswith("hours"):
                return hours_written(value, language)
            case str():
                return self._named(field, value, language)
        return value

    def _line(self, line: str, language: str) -> str:
        """One line of a list, as `bot.notice.base.line` put it together; what it does not name is none."""
        words, *given = line.split("|")
        facts = dict.fromkeys(("alias", "weekly", "posted"), "none") | dict(one.split("=", 1) for one in given)
        if "hours" in facts:
            facts["hours"] = hours_written(facts["hours"], language)
        return self.catalogue.text(words, language, **facts)

    def _named(self, field: str, value: str, language: str) -> str:
        kind = _NAMED.get(field)
        return self.catalogue.name(kind, value, language) if kind else value

    def _button(self, button: Button, language: str) -> str:
        name = button.name
        if button.label == "language":
            name = own_name(name)
        elif kind := _BUTTONS_NAMED.get(button.label):
            name = self.catalogue.name(kind, name, language)
        return self.label(f"button-{button.label}", language, name=name)


_NAMED = {
    "spoken": "lang", "chosen": "lang", "offered": "lang", "listens_in": "lang", "spoken_here": "lang",
    "country": "country", "platforms": "platform", "kinds": "kind",
    "asked": "question", "about": "about",
}  # fmt: skip


_BUTTONS_NAMED = {
    "country": "country", "use-elsewhere": "platform", "listen-in": "lang", "listen-in-on": "lang",
    "gender": "gender", "gender-on": "gender", "answer": "choice", "wait-for-language": "lang",
}  # fmt: skip


def read_wording(folder: Path | None = None) -> Wording:
    """The wording of a configuration folder, else of the one that came with the program; CatalogueBroken, OSError."""
    folder = folder or config_dir()
    return Wording(Catalogue(folder / "locales"), read_helplines(folder / "helplines.toml"))


def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
