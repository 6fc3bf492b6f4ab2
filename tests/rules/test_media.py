"""Pictures, voice messages and files, by the whole program over sockets: made anew, in order, under the alias."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.pictures import arrived, painting, photo, sends, shows
from tests.support.whole import Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
CANARY = "quetzalcanary"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line that passes pictures on."""
    async with whole_line(tmp_path_factory.mktemp("media")) as line:
        made = await line.cli("invite", "coordinator", "--approved", "--no-practice", "--json")
        cleo = await line.listener("Cleo", "discord", code=json.loads(made.out)["code"], on_call=False)
        for name, value in (("media", "all"), ("voice", "yes")):
            await cleo.runs("/settings", name=name, value=value)
            await cleo.sees(f"{name} is {value} now.")
        yield line


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talk(line: WholeLine) -> Talk:
    """Somebody on Discord talks with a volunteer on Telegram."""
    sam = await line.listener("Sam", "telegram")
    return await line.connects(line.person("Robin", "discord"), sam)


async def test_a_picture_arrives_under_the_alias_and_is_nothing_but_its_pixels(talk: Talk) -> None:
    """In both directions: what it shows is there, its name and whatever was hidden in it is not."""
    async with asyncio.timeout(60):
        for writer, alias, reader in talk.ways:
            for content in (photo(CANARY), painting("PNG", CANARY, colour="red")):
                await sends(writer, "look", content, name=f"{CANARY}.png")
                shown = await reader.sees(f"{alias}: look")
                ((name, copy),) = arrived(reader, shown)
                assert (name.rpartition("/")[2], shows(copy)) == ("image.jpg", "red")
                assert CANARY.encode() not in copy
