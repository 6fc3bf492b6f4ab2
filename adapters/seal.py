"""Seals: what the database holds of people opens only with a key that is not in it (privacy.md, Keys)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adapters.days import Days, DaysInFolder, DaysInMemory
from adapters.keyfile import KEY, MASTER, KeyUnusable, parsed_key, read_key, write_key
from adapters.private import exposed
from bot.people import Address

_SIV = 64  # bytes: AES-256-SIV takes two keys
_BEFORE_DAYS = date.min
ENVIRONMENT = "WARMLINE_SECRET_KEY"


class Keys:
    """The master key with all that is derived from it, and the key of the day; fills `bot.ports.Seal`.

    `roster` seals what stays as long as somebody is on a roster, `live`, with the key of `day`, what goes with a
    conversation.
    """

    def __init__(self, master: bytes, *, source: str = "memory", days: Days | None = None) -> None:
        self.source, self.days = source, days or DaysInMemory()
        self.day, self.live = _BEFORE_DAYS, Box(_derived(master, "live", _SIV))
        self._before_days = self.live
        self.fingerprint = _derived(master, "fingerprint", 16).hex()
        self.roster = Box(_derived(master, "roster", _SIV))
        self._hashes, self._kept = [_derived(master, "hashes", 32)], Box(_derived(master, "kept", _SIV))
        self._nonces = _derived(master, "nonces", 32)

    def boxes(self, today: date) -> Mapping[date, Box]:
        """The boxes of all days of which there is a key, the latest first; today's is made where there is none.

        Behind them is the one in use, whose file another line in the same folder may have destroyed, and that of before
        there were keys of the day: an update in the middle of a conversation loses nothing.
        """
        if not (found := self.days.all()):
            self.days.make(today)
            found = self.days.all()
        boxes = {day: Box(_derived(found[day], "live", _SIV)) for day in sorted(found, reverse=True)}
        boxes.setdefault(self.day, self.live)
        boxes.setdefault(_BEFORE_DAYS, self._before_days)
        return boxes

    def turn(self, boxes: Mapping[date, Box]) -> None:
        """From now on live rows are sealed, and opened, with the first of `boxes`."""
        self.day, self.live = next(iter(boxes.items()))

    def hash(self, purpose: str, text: str) -> str:
        """A keyed hash in hex, the same for the same text, different for each purpose: hashed once more for each master
        key that came after the first.
        """
        hashed = _mac(self._hashes[0], purpose, text).hex()
        for key in self._hashes[1:]:
            hashed = _again(key, hashed)
        return hashed

    def hashed_again(self, hashed: str) -> str:
        """What the master before this one hashed, as this one hashes it."""
        return _again(self._hashes[-1], hashed)

    def follow(self, old: Keys) -> list[str]:
        """Hash as a new master after `old`; what has to be kept for that, sealed, in base64."""
        self._hashes = [*old._hashes, *self._hashes]
        return [base64.b64encode(self._kept.seal(key, "hashes")).decode() for key in self._hashes[:-1]]

    def recall(self, kept: Sequence[str]) -> Keys:
        """The same keys, which followed others: this was kept then. KeyUnusable where it is another master's."""
        try:
            before = [self._kept.open(base64.b64decode(one), "hashes") for one in kept]
        except InvalidTag as err:
            raise KeyUnusable(f"What was kept of earlier keys does not open with the one in {self.source}.") from err
        self._hashes = [*before, *self._hashes]
        return self

    def nonce(self, text: str) -> str:
        """A name for one message for ever: 24 characters, base64url of 18 bytes (architecture.md, Discord)."""
        named = hashlib.blake2b(text.encode(), key=self._nonces, digest_size=18)
        return base64.urlsafe_b64encode(named.digest()).decode()

    @classmethod
    def open(cls, key_dir: Path, secret_key: str | None, *, fresh: bool) -> Keys:
        """The keys from `secret_key` (base64), else from the file `master`, made only with a `fresh` database."""
        if (line := exposed(key_dir)) is not None:
            raise KeyUnusable(line)
        days = DaysInFolder(key_dir)
        if secret_key:
            return cls(parsed_key(secret_key, ENVIRONMENT), source=ENVIRONMENT, days=days)
        file = key_dir / MASTER
        if fresh and not file.exists():
            write_key(file)
        if (found := cls.within(file)) is None:
            raise KeyUnusable(f"The database's key is missing: neither {file} is there, nor {ENVIRONMENT} set.")
        return found

    @classmethod
    def within(cls, file: Path) -> Keys | None:
        """The keys from this file of a key folder, if it is there."""
        try:
            return cls(read_key(file), source=str(file), days=DaysInFolder(file.parent))
        except FileNotFoundError:
            return None

    @classmethod
    def random(cls) -> Keys:
        """Keys that are nowhere but in memory, for a database that is nowhere else either."""
        return cls(secrets.token_bytes(KEY))


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


def _again(key: bytes, hashed: str) -> str:
    return _mac(key, "again", hashed).hex()
