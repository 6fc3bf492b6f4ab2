"""Plans: somebody who asks very often is offered one with a coordinator, never a silent block (privacy.md, Safety)."""

from __future__ import annotations

from datetime import timedelta

from bot.people import Role
from tests.support.story import LINE, Line, Person, a_line

THRICE = {"plan_after": 3}


async def often(line: Line, platform: str = "telegram") -> Person:
    """Somebody who has asked three times today and waits for a person, while a listener is there."""
    person = line.person(platform)
    for _ in range(2):
        await person.asks()
        await person.presses("leave")
    assert "PlanOffer" not in person.notices()
    await person.asks()
    return person


async def two(line: Line) -> tuple[Person, Person]:
    """A coordinator who is not on call, and a listener who is."""
    cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
    return cleo, await line.listener("Kim")


async def test_whoever_asks_often_is_offered_a_plan_and_asked_for_as_before() -> None:
    """Once a day; a listener is asked for them all the same, and No, thank you changes nothing."""
    async with a_line(numbers=THRICE) as line:
        cleo, kim = await two(line)
        robin = await often(line)
        assert robin.notices()[-2:] == ["PlanOffer", "Waiting"]
        await robin.presses("No, thank you")
        assert robin.notices()[-1] == "PlanDeclined"
        assert cleo.notices() == []
        await kim.takes()
        assert robin.notices()[-1] == "Connected"
        await robin.types("/end")
        await robin.asks()
        assert robin.notices().count("PlanOffer") == 1


async def test_a_coordinator_writes_with_them_and_nothing_remains() -> None:
    """Nobody is named before; who waits waits no longer; the talk is one like any other, and leaves nothing."""
    async with a_line(numbers=THRICE) as line:
        cleo, kim = await two(line)
        await kim.types("/oncall off")
        before = await line.rows()
        robin = await often(line)
        await robin.presses("Talk about a plan")
        assert "would like to talk with a coordinator about a plan" in cleo.last()
        await cleo.presses("I've got it")
        assert "Connected" in robin.notices()
        assert robin.last() == "Warmline: Cleo, a coordinator, has got it."
        await robin.writes("it is the evenings")
        assert cleo.hears()[-1].endswith("it is the evenings")
        await robin.types("/end")
        await robin.presses("What may be kept?")
        await robin.presses("No, keep nothing")
        assert await line.rows() == before


async def test_the_refusal_offers_it_too_and_then_they_are_called_without_a_request() -> None:
    """Whoever may not ask again for a while can still have a plan; once a day."""
    async with a_line(numbers={"requests_per_hour": 2, "plan_after": 100}) as line:
        cleo, _ = await two(line)
        robin = line.person("discord")
        for _ in range(2):
            await robin.asks()
            await robin.presses("Leave the queue")
        await robin.asks()
        await robin.presses("Talk about a plan")
        assert robin.notices()[-1] == "PlanAsked"
        await cleo.presses("I've got it")
        assert "Connected" in robin.notices()
        await robin.types("/end")
        await robin.asks()
        await robin.presses("Talk about a plan")
        assert robin.notices()[-1] == "PlanToday"
        assert cleo.notices().count("Page") == 0


async def test_never_mind_takes_it_back_and_nobody_s_coming_is_said() -> None:
    """By its author only; and in the end they read that no coordinator had time."""
    async with a_line(numbers=THRICE) as line:
        cleo, _ = await two(line)
        robin, ash = await often(line), await often(line, "discord")
        await robin.presses("Talk about a plan")
        asked = robin.press("Never mind")
        await ash.forges(asked.verb, asked.subject)
        assert "Page" in cleo.notices()
        await robin.presses("Never mind")
        assert cleo.notices() == ["PageOver"]
        await ash.presses("Talk about a plan")
        await line.passes(minutes=60)
        assert "NoCoordinatorYet" in ash.notices()
        assert "PlanUnanswered" in ash.notices()
        assert not (await line.rows())["pages"]


async def test_it_cannot_begin_while_either_talks() -> None:
    """The coordinator reads why, and can try again later; nobody is cut off."""
    async with a_line(numbers=THRICE) as line:
        cleo, kim = await two(line)
        robin = await often(line)
        await robin.presses("Talk about a plan")
        await kim.takes()
        await cleo.presses("I've got it")
        assert "they are in a conversation" in cleo.last()
        await robin.types("/end")
        await cleo.presses("I've got it")
        assert robin.notices()[-1] == "CoordinatorHasIt"


async def test_a_coordinator_whom_they_blocked_is_not_called() -> None:
    """Blocks never relax; where nobody else is there, it is said."""
    async with a_line(numbers=THRICE) as line:
        cleo, kim = await two(line)
        await kim.types("/oncall off")
        await cleo.types("/oncall")
        robin = await line.seeker()
        await cleo.takes()
        await robin.presses("Block")
        for _ in range(2):
            await robin.asks()
            await robin.presses("leave")
        await robin.presses("Talk about a plan")
        assert "no coordinator can be reached" in robin.last()
        assert "Page" not in cleo.notices()


async def test_how_often_is_not_kept() -> None:
    """After a restart nobody knows."""
    async with a_line(numbers=THRICE) as line:
        await two(line)
        robin = line.person()
        for _ in range(2):
            await robin.asks()
            await robin.presses("Leave the queue")
        await line.restarts(away=timedelta(seconds=5))
        await robin.asks()
        assert "PlanOffer" not in robin.notices()


async def test_fresh_accounts_do_not_flood_coordinators() -> None:
    """Ten plans in an hour are asked for; whoever comes then reads that nobody can be reached now."""
    async with a_line() as line:
        cleo, _ = await two(line)
        people = [line.person() for _ in range(11)]
        for one in people:
            await one.forges("plan", LINE.id)
        assert cleo.notices().count("Page") == 10
        assert "no coordinator can be reached right now" in people[-1].last()


async def test_whoever_is_paused_reads_so_instead() -> None:
    """An old button does not lead around it."""
    async with a_line(numbers=THRICE) as line:
        cleo, kim = await two(line)
        robin = await often(line)
        await kim.takes()
        await kim.presses("Report")
        await cleo.types(f"/block {cleo.showing('Page').text.split('Reference: ')[1][:8]}")
        await cleo.presses("Pause 24 h")
        await robin.presses("Talk about a plan")
        assert robin.notices()[-1] == "RequestsPaused"
