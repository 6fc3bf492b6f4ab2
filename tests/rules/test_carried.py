"""What goes along beside the words, by the whole program over sockets (relay.md, What is carried)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.sandbox.discord import Person
from tests.support.specs import SPECS, hold_discord
from tests.support.telegram_spec import hold_telegram
from tests.support.whole import PAIRS, Someone, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
HEART = {"discord": "❤️", "telegram": "❤"}  # as each of the two names it


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(tmp_path_factory.mktemp("carried")) as running:
        yield running


async def shows(person: Someone, message: str, *emoji: str) -> None:
    """They see exactly these reactions of the bot on a message."""
    await person.chat.changed.until(lambda: person.chat.reactions.get(message, ()) == emoji or None, within=10)


@pytest.mark.parametrize(("asking", "listening"), PAIRS)
async def test_reactions_are_carried_and_taken_away(line: WholeLine, asking: str, listening: str) -> None:
    """On a copy and on one's own message; what the other platform cannot show is left out, and words go on."""
    listener = await line.listener(f"A{PAIRS.index((asking, listening))}b", listening)
    talk = await line.connects(line.person("Robin", asking), listener)
    source = await talk.seeker.says("how are you?")
    copy = (await talk.listener.sees(": how are you?")).id
    await talk.listener.reacts(copy, HEART[listening])
    await shows(talk.seeker, source, HEART[asking])
    await talk.seeker.reacts(source, "👍")
    await shows(talk.listener, copy, "👍")
    await talk.seeker.unreacts(source, "👍")
    await shows(talk.listener, copy)
    await talk.listener.unreacts(copy, HEART[listening])
    await shows(talk.seeker, source)
    await talk.listener.reacts(copy, "🪑")
    await talk.listener.says("fine")
    await talk.seeker.sees(": fine")
    await shows(talk.seeker, source, *(["🪑"] if asking == "discord" else []))
    await talk.seeker.runs("/end")
    await talk.listener.sees("has ended. Thank you for being there.")
    await line.off_call(listener)


@pytest.mark.parametrize("asking", ["discord", "telegram"])
async def test_typing_is_carried_from_discord(line: WholeLine, asking: str) -> None:
    """Once in five seconds; after the end no more."""
    listener = await line.listener("Dana" if asking == "discord" else "Elia", "discord")
    assert isinstance(listener, Person)
    talk = await line.connects(line.person("Robin", asking), listener)
    await asyncio.gather(*(listener.types() for _ in range(3)))
    await talk.seeker.chat.changed.until(lambda: talk.seeker.chat.typed or None, within=10)
    await talk.seeker.runs("/end")
    await talk.listener.sees("has ended. Thank you for being there.")
    await listener.types()
    await line.off_call(listener)
    assert talk.seeker.chat.typed == 1


@pytest.mark.skipif(SPECS is None, reason="the platforms' specifications are not on this machine")
async def test_every_call_is_as_the_platforms_describe_it(line: WholeLine) -> None:
    """Nothing differs from Discord's OpenAPI document and the Bot API."""
    assert not line.failures()
    described = [call for call in line.discord.received if (call.method, call.path) != ("PATCH", "/applications/@me")]
    assert hold_discord(described) == []
    assert not hold_telegram(line.telegram.received)
