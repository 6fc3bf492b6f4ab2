"""Who is asked and when, by the whole program over sockets: waves, a reminder, simple English, a shift by a form."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
import pytest_asyncio

from adapters.sandbox import discord
from tests.support.whole import PLATFORMS, Someone, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
WAVE = 10.0  # seconds: as short as a wave may be
NUMBERS = {
    "FIRST_WAVE": "2", "FIRST_WAVE_LASTS": "00:00:10", "COOL_DOWN": "00:00:00", "CONVERSATIONS_AT_MOST": "100",
    "MISSES_AT_MOST": "100", "ZONE": "Europe/Berlin",
}  # fmt: skip
OFFER = "Someone would like to talk."


@dataclass(frozen=True)
class Shared:
    """A running line for English and German, and three who listen in English on it, off call between the tests."""

    line: WholeLine
    listeners: tuple[Someone, ...]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shared]:
    """They joined while the line spoke English alone."""
    numbers = {f"WARMLINE_POLICY__{name}": value for name, value in NUMBERS.items()}
    async with whole_line(tmp_path_factory.mktemp("waiting"), start=True, **numbers) as line, asyncio.timeout(60):
        cleo = await line.coordinator("Cleo", "telegram")
        names = zip(("Kim", "Sam", "Noor"), ("discord", "telegram", "discord"), strict=True)
        listeners = [await line.listener(name, platform, on_call=False) for name, platform in names]
        await cleo.runs("/settings", name="languages", value="en,de")
        await cleo.sees("languages is en, de now.")
        yield Shared(line, tuple(listeners))


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_two_are_asked_and_then_the_next(shared: Shared, platform: str) -> None:
    """The third hears of it when the first wave is over; who takes it has it, and the others see so."""
    line, listeners = shared.line, shared.listeners
    clock = asyncio.get_running_loop().time
    async with asyncio.timeout(60):
        for one in listeners:
            await line.on_call(one)
        began, seeker = clock(), line.person("Robin", platform)
        await line.asks(seeker)
        await asyncio.gather(*(one.sees(OFFER, "I'll take this") for one in await _asked(listeners, 2)))
        (third,) = (one for one in listeners if not _offered(one))
        await third.sees(OFFER, "I'll take this", within=WAVE + 10)
        assert clock() - began > WAVE - 0.5
        assert all(map(_offered, listeners))
        await line.takes(seeker, third)
        for other in listeners:
            if other is not third:
                await other.sees("Another listener has taken this one.")
        assert not any(map(_offered, listeners))
        await _over(shared, seeker)
    assert not line.failures()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_not_now_of_both_is_the_end_of_a_wave(shared: Shared, platform: str) -> None:
    """The third is asked at once, long before the wave would have been over."""
    line, listeners = shared.line, shared.listeners
    async with asyncio.timeout(30):
        for one in listeners:
            await line.on_call(one)
        began, seeker = asyncio.get_running_loop().time(), line.person("Ash", platform)
        await line.asks(seeker)
        for one in await _asked(listeners, 2):
            await one.presses("Not now")
            await one.sees("All right, not now.")
        await _asked(listeners, 1)
        assert asyncio.get_running_loop().time() - began < WAVE - 1
        await seeker.presses("Leave the queue")
        await _all_off(shared)
    assert not line.failures()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_remind_me(shared: Shared, platform: str) -> None:
    """Nobody is on call: they are reminded once, in one line, when somebody is."""
    line, kim = shared.line, shared.listeners[0]
    async with asyncio.timeout(30):
        seeker = line.person("Jun", platform)
        await line.asks(seeker)
        assert seeker.chat.has("Nobody is on call right now.", "Remind me")
        await seeker.presses("Remind me")
        await seeker.sees("I'll write to you once, when the line is open again.", "Don't remind me")
        await line.on_call(kim)
        shown = await seeker.sees("The line is open again.")
        assert shown.text == "Warmline: The line is open again."
        await line.off_call(kim)
        await line.on_call(kim)
        await line.off_call(kim)
        assert sum("The line is open again." in one.text for one in seeker.chat.shown) == 1
    assert not line.failures()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_simple_english_is_fine(shared: Shared, platform: str) -> None:
    """Nobody on call speaks German: not offered to anybody before the seeker says that simple English will do."""
    line, kim = shared.line, shared.listeners[0]
    async with asyncio.timeout(30):
        await line.on_call(kim)
        seeker = line.person("Mika", platform, language="de")
        await line.asks(seeker)
        await seeker.sees("Nobody on call speaks German.", "Simple English is fine", "Wait for German")
        assert not _offered(kim)
        await seeker.presses("Simple English is fine")
        await seeker.sees("I'm asking those who speak English.")
        await kim.sees("Language: German. Simple English is fine.", "I'll take this")
        await line.takes(seeker, kim)
        await _over(shared, seeker)
    assert not line.failures()


@pytest.mark.parametrize("place", [0, 1])
async def test_a_shift_by_a_form(shared: Shared, place: int) -> None:
    """On Discord a modal, on Telegram one question after the other; a wrong answer is asked for again."""
    listener = shared.listeners[place]
    async with asyncio.timeout(30):
        await listener.runs("/shifts")
        await listener.sees("You have no shifts.", "Add a shift")
        await _answers(listener, "Add a shift", "sometime", "weekly")
        await listener.sees("I can't read that.")
        await _answers(listener, "Answer", "Fri 20:00-23:00", "weekly")
        await listener.sees("A shift on Fri", "20:00–23:00 (Berlin), and then every week", "Add it")
        await listener.presses("Add it")
        await listener.sees("It stands:", "and then every week.")
        await listener.runs("/shifts")
        await listener.sees("Your next shifts:", "20:00–23:00 (Berlin), every week")
    assert not shared.line.failures()


async def _answers(listener: Someone, button: str, when: str, repeat: str) -> None:
    if isinstance(listener, discord.Person):
        await listener.presses(button)
        await listener.fills({"Day and hours (Fri 20:00-23:00)": when, "once or weekly": repeat})
        return
    if button != "Answer":
        await listener.presses(button)
        await listener.sees("When? Write the day and the hours")
    await listener.says(when)
    await listener.sees("Only this once, or every week?")
    await listener.says(repeat)


async def _asked(listeners: Sequence[Someone], number: int) -> list[Someone]:
    """The first so many who are asked."""
    found, looking = list[Someone](), [asyncio.create_task(_hears(one)) for one in listeners]
    for first in asyncio.as_completed(looking):
        found.append(await first)
        if len(found) == number:
            break
    for other in looking:
        other.cancel()
    return found


async def _hears(listener: Someone) -> Someone:
    await listener.chat.changed.until(lambda: listener.chat.newest_with("I'll take this"), within=10)
    return listener


def _offered(listener: Someone) -> bool:
    return listener.chat.newest_with("I'll take this") is not None


async def _over(shared: Shared, seeker: Someone) -> None:
    """The conversation is over, and nobody is on call any more."""
    await seeker.runs("/end")
    await shared.line.keeps_nothing(seeker)
    await _all_off(shared)


async def _all_off(shared: Shared) -> None:
    for one in shared.listeners:
        await shared.line.off_call(one)
