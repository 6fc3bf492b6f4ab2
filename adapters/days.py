"""Keys of the day: what is going on now is sealed with one, and it is destroyed when the next one has taken its place.

So what a backup, the log or a free page still holds of yesterday opens with nothing that is left (privacy.md, Keys).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from adapters.keyfile import KEY, read_key, write_key
from adapters.private import UNNAMED, unnamed

_PREFIX = "live-"


class Days(Protocol):
    """The keys of the days: one, but for the moments in which one takes the other's place."""

    def all(self) -> Mapping[date, bytes]:
        """Every key that there is, by its day. KeyUnusable for a file that holds none."""

    def make(self, day: date) -> None:
        """A random key for this day; one that is there already stays. KeyUnusable where it cannot be written."""

    def keep_only(self, day: date) -> None:
        """Every other is nowhere any more. OSError where one cannot be removed."""


class DaysInFolder:
    """In files of the key folder: `live-2026-11-28` and so on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __str__(self) -> str:
        return str(self._folder)

    def all(self) -> Mapping[date, bytes]:
        """As `Days` has it."""
        found = dict[date, bytes]()
        for file in self._folder.glob(f"{_PREFIX}*"):
            if (day := _day(file)) is not None:
                with suppress(FileNotFoundError):  # the running line has just destroyed it
                    found[day] = read_key(file)
        return found

    def make(self, day: date) -> None:
        """As `Days` has it, also where two processes make it at the same moment."""
        write_key(self._file(day))

    def keep_only(self, day: date) -> None:
        """As `Days` has it; also what a process left that was killed while it made one."""
        for file in self._folder.glob(f"{_PREFIX}*"):
            if file != self._file(day):
                file.rename(unnamed(file))  # first: killed from here on, nobody takes it for a key
        for file in self._folder.glob(f"{UNNAMED}*"):
            _destroy(file)

    def _file(self, day: date) -> Path:
        return self._folder / f"{_PREFIX}{day.isoformat()}"


class DaysInMemory:
    """For a database that is nowhere else either."""

    def __init__(self) -> None:
        self._keys: dict[date, bytes] = {}

    def all(self) -> Mapping[date, bytes]:
        """As `Days` has it."""
        return dict(self._keys)

    def make(self, day: date) -> None:
        """As `Days` has it."""
        self._keys.setdefault(day, os.urandom(KEY))

    def keep_only(self, day: date) -> None:
        """As `Days` has it."""
        self._keys = {day: self._keys[day]}


def today(now: datetime) -> date:
    """Days are UTC's."""
    return now.astimezone(UTC).date()


def _destroy(file: Path) -> None:
    """Overwritten, as far as a file system lets one, and removed; a second name of a key is removed alone."""
    with file.open("r+b", buffering=0) as opened:
        found = os.fstat(opened.fileno())
        if found.st_nlink == 1:
            opened.write(os.urandom(found.st_size))
            os.fsync(opened.fileno())
    file.unlink()


def _day(file: Path) -> date | None:
    try:
        return date.fromisoformat(file.name.removeprefix(_PREFIX))
    except ValueError:
        return None
