"""Slow, held and ended, by the whole program with the platforms' own codes (relay.md, Order, once, whole)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.sandbox import discord, telegram
from adapters.sandbox.faults import Fault
from tests.support.whole import PLATFORMS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
NUMBERS = {"SLOW_AFTER": "00:00:05", "HELD_AT_MOST": "00:00:10", "COOL_DOWN": "00:00:00"}  # as short as they may be
SEND = {"discord": "POST /channels", "telegram": "sendMessage"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    numbers = {f"WARMLINE_POLICY__{name}": value for name, value in NUMBERS.items()}
    async with whole_line(tmp_path_factory.mktemp("slow"), start=True, **numbers) as running:
        yield running


async def talking(line: WholeLine, name: str, asking: str, listening: str) -> Talk:
    """A new talk with a listener of that name."""
    return await line.connects(line.person(f"seeker of {name}", asking), await line.listener(name, listening))


def server_of(line: WholeLine, platform: str) -> discord.DiscordServer | telegram.TelegramServer:
    return line.discord if platform == "discord" else line.telegram


def said_to(reader: Someone, alias: str) -> list[str]:
    """What they read from the other."""
    return [one.text.removeprefix(f"{alias}: ") for one in reader.chat.shown if one.text.startswith(f"{alias}: ")]


async def _slow(line: WholeLine, talk: Talk, listening: str, fault: Fault) -> None:
    """Messages wait for `fault`: their writer is told so once, and all of them arrive in order."""
    server_of(line, listening).faults.add(fault)
    for number in range(3):
        await talk.seeker.says(f"number {number}")
    await talk.seeker.sees("Messages are slow right now. Nothing is lost")
    await talk.listener.sees(": number 2", within=20)
    assert said_to(talk.listener, talk.seeker_alias) == [f"number {number}" for number in range(3)]
    assert sum("Messages are slow" in one.text for one in talk.seeker.chat.shown) == 1
    await _over(talk)


def chat_of(person: Someone) -> str:
    """The private chat of somebody on Discord, as it stands in an address."""
    assert isinstance(person, discord.Person)
    return f"/channels/{person.world.dm(person).id}/"


async def _over(talk: Talk) -> None:
    await talk.seeker.runs("/end")
    await talk.listener.sees("has ended. Thank you for being there.")


async def test_who_is_slow_or_gone(line: WholeLine) -> None:
    """Slowness is told, whether Telegram asks for patience (429) or Discord does not manage (500, for six seconds). A
    deleted account and closed DMs: held, told, and over by itself.
    """
    async with asyncio.timeout(60):
        ada, bea = [await talking(line, *one) for one in (("Ada", *PLATFORMS), ("Bea", "discord", "discord"))]
        dan, eve = [await talking(line, *one) for one in (("Dan", *PLATFORMS), ("Eve", *PLATFORMS))]
        assert isinstance(dan.listener, telegram.Person)
        assert isinstance(eve.seeker, discord.Person)
        dan.listener.deletes_account()
        eve.seeker.closes_dms(50007)
        left = ((dan.seeker, dan.listener_alias), (eve.listener, eve.seeker_alias))
        for writer, _ in left:
            await writer.says("are you there?")
        for writer, other in left:
            await writer.sees(f"{other} did not get that. I can't reach them right now.")
            await writer.sees(f"I can't reach {other} right now. We go on when they write again.")
        await asyncio.gather(
            _slow(line, ada, "telegram", Fault(kind="429", match=SEND["telegram"], after=6)),
            _slow(line, bea, "discord", Fault(kind="500", match=chat_of(bea.listener), times=6)),
            _ends(dan.seeker, "I can't reach Dan any more."),
            eve.listener.sees("has ended", within=20),
        )
        eve.seeker.opens_dms()
    assert not line.failures()


async def _ends(seeker: Someone, told: str) -> None:
    """They are back in the queue, and leave it before anybody is asked."""
    await seeker.sees(told, "Leave the queue", within=20)
    await seeker.presses("Leave the queue")


@pytest.mark.parametrize(("asking", "listening"), [PLATFORMS, PLATFORMS[::-1]])
async def test_the_end_stops_what_is_queued_both_ways(line: WholeLine, asking: str, listening: str) -> None:
    """At once: what waits behind a slow message is not delivered, in either direction, and its writers know; nor is the
    rest of a long one.
    """
    async with asyncio.timeout(30):
        talk = await talking(line, f"Cleo {asking}", asking, listening)
        for platform in PLATFORMS:
            server_of(line, platform).faults.add(Fault(kind="slow", match=SEND[platform], after=2.0))
        for number in range(3):
            for writer, alias, _ in talk.ways:
                rest = " word" * 700 + " the rest" if isinstance(writer, telegram.Person) and not number else ""
                await writer.says(f"{number} of {alias}{rest}")
        await asyncio.gather(*(server_of(line, platform).faults.over() for platform in PLATFORMS))
        await talk.seeker.runs("/end")
        for writer, _, reader in talk.ways:
            await reader.sees("has ended")
            await writer.sees("This conversation has ended.", "did not get what you just wrote.")
        sent = json.dumps([one.body for one in line.received])
        late = [f"{number} of {alias}" for _, alias, _ in talk.ways for number in (1, 2)]
        assert not [text for text in [*late, "the rest"] if text in sent]
    assert not line.failures()


@pytest.mark.parametrize(("asking", "listening"), [PLATFORMS, PLATFORMS[::-1]])
async def test_what_is_on_its_way_at_the_end_is_not_said_to_be_lost(
    line: WholeLine, asking: str, listening: str
) -> None:  # fmt: skip
    """Its call is under way when the other ends: it arrives, and its writer hears of the end alone."""
    async with asyncio.timeout(30):
        talk = await talking(line, f"Gil {asking}", asking, listening)
        server = server_of(line, listening)
        server.faults.add(Fault(kind="slow", match=SEND[listening], after=1.5))
        await talk.seeker.says("goodbye")
        await server.faults.over()
        await talk.listener.presses("End conversation")
        await talk.seeker.sees("This conversation has ended. You can talk again")
        await talk.listener.sees(f"{talk.seeker_alias}: goodbye")
        assert not any("did not get" in one.text for one in talk.seeker.chat.shown)
    assert not line.failures()


async def test_who_blocks_the_bot_and_comes_back(line: WholeLine) -> None:
    """Telegram tells it at once: the other knows before writing; it goes on with Start, and a word."""
    async with asyncio.timeout(30):
        talk = await talking(line, "Fay", "telegram", "discord")
        assert isinstance(talk.seeker, telegram.Person)
        talk.seeker.blocks_bot()
        await talk.listener.sees(f"I can't reach {talk.seeker_alias} right now.")
        talk.seeker.unblocks_bot()
        await talk.seeker.says("sorry")
        await talk.listener.sees(f"{talk.seeker_alias} is back.")
        await talk.listener.sees(f"{talk.seeker_alias}: sorry")
        await _over(talk)
