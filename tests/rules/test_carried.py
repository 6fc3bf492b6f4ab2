"""What goes along beside the words, by the whole program over sockets (relay.md, What is carried)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.sandbox.discord import Person
from adapters.sandbox.faults import Fault
from tests.support.specs import SPECS, hold_discord
from tests.support.telegram_spec import hold_telegram
from tests.support.whole import PAIRS, PLATFORMS, Someone, Talk, WholeLine, whole_line

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


@pytest.mark.parametrize("listening", PLATFORMS)
async def test_unsend_takes_back_wherever_a_message_is(line: WholeLine, listening: str) -> None:
    """On Telegram, which tells nothing of deletions: arrived in parts, and on its way."""
    listener = await line.listener("Fay" if listening == "discord" else "Gil", listening)
    talk = await line.connects(line.person("Robin", "telegram"), listener)
    long = await talk.seeker.says("mistake " * 300)
    await talk.listener.sees("mistake")
    stays = await talk.seeker.says("stays")
    await talk.listener.sees(": stays")
    await talk.seeker.says("/unsend", reply_to=long)
    await talk.seeker.sees("Taken back")
    await gone(talk.listener, "mistake")
    server = line.discord if listening == "discord" else line.telegram
    server.faults.add(Fault(kind="slow", match="/messages" if listening == "discord" else "sendMessage", after=0.5))
    await talk.seeker.says("/unsend", reply_to=await talk.seeker.says("too late"))
    await talk.seeker.sees("Taken back")
    await gone(talk.listener, "too late")
    assert talk.listener.chat.has(": stays"), stays
    await talk.seeker.runs("/end")
    await line.off_call(listener)


async def gone(person: Someone, text: str) -> None:
    """They see it no more."""
    await person.chat.changed.until(lambda: not person.chat.has(text) or None, within=10)


def said_by(talk: Talk) -> list[str]:
    """What the listener sees of the seeker."""
    return [one.text for one in talk.listener.chat.shown if one.text.startswith(f"{talk.seeker_alias}: ")]


@pytest.mark.parametrize(("asking", "listening"), PAIRS)
async def test_an_edit_grows_and_shrinks(line: WholeLine, asking: str, listening: str) -> None:
    """One part, then several with code and emoji, then one: the parts are those of the text as it stands."""
    long = "```\n" + "    x = 1\n" * 178 + "```" + "👨‍👩‍👧‍👦" * 14
    listener = await line.listener(f"B{PAIRS.index((asking, listening))}c", listening)
    talk = await line.connects(line.person("Robin", asking), listener)
    source = await talk.seeker.says("short one")
    await talk.listener.sees(": short one")
    await talk.seeker.edits(source, long if asking == "discord" else long * 2)
    await talk.listener.sees("x = 1")
    await talk.seeker.edits(source, "short again")
    await talk.listener.sees(": short again")
    await talk.listener.chat.changed.until(lambda: len(said_by(talk)) == 1 or None, within=10)
    assert said_by(talk) == [f"{talk.seeker_alias}: short again"]
    await talk.seeker.runs("/end")
    await line.off_call(listener)


async def test_what_was_unsent_while_the_line_was_down_is_never_delivered(tmp_path: Path) -> None:
    """The first of what waits, one among it, one that had arrived: none is sent, the last is removed."""
    async with whole_line(tmp_path) as down:
        listener = await down.listener("Sam", "telegram")
        talk = await down.connects(down.person("Robin", "telegram"), listener)
        before = await talk.seeker.says("had arrived")
        await talk.listener.sees("had arrived")
        await down.stop()
        sources = [await talk.seeker.says(f"number {n}.") for n in range(20)]
        for source in (sources[0], sources[7], before):
            await talk.seeker.says("/unsend", reply_to=source)
        await down.start()
        await talk.listener.sees("number 19.")
        await gone(talk.listener, "had arrived")
        bodies = " ".join(str(call.body) for call in down.received)
        assert "number 1." in bodies
        assert not [n for n in (0, 7) if f"number {n}." in bodies]


@pytest.mark.skipif(SPECS is None, reason="the platforms' specifications are not on this machine")
async def test_every_call_is_as_the_platforms_describe_it(line: WholeLine) -> None:
    """Nothing differs from Discord's OpenAPI document and the Bot API."""
    assert not line.failures()
    described = [call for call in line.discord.received if (call.method, call.path) != ("PATCH", "/applications/@me")]
    assert hold_discord(described) == []
    assert not hold_telegram(line.telegram.received)
