"""The main job: someone asks on one platform, a volunteer claims on another, they talk."""

from __future__ import annotations

import pytest

from tests.support.story import a_line

PLATFORMS = ("discord", "telegram")


@pytest.mark.parametrize("asking", PLATFORMS)
@pytest.mark.parametrize("listening", PLATFORMS)
async def test_somebody_asks_a_volunteer_claims_and_they_talk(asking: str, listening: str) -> None:
    """From the first word to the end, in all four pairs, each reads the other's words under an alias."""
    async with a_line() as line:
        kim = await line.listener("Kim", listening)
        robin = line.person(asking)

        await robin.writes("what should I do?")
        assert "I'm a program" in robin.last()
        await robin.presses("Talk to a person")
        await robin.presses("I'm 18 or over")
        assert "You're in the queue. 1 listener is on call" in robin.last()

        await kim.takes()
        connected, early = robin.reads()[-2:]
        assert connected.startswith("Warmline: You're now talking with Kim, a volunteer listener")
        assert early == "Warmline: You wrote 1 message before Kim came. Nobody has read it."
        alias = connected.split("Kim sees you as ")[1].split(".")[0]
        assert f"You're now talking with {alias}. They see you as Kim." in kim.last()

        await robin.presses("No")

        await robin.writes("hello")
        await kim.writes("hello, I'm here")
        assert kim.hears() == [f"{alias}: hello"]
        assert robin.hears() == ["Kim: hello, I'm here"]

        await robin.types("/end")
        assert robin.last().startswith("Warmline: This conversation has ended.")
        assert f"Your conversation with {alias} has ended" in kim.last()
        assert line.switchboard.failures == 0
