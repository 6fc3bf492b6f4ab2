"""The platforms' own descriptions as data, and everything that a sandbox received held against them (quality.md)."""

import functools
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from adapters.sandbox.people import Received

Json = dict[str, Any]

_PLACE = Path(__file__).resolve().parents[3] / "shared" / "specs"
SPECS: Path | None = _PLACE if _PLACE.is_dir() else None
needs_specs = pytest.mark.skipif(SPECS is None, reason="the platforms' specifications are not on this machine")


def hold_discord(received: Iterable[Received]) -> list[str]:
    """What differs from Discord's OpenAPI document: unknown paths and parameters, wrong bodies, wrong replies."""
    return list(dict.fromkeys(complaint for call in received for complaint in _hold_discord(call)))


def spec(name: str) -> Json:
    """A specification by its file name, without .json.gz; FileNotFoundError where there is none (see needs_specs)."""
    if SPECS is None:
        raise FileNotFoundError(f"no specification {name} on this machine")
    with gzip.open(SPECS / f"{name}.json.gz") as file:
        document: Json = json.load(file)
    return document


def _hold_discord(call: Received) -> Iterator[str]:
    if call.status >= 500 or (call.status, call.reply) == (404, {"message": "404: Not Found", "code": 0}):
        return  # a fault that was asked for, or a path that the sandbox does not know either
    template = _template(call.path)
    operation = _discord()["paths"].get(template, {}).get(call.method.lower())
    if operation is None:
        yield f"no schema: {call.method} {call.path}"
        return
    what = f"{call.method} {template}"
    documented = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
    if unknown := call.query.keys() - documented:
        yield f"{what}: unknown query parameters {sorted(unknown)}"
    pointer = ("paths", template, call.method.lower())
    if call.status < 400 and "application/json" in operation.get("requestBody", {}).get("content", {}):
        body = (*pointer, "requestBody", "content", "application/json", "schema")
        yield from (f"{what} asked: {wrong}" for wrong in _wrongs(body, call.body, asked=True))
    status = next((key for key in (str(call.status), f"{call.status // 100}XX") if key in operation["responses"]), None)
    if status is None:
        yield f"{what}: answered with {call.status}, documented are {sorted(operation['responses'])}"
        return
    response = operation["responses"][status]
    where = (*pointer, "responses", status)
    if "$ref" in response:
        where = tuple(response["$ref"].removeprefix("#/").split("/"))
        response = _discord()["components"]["responses"][where[-1]]
    if "application/json" in response.get("content", {}):
        answer = (*where, "content", "application/json", "schema")
        yield from (f"{what} answered {call.status}: {wrong}" for wrong in _wrongs(answer, call.reply))
    elif call.reply is not None:
        yield f"{what}: answered {call.status} with a body where none is documented"


def _wrongs(pointer: tuple[str, ...], value: Any, *, asked: bool = False) -> Iterator[str]:
    for error in _validator(pointer, asked).iter_errors(value):
        deepest = best_match([error])
        yield f"{_at(deepest)}: {deepest.message[:300]}"


def _at(error: ValidationError) -> str:
    return ".".join(map(str, error.absolute_path)) or "(whole)"


@functools.cache
def _discord() -> Json:
    # oneOf there means a choice by "type"; many choices overlap, so that anyOf is what is meant.
    document: Json = json.loads(json.dumps(spec("discord-openapi")).replace('"oneOf":', '"anyOf":'))
    return document


@functools.cache
def _registry(asked: bool) -> Registry[Any]:
    document = dict(_discord())
    if asked:  # Discord takes snowflakes as numbers too, and discord.py sends them so
        number: Json = {"anyOf": [document["components"]["schemas"]["SnowflakeType"], {"type": "integer"}]}
        schemas = document["components"]["schemas"] | {"SnowflakeType": number}
        document["components"] = document["components"] | {"schemas": schemas}
    registry: Registry[Any] = Registry()
    whole: Registry[Any] = registry.with_resource("urn:discord", DRAFT202012.create_resource(document))
    return whole


@functools.cache
def _validator(pointer: tuple[str, ...], asked: bool) -> Draft202012Validator:
    steps = "/".join(step.replace("~", "~0").replace("/", "~1") for step in pointer)
    return Draft202012Validator({"$ref": f"urn:discord#/{steps}"}, registry=_registry(asked))


@functools.cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """All paths as patterns, those with the fewest names in braces first."""
    paths = sorted(_discord()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + "$"), path) for path in paths]


def _template(path: str) -> str:
    return next((template for pattern, template in _templates() if pattern.match(path)), "")
