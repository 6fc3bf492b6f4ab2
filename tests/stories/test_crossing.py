"""Two decide at the same moment: what the one changed, the other does not change back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import wake
from bot.inbound import Left
from bot.people import Address
from tests.stories.test_aside import asked
from tests.support.story import Line, Person, a_line


@asynccontextmanager
async def _written(line: Line) -> AsyncIterator[None]:
    """Another decision is being written: what is begun inside waits for it, one after the other."""
    async with line.store.real.decision():
        yield
    await line.settle()


async def _begin(line: Line, act: Awaitable[Any]) -> None:
    line.tasks.create_task(asyncio.wait_for(act, None))
    await line.settle_once()


async def _out_of_reach(line: Line, robin: Person) -> None:
    await line.switchboard.receive(Left(by=robin.address))


async def _silent_for_minutes(line: Line, robin: Person) -> None:
    talk = line.switchboard.desk.live.at(robin.address)
    assert talk is not None
    line.clock.moment += timedelta(minutes=3, seconds=1)
    await wake.due(line.switchboard.desk, talk)


@pytest.mark.parametrize("act", [_out_of_reach, _silent_for_minutes])
async def test_where_a_listener_writes_stays_as_they_chose(act: Any) -> None:
    """While they turn to the coordinator, the seeker is out of reach, or silent: their words go to the coordinator
    alone.
    """
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await kim.writes("hi")
        await robin.writes("hello")
        async with _written(line):
            if act is _out_of_reach:  # its first decision is about the request; what it does to the talk comes second
                await _begin(line, act(line, robin))
                await _begin(line, line.switchboard.receive(kim.press("Write to Ada")))
            else:
                await _begin(line, line.switchboard.receive(kim.press("Write to Ada")))
                await _begin(line, act(line, robin))
        await line.passes(seconds=2)
        await kim.writes("between us")
        assert ada.hears()[-1] == "Kim: between us"
        assert "between us" not in " ".join(robin.hears())
        assert _facing(line, kim.address) == [False, True]


async def test_a_wish_to_join_does_not_turn_a_listeners_words() -> None:
    """They turn back to the seeker as the coordinator asks to join: nothing reaches the coordinator any more."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await kim.presses("Write to Ada")
        back = next(one for one in kim.buttons() if one.startswith("Back to"))
        async with _written(line):
            await _begin(line, line.switchboard.receive(kim.press(back)))
            await _begin(line, line.switchboard.receive(ada.press("Ask to join")))
        await kim.writes("only for you")
        assert robin.hears()[-1].endswith("only for you")
        assert "only for you" not in " ".join(ada.hears())


def _facing(line: Line, address: Address) -> list[bool]:
    return [one.facing for one in line.switchboard.desk.live.all_at(address)]
