"""Connecting to Discord, losing it, and catching up."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import web

from adapters.discord import DiscordGateway, DiscordSettings
from adapters.discord.commands import commands
from adapters.discord.history import page
from adapters.discord.http import Http
from adapters.sandbox.discord import AS_DISCORD, DiscordServer
from adapters.sandbox.faults import Fault
from bot.errors import Refused, RetryLater, Unreachable
from bot.inbound import Edited, Retracted, Said
from bot.people import Address
from tests.support.discord_gateway import (
    Core,
    address,
    discord_server,
    nonce,
    passage,
    running,
    served,
    texts,
    watching,
    wording,
)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


async def test_start_takes_few_calls(server: DiscordServer) -> None:
    """Two calls lead to being ready; commands and profile are told afterwards, and only where they differ."""
    server.guild("Town")
    async with running(server, Core()):
        await server.received_call("PATCH /applications/@me")
    first = [f"{call.method} {call.path.rsplit('/', 1)[-1]}" for call in server.received]
    assert first == ["GET bot", "GET commands", "PUT commands", "GET @me", "PATCH @me"]
    before = len(server.received)
    async with running(server, Core()):
        await server.received_call("GET /applications/@me")
        await server.received_call("GET /applications/@me")
    assert [call.method for call in server.received[before:]] == ["GET", "GET", "GET"]


async def test_commands_are_offered_where_they_belong(server: DiscordServer) -> None:
    """Every command but Telegram's start, with options; setting up only in servers."""
    offered = {command["name"]: command for command in commands(wording())}
    assert "start" not in offered
    assert [option["name"] for option in offered["join"]["options"]] == ["code", "alias"]
    assert (offered["panel"]["contexts"], offered["talk"]["contexts"]) == ([0], [0, 1])


async def test_side_calls_may_fail(server: DiscordServer) -> None:
    """Commands and profile that cannot be told stop nothing."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    server.fails(Fault(kind="refuse", match="/applications", times=2, code=50001))
    async with running(server, core):
        await server.received_call("GET /applications/@me")
        await ada.says("hello")
        await core.hears(Said)


async def test_a_refused_token_ends_it(server: DiscordServer) -> None:
    """A token that Discord does not accept is told as such, and stands in no log."""
    settings = DiscordSettings(token="wrong", api_url=server.api_url, gateway_url=server.gateway_url)
    gateway = DiscordGateway(settings, wording(), nonce)
    with pytest.raises(Refused, match="token"):
        async with asyncio.timeout(10):
            await gateway.run(Core().receive, watched=lambda: (), ready=lambda: None)
    assert "wrong" not in repr(settings)


async def test_without_discords_advice_one_shard_connects(server: DiscordServer) -> None:
    """Where /gateway/bot fails, the configured gateway is used all the same."""
    server.fails(Fault(kind="refuse", match="/gateway/bot", code=10003))
    async with running(server, Core()) as gateway:
        assert gateway.http is not None


async def test_a_ready_without_an_address_is_resumed_where_it_came(server: DiscordServer) -> None:
    """Where READY does not say where to resume, the configured gateway serves for that too."""
    server.world.hub.names_resume = False
    await test_a_dropped_connection_is_resumed(server)


async def test_a_dropped_connection_is_resumed(server: DiscordServer) -> None:
    """What is written while the socket is gone arrives once it is resumed, once."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core):
        server.drop_sockets()
        await ada.says("one")
        await server.connected()
        await ada.says("two")
        await core.hears(Said, number=2)
    assert texts(core) == ["one", "two"]


@pytest.mark.parametrize("frame", ["{not json", json.dumps({"op": 0, "t": "READY", "s": 9, "d": {}}), "[]"])
async def test_a_malformed_frame_costs_a_connection_and_no_message(server: DiscordServer, frame: str) -> None:
    """A frame that nobody can read ends one connection; the next one catches up what was missed, in order."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    core.watches = [watching(ada)]
    async with running(server, core):
        await ada.says("one")
        await core.hears(Said)
        core.watches = [watching(ada, cursor=core.events[-1].source)]  # type: ignore[union-attr]  # a Said
        server.send_frame(frame)
        await ada.says("two")
        await core.hears(Said, number=2)
        await ada.says("three")
        await core.hears(Said, number=3)
    assert list(dict.fromkeys(texts(core))) == ["one", "two", "three"]


async def test_a_malformed_event_costs_nothing(server: DiscordServer) -> None:
    """An event that lacks what is documented is passed over."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core):
        for line in server.world.hub.lines():
            for event in ({}, {"id": "x", "author": None}, {"author": {"id": 5}, "channel_id": []}):
                line.send(json.dumps({"op": 0, "t": "MESSAGE_CREATE", "s": None, "d": event}))
        await ada.says("hello")
        await core.hears(Said)
    assert texts(core) == ["hello"]


async def test_catching_up_has_no_cap_and_keeps_order(server: DiscordServer) -> None:
    """Everything behind the cursor is read, oldest first, before anything newer of that chat; then we are ready."""
    ada, bob = server.person("Ada", server.guild("Town")), server.person("Bob", server.guild("Town"))
    seen = await ada.says("seen")
    for number in range(250):
        await ada.says(str(number))
    await bob.says("from the beginning")
    core = Core(watches=[watching(ada, cursor=seen), watching(bob)])
    server.fails(Fault(kind="close", match="GET /channels"))
    async with running(server, core):
        await ada.says("now")
        await core.hears(Said, number=252)
    those = [event for event in core.events if isinstance(event, Said) and event.by == address(ada)]
    assert [event.words.text for event in those] == [*map(str, range(250)), "now"]
    assert core.ready == 1
    assert "from the beginning" in texts(core)


async def test_what_was_delivered_is_read_again(server: DiscordServer) -> None:
    """Meanwhile edited: edited there, too. Meanwhile deleted: removed; what was never delivered, is not delivered."""
    ada = server.person("Ada", server.guild("Town"))
    kept, changed, gone, seen = [await ada.says(text) for text in ("kept", "changed", "gone", "seen")]
    new, never = await ada.says("new"), await ada.says("never")
    await ada.edits(changed, "changed since")
    await ada.edits(new, "new since")
    for message in (gone, never):
        await ada.deletes(message)

    async def delivered() -> list[str]:
        return [kept, changed, gone, seen]

    core = Core(watches=[replace(watching(ada, cursor=seen), delivered=delivered)])
    async with running(server, core):
        await core.hears(Retracted)
    assert [(event.source, event.words.text) for event in core.events if isinstance(event, Edited)] == [
        (changed, "changed since")
    ]
    assert [event.source for event in core.events if isinstance(event, Retracted)] == [gone]
    assert texts(core) == ["new since"]
    assert isinstance(core.events[0], Said)  # nobody waits for what is new until all that is old has been read


async def test_what_is_heard_while_looking_again_stands(server: DiscordServer) -> None:
    """An edit that comes in while older pages are being read is not followed by what those pages say of it."""
    ada = server.person("Ada", server.guild("Town"))
    changed, seen = await ada.says("changed"), await ada.says("seen")

    async def delivered() -> list[str]:
        return [changed, seen]

    core = Core(watches=[replace(watching(ada, cursor=seen), delivered=delivered)])
    for after in (0.0, 1.0):  # what is new, and then what is old
        server.fails(Fault(kind="slow", match="GET /channels", after=after))
    async with running(server, core):
        await ada.edits(changed, "changed now")
        await ada.deletes(seen)
        await core.hears(Retracted)
        before = str(int(changed) - 1)
        await server.calls.changed.until(
            lambda: any(call.query.get("after") == before for call in server.received) or None, within=10
        )
        for number in (1, 2):
            await ada.says("after")
            await core.hears(Said, number=number)
    assert [type(event) for event in core.events] == [Edited, Retracted, Said, Said]


async def test_what_comes_while_catching_up_waits_its_turn(server: DiscordServer) -> None:
    """New messages of a chat that is being read wait and are not doubled; other chats do not wait."""
    ada, bob = server.person("Ada", server.guild("Town")), server.person("Bob", server.guild("Town"))
    old = await ada.says("old")
    await ada.says("missed")
    core = Core(watches=[watching(ada, cursor=old)])
    server.fails(Fault(kind="slow", match="GET /channels", after=1.0))
    serving = asyncio.create_task(served(server, core))
    await server.connected()
    await ada.says("new")
    await bob.says("hello")
    await core.hears(Said, number=3)
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    assert texts(core) == ["hello", "missed", "new"]


async def test_a_session_that_is_gone_is_caught_up(server: DiscordServer) -> None:
    """After a session that cannot be resumed, what was missed is read from the history."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    core.watches = [watching(ada)]
    async with running(server, core):
        await server.kill_sessions(resumable=False)
        await ada.says("missed")
        await core.hears(Said, within=15)
    assert texts(core) == ["missed"]
    assert core.ready == 1


async def test_limits_are_kept_without_a_429(server: DiscordServer) -> None:
    """A burst into one chat keeps Discord's pace, order and number, and Discord never has to refuse."""
    async with discord_server(pace=AS_DISCORD) as strict_pace:
        ada, core = strict_pace.person("Ada", strict_pace.guild("Town")), Core()
        async with running(strict_pace, core) as gateway:
            for number in range(7):
                await gateway.relay(address(ada), passage(str(number)), sent=[], nonce=str(number), still=lambda: True)
        assert [shown.text for shown in ada.chat.shown] == [f"Robin: {number}" for number in range(7)]
        assert all(call.status < 400 for call in strict_pace.received)


async def test_nothing_of_it_is_logged(server: DiscordServer, caplog: pytest.LogCaptureFixture) -> None:
    """At the most talkative level, neither words nor token stand in a log, also when things go wrong."""
    caplog.set_level(logging.DEBUG)
    ada, core = server.person("Ada", server.guild("Town")), Core()
    async with running(server, core) as gateway:
        await ada.says("canary-in")
        await core.hears(Said)
        server.fails(Fault(kind="429", match="/messages", after=0.1))
        await gateway.relay(address(ada), passage("canary-out"), sent=[], nonce="n", still=lambda: True)
        server.send_frame("{canary-frame")
        await server.kill_sessions(resumable=False)
    logged = "\n".join(logging.Formatter().format(record) for record in caplog.records if record.name != "asyncio")
    assert "canary" not in logged
    assert "a-token-of" not in logged


Answer = Callable[[], web.Response]


@asynccontextmanager
async def stand_in(
    opened: list[Answer], written: list[Answer], read: list[Answer] | None = None
) -> AsyncIterator[DiscordGateway]:
    """Our gateway at a server that opens chats, and takes and gives messages, with these answers, one after another."""

    def next_of(answers: list[Answer]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            return answers.pop(0)()

        return handle

    app = web.Application()
    app.router.add_post("/api/v10/users/@me/channels", next_of(opened))
    app.router.add_post("/api/v10/channels/5/messages", next_of(written))
    app.router.add_get("/api/v10/channels/5/messages", next_of(read or []))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10/"
    settings = DiscordSettings(token="x", api_url=api_url, gateway_url="ws://127.0.0.1:1/", pace=1000.0)
    gateway = DiscordGateway(settings, wording(), nonce)
    gateway.http = Http(settings)
    try:
        yield gateway
    finally:
        await gateway.http.shut()
        await runner.cleanup()


def made() -> web.Response:
    return web.json_response({"id": "5"})


async def test_a_stand_in_without_headers_or_plain_types_will_do() -> None:
    """A server that sends no rate limits and another content type is spoken to all the same."""

    def closed() -> web.Response:
        return web.json_response({"message": "closed", "code": 50007}, status=403)

    async with stand_in([made], [closed]) as gateway:
        with pytest.raises(Unreachable, match="dms_closed"):
            await gateway.relay(Address("discord", "1"), passage("hi"), sent=[], nonce="n", still=lambda: True)


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, ""), (200, "{}"), (200, "[]"), (200, "null"), (204, ""), (200, "<html>"), (429, "{}"), (429, "[]"),
     (429, '{"retry_after": "soon"}')],
)  # fmt: skip
async def test_an_answer_that_nobody_can_read_is_tried_again(status: int, body: str) -> None:
    """Whatever stands in front of Discord says instead: neither a chat nor a message is given up for it."""

    def odd() -> web.Response:
        plain = {"Content-Type": "application/json", "Via": "1.1 google"}  # as Discord's own have it
        return web.Response(status=status, body=body.encode(), headers=plain)

    async with stand_in([odd, made], [odd, made]) as gateway:
        sent = list[str]()
        for _ in range(2):
            with pytest.raises(RetryLater):
                await gateway.relay(Address("discord", "1"), passage("hi"), sent=sent, nonce="n", still=lambda: True)
        await gateway.relay(Address("discord", "1"), passage("hi"), sent=sent, nonce="n", still=lambda: True)
    assert sent == ["5"]


@pytest.mark.parametrize("status", [400, 429])
async def test_a_chat_that_is_opened_too_early_is_opened_later(status: int) -> None:
    """40003: too many new chats. The word waits, whichever status comes with it."""

    def too_fast() -> web.Response:
        told = {"message": "You are opening direct messages too fast", "code": 40003}
        return web.json_response(told, status=status, headers={"Via": "1.1 google"})

    async with stand_in([too_fast, made], [made]) as gateway:
        sent = list[str]()
        with pytest.raises(RetryLater):
            await gateway.relay(Address("discord", "1"), passage("hi"), sent=sent, nonce="n", still=lambda: True)
        await gateway.relay(Address("discord", "1"), passage("hi"), sent=sent, nonce="n", still=lambda: True)
    assert sent == ["5"]


@pytest.mark.parametrize(
    ("told", "error"),
    [({}, RetryLater), (None, RetryLater), ([{}], Refused), ([5], Refused), ([{"id": 7}], Refused)],
)
async def test_a_history_that_is_none_is_no_surprise(told: object, error: type[Exception]) -> None:
    """No list is no answer of Discord's; messages without an id have no place, and are refused for good."""
    async with stand_in([], [], [lambda: web.json_response(told)]) as gateway:
        with pytest.raises(error):
            await page(gateway.connected(), "5", 0)
