"""What an operator reads is what the program has: README's table, the commented settings, the numbers of routing."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, fields
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter

from adapters.places import config_dir
from adapters.sandbox.promises import LASTING
from adapters.sql.classes import CLASSES
from adapters.sql.tables import metadata
from bot.policy import Policy

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"^#(?=\w+ = |\[\w+\]$)", re.MULTILINE)


def uncommented() -> dict[str, object]:
    """config/warmline.toml with every commented setting in force."""
    return tomllib.loads(SETTING.sub("", (config_dir() / "warmline.toml").read_text()))


def test_shipped_settings_change_nothing() -> None:
    """As it is shipped, the file sets nothing: every default stands in the program."""
    shipped = tomllib.loads((config_dir() / "warmline.toml").read_text())
    assert not [value for section in shipped.values() for value in section]


def test_readme_and_settings_file_name_the_same_settings() -> None:
    """Every variable in README's table is a key of the file, and the other way round."""
    in_readme = set(re.findall(r"`WARMLINE_([A-Z_]+)`", (ROOT / "README.md").read_text())) - {"CONFIG"}
    in_file = {
        name.upper()
        for key, value in uncommented().items()
        if key != "policy"
        for name in ([f"{key}__{inner}" for inner in value] if isinstance(value, dict) else [key])
    }
    assert in_readme == in_file


def test_settings_file_shows_the_numbers_of_routing_as_they_are() -> None:
    """Every number in the file's [policy] is one of bot/policy.py, with its default."""
    shown = uncommented()["policy"]
    assert isinstance(shown, dict)
    known = {field.name: field.default for field in fields(Policy) if field.default is not MISSING}
    assert {name: _as(value, like=known.get(name)) for name, value in shown.items()} == {
        name: known.get(name) for name in shown
    }


def test_map_shows_what_is_there() -> None:
    """Every file and folder that docs/map.md names exists, but for those that it marks "(to come)"."""
    lines = [line for line in (ROOT / "docs" / "map.md").read_text().splitlines() if "(to come)" not in line]
    named = re.findall(r"`((?:bot|adapters|config|tests|docs|\.ci)/[\w./]*)`", "\n".join(lines))
    assert len(named) > 30
    assert not [path for path in named if not (ROOT / path).exists()]


def test_every_edge_of_the_relay_has_its_test() -> None:
    """Each row of docs/relay.md that says what comes of something names a test, and each named test is there."""
    text = (ROOT / "docs" / "relay.md").read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 50
    assert not [
        (path, test) for path, test in named
        if not (ROOT / path).is_file() or (test and not re.search(rf"def {test}\(", (ROOT / path).read_text()))
    ]  # fmt: skip
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    untested = [row for row in rows if "tests/" not in row and "the same" not in row and not row.endswith("| test |")]
    assert not untested


def _as(value: object, *, like: object) -> object:
    """A value of the file in the type of the default that it stands for; durations are `HH:MM:SS`."""
    return TypeAdapter(timedelta).validate_python(value) if isinstance(like, timedelta) else value


def test_every_column_is_in_the_inventory() -> None:
    """docs/data.md says of each table and column what it holds and when it goes, and of none that is not there; the
    tables that outlive a conversation are those of which it says so.
    """
    text = (ROOT / "docs" / "data.md").read_text()
    tables = re.findall(r"^## `(\w+)` \((\w+)\)\n\n(.+?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    shown = {name: re.findall(r"^\| `(\w+)` \| \S.* \|$", rows, re.MULTILINE) for name, _, rows in tables}
    assert shown == {name: [column.name for column in table.columns] for name, table in metadata.tables.items()}
    classes = re.findall(r"^\| (\w+) \| [A-Z].* \|$", text, re.MULTILINE)
    assert {kind for _, kind, _ in tables} == set(classes)
    assert {name for name, kind, _ in tables if kind not in ("live", "safety")} == LASTING
    assert {name: kind for name, kind, _ in tables} == {
        table.name: kind for kind, found in CLASSES.items() for table in found
    }
