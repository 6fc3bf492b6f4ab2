"""Holds what was said to the sandboxed Telegram, and what it answered, against the Bot API as data."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from adapters.sandbox.people import Received

SPEC = Path(__file__).parents[2].parent / "shared" / "specs" / "telegram-bot-api.json.gz"
SIMPLE: dict[str, tuple[type, ...]] = {
    "Integer": (int,), "Float": (int, float), "String": (str,), "Boolean": (bool,), "True": (bool,),
    "InputFile": (str,),
}  # fmt: skip


def hold_telegram(received: Iterable[Received]) -> list[str] | None:
    """What breaks the specification in these calls and replies, one line each; None where it is absent."""
    if not SPEC.exists():
        return None
    return [problem for call in received for problem in (*_asked(call), *_answered(call))]


@cache
def _spec() -> dict[str, Any]:
    return dict(json.loads(gzip.decompress(SPEC.read_bytes())))


def _asked(call: Received) -> list[str]:
    method = _spec()["methods"].get(call.method)
    if method is None:
        return [f"{call.method}: no such method"]
    attached = json.dumps(call.body)
    body = {name: value for name, value in call.body.items() if f"attach://{name}" not in attached}
    return _object({name: _read(value) for name, value in body.items()}, method.get("fields", []), call.method)


def _read(value: Any) -> Any:
    """A parameter as it is meant: forms carry everything as text."""
    return _Written(value) if isinstance(value, str) else value


class _Written(str):
    """A parameter that came as text, and may be a number, a truth or an object written in JSON."""

    def as_json(self) -> Any:
        try:
            return json.loads(self)
        except ValueError:
            return None


def _answered(call: Received) -> list[str]:
    if not isinstance(call.reply, dict):
        return []  # the fault was asked for
    where = f"{call.method} ->"
    if call.status != 200:
        known = {"ok": False, "error_code": call.status}
        right = {key: call.reply.get(key) for key in known} == known and isinstance(call.reply.get("description"), str)
        return ([] if right else [f"{where} {call.reply} is no refusal"]) + _one_of(
            call.reply.get("parameters", {}), ["ResponseParameters"], where
        )
    return _one_of(call.reply.get("result"), _spec()["methods"][call.method]["returns"], where)


def _object(given: dict[str, Any], fields: list[dict[str, Any]], where: str) -> list[str]:
    known = {field["name"]: field for field in fields}
    problems = [f"{where}.{name}: unknown" for name in given if name not in known]
    problems += [f"{where}.{name}: missing" for name, one in known.items() if one["required"] and name not in given]
    for name, value in given.items():
        if name in known:
            problems += _one_of(value, known[name]["types"], f"{where}.{name}")
    return problems


def _one_of(value: Any, types: list[str], where: str) -> list[str]:
    """The problems with the type that fits best."""
    return min((_typed(value, one, where) for one in types), key=len)


def _typed(value: Any, kind: str, where: str) -> list[str]:
    if isinstance(value, _Written) and kind not in ("String", "InputFile"):
        value = value.as_json()
    if kind in SIMPLE:
        fits = isinstance(value, SIMPLE[kind]) and (kind in ("Boolean", "True") or not isinstance(value, bool))
        return [] if fits else [f"{where}: {type(value).__name__} is no {kind}"]
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: {type(value).__name__} is no {kind}"]
        inner = kind.removeprefix("Array of ")
        return [problem for place, one in enumerate(value) for problem in _typed(one, inner, f"{where}[{place}]")]
    if not isinstance(value, dict):
        return [f"{where}: {type(value).__name__} is no {kind}"] * 2  # a wrong object fits better than none
    described = _spec()["types"][kind]
    if "subtypes" in described:
        return _one_of(value, described["subtypes"], where)
    return _object(value, described.get("fields", []), where)
