"""A key in a file: 32 bytes as base64, readable by its owner alone, whole or not there at all."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from contextlib import ExitStack
from pathlib import Path

from adapters.private import save_names, write_new

KEY = 32  # bytes
MASTER, NEXT = "master", "master.next"  # the names of the master key, and of the one that is taking its place


class KeyUnusable(Exception):
    """A key is missing, malformed, open to others or another database's; `str()` is the one line to show."""


def parsed_key(text: str, source: str) -> bytes:
    """The key that is written here, as base64 of either kind; KeyUnusable, which does not show it."""
    compact = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        key = base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY:
        raise KeyUnusable(f"{source} holds no key: a key is {KEY} bytes as base64, standard or URL-safe.")
    return key


def read_key(file: Path) -> bytes:
    """The key in this file; FileNotFoundError where there is none, KeyUnusable for what is no key."""
    try:
        return parsed_key(file.read_text("ascii"), str(file))
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as err:
        reason = err.strerror if isinstance(err, OSError) else "it is no text"
        raise KeyUnusable(f"The key in {file} cannot be used: {reason}.") from err


def take_next(folder: Path) -> None:
    """The next master key takes the master's place, unless it has by now; the one before is nowhere any more."""
    master = folder / MASTER
    with ExitStack() as leaving:
        before = leaving.enter_context(master.open("r+b", buffering=0)) if master.exists() else None
        try:
            (folder / NEXT).replace(master)
        except FileNotFoundError:
            return
        save_names(folder)
        if before is not None:
            before.write(os.urandom(os.fstat(before.fileno()).st_size))
            os.fsync(before.fileno())


def write_key(file: Path) -> None:
    """A new random key in this file and its folder; one that is there already stays, also one of the same moment."""
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        write_new(file, base64.urlsafe_b64encode(secrets.token_bytes(KEY)) + b"\n")
    except FileExistsError:
        pass
    except OSError as err:
        raise KeyUnusable(f"The key {file} cannot be made: {err.strerror}.") from err
