"""Erasing somebody beside the running line: all that is held of them goes, but for what protects others."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.desk.desk import Draft
from bot.desk.erase import Erased, StillGoingOn, everything
from bot.people import Role
from tests.support.rota import BERLIN, adds
from tests.support.story import Line, Person, a_line

SOON = {"look_elsewhere_every": timedelta(seconds=1)}


async def erased(line: Line, whom: Person) -> Erased | StillGoingOn:
    """What `warmline erase` comes to; the line has noticed."""
    async with line.elsewhere() as rows:
        draft = Draft(rows=rows, ids=line.dice)
        done = await everything(draft, whom.address)
        await rows.put(draft.effects)
    await line.passes(seconds=3)
    return done


async def talking(line: Line) -> tuple[Person, Person, Person]:
    """A coordinator; a listener and a seeker who talk."""
    cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
    kim, robin = await line.listener("Kim"), await line.seeker()
    await kim.takes()
    return cleo, kim, robin


async def removed(line: Line, whom: Person) -> dict[str, int]:
    """Of which classes how many rows went."""
    done = await erased(line, whom)
    assert isinstance(done, Erased)
    return {kind: number for kind, number in done.removed.items() if number}


async def test_a_listener_is_gone_with_all_that_hung_on_them() -> None:
    """Row for row as before they came; coordinators hear it, what they had taken from others is posted again."""
    async with a_line(numbers=BERLIN | SOON) as line:
        cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
        sam = await line.listener("Sam", on_call=False)
        await adds(sam, "Mon 20:00-21:00")
        before = await line.rows()
        kim = await line.listener("Kim", on_call=False)
        await sam.types("/shifts")
        await sam.presses("1")
        await sam.presses("Post for cover")
        await kim.presses("I'll cover it")
        await adds(kim, "Tue 20:00-23:00", "weekly")
        await kim.types("/oncall 2h")
        assert await removed(line, kim) == {"roster": 2, "turn": 1}
        assert cleo.notices()[-1] == "ListenerLeft"
        await kim.types("/oncall")
        assert kim.notices()[-1] == "NotAListener"
        after = await line.rows()
        assert [row[2:] for row in after.pop("shift_changes")] == [("posted", "")]
        assert not before.pop("shift_changes")
        assert after == before


async def test_somebody_who_came_to_talk() -> None:
    """A reminder, what is left of a talk, and who made a report; the report itself stays."""
    async with a_line(numbers=SOON) as line:
        cleo, kim, robin = await talking(line)
        await robin.presses("Report")
        kept = (await line.rows())["reports"]
        await kim.types("/oncall off")
        await robin.asks()
        await robin.presses("Remind me")
        assert await removed(line, robin) == {"live": 3, "ledger": 1}
        rows = await line.rows()
        assert [(*row[:6], "", row[7]) for row in kept] == rows["reports"]
        assert all(not found for name, found in rows.items() if name in ("follow_ups", "seats", "conversations"))
        assert cleo.notices()[-1] != "ListenerLeft"


async def test_nobody_who_waits_or_talks() -> None:
    """Neither side: nothing is changed, and it goes on."""
    async with a_line(numbers=SOON) as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        before = await line.rows()
        assert await erased(line, robin) == StillGoingOn()
        assert await line.rows() == before
        await kim.takes()
        assert [await erased(line, one) for one in (robin, kim)] == [StillGoingOn(), StillGoingOn()]
        await robin.writes("still there?")
        assert kim.hears()[-1].endswith(": still there?")


async def test_what_a_listener_did_can_still_be_reported() -> None:
    """What is left of a talk is the seeker's: the listener's name goes with it, a day later."""
    async with a_line(numbers=SOON) as line:
        cleo, kim, robin = await talking(line)
        await robin.types("/end")
        done = await erased(line, kim)
        assert isinstance(done, Erased)
        assert done.kept == {"live": 1, "safety": 0}
        await robin.types("/report threat")
        assert re.search(r"[A-Z0-9]{3}-[A-Z0-9]{4}", cleo.last())
        assert (await erased(line, kim)) != StillGoingOn()


async def test_erasing_lifts_nothing() -> None:
    """Somebody from whom a line takes no requests asks to be erased: it takes none afterwards, either."""
    async with a_line(numbers=SOON) as line:
        cleo, kim, robin = await talking(line)
        await kim.presses("Report")
        reference = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{4}", cleo.last())
        assert reference
        await cleo.types(f"/block {reference[0]}")
        await cleo.presses("Pause 24 h")
        done = await erased(line, robin)
        assert isinstance(done, Erased)
        assert done.kept["safety"] >= 2
        await robin.asks()
        assert robin.notices()[-1] == "RequestsPaused"


async def test_the_last_coordinator() -> None:
    """The community that has none now is named."""
    async with a_line(numbers=SOON) as line:
        cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
        done = await erased(line, cleo)
        assert isinstance(done, Erased)
        assert done.orphaned == tuple(line.switchboard.desk.communities)
