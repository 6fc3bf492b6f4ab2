"""A line for young people: only those listen there whom a coordinator has approved for it (privacy.md, Minors)."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.people import Role
from tests.support.story import LINE, Line, Person, a_line

YOUTH = replace(LINE, audience="youth", contact="care@example.org")


async def coordinators(line: Line, *, youth: bool) -> tuple[Person, Person]:
    """Two who look after the line."""
    ada, ben = [
        await line.listener(alias, "telegram", role=Role.COORDINATOR, on_call=False, youth=youth)
        for alias in ("Ada", "Ben")
    ]
    return ada, ben


async def on_call(line: Line) -> set[str]:
    """The roster ids of who is on call or a backup."""
    async with line.store.real.decision() as rows:
        roster = await rows.roster(LINE.id)
    return {one.id for one in roster if one.on_call_until or one.backup}


async def test_a_line_that_becomes_one_puts_those_not_approved_off_call() -> None:
    """They read why, coordinators who they are; who was approved for it before stays; a conversation is not cut."""
    async with a_line(communities=(replace(YOUTH, audience="adults"),)) as line:
        ada, _ = await coordinators(line, youth=True)
        kim = await line.listener("Kim", youth=False)
        sam = await line.listener("Sam", youth=False, backup=True, on_call=False)
        ash = await line.listener("Ash", youth=True)
        robin = await line.seeker()
        await kim.takes()
        await ada.types("/setup youth")
        assert kim.notices()[-1] == sam.notices()[-1] == "NotForYouth"
        assert (
            "off call until one of you has approved them for that: Kim and Sam." in ada.showing("YouthListeners").text
        )
        assert await on_call(line) == {ash.id}
        await robin.writes("still there?")
        assert kim.hears()[-1].endswith("still there?")


async def test_not_approved_nobody_goes_on_call_there() -> None:
    """Neither by /oncall, nor as a backup, nor by a shift; approved by a second person, they do."""
    async with a_line(communities=(YOUTH,)) as line:
        ada, ben = await coordinators(line, youth=False)
        kim = await line.listener("Kim", youth=False, on_call=False)
        for person in (kim, ada):
            await person.types("/oncall 2h")
            assert person.notices()[-1] == "NotForYouth"
        await kim.forges("switch", "backup", 1)
        assert kim.notices()[-1] == "NotForYouth"
        await kim.types("/shifts add tomorrow 18:00-20:00")
        await kim.presses("saveshift")
        await line.passes(days=2)
        assert "a coordinator has to approve you for that first" in " ".join(kim.reads())
        assert await on_call(line) == set()
        await ada.types("/approve Ada")
        assert ada.notices()[-1] == "NobodyToApprove"
        await ben.types("/approve kim")
        assert kim.notices()[-1] == "YouthApproved"
        await kim.types("/oncall 2h")
        assert await on_call(line) == {kim.id}
        await ben.types("/approve Kim")
        assert ben.notices()[-1] == "NobodyToApprove"


async def test_whoever_joins_such_a_line_is_approved_for_it() -> None:
    """The notice to coordinators says what that means; with their word the listener can go on call."""
    async with a_line(communities=(YOUTH,)) as line:
        ada, ben = await coordinators(line, youth=True)
        await ada.types("/invite listener")
        code = re.search(r"/join (\S+)", ada.last())
        assert code
        kim = line.person()
        await kim.types(f"/join {code[1]} Kim")
        await kim.presses("I agree")
        assert "This line is for young people: approve only whom you know" in ben.last()
        await ben.presses("Approve")
        await kim.presses("I'll take this")
        await kim.types("/oncall 2h")
        assert kim.notices()[-1] == "OnCall"
