"""Commands and buttons on a line that is busy, or was started anew, by the whole program (relay.md, Order, once,
whole).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager

import pytest
import pytest_asyncio

from adapters.sandbox.discord.interaction import Interaction
from adapters.sandbox.faults import Fault
from tests.support.whole import PLATFORMS, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(tmp_path_factory.mktemp("pressed")) as running:
        yield running


@contextmanager
def locked(line: WholeLine) -> Iterator[None]:
    """Another process has the database: nothing can be decided meanwhile."""
    with closing(sqlite3.connect(line.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_interactions_are_answered_in_three_seconds_whatever_the_core_does(line: WholeLine) -> None:
    """Put off in time, and answered when the core can; where the token has expired meanwhile (10015, 50027), in the
    private chat.
    """
    async with asyncio.timeout(60):
        people = [await line.listener(name, "discord", on_call=False) for name in ("Gil", "Hal", "Ivo")]
        with locked(line):
            given = [await one.runs("/oncall", when="12h") for one in people]
            assert [await one.answered() for one in given if isinstance(one, Interaction)] == [5, 5, 5]
            for code in (10015, 50027):
                line.discord.fails(Fault(kind="refuse", match="PATCH /webhooks", code=code))
        shown = [await one.sees("You're on call until") for one in people]
        assert sorted(one.ephemeral for one in shown) == [False, False, True]
        line.discord.fails(Fault(kind="refuse", match="/callback", code=10062))
        await people[0].runs("/oncall", when="off")
        assert not (await people[0].sees("You're off call now")).ephemeral
        for one in people[1:]:
            await line.off_call(one)
    assert not line.failures()


async def test_buttons_survive_a_restart(line: WholeLine) -> None:
    """Each was shown by a process that was killed since: the answer about age, the offer, the end."""
    async with asyncio.timeout(60):
        kits = [line.person(f"Kit {platform}", platform) for platform in PLATFORMS]
        talk = await line.connects(line.person("Lou", "discord"), await line.listener("Mae", "telegram"))
        noor, seeker = await line.listener("Noor", "discord"), line.person("Oz", "telegram")
        for kit in kits:
            await kit.runs("/talk")
            await kit.sees("I'm 18 or over")
        await line.asks(seeker)
        await noor.sees("Someone would like to talk.", "I'll take this")
        await line.kill()
        await line.start()
        await noor.presses("I'll take this")
        await seeker.sees("You're now talking with Noor", "End conversation")
        await talk.seeker.presses("End conversation")
        await talk.listener.sees("has ended. Thank you for being there.")
        for kit in kits:
            await kit.presses("I'm 18 or over")
            await kit.sees("You're in the queue")
    assert not line.failures()
