"""Reports are decided by their reference; whom a line takes no requests from is told so (privacy.md, Safety)."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.community import Community
from bot.people import Role
from tests.support.story import LINE, Line, Person, a_line

NORTH = Community(id="n" * 32, slug="north", name="North")


async def reported(line: Line, *, by: str = "listener") -> tuple[Person, Person, Person, str]:
    """A seeker, a listener and a coordinator after a report, and its reference."""
    cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
    sam = await line.listener("Sam")
    robin = await line.seeker()
    await sam.takes()
    await (sam if by == "listener" else robin).presses("Report")
    reference = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{4}", cleo.last())
    assert reference, cleo.last()
    return robin, sam, cleo, reference[0]


async def test_paused_for_a_day() -> None:
    """Whoever asks again reads until when, that it can be reviewed, and helplines; the next day they may."""
    async with a_line() as line:
        robin, _, cleo, reference = await reported(line)
        await cleo.types(f"/block {reference}")
        assert f"Report {reference}, " in cleo.last()
        assert "It is against somebody who came to talk. What shall I do?" in cleo.last()
        await cleo.presses("Pause 24 h")
        assert "Done. This line takes no requests from that account until" in cleo.last()
        await robin.asks()
        assert "Requests from this account are paused until Sun, May 5, " in robin.last()
        assert "You can ask for a review" in robin.last()
        assert "You're in the queue" not in robin.last()
        await line.passes(hours=24, minutes=1)
        await robin.asks()
        assert "Waiting" in robin.notices()


async def test_blocked_for_as_long_as_the_line_has_set() -> None:
    """It holds for this line only, over a restart, also when the report itself is gone; and can be lifted after a
    review.
    """
    async with a_line(communities=(LINE, NORTH)) as line:
        cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
        await cleo.types("/settings blocked_for 60d")
        robin, reference = await blocked(line, cleo)
        await line.restarts(away=timedelta(days=40))
        await line.passes(hours=2)
        await asks(robin, "Warmline")
        assert robin.notices()[-1] == "RequestsPaused"
        await asks(robin, "North")
        assert robin.notices()[-1] == "LineShut"  # nobody is on call: asked as anybody is
        await robin.types("/leave")
        await cleo.types(f"/block {reference}")
        assert "No requests are taken from that account until" in cleo.last()
        await cleo.presses("Lift")
        assert "takes requests from that account again" in cleo.last()
        await line.listener("Ash")
        await asks(robin, "Warmline")
        assert robin.notices()[-1] == "Waiting"


async def blocked(line: Line, cleo: Person) -> tuple[Person, str]:
    """Somebody who was reported and blocked, and the reference."""
    sam = await line.listener("Sam")
    robin = line.person()
    await asks(robin, "Warmline")
    await sam.takes()
    await sam.presses("Report")
    found = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{4}", cleo.last())
    assert found
    await cleo.types(f"/block {found[0].lower()}")
    await cleo.presses("Block from this line")
    return robin, found[0]


async def asks(seeker: Person, community: str) -> None:
    """Ask one of two communities."""
    await seeker.types("/talk")
    await seeker.presses(community)
    await seeker.presses("I'm 18 or over")


async def test_who_waits_meanwhile_leaves_the_queue() -> None:
    """They are told; their offer is withdrawn; others who wait stay."""
    async with a_line() as line:
        robin, sam, cleo, reference = await reported(line)
        ash = await line.seeker("discord")
        await robin.asks()
        await cleo.types(f"/block {reference}")
        await cleo.presses("Block from this line")
        assert "RequestsPaused" in robin.notices()
        assert "RequestsPaused" not in ash.notices()
        assert len((await line.rows())["requests"]) == 1
        assert sam.notices().count("OfferWithdrawn") <= 1


async def test_no_action_changes_nothing() -> None:
    """All coordinators hear that it was looked at; the person can ask as before."""
    async with a_line() as line:
        robin, _, cleo, reference = await reported(line)
        dana = await line.listener("Dana", on_call=False, role=Role.COORDINATOR)
        before = await line.rows()
        await cleo.types(f"/block {reference}")
        await cleo.presses("No action")
        assert await line.rows() | {"outbox": [], "slots": []} == before | {"outbox": [], "slots": []}
        assert f"Cleo has looked at report {reference}. No action was taken." in dana.last()
        await robin.asks()
        assert "Waiting" in robin.notices()


async def test_nobody_is_named() -> None:
    """Neither alias nor account is in what a coordinator reads, and none in what is kept but as a hash."""
    async with a_line() as line:
        robin, _, cleo, reference = await reported(line)
        alias = robin.showing("Connected").text.split("sees you as ")[1].split(".")[0]
        await cleo.types(f"/block {reference}")
        await cleo.presses("Block from this line")
        assert not any(alias in text or robin.address.id in text for text in cleo.reads())
        assert not any(robin.address.id in str(row) for row in (await line.rows())["blocks"])


async def test_a_report_against_a_listener() -> None:
    """There is nothing to press: a listener is suspended by their alias."""
    async with a_line() as line:
        _, _, cleo, reference = await reported(line, by="seeker")
        await cleo.types(f"/block {reference}")
        assert "It is against a listener. /suspend takes a listener off call at once." in cleo.last()
        assert cleo.showing("ReportFound").labels == ()
        await cleo.forges("blockline", reference)
        assert (await line.rows())["blocks"] == []


async def test_unknown_references_and_other_people() -> None:
    """The same answer for whatever is not there, also another community's; nobody else decides anything."""
    async with a_line(communities=(LINE, NORTH)) as line:
        cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
        nele = await line.listener("Nele", on_call=False, role=Role.COORDINATOR, community=NORTH.id)
        robin, reference = await blocked(line, cleo)
        before = (await line.rows())["blocks"]
        for text in ("/block AAA-AAAA", "/block '; DROP TABLE blocks", f"/block {reference}"):
            await nele.types(text)
            assert nele.notices()[-1] == "NoSuchReport"
        for verb in ("pauseday", "blockline", "noaction", "liftblock"):
            await nele.forges(verb, reference)
            await robin.forges(verb, reference)
            assert nele.notices()[-1] == "ButtonOld"
            assert robin.notices()[-1] == "NotACoordinator"
        await robin.types(f"/block {reference}")
        assert robin.notices()[-1] == "NotACoordinator"
        await cleo.types("/block")
        assert cleo.notices()[-1] == "AskReference"
        await cleo.writes(reference)
        assert cleo.notices()[-1] == "ReportFound"
        assert (await line.rows())["blocks"] == before
