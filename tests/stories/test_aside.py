"""Side chats: a listener and a coordinator, also beside a talk; no word ever reaches who it was not for."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people import Role
from tests.support.machines import UNSHRUNK
from tests.support.story import EAGER, Line, Person, a_line


async def talking(line: Line, *, platform: str = "discord") -> tuple[Person, Person, Person]:
    """A coordinator, and a listener who talks with a seeker."""
    ada = await line.listener("Ada", "telegram", role=Role.COORDINATOR, on_call=False)
    kim, robin = await line.listener("Kim", platform), await line.seeker()
    await kim.takes()
    return ada, kim, robin


async def asked(line: Line, *, platform: str = "discord") -> tuple[Person, Person, Person]:
    """The same, and the coordinator is in a side chat with the listener."""
    ada, kim, robin = await talking(line, platform=platform)
    await kim.presses("Ask a coordinator")
    await ada.presses("I've got it")
    return ada, kim, robin


async def test_a_listener_debriefs() -> None:
    """Asked for after a talk; both write, either ends, and nothing of it is left or counted."""
    async with a_line() as line:
        ada, kim, _ = await talking(line)
        await kim.presses("End conversation")
        await kim.presses("I'd like to debrief")
        assert kim.notices()[-1] == "CoordinatorAsked"
        before = {**await line.rows(), "pages": [], "slots": []}
        assert "Kim would like to talk with a coordinator" in ada.last()
        await ada.presses("I've got it")
        assert kim.last().startswith("Warmline: Ada, a coordinator, is here.")
        await kim.writes("that was hard")
        await ada.writes("I'm listening")
        assert ada.hears() == ["Kim: that was hard"]
        assert kim.hears()[-1] == "Ada (coordinator, side chat): I'm listening"
        await line.seeker()
        assert kim.notices()[-1] != "Offer"
        await ada.types("/end")
        assert (kim.notices()[-1], ada.notices()[-1]) == ("AsideOver", "AsideEnded")
        assert "End side chat" not in ada.buttons() + kim.buttons()
        after = await line.rows()
        for table in ("conversations", "seats", "pairs", "pages", "duties"):
            assert len(after[table]) == len(before[table]), table


async def test_nothing_changes_but_by_their_own_tap() -> None:
    """Words go to the seeker until **Write to …**, to the coordinator until **Back to …**; each time it is said."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await kim.writes("for robin")
        await kim.presses("Write to Ada")
        assert kim.last().endswith("What you write now goes to Ada, the coordinator.")
        await kim.writes("for ada")
        alias = robin.hears()[0].partition(":")[0]
        await kim.presses(next(one for one in kim.buttons() if one.startswith("Back to ")))
        await kim.writes("for robin again")
        assert alias == "Kim"
        assert robin.hears() == ["Kim: for robin", "Kim: for robin again"]
        assert ada.hears() == ["Kim: for ada"]


async def test_where_words_go_is_said_again_when_the_other_writes() -> None:
    """Once, until the listener has written."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await ada.writes("how is it going?")
        assert kim.notices()[-1] == "Writing"
        assert "What you write now goes to " in kim.last()
        await ada.writes("no hurry")
        assert kim.notices().count("Writing") == 1
        await kim.writes("hello")
        await ada.writes("are you there?")
        assert kim.notices().count("Writing") == 2
        assert robin.hears() == ["Kim: hello"]


async def test_a_reply_goes_to_whom_it_answers() -> None:
    """For that message only."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await ada.writes("shall I join?")
        copy = next(one for one in kim.chat.shown if one.text.endswith("shall I join?"))
        await kim.writes("not yet", reply_to=copy.id)
        await kim.writes("go on")
        assert ada.hears() == ["Kim: not yet"]
        assert robin.hears() == ["Kim: go on"]


@pytest.mark.parametrize("towards", ["seeker", "coordinator"])
@pytest.mark.parametrize("ends", ["seeker", "coordinator"])
async def test_neither_ends_with_the_other(towards: str, ends: str) -> None:
    """Who wrote to the one that has ended writes to nobody until they choose."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        if towards == "coordinator":
            await kim.presses("Write to Ada")
        await (robin if ends == "seeker" else ada).types("/end")
        await kim.writes("hello?")
        others = {"seeker": robin, "coordinator": ada}
        heard = {name: one.hears() for name, one in others.items()}
        assert heard[ends] == []
        left = "coordinator" if ends == "seeker" else "seeker"
        assert heard[left] == ([] if towards == ends else ["Kim: hello?"])
        if towards == ends:
            assert kim.last().startswith("Warmline: What you just wrote went to nobody.")
            button = "Write to Ada" if left == "coordinator" else kim.showing("Writing").labels[0]
            await kim.presses(button)
            await kim.writes("now")
            assert others[left].hears() == ["Kim: now"]


async def test_edits_and_deletions_follow_the_words() -> None:
    """Also after a switch, and never to the other."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await kim.presses("Write to Ada")
        source = await kim.writes("for ada")
        await kim.presses(kim.showing("Writing").labels[0])
        await kim.edits(source, "for you, Ada")
        assert (ada.hears(), robin.hears()) == (["Kim: for you, Ada"], [])
        await kim.deletes(source)
        assert (ada.hears(), robin.hears()) == ([], [])
        await ada.types("/end")
        await kim.edits(source, "too late")
        assert robin.hears() == []


@pytest.mark.parametrize("towards", ["Write to Ada", None])
async def test_a_restart_changes_nothing(towards: str | None) -> None:
    """Both go on, and words go where they went; what was handled stays handled."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        if towards:
            await kim.presses(towards)
        source = await kim.writes("one")
        await line.restarts(away=timedelta(minutes=1))
        await kim.writes("one", source=source)
        await kim.writes("two")
        there, elsewhere = (ada, robin) if towards else (robin, ada)
        assert there.hears() == ["Kim: one", "Kim: two"]
        assert elsewhere.hears() == []


async def test_what_is_read_again_after_a_restart_goes_nowhere_twice() -> None:
    """What had gone to the one before the switch never comes to the other."""
    async with a_line() as line:
        ada, kim, robin = await talking(line)
        for_robin = await kim.writes("for robin")
        await kim.presses("Ask a coordinator")
        await ada.presses("I've got it")
        await kim.presses("Write to Ada")
        for_ada = await kim.writes("for ada")
        await line.restarts(away=timedelta(minutes=1))
        cursors = {one.cursor for one in line.switchboard.watched("discord")}
        assert cursors == {for_ada}
        await kim.writes("for robin", source=for_robin)
        await kim.writes("for ada", source=for_ada)
        assert (robin.hears(), ada.hears()) == (["Kim: for robin"], ["Kim: for ada"])


async def test_what_waits_when_the_tap_comes_goes_where_it_was_written_for() -> None:
    """A press does not wait behind words that are slow to deliver; they keep their way."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        robin.platform.slow(robin.address, timedelta(seconds=20))
        switch = kim.press("Write to Ada")
        for event in (kim.said("one"), kim.said("two"), switch, kim.said("three")):
            line.tasks.create_task(line.switchboard.receive(event))
            await line.settle()
        await line.passes(minutes=2)
        assert robin.hears() == ["Kim: one", "Kim: two"]
        assert ada.hears() == ["Kim: three"]


async def test_an_answer_to_what_the_coordinator_wrote_is_for_nobody_else() -> None:
    """Also when the side chat is over: it goes to nobody, and the listener reads so."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await ada.writes("shall I join?")
        copy = next(one for one in kim.chat.shown if one.text.endswith("shall I join?"))
        await ada.types("/end")
        await kim.writes("no, they are angry", reply_to=copy.id)
        assert robin.hears() == []
        assert "What you just wrote went to nobody." in kim.last()


async def test_who_is_in_a_conversation_cannot_help_and_the_page_stays() -> None:
    """A clear answer; another coordinator takes it."""
    async with a_line() as line:
        ada, kim, _ = await talking(line)
        await ada.types("/oncall 2h")
        await line.seeker("discord")
        await ada.takes()
        ben = await line.listener("Ben", role=Role.COORDINATOR, on_call=False)
        await kim.presses("Ask a coordinator")
        await line.passes(minutes=3)
        await ada.presses("I've got it")
        assert ada.notices()[-1] == "CannotHelpNow"
        await ben.presses("I've got it")
        assert ben.notices()[-1] == "AsideOpened"
        await kim.presses("Ask a coordinator")
        assert kim.notices()[-1] == "AsideAlready"


async def test_a_coordinator_in_a_side_chat_is_asked_for_nothing_else() -> None:
    """No offer, and no second side chat."""
    async with a_line() as line:
        ada, kim, _ = await talking(line)
        await ada.types("/oncall 2h")
        await kim.presses("Ask a coordinator")
        await ada.presses("I've got it")
        await line.seeker()
        assert "Offer" not in ada.notices()
        await ada.presses("End side chat")
        assert "Offer" in ada.notices()


async def test_a_listener_who_goes_on_talking_is_offered_nothing() -> None:
    """The side chat is over, the talk is not."""
    async with a_line() as line:
        ada, kim, _ = await asked(line)
        await ada.types("/end")
        await line.seeker()
        assert "Offer" not in kim.notices()
        await kim.presses("End conversation")
        await kim.presses("I'm ready")
        assert "Offer" in kim.notices()


async def test_it_ends_by_itself_after_half_an_hour_of_silence() -> None:
    """Beside the talk, which goes on."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await kim.writes("hello")
        for _ in range(4):
            await line.passes(minutes=8)
            await robin.writes("still here")
            await kim.writes("me too")
        assert ada.notices()[-1] == "AsideEnded"
        assert "It was quiet for a while." in kim.showing("AsideOver").text
        assert robin.hears()[-1] == "Kim: me too"


async def test_nobody_can_be_called() -> None:
    """Said at once."""
    async with a_line() as line:
        kim, _ = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await kim.presses("Ask a coordinator")
        assert (
            "no coordinator can be reached right now. You may end this conversation; that is all right." in kim.last()
        )


async def test_a_coordinator_who_listens_calls_the_others() -> None:
    """Never themselves; asked twice, it is one page."""
    async with a_line() as line:
        cleo = await line.listener("Cleo", role=Role.COORDINATOR)
        await line.seeker()
        await cleo.takes()
        await cleo.presses("Ask a coordinator")
        assert "no coordinator can be reached right now." in cleo.last()
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        for _ in range(2):
            await cleo.presses("Ask a coordinator")
            assert cleo.last().startswith("Warmline: I've called a coordinator.")
        assert ada.notices().count("Page") == 1
        assert "Page" not in cleo.notices()


async def test_nobody_answers_the_listener() -> None:
    """The exact words, after five minutes."""
    async with a_line() as line:
        _, kim, robin = await talking(line)
        await kim.presses("Ask a coordinator")
        for _ in range(6):
            await line.passes(minutes=1)
            await kim.writes("hello")
        told = kim.showing("NoCoordinatorYet").text
        assert told == "Warmline: No coordinator has answered yet. You may end this conversation; that is all right."
        assert "NoCoordinatorYet" not in robin.notices()


HEARD = {
    "seeker": (True, False), "coordinator": (False, True), "both": (True, True), "nobody": (False, False)
}  # fmt: skip
STEPS = (
    "kim writes", "kim writes", "robin writes", "ada writes", "write to", "back to", "reply to ada", "reply to robin",
    "robin ends", "kim ends", "ada ends", "end aside", "ask", "debrief", "got it", "robin asks", "kim takes", "restart",
    "cannot", "join", "join", "yes", "no", "without",
)  # fmt: skip


@settings(max_examples=int(os.environ.get("HISTORIES", 25)), deadline=None, phases=UNSHRUNK, print_blob=True)
@given(st.lists(st.sampled_from(STEPS), min_size=15, max_size=40))
def test_words_go_where_the_listener_last_read_that_they_go(steps: list[str]) -> None:
    """Whatever happens in between, and to nobody else; a reply goes to whom it answers, or to nobody."""
    asyncio.run(_history(steps))


async def _history(steps: list[str]) -> None:
    async with a_line(numbers=EAGER | {"cool_down": timedelta(0)}) as line:
        ada, kim, robin = await asked(line)
        for count, step in enumerate(steps):
            word = f"word {count}"
            match step:
                case "kim writes":
                    towards = _towards(kim)
                    await kim.writes(word)
                    assert _heard(word, robin, ada) == HEARD[towards], (word, towards, kim.reads())
                case "reply to ada" | "reply to robin":
                    to_ada = step.endswith("ada")
                    copies = [
                        one for one in kim.chat.shown if not one.notice and one.text.startswith("Ada (") == to_ada
                    ]
                    if copies and not _joined(robin):
                        await kim.writes(word, reply_to=copies[-1].id)
                        assert not _heard(word, robin if to_ada else ada)[0]
                case "robin writes" | "ada writes":
                    who, other = (robin, ada) if step.startswith("robin") else (ada, robin)
                    joined = _joined(robin)
                    await who.writes(word)
                    assert _heard(word, other)[0] == joined, (word, robin.reads())
                case "restart":
                    await line.restarts(away=timedelta(seconds=2))
                case _:
                    await _does(step, ada, kim, robin)


async def _does(step: str, ada: Person, kim: Person, robin: Person) -> None:
    """Press or type it, where it can be."""
    who, label = {
        "write to": (kim, "Write to "), "back to": (kim, "Back to "), "robin ends": (robin, "End conversation"),
        "kim ends": (kim, "End conversation"), "end aside": (kim, "End side chat"), "ada ends": (ada, "End side chat"),
        "ask": (kim, "Ask a coordinator"), "debrief": (kim, "I'd like to debrief"), "got it": (ada, "I've got it"),
        "kim takes": (kim, "I'll take this"), "cannot": (kim, "I can't do this one"), "robin asks": (robin, ""),
        "join": (ada, "Ask to join"), "yes": (robin, "Yes"), "no": (robin, "No"),
        "without": (robin, "Without Ada, please"),
    }[step]  # fmt: skip
    if not label:
        await robin.asks()
    elif found := [one for one in who.buttons() if one == label or (label[-1] == " " and one.startswith(label))]:
        await who.presses(found[-1])


def _joined(robin: Person) -> bool:
    """Whether the seeker last read that the coordinator is there."""
    turns = {"ThirdHere": True, "ThirdLeft": False, "Ended": False, "Requeued": False, "Connected": False}
    return next((turns[one] for one in reversed(robin.notices()) if one in turns), False)


def _heard(word: str, *people: Person) -> tuple[bool, ...]:
    return tuple(any(text.endswith(f": {word}") for text in one.hears()) for one in people)


def _towards(kim: Person) -> str:
    """Where the listener last read that their words go."""
    for one in reversed(kim.chat.shown):
        match one.notice:
            case "Writing" | "ThirdJoined" if " and to " in one.text and "nobody" not in one.text:
                return "both"
            case "ThirdOut" if one.text.endswith(" alone."):
                return "seeker"
            case "ThirdJoined" | "ThirdOut":
                return "nobody"
            case "Writing" if "the coordinator." in one.text:
                return "coordinator"
            case "Writing" | "AsideOver" if "goes to nobody" in one.text:
                return "nobody"
            case "Writing":
                return "seeker"
            case "AsideBegun" if "What you write now goes to " in one.text:
                return "coordinator"
            case "ListenerConnected":
                return "seeker"
            case "AsideOver" if "as before" in one.text:
                return "seeker"
            case "AsideOver" | "ListenerEnded" | "Released":
                return "nobody"
    return "nobody"
