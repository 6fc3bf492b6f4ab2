"""What this process opens to write into, as the interpreter itself tells."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_watching: list[list[str]] = []
_hooked: list[bool] = []


@contextmanager
def written() -> Iterator[list[str]]:
    """All files that are opened for writing, and all temporary ones, from now until the end of the block."""
    if not _hooked:
        sys.addaudithook(_heard)  # it can never be taken off
        _hooked.append(True)
    seen: list[str] = []
    _watching.append(seen)
    try:
        yield seen
    finally:
        _watching.remove(seen)


def _heard(event: str, given: tuple[object, ...]) -> None:
    if not _watching:
        return
    if "__pycache__" in str(given[0]):
        return
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event.startswith("tempfile."):
        for seen in _watching:
            seen.append(f"{event}: {given[0]}")
