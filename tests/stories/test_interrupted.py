"""One side's app is cut off: the other side does not talk into nothing (relay.md, Nothing lost across a crash)."""

from __future__ import annotations

from tests.stories.test_silence import talking
from tests.support.story import a_line


async def test_a_connection_that_is_gone_for_a_minute_is_told_to_the_other_side() -> None:
    """After a minute, once; and again when it is back. Who is cut off themselves is told nothing."""
    async with a_line() as line:
        robin, kim = await talking(line)
        gone = robin.address.platform
        line.switchboard.hearing(gone, False)
        await line.passes(seconds=50)
        assert "LineInterrupted" not in kim.notices()
        line.switchboard.hearing(gone, False)
        await line.passes(seconds=10)
        assert "I have lost the connection to" in kim.last()
        await kim.writes("are you there?")
        await line.passes(seconds=90)
        await line.seeker("discord")  # the line wakes for others, too
        await line.passes(seconds=1)
        assert kim.notices().count("LineInterrupted") == 1
        line.switchboard.hearing(gone, True)
        await line.settle()
        assert kim.notices()[-1] == "LineRestored"
        assert not {"LineInterrupted", "LineRestored"} & {*robin.notices()}


async def test_a_short_break_bothers_nobody() -> None:
    """Back within the minute: nobody hears of it; a later one counts anew."""
    async with a_line() as line:
        robin, kim = await talking(line)
        for _ in range(3):
            line.switchboard.hearing(robin.address.platform, False)
            await line.passes(seconds=40)
            line.switchboard.hearing(robin.address.platform, True)
            await line.passes(seconds=1)
        assert not {"LineInterrupted", "LineRestored"} & {*kim.notices()}


async def test_where_both_are_cut_off_nothing_is_said() -> None:
    """Neither could read it."""
    async with a_line() as line:
        robin, kim = await talking(line)
        for platform in ("discord", "telegram"):
            line.switchboard.hearing(platform, False)
        await line.passes(seconds=70)
        assert not {"LineInterrupted"} & {*kim.notices(), *robin.notices()}


async def test_one_of_two_platforms_is_back() -> None:
    """Both were cut off, and one is back: who is there hears at once that the other side still is not."""
    async with a_line() as line:
        _, kim = await talking(line)
        for platform in ("discord", "telegram"):
            line.switchboard.hearing(platform, False)
        await line.passes(seconds=120)
        line.switchboard.hearing(kim.address.platform, True)
        await line.passes(seconds=1)
        assert kim.notices()[-1] == "LineInterrupted"
