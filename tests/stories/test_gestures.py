"""Reactions and typing go to the other side, beside the words (relay.md, What is carried)."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from bot.errors import PlatformError, RetryLater, Unreachable
from bot.people import Role
from tests.stories.test_ending import talking
from tests.support.story import Person, a_line

SLOW = timedelta(seconds=8)


def copy_of(text: str, at: Person) -> str:
    """The message at this person that says it."""
    return next(one.id for one in at.chat.shown if one.text.endswith(f": {text}"))


async def test_reactions_stand_on_what_stands_for_the_message() -> None:
    """On a copy: at the source; on one's own: at the copy; several where the platform can; and they go again."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("good night")
        copy = copy_of("good night", kim)
        await kim.reacts(copy, "❤️")
        assert robin.chat.reactions == {source: ("❤️",)}
        await robin.reacts(source, "👍")
        await robin.reacts(source, "🙏")
        assert kim.chat.reactions == {copy: ("👍", "🙏")}
        await robin.reacts(source, removed="👍")
        await kim.reacts(copy, removed="❤️")
        assert (kim.chat.reactions, robin.chat.reactions) == ({copy: ("🙏",)}, {source: ()})


async def test_a_reaction_to_anything_else_goes_nowhere() -> None:
    """A notice, a message of before the talk, one that is gone, one in a talk that is over: nothing of it is shown."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("here")
        await robin.reacts(robin.showing("Connected").id, "👍")
        await robin.reacts("999", "👍")
        await robin.writes("/unsend", reply_to=source)
        await robin.reacts(source, "👍")
        last = await robin.writes("bye")
        await robin.types("/end")
        await robin.reacts(last, "👍")
        await kim.reacts(copy_of("bye", kim), "👍")
        assert (kim.chat.reactions, robin.chat.reactions) == ({}, {})


async def test_a_reaction_after_a_restart() -> None:
    """The pairs are in the store; what was put there before the restart can be taken away after it."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("before")
        await robin.reacts(source, "👍")
        await line.restarts(away=timedelta(seconds=20))
        await robin.reacts(source, removed="👍")
        assert kim.chat.reactions == {copy_of("before", kim): ()}


async def test_a_late_reaction_is_not_shown() -> None:
    """One that is on its way when the talk ends does not arrive, nor does typing; the next talk knows nothing of it."""
    async with a_line(numbers={"cool_down": timedelta(0)}) as line:
        robin, kim = await talking(line)
        source = await robin.writes("hello again")
        line.platforms["discord"].slow(kim.address, SLOW)
        await robin.reacts(source, "👍")
        await robin.composes()
        await robin.types("/end")
        await line.passes(minutes=1)
        assert (kim.chat.reactions, kim.chat.typed) == ({}, 0)
        assert line.switchboard.desk.live._beside == {}


async def test_gestures_neither_delay_nor_fail_the_words() -> None:
    """Where reactions fail or hang, words arrive as ever; a busy platform is asked again, for the newest state."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source, discord = await robin.writes("hello again"), line.platforms["discord"]
        discord.refuse(kim.address, RetryLater(3.0), times=1)
        await robin.reacts(source, "👍")
        await robin.reacts(source, "🙏")
        await robin.writes("and on")
        assert kim.hears()[-1].endswith(": and on")
        assert kim.chat.reactions == {}
        await line.passes(seconds=4)
        assert kim.chat.reactions == {copy_of("hello again", kim): ("👍", "🙏")}
        discord.refuse(kim.address, Unreachable("blocked"), times=2)
        await robin.reacts(source, "🔥")
        await robin.composes()
        await robin.writes("still here")
        assert kim.hears()[-1].endswith(": still here")
        assert line.switchboard.failures == 0


async def test_typing_is_shown_sparingly() -> None:
    """At most every 5 s, to whoever would read it; never while one is out of reach, nor where the line wants none."""
    async with a_line() as line:
        robin, kim = await talking(line)
        for _ in range(3):
            await kim.composes()
        assert robin.chat.typed == 1
        await line.passes(seconds=5)
        await kim.composes()
        assert (robin.chat.typed, kim.chat.typed) == (2, 0)
        await robin.blocks_the_bot()
        await line.passes(seconds=6)
        await kim.composes()
        assert robin.chat.typed == 2
        cleo = await line.listener("Cleo", role=Role.COORDINATOR)
        await robin.writes("back again")
        await cleo.types("/settings typing no")
        await kim.composes()
        assert robin.chat.typed == 2


async def test_a_gesture_towards_a_platform_that_is_off_is_no_harm() -> None:
    """Its token was taken away, or it breaks in a way nobody knows: the line goes on, and a break is counted."""
    async with a_line() as line:
        robin, kim = await talking(line)
        off = line.platforms.pop(robin.address.platform)
        await kim.composes()
        failures = [line.switchboard.failures]
        line.platforms[off.name] = off
        source = await kim.writes("here")
        off.refuse(robin.address, cast(PlatformError, OSError("broken")))
        await kim.reacts(source, "❤️")
        failures.append(line.switchboard.failures)
        assert failures == [0, 1]
        off.serve(robin.address)
        await kim.writes("still here")
        assert robin.hears()[-1].endswith("still here")
