"""Answers to commands and buttons on Discord."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.sandbox.discord import DiscordServer
from adapters.sandbox.faults import Fault
from bot.inbound import Inbound, Pressed, Typed
from bot.notice import Help, Welcome
from bot.records import Saying
from tests.support.discord_gateway import Core, address, discord_server, running, saying


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


def welcome(event: Inbound) -> Saying:
    return saying(Welcome())


async def test_an_answer_is_for_one_pair_of_eyes(server: DiscordServer) -> None:
    """A command is answered at once and only to who gave it, in a server as in private."""
    guild = server.guild("Town")
    ada = server.person("Ada", guild)
    async with running(server, Core(answers=welcome)):
        await server.received_call("PUT /applications")
        for where in (guild, None):
            assert await (await ada.runs("help", where)).answered() == 4
            shown = await ada.sees("Warmline:", "Talk to a person")
            assert shown.ephemeral


async def test_a_command_without_an_answer_points_to_the_chat(server: DiscordServer) -> None:
    """A command whose answer stands in the private chat says so; a press is acknowledged without words."""
    ada = server.person("Ada", server.guild("Town"))
    core = Core()
    async with running(server, core) as gateway:
        await server.received_call("PUT /applications")
        assert await (await ada.runs("talk")).answered() == 4
        await gateway.say(address(ada), saying(Welcome()), nonce="1")
        await ada.sees("counsellor")
        assert await (await ada.presses("Helplines")).answered() == 6
    assert isinstance(core.events[-1], Pressed)


async def test_a_slow_decision_is_put_off_and_still_answered(server: DiscordServer) -> None:
    """What takes longer than 1.5 s is deferred in time, and its answer follows, for a command as for a press."""
    ada = server.person("Ada", server.guild("Town"))
    core = Core(answers=welcome, decides=asyncio.Event())
    assert core.decides
    async with running(server, core) as gateway:
        await server.received_call("PUT /applications")
        await gateway.say(address(ada), saying(Help()), nonce="1")
        await ada.sees("/talk")
        command, press = await ada.runs("help"), await ada.presses("Helplines")
        assert (await command.answered(), await press.answered()) == (5, 6)
        core.decides.set()
        assert (await ada.sees("counsellor")).ephemeral
        assert (await ada.sees("counsellor")).ephemeral


async def test_a_foreign_button_changes_nothing(server: DiscordServer) -> None:
    """A button that is not ours is answered with the notice that it is old, and never reaches the core."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core):
        button = {"type": 2, "style": 1, "label": "Old", "custom_id": "v0:take:1"}
        channel = server.world.dm(ada)
        channel.post(server.world.me, {"content": "x", "components": [{"type": 1, "components": [button]}]})
        await (await ada.presses("Old")).answered()
        assert (await ada.sees("That button")).ephemeral
    assert core.events == []


async def test_a_fault_of_the_core_is_answered(server: DiscordServer) -> None:
    """An exception in the core is answered as trouble, and the next command is handled."""
    ada = server.person("Ada", server.guild("Town"))

    def broken(event: Inbound) -> Saying:
        if isinstance(event, Typed) and event.command == "talk":
            raise RuntimeError
        return saying(Welcome())

    async with running(server, Core(answers=broken)):
        await server.received_call("PUT /applications")
        await (await ada.runs("talk")).answered()
        await ada.sees("try again")
        await (await ada.runs("help")).answered()
        await ada.sees("counsellor")


async def test_an_expired_token_falls_back_to_the_chat(server: DiscordServer) -> None:
    """Where Discord no longer knows the interaction, the answer is said in the private chat."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core(answers=welcome)):
        await server.received_call("PUT /applications")
        server.fails(Fault(kind="refuse", match="/callback", code=10062))
        await ada.runs("help")
        assert not (await ada.sees("counsellor")).ephemeral


async def test_a_cut_answer_is_given_once(server: DiscordServer) -> None:
    """An answer whose reply is lost is tried again, and Discord's word that it was there already is enough."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core(answers=welcome)):
        await server.received_call("PUT /applications")
        server.fails(Fault(kind="close_after", match="/callback"))
        await ada.runs("help")
        await ada.sees("counsellor")
        calls = [await server.received_call("/callback") for _ in range(2)]
        assert [call.status for call in calls] == [204, 400]
        assert await ada.chat.empty_of("counsellor") is False
        assert len(ada.chat.shown) == 1


async def test_an_answer_in_html_ends_nothing(server: DiscordServer) -> None:
    """Where what stands in front of Discord answers with a page, the notice is said in the private chat."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core(answers=welcome)):
        await server.received_call("PUT /applications")
        server.fails(Fault(kind="502", match="/callback", times=2))
        await ada.runs("help")
        assert not (await ada.sees("counsellor")).ephemeral
        assert await (await ada.runs("help")).answered() == 4


async def test_an_interaction_that_names_no_way_to_answer_is_passed_over(server: DiscordServer) -> None:
    """Its id and token make the address that is called: what is neither is not called, and ends nothing."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core(answers=welcome)):
        await server.received_call("PUT /applications")
        done = await ada.runs("help")
        await done.answered()
        for wrong in (
            {"id": "1/../2"},
            {"id": ["1"]},
            {"token": "../../channels"},
            {"token": None},
            {"application_id": "1/x"},
        ):
            server.world.hub.emit("INTERACTION_CREATE", done.payload() | wrong)
        assert await (await ada.runs("help")).answered() == 4
        called = [call.path for call in server.received if "/interactions/" in call.path]
    assert len(called) == 2
