"""Text that is only a command acts as that command (experience.md)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbound import COMMANDS, Said, command_in
from bot.people import Address
from bot.words import Words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/end", ("end", {})),
        ("  /END ", ("end", {})),
        ("/talk@warmline_bot", ("talk", {})),
        ("/oncall until 22:00", ("oncall", {"when": "until 22:00"})),
        ("/join abc Mary Ann", ("join", {"code": "abc", "alias": "Mary Ann"})),
        ("/join", ("join", {})),
        ("/start c_main", ("start", {"payload": "c_main"})),
        ("/approve  Mary Ann ", ("approve", {"alias": "Mary Ann"})),
        ("/end now please", ("end", {"extra": "now please"})),
        ("/shrug", ("shrug", {})),
        ("/helplines DE", ("helplines", {"country": "DE"})),
        ("/end\nnow", ("end", {"extra": "now"})),
    ],
)
def test_commands_and_their_options(text: str, found: tuple[str, dict[str, str]]) -> None:
    """Options are filled in order; the last takes the rest; what does not belong is `extra`."""
    assert command_in(text) == found


@pytest.mark.parametrize(
    "text", ["", "/", "hello", "and/or", "I /end", "/ end", "//end", "/1", "/é", "http://x", "\\/end"]
)
def test_ordinary_words(text: str) -> None:
    """A stroke somewhere is no command."""
    assert command_in(text) is None


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_without_a_fault(text: str) -> None:
    """Every option is one that the command has, or `extra`."""
    if (found := command_in(text)) is not None:
        name, options = found
        assert set(options) <= {*COMMANDS.get(name, ()), "extra"}


def test_what_was_said_shows_no_words() -> None:
    """In no log (privacy.md)."""
    said = Said(by=Address("telegram", "canary"), words=Words(text="canary"), source="1",
                at=datetime(2030, 1, 1, tzinfo=UTC), language="en")  # fmt: skip
    assert "canary" not in repr(said)
