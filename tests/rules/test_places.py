"""Groups that become supergroups, and that put the bot out and bring it back, by the whole program (relay.md, Order,
once, whole).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.sandbox import telegram
from adapters.sandbox.telegram.group import Group
from tests.support.whole import WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINK = "https://t.me/sandbox_line_bot?start=c_main"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(tmp_path_factory.mktemp("places")) as running:
        yield running


async def a_group(line: WholeLine, owner: telegram.Person, *members: telegram.Person) -> Group:
    """A group that belongs to the line, set up by its owner, who coordinates."""
    group = line.telegram.group("Plays", [owner, *members])
    await owner.says("/setup adults", group=group)
    await owner.sees("for adults only")
    return group


async def links(group: Group, member: telegram.Person) -> None:
    """Who asks there is shown the way to the line of that group."""
    await member.says("/talk", group=group)
    shown = await group.sees("Talk to a person")
    [[button]] = shown.raw["reply_markup"]["inline_keyboard"]
    assert button["url"] == LINK


async def has_a_panel(group: Group, coordinator: telegram.Person) -> None:
    """A coordinator has the panel posted there."""
    await coordinator.says("/panel", group=group)
    await group.sees("Talk to a person")
    await coordinator.sees("The panel is there")


async def test_a_group_that_moves_stays_the_lines(line: WholeLine) -> None:
    """Under its new number (`migrate_to_chat_id`) it is the same community's, also once the line was started anew, and
    also where it moved while the line was down.
    """
    async with asyncio.timeout(60):
        cleo, ann = await line.coordinator("Cleo", "telegram"), line.person("Ann", "telegram")
        assert isinstance(cleo, telegram.Person)
        assert isinstance(ann, telegram.Person)
        here, there = await a_group(line, cleo, ann), await a_group(line, cleo, ann)
        await links(here, ann)
        here.migrates()
        await has_a_panel(here, cleo)
        await links(here, ann)
        await line.stop()
        there.migrates()
        await line.start()
        for group in (here, there):
            await has_a_panel(group, cleo)
            await links(group, ann)
        await line.stop()
        await line.start()
        await links(there, ann)
    assert not line.failures()


async def test_a_group_that_puts_the_bot_out(line: WholeLine) -> None:
    """Who talks in private goes on talking; back in the group it does there what it did before."""
    async with asyncio.timeout(60):
        dora, ann = await line.coordinator("Dora", "telegram"), line.person("Ann", "telegram")
        assert isinstance(dora, telegram.Person)
        assert isinstance(ann, telegram.Person)
        group = await a_group(line, dora, ann)
        talk = await line.connects(ann, await line.listener("Sam", "discord"))
        group.kicks_bot()
        for writer, alias, reader in talk.ways:
            await writer.says("still here")
            await reader.sees(f"{alias}: still here")
        group.add_bot()
        await links(group, ann)
        await talk.seeker.runs("/end")
        await talk.listener.sees("has ended")
    assert not line.failures()
