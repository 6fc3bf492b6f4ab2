"""How a conversation ends, what can be done afterwards, and that each change of state is told to both."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import RetryLater
from bot.inbound import Edited
from bot.people import Role
from bot.words import Words
from tests.support.story import Line, Person, a_line


async def talking(line: Line, *, words: bool = True) -> tuple[Person, Person]:
    """A seeker on Telegram and a listener on Discord in the middle of a conversation."""
    kim, robin = await line.listener("Kim"), await line.seeker()
    await kim.takes()
    if words:
        await kim.writes("hi")
        await robin.writes("hello")
    return robin, kim


@pytest.mark.parametrize("who", ["seeker", "listener"])
async def test_either_ends_with_one_tap(who: str) -> None:
    """Both are told in a new message, the buttons of before are gone, and nothing more passes."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await {"seeker": robin, "listener": kim}[who].presses("End conversation")
        assert robin.notices()[-1] == "Ended"
        assert kim.notices()[-1] == "ListenerEnded"
        assert "End conversation" not in robin.buttons() + kim.buttons()
        await robin.writes("one more thing")
        assert not any("one more thing" in text for text in kim.hears())


async def test_a_listener_s_end_is_asked_how() -> None:
    """Say goodbye first, Hand over, End now; each does what it says."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.types("/end")
        assert list(kim.showing("EndHow").labels) == ["Say goodbye first", "Hand over", "End now"]
        await kim.presses("Say goodbye first")
        await kim.writes("take care")
        assert robin.hears()[-1] == "Kim: take care"
        await kim.presses("Hand over")
        assert kim.notices()[-1] == "HandOverAsked"
        await kim.presses("End now")
        assert robin.notices()[-1] == "Ended"


async def test_what_is_written_after_an_end_is_not_passed_on_and_said_so() -> None:
    """Within 30 minutes: who did not get it; the seeker may talk again. Later it is the refusal."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await robin.types("/end")
        await robin.writes("wait")
        assert robin.last() == "Warmline: This conversation has ended. Kim did not get what you just wrote."
        assert robin.showing("NotPassedOn").labels == ("Talk again",)
        await kim.writes("bye!")
        assert "did not get what you just wrote" in kim.last()
        await line.passes(minutes=31)
        await robin.writes("hm")
        assert "did not get" not in robin.last()


async def test_what_is_written_while_it_ends_is_told_too() -> None:
    """Between the press and the commit: neither relayed nor taken for words to the bot."""
    async with a_line() as line:
        robin, kim = await talking(line)
        end = line.tasks.create_task(line.switchboard.receive(kim.press("End conversation")))
        await line.settle_once()
        await robin.writes("and then")
        await line.settle()
        assert end.done()
        assert not any("and then" in text for text in kim.hears()) or robin.notices()[-1] == "Ended"
        if not any("and then" in text for text in kim.hears()):
            assert "NotPassedOn" in robin.notices()


async def test_talk_again_after_the_listener_ended_keeps_the_place() -> None:
    """Within 15 minutes the new request has the old arrival; the next listener sees how long they waited."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await line.passes(minutes=2)
        await kim.writes("I have to go")
        await kim.presses("End conversation")
        await robin.presses("Talk again")
        sam = await line.listener("Sam")
        assert "Waiting: 2 minutes." in sam.showing("Offer").text


async def test_talk_again_after_the_seeker_ended_is_a_new_place() -> None:
    """It was their end; they wait as anybody who asks now."""
    async with a_line() as line:
        robin, _ = await talking(line)
        await line.passes(minutes=2)
        await robin.types("/end")
        await robin.presses("Talk again")
        sam = await line.listener("Sam")
        assert "Waiting: under a minute." in sam.showing("Offer").text


async def test_someone_else_in_the_first_minutes() -> None:
    """Re-queued with the original arrival; this pair is not matched again, though nobody else is there."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await line.passes(minutes=1)
        await robin.presses("Someone else, please")
        assert robin.notices()[-1] == "Requeued"
        assert "It's nobody's fault." in kim.showing("Released").text
        await kim.presses("I'm ready")
        assert "Offer" not in kim.notices()
        sam = await line.listener("Sam")
        assert "Waiting: 1 minute." in sam.showing("Offer").text
        await sam.takes()
        assert "talking with Sam" in robin.last()


async def test_someone_else_later_is_said_not_to_work() -> None:
    """After five minutes the button explains the way."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await line.passes(minutes=2)
        await kim.writes("mhm")
        await line.passes(minutes=4)
        await robin.presses("Someone else, please")
        assert robin.notices()[-1] == "SomeoneElseLate"
        await robin.writes("still here")
        assert kim.hears()[-1].endswith(": still here")


async def test_i_can_t_do_this_one_asks_no_reason() -> None:
    """The seeker keeps the place and is told that they did nothing wrong; the listener is thanked."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.presses("I can't do this one")
        assert "You did nothing wrong." in robin.last()
        assert "Thank you for saying so." in kim.showing("Released").text


@pytest.mark.parametrize("who", ["seeker", "listener"])
async def test_a_report_ends_it_and_tells_coordinators_only(who: str) -> None:
    """The author gets a reference; coordinators a page; the reported hears only that it is over."""
    async with a_line() as line:
        ada = await line.listener("Ada", "telegram", on_call=False, role=Role.COORDINATOR)
        robin, kim = await talking(line)
        author, reported = (robin, kim) if who == "seeker" else (kim, robin)
        await author.presses("Report")
        reference = author.showing("Reported").text.split("reference is ")[1].split(".")[0]
        assert reference in ada.last()
        assert reference not in " ".join(reported.reads())
        assert reported.notices()[-1] in {"Ended", "ListenerEnded"}
        assert "What may be kept?" not in robin.buttons()
        assert len((await line.rows())["reports"]) == 1


async def test_a_coordinator_who_is_reported_is_not_told() -> None:
    """Never to the person reported; if nobody else is left, the author hears so."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR)
        robin = await line.seeker()
        await ada.takes()
        await robin.types("/report")
        assert "No coordinator can be reached here right now." in robin.showing("Reported").text
        assert "ReportPage" not in ada.notices()


async def test_a_block_keeps_the_two_apart() -> None:
    """It ends at once; the same two are not put together again; another listener is asked."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await robin.presses("Block")
        assert "I won't put you two together again." in robin.showing("Blocked").text
        await kim.presses("I'm ready")
        await robin.asks()
        assert "Offer" not in kim.notices()
        sam = await line.listener("Sam")
        assert "Offer" in sam.notices()


async def test_two_releases_at_once_are_one() -> None:
    """The seeker would like somebody else as the listener gives it back: it returns to the queue once, in its place."""
    async with a_line() as line:
        robin, kim = await talking(line)
        presses = [robin.press("Someone else, please"), kim.press("I can't do this one")]
        await asyncio.gather(*(line.switchboard.receive(one) for one in presses))
        await line.passes(seconds=1)
        assert robin.notices().count("Requeued") == 1
        async with line.store.real.decision() as rows:
            (request,) = await rows.waiting()
            assert (request.epoch, request.seeker) == (1, robin.address)
            assert await rows.live_conversations() == ()
        assert "Offer" not in kim.notices()


async def test_delete_our_messages_removes_both_sides_and_says_how_much() -> None:
    """The seeker's press: what the platforms let go, goes; the rest is counted."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await robin.types("/end")
        line.platforms["discord"].keeps.add(kim.address)
        await robin.presses("Delete our messages")
        assert "I've deleted 2 messages. 2 messages are left" in robin.last()
        assert robin.hears() == []
        assert not any(one.text == "hello" for one in robin.chat.shown)


async def test_a_change_that_comes_again_is_the_same_change() -> None:
    """What it adds at the other side has the same name then, so that a platform that knows names shows it once."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("word")
        for seconds in (7, 7, 8):
            words, at = Words(text="word " * 900), line.clock.now().replace(second=seconds)
            await line.switchboard.receive(Edited(by=robin.address, words=words, source=source, at=at))
        first, again, other = kim.platform.amended
        assert first == again != other


async def test_edits_and_deletions_follow_in_a_live_conversation() -> None:
    """A longer edit adds parts, a shorter one takes them away, a deletion removes the copies."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("first")
        await robin.edits(source, "word " * 900)
        assert sum("word" in text for text in kim.hears()) > 1
        await robin.edits(source, "short")
        assert kim.hears()[-1].endswith(": short")
        assert not any("word" in text for text in kim.hears())
        await robin.deletes(source)
        assert not any("short" in text for text in kim.hears())


async def test_a_reply_finds_its_message_on_the_other_side() -> None:
    """To a copy and to one's own message alike."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("which one?")
        copy = kim.chat.shown[-1].id
        await kim.writes("this one", reply_to=copy)
        assert robin.chat.shown[-1].reply_to == source
        await robin.writes("ah", reply_to=source)
        assert kim.chat.shown[-1].reply_to == copy


async def test_the_same_message_twice_arrives_once() -> None:
    """A repeated update of the platform is handled once."""
    async with a_line() as line:
        robin, kim = await talking(line)
        for _ in range(3):
            await robin.writes("once", source="777")
        assert [text.split(": ")[1] for text in kim.hears()].count("once") == 1


async def test_words_that_waited_for_one_listener_do_not_reach_the_next() -> None:
    """Queued behind a slow chat; then another listener takes the request: they were not meant for that one."""
    async with a_line() as line:
        robin, kim = await talking(line)
        sam = await line.listener("Sam")
        line.platforms["discord"].refuse(kim.address, RetryLater(60), times=1)
        for text in ("one for Kim", "two for Kim"):
            await robin.writes(text)
        await kim.presses("I can't do this one")
        await sam.takes()
        await line.passes(minutes=2)
        await robin.writes("for Sam")
        assert [text.split(": ")[1] for text in sam.hears()] == ["for Sam"]
        assert robin.notices().count("NotPassedOn") == 1  # at once, for both
        assert not line.switchboard.desk.memory.left_behind


@pytest.mark.parametrize("by", ["End conversation", "I can't do this one"])
async def test_who_is_not_heard_any_more_hears_it_though_the_line_is_killed(by: str, tmp_path: Path) -> None:
    """Their word waits for a busy platform; the end is decided, and then nothing is left that knows of the word."""
    async with a_line(path=tmp_path / "line.db") as line:
        robin, kim = await talking(line)
        kim.platform.refuse(kim.address, RetryLater(60), times=1)
        await robin.writes("are you there?")
        robin.platform.slow(robin.address, timedelta(seconds=5))
        await kim.presses(by)
        await line.restarts(away=timedelta(seconds=3))
        await line.passes(minutes=2)
        assert robin.notices().count("NotPassedOn") == 1
        assert not any("are you there?" in text for text in kim.hears())


async def test_end_takes_effect_at_once_whatever_is_queued_behind_it() -> None:
    """Words that wait for a slow platform are not delivered after the end, and their writer is told."""
    async with a_line() as line:
        robin, kim = await talking(line)
        line.platforms["discord"].slow(kim.address, timedelta(seconds=40))
        await robin.writes("too late")
        await kim.presses("End conversation")
        await line.passes(minutes=5)
        assert not any("too late" in text for text in kim.hears())
        assert "Kim did not get what you just wrote." in " ".join(robin.reads())


async def test_end_does_not_wait_behind_the_writers_own_slow_words() -> None:
    """Ten words to a chat that takes 40 s each, then /end: over within seconds, and the rest is not delivered."""
    async with a_line() as line:
        robin, kim = await talking(line)
        line.platforms["discord"].slow(kim.address, timedelta(seconds=40))
        for number in range(10):
            await robin.writes(f"word {number}")
        await robin.types("/end")
        await line.passes(seconds=2)
        assert line.switchboard.desk.live.all() == ()
        line.platforms["discord"].serve(kim.address)
        await line.passes(minutes=10)
        assert not any("word 9" in text for text in kim.hears())
        assert "This conversation has ended." in " ".join(robin.reads())


async def test_a_good_bye_just_before_the_end_still_arrives() -> None:
    """Where delivery is quick, an end comes after the words before it."""
    async with a_line() as line:
        robin, kim = await talking(line)
        last = [robin.said("Goodbye, and thank you"), robin.said("/end")]
        for one in last:
            line.tasks.create_task(line.switchboard.receive(one))
        await line.passes(seconds=5)
        assert kim.hears()[-1].endswith(": Goodbye, and thank you")
