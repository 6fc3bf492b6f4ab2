"""A coordinator joins a talk, only by the seeker's own tap; nothing from before reaches them; each can leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stories.test_aside import asked
from tests.support.story import Line, Person, a_line

ASKS = "would like Ada, a coordinator, to join. They will see only what is written from now on."


async def joined(line: Line) -> tuple[Person, Person, Person]:
    """A coordinator who has joined the talk of a listener and a seeker, and these; both had written before."""
    ada, kim, robin = await asked(line)
    await kim.writes("kim before")
    await robin.writes("robin before")
    await ada.presses("Ask to join")
    await robin.presses("Yes")
    return ada, kim, robin


async def test_only_the_seekers_yes_lets_a_coordinator_in() -> None:
    """Asked in these words; nothing written before reaches the coordinator, everything after reaches both."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await kim.writes("kim before")
        await ada.presses("Ask to join")
        assert robin.showing("AskThird").text == f"Warmline: Kim {ASKS}"
        assert robin.showing("AskThird").labels == ("Yes", "No")
        await robin.writes("robin before")
        await robin.presses("Yes")
        assert robin.showing("AskThird").labels == ()
        assert ada.hears() == []
        for who, word in ((kim, "from kim"), (robin, "from robin"), (ada, "from ada")):
            await who.writes(word)
        name = kim.hears()[0].partition(":")[0]
        assert ada.hears() == ["Kim: from kim", f"{name}: from robin"]
        assert robin.hears() == ["Kim: kim before", "Kim: from kim", "Ada (coordinator): from ada"]
        assert kim.hears() == [f"{name}: robin before", f"{name}: from robin", "Ada (coordinator): from ada"]


async def test_a_no_is_kind_and_final() -> None:
    """Both hear it; nothing changes; they are not asked again."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        again = ada.press("Ask to join")
        await ada.presses("Ask to join")
        await ada._does(again)
        assert ada.notices()[-1] == "CannotJoin"
        yes = robin.press("Yes")
        await robin.presses("No")
        assert (ada.notices()[-1], kim.notices()[-1], robin.notices()[-1]) == (
            "ThirdDeclined", "ThirdDeclined", "ThirdNotNeeded"
        )  # fmt: skip
        await robin._does(yes)
        await ada._does(again)
        assert "They said no" in ada.last()
        assert robin.notices().count("AskThird") == 1
        await robin.writes("hello")
        assert ada.hears() == []


async def test_nobody_else_says_yes() -> None:
    """Neither the listener nor the coordinator, by a forged press."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await ada.presses("Ask to join")
        yes = robin.press("Yes")
        for somebody in (ada, kim, line.person()):
            await somebody.forges("third", yes.subject, yes.epoch)
        await robin.writes("hello")
        assert ada.hears() == []


async def test_edits_and_deletions_reach_both() -> None:
    """Of all three; of what was written before, only where it had gone."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        before = await robin.writes("robin before")
        await ada.presses("Ask to join")
        await robin.presses("Yes")
        written = {who: await who.writes("one") for who in (ada, kim, robin)}
        await robin.edits(before, "changed")
        for who, source in written.items():
            await who.edits(source, "two")
        for who in (ada, kim, robin):
            assert [text.rpartition(": ")[2] for text in who.hears()].count("two") == 2
        assert not any("changed" in text for text in ada.hears())
        for who, source in written.items():
            await who.deletes(source)
        assert (ada.hears(), robin.hears()) == ([], [])
        assert len(kim.hears()) == 1


@pytest.mark.parametrize("how", ["Leave", "/end"])
async def test_the_coordinator_leaves_and_the_two_go_on(how: str) -> None:
    """They are told."""
    async with a_line() as line:
        ada, kim, robin = await joined(line)
        await (ada.types(how) if how == "/end" else ada.presses(how))
        assert "Ada has left. You're talking with Kim, as before." in robin.last()
        assert kim.notices()[-1] == "AsideOver"
        await kim.writes("now the two of us")
        await robin.writes("yes")
        assert ada.hears() == []
        assert robin.hears()[-1] == "Kim: now the two of us"
        assert kim.hears()[-1].endswith(": yes")


async def test_the_seeker_takes_their_yes_back() -> None:
    """One tap; the two go on, the side chat too, and they are not asked again."""
    async with a_line() as line:
        ada, kim, robin = await joined(line)
        await robin.presses("Without Ada, please")
        assert "Ada has left." in robin.last()
        assert (kim.notices()[-1], ada.notices()[-1]) == ("ThirdOut", "ThirdOver")
        await robin.writes("only for kim")
        await kim.writes("only for robin")
        await ada.writes("only for kim, too")
        assert ada.hears() == []
        assert robin.hears()[-1] == "Kim: only for robin"
        assert kim.hears()[-1] == "Ada (coordinator, side chat): only for kim, too"
        await ada.presses("Ask to join")
        assert "They said no" in ada.last()


@pytest.mark.parametrize("who", ["seeker", "listener"])
async def test_the_talk_ends_and_the_side_chat_goes_on(who: str) -> None:
    """The seeker is out of it at once."""
    async with a_line() as line:
        ada, kim, robin = await joined(line)
        await (robin if who == "seeker" else kim).presses("End conversation")
        assert ada.notices()[-1] == "ThirdOver"
        heard = robin.hears()
        await kim.writes("that was hard")
        await ada.writes("I know")
        await robin.writes("anybody?")
        assert robin.hears() == heard
        assert ada.hears() == ["Kim: that was hard"]
        assert kim.hears()[-1] == "Ada (coordinator, side chat): I know"


async def test_a_coordinator_cannot_report_who_they_helped() -> None:
    """What is left of the talk is not theirs."""
    async with a_line() as line:
        ada, _, robin = await joined(line)
        await robin.presses("End conversation")
        await ada.presses("End side chat")
        await ada.types("/report")
        assert ada.notices()[-1] == "NotTalking"
        await robin.types("/report")
        assert robin.notices()[-1] == "Reported"


async def test_who_wrote_to_the_coordinator_alone_writes_to_nobody_until_they_go_back() -> None:
    """Nothing private slips out with the Yes."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await kim.presses("Write to Ada")
        await kim.writes("private")
        await ada.presses("Ask to join")
        await robin.presses("Yes")
        await kim.writes("private, too")
        assert kim.notices()[-1] == "Writing"
        assert robin.hears() == []
        await kim.presses(kim.showing("ThirdJoined").labels[0])
        await kim.writes("for both")
        assert robin.hears() == ["Kim: for both"]
        assert ada.hears() == ["Kim: private", "Kim: for both"]


async def test_a_coordinators_word_counts_as_the_listeners() -> None:
    """The seeker is not told that nobody answers (routing.md 11)."""
    async with a_line() as line:
        ada, _, robin = await joined(line)
        for _ in range(4):
            await robin.writes("and then")
            await line.passes(minutes=4)
            await ada.writes("go on")
            await line.passes(minutes=2)
        assert "NoAnswerYet" not in robin.notices()
        assert "Requeued" not in robin.notices()


@pytest.mark.parametrize("when", ["asked", "joined"])
async def test_a_restart_changes_nothing(when: str) -> None:
    """Asked stays asked, joined stays joined, and nothing comes twice."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        await ada.presses("Ask to join")
        if when == "joined":
            await robin.presses("Yes")
            await kim.writes("one", source="77")
        await line.restarts(away=timedelta(minutes=2))
        if when == "asked":
            await robin.presses("Yes")
        await kim.writes("one", source="77")
        await robin.writes("two")
        assert [text.rpartition(": ")[2] for text in ada.hears()] == ["one", "two"]
        assert [text.rpartition(": ")[2] for text in robin.hears()] == ["one"]
        for one in (ada, kim, robin):
            assert one.notices().count("Back") == 1


async def test_what_comes_a_second_time_is_not_from_after_the_yes() -> None:
    """A repeated update of a word from before it, after a restart: neither the seeker's nor the others'."""
    async with a_line() as line:
        ada, kim, robin = await asked(line)
        at = line.clock.now()
        words = [(kim, await kim.writes("kim before")), (robin, await robin.writes("robin before"))]
        words.append((ada, await ada.writes("ada before")))
        await ada.presses("Ask to join")
        await robin.presses("Yes")
        heard = [one.hears() for one in (ada, kim, robin)]
        await line.restarts(away=timedelta(minutes=1))
        for who, source in words:
            await who.writes("again", source=source, at=at)
        assert [one.hears() for one in (ada, kim, robin)] == heard


async def test_nothing_is_left_and_delete_reaches_the_coordinators_chat() -> None:
    """**Delete our messages** removes what passed between seeker and coordinator, too; then nothing is kept."""
    async with a_line() as line:
        ada, kim, robin = await joined(line)
        await robin.writes("after")
        await ada.writes("hello")
        await robin.presses("End conversation")
        await ada.presses("End side chat")
        await robin.presses("Delete our messages")
        assert (ada.hears(), robin.hears(), kim.hears()) == ([], [], ["Ada (coordinator): hello"])
        await robin.presses("What may be kept?")
        await robin.presses("No, keep nothing")
        rows = await line.rows()
        assert [rows[table] for table in ("conversations", "seats", "pairs", "requests", "pages")] == [[]] * 5
