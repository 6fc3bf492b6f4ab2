"""Private: whether a file or folder is for its owner alone, and what mends it where it is not (privacy.md, Keys)."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path
from shlex import quote


def exposed(path: Path) -> str | None:
    """Why others could get at this file, or at this folder with all in it, and what mends it; None where none could.

    What is not there is not exposed.
    """
    try:
        found = path.stat()
        inside = sorted(path.iterdir()) if stat.S_ISDIR(found.st_mode) and not _open(path, found) else []
    except FileNotFoundError:
        return None
    except OSError as err:
        return f"{path} cannot be looked at: {err.strerror}."
    return _open(path, found) or next((line for one in inside if (line := exposed(one))), None)


def _open(path: Path, found: os.stat_result) -> str | None:
    typed = quote(str(path))
    if found.st_uid != os.geteuid():
        owner, here = _name(found.st_uid), _name(os.geteuid())
        return f"{path} belongs to {owner}, and this runs as {here}: run it as {owner}, or: chown -R {here} {typed}"
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        mode = 700 if stat.S_ISDIR(found.st_mode) else 600
        return f"Others could read or change {path}: chmod {mode} {typed}"
    return None


def _name(owner: int) -> str:
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)
