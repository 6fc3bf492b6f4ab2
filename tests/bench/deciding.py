"""Deciding: what a decision costs, and a thousand listeners who press **I'll take this** at once (routing.md 5)."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from adapters.sandbox.discord.person import Person
from bot.people import Address
from tests.bench.figures import Figure, percentile
from tests.bench.line import ADULT, END, TAKE, Line, answered
from tests.bench.measured import cpu_of
from tests.bench.stand import Stand
from tests.bench.starting import on_call

_ALL_WITHIN = 300.0  # seconds for all offers to arrive
_GIVEN_UP = 10.0  # seconds; Discord takes no first answer after 3, so what is not there by then never comes


async def figures(folder: Path, *, listeners: int, commits: int) -> list[Figure]:
    """Claims at once, and a commit."""
    async with Stand() as stand:
        line = Line(stand, folder, name="claims")
        await line.invite()
        return [*await _at_once(stand, line, listeners), *await _commit(line, commits)]


async def _at_once(stand: Stand, line: Line, count: int) -> list[Figure]:
    guild = stand.discord.guild("Bench")
    people = [stand.discord.person(f"Listener {number}", guild) for number in range(count)]
    await _enrol(line, people)
    await line.process.start()
    try:
        offered, took, winners = await _race(stand, people)
    finally:
        await line.process.stop()
    about = f"{count} listeners claim one request at once"
    return [
        Figure(about=about, what="winners, beyond the one", compared=winners - 1, goal=0),
        Figure(
            about=about,
            what="too late for Discord: not answered in 3 s",
            compared=sum(s >= _GIVEN_UP for s in took),
            goal=0,
        ),
        Figure(about=about, what="until all are answered", compared=max(took), unit="s", goal=2),
        Figure(about=about, what="an answer, p50", compared=percentile(took, 0.5), unit="s"),
        Figure(about=about, what="offers before that", compared=count / offered, unit="a second"),
    ]


async def _enrol(line: Line, people: list[Person]) -> None:
    """Put them on the roster, on call, without their saying so one by one."""
    store = await line.store()
    try:
        async with store.decision() as rows:
            community = (await rows.communities())[0].id
            for number, person in enumerate(people):
                await rows.add_listener(on_call(community, Address("discord", person.id), alias=f"Listener {number}"))
    finally:
        await store.close()


async def _race(stand: Stand, people: list[Person]) -> tuple[float, list[float], int]:
    seeker = stand.telegram.person("Seeker")
    await seeker.runs("/talk")
    await seeker.sees(ADULT)
    await seeker.presses(ADULT)
    began = time.monotonic()
    await asyncio.gather(*(person.sees(TAKE, within=_ALL_WITHIN) for person in people))
    offered, began = time.monotonic() - began, time.monotonic()

    async def press(person: Person) -> float:
        try:
            await answered(person, await person.presses(TAKE), within=_GIVEN_UP)
        except TimeoutError:
            return _GIVEN_UP
        return time.monotonic() - began

    took = await asyncio.gather(*(press(person) for person in people))
    await seeker.sees(END)
    await next(person for person in people if person.chat.has("You have taken this one")).sees(END)
    return offered, took, sum(person.chat.has(END) for person in people)


async def _commit(line: Line, count: int) -> list[Figure]:
    """One row written in a decision, in this process; the line itself has ended."""
    store, took = await line.store(running=True), list[float]()
    try:
        async with store.decision() as rows:
            community = (await rows.communities())[0].id
        cpu = cpu_of(os.getpid())
        for number in range(count):
            began = time.perf_counter()
            async with store.decision() as rows:
                await rows.add_listener(on_call(community, Address("telegram", str(number)), alias=f"One {number}"))
            took.append((time.perf_counter() - began) * 1000)
        cpu = (cpu_of(os.getpid()) - cpu) * 1000 / count
    finally:
        await store.close()
    about = "A decision's commit, SQLite on disk"
    return [
        Figure(about=about, what=f"p50 of {count}", compared=percentile(took, 0.5), unit="ms"),
        Figure(about=about, what=f"p99 of {count}", compared=percentile(took, 0.99), unit="ms"),
        Figure(about=about, what="CPU", compared=cpu, unit="ms"),
    ]
