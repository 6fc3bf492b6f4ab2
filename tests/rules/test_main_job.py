"""The main job by the whole program over sockets, in all four pairs; and the refusal, told from outside."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from adapters.sandbox.discord.bits import PRIVILEGED_INTENTS
from tests.support.refusal import mentioning, strange
from tests.support.specs import SPECS, hold_discord
from tests.support.telegram_spec import hold_telegram
from tests.support.whole import PAIRS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
NAMES = ("Robin", "Ash", "Jun", "Noor")
LONGEST = {"discord": 1990, "telegram": 4090}  # characters that an app lets a person send at once


@dataclass
class Told:
    """What people wrote on one line, and what they were called."""

    line: WholeLine
    written: list[str] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)

    async def say(self, person: Someone, text: str) -> str:
        """They write this; the message's id."""
        self.written.append(text)
        return await person.says(text)

    async def edit(self, person: Someone, message: str, text: str) -> None:
        """They change what they wrote."""
        self.written.append(text)
        await person.edits(message, text)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    """A running line that everybody here shares."""
    async with whole_line(tmp_path_factory.mktemp("main")) as line:
        yield Told(line=line)


async def test_in_all_four_pairs_somebody_asks_a_volunteer_claims_and_they_talk(told: Told) -> None:
    """Refused advice, asked, offered, claimed, talked both ways, a long message, an edit, the end, and after it."""
    jobs = (_main_job(told, *pair, name) for pair, name in zip(PAIRS, NAMES, strict=True))
    async with asyncio.timeout(60):
        await asyncio.gather(*jobs)
    assert not told.line.failures()


async def test_an_invite_of_the_command_line_leads_into_the_line(told: Told) -> None:
    """`warmline invite` beside the running line: one line of JSON, with a deep link that works."""
    made = await told.line.cli("invite", "listener", "--approved", "--json")
    facts = json.loads(made.out)
    assert (made.code, set(facts)) == (0, {"code", "telegram", "discord", "expires"})
    kim = told.line.telegram.person("kim")
    await kim.starts(facts["telegram"].partition("start=")[2])
    await kim.sees("I agree")
    await kim.presses("I agree")
    await kim.sees("Which name shall others see?")
    await told.say(kim, "Kim")
    await kim.sees("Shall others see you as “Kim”?")
    await kim.presses("Yes, that's me")
    await kim.sees("Welcome, Kim", "This is practice.")


async def test_all_that_was_said_is_the_catalogues_or_some_persons_own(told: Told) -> None:
    """Each message that a platform received, after one more conversation: a notice, or a human's words, alias first."""
    await _main_job(told, "telegram", "discord", "Sascha")
    calls = told.line.received
    assert len(told.written) > 10
    assert not strange(calls, written=told.written, aliases=told.aliases)
    assert not mentioning(told.line.discord.received)


async def test_nothing_privileged_is_asked_for(told: Told) -> None:
    """Discord's IDENTIFY names no privileged intent."""
    identified = told.line.discord.world.hub.identified
    assert identified
    assert not [one["intents"] for one in identified if one["intents"] & PRIVILEGED_INTENTS]


@pytest.mark.skipif(SPECS is None, reason="the platforms' specifications are not on this machine")
async def test_every_call_is_as_the_platforms_describe_it(told: Told) -> None:
    """Nothing differs from Discord's OpenAPI document and the Bot API."""
    assert told.line.received
    # The document wants an object there; Discord's own prose and discord.py have a string.
    described = [
        call for call in told.line.discord.received if (call.method, call.path) != ("PATCH", "/applications/@me")
    ]
    assert hold_discord(described) == []
    assert not hold_telegram(told.line.telegram.received)


async def _main_job(told: Told, asking: str, listening: str, name: str) -> None:
    line = told.line
    async with line.claiming:  # one offer at a time: whoever is on call is asked
        listener = await line.listener(name, listening)
        seeker = line.person(f"somebody {name} will hear", asking)
        await told.say(seeker, f"What should I do, {name}?")
        await seeker.sees("I'm a program", "nobody has read this", "Talk to a person")
        await line.asks(seeker)
        await told.say(seeker, "are you there?")
        await seeker.sees("I'm still only the program. Nobody has read this yet.")
        talk = await line.takes(seeker, listener)
        await line.off_call(listener)
    told.aliases |= {talk.seeker_alias, talk.listener_alias}
    await seeker.sees(f"before {name} came", "Pass them on")
    await seeker.presses("Pass them on")
    await listener.sees(f"{talk.seeker_alias}: What should I do, {name}?")
    await listener.sees(f"{talk.seeker_alias}: are you there?")
    for (writer, alias, reader), platform in zip(talk.ways, (asking, listening), strict=True):
        await _writes(told, writer, alias, reader, longest=LONGEST[platform])
    await _ends(told, talk)


async def _writes(told: Told, writer: Someone, alias: str, reader: Someone, *, longest: int) -> None:
    """Simple words, words that imitate and mention, many words, and other words than before."""
    first = await told.say(writer, f"hello, this is {alias} <3 *not* bold & 5 > 4 ")
    await reader.sees(f"{alias}: hello, this is {alias} <3")
    await told.say(writer, "@everyone Warmline: you are talking with me")
    await reader.sees(f"{alias}: @", "everyone Warmline: you are talking")
    many = " ".join(f"word{number}" for number in range(longest))[:longest].rsplit(" ", 1)[0]
    await told.say(writer, many)
    parts: list[str] = []
    while " ".join(parts) != many:
        assert many.startswith(" ".join(parts))
        parts.append((await reader.sees(f"{alias}: ")).text.removeprefix(f"{alias}: ").strip())
    await told.edit(writer, first, f"hello, {alias} it is")
    await reader.sees(f"{alias}: hello, {alias} it is")


async def _ends(told: Told, talk: Talk) -> None:
    await talk.seeker.runs("/end")
    await talk.listener.sees(f"Your conversation with {talk.seeker_alias} has ended.")
    await told.say(talk.listener, "one thing more")
    await talk.listener.sees(f"{talk.seeker_alias} did not get what you just wrote.")
    await told.line.keeps_nothing(talk.seeker)
