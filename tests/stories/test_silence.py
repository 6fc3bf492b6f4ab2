"""Silence, by whose turn it is; and people who cannot be reached for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import Refused, RetryLater, Unreachable
from bot.notice import Trouble
from tests.support.story import Line, Person, a_line


async def talking(line: Line) -> tuple[Person, Person]:
    """A seeker on Telegram and a listener on Discord who have just been connected."""
    kim, robin = await line.listener("Kim"), await line.seeker()
    await kim.takes()
    return robin, kim


async def test_a_listener_who_says_nothing_is_nudged_and_released() -> None:
    """3 minutes: a nudge; 5: the seeker goes back to the queue in their old place and is told plainly."""
    async with a_line() as line:
        robin, kim = await talking(line)
        sam = await line.listener("Sam", "telegram")
        await line.passes(minutes=3)
        assert kim.notices()[-1] == "Nudge"
        await line.passes(minutes=2)
        assert "Kim hasn't answered. I'm sorry." in robin.last()
        assert kim.notices()[-1] == "Released"
        assert "Offer" in sam.notices()
        assert "Waiting: 5 minutes" in sam.showing("Offer").text
        assert kim.notices().count("Offer") == 0


async def test_a_seeker_who_wrote_last_is_never_closed_by_silence() -> None:
    """3 minutes: nudge; 6: told, with a choice; 10: back in the queue; never the end."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        await robin.writes("hello")
        await line.passes(minutes=3)
        assert kim.notices()[-1] == "Nudge"
        await line.passes(minutes=3)
        assert "Kim hasn't answered for a few minutes. I've reminded them." in robin.last()
        assert robin.showing("NoAnswerYet").labels == ("Keep waiting", "Find someone else")
        await robin.presses("Keep waiting")
        await line.passes(minutes=4)
        assert robin.notices()[-1] == "Requeued"
        assert "Ended" not in robin.notices()
        assert (await line.rows())["requests"]


async def test_find_someone_else_goes_back_to_the_queue() -> None:
    """The seeker's choice at 6 minutes works at once, though the first five minutes are over."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        await robin.writes("hello")
        await line.passes(minutes=6, seconds=1)
        await robin.presses("Find someone else")
        assert robin.notices()[-1] == "Requeued"


async def test_a_quiet_seeker_is_asked_and_then_the_conversation_closes() -> None:
    """Listener wrote last: 10 minutes a gentle check, 30 the end, told to both without blame."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        await line.passes(minutes=10)
        assert robin.last() == "Warmline: No hurry. If you're still there, write anything, even a dot."
        assert "Keep it open" in kim.buttons()
        await line.passes(minutes=20)
        assert "because it was quiet for a while" in robin.last()
        assert "because it was quiet for a while" in kim.last()
        assert not (await line.rows())["requests"]


async def test_keep_it_open_keeps_it_open_and_bothers_nobody() -> None:
    """Pressed by the listener: no end at 30 minutes; after a day of silence it ends all the same."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        await line.passes(minutes=10)
        await kim.presses("Keep it open")
        assert "This conversation stays open." in kim.last()
        await line.passes(minutes=40)
        assert "Ended" not in robin.notices()
        assert not await line.overdue()
        await robin.writes("I'm back")
        assert kim.hears()[-1].endswith(": I'm back")


async def test_keep_it_open_is_for_this_silence_only() -> None:
    """Once somebody has written, the next silence of the seeker is asked about and closed as usual."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        await line.passes(minutes=10)
        await kim.presses("Keep it open")
        await robin.writes("yes")
        await kim.writes("good")
        await line.passes(minutes=31)
        assert "Ended" in robin.notices()


async def test_a_conversation_kept_open_ends_after_a_day_of_silence() -> None:
    """Every request ends if time only goes on long enough."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        await line.passes(minutes=10)
        await kim.presses("Keep it open")
        await line.passes(hours=25)
        assert "Ended" in robin.notices()


async def test_both_hear_at_forty_minutes_that_time_is_getting_short() -> None:
    """Told once, gently; nothing is cut off."""
    async with a_line() as line:
        robin, kim = await talking(line)
        for minute in range(0, 60, 2):
            await (kim if minute % 4 else robin).writes(f"minute {minute}")
            await line.passes(minutes=2)
        for one in (robin, kim):
            assert one.notices().count("GentleWord") == 1
            assert "About 10 minutes are left" in one.showing("GentleWord").text
        assert "Ended" not in robin.notices()


async def test_the_end_of_a_shift_cuts_no_conversation() -> None:
    """The listener hears that their time is over; the two go on."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        await kim.types("/oncall 10m")
        robin = await line.seeker()
        await kim.takes()
        for _ in range(5):
            await kim.writes("I'm listening")
            await robin.writes("thank you")
            await line.passes(minutes=2, seconds=30)
        assert "OffCall" in kim.notices()
        await robin.writes("still here")
        assert kim.hears()[-1].endswith(": still here")


async def test_who_blocked_the_bot_is_waited_for() -> None:
    """The other hears it; when they write again it goes on; nothing that was refused is silently lost."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        line.platforms["telegram"].refuse(robin.address, Unreachable("blocked"))
        await robin.blocks_the_bot()
        assert "I can't reach" in kim.last()
        await kim.writes("are you there?")
        assert "did not get that" in kim.last()
        line.platforms["telegram"].serve(robin.address)
        await robin.writes("sorry, I'm back")
        assert "is back" in " ".join(kim.reads())
        assert kim.hears()[-1].endswith(": sorry, I'm back")
        await line.passes(minutes=9)
        assert "Ended" not in robin.notices()


async def test_a_conversation_held_for_ten_minutes_closes() -> None:
    """Held on the seeker's side it ends; on the listener's the seeker goes back to the queue."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        await robin.blocks_the_bot()
        await line.passes(minutes=10)
        assert kim.notices()[-1] == "ListenerEnded"
        assert not (await line.rows())["requests"]


async def test_a_seeker_whose_listener_cannot_be_reached_goes_back_to_the_queue() -> None:
    """The seeker is told, keeps the place, and others are asked."""
    async with a_line() as line:
        robin, kim = await talking(line)
        sam = await line.listener("Sam")
        line.platforms["discord"].refuse(kim.address, Unreachable("blocked"))
        await robin.writes("hello")
        assert "did not get that" in " ".join(robin.reads())
        await line.passes(minutes=10)
        assert "I can't reach Kim any more." in robin.last()
        assert sam.notices()[-1] == "Offer"


async def test_a_word_that_reaches_somebody_shows_that_they_are_back() -> None:
    """Held, then delivered all the same: the conversation is held no more, and does not end as if it were."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("hi")
        line.platforms["telegram"].refuse(robin.address, Unreachable("blocked"), times=1)
        await kim.writes("lost")
        assert "did not get that" in " ".join(kim.reads())
        await kim.writes("and this?")
        assert robin.hears()[-1] == "Kim: and this?"
        await line.passes(minutes=11)
        assert "Ended" not in robin.notices()


async def test_a_waiting_seeker_who_blocks_the_bot_is_not_waited_for() -> None:
    """There is nobody to connect: the request ends, and its offers say so."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await robin.blocks_the_bot()
        assert kim.notices()[-1] == "OfferWithdrawn"
        assert not (await line.rows())["requests"]


@pytest.mark.parametrize("reason", ["harmful_link", "invalid"])
async def test_a_message_that_is_refused_for_good_is_told_to_its_writer(reason: str) -> None:
    """Only that message; the conversation goes on."""
    async with a_line() as line:
        robin, kim = await talking(line)
        line.platforms["discord"].refuse(kim.address, Refused(reason), times=1)
        await robin.writes("look at this")
        assert "Kim did not get that" in robin.last()
        await robin.writes("hello")
        assert len(kim.hears()) == 1


async def test_slow_delivery_is_told_once_and_keeps_order() -> None:
    """Beyond 30 seconds the writer hears it; everything arrives in order."""
    async with a_line() as line:
        robin, kim = await talking(line)
        line.platforms["discord"].refuse(kim.address, RetryLater(20), times=3)
        for text in ("one", "two", "three"):
            await robin.writes(text)
        await line.passes(minutes=2)
        assert [text.split(": ")[1] for text in kim.hears()] == ["one", "two", "three"]
        assert robin.notices().count("Slow") == 1


async def test_words_behind_a_slow_notice_are_told_to_be_slow() -> None:
    """They wait for what the bot says before them: their writer hears that after 30 seconds, too."""
    async with a_line() as line:
        robin, kim = await talking(line)
        discord = line.platforms["discord"]
        discord.refuse(kim.address, RetryLater(240), times=1)
        line.switchboard.desk.tell(kim.address, Trouble(), language="en", line="Warmline")
        await line.settle()
        await robin.writes("are you there?")
        await line.passes(seconds=31)
        assert robin.notices()[-1] == "Slow"
        await line.passes(minutes=4)
        assert kim.hears()[-1].endswith("are you there?")
        assert robin.notices().count("Slow") == 1


async def test_one_slow_chat_delays_nobody_else() -> None:
    """Lanes are independent."""
    async with a_line() as line:
        robin, kim = await talking(line)
        sam, jo = await line.listener("Sam"), await line.seeker("discord")
        await sam.takes()
        line.platforms["discord"].slow(kim.address, timedelta(minutes=1))
        await robin.writes("slow")
        await jo.writes("quick")
        assert sam.hears()
        assert not kim.hears()
