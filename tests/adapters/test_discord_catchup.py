"""What a chat's history may be like, and what happens meanwhile: nothing of it ends the line or loses a word."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from adapters.discord import DiscordSettings
from adapters.discord.catchup import CatchUp
from adapters.discord.http import Http
from adapters.discord.rooms import Rooms
from adapters.sandbox.discord import DiscordServer, Person
from adapters.sandbox.faults import Fault
from bot.inbound import Edited, Retracted, Said
from bot.records import Watched
from tests.support.discord_gateway import (
    TOKEN,
    Core,
    address,
    discord_server,
    running,
    served,
    texts,
    watching,
)

AGAIN = "Please send it again."
Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


def asked_again(person: Person) -> int:
    """How often they were asked to send something again."""
    return sum(AGAIN in shown.text for shown in person.chat.shown)


def raw(server: DiscordServer, message: str) -> dict[str, Any]:
    """A message as the server has it."""
    return next(one.raw for each in server.world.channels.values() for one in each.messages if one.id == message)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw.update(message_snapshots=[{}]),
        lambda raw: raw.update(author=[5]),
        lambda raw: raw.update(content=7),
        lambda raw: raw.update(attachments=[None]),
        lambda raw: raw.update(message_reference="x"),
    ],
    ids=["forward", "author", "content", "attachment", "reference"],
)
async def test_a_malformed_message_costs_itself_alone(server: DiscordServer, spoil: Spoil) -> None:
    """What is before and behind it arrives; its writer is asked, once, to send again what could not be read."""
    ada = server.person("Ada", server.guild("Town"))
    seen, _, odd, _ = [await ada.says(text) for text in ("seen", "one", "odd", "two")]
    spoil(raw(server, odd))
    core = Core(watches=[watching(ada, seen)])
    async with running(server, core):
        await ada.sees(AGAIN)
        await ada.says("three")
        await core.hears(Said, number=3)
    assert (texts(core), asked_again(ada)) == (["one", "two", "three"], 1)


async def test_a_malformed_edit_costs_itself_alone(server: DiscordServer) -> None:
    """Of what was delivered, one that nobody can read is passed over; edits and deletions of others are carried."""
    ada = server.person("Ada", server.guild("Town"))
    odd, changed, gone = [await ada.says(text) for text in ("odd", "changed", "gone")]
    for message in (odd, changed):
        await ada.edits(message, "changed since")
    await ada.deletes(gone)
    raw(server, odd).update(attachments=[None])

    async def delivered() -> list[str]:
        return [odd, changed, gone]

    core = Core(watches=[replace(watching(ada, gone), delivered=delivered)])
    async with running(server, core):
        await core.hears(Retracted)
        await ada.says("now")
        await core.hears(Said)
    assert [event.source for event in core.events if isinstance(event, Edited | Retracted)] == [changed, gone]


@pytest.mark.parametrize("code", [50013, 10008])
async def test_a_refusal_to_read_is_tried_again(server: DiscordServer, code: int) -> None:
    """What was written meanwhile is not lost by it, and keeps its place."""
    ada = server.person("Ada", server.guild("Town"))
    seen, _ = await ada.says("seen"), await ada.says("missed")
    core = Core(watches=[watching(ada, seen)])
    server.fails(Fault(kind="refuse", match="GET /channels", code=code, times=2))
    async with running(server, core):
        await ada.says("now")
        await core.hears(Said, number=2)
    assert (texts(core), asked_again(ada)) == (["missed", "now"], 0)


@pytest.mark.parametrize("code", [10003, 50001])
async def test_what_cannot_be_read_any_more_is_asked_for(server: DiscordServer, code: int) -> None:
    """Where the chat is gone for us it is not tried again; its writer hears that something did not get through."""
    ada = server.person("Ada", server.guild("Town"))
    seen, _ = await ada.says("seen"), await ada.says("missed")
    core = Core(watches=[watching(ada, seen)])
    server.fails(Fault(kind="refuse", match="GET /channels", code=code))
    async with running(server, core):
        await ada.sees(AGAIN)
        await ada.says("now")
        await core.hears(Said)
    assert (texts(core), asked_again(ada)) == (["now"], 1)


async def test_refusals_do_not_keep_new_words_back_for_ever(server: DiscordServer) -> None:
    """A chat that stays closed to us is given up after a while; what was held back goes on, whatever comes of it."""
    ada, asked, done = server.person("Ada"), list[Watched](), asyncio.Event()
    await ada.says("missed")
    http = Http(DiscordSettings(token=TOKEN, api_url=server.api_url, gateway_url=server.gateway_url))

    async def ask_again(side: Watched) -> None:
        asked.append(side)

    async def unexpected(_: object) -> None:
        raise AssertionError

    async def event() -> None:
        done.set()

    server.fails(Fault(kind="refuse", match="GET /channels", code=50013, times=100))
    reading = CatchUp(http, Rooms(), hear=unexpected, amend=unexpected, ask_again=ask_again, patience=1.0)
    async with asyncio.TaskGroup() as group, asyncio.timeout(10):
        read = reading.begin([watching(ada)], group)
        assert reading.hold(ada.id, partial(unexpected, None))
        assert reading.hold(ada.id, event)
        await read
        assert done.is_set()
    await http.shut()
    assert [side.address for side in asked] == [address(ada)]


async def test_what_is_deleted_meanwhile_is_never_delivered(server: DiscordServer) -> None:
    """While earlier words are handed over: neither what was read already nor what came in and waits; an edit counts."""
    ada = server.person("Ada", server.guild("Town"))
    seen, *ids = [await ada.says(text) for text in ("seen", "0", "1", "2")]
    core = Core(watches=[watching(ada, seen)], decides=asyncio.Event())
    serving = asyncio.create_task(served(server, core))
    await core.hears(Said)
    await ada.edits(ids[1], "1, edited")
    await ada.deletes(ids[2])
    await ada.deletes(await ada.says("3"))
    await core.hears(Retracted, number=2)  # told at once: it may be on its way
    assert core.decides is not None
    core.decides.set()
    await core.hears(Edited)
    await ada.says("4")
    await core.hears(Said, number=3)
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    assert texts(core) == ["0", "1", "4"]
    assert [event.words.text for event in core.events if isinstance(event, Edited)] == ["1, edited"]


async def test_only_what_a_person_wrote_is_read(server: DiscordServer) -> None:
    """Our own messages and Discord's lines, which stand between theirs, are passed over."""
    ada = server.person("Ada", server.guild("Town"))
    seen, chat = await ada.says("seen"), server.world.dm(ada)
    chat.post(server.world.me, {"content": "a notice of ours"})
    await ada.says("one")
    raw(server, await ada.says("a call")).update(type=3)
    core = Core(watches=[watching(ada, seen)])
    async with running(server, core):
        await ada.says("two")
        await core.hears(Said, number=2)
    assert texts(core) == ["one", "two"]


async def test_who_is_in_two_conversations_is_read_once(server: DiscordServer) -> None:
    """What they wrote comes once; what was delivered of either, and is changed by now, is changed there."""
    ada = server.person("Ada", server.guild("Town"))
    talk, beside = [await ada.says(text) for text in ("to one", "to the other")]
    await ada.says("new")
    for message in (talk, beside):
        await ada.edits(message, "changed")

    def side(message: str) -> Watched:
        async def delivered() -> list[str]:
            return [message]

        return replace(watching(ada, message), delivered=delivered)

    core = Core(watches=[side(beside), side(talk)])
    async with running(server, core):
        await core.hears(Edited, number=2)
        await ada.says("now")
        await core.hears(Said, number=3)
    assert [event.source for event in core.events if isinstance(event, Edited)] == [beside, talk]
    assert texts(core) == ["changed", "new", "now"]
