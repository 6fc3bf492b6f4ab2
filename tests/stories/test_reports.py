"""Grave reports, words that are shown to coordinators, and what nobody can undo (privacy.md, Safety)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.people import Role, Standing
from bot.words import Words
from tests.support.story import Line, Person, a_line

KINDS = {"sexual": "Something sexual", "contact": "Wants to meet or contact me", "threat": "A threat"}


async def talking(line: Line) -> tuple[Person, Person, Person]:
    """A coordinator, a listener on call and a seeker; the two talk."""
    cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
    kim, robin = await line.listener("Kim"), await line.seeker()
    await kim.takes()
    return cleo, kim, robin


async def standing(line: Line, person: Person) -> Standing:
    """How somebody on the roster stands."""
    async with line.store.real.decision() as rows:
        found = await rows.listener(person.id)
    assert found is not None
    return found.standing


@pytest.mark.parametrize("kind", KINDS)
async def test_a_grave_report_takes_a_listener_off_call_until_a_coordinator_decides(kind: str) -> None:
    """At once, told without blame; coordinators read of what it is; one of them lifts it."""
    async with a_line() as line:
        cleo, kim, robin = await talking(line)
        await robin.types(f"/report {kind}")
        assert await standing(line, kim) is Standing.SUSPENDED
        assert kim.notices()[-1] == "YouAreSuspended"
        assert "Kim is off call until a coordinator has decided" in cleo.last()
        await kim.types("/oncall")
        assert "OnCall" not in kim.notices()[-1:]
        await cleo.presses("Lift")
        assert await standing(line, kim) is Standing.ACTIVE


@pytest.mark.parametrize("label", KINDS.values())
async def test_what_it_was_about_can_be_said_afterwards(label: str) -> None:
    """Report is one tap; then, only by its author and only once, of what kind it was."""
    async with a_line() as line:
        cleo, kim, robin = await talking(line)
        await robin.presses("Report")
        assert await standing(line, kim) is Standing.ACTIVE
        pressed = robin.press(label)
        await kim.forges(pressed.verb, pressed.subject)
        assert await standing(line, kim) is Standing.ACTIVE
        await robin.presses(label)
        assert robin.notices()[-1] == "ReportNamed"
        assert await standing(line, kim) is Standing.SUSPENDED
        assert "ListenerHeld" in cleo.notices()
        await robin.forges(pressed.verb, pressed.subject)
        assert robin.notices()[-1] == "ButtonOld"


async def test_another_report_leaves_the_listener_on_call() -> None:
    """Nor does one against the seeker ask of what kind it was."""
    async with a_line() as line:
        _, kim, robin = await talking(line)
        await robin.types("/report other")
        assert await standing(line, kim) is Standing.ACTIVE
        ash = await line.listener("Ash")
        await line.seeker("discord")
        await ash.takes()
        await ash.presses("Report")
        assert not {*KINDS.values()} & {*ash.buttons()}


async def test_whoever_they_talk_with_meanwhile_goes_back_to_the_queue() -> None:
    """The next seeker is not left with them, and keeps their place."""
    async with a_line() as line:
        _, kim, robin = await talking(line)
        await robin.presses("Report")
        await kim.types("/oncall 2h")
        await line.passes(minutes=20)
        sam = await line.seeker("discord")
        await kim.takes()
        await robin.presses("A threat")
        assert "Requeued" in sam.notices() or "Released" in sam.notices()
        assert await standing(line, kim) is Standing.SUSPENDED


async def test_a_message_answered_with_report_is_shown_to_coordinators_only() -> None:
    """Word for word and marked, to coordinators; not to the reported, who may be one of them; and kept nowhere."""
    async with a_line() as line:
        cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
        kim, robin = await line.listener("Kim", role=Role.COORDINATOR), await line.seeker()
        await kim.takes()
        await kim.writes("give me your number")
        copy = robin.chat.shown[-1]
        heard = kim.hears()
        await robin.writes("/report other", reply_to=copy.id, answered=Words(text=copy.text))
        assert cleo.hears() == ["Kim (reported): give me your number"]
        assert kim.hears() == heard
        await line.passes(seconds=5)
        assert "give me your number" not in repr(await line.rows())


async def test_what_is_no_message_of_theirs_is_not_shown() -> None:
    """A reply to somebody's own words, or to a notice, is a report and nothing more."""
    async with a_line() as line:
        cleo, _, robin = await talking(line)
        own = await robin.writes("it is me who wrote this")
        await robin.writes("/report", reply_to=own, answered=Words(text="it is me who wrote this"))
        assert "Reported" in robin.notices()
        assert cleo.hears() == []


async def test_a_reported_seeker_removes_nothing_at_the_listener() -> None:
    """Delete our messages takes only what stands in their own chat, now and in the next hours."""
    async with a_line() as line:
        _, kim, robin = await talking(line)
        await robin.writes("I know where you live")
        await kim.presses("Report")
        await robin.presses("Delete our messages")
        assert [one for one in kim.hears() if "I know where you live" in one]
        await line.restarts(away=timedelta(minutes=1))
        await robin.presses("Delete our messages")
        assert [one for one in kim.hears() if "I know where you live" in one]


async def test_codes_cannot_be_tried_for_ever() -> None:
    """After five that do not work none is looked at for ten minutes, not even a good one; others are not hindered."""
    async with a_line() as line:
        cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
        await cleo.types("/invite listener")
        robin, ash = line.person(), line.person()
        for number in range(5):
            await robin.types(f"/join {number:032}")
            assert robin.notices()[-1] == "InviteInvalid"
        await robin.types("/join anything")
        assert "That was too many codes. Please wait 10 minutes" in robin.last()
        await ash.types("/join nothing")
        assert ash.notices()[-1] == "InviteInvalid"
        await line.passes(minutes=10)
        await robin.types("/join anything")
        assert robin.notices()[-1] == "InviteInvalid"


async def talks_again(line: Line) -> tuple[Person, Person, Person, str, str]:
    """A listener who talked before, one who talks now, the seeker; what the one of before said, and a `/report` that
    stands between the two talks and has not come yet.
    """
    _, kim, robin = await talking(line)
    await robin.writes("hello")
    await kim.writes("something that hurts")
    said = next(one.id for one in robin.chat.shown if one.text.endswith("something that hurts"))
    await robin.presses("End conversation")
    late = robin.platform.fresh_id()
    await line.passes(minutes=20)
    ash = await line.listener("Ash")
    await kim.types("/oncall off")
    await robin.asks()
    await ash.takes()
    return kim, ash, robin, said, late


@pytest.mark.parametrize("how", ["comes late", "answers what stands before"])
async def test_a_report_is_about_the_talk_in_which_it_was_typed(how: str) -> None:
    """Not about whom they talk with by now: that one goes on, and the one of before is off call."""
    async with a_line() as line:
        kim, ash, robin, said, late = await talks_again(line)
        if how == "comes late":
            await robin.writes("/report threat", source=late)
        else:
            await robin.writes("/report threat", reply_to=said, answered=Words(text="Kim: something that hurts"))
        assert await standing(line, kim) is Standing.SUSPENDED
        assert await standing(line, ash) is Standing.ACTIVE
        await robin.writes("are you still there?")
        assert ash.hears()[-1].endswith(": are you still there?")
