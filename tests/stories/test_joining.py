"""Joining and being on call: an invite, an agreement, an alias, a second person's word; then /oncall."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import operator
from bot.people import Role
from tests.support.dice import Dice
from tests.support.story import Line, Person, a_line


async def invited(line: Line, *, role: Role = Role.LISTENER, approved: bool = False) -> str:
    """The code of an invite that the operator has written."""
    async with line.store.real.decision() as rows:
        written = await operator.invite(
            rows, slug="main", role=role, approved=approved, practice=False, ids=line.dice,
            seal=line.store.real.keys, now=line.clock.now(), policy=line.policy,
        )  # fmt: skip
    assert isinstance(written, operator.Written)
    return written.code


async def joined(line: Line, alias: str, *, role: Role = Role.LISTENER, approved: bool = False) -> Person:
    """Somebody who came with an invite and agreed."""
    person = line.person("telegram")
    await person.types(f"/join {await invited(line, role=role, approved=approved)} {alias}")
    await person.presses("I agree")
    return person


async def test_from_an_invite_to_the_first_conversation() -> None:
    """The first coordinator needs nobody's word; a listener theirs; then on call, and an offer."""
    async with a_line() as line:
        ada = await joined(line, "Ada", role=Role.COORDINATOR)
        assert "Welcome, Ada. You're a coordinator" in ada.last()
        await ada.types("/invite listener")
        code = ada.last().split("/join ")[1]
        kim = line.person("discord")
        await kim.types(f"/start j_{code}")
        assert kim.notices()[-1] == "Agreement"
        await kim.presses("I agree")
        assert "Which name shall others see?" in kim.last()
        await kim.writes("Kim")
        await kim.presses("Yes, that's me")
        assert "A coordinator will look at it now." in kim.last()
        await kim.types("/oncall")
        assert kim.notices()[-1] == "NotAListener"
        await ada.presses("Approve")
        assert "Welcome, Kim." in kim.last()
        assert "This is practice. Press I'll take this." in kim.last()
        await kim.presses("I'll take this")
        assert "Kim has been approved." in " ".join(ada.reads())
        assert "Approve" not in ada.buttons()
        await kim.types("/oncall 2h")
        await line.seeker()
        assert kim.notices()[-1] == "Offer"


class Prefixed(Dice):
    """Chance whose codes begin as the payload of a link does."""

    def code(self) -> str:
        """One in 4,096 does."""
        return f"j_{super().code()[2:]}"


async def test_a_code_may_begin_as_its_link_does() -> None:
    """Typed, copied out of the link, and by the link itself."""
    async with a_line() as line:
        line.dice = Prefixed()
        code = await invited(line)
        for text in (f"/join {code}", f"/join j_{code}", f"/start j_{code}"):
            kim = line.person("telegram")
            await kim.types(text)
            assert kim.notices() == ["Agreement"]


async def test_the_operator_s_word_spares_the_second_person() -> None:
    """An invite made with --approved makes active at once."""
    async with a_line() as line:
        kim = await joined(line, "Kim", approved=True)
        assert "Welcome, Kim." in kim.last()


async def test_a_second_coordinator_needs_the_first_one_s_word() -> None:
    """Only the first is spared; and nobody approves themselves."""
    async with a_line() as line:
        ada, bea = await joined(line, "Ada", role=Role.COORDINATOR), await joined(line, "Bea", role=Role.COORDINATOR)
        assert bea.notices()[-1] == "AwaitingApproval"
        await bea.types("/approve Bea")
        assert bea.notices()[-1] == "NotACoordinator"
        await ada.types("/approve bea")
        assert "Welcome, Bea. You're a coordinator" in bea.last()


async def test_who_is_declined_is_told_kindly_and_nothing_is_kept() -> None:
    """Their row goes; the invite stays used."""
    async with a_line() as line:
        ada, kim = await joined(line, "Ada", role=Role.COORDINATOR), await joined(line, "Kim")
        await ada.presses("Decline")
        assert kim.notices()[-1] == "Declined"
        assert len((await line.rows())["listeners"]) == 1


async def test_a_listener_who_is_declined_as_coordinator_stays_a_listener() -> None:
    """Wanting to do more costs nothing: while it is looked at, and after a no, they listen as before."""
    async with a_line() as line:
        ada, kim = await joined(line, "Ada", role=Role.COORDINATOR), await joined(line, "Kim", approved=True)
        await kim.types("/oncall 2h")
        await kim.types(f"/join {await invited(line, role=Role.COORDINATOR)}")
        await kim.presses("I agree")
        await ada.presses("Decline")
        await line.seeker()
        assert "Offer" in kim.notices()


async def test_an_invite_works_once() -> None:
    """A second person with the same code is told, however far the first one came."""
    async with a_line() as line:
        code = await invited(line, approved=True)
        kim, sam = line.person(), line.person()
        await kim.types(f"/join {code} Kim")
        await sam.types(f"/join {code} Sam")
        await kim.presses("I agree")
        await sam.presses("I agree")
        assert kim.notices()[-1] == "Approved"
        assert sam.notices()[-1] == "InviteInvalid"
        await sam.types(f"/join {code} Sam")
        assert sam.notices()[-1] == "InviteInvalid"
        assert len((await line.rows())["listeners"]) == 1


async def test_an_invite_is_good_for_three_days() -> None:
    """72 hours; then it is too old, also for who has the agreement on the screen."""
    async with a_line() as line:
        code = await invited(line)
        kim = line.person()
        await line.passes(hours=71, minutes=59)
        await kim.types(f"/join {code} Kim")
        assert kim.notices()[-1] == "Agreement"
        await line.passes(minutes=2)
        await kim.presses("I agree")
        assert kim.notices()[-1] == "InviteInvalid"


async def test_not_now_leaves_the_invite_good() -> None:
    """No harm done; it can be used later, by them or another."""
    async with a_line() as line:
        code, kim = await invited(line), line.person()
        await kim.types(f"/join {code} Kim")
        await kim.presses("Not now")
        assert kim.notices()[-1] == "NotAgreed"
        await kim.types(f"/join {code} Kim")
        assert kim.notices()[-1] == "Agreement"


@pytest.mark.parametrize("alias", ["Warmline", "Wаrmlіne", "coordinator", "Admin", "Ada", "АDА", "x", "<b>hi</b>"])
async def test_an_alias_that_misleads_is_refused(alias: str) -> None:
    """The line's own name, an office, another's alias, lookalikes of them, markup; another can be written at once."""
    async with a_line() as line:
        await joined(line, "Ada", role=Role.COORDINATOR)
        kim = line.person()
        await kim.types(f"/join {await invited(line)}")
        await kim.presses("I agree")
        await kim.writes(alias)
        assert kim.notices()[-1] == "AliasTaken"
        await kim.writes("Kim")
        await kim.presses("Yes, that's me")
        assert kim.notices()[-1] == "AwaitingApproval"


async def test_joining_twice_is_said() -> None:
    """Somebody on the roster who comes with another listener's invite keeps it unused."""
    async with a_line() as line:
        kim = await joined(line, "Kim", approved=True)
        await kim.types(f"/join {await invited(line)} Other")
        assert "You have joined this line already, as Kim." in kim.last()
        assert len((await line.rows())["invites"]) == 1


async def test_a_code_that_is_none() -> None:
    """Missing, mistyped or invented: each is said."""
    async with a_line() as line:
        kim = line.person()
        await kim.types("/join")
        assert kim.notices()[-1] == "InviteMissing"
        await kim.types("/join abcdefghijkmnopqrstuv")
        assert kim.notices()[-1] == "InviteInvalid"


@pytest.mark.parametrize(
    ("typed", "notice"),
    [
        ("/oncall", "OnCall"),
        ("/oncall 2h", "OnCall"),
        ("/oncall until 22:00", "OnCall"),
        ("/oncall off", "OffCall"),
        ("/oncall soon", "WhenUnknown"),
        ("/oncall until 25:00", "WhenUnknown"),
        ("/oncall 0h", "WhenUnknown"),
        ("/next", "Next"),
    ],
)
async def test_being_on_call_in_its_forms(typed: str, notice: str) -> None:
    """Each form is read, or it is said that it cannot be."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        await kim.types(typed)
        assert kim.notices() == [notice]


async def test_time_on_call_runs_out_by_itself() -> None:
    """They are told, and those who wait see the count."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        await kim.types("/oncall 10m")
        robin = await line.seeker()
        await line.passes(minutes=10)
        assert "Your time on call is over." in kim.last()
        assert not await line.overdue()
        assert "Nobody is on call" in " ".join(robin.reads())


async def test_commands_of_listeners_and_coordinators_are_theirs() -> None:
    """A stranger and a listener are told, and nothing changes."""
    async with a_line() as line:
        kim, robin, before = await line.listener("Kim", on_call=False), line.person(), await line.rows()
        for command in ("/oncall", "/next"):
            await robin.types(command)
            assert robin.notices()[-1] == "NotAListener"
        for command in ("/invite", "/approve Kim", "/setup", "/panel"):
            await kim.types(command)
            assert kim.notices()[-1] in {"NotACoordinator", "PlaceNeeded"}
        assert await line.rows() == before


async def test_everybody_is_offered_the_commands_of_who_they_are() -> None:
    """From the approval until they leave, also after a restart."""
    async with a_line() as line:
        ada = await joined(line, "Ada", role=Role.COORDINATOR)
        kim = await joined(line, "Kim")
        menus = ada.platform.menus
        assert menus.get(ada.address) is Role.COORDINATOR
        assert kim.address not in menus
        await ada.presses("Approve")
        assert menus[kim.address] is Role.LISTENER
        menus.clear()
        await line.restarts(away=timedelta(minutes=1))
        assert menus == {ada.address: Role.COORDINATOR, kim.address: Role.LISTENER}
        await kim.types("/leave")
        await kim.presses("Leave for good")
        assert menus[kim.address] is None
