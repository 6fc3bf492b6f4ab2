"""Lanes: in order within one, independent between them, and nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib

from hypothesis import given
from hypothesis import strategies as st

from bot.lanes import Lanes
from tests.support.clock import turn


async def _played(acts: list[tuple[str, int]]) -> tuple[list[int], list[int], int]:
    """Enter one lane in the order of `acts`, cancelling some; who was in, who was cancelled, what is left."""
    lanes, done, tasks = Lanes(), list[int](), list[asyncio.Task[None]]()

    async def enter(number: int) -> None:
        async with lanes.turn("a"):
            await turn()
            await turn()
            done.append(number)

    for act, number in acts:
        if act == "enter":
            tasks.append(asyncio.create_task(enter(len(tasks))))
        elif tasks:
            tasks[number % len(tasks)].cancel()
        await turn()
    await asyncio.wait([asyncio.ensure_future(asyncio.gather(*tasks, return_exceptions=True))], timeout=5)
    return done, [n for n, task in enumerate(tasks) if task.cancelled()], len(lanes)


@given(st.lists(st.tuples(st.sampled_from(["enter", "enter", "cancel"]), st.integers(0, 20)), max_size=30))
def test_a_lane_keeps_order_whoever_is_cancelled(acts: list[tuple[str, int]]) -> None:
    """Everybody who was not cancelled gets their turn, in order, and the lane is gone afterwards."""
    with asyncio.Runner() as runner:
        done, cancelled, left = runner.run(_played(acts))
    assert done == sorted(done)
    assert set(done) | set(cancelled) == set(range(sum(act == "enter" for act, _ in acts)))
    assert left == 0


async def test_lanes_do_not_wait_for_each_other() -> None:
    """One that is held up holds up nobody else."""
    lanes, held = Lanes(), asyncio.Event()

    async def hold() -> None:
        async with lanes.turn("slow"):
            await held.wait()

    task = asyncio.create_task(hold())
    await turn()
    async with asyncio.timeout(5), lanes.turn("quick"):
        assert len(lanes) == 2
    held.set()
    await task
    assert len(lanes) == 0


async def test_a_fault_in_a_turn_does_not_block_the_lane() -> None:
    """The next one comes."""
    lanes = Lanes()
    with contextlib.suppress(ValueError):
        async with lanes.turn("a"):
            raise ValueError
    async with asyncio.timeout(5), lanes.turn("a"):
        pass
    assert len(lanes) == 0
