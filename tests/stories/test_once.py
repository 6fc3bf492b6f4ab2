"""Each word arrives once and in order, however busy the store is just then, and whatever is passed on late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation import Side
from bot.errors import Refused, Unreachable
from tests.stories.test_ending import talking
from tests.support.story import a_line


async def test_a_word_goes_once_where_the_store_is_busy_as_they_are_back() -> None:
    """It reached somebody who could not be reached before; that the two go on is decided later, the word is not sent
    again for it.
    """
    async with a_line() as line:
        robin, kim = await talking(line)
        robin.platform.refuse(robin.address, Unreachable("blocked"))
        await kim.writes("lost")
        robin.platform.serve(robin.address)
        line.store.busy = 3
        await kim.writes("there you are")
        await line.passes(seconds=10)
        assert [text for text in robin.hears() if text.endswith(": there you are")] == ["Kim: there you are"]
        assert kim.notices()[-1] == "Resumed"
        talk = line.switchboard.desk.live.at(kim.address)
        assert talk is not None
        assert talk.turn is Side.LISTENER  # it was their word with which the two go on


async def test_a_part_goes_once_where_the_next_one_cannot_and_the_store_is_busy() -> None:
    """Its writer hears that it did not arrive whole."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim", "telegram"), await line.seeker("discord")
        await kim.takes()
        robin.platform.refuse(robin.address, Unreachable("blocked"), times=1, after=1)
        line.store.busy = 1
        await kim.writes("A" * 1900 + " " + "B" * 1500)
        await line.passes(seconds=10)
        assert [text[:10] for text in robin.hears()] == ["Kim: AAAAA"]
        assert kim.notices()[-1] == "Undelivered"


async def test_early_words_are_counted_as_they_went() -> None:
    """One that the platform refuses is told, and the rest waits for another press."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        for text in ("one", "two", "three"):
            await robin.writes(text)
        await kim.takes()
        kim.platform.refuse(kim.address, Refused("harmful_link"), times=1)
        await robin.presses("Pass them on")
        assert kim.hears() == []
        assert robin.notices()[-1] == "Undelivered"
        await robin.presses("Pass them on")
        assert [text.partition(": ")[2] for text in kim.hears()] == ["two", "three"]
        assert robin.last().endswith("I've passed on 2 messages.")


async def test_early_words_went_though_the_store_is_busy_and_are_not_late() -> None:
    """What counts is the press: nobody hears that they are slow."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await robin.writes("first")
        await robin.writes("second")
        await line.passes(minutes=2)
        await kim.takes()
        line.store.busy = 1
        await robin.presses("Pass them on")
        await line.passes(seconds=5)
        assert [text.partition(": ")[2] for text in kim.hears()] == ["first", "second"]
        assert robin.last().endswith("I've passed on 2 messages.")
        assert "Slow" not in robin.notices()
        assert robin.showing("EarlyWords").labels == ()


async def test_early_words_go_as_they_stand_when_they_are_passed_on() -> None:
    """Changed, deleted or taken back since somebody is there: what is passed on is what is left."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        sources = [await robin.writes(text) for text in ("one", "two", "three", "four")]
        await kim.takes()
        await robin.edits(sources[0], "One")
        await robin.deletes(sources[1])
        await robin.writes("/unsend", reply_to=sources[2])
        assert robin.notices()[-1] == "Unsent"
        await robin.presses("Pass them on")
        assert [text.partition(": ")[2] for text in kim.hears()] == ["One", "four"]
        assert robin.last().endswith("I've passed on 2 messages.")


@pytest.mark.parametrize("text", ["/ really", "/etc/hosts is a file", "/1 he said"])
async def test_words_that_begin_like_a_command_keep_their_place(text: str) -> None:
    """Only a command goes ahead of what was written before it; the rest can be taken back while it waits, too."""
    async with a_line() as line:
        robin, kim = await talking(line)
        kim.platform.slow(kim.address, timedelta(seconds=8))
        await robin.writes("one")
        await robin.writes("two")
        await robin.writes(text)
        source = await robin.writes(f"{text} not")
        await robin.writes("/unsend", reply_to=source)
        await line.passes(minutes=2)
        assert [heard.partition(": ")[2] for heard in kim.hears()][-3:] == ["one", "two", text]
