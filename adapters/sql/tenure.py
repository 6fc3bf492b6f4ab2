"""Tenure: the right to run the line on one database, and when the last run was last alive (routing.md 15)."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from adapters.sql.engine import database
from adapters.sql.errors import DatabaseUnusable
from bot.ports import Clock

_TOLD = b"told"


class Tenure:
    """Held by one process at a time, by a lock on `<database>.run`; the system takes it back when the process ends.

    `told`: whether the last run announced that it would stop. A database in memory is nobody else's: nothing is locked.
    """

    def __init__(self, descriptor: int | None, *, clock: Clock, seen: datetime | None, told: bool) -> None:
        self.told = told
        self._descriptor, self._clock, self._seen = descriptor, clock, seen
        self._began = clock.now()
        self._beaten = False

    @classmethod
    def take(cls, url: str, *, clock: Clock) -> Self:
        """The tenure of the database at `url`; DatabaseUnusable while another run has it."""
        path = database(url).path
        if path is None:
            return cls(None, clock=clock, seen=None, told=False)
        file = path.with_name(f"{path.name}.run")
        first = not file.exists()
        descriptor = _locked(file, path)
        seen = None if first else datetime.fromtimestamp(os.fstat(descriptor).st_mtime, UTC)
        told = os.read(descriptor, len(_TOLD)) == _TOLD
        return cls(descriptor, clock=clock, seen=seen, told=told)

    def away(self) -> timedelta | None:
        """How long nobody ran the line before this run began; None where nobody ever had."""
        return None if self._seen is None else max(self._began - self._seen, timedelta(0))

    def beat(self) -> None:
        """Say that this run is alive at this moment: should it be killed, its absence counts from here.

        A run that fails before its first beat has not been: the next one is told of the run before it.
        """
        if self._descriptor is not None:
            if not self._beaten:
                os.ftruncate(self._descriptor, 0)
            self._beaten = True
            at = self._clock.now().timestamp()
            os.utime(self._descriptor, (at, at))

    def leave(self, *, told: bool) -> None:
        """Give it back; `told`: everybody waiting or talking has been told."""
        if self._descriptor is None:
            return
        if self._beaten:
            if told:
                os.pwrite(self._descriptor, _TOLD, 0)
            self.beat()
        os.close(self._descriptor)
        self._descriptor = None


def _locked(file: Path, path: Path) -> int:
    """The file, opened and locked; it is never removed, so that all lock the same one."""
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as err:
        raise DatabaseUnusable(f"{path} cannot be used: {file}: {err.strerror}.") from err
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as err:
        os.close(descriptor)
        raise DatabaseUnusable(f"{path} is in use by another warmline run.") from err
    return descriptor
