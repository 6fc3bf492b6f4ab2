"""What is written outside a conversation gets the refusal, never advice; and is passed on only if its writer wants."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.story import Line, Person, a_line

NOT_A_COUNSELLOR = "Warmline: I'm a program, a switchboard, not a counsellor. I don't give advice"


async def greeted(line: Line, platform: str = "telegram") -> Person:
    """Somebody who has had the first reply."""
    robin = line.person(platform)
    await robin.types("/start")
    return robin


async def test_first_words_get_the_first_reply_and_open_nothing() -> None:
    """Anything written first is answered with what this is; nothing is kept and nobody is asked."""
    async with a_line() as line:
        robin = line.person()
        await robin.writes("are you there?")
        assert robin.notices() == ["Welcome"]
        assert "nobody has read this" in robin.last()
        assert robin.buttons() == ["Talk to a person", "I'm in danger now", "Helplines", "How this works"]
        assert not (await line.rows())["requests"]


@pytest.mark.parametrize("platform", ["discord", "telegram"])
async def test_words_are_refused_with_the_way_to_a_person(platform: str) -> None:
    """The refusal names what the bot is not, and shows three ways on."""
    async with a_line() as line:
        robin = await greeted(line, platform)
        await robin.writes("what should I do?")
        assert robin.last().startswith(NOT_A_COUNSELLOR)
        assert list(robin.showing("Refusal").labels) == ["Talk to a person", "I'm in danger now", "Helplines"]


async def test_a_burst_is_refused_at_once_and_again_when_it_is_over() -> None:
    """At once the first time; then once it has been quiet for 20 s, a minute after the first at the earliest."""
    async with a_line() as line:
        robin = await greeted(line)
        for _ in range(7):
            await robin.writes("and another thing")
            await line.passes(seconds=10)
        assert robin.notices().count("Refusal") == 1
        assert robin.chat.shown[-1].notice == "own"
        await line.passes(seconds=10)
        assert robin.chat.shown[-1].notice == "Refusal", "moved to the bottom"
        assert robin.notices().count("Refusal") == 1, "the old one is deleted"


async def test_somebody_who_writes_slowly_is_answered_each_time() -> None:
    """After a minute of quiet the refusal comes at once again."""
    async with a_line() as line:
        robin = await greeted(line)
        for _ in range(3):
            await robin.writes("hm")
            assert robin.chat.shown[-1].notice == "Refusal"
            await line.passes(seconds=61)


async def test_while_waiting_the_refusal_says_that_they_are_in_the_queue() -> None:
    """Still only the program; nobody has read it; and the way out of the queue stands under it."""
    async with a_line() as line:
        robin = await line.seeker()
        await robin.writes("it is about my sister")
        assert robin.last() == "Warmline: I'm still only the program. Nobody has read this yet. You're in the queue."
        assert "Leave the queue" in robin.showing("RefusalWaiting").labels


async def test_early_words_are_passed_on_only_when_wanted() -> None:
    """They wait; the seeker is asked; on Pass them on they arrive in order under the alias, before what comes later."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        for text in ("one", "two"):
            await robin.writes(text)
        await kim.takes()
        assert kim.hears() == []
        assert "You wrote 2 messages before Kim came. Nobody has read them." in robin.last()
        await robin.presses("Pass them on")
        await robin.writes("three")
        alias = robin.showing("Connected").text.split("sees you as ")[1].split(".")[0]
        assert kim.hears() == [f"{alias}: one", f"{alias}: two", f"{alias}: three"]
        assert robin.last() == "Warmline: I've passed on 2 messages."
        assert "Pass them on" not in robin.buttons()


async def test_early_words_are_dropped_on_no() -> None:
    """No means that nobody ever reads them, however often it is pressed afterwards."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await robin.writes("never mind this")
        await kim.takes()
        asked = robin.press("Pass them on")
        await robin.presses("No")
        await line.switchboard.receive(asked)
        await line.settle()
        assert kim.hears() == []
        assert "it's gone now" in " ".join(robin.reads())


async def test_an_early_word_can_still_be_changed_or_taken_back() -> None:
    """What is passed on is what stands in the seeker's chat then."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        first, second = await robin.writes("frist"), await robin.writes("a mistake")
        await robin.edits(first, "first")
        await robin.deletes(second)
        await kim.takes()
        await robin.presses("Pass them on")
        assert [text.split(": ")[1] for text in kim.hears()] == ["first"]


async def test_early_words_go_after_half_an_hour() -> None:
    """What is older than 30 minutes is gone and cannot be passed on."""
    async with a_line() as line:
        robin = await line.seeker()
        await robin.writes("at nine")
        await line.passes(minutes=31)
        kim = await line.listener("Kim")
        await kim.takes()
        assert "EarlyWords" not in robin.notices()


async def test_a_word_written_in_the_moment_of_the_claim_is_not_called_unread_forever() -> None:
    """Written just before the claim commits, it is early and asked about: it was for nobody, or for somebody before."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        take = line.tasks.create_task(line.switchboard.receive(kim.press("I'll take this")))
        await robin.writes("hello?")
        await line.settle()
        assert take.done()
        assert not kim.hears()
        assert robin.notices()[-1] == "EarlyWords"
        await robin.presses("Pass them on")
        assert [one.endswith(": hello?") for one in kim.hears()] == [True]


async def test_the_refusal_of_one_blocked_person_holds_up_nobody() -> None:
    """While one platform call for one person hangs, what is due for others is still said in time."""
    async with a_line() as line:
        one, other = await greeted(line), await line.seeker()
        await one.writes("a")
        await one.writes("b")
        line.platforms["telegram"].slow(one.address, timedelta(minutes=30))
        await line.passes(minutes=4)
        assert other.notices().count("LineShut") == 2
