"""Why a database cannot be used."""

from __future__ import annotations

from bot.errors import StoreBusy


class DatabaseUnusable(StoreBusy):
    """The database cannot be used; `str()` is the one line that the operator reads before exit code 2."""
