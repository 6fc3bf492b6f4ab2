"""Killed and stopped: what people wrote or decided is there when the line is back (architecture.md).

The long form is `make chaos` (tests/chaos/__main__.py).
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from adapters.sandbox.faults import Fault
from tests.chaos.killing import killings
from tests.support.whole import Someone, WholeLine, whole_line

SEED = 11


@pytest_asyncio.fixture
async def line(tmp_path: Path) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(tmp_path) as running:
        yield running


async def test_killed_under_load_it_loses_nothing(tmp_path: Path) -> None:
    """All four directions: no message lost, none doubled on Discord, on Telegram only what was in flight, in order."""
    account = await killings(tmp_path, kills=4, seed=SEED)
    assert account.good, account
    assert account.written > 50
    assert account.again <= account.kills * 20


async def test_a_request_survives_a_kill_at_every_step(line: WholeLine) -> None:
    """Asked, offered, pressed, claimed: each stands after SIGKILL, and both hear that they are connected, once."""
    kim, robin = line.person("Kim", "discord"), await line.listener("Robin", "telegram", on_call=False)
    await line.asks(kim)
    await _killed_and_back(line)
    await line.on_call(robin)
    await robin.sees("I'll take this")
    await _killed_and_back(line)
    await robin.presses("I'll take this")
    await _killed_and_back(line)  # Telegram brings the press again, if it was not handled
    told = await robin.sees("They see you as Robin", "End conversation")
    await kim.sees("You're now talking with Robin", "End conversation")
    await robin.says("here I am")
    await kim.sees("Robin: here I am")
    assert _count(kim, "You're now talking with Robin") == 1
    assert _count(robin, told.text[:50]) in (1, 2)
    assert not line.failures()


async def test_stopped_it_says_so_and_takes_everything_up_again(line: WholeLine) -> None:
    """SIGTERM: told, gone within 10 s with code 0; back, it says so; what was written meanwhile arrives in order."""
    kim, robin = line.person("Kim", "telegram"), await line.listener("Robin", "discord")
    talk = await line.connects(kim, robin)
    waiting = line.person("Jo", "discord")
    await line.off_call(robin)
    await line.asks(waiting)
    began = time.monotonic()
    assert await line.stop() == 0
    assert time.monotonic() - began < 10
    for person in (kim, robin, waiting):
        await person.sees("I'm being restarted. Keep writing", "Helplines")
    for number in range(5):
        await kim.says(f"meanwhile {number}")
        await robin.says(f"meanwhile {number}")
    await line.start()
    for person in (kim, robin, waiting):
        await person.sees("I'm back after")
    for _, alias, reader in talk.ways:
        await reader.sees(f"{alias}: meanwhile 4")
        said = [shown.text for shown in reader.chat.shown if shown.text.startswith(f"{alias}: meanwhile")]
        assert said == [f"{alias}: meanwhile {number}" for number in range(5)]
    assert not line.failures()


async def test_what_was_told_undelivered_is_not_brought_after_all(line: WholeLine) -> None:
    """Its writer has been asked to send it again: a catch-up that passed it on as well would double it."""
    kim, robin = line.person("Kim", "discord"), await line.listener("Robin", "telegram")
    talk = await line.connects(kim, robin)
    line.telegram.faults.add(Fault(kind="refuse", match="sendMessage", code=400, description="Bad Request: no"))
    await kim.says("refused")
    await kim.sees("did not get that")
    await kim.says("sent again")
    await robin.sees(f"{talk.seeker_alias}: sent again")
    assert await line.stop() == 0
    await kim.says("afterwards")
    await line.start()
    await robin.sees(f"{talk.seeker_alias}: afterwards")
    assert not robin.chat.has(f"{talk.seeker_alias}: refused")


async def _killed_and_back(line: WholeLine) -> None:
    await line.kill()
    await line.start()


def _count(person: Someone, words: str) -> int:
    return sum(words in shown.text for shown in person.chat.shown if shown.by_bot)
