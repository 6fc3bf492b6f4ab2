"""What people do on Discord, as it reaches the core."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord.inbound import reacted, words
from adapters.sandbox.discord import DiscordServer, Person
from bot.inbound import Composing, Edited, Pressed, Reacted, Retracted, Said, Typed
from bot.notice import Panel, Welcome
from bot.words import Span, Style
from tests.support.discord_gateway import Core, address, discord_server, running, saying


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


async def test_words_in_private_arrive_whole(server: DiscordServer) -> None:
    """A message to the bot arrives with its formatting, its time, its id and what it answers; a server's does not."""
    guild = server.guild("Town")
    ada, core = server.person("Ada", guild), Core()
    async with running(server, core):
        await ada.says("not for the bot", where=guild)
        first = await ada.says("I am **not** fine")
        await ada.says("as I said", reply_to=first)
        said = await core.hears(Said)
        again = await core.hears(Said, number=2)
    assert (said.by, said.source, said.words.text) == (address(ada), first, "I am not fine")
    assert said.words.spans == (Span(5, 8, Style.BOLD),)
    assert said.at.tzinfo is not None
    assert (again.reply_to, said.reply_to) == (first, None)


async def test_edits_and_deletions_arrive(server: DiscordServer) -> None:
    """Changing and deleting a message arrive under the message's id, in order."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core):
        source = await ada.says("helo")
        await ada.edits(source, "hello")
        await ada.deletes(source)
        edited, retracted = await core.hears(Edited), await core.hears(Retracted)
    assert (edited.source, edited.words.text) == (source, "hello")
    assert edited.at
    assert (retracted.by, retracted.source) == (address(ada), source)
    assert [type(event) for event in core.events] == [Said, Edited, Retracted]


async def test_reactions_and_typing_arrive(server: DiscordServer) -> None:
    """Each as it is put and taken away, in private only; an emoji of a server's own is none."""
    guild = server.guild("Town")
    ada, core = server.person("Ada", guild), Core()
    async with running(server, core):
        elsewhere = await ada.says("hello all", where=guild)
        await ada.reacts(elsewhere, "👍")
        source = await ada.says("hello")
        await ada.reacts(source, "👍")
        await ada.unreacts(source, "👍")
        await ada.types(where=guild)
        await ada.types()
        put, gone, types = await core.hears(Reacted), await core.hears(Reacted, number=2), await core.hears(Composing)
    assert (put.by, put.message, put.added, put.removed) == (address(ada), source, ("👍",), ())
    assert (gone.added, gone.removed) == ((), ("👍",))
    assert types.by == address(ada)
    assert [type(event) for event in core.events] == [Said, Reacted, Reacted, Composing]
    own = {"user_id": "5", "message_id": "6", "emoji": {"id": "7", "name": "blob"}}
    assert reacted(own, gone=False) is None


async def test_what_cannot_be_carried_is_named(server: DiscordServer) -> None:
    """What no new file can be made of is named, its text goes; pictures and plain text come as references."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core):
        await ada.says("look", files={"cat.png": b"x", "notes.txt": b"y", "cv.pdf": b"z", "me.mp4": b"z"})
        said = await core.hears(Said)
    assert (said.words.text, said.words.left_out) == ("look", ("document", "video"))
    assert [one.kind for one in said.words.media] == ["image", "file"]
    assert said.words.allowing(()).left_out == ("image", "file", "document", "video")


def test_a_sticker_is_its_name() -> None:
    """It comes as words, behind those that were written with it."""
    message = {"id": "1", "author": {"id": "2"}, "content": "hi", "sticker_items": [{"id": "3", "name": "Wave"}]}
    assert (words(message).text, words(message).left_out) == ("hi\n:Wave:", ())


async def test_many_messages_keep_their_order(server: DiscordServer) -> None:
    """However fast somebody writes, the core is called in that order, also while earlier ones are not handled yet."""
    ada, core = server.person("Ada", server.guild("Town")), Core(decides=asyncio.Event())
    async with running(server, core):
        for number in range(60):
            await ada.says(str(number))
        await core.hears(Said, number=60)
    assert [event.words.text for event in core.events if isinstance(event, Said)] == [str(n) for n in range(60)]


async def test_commands_arrive_with_place_and_language(server: DiscordServer) -> None:
    """A slash command tells its options, the person's language, and the server with their right to manage it."""
    guild = server.guild("Town")
    ada, core = server.person("Ada", guild, locale="de"), Core(answers=lambda event: saying(Welcome()))
    async with running(server, core):
        await server.received_call("PUT /applications")
        await (await ada.runs("join", guild, code="abc", alias="Kim")).answered()
        await (await ada.runs("talk")).answered()
        await ada.says("hello")
        here, private = await core.hears(Typed), await core.hears(Typed, number=2)
        said = await core.hears(Said)
    assert (here.command, dict(here.options), here.language) == ("join", {"code": "abc", "alias": "Kim"}, "de")
    assert here.place is not None
    assert (here.place.platform, here.place.id, here.place.channel) == ("discord", guild.id, guild.channels[0].id)
    assert here.place.manages is False
    assert (private.command, private.place, private.by, said.language) == ("talk", None, address(ada), "de")


async def test_buttons_arrive_as_what_they_carry(server: DiscordServer) -> None:
    """A press on a panel in a server tells verb, subject, message and place."""
    guild = server.guild("Town")
    ada, core = server.person("Ada", guild), Core(answers=lambda event: saying(Welcome()))
    async with running(server, core) as gateway:
        await server.received_call("PUT /applications")
        await (await ada.runs("panel", guild)).answered()
        place = (await core.hears(Typed)).place
        assert place is not None
        await gateway.post(place, saying(Panel(community="c1")), nonce="p")
        await (await ada.presses("Talk to a person", where=guild)).answered()
        pressed = await core.hears(Pressed)
    assert (pressed.verb, pressed.subject, pressed.epoch) == ("talk", "c1", 0)
    assert (pressed.message, pressed.place) == (guild.channels[0].messages[-1].id, place)


async def test_a_preview_that_discord_found_is_no_edit(server: DiscordServer) -> None:
    """Discord changes a message with a link in it by itself: nobody has edited it."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core):
        chat, source = server.world.dm(ada), await ada.says("see https://example.org")
        found = chat.find(source)
        found.raw["embeds"] = [{"type": "link", "title": "Example"}]
        chat.refresh(found)
        await ada.edits(source, "see for yourself")
        await core.hears(Edited)
    assert [event.words.text for event in core.events if isinstance(event, Edited)] == ["see for yourself"]


@pytest.mark.parametrize(
    "odd",
    [{"author": {"id": "77", "bot": True}}, {"webhook_id": "77"}, {"type": 7}, {"type": 3}, {"guild_id": "77"}],
    ids=["a bot", "a webhook", "a welcome", "a call", "a server"],
)
async def test_only_what_a_person_wrote_in_private_arrives(server: DiscordServer, odd: dict[str, Any]) -> None:
    """What bots and services say, Discord's own lines, and servers are passed over."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core):
        frame = _created(server, ada, content="not for us") | odd
        server.send_frame(json.dumps({"op": 0, "t": "MESSAGE_CREATE", "s": None, "d": frame}))
        server.send_frame(json.dumps({"op": 0, "t": "MESSAGE_UPDATE", "s": None, "d": frame}))
        await ada.says("hello")
        await core.hears(Said)
    assert [event.words.text for event in core.events if isinstance(event, Said | Edited)] == ["hello"]


async def test_a_forward_answers_nothing(server: DiscordServer) -> None:
    """What it refers to is where it came from; its text goes, and its writer hears what does not."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core):
        forward = {"message_reference": {"type": 1, "channel_id": "8", "message_id": "9"}}
        frame = _created(server, ada, content="") | forward | {"message_snapshots": [{"message": {"content": "look"}}]}
        server.send_frame(json.dumps({"op": 0, "t": "MESSAGE_CREATE", "s": None, "d": frame}))
        said = await core.hears(Said)
    assert (said.words.text, said.words.left_out, said.reply_to) == ("look", ("forward",), None)


@pytest.mark.parametrize(
    ("one", "hidden"),
    [({"flags": 8}, True), ({"filename": "SPOILER_a.png"}, True), ({"flags": 4}, False), ({}, False)],
)
def test_a_hidden_picture_is_one(one: dict[str, Any], hidden: bool) -> None:
    """By Discord's flag, or by the name that its older apps give it."""
    picture = {"id": "3", "filename": "a.png", "content_type": "image/png", "url": "x", "size": 1} | one
    message = {"id": "1", "author": {"id": "2"}, "content": "", "attachments": [picture]}
    assert [medium.spoiler for medium in words(message).media] == [hidden]


def _created(server: DiscordServer, person: Person, *, content: str) -> dict[str, Any]:
    channel = server.world.dm(person).id
    return {
        "id": server.world.ids.next(), "channel_id": channel, "author": person.payload(), "type": 0, "content": content,
    }  # fmt: skip
