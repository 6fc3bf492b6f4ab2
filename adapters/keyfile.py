"""A key in a file: 32 bytes as base64, readable by its owner alone, whole or not there at all."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

KEY = 32  # bytes
UNNAMED = ".unnamed-"  # how the name begins of a file whose key is not one yet, or no more


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


def write_key(file: Path) -> None:
    """A new random key in this file and its folder; one that is there already stays, also one of the same moment.

    It gets its name when it is whole: a process that is killed meanwhile leaves no half of a key under it.
    """
    making = unnamed(file)
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY)) + b"\n")
            opened.flush()
            os.fsync(opened.fileno())
        os.link(making, file)
    except FileExistsError:
        pass
    except OSError as err:
        raise KeyUnusable(f"The key {file} cannot be made: {err.strerror}.") from err
    finally:
        making.unlink(missing_ok=True)


def unnamed(file: Path) -> Path:
    """A fresh name beside this file, that nobody takes for a key's."""
    return file.with_name(f"{UNNAMED}{secrets.token_hex(8)}")
