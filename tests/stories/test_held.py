"""Held: one of the two cannot be reached. The other knows; it goes on when they write, or ends by itself (relay.md)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import Unreachable
from tests.stories.test_silence import talking
from tests.support.story import Person, a_line

MINUTES = {"held_at_most": timedelta(minutes=10), "cool_down": timedelta(0)}


def unreachable(person: Person) -> None:
    """Whatever is sent to them is refused."""
    person.platform.refuse(person.address, Unreachable("dms_closed"))


async def test_a_listener_who_cannot_be_reached_loses_the_seeker_to_the_next() -> None:
    """After ten minutes: back in the queue, in the old place, and never the same two again."""
    async with a_line(numbers=MINUTES) as line:
        robin, kim = await talking(line)
        began = line.switchboard.desk.live.all()[0].arrived_at
        unreachable(kim)
        await robin.writes("are you there?")
        assert {"Undelivered", "Held"} <= {*robin.notices()}
        await line.passes(minutes=9, seconds=50)
        assert "Requeued" not in robin.notices()
        await line.passes(seconds=20)
        assert "I can't reach Kim any more." in robin.showing("Requeued").text
        sam = await line.listener("Sam")
        await sam.takes()
        assert line.switchboard.desk.live.all()[0].arrived_at == began
        await sam.writes("hello")
        assert robin.hears()[-1] == "Sam: hello"


async def test_a_seeker_who_cannot_be_reached_is_let_go() -> None:
    """After ten minutes the conversation has ended, and its listener is free."""
    async with a_line(numbers=MINUTES) as line:
        robin, kim = await talking(line)
        unreachable(robin)
        await kim.writes("are you there?")
        await line.passes(minutes=10, seconds=10)
        assert "ListenerEnded" in kim.notices()
        assert not line.switchboard.desk.live.all()


@pytest.mark.parametrize("who", ["robin", "kim"])
async def test_who_writes_again_is_back(who: str) -> None:
    """In time: the other hears it, the word arrives, and nothing ends ten minutes later."""
    async with a_line(numbers=MINUTES) as line:
        people = dict(zip(("robin", "kim"), await talking(line), strict=True))
        gone, other = people.pop(who), *people.values()
        unreachable(gone)
        await other.writes("lost")
        await line.passes(minutes=9)
        gone.platform.serve(gone.address)
        await gone.writes("here")
        assert other.notices()[-1] == "Resumed"
        assert other.hears()[-1].endswith(": here")
        await line.passes(minutes=2)
        await other.writes("good")
        assert gone.hears()[-1].endswith(": good")
        assert not any("lost" in text for text in gone.hears())


async def test_a_word_that_arrives_after_all_shows_that_they_are_back() -> None:
    """Whoever is held need not write: what the other sends is tried, and when it gets through it goes on."""
    async with a_line(numbers=MINUTES) as line:
        robin, kim = await talking(line)
        unreachable(kim)
        await robin.writes("lost")
        assert robin.notices().count("Held") == 1
        await robin.writes("lost, too")
        assert robin.notices().count("Held") == 1
        assert robin.notices().count("Undelivered") == 2
        kim.platform.serve(kim.address)
        await robin.writes("found")
        assert robin.notices()[-1] == "Resumed"
        assert kim.hears()[-1].endswith(": found")


async def test_an_edit_that_cannot_be_delivered_is_told() -> None:
    """As a word that cannot."""
    async with a_line(numbers=MINUTES) as line:
        robin, kim = await talking(line)
        source = await robin.writes("as it was")
        unreachable(kim)
        await robin.edits(source, "as it is")
        assert {"Undelivered", "Held"} <= {*robin.notices()}
