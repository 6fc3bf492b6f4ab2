"""The table of all methods, each with the parameters that it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .params import Field, Params, fields
from .world import World

Does = Callable[[World, Params], Awaitable[Any]]


@dataclass(frozen=True)
class Method:
    """One method of the Bot API."""

    name: str
    fields: Mapping[str, Field]
    does: Does


METHODS: dict[str, Method] = {}  # by lower-case name: the platform does not tell case apart


def method(name: str, parameters: str = "") -> Callable[[Does], Does]:
    """Answer calls of this method with the function below."""

    def note(does: Does) -> Does:
        METHODS[name.lower()] = Method(name, fields(parameters), does)
        return does

    return note
