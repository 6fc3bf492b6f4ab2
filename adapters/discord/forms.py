"""Forms as Discord's modals: what a notice asks for, in fields of its own (experience.md)."""

from __future__ import annotations

import re
from typing import Any

from adapters.wording import Wording
from bot.inbound import CARRIED, CHOICES, COMMANDS
from bot.notice.base import Form
from bot.records import Saying

Json = dict[str, Any]

MODAL = 9
"""The answer to an interaction that opens a form."""

_SELECT, _INPUT, _TEXT, _LABEL = 3, 4, 10, 18
_ONE_LINE = 1
_FIELDS, _TITLE, _ID, _ANSWER = 4, 45, 100, 200  # one more component is the notice's own text
_CARRIED = re.compile(r"f1:(?P<command>[a-z]{1,32}):(?P<given>[A-Za-z0-9_=&-]*)")
_GIVEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def modal(form: Form, saying: Saying, wording: Wording, *, text: str) -> Json:
    """The modal of a form, with the notice's own words at its top; ValueError for what it could not carry."""
    wanted = [*((name, True) for name in form.asks), *((name, False) for name in form.may)][:_FIELDS]
    fields = [_field(form.command, name, required, wording, saying.language) for name, required in wanted]
    return {
        "custom_id": _carried(form),
        "title": wording.label(f"form-{form.command}", saying.language)[:_TITLE],
        "components": [{"type": _TEXT, "content": text}, *fields],
    }


def submitted(data: Json) -> tuple[str, dict[str, str]] | None:
    """The command and its options in a form that was sent; None for anything forged or foreign."""
    match = _CARRIED.fullmatch(data.get("custom_id", ""))
    if match is None or match["command"] not in COMMANDS:
        return None
    pairs = (pair.partition("=") for pair in match["given"].split("&") if pair)
    told = {name: value for name, _, value in pairs}
    for row in data.get("components") or ():
        for answer in (row.get("component"), *(row.get("components") or ())):
            if answer and (value := _value(answer)):
                told[answer["custom_id"]] = value
    return (
        (match["command"], told)
        if told.keys() <= {*COMMANDS[match["command"]], *CARRIED.get(match["command"], ())}
        else None
    )


def _field(command: str, name: str, required: bool, wording: Wording, language: str) -> Json:
    values = CHOICES.get((command, name), ())
    inside: Json = {"custom_id": name, "required": required}
    if values:
        options = [{"label": wording.choice(command, name, value, language)[:_ID], "value": value} for value in values]
        inside |= {"type": _SELECT, "options": options}
        inside |= {} if required else {"min_values": 0}
    else:
        inside |= {"type": _INPUT, "style": _ONE_LINE, "max_length": _ANSWER}
    return {
        "type": _LABEL,
        "label": wording.label(f"field-{command}-{name}", language)[:_TITLE],
        "description": wording.label(f"option-{command}-{name}", language)[:_ID],
        "component": inside,
    }


def _value(answer: Json) -> str:
    values = answer.get("values")
    return str(values[0] if values else answer.get("value") or "").strip()


def _carried(form: Form) -> str:
    given = "&".join(f"{name}={value}" for name, value in form.given)
    carried = f"f1:{form.command}:{given}"
    if len(carried) > _ID or not all(_GIVEN.fullmatch(value) for _, value in form.given):
        raise ValueError(f"a form cannot carry {given!r}")
    return carried
