"""Calling a coordinator, by the whole program over sockets: the page, the side chat, joining, on both platforms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.whole import PLATFORMS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
NAMES = {"discord": ("Kim", "Ada", "Bea"), "telegram": ("Sam", "Cleo", "Dora")}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line that these tests share."""
    async with whole_line(tmp_path_factory.mktemp("calling")) as line:
        yield line


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_coordinator_is_called_helps_aside_and_joins(line: WholeLine, platform: str) -> None:
    """One of two has it; words go where the listener chose, across a kill; the seeker says yes; the coordinator leaves;
    a debrief afterwards.
    """
    other = next(one for one in PLATFORMS if one != platform)
    name, mine, another = NAMES[platform]
    async with asyncio.timeout(90):
        listener, seeker = await line.listener(name, platform), line.person(f"Seeker of {name}", other)
        coordinator, second = await line.coordinator(mine, other), await line.coordinator(another, platform)
        talk = await line.connects(seeker, listener)
        await listener.presses("Ask a coordinator")
        await listener.sees("I've called a coordinator.")
        await second.sees(f"{name} is in a conversation and asks for a coordinator.", "I've got it")
        await coordinator.sees(f"{name} is in a conversation and asks for a coordinator.", "I've got it")
        await coordinator.presses("I've got it")
        await second.sees(f"{mine} has got this one.")
        await listener.sees(f"{mine}, a coordinator, is here, in a side chat.", f"Write to {mine}")
        await _aside(line, talk, coordinator, mine)
        await _joins(talk, coordinator, mine)
        await listener.presses("End conversation")
        await seeker.sees("This conversation has ended.")
        await listener.presses("I'd like to debrief")
        await coordinator.sees(f"{name} would like to talk with a coordinator, after a conversation.", "I've got it")
        await coordinator.presses("I've got it")
        await listener.sees(f"{mine}, a coordinator, is here. What you write now goes to {mine}.")
        await listener.says("that was hard")
        await coordinator.sees(f"{name}: that was hard")
        await listener.presses("End side chat")
        await coordinator.sees(f"The side chat with {name} is over.")
        await line.off_call(listener)
    assert not line.failures()


async def _aside(line: WholeLine, talk: Talk, coordinator: Someone, mine: str) -> None:
    """Words to the coordinator reach nobody else, also after a kill; the seeker's arrive as before."""
    await talk.listener.presses(f"Write to {mine}")
    await talk.listener.sees(f"What you write now goes to {mine}, the coordinator.", f"Back to {talk.seeker_alias}")
    await talk.listener.says("what shall I say?")
    await coordinator.sees(f"{talk.listener_alias}: what shall I say?")
    await line.kill()
    await line.start()
    await talk.listener.says("are you there?")
    await coordinator.sees(f"{talk.listener_alias}: are you there?")
    await coordinator.says("say that you're here")
    await talk.listener.sees(f"{mine} (coordinator, side chat): say that you're here")
    await talk.listener.presses(f"Back to {talk.seeker_alias}")
    await talk.listener.sees(f"What you write now goes to {talk.seeker_alias}.", f"Write to {mine}")
    await talk.listener.says("I'm here")
    await talk.seeker.sees(f"{talk.listener_alias}: I'm here")
    _never(talk.seeker, "what shall I say?", "are you there?", "say that you're here")
    _never(coordinator, "I'm here")


async def _joins(talk: Talk, coordinator: Someone, mine: str) -> None:
    await coordinator.presses("Ask to join")
    asked = f"{talk.listener_alias} would like {mine}, a coordinator, to join."
    await talk.seeker.sees(f"{asked} They will see only what is written from now on.", "Yes", "No")
    await talk.seeker.presses("Yes")
    await coordinator.sees(f"{talk.seeker_alias} said yes.", "Leave")
    await talk.listener.sees(f"What you write now goes to {talk.seeker_alias} and to {mine}.")
    await talk.seeker.sees(f"{mine}, a coordinator, has joined.")
    everybody = {talk.seeker: talk.seeker_alias, talk.listener: talk.listener_alias, coordinator: mine}
    for who, alias in everybody.items():
        mark = " (coordinator)" if who is coordinator else ""
        source = await who.says(f"{alias} says hello")
        for reader in everybody:
            if reader is not who:
                await reader.sees(f"{alias}{mark}: {alias} says hello")
        await who.edits(source, f"{alias} says good morning")
        for reader in everybody:
            if reader is not who:
                await reader.sees(f"{alias}{mark}: {alias} says good morning")
    await coordinator.presses("Leave")
    await talk.seeker.sees(f"{mine} has left. You're talking with {talk.listener_alias}, as before.")
    await talk.listener.says("the two of us again")
    await talk.seeker.sees(f"{talk.listener_alias}: the two of us again")
    _never(coordinator, "the two of us again")


def _never(person: Someone, *words: str) -> None:
    assert not [one.text for one in person.chat.shown if one.by_bot and any(word in one.text for word in words)]
