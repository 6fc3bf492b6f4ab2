"""Limits: what one person and all together may ask in a while; always said, with helplines (privacy.md, Safety)."""

from __future__ import annotations

from datetime import timedelta

from bot.errors import Unreachable
from bot.people import Role
from tests.support.story import Line, Person, a_line


async def asks_and_leaves(person: Person, times: int) -> None:
    """Ask so many times, each time changing one's mind."""
    for _ in range(times):
        await person.asks()
        await person.presses("leave")


async def coordinator(line: Line) -> Person:
    """One who looks after the line."""
    return await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)


async def test_six_times_in_an_hour_and_then_a_while_later() -> None:
    """Nobody is asked for them meanwhile; they read how long, with helplines; others are not hindered."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), line.person()
        await asks_and_leaves(robin, 6)
        offers = kim.notices().count("Offer")
        await line.passes(minutes=10)
        await robin.asks()
        assert "You can ask again in 50 minutes" in robin.last()
        assert "your emergency number" in robin.last()
        assert kim.notices().count("Offer") == offers
        await (ash := line.person()).asks()
        assert ash.notices()[-1] == "Waiting"
        await line.passes(minutes=50)
        await robin.asks()
        assert robin.notices()[-1] == "Waiting"


async def test_what_never_reached_anybody_is_not_counted() -> None:
    """Somebody to whom we cannot write may try as often as it takes; asking again while one waits is none, either."""
    async with a_line() as line:
        robin, _ = line.person("discord"), await line.listener("Kim")
        robin.platform.refuse(robin.address, Unreachable("closed"))
        for _ in range(8):
            await robin.asks()
            assert robin.notices()[-1] == "CantWrite"
        robin.platform.serve(robin.address)
        await robin.asks()
        for _ in range(8):
            await robin.types("/talk")
        assert robin.notices()[-1] == "Waiting"


async def test_a_flood_is_said_honestly_and_coordinators_are_called_once_an_hour() -> None:
    """More than so many in a minute are asked to try again; whoever came before them is not lost."""
    async with a_line(numbers={"requests_per_minute": 5}) as line:
        cleo, _ = await coordinator(line), await line.listener("Kim")
        people = [line.person() for _ in range(7)]
        for one in people:
            await one.asks()
        assert [one.notices()[-1] for one in people] == ["Waiting"] * 5 + ["ManyAsking"] * 2
        assert "Please try again in a minute" in people[-1].last()
        assert "your emergency number" in people[-1].last()
        assert [text for text in cleo.reads() if "Very many people are asking at once" in text]
        await cleo.presses("I've got it")
        await line.passes(minutes=1)
        await people[-1].presses("Talk to a person")
        await people[-1].presses("I'm 18 or over")
        assert people[-1].notices()[-1] == "Waiting"


async def test_a_second_flood_in_the_same_hour_calls_nobody_again() -> None:
    """An hour later it does."""
    async with a_line(numbers={"requests_per_minute": 2}) as line:
        cleo, _ = await coordinator(line), await line.listener("Kim")
        for calls, later in ((1, 10), (1, 55), (2, 0)):
            people = [line.person() for _ in range(3)]
            for one in people:
                await one.asks()
            assert people[-1].notices()[-1] == "ManyAsking"
            floods = [text for text in cleo.reads() if "requests_per_minute" in text]
            assert len(floods) == calls
            if "I've got it" in cleo.buttons():
                await cleo.presses("I've got it")
            for one in people[:2]:
                await one.presses("Leave the queue")
            await line.passes(minutes=later)


async def test_all_lines_together() -> None:
    """A flood over many communities is one, too."""
    async with a_line(numbers={"requests_per_minute_of_all": 3}) as line:
        await line.listener("Kim")
        people = [line.person() for _ in range(4)]
        for one in people:
            await one.asks()
        assert [one.notices()[-1] for one in people] == ["Waiting"] * 3 + ["ManyAsking"]


async def test_nothing_of_it_is_kept() -> None:
    """Neither a person's count nor a flood is in the database; after a restart nobody is held back."""
    async with a_line() as line:
        before, robin = await line.rows(), line.person()
        await asks_and_leaves(robin, 6)
        await robin.asks()
        assert robin.notices()[-1] == "AskedOften"
        assert await line.rows() == before
        await line.restarts(away=timedelta(seconds=5))
        await robin.asks()
        assert robin.notices()[-1] == "LineShut"


async def test_a_listener_cannot_take_and_let_go_for_ever() -> None:
    """Letting somebody go counts as having listened: three in one turn, and others are asked."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        for _ in range(3):
            await line.seeker()
            await kim.presses("I'm ready") if "I'm ready" in kim.buttons() else None
            await kim.takes()
            await kim.presses("I can't do this one")
        assert "TurnDone" in kim.notices()
        await kim.types("/oncall")
        assert kim.notices()[-1] == "TurnDone"
