"""Wishes, by the whole program over sockets: set, chosen, wished for, relaxed, on both platforms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.whole import PLATFORMS, Someone, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOPICS = {"discord": "family & friends", "telegram": "Работа"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line whose coordinator has set topics and gender wishes."""
    async with whole_line(tmp_path_factory.mktemp("wishes")) as line:
        cleo = await line.coordinator("Cleo", "discord")
        await cleo.runs("/settings", name="topics", value=", ".join(TOPICS.values()))
        await cleo.sees("topics is family & friends, Работа now.")
        await cleo.runs("/settings", name="gender_wishes", value="yes")
        await cleo.sees("gender_wishes is yes now.")
        yield line


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_somebody_says_what_it_is_about_and_to_whom_they_would_rather_talk(
    line: WholeLine, platform: str
) -> None:
    """The listener chose the topic and reads it; a wish that nobody fits is asked about, and relaxed by a tap."""
    topic, other = TOPICS[platform], next(one for one in PLATFORMS if one != platform)
    async with asyncio.timeout(60):
        listener, seeker = await line.listener(f"Sam {other}", other), line.person(f"Seeker on {platform}", platform)
        await _chooses(listener, topic)
        await line.asks(seeker)
        await seeker.presses("What is it about?")
        await seeker.sees("What is it about? You need not say.", topic, "No matter")
        await seeker.presses(topic)
        await seeker.sees(f"I'm asking listeners who chose “{topic}”.")
        await listener.sees(f"About: {topic}.", "I'll take this")
        await seeker.presses("I'd rather talk to…")
        await seeker.sees("Whom would you rather talk to?", "A woman", "A man", "No matter")
        await seeker.presses("A man")
        await listener.sees("I've asked others for this one.")
        await seeker.sees("Nobody who fits what you wished for could come so far.", "Anyone is fine")
        await seeker.presses("Anyone is fine")
        await line.takes(seeker, listener)
        await seeker.runs("/end")
        await line.off_call(listener)
    assert not line.failures()


async def _chooses(listener: Someone, topic: str) -> None:
    await listener.presses("What I'm asked for")
    await listener.sees("You've chosen no topic.", topic, "Woman", "✓ Not said")
    await listener.presses(topic)
    await listener.sees(f"Your topics: {topic}.", f"✓ {topic}")
    await listener.presses("Woman")
    await listener.sees("nobody who talks with you sees it", "✓ Woman", "Not said")
