"""The private chats of those on a roster outlast a restart; of those who only talked, nothing does (relay.md)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.story import a_line


@pytest.mark.parametrize("told", [False, True])
async def test_who_is_on_a_roster_need_not_be_looked_for_again(told: bool) -> None:
    """Whether the line was stopped, or killed a minute or more after it had learned of the chat."""
    async with a_line(numbers={"overdue_after": timedelta(minutes=1)}) as line:
        kim, robin = await line.listener("Kim"), await line.seeker("discord")
        discord = line.platforms["discord"]
        discord.rooms = {kim.address: "77", robin.address: "78"}
        if told:
            await line.stops()
        else:
            await line.passes(minutes=1, seconds=5)
        await line.restarts(away=timedelta(seconds=5), told=told)
        assert discord.recalled == {kim.address: "77"}
