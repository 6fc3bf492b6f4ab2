"""Shifts, by commands and buttons: added, begun, covered, taken, removed; for oneself and for others (routing.md).

The clock begins on Saturday, 4 May 2030, at 11:00 in Berlin.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.people import Role
from tests.support.rota import BERLIN, adds
from tests.support.story import Person, a_line


async def picks(person: Person, number: int) -> None:
    """Look at one of the list."""
    await person.types("/shifts")
    await person.presses(str(number), on=person.showing("ShiftList"))


async def test_a_shift_begins_and_ends() -> None:
    """Reminded a day and an hour before, on call when it begins, off call at its end."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        await kim.types("/shifts add tomorrow 20:00-23:00 once")
        assert kim.last() == "Warmline: A shift on Sun, May 5, 20:00–23:00 (Berlin), only this once. Is that right?"
        await kim.presses("Add it")
        await line.passes(days=1, hours=8, minutes=59)
        assert kim.notices()[-2:] == ["ShiftSoon", "ShiftSoon"]
        robin = await line.seeker()
        assert "LineShut" in robin.notices()
        await line.passes(minutes=2)
        assert "ShiftBegun" in kim.notices()
        assert kim.notices()[-1] == "Offer"
        await kim.presses("Not now")
        await line.passes(hours=3)
        assert kim.last() == "Warmline: Your time on call is over. Thank you for being there."
        assert (await line.rows())["shifts"] == []


async def test_a_shift_begins_while_the_bot_is_down() -> None:
    """After the restart they are on call until its end; of what was to be said only the newest is."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "tomorrow 20:00-23:00")
        await line.restarts(away=timedelta(days=1, hours=10))
        assert [one for one in kim.notices() if one.startswith("Shift")][2:] == ["ShiftBegun"]
        await line.passes(hours=3)
        assert kim.notices()[-1] == "OffCall"


async def test_two_shifts_in_a_row_are_one_time_on_call() -> None:
    """Where the next shift begins as the last one ends, nobody is told that it is over."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "today 20:00-22:00")
        await adds(kim, "today 22:00-24:00")
        await line.passes(hours=11, minutes=30)
        assert kim.notices().count("ShiftBegun") == 2
        assert "OffCall" not in kim.notices()
        await line.passes(hours=2)
        assert kim.notices().count("OffCall") == 1


async def test_a_weekly_shift_comes_again() -> None:
    """Every week, until it is removed; one of them can be left out."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "Mon 20:00-21:00", "weekly")
        await picks(kim, 2)
        await kim.presses("Remove this one")
        assert kim.last() == "Warmline: That one is off the rota: Mon, May 13, 20:00–21:00 (Berlin)."
        await line.passes(days=17)
        assert kim.notices().count("ShiftBegun") == 2
        await picks(kim, 1)
        await kim.presses("Remove it for good")
        assert "for good" in kim.last()
        await line.passes(days=8)
        assert kim.notices().count("ShiftBegun") == 2
        await kim.types("/shifts")
        assert kim.last() == "Warmline: You have no shifts."


async def test_cover() -> None:
    """Posted, the others are asked; of two who press at once exactly one has it, and is on call when it begins."""
    async with a_line(numbers=BERLIN) as line:
        kim, sam, lea = [await line.listener(name, on_call=False) for name in ("Kim", "Sam", "Lea")]
        await adds(kim, "tomorrow 20:00-23:00")
        await line.passes(days=1)
        await kim.presses("Post for cover")
        assert "I've asked 2 other listeners" in kim.last()
        presses = [one.press("I'll cover it") for one in (sam, lea)]
        await asyncio.gather(*(line.switchboard.receive(one) for one in presses))
        await line.settle()
        assert kim.notices().count("ShiftCovered") == 1
        covers = [one for one in (sam, lea) if f"{'Sam' if one is sam else 'Lea'} is there" in kim.last()]
        assert len(covers) == 1
        assert [one.notices().count("CoverOver") for one in (sam, lea)] == [1, 1]
        await line.passes(hours=10)
        begun = [one for one in (kim, sam, lea) if "ShiftBegun" in one.notices()]
        assert begun == covers


async def test_nobody_covers() -> None:
    """Nobody is put on call for a posted shift; coordinators know; its listener can still come."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        lea = await line.listener("Lea", "telegram", role=Role.COORDINATOR, on_call=False)
        await adds(kim, "tomorrow 20:00-23:00")
        await picks(kim, 1)
        await kim.presses("Post for cover")
        assert lea.notices() == ["CoverWanted", "GapAhead"]
        assert "in 33 hours" in lea.last()
        await line.passes(days=1, hours=8, minutes=30)
        assert lea.notices().count("GapAhead") == 2
        assert "Nobody has taken your shift yet" in kim.last()
        await line.passes(hours=1)
        assert "ShiftBegun" not in kim.notices()
        await kim.presses("I'll be there after all")
        assert kim.notices()[-1] == "ShiftKept"
        await line.seeker()
        assert kim.notices()[-1] == "Offer"
        assert lea.notices()[0] == "CoverOver"


async def test_take_over_now() -> None:
    """A running shift whose listener is not there can be taken over; who takes it is on call at once."""
    async with a_line(numbers=BERLIN) as line:
        kim, sam = [await line.listener(name, on_call=False) for name in ("Kim", "Sam")]
        await adds(kim, "today 12:00-15:00")
        await line.passes(hours=1, minutes=5)
        await sam.types("/shifts")
        assert "Kim" not in sam.last()
        await kim.types("/pause")
        await picks(sam, 1)
        await sam.presses("Take over now")
        assert "on call as of now" in sam.last()
        assert kim.notices()[-1] == "ShiftCovered"
        await line.seeker()
        assert sam.notices()[-1] == "Offer"
        assert "Offer" not in kim.notices()


async def test_a_running_shift_that_is_removed() -> None:
    """Its listener is off call at once; a shift that goes within two days leaves a gap that coordinators hear of."""
    async with a_line(numbers=BERLIN) as line:
        lea = await line.listener("Lea", "telegram", role=Role.COORDINATOR, on_call=False)
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "today 12:00-15:00")
        await adds(kim, "tomorrow 12:00-15:00")
        await line.passes(hours=1, minutes=5)
        await lea.types("/roster kim")
        await lea.presses("1")
        await lea.presses("Remove this one")
        assert "You're free then" in kim.last()
        robin = await line.seeker()
        assert "LineShut" in robin.notices()
        await kim.types("/shifts remove Sun")
        assert "Sun, May 5, 12:00–15:00 (Berlin), though somebody was meant to be" in lea.showing("GapAhead").text


async def test_who_has_listened_enough_takes_no_running_shift() -> None:
    """Nor who has not practised: they read why."""
    async with a_line(numbers=BERLIN | {"conversations_at_most": 1}) as line:
        kim, sam = [await line.listener(name, on_call=False) for name in ("Kim", "Sam")]
        new = await line.listener("New", on_call=False, practised=False)
        await adds(kim, "today 12:00-15:00")
        await sam.types("/oncall 3h")
        robin = await line.seeker()
        await sam.takes()
        await robin.types("/end")
        await line.passes(hours=1, minutes=5)
        await kim.types("/shifts cover Sat")
        assert "CoverWanted" not in new.notices()
        await sam.presses("I'll cover it")
        assert sam.notices()[-1] == "TurnDone"
        await picks(new, 1)
        await new.presses("Take over now")
        assert new.notices()[-1] == "PracticeOffer"
        assert {row[2] for row in (await line.rows())["shift_changes"]} == {"posted"}


async def test_swapped_back() -> None:
    """Who has taken one can post it again; its owner may take it back."""
    async with a_line(numbers=BERLIN) as line:
        kim, sam = [await line.listener(name, on_call=False) for name in ("Kim", "Sam")]
        await adds(kim, "tomorrow 20:00-23:00")
        await picks(kim, 1)
        await kim.presses("Post for cover")
        await sam.presses("I'll cover it")
        await sam.presses("Post for cover")
        await kim.presses("I'll cover it")
        assert (await line.rows())["shift_changes"] == []
        await line.passes(days=1, hours=10)
        assert "ShiftBegun" in kim.notices()
        assert "ShiftBegun" not in sam.notices()


async def test_what_cannot_be_a_shift() -> None:
    """What is wrong is named, with what is right; nothing is on the rota."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "tomorrow 20:00-23:00")
        for wrong, said in {
            "tomorrow 22:00-24:00 once": "There is a shift at that time already",
            "2030-05-01 20:00-22:00 once": "That is over already",
            "Fri 20:00-20:05 once": "15 minutes at least",
            "some evening once": "I can't read that",
            "Fri 20:00-23:00": "only this once",
            "Fri 20:00-23:00 once Europe/Nowhere": "I don't know that time zone",
            "Fri 20:00-23:00 once Asia/Tokyo": "(Tokyo)",
        }.items():
            await kim.types(f"/shifts add {wrong}")
            assert said in kim.last(), wrong
        assert len((await line.rows())["shifts"]) == 1


async def test_a_dialogue_on_telegram() -> None:
    """What the command lacks is asked: when, then how often, by a button."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", "telegram", on_call=False)
        await kim.types("/shifts")
        await kim.presses("Add a shift")
        await kim.writes("Fri 20-23")
        assert kim.last() == "Warmline: Only this once, or every week?"
        await kim.presses("Every week")
        assert "and then every week at that time" in kim.last()
        await kim.presses("Add it")
        assert len((await line.rows())["shifts"]) == 1


async def test_a_coordinator_does_it_for_others() -> None:
    """Adds, gives to another, takes off: whoever it concerns hears it, and from whom."""
    async with a_line(numbers=BERLIN) as line:
        lea = await line.listener("Lea", "telegram", role=Role.COORDINATOR, on_call=False)
        kim, sam = [await line.listener(name, on_call=False) for name in ("Kim", "Sam")]
        await lea.types("/roster kim")
        await lea.presses("Add a shift")
        await lea.writes("tomorrow 20-23")
        await lea.presses("Only once")
        await lea.presses("Add it")
        assert "Lea, a coordinator, has put a shift on the rota for you: Sun, May 5, 20:00–23:00" in kim.last()
        await lea.types("/roster kim")
        await lea.presses("1")
        await lea.presses("Somebody else takes it")
        await lea.presses("Sam")
        assert "found somebody else" in kim.last()
        assert "asks you to be there" in sam.last()
        await lea.types("/roster sam")
        await lea.presses("1")
        await lea.presses("Post for cover")
        assert "You needn't be there" in sam.last()
        assert kim.notices()[-1] == "CoverWanted"


async def test_only_who_may() -> None:
    """Nobody changes somebody else's shift by a forged press; nobody outside of the line sees any."""
    async with a_line(numbers=BERLIN) as line:
        kim, sam = [await line.listener(name, on_call=False) for name in ("Kim", "Sam")]
        robin = line.person()
        await adds(kim, "tomorrow 20:00-23:00")
        shift, day = (await line.rows())["shifts"][0][0], (line.clock.now() + timedelta(days=1)).date().toordinal()
        before = await line.rows()
        for who in (sam, robin):
            for verb in ("cover", "uncover", "takeshift", "dropshift", "dropall", "giveshift", "giveto", "shiftsof"):
                await who.forges(verb, shift, day)
                await who.forges(verb, kim.id, day)
            await who.forges("cover", shift, 999999999)
        assert (await line.rows())["shifts"] == before["shifts"]
        assert (await line.rows())["shift_changes"] == []
        await robin.types("/shifts")
        assert "for listeners" in robin.last()


async def test_who_leaves_gives_up_what_they_took() -> None:
    """What somebody had taken from another is looked for again when they leave the line."""
    async with a_line(numbers=BERLIN) as line:
        kim, sam, lea = [await line.listener(name, on_call=False) for name in ("Kim", "Sam", "Lea")]
        await adds(kim, "tomorrow 20:00-23:00")
        await picks(kim, 1)
        await kim.presses("Post for cover")
        await sam.presses("I'll cover it")
        await sam.types("/leave")
        await sam.presses("Leave for good")
        assert lea.notices() == ["CoverOver", "CoverWanted"]
        await lea.presses("I'll cover it")
        assert lea.notices()[-1] == "ShiftYours"


async def test_the_line_opens_next() -> None:
    """Out of hours somebody who asks reads when the line opens next (routing.md 10)."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        robin = await line.seeker("discord")
        assert "I don't know yet" in robin.last()
        await adds(kim, "today 20:00-23:00")
        later = await line.seeker("discord")
        assert "The line opens next" in later.last()


async def test_a_break_outlasts_the_rest_of_a_shift() -> None:
    """Who goes off call within a shift is not put on again by it; the next one does."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "today 12:00-15:00")
        await adds(kim, "today 20:00-21:00")
        await line.passes(hours=2)
        await kim.types("/pause")
        assert "your next shift begins: Sat, May 4, 20:00–21:00" in kim.last()
        await line.restarts(away=timedelta(minutes=5))
        await adds(kim, "tomorrow 9:00-10:00")
        await line.seeker()
        assert "Offer" not in kim.notices()
        await line.passes(hours=8)
        assert kim.notices().count("ShiftBegun") == 2
