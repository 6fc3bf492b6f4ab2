"""A busy database, a broken message, a failing platform: nothing is lost, nothing stops."""

from __future__ import annotations

import pytest

from bot.errors import RetryLater, Unreachable
from bot.notice import Trouble
from bot.records import Saying
from tests.support.story import a_line


async def test_a_busy_store_is_tried_again() -> None:
    """Ask, claim, say, end: each is done in the end, and nobody is told of trouble."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), line.person()
        line.store.busy = 2
        await robin.types("/talk")
        await line.passes(seconds=5)
        line.store.busy = 3
        await robin.presses("I'm 18 or over")
        await line.passes(seconds=5)
        assert "Waiting" in robin.notices()
        line.store.busy = 3
        await kim.takes()
        await line.passes(seconds=10)
        line.store.busy = 2
        await robin.writes("hello")
        await line.passes(seconds=10)
        assert len(kim.hears()) == 1
        line.store.busy = 3
        await robin.types("/end")
        await line.passes(seconds=10)
        assert robin.notices()[-1] == "Ended"
        assert kim.notices()[-1] == "ListenerEnded"
        assert line.switchboard.failures == 0


async def test_buttons_go_though_the_store_is_busy_when_they_are_looked_up() -> None:
    """What was decided about a message is done once it is known which it is: no button of a talk that is over stays."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        line.platforms["discord"].refuse(kim.address, RetryLater(5), times=1)
        await robin.presses("End conversation")
        line.store.busy = 10_000
        await line.passes(seconds=8)
        line.store.busy = 0
        await line.passes(seconds=5)
        assert not {"End conversation", "Someone else, please"} & {*kim.buttons(), *robin.buttons()}
        assert line.switchboard.failures == 0


async def test_words_do_not_wait_until_a_notice_before_them_is_checked_off() -> None:
    """It is there, and the store too busy to note that: what somebody writes follows at once."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        desk = line.switchboard.desk
        async with desk.decide() as draft:
            draft.say(robin.address, Trouble(), language="en", line="Warmline")
        line.store.busy = 10_000
        await line.settle()
        await kim.writes("here I am")
        assert robin.reads()[-1].endswith("here I am")
        assert robin.notices()[-1] == "Trouble"
        line.store.busy = 0
        await line.passes(seconds=5)
        assert not desk.outbox.busy


@pytest.mark.parametrize("busy", [1, 2, 3, 4])
async def test_words_to_a_busy_line_are_refused_and_kept_once(busy: int) -> None:
    """However often it is tried, there is one refusal and one early word."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        line.store.busy = busy
        await robin.writes("hello?")
        await line.passes(seconds=10)
        assert robin.notices().count("RefusalWaiting") == 1
        line.store.busy = 0
        await kim.takes()
        assert "You wrote 1 message before Kim came." in robin.last()


async def test_a_store_that_stays_busy_is_told_and_the_line_goes_on() -> None:
    """After some tries: trouble, with helplines; later it works again."""
    async with a_line() as line:
        robin = line.person()
        line.store.busy = 10_000
        await robin.types("/talk")
        await line.passes(seconds=30)
        assert robin.notices() == ["Trouble"]
        line.store.busy = 0
        await line.passes(seconds=5)
        await robin.asks()
        assert "LineShut" in robin.notices()


@pytest.mark.parametrize("error", [KeyError("bug"), ValueError("bug")])
async def test_a_message_that_cannot_be_made_stops_nothing(error: Exception) -> None:
    """A defect in saying one thing to one person is counted; everybody else is served."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        platform = line.platforms["telegram"]
        robin = line.person("telegram")
        platform.refuse(robin.address, error, times=1)  # type: ignore[arg-type]  # a defect is no PlatformError
        await robin.asks()
        assert line.switchboard.failures == 1
        await robin.types("/talk")
        await robin.presses("I'm 18 or over")
        await kim.takes()
        assert "Connected" in robin.notices()


async def test_one_person_s_trouble_is_their_own() -> None:
    """A listener who cannot be reached is passed over; the other is asked and takes it."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim"), await line.listener("Sam")
        line.platforms["discord"].refuse(kim.address, Unreachable("blocked"))
        robin = await line.seeker()
        await sam.takes()
        assert "Connected" in robin.notices()


async def test_notices_to_a_busy_chat_come_in_order_and_words_after_them() -> None:
    """Connected comes before the first word, however slow the chat is."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        line.platforms["telegram"].refuse(robin.address, RetryLater(10), times=3)
        await kim.takes()
        await kim.writes("hello")
        await line.passes(minutes=2)
        shown = [one.notice for one in robin.chat.shown]
        assert shown.index("Connected") < shown.index(None)


async def test_a_saying_shows_no_words_in_its_repr() -> None:
    """What may reach a log names kinds and ids only."""
    async with a_line() as line:
        robin = line.person()
        await robin.writes("canary")
        assert "canary" not in repr(line.switchboard.desk.early)
        assert Saying.__dataclass_fields__.keys() == {"notice", "language", "line", "at", "zone"}
