"""What the parameters of a method are, and reading them from a request as the Bot API does.

Written in one line a shape: `name:kind`, `name!:kind` if it is required. A kind is int, str, bool, float,
chat (number or @name), file (an upload, an address or a file_id), the name of a shape in shapes.py, or [kind].
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .refusal import bad

Params = dict[str, Any]


class Field(NamedTuple):
    """One parameter."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Upload:
    """A file that came with the request."""

    name: str
    content_type: str
    content: bytes


def fields(line: str) -> dict[str, Field]:
    """The fields that a line describes, by name."""
    parts = (part.split(":") for part in line.split())
    return {name.rstrip("!"): Field(name.rstrip("!"), kind, name.endswith("!")) for name, kind in parts}


MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "file_id": "file_id not specified",
    "message_ids": "message identifiers are not specified",
    "from_chat_id": "chat identifier is not specified",
}


class Reader:
    """Reads a request's parameters; a strict one refuses whatever the documentation does not name."""

    def __init__(self, *, shapes: Mapping[str, str], strict: bool) -> None:
        self._shapes = {name: fields(line) for name, line in shapes.items()}
        self._strict = strict

    def read(self, method: str, known: Mapping[str, Field], given: Mapping[str, Any]) -> Params:
        """The parameters, each in its kind, and uploads that they point at, or a refusal (400)."""
        uploads = _attached(given)
        if self._strict and (unknown := sorted(set(given) - set(known) - set(uploads))):
            raise bad(f"{method} has no parameter {', '.join(unknown)}")
        read = {
            name: self._value(known[name].kind, value, name)
            for name, value in given.items()
            if name in known and value is not None and value != ""
        }
        for field in known.values():
            if field.required and field.name not in read and not (field.name == "url" and "url" in given):
                raise bad(MISSING.get(field.name, f'parameter "{field.name}" is required'))
        return uploads | read

    def _value(self, kind: str, value: Any, name: str) -> Any:
        if kind in SIMPLE:
            return self._simple(kind, value, name)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None
        return self._shaped(kind, value, name)

    def _shaped(self, kind: str, value: Any, name: str) -> Any:
        if kind.startswith("["):
            if not isinstance(value, list):
                raise bad(f"can't parse {name}: expected an Array")
            return [self._shaped(kind[1:-1], one, name) for one in value]
        if kind in SIMPLE:
            return self._simple(kind, value, name)
        if not isinstance(value, dict):
            raise bad(f"can't parse {name}: {kind} must be an Object")
        known = self._shapes[kind]
        if self._strict and (unknown := sorted(set(value) - set(known))):
            raise bad(f"can't parse {name}: {kind} has no field {', '.join(unknown)}")
        for field in known.values():
            if field.required and field.name not in value:
                raise bad(f'can\'t parse {name}: {kind} must have field "{field.name}"')
        return {
            key: self._shaped(known[key].kind, inner, f"{name}.{key}") for key, inner in value.items() if key in known
        }

    def _simple(self, kind: str, value: Any, name: str) -> Any:
        try:
            return SIMPLE[kind](value)
        except (ValueError, TypeError):
            if name == "chat_id":
                raise bad("chat not found") from None
            raise bad(f'parameter "{name}" must be of type {kind}') from None


def _attached(given: Mapping[str, Any]) -> dict[str, Upload]:
    """Uploads may have any name, as long as an `attach://name` points at them."""
    if not any(isinstance(value, Upload) for value in given.values()):
        return {}
    text = json.dumps([value for value in given.values() if not isinstance(value, Upload)])
    return {name: value for name, value in given.items() if isinstance(value, Upload) and f"attach://{name}" in text}


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return value


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in ("true", "1", "yes", "false", "0", "no"):
        raise ValueError
    return word in ("true", "1", "yes")


def _chat(value: Any) -> int | str:
    return value if isinstance(value, str) and value.startswith("@") else _integer(value)


def _file(value: Any) -> str | Upload:
    return value if isinstance(value, Upload) else _string(value)


def _known(value: Any) -> Any:
    return value


def _number(value: Any) -> float:
    return float(value)


SIMPLE: dict[str, Callable[[Any], Any]] = {
    "int": _integer, "str": _string, "bool": _boolean, "float": _number, "chat": _chat, "file": _file, "any": _known,
}  # fmt: skip
