"""The refusal, told from outside: whatever the bot said is the catalogue's or some person's own (architecture.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from adapters.sandbox.discord.markdown import plain
from adapters.sandbox.people import Received
from tests.support.catalogue import is_catalogue, is_label, is_listed

PIECE = 400  # characters: a shorter text is never split, so a piece of one is none


@dataclass(frozen=True, kw_only=True)
class Uttered:
    """Something that the bot showed: words to somebody, the label of a button, or what its menu and profile say."""

    call: str
    text: str
    shown: Literal["words", "label", "menu"] = "words"


def strange(calls: Iterable[Received], *, written: Iterable[str], aliases: Iterable[str]) -> list[str]:
    """What the bot showed that is neither the catalogue's nor something `written` by a person under an alias."""
    human, known = {_even(form) for text in written for form in (text, plain(text))}, tuple(aliases)
    return [f"{one.call}: {one.text!r}" for call in calls for one in uttered(call) if not _allowed(one, human, known)]


def mentioning(calls: Iterable[Received]) -> list[str]:
    """The calls by which the bot wrote to Discord without forbidding every mention."""
    bodies = ((call, call.body.get("data") or call.body) for call in calls if isinstance(call.body, dict))
    return [
        f"{call.method} {call.path}" for call, body in bodies
        if "content" in body and body.get("allowed_mentions", {}).get("parse") != []
    ]  # fmt: skip


def uttered(call: Received) -> Iterator[Uttered]:
    """Everything to be read in one call, wherever it stands in it."""
    name = f"{call.method} {call.path}"
    menu = call.path.endswith(("/commands", "/applications/@me")) or call.method.startswith("setMy")
    form = isinstance(call.body, dict) and call.body.get("type") == 9 and call.path.endswith("/callback")
    for key, text in _texts(call.body):
        if key in (("title", "description") if form else ("description", "short_description") if menu else ()):
            yield Uttered(call=name, text=text, shown="menu")
        elif key in ("label", "button"):
            yield Uttered(call=name, text=text, shown="label")
        elif key in ("content", "text", "caption", "title", "description", "placeholder"):
            yield Uttered(call=name, text=plain(text) if key == "content" else text)


def _texts(body: Any, key: str = "", *, markup: bool = False) -> Iterator[tuple[str, str]]:
    if key in ("reply_markup", "commands"):
        markup, body = key == "reply_markup", json.loads(body) if isinstance(body, str) else body
    if isinstance(body, dict):
        for name, part in body.items():
            yield from _texts(part, "button" if markup and name == "text" else name, markup=markup)
    elif isinstance(body, list):
        for part in body:
            yield from _texts(part, key, markup=markup)
    elif isinstance(body, str) and body:
        yield key, body


def _allowed(one: Uttered, human: set[str], aliases: tuple[str, ...]) -> bool:
    match one.shown:
        case "label":
            return is_label(one.text) is not None
        case "menu":
            return is_listed(one.text)
        case "words":
            return is_catalogue(one.text) is not None or _human(one.text, human, aliases)


def _human(text: str, human: set[str], aliases: tuple[str, ...]) -> bool:
    for alias in aliases:
        if text.startswith(f"{alias}: "):
            said = _even(text.removeprefix(f"{alias}: "))
            return said in human or (len(said) > 0 and any(said in one for one in human if len(one) > PIECE))
    return False


def _even(text: str) -> str:
    """Without what nobody sees: a mention is broken by a blank of no width, an alias moved by some of any."""
    return " ".join(text.replace("\u200b", "").split())
