"""Each way in which a platform refuses for good, by the whole program with the platform's own code (docs/relay.md)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.sandbox import discord
from adapters.sandbox.faults import Fault
from tests.support.whole import Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(tmp_path_factory.mktemp("unreachable")) as line:
        yield line


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talk(line: WholeLine) -> Talk:
    """A seeker on Discord talks with a listener on Telegram."""
    return await line.connects(line.person("Seeker", "discord"), await line.listener("Sam", "telegram"))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (50007, "I can't reach them right now"),  # DMs closed
        (20026, "the app has stopped my messages for a while"),  # quarantined by Discord's anti-spam
        (50278, "I can't reach them right now"),  # no server in common
        (10003, "I can't reach them right now"),  # the channel is gone
        (10013, "I can't reach them right now"),  # the account is deleted
        (50033, "I can't reach them right now"),  # nobody whom a bot can write to
        (50001, "I can't reach them right now"),  # a chat that the bot cannot see
    ],
)
async def test_who_is_not_reached_on_discord(line: WholeLine, talk: Talk, code: int, told: str) -> None:
    """The writer is told, the conversation is held; it goes on when the other writes."""
    async with asyncio.timeout(30):
        line.discord.fails(Fault(kind="refuse", match="POST /channels", code=code))
        await talk.listener.says(f"lost {code}")
        await talk.listener.sees(f"{talk.seeker_alias} did not get that", told)
        await talk.listener.sees(f"I can't reach {talk.seeker_alias} right now. We go on when they write again.")
        await talk.seeker.says(f"here {code}")
        await talk.listener.sees(f"{talk.seeker_alias} is back.")
        await talk.listener.sees(f"{talk.seeker_alias}: here {code}")
        await talk.listener.says(f"again {code}")
        await talk.seeker.sees(f"{talk.listener_alias}: again {code}")
    assert line.process
    assert line.process.returncode is None
    assert not line.failures()


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: PEER_ID_INVALID"),
    ],
)
async def test_who_is_not_reached_on_telegram(line: WholeLine, talk: Talk, code: int, description: str) -> None:
    """The same there: one 403 never stops the process."""
    async with asyncio.timeout(30):
        line.telegram.faults.add(Fault(kind="refuse", match="sendMessage", code=code, description=description))
        await talk.seeker.says("lost")
        await talk.seeker.sees(f"{talk.listener_alias} did not get that. I can't reach them right now.")
        await talk.seeker.sees(f"I can't reach {talk.listener_alias} right now.")
        await talk.listener.says("here")
        await talk.seeker.sees(f"{talk.listener_alias} is back.")
        await talk.seeker.sees(f"{talk.listener_alias}: here")
    assert not line.failures()


async def test_what_telegram_refuses_is_told_and_nothing_is_held(line: WholeLine, talk: Talk) -> None:
    """Only that message; what follows arrives."""
    async with asyncio.timeout(30):
        refused = Fault(kind="refuse", match="sendMessage", code=400, description="Bad Request: message is too long")
        line.telegram.faults.add(refused)
        await talk.seeker.says("whatever it is")
        await talk.seeker.sees("the app refuses it. Please send it in other words.")
        await talk.seeker.says("in other words")
        await talk.listener.sees(f"{talk.seeker_alias}: in other words")
    assert not line.failures()


async def test_a_harmful_link_is_told_and_nothing_is_held(line: WholeLine, talk: Talk) -> None:
    """Only that message is refused; what follows arrives."""
    async with asyncio.timeout(30):
        line.discord.fails(Fault(kind="refuse", match="POST /channels", code=240000))
        await talk.listener.says("https://harmful.example")
        await talk.listener.sees("the app refuses a link in it. Please send it without the link.")
        await talk.listener.says("without it")
        await talk.seeker.sees(f"{talk.listener_alias}: without it")
    assert not line.failures()


async def test_a_server_that_removes_the_bot_and_invites_it_again(line: WholeLine, talk: Talk) -> None:
    """Who had only that server in common is not reached; held, told, and going on once the bot is back there."""
    haven, seeker = line.discord.guild("Haven"), talk.seeker
    assert isinstance(seeker, discord.Person)
    async with asyncio.timeout(30):
        haven.removes_bot()
        seeker.closes_dms(50278)  # as Discord does then
        await talk.listener.says("nobody here")
        await talk.listener.sees(f"{talk.seeker_alias} did not get that. I can't reach them right now.")
        haven.invites_bot()
        seeker.opens_dms()
        await talk.seeker.says("back again")
        await talk.listener.sees(f"{talk.seeker_alias}: back again")
        await talk.listener.says("good")
        await talk.seeker.sees(f"{talk.listener_alias}: good")
    assert not line.failures()


async def test_a_member_who_leaves_the_server_and_comes_back(line: WholeLine, talk: Talk) -> None:
    """The same for one who leaves in the middle of a talk."""
    haven, seeker = line.discord.guild("Haven"), talk.seeker
    assert isinstance(seeker, discord.Person)
    async with asyncio.timeout(30):
        await seeker.leaves(haven)
        await talk.listener.says("are you gone?")
        await talk.listener.sees(f"{talk.seeker_alias} did not get that. I can't reach them right now.")
        await seeker.joins(haven)
        await seeker.says("no, here")
        await talk.listener.sees(f"{talk.seeker_alias}: no, here")
    assert not line.failures()
