"""What concerns listeners, by the whole program over sockets: each command and button on both platforms."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.whole import PLATFORMS, Someone, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
NAMES = {"discord": ("Kim", "Ada"), "telegram": ("Sam", "Bea")}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line that both tests share."""
    async with whole_line(tmp_path_factory.mktemp("care")) as line:
        yield line


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_listener_from_the_invite_to_the_leave(line: WholeLine, platform: str) -> None:
    """Name, practice, what they are asked for, practice with a coordinator, a hand-over, suspended, gone for good."""
    other = next(one for one in PLATFORMS if one != platform)
    name, coordinating = NAMES[platform]
    async with asyncio.timeout(60):
        coordinator = await line.coordinator(coordinating, other)
        listener = await _joined(line, coordinator, name, platform)
        await _says_what_they_are_asked_for(listener)
        await _practises(listener, coordinator, name)
        await _hands_over(line, listener, line.person(f"Seeker of {name}", other))
        await coordinator.runs("/suspend", alias=name)
        await listener.sees("A coordinator has suspended you.")
        await coordinator.sees(f"{name} is suspended", "Lift")
        await coordinator.presses("Lift")
        await listener.sees("You're not suspended any more.")
        await listener.runs("/leave")
        await listener.sees("Would you like to leave this line for good?", "Just a break")
        await listener.presses("Leave for good")
        await listener.sees("You've left this line")
        await coordinator.sees(f"{name} has left this line.")
    assert not line.failures()


async def _joined(line: WholeLine, coordinator: Someone, name: str, platform: str) -> Someone:
    await coordinator.runs("/invite", role="listener")
    code = re.search(r"/join (\S+)", (await coordinator.sees("/join ")).text)
    assert code
    listener = line.person(name, platform)
    await listener.runs("/join", code=code[1])
    await listener.sees("I agree")
    await listener.presses("I agree")
    await listener.sees("Which name shall others see?")
    await listener.says(name)
    await listener.sees(f"Shall others see you as “{name}”?", "Another name")
    await listener.presses("Yes, that's me")
    await coordinator.sees(name, "Approve")
    await coordinator.presses("Approve")
    await listener.sees(f"Welcome, {name}.", "This is practice. Press I'll take this.")
    await listener.runs("/oncall", when="2h")
    await listener.sees("This is practice.", "I'll take this")
    await listener.presses("I'll take this")
    await listener.sees("Well done.")
    return listener


async def _says_what_they_are_asked_for(listener: Someone) -> None:
    await listener.runs("/oncall", when="2h")
    await listener.sees("You're on call until", "What I'm asked for")
    await listener.presses("What I'm asked for")
    await listener.sees("What I ask you for.", "Ask me as backup, when nobody else is free")
    await listener.presses("I'm willing to be asked first when somebody is in danger")
    await listener.sees("✓ I'm willing to be asked first when somebody is in danger")


async def _practises(listener: Someone, coordinator: Someone, name: str) -> None:
    await coordinator.runs("/practice", alias=name)
    await listener.sees("would like to practise with you", "I'll take this")
    await listener.presses("I'll take this")
    await coordinator.sees("Practice. You play somebody", "End conversation")
    await listener.sees("Practice. You're now talking with", "End conversation")
    await coordinator.says("is anybody there?")
    await listener.sees("(Practice): is anybody there?")
    await listener.says("yes, I'm here")
    await coordinator.sees(f"{name} (Practice): yes, I'm here")
    await listener.runs("/end")
    await coordinator.sees("Practice: it's over.")
    await listener.sees("Practice: it's over.")


async def _hands_over(line: WholeLine, listener: Someone, seeker: Someone) -> None:
    talk = await line.connects(seeker, listener)
    await listener.runs("/transfer")
    await listener.sees("if another listener may go on")
    await seeker.sees(f"{talk.listener_alias} has to go soon", f"Stay with {talk.listener_alias}")
    await seeker.presses(f"Stay with {talk.listener_alias}")
    await listener.sees("would like to stay with you", "Say goodbye first", "End now")
    await listener.runs("/transfer")
    await seeker.sees(f"{talk.listener_alias} has to go soon", "Yes, find someone")
    await seeker.presses("Yes, find someone")
    await seeker.sees(f"{talk.listener_alias} has to go now.")
    await listener.sees("said yes")
    await seeker.runs("/leave")
