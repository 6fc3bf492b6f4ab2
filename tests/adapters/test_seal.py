"""Seals open only with the key that made them, and the key is made only with a new database (privacy.md, Keys)."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from adapters.keyfile import KeyUnusable
from adapters.seal import Keys
from bot.people import Address

SECRET = bytes(range(200, 232))
KEYS = Keys(SECRET)


@given(
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), st.text(min_size=1).filter(str.isascii)
)
def test_an_address_is_sealed_alike_each_time_and_opens_again(platform: str, id: str) -> None:
    """It can be looked up by equality, and tells nothing to who has no key."""
    address = Address(platform, id)
    sealed = KEYS.roster.address(address)
    assert sealed == KEYS.roster.address(address)
    assert KEYS.roster.opened(sealed) == address
    assert sealed != KEYS.live.address(address)


def test_a_seal_opens_only_where_and_with_what_it_was_made() -> None:
    """Moved to another row, changed by a bit, or under another key, it does not open."""
    sealed = KEYS.live.seal(b"body", "request", "1")
    assert KEYS.live.open(sealed, "request", "1") == b"body"
    for box, seal, place in (
        (KEYS.live, sealed, "2"), (KEYS.roster, sealed, "1"), (Keys.random().live, sealed, "1"),
        (KEYS.live, sealed[:-1] + bytes([sealed[-1] ^ 1]), "1"),
    ):  # fmt: skip
        with pytest.raises(InvalidTag):
            box.open(seal, "request", place)


def test_a_hash_depends_on_purpose_and_key() -> None:
    """The same text gives the same hash for one purpose, and another for every other."""
    assert KEYS.hash("alias", "kim") == Keys(SECRET).hash("alias", "kim")
    assert len({KEYS.hash("alias", "kim"), KEYS.hash("seeker", "kim"), Keys.random().hash("alias", "kim")}) == 3


def test_a_nonce_fits_into_what_discord_takes() -> None:
    """24 characters of base64url, the same for ever for the same message."""
    nonce = KEYS.nonce("m1:0")
    assert len(nonce) == 24
    assert len(base64.urlsafe_b64decode(nonce)) == 18
    assert nonce == Keys(SECRET).nonce("m1:0") != KEYS.nonce("m1:1")


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("strip", ["", "="])
def test_the_key_of_the_environment_is_base64_of_either_kind(
    encode: Callable[[bytes], bytes], strip: str, tmp_path: Path
) -> None:
    """With or without its padding; no file is made."""
    secret = f" {encode(SECRET).decode().rstrip(strip) if strip else encode(SECRET).decode()}\n"
    assert Keys.open(tmp_path / "keys", secret, fresh=True).fingerprint == KEYS.fingerprint
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("wrong", ["hunter2", "A" * 43 + "?", base64.b64encode(b"short").decode(), "ü" * 44])
def test_a_malformed_key_is_refused_without_being_shown(wrong: str, tmp_path: Path) -> None:
    """One line says what a key is."""
    with pytest.raises(KeyUnusable, match="WARMLINE_SECRET_KEY holds no key: a key is 32 bytes") as refused:
        Keys.open(tmp_path, wrong, fresh=True)
    assert wrong not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_key_file_is_made_with_a_new_database_for_its_owner_alone(tmp_path: Path) -> None:
    """It is made once, in a folder of its own, and found again."""
    folder = tmp_path / "keys"
    first = Keys.open(folder, None, fresh=True)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "master").stat().st_mode) == 0o600
    assert Keys.open(folder, None, fresh=True).fingerprint == first.fingerprint
    assert Keys.open(folder, None, fresh=False).fingerprint == first.fingerprint


def test_no_key_is_made_for_a_database_that_is_there(tmp_path: Path) -> None:
    """Its own key is missing, and only that one would do."""
    with pytest.raises(KeyUnusable, match=r"key is missing: neither .*master is there, nor WARMLINE_SECRET_KEY set"):
        Keys.open(tmp_path / "keys", None, fresh=False)
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"not a key\n"])
def test_a_damaged_key_file_is_one_clear_line(content: bytes, tmp_path: Path) -> None:
    """It is named, not shown, and not replaced."""
    (tmp_path / "master").write_bytes(content)
    (tmp_path / "master").chmod(0o600)
    with pytest.raises(KeyUnusable, match="master"):
        Keys.open(tmp_path, None, fresh=True)
    assert (tmp_path / "master").read_bytes() == content


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o604, 0o602, 0o610, 0o644])
@pytest.mark.parametrize("name", ["", "master", "another"])
def test_keys_that_others_could_get_at_are_not_used(name: str, mode: int, tmp_path: Path) -> None:
    """The folder and each file in it, read or written, by group or world, also beside a key of the environment."""
    folder = tmp_path / "my keys"
    Keys.open(folder, None, fresh=True)
    (folder / "another").touch(0o600)
    harmed = folder / name
    harmed.chmod(mode | (0o100 if not name else 0))
    mend = f"chmod {600 if name else 700} '{harmed}'"
    for secret in (None, base64.b64encode(SECRET).decode()):
        with pytest.raises(KeyUnusable, match="Others could read or change") as refused:
            Keys.open(folder, secret, fresh=False)
        assert str(refused.value) == f"Others could read or change {harmed}: {mend}"
    subprocess.run(mend, shell=True, check=True)  # noqa: S602  # as its reader would
    Keys.open(folder, None, fresh=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_keys_of_somebody_else_are_not_used(tmp_path: Path) -> None:
    """Not even by who may read everything: what it wrote beside them, their owner could not read."""
    folder = tmp_path / "keys"
    Keys.open(folder, None, fresh=True)
    os.chown(folder / "master", 65534, -1)
    with pytest.raises(
        KeyUnusable, match=r"keys/master belongs to \w+, and this runs as root: run it as \w+, or: chown"
    ):
        Keys.open(folder, None, fresh=False)
