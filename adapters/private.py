"""Private: files and folders for their owner alone: whether they are, and how one is written (privacy.md, Keys)."""

from __future__ import annotations

import os
import pwd
import secrets
import stat
from pathlib import Path
from shlex import quote

UNNAMED = ".unnamed-"  # how the name begins of a file that is not whole yet, or no more


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


def write_new(file: Path, content: bytes) -> None:
    """A new file for its owner alone: all of it, on the disk, or none; FileExistsError where there is one.

    It gets its name when it is whole: a process that is killed meanwhile leaves it beside there, as `UNNAMED` and more.
    """
    if file.exists() or file.is_symlink():
        raise FileExistsError(file)
    making = unnamed(file)
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        _name_it(making, file)
    finally:
        making.unlink(missing_ok=True)
    save_names(file.parent)


def unnamed(file: Path) -> Path:
    """A fresh name beside this file, that nobody takes for its own."""
    return file.with_name(f"{UNNAMED}{secrets.token_hex(8)}")


def _name_it(making: Path, file: Path) -> None:
    try:
        os.link(making, file)  # never over one that is there by now
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        making.rename(file)


def save_names(folder: Path) -> None:
    """What its files are called is on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
