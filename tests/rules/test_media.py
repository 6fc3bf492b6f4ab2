"""Pictures, voice messages and files, by the whole program over sockets: made anew, in order, under the alias."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.sandbox import discord, telegram
from adapters.sandbox.faults import Fault
from tests.support.pictures import arrived, gives, painting, photo, recording, sends, shows, speaks
from tests.support.specs import SPECS, hold_discord
from tests.support.telegram_spec import hold_telegram
from tests.support.whole import Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
CANARY = "quetzalcanary"
HIDDEN = {"photo": photo(CANARY), "PNG": painting("PNG", CANARY, colour="red")}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line that passes on whatever it can."""
    async with whole_line(tmp_path_factory.mktemp("media")) as line:
        cleo = await line.coordinator("Cleo", "discord")
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
    async with asyncio.timeout(30):
        for writer, alias, reader in talk.ways:
            for kind, content in HIDDEN.items():
                await sends(writer, f"a {kind}", content, name=f"{CANARY}.png")
                ((name, copy),) = arrived(reader, await reader.sees(f"{alias}: a {kind}"))
                assert (name, shows(copy)) == ("image.jpg", "red")
                assert CANARY.encode() not in copy


async def test_what_is_written_behind_pictures_comes_behind_them(talk: Talk) -> None:
    """Several are one on the other side, too: an album, or one message; then what was written next."""
    pictures = tuple(photo(colour=colour) for colour in ("red", "green", "blue"))
    async with asyncio.timeout(30):
        for writer, alias, reader in talk.ways:
            await sends(writer, "three of them", *pictures)
            await writer.says("do you see them")
            first = await reader.sees(f"{alias}: three of them")
            await reader.sees(f"{alias}: do you see them")
            own = [one for one in reader.chat.shown if one.by_bot]
            between = own[own.index(first) : -1]
            assert [shows(copy) for one in between for _, copy in arrived(reader, one)] == ["red", "green", "blue"]
            assert len(between) == (1 if isinstance(reader, discord.Person) else 3)


async def test_a_voice_message_and_a_file_of_text_go_too(talk: Talk) -> None:
    """Under names that say nothing, without what was hidden in them."""
    async with asyncio.timeout(30):
        for writer, alias, reader in talk.ways:
            await speaks(writer, recording(CANARY))
            await writer.says(f"after {alias}")
            await reader.sees(f"{alias}: after {alias}")
            ((name, copy),) = arrived(reader, reader.chat.shown[-2])
            assert (name, CANARY.encode() in copy) == ("voice.ogg", False)
            await gives(writer, f"{CANARY}.txt", b"a poem", "read this")
            assert arrived(reader, await reader.sees(f"{alias}: read this")) == [("file.txt", b"a poem")]


async def test_what_cannot_go_is_told_and_the_text_goes(talk: Talk) -> None:
    """A document, and a picture that nobody can read: their sender hears why, the other reads the words."""
    async with asyncio.timeout(30):
        for writer, alias, reader in talk.ways:
            await gives(writer, f"{CANARY}.pdf", b"%PDF-1.7", "my papers")
            await reader.sees(f"{alias}: my papers")
            await writer.sees("I can't pass on files of this kind here.")
            await sends(writer, "torn", photo()[:120])
            await reader.sees(f"{alias}: torn")
            await writer.sees("did not go along: I could not read it.")


async def test_a_caption_is_changed_and_a_picture_taken_back(talk: Talk) -> None:
    """An edit changes what stands beneath; a deletion removes the picture, and so does `/unsend`."""
    async with asyncio.timeout(30):
        for writer, alias, reader in talk.ways:
            source = await sends(writer, "the sea", photo(colour="blue"))
            await reader.sees(f"{alias}: the sea")
            await writer.edits(source, "the sky")
            shown = await reader.sees(f"{alias}: the sky")
            assert shows(arrived(reader, shown)[0][1]) == "blue"
            if isinstance(writer, telegram.Person):
                await writer.says("/unsend", reply_to=source)
            else:
                await writer.deletes(source)
            await reader.chat.changed.until(lambda r=reader, s=shown: None if r.chat.find(s.id) else True, within=10)  # type: ignore[misc]  # bound now


async def test_pictures_sent_while_the_line_was_away_arrive_in_order(line: WholeLine, talk: Talk) -> None:
    """It is killed before it hears that a picture has gone out: that one is there once; then those of the meantime."""
    async with asyncio.timeout(60):
        line.discord.fails(Fault(kind="close_after", match="/messages"))
        await sends(talk.listener, "before the end", photo(colour="green"))
        await talk.seeker.sees(f"{talk.listener_alias}: before the end")
        await line.kill()
        for writer, _, _ in talk.ways:
            await sends(writer, "in the dark", photo(colour="blue"))
            await writer.says("any light?")
        await line.start()
        for _, alias, reader in talk.ways:
            shown = await reader.sees(f"{alias}: in the dark")
            assert shows(arrived(reader, shown)[0][1]) == "blue"
            assert reader.chat.shown.index(shown) < reader.chat.shown.index(await reader.sees(f"{alias}: any light?"))
        assert sum("before the end" in str(one.body) for one in line.discord.received) == 1
        assert sum("before the end" in one.text for one in talk.seeker.chat.shown) == 1


async def test_nothing_of_it_is_at_rest(line: WholeLine, talk: Talk) -> None:
    """No name, hidden words or address of a file is in anything that was written; each call is as documented."""
    assert CANARY.encode() in HIDDEN["photo"]
    uploads, files = line.discord.world.uploads, line.telegram.world.files.by_id
    handles = [path.encode() for path in uploads] + [one.encode() for one in files] + [CANARY.encode(), b"a poem"]
    written = {str(one): one.read_bytes() for one in Path(line.folder).rglob("*") if one.is_file()}
    assert len(written) > 3
    assert not [name for name, content in written.items() for handle in handles if handle in content]
    assert not line.failures()
    if SPECS is not None:
        assert not hold_discord(call for call in line.discord.received if "/messages" in call.path)
    assert not hold_telegram(line.telegram.received)
