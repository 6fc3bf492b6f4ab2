"""Texts with markup (core.telegram.org/bots/api#formatting-options): MarkdownV2 here, HTML in markup_html.py."""

from __future__ import annotations

from typing import Any

from .entities import Entity, units
from .markup_html import parse_html
from .refusal import bad

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {"[": "link", "||": "spoiler", "__": "underline", "*": "bold", "_": "italic", "~": "strikethrough"}


def parse(text: str, mode: str) -> tuple[str, list[Entity]]:
    """The text without its markup, and the entities that this stood for; a refusal (400) for wrong markup."""
    match mode.lower():
        case "html":
            return parse_html(text)
        case "markdownv2":
            return _Markdown(text).parse()
        case _:  # the old "Markdown" is not played here
            raise bad("unsupported parse_mode")


class _Markdown:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.shown: list[str] = []
        self.length = 0
        self.open: list[tuple[str, int, int]] = []  # mark, where it began in the shown text and in the given one
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.place < len(self.text):
            self._step()
        self._end_quote()
        if self.open:
            raise self._endless()
        return "".join(self.shown), sorted(self.entities, key=lambda one: (one["offset"], -one["length"]))

    def _step(self) -> None:
        rest = self.text[self.place :]
        if rest[0] == "\\" and len(rest) > 1 and ord(rest[1]) < 127:
            self._show(rest[1], 2)
        elif rest[0] == "`":
            self._code(rest)
        elif rest[0] == ">" and (not self.shown or self.shown[-1].endswith("\n")):
            self._begin_quote()
        elif rest[0] == "\n":
            self._show("\n", 1)
            if not rest[1:].startswith(">"):
                self._end_quote()
        elif mark := next((mark for mark in MARKS if mark != "[" and rest.startswith(mark)), None):
            self._toggle(mark)
        elif rest[0] == "[":
            self.open.append(("[", self.length, self.place))
            self.place += 1
        elif rest[0] == "]" and self.open and self.open[-1][0] == "[":
            self._link(rest)
        elif rest[0] in RESERVED:
            raise self._wrong(f"Character '{rest[0]}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._show(rest[0], 1)

    def _show(self, text: str, taken: int) -> None:
        self.shown.append(text)
        self.length += units(text)
        self.place += taken

    def _add(self, kind: str, start: int, **more: Any) -> None:
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start} | more)

    def _toggle(self, mark: str) -> None:
        if self.open and self.open[-1][0] == mark:
            self._add(MARKS[mark], self.open.pop()[1])
        elif any(mark == opened for opened, _, _ in self.open):
            raise self._endless()
        else:
            self.open.append((mark, self.length, self.place))
        self.place += len(mark)

    def _code(self, rest: str) -> None:
        fence = "```" if rest.startswith("```") else "`"
        end = rest.find(fence, len(fence))
        if end < 0:
            raise self._wrong(f"Can't find end of {'Pre' if fence == '```' else 'Code'} entity")
        inside, start, language = rest[len(fence) : end], self.length, ""
        if fence == "```" and "\n" in inside:
            language, inside = inside.split("\n", 1)
        self._show(inside.replace("\\`", "`").replace("\\\\", "\\"), end + len(fence))
        self._add("code" if fence == "`" else "pre", start, **({"language": language.strip()} if language else {}))

    def _link(self, rest: str) -> None:
        _, start, _ = self.open.pop()
        if not rest.startswith("](") or ")" not in rest:
            raise self._wrong("Character ']' is reserved and must be escaped with the preceding '\\'")
        end = rest.index(")")
        self._add("text_link", start, url=rest[2:end].replace("\\", ""))
        self.place += end + 1

    def _begin_quote(self) -> None:
        if not any(one.get("open") for one in self.entities):
            self.entities.append({"type": "blockquote", "offset": self.length, "length": 0, "open": True})
        self.place += 1

    def _end_quote(self) -> None:
        for one in self.entities:
            if one.pop("open", False):
                one["length"] = self.length - one["offset"]

    def _endless(self) -> Exception:
        mark, _, place = self.open[-1]
        return self._wrong(f"Can't find end of {MARKS[mark].title()} entity", place)

    def _wrong(self, what: str, place: int | None = None) -> Exception:
        at = len(self.text[: self.place if place is None else place].encode())
        reserved = what.startswith("Character")
        return bad(f"can't parse entities: {what}" + ("" if reserved else f" at byte offset {at}"))
