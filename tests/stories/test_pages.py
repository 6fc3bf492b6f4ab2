"""Pages: coordinators are called until one of them has it; whoever asked hears what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.people import Role
from tests.support.story import Line, Person, a_line


async def coordinator(line: Line, alias: str, *, on_call: bool = False, platform: str = "telegram") -> Person:
    """One who looks after the line."""
    return await line.listener(alias, platform, role=Role.COORDINATOR, on_call=on_call)


async def reported(line: Line) -> Person:
    """Somebody who has reported their listener, which pages the coordinators."""
    kim, robin = await line.listener("Kim"), await line.seeker()
    await kim.takes()
    await robin.presses("Report")
    assert "Page" not in kim.notices() + robin.notices()
    return robin


async def test_one_of_them_has_it_and_everybody_reads_who() -> None:
    """The other's message changes and loses its button; the author hears at once; pressed late, nothing happens."""
    async with a_line() as line:
        ada, ben = await coordinator(line, "Ada"), await coordinator(line, "Ben", platform="discord")
        robin = await reported(line)
        late = ben.press("I've got it")
        await ada.presses("I've got it")
        assert ada.notices()[-1] == "PageYours"
        assert ben.last() == "Warmline: Ada has got this one."
        assert robin.last() == "Warmline: Ada, a coordinator, has got it."
        assert "I've got it" not in ada.buttons() + ben.buttons()
        await ben._does(late)
        assert ben.notices()[-1] == "PageGone"
        assert robin.notices().count("CoordinatorHasIt") == 1
        assert not (await line.rows())["pages"]


async def test_two_presses_at_once_have_one_effect() -> None:
    """Whoever presses first has it; the other reads so."""
    async with a_line() as line:
        ada, ben = await coordinator(line, "Ada"), await coordinator(line, "Ben")
        robin = await reported(line)
        presses = [one.press("I've got it") for one in (ada, ben)]
        for press in presses:
            line.tasks.create_task(line.switchboard.receive(press))
        await line.settle()
        assert robin.notices().count("CoordinatorHasIt") == 1
        assert sorted(one.notices()[-1] for one in (ada, ben)) == ["PageTaken", "PageYours"]


async def test_those_on_duty_come_first_and_then_it_is_repeated() -> None:
    """All after three minutes; to all again every five, three times; then it is over and says so."""
    async with a_line() as line:
        ada, ben = await coordinator(line, "Ada", on_call=True), await coordinator(line, "Ben")
        robin = await reported(line)
        assert ada.notices().count("Page") == 1
        assert "Page" not in ben.notices()
        await line.passes(minutes=3)
        assert ben.notices().count("Page") == ada.notices().count("Page") == 1
        for _ in range(3):
            before = ben.showing("Page").id
            await line.passes(minutes=5)
            assert ben.showing("Page").id != before
            assert ben.notices().count("Page") == 1
            assert "Nobody has taken this yet." in ada.showing("Page").text
        await line.passes(minutes=5)
        assert "Page" not in ada.notices() + ben.notices()
        assert "Nobody took this one" in ada.showing("PageOver").text
        assert robin.notices().count("NoCoordinatorYet") == 1
        assert not (await line.rows())["pages"]


async def test_the_author_hears_honestly_that_nobody_has_answered() -> None:
    """After five minutes, with the operator's contact."""
    async with a_line() as line:
        await coordinator(line, "Ada")
        robin = await reported(line)
        await line.passes(minutes=4, seconds=50)
        assert "NoCoordinatorYet" not in robin.notices()
        await line.passes(seconds=20)
        assert robin.last().startswith("Warmline: No coordinator has answered yet.")


@pytest.mark.parametrize("away", [timedelta(seconds=5), timedelta(minutes=30)])
async def test_a_page_outlives_a_restart_and_time_away_does_not_count(away: timedelta) -> None:
    """What had four minutes to go still has."""
    async with a_line() as line:
        ada = await coordinator(line, "Ada")
        robin = await reported(line)
        await line.passes(minutes=1)
        await line.restarts(away=away)
        await line.passes(minutes=3, seconds=50)
        assert "NoCoordinatorYet" not in robin.notices()
        await line.passes(seconds=20)
        assert "NoCoordinatorYet" in robin.notices()
        await ada.presses("I've got it")
        assert robin.notices()[-1] == "CoordinatorHasIt"


async def test_a_page_about_somebody_who_waits_ends_when_they_are_helped() -> None:
    """A long wait, taken in the end: there is nothing to do any more."""
    async with a_line() as line:
        ada, kim = await coordinator(line, "Ada"), await line.listener("Kim")
        await line.seeker()
        await line.passes(minutes=9)
        assert "Somebody has been waiting" in ada.showing("Page").text
        await kim.takes()
        assert "Page" not in ada.notices()
        assert ada.notices()[-1] == "PageOver"
        assert not (await line.rows())["pages"]


async def test_nobody_on_call_is_one_page_until_somebody_comes() -> None:
    """On, off, on, off: one page at a time."""
    async with a_line() as line:
        ada, kim = await coordinator(line, "Ada"), await line.listener("Kim")
        for _ in range(3):
            await kim.types("/oncall off")
            assert ada.notices().count("Page") == 1
            await kim.types("/oncall 2h")
            assert ada.notices().count("Page") == 0
        assert ada.notices().count("PageOver") == 3


async def test_a_listener_who_reported_is_in_a_side_chat_with_who_has_it() -> None:
    """Busy, a coordinator takes it all the same, and its author reads who."""
    async with a_line() as line:
        ada, kim, _ = await coordinator(line, "Ada"), await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await kim.presses("Report")
        assert "Kim" not in ada.showing("Page").text
        await ada.presses("I've got it")
        assert (ada.notices()[-2:], kim.notices()[-1]) == (["PageYours", "AsideOpened"], "AsideBegun")
        sam, _ = await line.listener("Sam"), await line.seeker()
        await sam.takes()
        await sam.presses("Report")
        await ada.presses("I've got it")
        assert sam.last() == "Warmline: Ada, a coordinator, has got it."


async def test_a_coordinator_does_not_take_a_page_about_themselves() -> None:
    """Reported, they are not told, and a forged press does nothing."""
    async with a_line() as line:
        cleo = await coordinator(line, "Cleo", on_call=True)
        ada, robin = await coordinator(line, "Ada"), await line.seeker()
        await cleo.takes()
        await robin.presses("Report")
        assert "Page" not in cleo.notices()
        await cleo.forges("gotit", ada.press("I've got it").subject)
        assert (cleo.notices()[-1], ada.notices()[-1]) == ("PageGone", "Page")


async def test_who_is_no_coordinator_takes_nothing() -> None:
    """Neither whom it is about nor anybody else, by a forged press."""
    async with a_line() as line:
        ada = await coordinator(line, "Ada")
        robin = await reported(line)
        page = ada.press("I've got it").subject
        for somebody in (robin, line.person(), await line.listener("Sam")):
            await somebody.forges("gotit", page)
            assert somebody.notices()[-1] == "PageGone"
        assert ada.notices()[-1] == "Page"
        assert "CoordinatorHasIt" not in robin.notices()
