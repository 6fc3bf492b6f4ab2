"""Seals: what the database holds of people opens only with a key that is not in it (privacy.md, Keys)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adapters.private import exposed
from bot.people import Address

_MASTER = 32  # bytes
_SIV = 64  # bytes: AES-256-SIV takes two keys


class KeyUnusable(Exception):
    """The master key is missing, malformed, open to others or another database's; `str()` is the one line to show."""


class Keys:
    """The master key and all that is derived from it; fills `bot.ports.Seal`.

    `roster` seals what stays as long as somebody is on a roster, `live` what goes with a conversation.
    """

    def __init__(self, master: bytes, *, source: str = "memory") -> None:
        self.source = source
        self.fingerprint = _derived(master, "fingerprint", 16).hex()
        self.roster = Box(_derived(master, "roster", _SIV))
        self._live = Box(_derived(master, "live", _SIV))
        self._hashes = _derived(master, "hashes", 32)
        self._nonces = _derived(master, "nonces", 32)

    @property
    def live(self) -> Box:
        """The box for live rows. This is the one place where its key is chosen (privacy.md: the key of the day)."""
        return self._live

    def hash(self, purpose: str, text: str) -> str:
        """A keyed hash in hex, the same for the same text, different for each purpose."""
        return _mac(self._hashes, purpose, text).hex()

    def nonce(self, text: str) -> str:
        """A name for one message for ever: 24 characters, base64url of 18 bytes (architecture.md, Discord)."""
        return base64.urlsafe_b64encode(_mac(self._nonces, "nonce", text)[:18]).decode()

    @classmethod
    def open(cls, key_dir: Path, secret_key: str | None, *, fresh: bool) -> Keys:
        """The keys from `secret_key` (base64), else from the file `master`, made only with a `fresh` database."""
        if (line := exposed(key_dir)) is not None:
            raise KeyUnusable(line)
        if secret_key:
            return cls(_parsed(secret_key, "WARMLINE_SECRET_KEY"), source="WARMLINE_SECRET_KEY")
        file = key_dir / "master"
        try:
            if fresh and not file.exists():
                _make(key_dir, file)
            return cls(_parsed(file.read_text("ascii"), str(file)), source=str(file))
        except FileNotFoundError as err:
            line = f"The database's key is missing: neither {file} is there, nor WARMLINE_SECRET_KEY set."
            raise KeyUnusable(line) from err
        except (OSError, UnicodeDecodeError) as err:
            reason = err.strerror if isinstance(err, OSError) else "it is no text"
            raise KeyUnusable(f"The key in {file} cannot be used: {reason}.") from err

    @classmethod
    def random(cls) -> Keys:
        """Keys that are nowhere but in memory, for a database that is nowhere else either."""
        return cls(secrets.token_bytes(_MASTER))


class Box:
    """Seals bytes with AES-SIV: the same bytes in the same place give the same seal, so that it can be looked up."""

    def __init__(self, key: bytes) -> None:
        self._siv = AESSIV(key)

    def seal(self, plain: bytes, *place: str) -> bytes:
        """`plain` (not empty) sealed for this place (a kind of row and its id), and for no other."""
        return self._siv.encrypt(plain, [part.encode() for part in place])

    def open(self, sealed: bytes, *place: str) -> bytes:
        """What was sealed for this place; `cryptography.exceptions.InvalidTag` where it was not, or was changed."""
        return self._siv.decrypt(sealed, [part.encode() for part in place])

    def address(self, address: Address) -> bytes:
        """An address, sealed alike wherever it stands: looked up by equality."""
        return self.seal(f"{address.platform}\n{address.id}".encode(), "address")

    def opened(self, sealed: bytes) -> Address:
        """The address in a seal."""
        return Address(*self.open(sealed, "address").decode().split("\n", 1))


def _derived(master: bytes, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"warmline {purpose}".encode()).derive(master)


def _mac(key: bytes, purpose: str, text: str) -> bytes:
    return hmac.digest(key, f"{purpose}\n{text}".encode(), hashlib.sha256)


def _parsed(text: str, source: str) -> bytes:
    compact = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        master = base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        master = b""
    if len(master) != _MASTER:
        raise KeyUnusable(f"{source} holds no key: a key is {_MASTER} bytes as base64, standard or URL-safe.")
    return master


def _make(key_dir: Path, file: Path) -> None:
    """A new master key; whoever comes second at the same moment finds the first one's."""
    key_dir.mkdir(mode=0o700, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(base64.urlsafe_b64encode(secrets.token_bytes(_MASTER)) + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
