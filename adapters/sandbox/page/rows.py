"""What the bot keeps, read from its database while it works: every table with its rows."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_MOST = 12  # rows shown of one table
_HIDDEN = frozenset({"alembic_version"})
_KEPT = {
    "listeners": "roster", "invites": "roster", "duties": "roster",
    "facts": "ledger", "feedback": "ledger", "follow_ups": "ledger", "consents": "ledger", "shift_hours": "ledger",
    "shifts": "roster", "shift_changes": "roster", "feeds": "roster", "gaps_told": "roster",
    "blocks": "safety", "reports": "safety",
    "communities": "line", "places": "line", "settings": "line", "community_settings": "line",
}  # fmt: skip
"""For how long a table's rows stay; what is not named here is live, and goes with its conversation."""
_ID, _SHOWN_OF_ID = 32, 6  # characters
_INSTANTS = range(1_600_000_000_000_000, 4_000_000_000_000_000)  # microseconds since 1970


class Rows:
    """The tables as they are now; read again only when the file has changed."""

    def __init__(self) -> None:
        self._seen: object = None
        self._tables: list[dict[str, Any]] = []

    def look(self, database: Path) -> list[dict[str, Any]]:
        """Every table: name, kept (live, roster, ledger, safety, line), count, and rows of {key, cells}."""
        seen = [_stamp(Path(f"{database}{suffix}")) for suffix in ("", "-wal")]
        if (database, seen) != self._seen:
            try:
                self._tables = _read(database)
                self._seen = (database, seen)
            except sqlite3.Error:  # not there yet, or being made
                self._tables = []
        return self._tables


def _stamp(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return (0, 0)
    return (about.st_mtime_ns, about.st_size)


def _read(database: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=0.05)) as reading:
        names = [name for (name,) in reading.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return [_table(reading, name) for name in names if name not in _HIDDEN]


def _table(reading: sqlite3.Connection, name: str) -> dict[str, Any]:
    columns = reading.execute(f'PRAGMA table_info("{name}")').fetchall()
    names, keys = [column[1] for column in columns], [at for at, column in enumerate(columns) if column[5]]
    (count,) = reading.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608  # a name it told us itself
    found = reading.execute(f'SELECT * FROM "{name}" LIMIT {_MOST}').fetchall()  # noqa: S608
    rows = [
        {"key": "/".join(str(row[at]) for at in keys), "cells": dict(zip(names, map(_shown, row), strict=True))}
        for row in found
    ]
    return {"name": name, "kept": _KEPT.get(name, "live"), "count": count, "rows": rows}


def _shown(value: object) -> Any:
    """As somebody who stole the file reads it: what is sealed is {"sealed": bytes, "as": its first bytes}."""
    if isinstance(value, bytes):
        return {"sealed": len(value), "as": value[:6].hex(" ", 2)}
    if isinstance(value, int) and value in _INSTANTS:
        return datetime.fromtimestamp(value / 1_000_000, UTC).astimezone().strftime("%H:%M:%S")
    if isinstance(value, str) and len(value) >= _ID and value.isalnum():
        return f"{value[:_SHOWN_OF_ID]}…"
    return "–" if value is None else str(value)
