"""Killed and stopped: what people wrote or decided is there when the line is back (architecture.md).

The long form is `make chaos` (tests/chaos/__main__.py).
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.sandbox.faults import Fault
from tests.chaos.killing import killings
from tests.support.whole import Someone, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEED = 11


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line that is killed and stopped again and again, and at last says that nothing went wrong."""
    async with whole_line(tmp_path_factory.mktemp("kill")) as running:
        yield running
        assert not running.failures()


async def test_killed_under_load_it_loses_nothing(tmp_path: Path) -> None:
    """While both platforms fail: no message, edit, request or claim lost, none doubled on Discord, all in order."""
    account = await killings(tmp_path, kills=2, seed=SEED)
    assert account.good, account
    assert account.written > 40


async def test_a_request_and_a_claim_survive_a_kill(line: WholeLine) -> None:
    """Asked, then pressed: each stands after SIGKILL, and both hear that they are connected, once."""
    kim, robin = line.person("Kim", "discord"), await line.listener("Robin", "telegram")
    await line.asks(kim)
    await _killed_and_back(line)
    await robin.sees("I'll take this")
    await robin.presses("I'll take this")
    await _killed_and_back(line)  # Telegram brings the press again, if it was not handled
    told = (await robin.sees("They see you as Robin", "End conversation")).text
    await kim.sees("You're now talking with Robin", "End conversation")
    await robin.says("here I am")
    await kim.sees("Robin: here I am")
    assert _count(kim, "You're now talking with Robin") == 1
    assert _count(robin, told) in (1, 2)
    await line.off_call(robin)
    await kim.runs("/end")
    await kim.sees("This conversation has ended.")


async def test_stopped_it_says_so_and_takes_everything_up_again(line: WholeLine) -> None:
    """SIGTERM: told, gone within 10 s with code 0; back, it says so; what was written meanwhile arrives in order."""
    kim, robin = line.person("Jun", "telegram"), await line.listener("Ash", "discord")
    talk = await line.connects(kim, robin)
    waiting = line.person("Jo", "discord")
    await line.off_call(robin)
    await line.asks(waiting)
    line.telegram.faults.add(Fault(kind="refuse", match="sendMessage", code=400, description="Bad Request: no"))
    await robin.says("refused")
    await robin.sees("did not get that")  # asked to send it again: a catch-up must not bring it as well
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
    assert not kim.chat.has("refused")


async def _killed_and_back(line: WholeLine) -> None:
    await line.kill()
    await line.start()


def _count(person: Someone, words: str) -> int:
    return sum(words in shown.text for shown in person.chat.shown if shown.by_bot)
