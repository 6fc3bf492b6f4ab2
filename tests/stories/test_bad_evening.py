"""The whole of a bad evening, and what a listener's turn brings (routing.md 4 to 13)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.people import Role
from tests.support.story import Line, Person, a_line


async def evening(line: Line, *, away: timedelta | None = None) -> tuple[Person, Person, Person, Person]:
    """No one on; one comes, claims, vanishes; re-queued; a second listener; handed over; the end; a debrief.

    With `away` the program is killed between all steps, and is back after so long.
    """

    async def meanwhile() -> None:
        if away is not None:
            await line.restarts(away=away)
            await line.passes(seconds=1)

    pat = await line.listener("Pat", "telegram", role=Role.COORDINATOR, on_call=False)
    robin = await line.seeker()
    assert "Nobody is on call right now." in robin.last()
    await meanwhile()
    kim = await line.listener("Kim")
    await meanwhile()
    await kim.takes()
    await robin.writes("is somebody there?")
    await meanwhile()
    await line.passes(minutes=11)
    assert "GoneQuiet" in kim.notices()
    assert "Requeued" in robin.notices()
    await meanwhile()
    sam = await line.listener("Sam", "telegram")
    await meanwhile()
    await sam.takes()
    await sam.writes("I'm here now")
    await meanwhile()
    await sam.types("/transfer")
    await robin.presses("Yes, find someone")
    await meanwhile()
    alex = await line.listener("Alex")
    await meanwhile()
    await alex.takes()
    await robin.writes("thank you")
    await robin.types("/end")
    await meanwhile()
    await alex.presses("I'd like to debrief")
    await meanwhile()
    await pat.presses("I've got it", on=pat.showing("Page"))
    await meanwhile()
    await alex.writes("that was a long one")
    await pat.writes("I'm glad you were there")
    await meanwhile()
    await pat.types("/end")
    return robin, kim, alex, pat


@pytest.mark.parametrize("away", [None, timedelta(seconds=20), timedelta(minutes=40)])
async def test_a_bad_evening(tmp_path: Path, away: timedelta | None) -> None:
    """It ends the same, also where the program is killed at each step: nobody is lost, nothing is left."""
    async with a_line(path=tmp_path / "line.db") as line:
        robin, kim, alex, pat = await evening(line, away=away)
        assert robin.notices().count("Connected") == 3
        assert kim.notices()[-1] == "GoneQuiet" or "GoneQuiet" in kim.notices()
        assert any("thank you" in word for word in alex.hears())
        assert any("that was a long one" in word for word in pat.hears())
        assert any("I'm glad you were there" in word for word in alex.hears())
        assert not any("long one" in word or "glad" in word for word in robin.hears())
        await line.passes(hours=30)
        rows = await line.rows()
        live = ("requests", "offers", "conversations", "seats", "pairs", "outbox", "pages", "slots")
        assert not [name for name in live if rows[name]]


@pytest.mark.parametrize("away", [None, timedelta(seconds=20), timedelta(minutes=40)])
async def test_out_of_hours(tmp_path: Path, away: timedelta | None) -> None:
    """Nobody is on: told at once, with when the line opens next and helplines; reminded once when a shift begins; the
    same where the program is killed at each step.
    """

    async def meanwhile() -> None:
        if away is not None:
            await line.restarts(away=away)
            await line.passes(seconds=1)

    async with a_line(path=tmp_path / "line.db") as line:
        kim = await line.listener("Kim", on_call=False)
        await kim.types("/shifts add today 20:00-22:00 weekly")
        await kim.presses("Add it")
        await meanwhile()
        robin = await line.seeker()
        assert "The line opens next" in robin.last()
        await meanwhile()
        await robin.presses("Remind me", on=robin.showing("LineShut"))
        await meanwhile()
        await line.passes(hours=14)
        assert robin.reads().count("Warmline: The line is open again.") == 1
        assert "Offer" not in kim.notices()
        await robin.asks()
        assert "LineShut" in robin.notices()
        rows = await line.rows()
        assert not rows["follow_ups"]


async def test_rest_after_a_conversation() -> None:
    """15 minutes, or I'm ready; whoever asks meanwhile is not put to them."""
    async with a_line() as line:
        kim, first = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await first.types("/end")
        await line.seeker("discord")
        assert "Offer" not in kim.notices()
        await line.passes(minutes=14)
        assert "Offer" not in kim.notices()
        await line.passes(minutes=2)
        assert "Rested" in kim.notices()
        assert "Offer" in kim.notices()


async def test_three_conversations_are_a_turn(tmp_path: Path) -> None:
    """Then they are off call, thanked, and cannot go on again until the turn is over; a restart changes nothing."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim = await line.listener("Kim", on_call=False)
        await kim.types("/oncall 3h")
        for _ in range(3):
            seeker = await line.seeker()
            await kim.takes()
            await seeker.types("/end")
            if "TurnDone" not in kim.notices():
                await kim.presses("I'm ready")
        assert kim.notices().count("TurnDone") == 1
        await line.restarts(away=timedelta(minutes=1))
        await kim.types("/oncall 2h")
        assert kim.notices()[-1] == "TurnDone"
        await line.passes(hours=3)
        await kim.types("/oncall 2h")
        assert kim.notices()[-1] == "OnCall"


async def test_three_requests_that_stood_are_a_pause() -> None:
    """They are off call, told kindly, and come back with one tap."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim"), await line.listener("Sam", on_call=False)
        for _ in range(3):
            seeker = await line.seeker()
            await line.passes(seconds=95)
            await seeker.types("/leave")
        assert "NoAnswerPause" in kim.notices()
        robin = await line.seeker()
        assert "Nobody is on call right now." in robin.last()
        assert "Offer" not in sam.notices()
        await kim.presses("I'm ready")
        assert "Offer" in kim.notices()


async def test_a_request_taken_by_another_is_no_miss() -> None:
    """Nor one that is withdrawn in time."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim"), await line.listener("Sam")
        for _ in range(3):
            seeker = await line.seeker()
            await line.passes(seconds=30)
            await sam.takes()
            await seeker.types("/end")
            await sam.presses("I'm ready") if "TurnDone" not in sam.notices() else None
        assert "NoAnswerPause" not in kim.notices()


async def test_remind_me_shows_its_record_and_is_sent_once() -> None:
    """The tap is the consent; the reminder says only that the line is open; nothing is left of it."""
    async with a_line() as line:
        before = await line.rows()
        robin = await line.seeker()
        await robin.presses("Remind me")
        assert "where to write to you (encrypted)" in robin.last()
        assert len((await line.rows())["follow_ups"]) == 1
        kim = await line.listener("Kim")
        assert robin.last() == "Warmline: The line is open again."
        assert not (await line.rows())["follow_ups"]
        await kim.types("/oncall off")
        again = await line.listener("Sam")
        assert robin.reads().count("Warmline: The line is open again.") == 1
        await again.types("/oncall off")
        assert (await line.rows())["requests"] == before["requests"]


async def test_a_reminder_is_withdrawn_as_easily_as_given() -> None:
    """One tap, and nobody is reminded."""
    async with a_line() as line:
        robin = await line.seeker()
        await robin.presses("Remind me")
        await robin.presses("Don't remind me")
        await line.listener("Kim")
        assert "LineOpen" not in robin.notices()
        assert not (await line.rows())["follow_ups"]


async def test_simple_english_is_offered_at_once_and_said_in_the_offer() -> None:
    """Nobody on call speaks German: the seeker decides, and whoever is asked knows it."""
    async with a_line() as line:
        kim = await line.listener("Kim", languages=("en",))
        robin = line.person("telegram", language="de")
        await robin.asks()
        assert "Someone can write with you in simple English." in robin.last()
        assert "Offer" not in kim.notices()
        await robin.presses("Simple English is fine")
        assert "Simple English is fine." in kim.showing("Offer").text


async def test_when_the_last_one_goes_everybody_who_waits_hears_it() -> None:
    """In a new message, with what they may choose."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.presses("Not now")
        await kim.types("/oncall off")
        assert robin.notices()[-1] == "LineShut"
        assert {"Keep waiting", "Remind me", "Leave"} <= set(robin.buttons())


async def test_someone_else_keeps_the_two_apart_for_a_day() -> None:
    """Also for a fresh request (routing.md 2)."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await robin.presses("Someone else, please")
        await robin.types("/leave")
        await kim.presses("I'm ready")
        await robin.asks()
        assert "Offer" not in kim.notices()
        await robin.types("/leave")
        await line.passes(hours=25)
        await kim.types("/oncall 2h")
        await robin.asks()
        assert "Offer" in kim.notices()


async def test_coordinators_are_told_at_once() -> None:
    """Danger and nobody willing; eight minutes of waiting; nobody left on call; a listener who vanished."""
    async with a_line() as line:
        pat = await line.listener("Pat", "telegram", role=Role.COORDINATOR, on_call=False)
        kim, robin = await line.listener("Kim"), await line.seeker()
        await robin.presses("I'm in danger now")
        assert "in danger now" in pat.last()
        await line.passes(minutes=8)
        assert pat.notices().count("Page") == 2
        await kim.types("/oncall off")
        assert "Nobody is on call any more." in pat.last()
        await kim.types("/oncall 2h")
        await line.passes(minutes=6)  # the next round
        await kim.takes()
        await robin.writes("hello?")
        await line.passes(minutes=11)
        assert any("did not answer for a while" in text for text in pat.reads())
