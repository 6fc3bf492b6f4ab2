"""Practice with a coordinator: marked throughout, counted nowhere, and never in the way of somebody who waits."""

from __future__ import annotations

from datetime import timedelta

from bot.people import Role
from tests.support.story import Line, Person, a_line


async def called(line: Line, *, on_call: bool = True) -> tuple[Person, Person]:
    """A coordinator who has asked a listener to practise, and the listener."""
    ada = await line.listener("Ada", "telegram", role=Role.COORDINATOR, on_call=False)
    kim = await line.listener("Kim", on_call=on_call)
    await ada.types("/practice kim")
    assert ada.notices()[-1] == "PracticeCalled"
    assert kim.notices()[-1] == "PracticeCall"
    return ada, kim


async def test_practice_is_marked_from_beginning_to_end() -> None:
    """Every notice and every word says so; either ends it at once, and nothing of it is left."""
    async with a_line() as line:
        ada, kim = await called(line)
        await kim.presses("I'll take this")
        before = {**await line.rows(), "conversations": [], "seats": [], "pairs": [], "slots": []}
        for one in (ada, kim):
            assert one.showing("PracticeBegun").text.startswith("Warmline: Practice.")
            assert one.showing("PracticeBegun").labels == ("End conversation",)
        await kim.writes("hello, how are you?")
        await ada.writes("not so well")
        assert ada.hears() == ["Kim (Practice): hello, how are you?"]
        assert kim.hears()[0].endswith(" (Practice): not so well")
        await kim.types("/end")
        assert ada.notices()[-1] == kim.notices()[-1] == "PracticeEnded"
        assert "End conversation" not in ada.buttons() + kim.buttons()
        assert await line.rows() == before


async def test_nothing_of_it_counts() -> None:
    """No rest afterwards: the next request is offered at once."""
    async with a_line() as line:
        ada, kim = await called(line)
        await kim.presses("I'll take this")
        await ada.types("/end")
        await line.seeker()
        assert kim.notices()[-1] == "Offer"


async def test_both_are_busy_while_it_lasts_and_asked_when_it_is_over() -> None:
    """A request that comes meanwhile waits for the end of it, and no longer."""
    async with a_line() as line:
        ada, kim = await called(line)
        await kim.presses("I'll take this")
        robin = await line.seeker()
        assert "Offer" not in kim.notices()
        await ada.types("/talk")
        assert ada.notices()[-1] in ("AlreadyTalking", "ListensHere")
        await kim.types("/end")
        assert "Offer" in kim.notices()
        await kim.presses("I'll take this")
        assert robin.notices()[-1] == "Connected"


async def test_who_waits_comes_first() -> None:
    """Neither is practice offered nor begun while the listener could take a request."""
    async with a_line() as line:
        ada, kim = await called(line)
        practice = kim.press("practice")
        await line.seeker()
        await kim._does(practice)
        assert kim.notices()[-1] == "PracticeNotNow"
        await ada.types("/practice Kim")
        assert "somebody is waiting" in ada.last()


async def test_an_offer_to_practise_is_taken_once_and_by_whom_it_was_made_to() -> None:
    """Forged, repeated or late presses change nothing."""
    async with a_line() as line:
        ada, kim = await called(line)
        sam, take = await line.listener("Sam"), kim.press("practice")
        await sam.forges("practice", take.subject, take.epoch)
        assert sam.notices()[-1] == "ButtonOld"
        for _ in range(2):
            line.tasks.create_task(line.switchboard.receive(take))
        await line.passes(seconds=1)
        assert kim.notices().count("PracticeBegun") == 1
        await kim.types("/end")
        await kim._does(take)
        assert kim.notices().count("PracticeBegun") == 1
        await ada.types("/practice Kim")
        late = kim.press("practice")
        await line.passes(minutes=11)
        await kim._does(late)
        assert kim.notices()[-1] == "ButtonOld"


async def test_an_offer_to_practise_that_nobody_took_is_over() -> None:
    """After ten minutes the coordinator hears it, the button goes, and nothing of it is left."""
    async with a_line() as line:
        before = len((await line.rows())["slots"])
        ada, kim = await called(line)
        await line.passes(minutes=10)
        assert "Kim hasn't answered." in ada.last()
        assert "I'll take this" not in kim.buttons()
        assert len((await line.rows())["slots"]) == before


async def test_practice_outlives_a_restart_and_ends_by_itself() -> None:
    """The offer, the talk, and the end after half an hour of silence."""
    async with a_line() as line:
        ada, kim = await called(line, on_call=False)
        await line.restarts(away=timedelta(seconds=30))
        await kim.presses("I'll take this")
        await line.restarts(away=timedelta(seconds=30))
        await ada.writes("hello")
        assert kim.hears()[-1].endswith(" (Practice): hello")
        await line.passes(minutes=31)
        assert kim.notices()[-1] == "PracticeEnded"
        assert "Nudge" not in kim.notices()


async def test_what_belongs_to_a_real_talk_is_not_done_in_practice() -> None:
    """No hand-over, no report; a block of the bot ends it."""
    async with a_line() as line:
        ada, kim = await called(line)
        await kim.presses("I'll take this")
        for command in ("/transfer", "/report"):
            await kim.types(command)
            assert kim.notices()[-1] == "OnlyPractice"
        await ada.writes("still here")
        await kim.blocks_the_bot()
        await line.passes(minutes=11)
        assert "PracticeEnded" in ada.notices()
        assert (await line.rows())["requests"] == []


async def test_practising_with_whom() -> None:
    """Bad input is answered with what is allowed."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        kim = await line.listener("Kim")
        await kim.types("/practice Ada")
        assert kim.notices()[-1] == "NotACoordinator"
        await ada.types("/practice Nobody")
        assert "You can choose from: Kim." in ada.last()
        await ada.types("/practice Ada")
        assert ada.notices()[-1] == "NotYourself"
