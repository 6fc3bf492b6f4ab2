"""Hours on call are counted where a listener said yes to it, and nothing else is (privacy.md, shift_history)."""

from __future__ import annotations

from datetime import timedelta

from bot.people import Role, Standing
from tests.support.story import Line, Person, a_line


async def hours(line: Line, kim: Person) -> dict[str, int]:
    """Minutes by the month."""
    async with line.store.real.decision() as rows:
        return dict(await rows.hours(kim.id))


async def agrees(kim: Person) -> None:
    """They look at it, and say yes."""
    await kim.forges("hours")
    await kim.presses("Count my hours")


async def test_hours_are_counted_from_a_yes_on() -> None:
    """Half an hour before it counts nothing; on call longer than planned, off early, off in time, all count."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        await line.passes(minutes=30)
        await agrees(kim)
        assert "SHA-256" in kim.showing("HoursReceipt").text
        await line.passes(minutes=60)
        await kim.types("/oncall 2h")
        await line.passes(minutes=40)
        await kim.types("/oncall off")
        assert await hours(line, kim) == {"2030-05": 100}
        await line.passes(hours=5)
        await kim.types("/oncall 30m")
        await line.passes(hours=2)
        assert await hours(line, kim) == {"2030-05": 130}


async def test_who_did_not_say_yes_is_not_counted() -> None:
    """Neither who never looked, nor who looked and said no; nor after a conversation."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim"), await line.listener("Sam")
        await sam.forges("hours")
        await sam.presses("Don't count my hours")
        robin = await line.seeker()
        await kim.takes()
        await robin.types("/end")
        await line.passes(hours=13)
        rows = await line.rows()
        assert (rows["shift_hours"], rows["consents"]) == ([], [])


async def test_down_time_and_a_late_start_do_not_count_twice() -> None:
    """Killed while they are on call, and back after it was to end: it counts until then, once."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        await agrees(kim)
        await kim.types("/oncall 1h")
        await line.restarts(away=timedelta(hours=3))
        await line.passes(minutes=5)
        assert await hours(line, kim) == {"2030-05": 60}
        await kim.types("/oncall 1h")
        await line.passes(minutes=20)
        await kim.types("/oncall off")
        assert await hours(line, kim) == {"2030-05": 80}


async def test_taken_back_or_leaving_it_is_gone_at_once() -> None:
    """Also what was counted; a button that says so of somebody else's does nothing."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim"), await line.listener("Sam")
        for one in (kim, sam):
            await agrees(one)
        await line.passes(minutes=10)
        for one in (kim, sam):
            await one.types("/oncall off")
        await kim.forges("nohistory", sam.id)
        assert (await hours(line, kim), await hours(line, sam)) == ({"2030-05": 10}, {"2030-05": 10})
        await kim.forges("hours")
        await kim.presses("Don't count my hours")
        await sam.types("/leave")
        await sam.presses("Leave for good")
        rows = await line.rows()
        assert (rows["shift_hours"], rows["consents"]) == ([], [])


async def test_whoever_joins_is_asked_separately() -> None:
    """The welcome has a button for it; what was agreed to on joining does not include it."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        sam = await line.listener("Sam", standing=Standing.ASKED, approved=False, on_call=False)
        await ada.types("/approve Sam")
        assert (await line.rows())["consents"] == []
        await sam.presses("My hours on call")
        await sam.presses("Count my hours")
        assert len((await line.rows())["consents"]) == 1
