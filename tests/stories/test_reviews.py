"""Reviews: whoever is paused asks for one by a tap, is named to nobody, and hears what was decided (privacy.md)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.people import Role
from tests.support.story import Line, Person, a_line


async def paused(line: Line, platform: str = "telegram") -> tuple[Person, Person, str]:
    """Somebody whose requests are not taken for a day and who has read so, a coordinator, and the reference."""
    cleo, sam = await coordinator(line, "Cleo"), await line.listener("Sam")
    robin = await line.seeker(platform)
    await sam.takes()
    await sam.presses("Report")
    found = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{4}", cleo.last())
    assert found
    await cleo.presses("I've got it")
    await cleo.presses("End side chat")
    await cleo.types(f"/block {found[0]}")
    await cleo.presses("Pause 24 h")
    await robin.asks()
    assert robin.notices()[-1] == "RequestsPaused"
    return robin, cleo, found[0]


async def coordinator(line: Line, alias: str, platform: str = "telegram") -> Person:
    """One who looks after the line."""
    return await line.listener(alias, platform, on_call=False, role=Role.COORDINATOR)


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_lifted_after_a_review(platform: str) -> None:
    """All coordinators are asked at once, without a name; the person hears it, and can ask again."""
    async with a_line() as line:
        robin, cleo, reference = await paused(line, platform)
        ada = await coordinator(line, "Ada", "discord")
        await robin.presses("Ask for a review")
        assert "asked the coordinators to look at it again" in robin.last()
        for one in (cleo, ada):
            assert f"Reference: {reference}" in one.last()
            assert not {robin.address.id, "Robin"} & {*re.findall(r"\w+", one.last())}
        await ada.presses("Lift")
        assert "Ada has looked at report" in cleo.last()
        assert robin.notices()[-1] == "RequestsTaken"
        assert "Lift" not in cleo.buttons()
        await robin.presses("Talk to a person")
        await robin.presses("I'm 18 or over")
        assert robin.notices()[-1] == "Waiting"


async def test_kept_after_a_review_and_asked_for_once() -> None:
    """The person hears until when, with helplines; the button is there no more, nor does a forged press do anything."""
    async with a_line() as line:
        robin, cleo, reference = await paused(line)
        await robin.presses("Ask for a review")
        again = robin.press("Ask for a review")
        await robin._does(again)
        assert cleo.notices().count("ReviewWanted") == 1
        await cleo.presses("Keep")
        assert f"/block {reference}" in cleo.last()
        assert "It stays: requests from this account are paused until" in robin.last()
        await line.restarts(away=timedelta(minutes=1))
        await robin.asks()
        assert "A coordinator has looked at it again, and it stays" in robin.last()
        await robin._does(again)
        assert "ReviewWanted" not in cleo.notices()
        assert not (await line.rows())["pages"]


async def test_a_day_later_it_can_be_asked_for_again() -> None:
    """Nobody is called twice meanwhile; then the person hears that nobody looked, and nothing of the page is left."""
    async with a_line() as line:
        robin, cleo, reference = await paused(line)
        await cleo.types(f"/block {reference}")
        await cleo.presses("Block from this line")
        await robin.presses("Ask for a review")
        await line.passes(hours=23)
        assert cleo.notices().count("ReviewWanted") == 1
        await line.passes(hours=1, minutes=1)
        assert robin.notices()[-1] == "ReviewUnanswered"
        assert not (await line.rows())["pages"]
        await robin.presses("Ask for a review")
        assert cleo.notices()[-1] == "ReviewWanted"


async def test_what_is_decided_by_the_reference_answers_it_too() -> None:
    """Lifted by /block while a review waits: its author hears so."""
    async with a_line() as line:
        robin, cleo, reference = await paused(line)
        await robin.presses("Ask for a review")
        await cleo.types(f"/block {reference}")
        await cleo.presses("Lift")
        assert robin.notices()[-1] == "RequestsTaken"
        await robin.forges("review", "c" * 32)
        assert robin.notices()[-1] == "RequestsTaken"


async def test_nobody_decides_about_themselves() -> None:
    """A coordinator whose own requests are not taken neither gets the page nor lifts it by its reference."""
    async with a_line() as line:
        robin, cleo, reference = await paused(line)
        await line.listener_again(robin, "Robin", role=Role.COORDINATOR)
        await robin.presses("Ask for a review")
        assert "ReviewWanted" not in robin.notices()
        await robin.types(f"/block {reference}")
        await robin.presses("Lift")
        assert robin.notices()[-1] == "ButtonOld"
        await cleo.presses("Keep")
        assert "ReviewKept" in robin.notices()


async def test_where_nobody_is_left_it_is_said() -> None:
    """With the contact, if there is one."""
    async with a_line() as line:
        robin, cleo, _ = await paused(line)
        await cleo.types("/settings contact help@example.org")
        await cleo.types("/leave")
        await cleo.presses("Leave for good")
        await robin.presses("Ask for a review")
        assert "no coordinator can be reached right now" in robin.last()
        assert "help@example.org" in robin.last()


async def test_whoever_erases_everything_waits_for_no_review() -> None:
    """Their address goes with the page; a report of theirs is still looked at, by nobody's name."""
    async with a_line() as line:
        robin, _, _ = await paused(line)
        await robin.presses("Ask for a review")
        ash = await line.seeker("discord")
        kim = await line.listener("Kim")
        await kim.takes()
        await ash.presses("Report")
        async with line.store.real.decision() as rows:
            assert [one.kind for one in await rows.pages_by(robin.address)] == ["review"]
            assert [one.kind for one in await rows.pages_by(ash.address)] == ["report"]
        for one in (robin, ash):
            await one.types("/privacy")
            await one.presses("Erase everything")
            await one.presses("eraseall")
        async with line.store.real.decision() as rows:
            assert await rows.pages_by(robin.address) == await rows.pages_by(ash.address) == ()
        assert len((await line.rows())["pages"]) == 1
