"""The codec of buttons, the same on both platforms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.buttons import decode, encode
from bot.notice import Button


@given(
    verb=st.from_regex(r"[a-z]{1,10}", fullmatch=True),
    subject=st.from_regex(r"[A-Za-z0-9_-]{0,40}", fullmatch=True),
    epoch=st.integers(min_value=0, max_value=99_999_999),
)
def test_a_button_says_what_it_was_made_for(verb: str, subject: str, epoch: int) -> None:
    """Whatever a button carries comes back when it is pressed, in at most 64 bytes."""
    carried = encode(Button(label="x", verb=verb, subject=subject, epoch=epoch))
    assert decode(carried) == (verb, subject, epoch)
    assert len(carried.encode()) <= 64


@given(st.text(max_size=90))
def test_anything_else_is_no_button(data: str) -> None:
    """Text that `encode` did not make is read as nothing, or is exactly what `encode` would have made."""
    read = decode(data)
    assert read is None or encode(Button(label="x", verb=read[0], subject=read[1], epoch=read[2])) == data


FORGED = (
    "",
    "w1",
    "w2:take:a:1",
    "w1:take:a",
    "w1:take:a:01",
    "w1:take:a:-1",
    "w1:take:a:1\n",
    "w1:TAKE:a:1",
    "w1:t:a:١",
)


@pytest.mark.parametrize("data", FORGED)
def test_forged_buttons_are_none(data: str) -> None:
    """A forged or mistyped button is read as nothing."""
    assert decode(data) is None


def test_a_button_that_could_not_be_read_again_is_not_made() -> None:
    """Encoding refuses what is too long or holds other signs."""
    with pytest.raises(ValueError, match="cannot carry"):
        encode(Button(label="x", verb="take", subject="a:b"))
