"""What coordinators do for their line, by the whole program over sockets: each command on both platforms."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.sandbox import telegram
from tests.support.whole import PLATFORMS, Someone, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
NAMES = {"discord": "Cleo", "telegram": "Dana"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line that these tests share."""
    async with whole_line(
        tmp_path_factory.mktemp("coordinating"), WARMLINE_POLICY__ANNOUNCE_EVERY="00:00:00",
        WARMLINE_POLICY__PLAN_AFTER="2",
    ) as line:  # fmt: skip
        yield line


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def coordinators(line: WholeLine) -> dict[str, Someone]:
    """One on each platform."""
    return {platform: await line.coordinator(NAMES[platform], platform) for platform in PLATFORMS}


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_settings(line: WholeLine, coordinators: dict[str, Someone], platform: str) -> None:
    """Seen, explained, changed and taken back; the other coordinator hears of each change."""
    one, other = coordinators[platform], coordinators[_other(platform)]
    async with asyncio.timeout(30):
        await one.runs("/settings")
        await one.sees("Names: name, languages, zone")
        await one.runs("/settings", name="cool_down")
        await one.sees("how long a listener rests after a conversation", "Never mind")
        await one.runs("/settings", name="cool_down", value="20 min")
        await one.sees("cool_down is 20m now.")
        await other.sees(f"{NAMES[platform]} has changed a setting of this line. cool_down is 20m now.")
        await one.runs("/settings", name="cool_down", value="20")
        await one.sees("I couldn't read that as cool_down.")
        await one.runs("/settings", name="cool_down", value="default")
        await other.sees("cool_down is 15m now, as usual.")
    if isinstance(one, telegram.Person):
        assert {"oncall", "talk", "settings", "announce", "block"} <= {*one.menu}
    assert not line.failures()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_block(line: WholeLine, coordinators: dict[str, Someone], platform: str) -> None:
    """A report, with own words; by its reference the account is paused; asked for a review, it is lifted."""
    one, other = coordinators[platform], coordinators[_other(platform)]
    async with asyncio.timeout(60):
        listener, seeker = await line.listener(f"Sam of {platform}", platform), line.person("Seeker", _other(platform))
        await line.connects(seeker, listener)
        await listener.presses("Report")
        reference = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{4}", (await one.sees("There was a report")).text)
        assert reference
        await other.sees("There was a report", reference[0])
        await listener.sees("If you wish, write to me now", "Send without words")
        await listener.says(f"never again on {platform}")
        for coordinator in (one, other):
            await coordinator.sees(f"{reference[0]} (reported, in their own words): never again on {platform}")
        await listener.sees("2 coordinators have what you wrote", "That's all")
        assert not seeker.chat.has("never again")
        await one.runs("/block", reference="AAA-AAAA")
        await one.sees("There is no report of that reference here.")
        await one.runs("/block", reference=reference[0])
        await one.sees("It is against somebody who came to talk.", "Pause 24 h", "Block from this line", "No action")
        await one.presses("Pause 24 h")
        await one.sees("Done. This line takes no requests from that account until")
        await other.sees(f"{NAMES[platform]} has looked at report {reference[0]}.")
        await seeker.runs("/talk")
        await seeker.presses("I'm 18 or over")
        await seeker.sees("Requests from this account are paused until", "Ask for a review", "Helplines")
        await one.runs("/block", reference=reference[0])
        await one.sees("No requests are taken from that account until", "Lift")
        await seeker.presses("Ask for a review")
        await other.sees(f"Reference: {reference[0]}", "Lift", "Keep")
        await other.presses("Lift")
        await other.sees("This line takes requests from that account again.")
        await seeker.sees("Requests from this account are taken again.", "Talk to a person")
        await line.off_call(listener)
    assert not line.failures()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_announce(line: WholeLine, coordinators: dict[str, Someone], platform: str) -> None:
    """Asked for, confirmed, sent to all others under the alias and the mark, and counted."""
    one, other = coordinators[platform], coordinators[_other(platform)]
    async with asyncio.timeout(30):
        await one.runs("/announce")
        await one.sees("Write what all listeners of this line shall read", "Never mind")
        await one.says(f"closed on {platform}")
        ready = await one.sees("Shall your message go out as it stands?", "Never mind", "Talk to a person")
        await one.presses(next(button for button in ready.buttons if button.startswith("Send to ")))
        await other.sees(f"{NAMES[platform]} (coordinator, to all listeners): closed on {platform}")
        await one.sees("Your message: sent to")
    assert not line.failures()


async def test_a_plan(line: WholeLine, coordinators: dict[str, Someone]) -> None:
    """Whoever comes often is offered one; a coordinator on the other platform has it, and writes with them."""
    one, seeker = coordinators["discord"], line.person("Often", "telegram")
    async with asyncio.timeout(30):
        for _ in range(2):
            await seeker.runs("/talk")
            await seeker.sees("I'm 18 or over")
            await seeker.presses("I'm 18 or over")
            await seeker.sees("You're in the queue", "Leave")
            await seeker.presses("Leave")
            await seeker.sees("You've left the queue.")
        await seeker.sees("You have come often today", "Talk about a plan", "No, thank you")
        await seeker.presses("Talk about a plan")
        await one.sees("would like to talk with a coordinator about a plan", "I've got it")
        await one.presses("I've got it")
        await seeker.sees(f"You're now talking with {NAMES['discord']}", "End conversation")
        await seeker.says("the evenings are long")
        await one.sees(": the evenings are long")
        await seeker.runs("/end")
        await seeker.sees("This conversation has ended.")
    assert not line.failures()


def _other(platform: str) -> str:
    return next(one for one in PLATFORMS if one != platform)
