"""The rota over weeks: through a change of the clocks with a swap and restarts; six listeners with even load
(routing.md).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import pytest

from bot.desk import rota
from tests.support.story import LINE, Line, Person, a_line

HALF_DAY = timedelta(hours=12)
BERLIN = {"zone": "Europe/Berlin", "look_elsewhere_every": HALF_DAY, "overdue_after": HALF_DAY}  # days pass quickly
AUTUMN, SPRING = datetime.fromisoformat("2030-10-26T10:00Z"), datetime.fromisoformat("2031-03-29T10:00Z")
Step = Callable[[], Awaitable[None]]


async def agree(line: Line) -> None:
    """Who is on call is who is to be there by the shifts (nobody here goes on by their own word)."""
    now = line.clock.now()
    async with line.store.real.decision() as rows:
        meant = (await rota.of(line.switchboard.desk, rows, LINE.id)).on_at(now)
        assert {one.id for one in await rows.roster(LINE.id) if one.on_call(now=now)} == meant


async def swapped(line: Line, eve: datetime) -> tuple[Counter[str], list[Step]]:
    """Kim has the night of every Saturday; the one in which the clocks change goes to Sam. Who was on call, in half
    hours, and what happens step by step.
    """
    there = Counter[str]()
    kim, sam = [await line.listener(name, on_call=False) for name in ("Kim", "Sam")]
    await line.restarts(away=eve - line.clock.now())

    async def adds() -> None:
        await kim.types("/shifts add Sat 22:00-06:00 weekly")
        await kim.presses("Add it")

    async def posts() -> None:
        await kim.types("/shifts cover Sat")

    async def takes() -> None:
        await sam.presses("I'll cover it")

    async def night() -> None:
        for _ in range(48):
            await line.passes(minutes=30)
            await agree(line)
            async with line.store.real.decision() as rows:
                now = line.clock.now()
                there.update(one.alias for one in await rows.roster(LINE.id) if one.on_call(now=now))

    async def week() -> None:
        await line.passes(days=6, hours=12, minutes=30)
        await agree(line)

    return there, [adds, posts, takes, night, week]


@pytest.mark.parametrize(
    ("eve", "hours", "killed_after"),
    [(SPRING, 7, ()), (SPRING, 7, (0, 1, 2, 3, 4)), *((AUTUMN, 9, at) for at in ((), (0,), (1,), (2,), (3,)))],
)
async def test_a_swap_across_a_change_of_the_clocks(eve: datetime, hours: int, killed_after: Sequence[int]) -> None:
    """Who took the night is on call for all of it, an hour more or less, and nobody else is; the next is Kim's again;
    the same wherever the bot is killed and started again.
    """
    async with a_line(numbers=BERLIN) as line:
        there, steps = await swapped(line, eve)
        for place, step in enumerate(steps):
            await step()
            if place in killed_after:
                await line.restarts(away=timedelta(minutes=1))
        assert there == {"Sam": 2 * hours}
        async with line.store.real.decision() as rows:
            assert [one.alias for one in await rows.roster(LINE.id) if one.on_call_until] == ["Kim"]


EVENINGS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
NAMES = ("Kim", "Sam", "Lea", "Noor", "Ida", "Tom")


async def talks(line: Line, listeners: Sequence[Person], dice: random.Random) -> str:
    """Somebody asks; whoever is offered it takes it, or now and then would rather not; who listened in the end."""
    seeker, rather_not = await line.seeker(), dice.random() < 0.3
    for _ in range(40):
        for one in listeners:
            if "I'll take this" in one.buttons():
                if rather_not:
                    await one.presses("Not now")
                    rather_not = False
                    continue
                await one.takes()
                await one.writes("I'm here.")
                await line.passes(minutes=dice.randint(10, 40))
                await seeker.types("/end")
                return one.id
        await line.passes(minutes=1)
    raise AssertionError("nobody took it")


@pytest.mark.parametrize("killed", [False, True])
async def test_six_listeners_for_eight_weeks(*, killed: bool) -> None:
    """Two of six each evening, eight weeks long, with somebody who asks two or three times an evening: the load is
    even, nobody is asked outside of their shifts, and each of them is on call when their shift says so; also where the
    program is killed each evening, after each talk.
    """
    seed = 11
    dice = random.Random(seed)
    async with a_line(numbers=BERLIN, seed=seed) as line:
        people = [await line.listener(name, on_call=False) for name in NAMES]
        for place, evening in enumerate(EVENINGS):
            for one in (people[place], people[(place + 1) % 6]):
                await one.types(f"/shifts add {evening} 19:00-23:00 weekly")
                await one.presses("Add it")
        await line.restarts(away=datetime.fromisoformat("2030-05-06T16:00Z") - line.clock.now())
        served, on = Counter[str](), Counter[str]()
        for week in range(8):
            for place in range(6):
                begins = datetime.fromisoformat("2030-05-06T17:30Z") + timedelta(days=7 * week + place)
                await line.passes(seconds=(begins - line.clock.now()).total_seconds())
                await agree(line)
                here = [people[place], people[(place + 1) % 6]]
                on.update(one.id for one in here)
                for _ in range(dice.choice((2, 3))):
                    who = await talks(line, people, dice)
                    assert who in [one.id for one in here]
                    served[who] += 1
                    if killed:
                        await line.restarts(away=timedelta(seconds=20))
                    await line.passes(minutes=5)
        assert set(on.values()) == {16}
        mean = served.total() / 6
        assert all(abs(served[one.id] - mean) <= 0.2 * mean for one in people), served
        assert not any("NoAnswerPause" in one.notices() for one in people)
