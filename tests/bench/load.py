"""Load: messages through a stand, and what each cost the measured process."""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import time
from dataclasses import dataclass

from adapters.sandbox.people import Chat
from tests.bench.measured import Measured, cpu_of
from tests.bench.stand import Direction, Somebody, Stand

TEXT = "I could not sleep again, and then I thought I might write to somebody. Is that all right?"
_ARRIVES_WITHIN = 30.0  # seconds
_NUMBER = re.compile(r"#(\d+)#")
_numbers = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run gave: ms of CPU a message, each one's way in ms, how busy the servers' own process was (0..1)."""

    cpu: float
    ways: tuple[float, ...]
    servers: float
    seconds: float


class Lost(Exception):
    """A message did not arrive; there is nothing to measure in that."""


async def flow(stand: Stand, measured: Measured, direction: Direction, *, count: int, at_once: int) -> Run:
    """`count` messages, `at_once` in flight: as many pairs, each writing its next when the last has arrived."""

    async def write(writer: Somebody, reader: Somebody) -> list[float]:
        return [await _one(writer, reader) for _ in range(count // at_once)]

    with _Meter(measured) as meter:
        took = await asyncio.gather(*(write(*way) for way in stand.ways(direction)[:at_once]))
    return meter.run(list(itertools.chain(*took)))


async def pace(stand: Stand, measured: Measured, rates: dict[Direction, float], *, seconds: float) -> Run:
    """Messages at these rates a second, whether or not the ones before have arrived; round all pairs in turn."""
    with _Meter(measured) as meter:
        async with asyncio.TaskGroup() as tasks:
            flows = [
                tasks.create_task(_paced(stand.ways(direction), rate, seconds=seconds))
                for direction, rate in rates.items()
            ]
    return meter.run(list(itertools.chain(*(each.result() for each in flows))))


async def warm(stand: Stand) -> None:
    """A word in every direction of every pair, so that nothing is done for the first time afterwards."""
    for direction in stand.directions():
        await asyncio.gather(*(_one(*way) for way in stand.ways(direction)))


def out_of_order(stand: Stand, direction: Direction) -> int:
    """How many messages the readers of this direction see that are not behind the one that was written before."""
    wrong = 0
    for _, reader in stand.ways(direction):
        numbers = [
            int(found[1]) for shown in reader.chat.shown if shown.by_bot and (found := _NUMBER.search(shown.text))
        ]
        wrong += sum(later <= earlier for earlier, later in itertools.pairwise(numbers))
    return wrong


async def _paced(ways: list[tuple[Somebody, Somebody]], rate: float, *, seconds: float) -> list[float]:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.TaskGroup() as tasks:
        sent = []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
            sent.append(tasks.create_task(_one(*ways[number % len(ways)])))
    return [each.result() for each in sent]


async def _one(writer: Somebody, reader: Somebody) -> float:
    """Write one message; the ms until the other sees it."""
    number = f"#{next(_numbers)}#"
    chat, shown = reader.chat, len(reader.chat.shown)
    began = time.perf_counter()
    await writer.says(f"{number} {TEXT}")
    try:
        await chat.changed.until(lambda: _sees(chat, shown, number), within=_ARRIVES_WITHIN)
    except TimeoutError:
        raise Lost(f"message {number} did not arrive within {_ARRIVES_WITHIN:g} s") from None
    return (time.perf_counter() - began) * 1000


def _sees(chat: Chat, behind: int, number: str) -> bool | None:
    return any(number in shown.text and shown.by_bot for shown in chat.shown[behind:]) or None


class _Meter:
    """CPU and time between entering and leaving."""

    def __init__(self, measured: Measured) -> None:
        self._measured = measured

    def __enter__(self) -> _Meter:
        self._read = self._now()
        return self

    def __exit__(self, *_: object) -> None:
        self._used = tuple(after - before for before, after in zip(self._read, self._now(), strict=True))

    def run(self, ways: list[float]) -> Run:
        """What came of it."""
        cpu, servers, seconds = self._used
        return Run(cpu=cpu * 1000 / len(ways), ways=tuple(ways), servers=servers / seconds, seconds=seconds)

    def _now(self) -> tuple[float, float, float]:
        return self._measured.cpu(), cpu_of(os.getpid()), time.perf_counter()
