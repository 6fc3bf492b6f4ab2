"""What concerns listeners themselves: their name, practice, leaving, being suspended, what they are asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import operator
from bot.inbound import Inbound, Typed
from bot.people import Role, Standing
from bot.request import State
from tests.stories.test_ending import talking
from tests.support.story import LINE, Line, Person, a_line


async def newcomer(line: Line, *, practice: bool = True, role: Role = Role.LISTENER, approved: bool = True) -> Person:
    """Somebody who came with an invite of the operator's, agreed, and is asked for a name."""
    async with line.store.real.decision() as rows:
        written = await operator.invite(
            rows, slug="main", role=role, approved=approved, practice=practice, ids=line.dice,
            seal=line.store.real.keys, now=line.clock.now(), policy=line.policy,
        )  # fmt: skip
    assert isinstance(written, operator.Written)
    person = line.person("telegram")
    await person.types(f"/join {written.code}")
    await person.presses("I agree")
    return person


async def standing(line: Line, person: Person) -> Standing:
    """How far they have come."""
    async with line.store.real.decision() as rows:
        (found,) = await rows.listens(person.address)
    return found.standing


# --- the alias --------------------------------------------------------------------------------------------------------


async def test_a_name_is_shown_back_before_it_is_entered() -> None:
    """Another name can be written until the right one is confirmed."""
    async with a_line() as line:
        kim = await newcomer(line)
        await kim.writes("help me please")
        assert kim.showing("ConfirmAlias").labels == ("Yes, that's me", "Another name", "Talk to a person")
        assert await standing(line, kim) is Standing.JOINING
        await kim.presses("Another name")
        assert kim.notices()[-1] == "AskAlias"
        await kim.writes("Kim")
        await kim.presses("Yes, that's me")
        assert "Welcome, Kim." in kim.last()


async def test_what_is_too_long_for_a_name_is_refused_as_words_are() -> None:
    """Somebody who needs a person finds the way to one."""
    async with a_line() as line:
        kim = await newcomer(line)
        await kim.writes("I can't go on like this any more, is anybody there?")
        assert sorted(kim.notices()[-2:]) == ["AliasTaken", "Welcome"]
        assert "nobody has read this" in " ".join(kim.reads())
        await kim.presses("Talk to a person")
        assert await standing(line, kim) is Standing.JOINING


async def test_a_name_that_was_lost_in_a_restart_is_asked_again() -> None:
    """It was in memory only; the button says what to do."""
    async with a_line() as line:
        kim = await newcomer(line)
        await kim.writes("Kim")
        await line.restarts(away=timedelta(minutes=1))
        await kim.presses("Yes, that's me")
        assert kim.notices()[-1] == "AskAlias"


async def test_a_name_taken_in_the_meantime_is_said() -> None:
    """It is checked again when it is entered."""
    async with a_line() as line:
        kim = await newcomer(line)
        await kim.writes("Kim")
        await line.listener("Kim", on_call=False)
        await kim.presses("Yes, that's me")
        assert kim.notices()[-1] == "AliasTaken"


# --- practice ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
async def test_who_has_not_practised_cannot_go_on_call(role: Role) -> None:
    """The refused /oncall shows the practice offer again; pressing it is all that is needed."""
    async with a_line() as line:
        kim = await newcomer(line, role=role)
        await kim.writes("Kim")
        await kim.presses("Yes, that's me")
        await kim.types("/oncall 2h")
        assert kim.notices()[-1] == "PracticeOffer"
        await line.restarts(away=timedelta(minutes=1))
        await kim.presses("I'll take this")
        assert kim.notices()[-1] == "Practised"
        await kim.types("/oncall 2h")
        assert kim.notices()[-1] == "OnCall"


async def test_an_invite_without_practice_spares_it() -> None:
    """Nothing about practice is said."""
    async with a_line() as line:
        kim = await newcomer(line, practice=False)
        await kim.writes("Kim")
        await kim.presses("Yes, that's me")
        assert "practice" not in kim.last()
        await kim.types("/oncall 2h")
        assert kim.notices()[-1] == "OnCall"


async def test_nobody_practises_for_another() -> None:
    """A forged press changes nothing."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False, practised=False)
        sam = await line.listener("Sam", on_call=False)
        await sam.forges("practise", kim.id)
        assert sam.notices()[-1] == "ButtonOld"
        await kim.types("/oncall")
        assert kim.notices()[-1] == "PracticeOffer"


async def test_a_backup_without_practice_is_not_asked() -> None:
    """However they came to be one."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False, practised=False, backup=True)
        await line.restarts(away=timedelta(minutes=1))
        await line.seeker()
        await line.passes(minutes=10)
        assert "Offer" not in kim.notices()


# --- leaving ----------------------------------------------------------------------------------------------------------


async def test_leaving_for_good_leaves_nothing() -> None:
    """The database is as it was before they came; coordinators hear the alias, and nothing else."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        robin = await line.seeker()
        before = await line.rows()
        kim = await line.listener("Kim")
        assert "Offer" in kim.notices()
        await kim.types("/leave")
        assert kim.showing("AskLeave").labels == ("Leave for good", "Just a break")
        await kim.presses("Leave for good")
        assert kim.notices()[-1] == "LeftForGood"
        assert "Kim has left this line." in ada.last()
        await ada.presses("I've got it")  # the page: nobody is on call any more
        after = await line.rows()
        for table in ("listeners", "duties", "offers", "slots", "outbox"):
            assert len(after[table]) == len(before[table]), table
        assert kim.id not in repr(after)
        await kim.types("/oncall")
        assert kim.notices()[-1] == "NotAListener"
        assert "LineShut" in robin.notices()


async def test_just_a_break_is_off_call() -> None:
    """They stay on the roster."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        await kim.types("/leave")
        await kim.presses("Just a break")
        assert kim.notices()[-1] == "OffCall"
        await kim.types("/oncall 1h")
        assert kim.notices()[-1] == "OnCall"


async def test_nobody_leaves_in_the_middle_of_a_conversation() -> None:
    """Neither by the command nor by an old button; after its end they may, and the seeker can still report."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        await kim.types("/leave")
        robin = await line.seeker()
        await kim.takes()
        await kim.presses("Leave for good")
        assert kim.notices()[-1] == "LeaveAfterTalk"
        await kim.types("/leave")
        assert kim.notices()[-1] == "LeaveAfterTalk"
        await robin.types("/end")
        await kim.presses("Leave for good")
        assert kim.notices()[-1] == "LeftForGood"
        await robin.presses("Report")
        assert robin.notices()[-1] == "Reported"
        await line.passes(hours=25)
        assert kim.id not in repr({**await line.rows(), "reports": []})


async def test_a_listener_who_waits_leaves_the_queue_first() -> None:
    """/leave of a waiting seeker is what it was; nobody else's button takes them off the roster."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim", on_call=False), await line.listener("Sam", on_call=False)
        await kim.asks()
        await kim.types("/leave")
        assert "LeftQueue" in kim.notices()
        assert "AskLeave" not in kim.notices()
        await sam.forges("forgood", kim.id)
        assert sam.notices()[-1] == "ButtonOld"
        assert len((await line.rows())["listeners"]) == 2


async def test_the_last_coordinator_is_told_what_their_leaving_means() -> None:
    """They may go all the same."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        await ada.types("/leave")
        assert "You're the only coordinator here" in ada.last()
        await ada.presses("Leave for good")
        assert (await line.rows())["listeners"] == []


# --- suspending -------------------------------------------------------------------------------------------------------


async def test_who_is_suspended_is_off_call_at_once() -> None:
    """They and the other coordinators are told; no offer, no /oncall, until it is lifted."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        bea = await line.listener("Bea", role=Role.COORDINATOR, on_call=False)
        kim = await line.listener("Kim", backup=True)
        await ada.types("/suspend kim")
        assert any("Kim is suspended" in text for text in ada.reads())
        assert any("Ada has suspended Kim" in text for text in bea.reads())
        assert "A coordinator has suspended you." in kim.last()
        await kim.types("/oncall 2h")
        assert kim.notices()[-1] == "YouAreSuspended"
        await line.seeker()
        await line.passes(minutes=9)
        assert "Offer" not in kim.notices()
        await bea.presses("Lift")
        assert kim.notices()[-1] == "YouMayReturn"
        assert "SuspensionLifted" in ada.notices()
        await kim.types("/oncall 2h")
        assert "Offer" in kim.notices()


async def test_a_conversation_of_theirs_is_not_cut_silently() -> None:
    """The seeker is told, keeps their place and is found another; the coordinator hears that there was one."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        robin, kim = await talking(line)
        alex = await line.listener("Alex")
        await ada.types("/suspend Kim")
        assert "They were in a conversation." in ada.last()
        assert "Kim can't go on." in robin.last()
        assert "YouAreSuspended" in kim.notices()
        await kim.writes("wait")
        assert not any("wait" in text for text in robin.hears())
        await alex.takes()
        assert robin.notices()[-1] == "Connected"


async def test_an_offer_on_the_screen_of_who_is_suspended_is_refused() -> None:
    """Eligibility is asked again with the press."""
    async with a_line() as line:
        ada, kim = await line.listener("Ada", role=Role.COORDINATOR, on_call=False), await line.listener("Kim")
        robin = await line.seeker()
        take = kim.press("I'll take this")
        await ada.types("/suspend Kim")
        await kim._does(take)
        assert "Connected" not in robin.notices()


async def test_a_claim_and_a_suspension_at_once_leave_nobody_with_who_is_suspended() -> None:
    """Whichever comes first, the seeker ends in the queue, and the listener off call."""
    for first in (0, 1):
        async with a_line() as line:
            ada, kim = await line.listener("Ada", role=Role.COORDINATOR, on_call=False), await line.listener("Kim")
            robin = await line.seeker()
            suspending = Typed(by=ada.address, command="suspend", options={"alias": "Kim"}, language="en")
            both: list[Inbound] = [kim.press("I'll take this"), suspending]
            for one in (both[first], both[1 - first]):
                line.tasks.create_task(line.switchboard.receive(one))
            await line.passes(seconds=1)
            async with line.store.real.decision() as rows:
                assert await rows.live_conversations() == ()
                request = await rows.request_of(robin.address)
            assert request is not None
            assert request.state is State.OPEN
            assert await standing(line, kim) is Standing.SUSPENDED


async def test_lifting_is_no_approval() -> None:
    """Who waited for a second person's word waits for it again; until then they cannot go on call."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        kim = await line.listener("Kim", on_call=False, standing=Standing.ASKED, approved=False)
        await ada.types("/suspend Kim")
        await kim.types("/oncall")
        assert kim.notices()[-1] == "YouAreSuspended"
        await ada.presses("Lift")
        assert "Kim is not suspended any more, and waits to be approved again (/approve)." in ada.last()
        assert "A coordinator will look at it now." in kim.last()
        await kim.types("/oncall")
        assert kim.notices()[-1] == "NotAListener"
        await ada.types("/approve Kim")
        await kim.types("/oncall")
        assert kim.notices()[-1] == "OnCall"


async def test_who_wished_to_become_coordinator_and_is_suspended_stays_a_listener() -> None:
    """The word was not given, and lifting does not give it; the others' notices say so."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        kim = await line.listener("Kim", on_call=False)
        await ada.types("/invite coordinator")
        await kim.types("/join " + ada.last().split("/join ")[1])
        await kim.presses("I agree")
        assert ada.notices()[-1] == "ApprovalAsked"
        await ada.types("/suspend Kim")
        assert "ApprovalDeclined" in ada.notices()
        await ada.presses("Lift")
        async with line.store.real.decision() as rows:
            back = await rows.listener(kim.id)
        assert back is not None
        assert (back.role, back.standing, back.active) == (Role.LISTENER, Standing.ACTIVE, True)


async def test_a_coordinator_who_was_suspended_is_one_again() -> None:
    """The first one too, who needed nobody's word."""
    async with a_line() as line:
        ada = await newcomer(line, role=Role.COORDINATOR, approved=False)
        await ada.writes("Ada")
        await ada.presses("Yes, that's me")
        bea = await line.listener("Bea", role=Role.COORDINATOR, on_call=False)
        await bea.types("/suspend Ada")
        await bea.presses("Lift")
        await ada.types("/settings")
        assert ada.notices()[-1] == "SettingsShown"


async def test_suspending_is_for_coordinators_and_not_for_oneself() -> None:
    """Bad input is answered with what is allowed; twice is once."""
    async with a_line() as line:
        ada, kim = await line.listener("Ada", role=Role.COORDINATOR, on_call=False), await line.listener("Kim")
        await kim.types("/suspend Ada")
        assert kim.notices()[-1] == "NotACoordinator"
        for wrong in ("/suspend", "/suspend Nobody"):
            await ada.types(wrong)
            assert "You can choose from: Kim." in ada.last()
        await ada.types("/suspend Ada")
        assert ada.notices()[-1] == "NotYourself"
        await ada.types("/suspend Kim")
        await ada.types("/suspend Kim")
        assert kim.notices().count("YouAreSuspended") == 1
        await kim.forges("lift", kim.id)
        assert kim.notices()[-1] == "NotACoordinator"
        await ada.presses("Lift")
        await ada.forges("lift", kim.id)
        assert ada.notices()[-1] == "ButtonOld"


# --- what they are asked for ------------------------------------------------------------------------------------------


async def test_a_listener_says_what_they_are_asked_for() -> None:
    """Each button switches one thing, and shows them as they are then; the last language stays."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        await kim.presses("What I'm asked for")
        await kim.presses("I'm willing to be asked first when somebody is in danger")
        await kim.presses("Ask me as backup, when nobody else is free")
        await kim.presses("✓ German")
        async with line.store.real.decision() as rows:
            found = await rows.listener(kim.id)
        assert found is not None
        assert (found.willing, found.backup, found.languages) == (True, True, ("en",))
        assert kim.buttons().count("✓ English") == 1
        await kim.presses("✓ English")
        assert "One language has to stay." in kim.last()
        assert kim.showing("AskedFor").labels[2:] == ("✓ English", "German")


async def test_a_language_that_is_listened_in_counts_at_once() -> None:
    """Somebody who waits for it is offered then."""
    async with a_line() as line:
        kim = await line.listener("Kim", languages=("en",))
        lena = line.person(language="de")
        await lena.asks()
        assert "Offer" not in kim.notices()
        await kim.types("/next")
        await kim.presses("What I'm asked for")
        await kim.presses("German")
        assert "Offer" in kim.notices()


async def test_what_nobody_offers_cannot_be_switched() -> None:
    """A forged language changes nothing; a stranger has nothing to switch."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), line.person()
        await kim.forges("switch", "tlh", 1)
        assert kim.notices()[-1] == "ButtonOld"
        await robin.forges("switch", "willing", 1)
        await robin.forges("askedfor")
        assert robin.notices() == ["NotAListener", "NotAListener"]
        assert LINE.languages == ("en", "de")
