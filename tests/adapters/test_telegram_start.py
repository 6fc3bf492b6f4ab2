"""How the gateway begins: webhook, menus, profile; and what it never says aloud."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from aiohttp import web

from adapters.sandbox.faults import Fault
from adapters.sandbox.telegram import TelegramServer
from adapters.telegram import TelegramGateway, TelegramSettings
from adapters.telegram.transport import Transport
from bot.errors import StoreBusy
from bot.inbound import Said
from bot.people import Address, Role
from tests.support.telegram_gateway import TOKEN, Recorder, passage, running
from tests.support.telegram_spec import hold_telegram

SECRET = "a-secret-between-two"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=TOKEN, strict=True) as server:
        yield server
        broken = hold_telegram(server.received)
        assert not broken, "\n".join(broken or [])


def hooked(server: TelegramServer, core: Recorder, **more: Any) -> AbstractAsyncContextManager[TelegramGateway]:
    """A gateway that is told of updates at an address of its own."""
    return running(server, core, webhook_url="https://line.example/telegram", webhook_secret=SECRET, **more)


def update(number: int, text: str) -> bytes:
    """An update as Telegram posts it."""
    message = {"message_id": number, "date": 1_900_000_000, "chat": {"id": 5, "type": "private"}, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


class TestWebhook:
    async def test_it_is_asked_for(self, server: TelegramServer) -> None:
        """With a webhook set, Telegram is told where to, with the secret, and nothing is polled."""
        async with hooked(server, Recorder()):
            body = (await server.received_call("setWebhook")).body
        assert (body["url"], body["secret_token"]) == ("https://line.example/telegram", SECRET)
        assert not [call for call in server.received if call.method == "getUpdates"]

    async def test_only_telegram_is_listened_to(self, server: TelegramServer) -> None:
        """Without the secret, or with a wrong one, nothing is taken in; what is no update is refused or skipped."""
        core = Recorder()
        async with hooked(server, core) as gateway:
            for secret in (None, "", "wrong", "é"):
                assert await gateway.handle_webhook(update(1, "forged"), secret) == 403
            assert await gateway.handle_webhook(b"{", SECRET) == 400
            assert await gateway.handle_webhook(b'{"update_id": 2, "message": []}', SECRET) == 200
        assert not core.told
        assert await gateway.handle_webhook(update(1, "too late"), SECRET) == 503

    async def test_the_answer_comes_once_it_is_handled(self, server: TelegramServer) -> None:
        """An update is answered when the core has handled it; the same again, meanwhile or later, is handled once."""
        core = Recorder()
        gate = core.hold("hello")
        async with hooked(server, core) as gateway:
            first, second = (asyncio.create_task(gateway.handle_webhook(update(1, "hello"), SECRET)) for _ in range(2))
            assert (await core.next(Said)).words.text == "hello"
            assert not first.done()
            assert not second.done()
            gate.set()
            assert [await first, await second] == [200, 200]
            assert await gateway.handle_webhook(update(1, "hello"), SECRET) == 200
        assert len(core.told) == 1

    async def test_what_takes_long_is_recorded(self, server: TelegramServer) -> None:
        """What is not handled in time is recorded as pending before it is answered."""
        core, recorded = Recorder(), list[tuple[str, str]]()
        gate = core.hold("slow")

        async def pend(who: Address, message: str) -> None:
            recorded.append((who.id, message))

        async with hooked(server, core, pend=pend, waits_at_most=0.1) as gateway:
            assert await gateway.handle_webhook(update(7, "slow"), SECRET) == 200
            gate.set()
            await core.finished("slow")
        assert recorded == [("5", "7")]

    async def test_what_cannot_be_recorded_is_not_accepted(self, server: TelegramServer) -> None:
        """While the store is busy Telegram keeps what is not handled: it is answered 503, and comes again."""
        core = Recorder()
        gate = core.hold("slow")

        async def pend(who: Address, message: str) -> None:
            raise StoreBusy

        async with hooked(server, core, pend=pend, waits_at_most=0.1) as gateway:
            assert await gateway.handle_webhook(update(7, "slow"), SECRET) == 503
            gate.set()
            assert await gateway.handle_webhook(update(7, "slow"), SECRET) == 200
        assert len(core.told) == 1

    def test_a_webhook_needs_a_secret(self) -> None:
        """Without a secret anybody could speak as Telegram."""
        with pytest.raises(ValueError, match="secret"):
            TelegramSettings(token=TOKEN, webhook_url="https://line.example")


class TestMenus:
    async def test_they_are_put_up_once(self, server: TelegramServer) -> None:
        """Commands, description and short description are set at the first start, and left alone at the next."""
        async with running(server, Recorder()):
            await server.received_call("setMyShortDescription")
        ann = server.person("Ann")
        await ann.starts()
        offered = ["talk", "end", "leave", "help", "helplines", "privacy", "language", "report", "unsend"]
        assert ann.menu == offered
        before = len(server.received)
        async with running(server, Recorder()):
            await server.received_call("getMyShortDescription")
            await server.received_call("getMyShortDescription")
        assert not [call for call in server.received[before:] if call.method.startswith("set")]

    async def test_each_role_has_its_own(self, server: TelegramServer) -> None:
        """A listener and a coordinator are offered theirs in their own chats, as long as they are one."""
        async with running(server, Recorder()) as gateway:
            await server.received_call("setMyShortDescription")
            kim, ann = server.person("Kim"), server.person("Ann")
            everybody = ["talk", "end", "leave", "help", "helplines", "privacy", "language", "report", "unsend"]
            for person in (kim, ann):
                await person.starts()
            await gateway.menu(Address("telegram", str(kim.id)), Role.LISTENER, language="en")
            await gateway.menu(Address("telegram", str(ann.id)), Role.COORDINATOR, language="en")
            assert "oncall" in kim.menu
            assert "settings" not in kim.menu
            assert {"oncall", "settings", "block", "announce", *everybody} <= {*ann.menu}
            await gateway.menu(Address("telegram", str(kim.id)), None, language="en")
            assert kim.menu == everybody
            server.faults.add(Fault(kind="refuse", match="MyCommands", code=400))
            await gateway.menu(Address("telegram", str(kim.id)), Role.LISTENER, language="en")

    async def test_a_group_is_offered_no_talk(self, server: TelegramServer) -> None:
        """In groups only administrators are offered commands, and none that shows who looks for help."""
        async with running(server, Recorder()):
            await server.received_call("setMyShortDescription")
        scopes = {
            call.body["scope"]: call.body["commands"] for call in server.received if call.method == "setMyCommands"
        }
        assert sorted(scopes) == ['{"type":"all_chat_administrators"}', '{"type":"all_private_chats"}']
        offered = json.loads(scopes['{"type":"all_chat_administrators"}'])
        assert [one["command"] for one in offered] == ["setup", "panel"]

    async def test_their_failure_harms_nothing(self, server: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
        """Menus, profile and an old webhook that Telegram refuses are logged, and everything else works."""
        for method in ("getMyCommands", "deleteWebhook"):
            server.faults.add(Fault(kind="refuse", match=method, code=400))
        core = Recorder()
        ann = server.person("Ann")
        async with running(server, core):
            await ann.starts()
            await core.next(Said)
            await server.polled()
        assert caplog.text.count("could not be set") == 2


class TestSecrets:
    async def test_neither_token_nor_words_are_logged(
        self, server: TelegramServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Whatever is logged at whatever level, by us or the libraries, holds no token and nobody's words."""
        caplog.set_level(logging.DEBUG)
        core = Recorder()
        ann = server.person("Ann")
        async with running(server, core) as gateway:
            await ann.starts()
            await ann.says("secret words")
            await core.finished("secret words")
            to = Address("telegram", str(ann.id))
            sent: list[str] = []
            await gateway.relay(to, passage("secret words"), sent=sent, nonce="n", still=lambda: True)
            await gateway.amend(to, sent, passage("secret words, again"), nonce="e", still=lambda: True)
        assert TOKEN.split(":")[1] not in caplog.text
        assert "secret words" not in caplog.text
        assert TOKEN not in repr(TelegramSettings(token=TOKEN))

    @pytest.mark.parametrize("reply", [b"nonsense\r\n\r\n", b"HTTP/1.1 999999 no\r\n\r\n", b""])
    async def test_a_broken_reply_names_no_address(self, reply: bytes) -> None:
        """An error of the transport, and all that hangs from it, is free of the address that holds the token."""

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(reply)
            writer.close()

        broken = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with broken:
            port = broken.sockets[0].getsockname()[1]
            transport = Transport(api_url=f"http://127.0.0.1:{port}", token=TOKEN)
            with pytest.raises(Exception) as caught:  # noqa: PT011  # whatever it is, it must not hold the token
                await transport.ask("getMe", {})
            await transport.shutdown()
        error: BaseException | None = caught.value
        while error is not None:
            assert TOKEN not in f"{error!r} {error}"
            error = error.__cause__ or error.__context__

    async def test_redirects_are_not_followed(self) -> None:
        """A server that points elsewhere does not get the token sent there."""
        asked: list[str] = []

        async def answer(request: web.Request) -> web.Response:
            asked.append(request.path)
            raise web.HTTPFound("/elsewhere")

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        transport = Transport(api_url=f"http://127.0.0.1:{runner.addresses[0][1]}", token=TOKEN)
        with pytest.raises(Exception, match="Found"):
            await transport.ask("getMe", {})
        await transport.shutdown()
        await runner.cleanup()
        assert asked == [f"/bot{TOKEN}/getMe"]
