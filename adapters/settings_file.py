"""Reading the settings: the environment, else `secrets.toml`, else `warmline.toml` (experience.md, The operator)."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from adapters.private import exposed
from adapters.settings import Settings, SettingsWrong
from bot.policy import RANGES, Policy, out_of_order, zone_named

USUAL = Path("config", "warmline.toml")


def read_settings(named: Path | None = None) -> Settings:
    """The settings of this process; SettingsWrong, in one line, where something is wrong."""
    _refuse_unknown_variables()
    file = settings_file(named)
    files = [*([file] if file else []), *_secrets_beside(file or USUAL)]
    given: dict[str, Any] = {}
    for one in files:
        given = _over(given, _read(one))
    try:
        settings = Settings(**given)
    except ValidationError as err:
        raise SettingsWrong(_line(err, files)) from None  # the cause shows values, and one may be a token
    _refuse_numbers(settings.policy, files)
    return settings


def settings_file(named: Path | None) -> Path | None:
    """`--config`, WARMLINE_CONFIG, ./config/warmline.toml, else none; SettingsWrong where a named file is missing."""
    wanted = named or Path(os.environ.get("WARMLINE_CONFIG", ""))
    if wanted != Path():
        if not wanted.is_file():
            raise SettingsWrong(f"The settings file {wanted} is not there.")
        return wanted
    return USUAL if USUAL.is_file() else None


def _refuse_numbers(policy: Policy, files: Sequence[Path]) -> None:
    """Each number stands in its range, none contradicts another, and the zone is one (routing.md)."""
    for name, value in vars(policy).items():
        if (name in RANGES and value not in RANGES[name]) or (name == "zone" and zone_named(value) != value):
            path = ("policy", name)
            shown = os.environ.get(_variable(path)) or value
            raise SettingsWrong(f"{_key(path, files)} is {shown}; allowed: {_allowed(path)[0]}.")
    if (pair := out_of_order(policy)) is not None:
        first, then = (f"{_where(name, files)} ({clock(getattr(policy, name))})" for name in pair)
        raise SettingsWrong(f"{first} has to be shorter than {then}.")


def _secrets_beside(file: Path) -> Iterator[Path]:
    beside = file.with_name("secrets.toml")
    if beside.is_file():
        if (line := exposed(beside)) is not None:
            raise SettingsWrong(line)
        yield beside


def _read(file: Path) -> dict[str, Any]:
    try:
        return _without_empty(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as err:
        raise SettingsWrong(f"{file} cannot be read: {err.strerror}.") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        place = str(err).rpartition("(")[2].rstrip(")") if isinstance(err, tomllib.TOMLDecodeError) else "not UTF-8"
        raise SettingsWrong(f"{file} is not TOML: {place}.") from None  # the cause may show a piece of a token


def _without_empty(table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _without_empty(value) if isinstance(value, dict) else value for key, value in table.items() if value != ""
    }


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        k: _over(below[k], v) if isinstance(v, dict) and isinstance(below.get(k), dict) else v for k, v in above.items()
    }
    return {**below, **both}


def _refuse_unknown_variables() -> None:
    known = ["WARMLINE_CONFIG", *(_variable(path) for path in _leaves(Settings))]
    for name in sorted(os.environ):
        if name.upper().startswith("WARMLINE_") and name.upper() not in known:
            raise SettingsWrong(f"There is no setting {name}{_did_you_mean(name.upper(), known)}")


def _leaves(model: type) -> Iterator[tuple[str, ...]]:
    """The path of each setting: ("web", "port")."""
    kinds = (
        {name: field.annotation for name, field in model.model_fields.items()} if issubclass(model, BaseModel) else {}
    )
    for name, kind in kinds.items() if kinds else ((field.name, None) for field in fields(model)):
        if isinstance(kind, type) and (issubclass(kind, BaseModel) or is_dataclass(kind)):
            yield from ((name, *path) for path in _leaves(kind))
        else:
            yield (name,)


def _line(err: ValidationError, files: Sequence[Path]) -> str:
    """The first thing that is wrong: its key where it was set, its value if it is no secret, and what is allowed."""
    first = err.errors(include_url=False, include_context=False)[0]
    path = tuple(str(part) for part in first["loc"][:2])
    key = _key(path, files)
    if first["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        known = [leaf[-1] for leaf in _leaves(Settings)] if len(path) > 1 else list(Settings.model_fields)
        return f"There is no setting {key}{_did_you_mean(path[-1], known)}"
    allowed, secret = _allowed(path)
    value = os.environ.get(_variable(path)) or first["input"]
    hidden = secret or "@" in str(value)  # an address may hold a password
    return f"{key} {'is wrong' if hidden else f'is {value!r}'}; allowed: {allowed}."


def _key(path: tuple[str, ...], files: Sequence[Path]) -> str:
    """A setting as the operator wrote it: the variable, or the key and the file."""
    if os.environ.get(variable := _variable(path)):
        return variable
    holding = [file for file in files if _holds(_read(file), path)]
    table = f"[{path[0]}] " if len(path) > 1 else ""
    return f"{table}{path[-1]} in {holding[-1] if holding else files[-1]}"


def _where(number: str, files: Sequence[Path]) -> str:
    """A number of routing as the operator wrote it; by its name alone where it is the default."""
    path = ("policy", number)
    written = os.environ.get(_variable(path)) or any(_holds(_read(file), path) for file in files)
    return _key(path, files) if written else number


def _holds(table: object, path: tuple[str, ...]) -> bool:
    for part in path:
        if not isinstance(table, dict) or part not in table:
            return False
        table = table[part]
    return True


def _allowed(path: tuple[str, ...]) -> tuple[str, bool]:
    """What a setting may be, and whether its value is a secret."""
    field = Settings.model_fields[path[0]]
    section = field.annotation
    if not isinstance(section, type) or not (issubclass(section, BaseModel) or is_dataclass(section)):
        return _described(field)
    if len(path) == 1:
        return f"a table [{path[0]}]", True
    if issubclass(section, BaseModel):
        return _described(section.model_fields[path[1]])
    return allowed_number(path[1]), False


def allowed_number(name: str) -> str:
    """What a number of routing may be: "a duration from 00:00:30 to 00:30:00"."""
    limits = RANGES.get(name)
    if limits is None:
        return "the name of a time zone, such as Europe/Berlin" if name == "zone" else "a list of texts"
    kind = "a whole number" if isinstance(limits.least, int) else "a duration"
    return f"{kind} from {clock(limits.least)} to {clock(limits.most)}"


def clock(value: timedelta | int) -> str:
    """As it is written in the file: "00:03:00"."""
    if not isinstance(value, timedelta):
        return str(value)
    seconds, rest = divmod(value, timedelta(seconds=1))
    parts = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{parts}.{rest // timedelta(milliseconds=1):03}" if rest else parts


def _described(field: FieldInfo) -> tuple[str, bool]:
    return field.description or "another value", "SecretStr" in repr(field.annotation)


def _variable(path: tuple[str, ...]) -> str:
    return "WARMLINE_" + "__".join(path).upper()


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else "."
