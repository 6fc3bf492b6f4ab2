"""Pictures, voice messages and files over sockets: what is fetched from a platform, and what stands in its chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.discord import DiscordGateway, DiscordSettings
from adapters.discord.http import Http
from adapters.media.reading import LARGEST
from adapters.sandbox import discord
from adapters.sandbox.discord import DiscordServer
from adapters.sandbox.faults import Fault
from adapters.sandbox.telegram import Person, TelegramServer
from adapters.sandbox.telegram.params import Upload
from adapters.telegram import TelegramGateway
from bot.errors import Refused, RetryLater
from bot.inbound import Said
from bot.media import File, Medium
from bot.records import Passage
from bot.words import Span, Style, Words
from tests.support import discord_gateway, telegram_gateway
from tests.support.disk import written
from tests.support.pictures import arrived, painting, photo, recording, shows
from tests.support.specs import SPECS, hold_discord
from tests.support.telegram_gateway import Recorder
from tests.support.telegram_spec import hold_telegram

SEA, SKY = (File(kind="image", content=photo(colour=colour)) for colour in ("blue", "green"))
HUM, POEM = File(kind="voice", content=recording()), File(kind="file", content=b"a poem")
BOLD = Words(text="look here", spans=(Span(0, 4, Style.ITALIC),))


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=telegram_gateway.TOKEN, strict=True) as server:
        yield server
        broken = hold_telegram(server.received)
        assert not broken, "\n".join(broken or [])


@pytest.fixture
async def core() -> Recorder:
    return Recorder()


@pytest.fixture
async def tg(telegram: TelegramServer, core: Recorder) -> AsyncIterator[TelegramGateway]:
    async with telegram_gateway.running(telegram, core) as gateway:
        yield gateway


@pytest.fixture
async def ann(telegram: TelegramServer) -> Person:
    ann = telegram.person("Ann")
    await ann.starts()
    return ann


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_gateway.discord_server() as server:
        yield server
        if SPECS is not None:
            assert not hold_discord(call for call in server.received if "/messages" in call.path)


@pytest.fixture
async def ada(server: DiscordServer) -> discord.Person:
    return server.person("Ada", server.guild("Town"))


@pytest.fixture
async def dc(server: DiscordServer, ada: discord.Person) -> AsyncIterator[DiscordGateway]:
    async with discord_gateway.running(server, discord_gateway.Core()) as gateway:
        yield gateway


def with_files(words: Words | str, *files: File, **more: object) -> Passage:
    return discord_gateway.passage(words, files=files, **more)


class TestTelegram:
    """Where Telegram is the destination, and where it is the source."""

    async def test_a_picture_has_the_words_beneath_it(self, tg: TelegramGateway, ann: Person) -> None:
        """Alias first, spans kept, a spoiler one again; in answer to what it answers; one message."""
        sent: list[str] = []
        about = with_files(BOLD, replace(SEA, spoiler=True), reply_to="1")
        await tg.relay(telegram_gateway.address(ann), about, sent=sent, nonce="n", still=lambda: True)
        shown = await ann.sees("Robin: look here")
        assert [shown.id] == sent
        assert arrived(ann, shown) == [("image.jpg", SEA.content)]
        assert [one["type"] for one in shown.raw["caption_entities"]] == ["bold", "italic"]
        assert shown.raw["reply_to_message"]["message_id"] == 1

    async def test_several_are_an_album_and_other_kinds_follow(self, tg: TelegramGateway, ann: Person) -> None:
        """Pictures together, then each voice message, then files; the words beneath the first; each its own message."""
        sent: list[str] = []
        about = with_files("look", SEA, SKY, HUM, POEM)
        await tg.relay(telegram_gateway.address(ann), about, sent=sent, nonce="n", still=lambda: True)
        shown = [one for one in ann.chat.shown if one.id in sent]
        assert [arrived(ann, one)[0] for one in shown] == [
            ("image.jpg", SEA.content), ("image.jpg", SKY.content), ("voice.ogg", HUM.content), ("file.txt", b"a poem"),
        ]  # fmt: skip
        assert [one.raw.get("caption") for one in shown] == ["Robin: look", None, None, None]
        assert shown[0].raw["media_group_id"] == shown[1].raw["media_group_id"]

    async def test_words_too_long_for_a_caption_follow(self, tg: TelegramGateway, ann: Person) -> None:
        """1,024 characters go beneath a picture; more goes in messages of its own, and the alias stands beneath."""
        sent: list[str] = []
        await tg.relay(
            telegram_gateway.address(ann), with_files("word " * 300, SEA), sent=sent, nonce="n", still=lambda: True
        )
        shown = [one for one in ann.chat.shown if one.id in sent]
        assert [one.raw.get("caption") or one.text for one in shown] == ["Robin:", f"Robin: {'word ' * 300}".strip()]

    @pytest.mark.parametrize("cut", ["sendMediaGroup", "sendVoice", "sendMessage"])
    async def test_it_goes_on_where_it_stopped(
        self, telegram: TelegramServer, tg: TelegramGateway, ann: Person, cut: str
    ) -> None:
        """Called again after a failure with what has been sent, nothing is missing and nothing there twice."""
        sent: list[str] = []
        telegram.faults.add(Fault(kind="500", match=cut))
        about, to = with_files("word " * 300, SEA, SKY, HUM), telegram_gateway.address(ann)
        with pytest.raises(RetryLater):
            await tg.relay(to, about, sent=sent, nonce="n", still=lambda: True)
        await tg.relay(to, about, sent=sent, nonce="n", still=lambda: True)
        assert [one.id for one in ann.chat.shown if one.by_bot and one.text.startswith(("Robin", "["))] == sent
        assert len(sent) == 4

    async def test_nothing_goes_that_is_too_late(self, tg: TelegramGateway, ann: Person) -> None:
        """What it belongs to may be over by the time that it could go."""
        sent: list[str] = []
        to = telegram_gateway.address(ann)
        await tg.relay(to, with_files("late", SEA), sent=sent, nonce="n", still=lambda: False)
        assert (sent, ann.chat.has("late")) == ([], False)

    async def test_an_edit_changes_what_stands_beneath(self, tg: TelegramGateway, ann: Person) -> None:
        """The caption of the first; words that grow out of it get a message, which goes when they shrink."""
        sent: list[str] = []
        to = telegram_gateway.address(ann)
        await tg.relay(to, with_files("look", SEA, SKY), sent=sent, nonce="n", still=lambda: True)
        copies = [*sent]
        for words, texts in (
            ("look here", ["Robin: look here", "[photo]"]),
            ("word " * 300, ["Robin:", "[photo]", f"Robin: {'word ' * 300}".strip()]),
            ("", ["Robin:", "[photo]"]),
        ):
            about = replace(with_files(words), with_files=2)
            await tg.amend(to, copies, about, nonce=words[:9], still=lambda: True)
            assert [one.text for one in ann.chat.shown if one.id in copies] == texts
            assert len(copies) == len(texts)

    async def test_what_comes_is_fetched_by_its_reference(
        self, telegram: TelegramServer, tg: TelegramGateway, ann: Person, core: Recorder
    ) -> None:
        """Pictures, also those sent as files, voice messages and text: made anew, each by its kind."""
        await ann.sends_photo("look", painting("PNG"))
        await ann.sends_voice(content=recording())
        await ann.sends_document("my poem.txt", b"a poem")
        await core.next(Said)
        came = [(await core.next(Said)).words for _ in range(3)]
        files = [await tg.fetch(one.media[0]) for one in came]
        assert [(one.kind, one.name) for one in files] == [
            ("image", "image.jpg"), ("voice", "voice.ogg"), ("file", "file.txt"),
        ]  # fmt: skip
        assert len({one.media[0].mark for one in came} | {""}) == 4
        assert came[0].text == "look"
        assert shows(files[0].content) == "green"

    async def test_an_album_says_that_it_is_one(self, tg: TelegramGateway, ann: Person, core: Recorder) -> None:
        """Each of its messages names the same one."""
        await core.next(Said)
        await ann.sends_album("look", None)
        albums = {(await core.next(Said)).words.media[0].album for _ in range(2)}
        assert len(albums) == 1
        assert albums != {""}

    async def test_what_is_too_large_or_gone_is_refused(
        self, telegram: TelegramServer, tg: TelegramGateway, ann: Person
    ) -> None:
        """By the size that is told, or by what Telegram answers; a busy one is asked again."""
        stored = telegram.world.files.add("photo", Upload("photo.jpg", "image/jpeg", bytes(LARGEST + 1)))
        handle = stored.about["file_id"]
        for medium, why in (
            (Medium(kind="image", handle=handle, size=LARGEST + 1), "too_large"),
            (Medium(kind="image", handle=handle), "gone"),
            (Medium(kind="image", handle="nothing"), "gone"),
        ):
            with pytest.raises(Refused, match=why):
                await tg.fetch(medium)
        telegram.faults.add(Fault(kind="429", match="getFile", after=3.0))
        with pytest.raises(RetryLater) as busy:
            await tg.fetch(Medium(kind="image", handle="nothing"))
        assert busy.value.after == 3.0


class TestDiscord:
    """Where Discord is the destination, and where it is the source."""

    async def test_they_go_as_one_message(self, server: DiscordServer, dc: DiscordGateway, ada: discord.Person) -> None:
        """Words and files together, spoilers hidden, nobody mentioned; sent again with its nonce it is there once."""
        server.faults.add(Fault(kind="close_after", match="/messages"))
        about, sent = with_files(BOLD, replace(SEA, spoiler=True), SKY, HUM, POEM), list[str]()
        with pytest.raises(RetryLater):
            await dc.relay(discord_gateway.address(ada), about, sent=sent, nonce="n", still=lambda: True)
        await dc.relay(discord_gateway.address(ada), about, sent=sent, nonce="n", still=lambda: True)
        (shown,) = [one for one in ada.chat.shown if one.by_bot]
        assert (shown.text, [shown.id]) == ("Robin: look here", sent)
        names = ["SPOILER_image.jpg", "image.jpg", "voice.ogg", "file.txt"]
        contents = [SEA.content, SKY.content, HUM.content, b"a poem"]
        assert arrived(ada, shown) == list(zip(names, contents, strict=True))
        assert shown.raw["mentions"] == []

    async def test_a_file_without_words_has_the_alias(self, dc: DiscordGateway, ada: discord.Person) -> None:
        """Whatever arrives says from whom."""
        await dc.relay(discord_gateway.address(ada), with_files("", SEA), sent=[], nonce="n", still=lambda: True)
        assert (await ada.sees("Robin:")).raw["attachments"]

    async def test_an_edit_leaves_the_files(self, dc: DiscordGateway, ada: discord.Person) -> None:
        """The words change, grow and shrink; the picture stays."""
        sent: list[str] = []
        to = discord_gateway.address(ada)
        await dc.relay(to, with_files("look", SEA), sent=sent, nonce="n", still=lambda: True)
        copies = [*sent]
        for words, messages in (("word " * 500, 2), ("there", 1), ("", 1)):
            about = replace(with_files(words), with_files=1)
            await dc.amend(to, copies, about, nonce=words[:9], still=lambda: True)
            shown = [one for one in ada.chat.shown if one.id in copies]
            assert len(shown) == len(copies) == messages
            assert shown[0].text.startswith("Robin:")
            assert arrived(ada, shown[0]) == [("image.jpg", SEA.content)]

    async def test_what_comes_is_fetched_from_discord(
        self, server: DiscordServer, dc: DiscordGateway, ada: discord.Person
    ) -> None:
        """Several of one message, a voice message by its flag, a spoiler by its name: without our token."""
        core = discord_gateway.Core()
        async with discord_gateway.running(server, core) as gateway:
            files = {"SPOILER_me.png": painting("PNG"), "notes.txt": b"a poem"}
            await ada.says("look", files=files)
            await ada.says("", files={"voice-message.ogg": recording()}, flags=1 << 13)
            first, second = await core.hears(Said), await core.hears(Said, number=2)
            fetched = [await gateway.fetch(one) for one in (*first.words.media, *second.words.media)]
        assert [(one.kind, one.spoiler) for one in fetched] == [("image", True), ("file", False), ("voice", False)]
        assert len({one.mark for one in (*first.words.media, *second.words.media)} | {""}) == 4
        assert shows(fetched[0].content) == "green"
        assert not any("attachments" in call.path for call in server.received)

    async def test_no_other_address_is_ever_asked(self, dc: DiscordGateway) -> None:
        """Whatever a message names: other hosts, other ports, other schemes, and a redirect from Discord's own."""
        asked: list[str] = []

        async def answer(request: web.Request) -> web.Response:
            asked.append(request.path)
            return web.Response(body=photo())

        app = web.Application()
        app.router.add_get("/{rest:.*}", answer)
        async with TestServer(app) as elsewhere:
            here = str(elsewhere.make_url("/attachments/cat.jpg"))
            for address in (
                here,
                "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "//127.0.0.1/x",
                "cat.jpg",
                "http://[",
                "",
            ):
                with pytest.raises(Refused, match="gone"):
                    await dc.fetch(Medium(kind="image", handle=address))
        assert not asked


async def test_only_so_much_is_read_and_no_redirect_is_followed() -> None:
    """Whatever size was told; what is busy is asked again later; no error holds the address."""
    turns = {"large": _large, "moved": _moved, "busy": _busy, "cut": _cut}
    app = web.Application()
    for name, answer in turns.items():
        app.router.add_get(f"/attachments/{name}", answer)
    async with TestServer(app) as elsewhere:
        settings = DiscordSettings(token="x", api_url=str(elsewhere.make_url("/api/v10")))
        http = Http(settings)
        try:
            for name, error, why in (
                ("large", Refused, "too_large"), ("moved", Refused, "gone"),
                ("busy", RetryLater, "after"), ("cut", RetryLater, "after"),
            ):  # fmt: skip
                with pytest.raises(error, match=why) as refused:
                    await http.download(str(elsewhere.make_url(f"/attachments/{name}")))
                assert "attachments" not in f"{refused.value!r}{refused.value.__cause__!r}{refused.value.__context__!r}"
        finally:
            await http.shut()


async def _large(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()  # without a length
    await answer.prepare(request)
    for _ in range(LARGEST // 2**20 + 2):
        await answer.write(bytes(2**20))
    return answer


async def _moved(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound(f"http://{request.host}/attachments/large")


async def _busy(request: web.Request) -> web.StreamResponse:
    return web.Response(status=503)


async def _cut(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return web.Response()


async def test_nothing_is_written_to_the_disk_on_the_way(
    tg: TelegramGateway, dc: DiscordGateway, ann: Person, ada: discord.Person, core: Recorder
) -> None:
    """Fetched from one platform, made anew, sent to the other, several megabytes of it: no file is opened for it."""
    await core.next(Said)
    with written() as seen:
        await ann.sends_photo("look", photo(size=(3000, 2000)))
        file = await tg.fetch((await core.next(Said)).words.media[0])
        large = replace(POEM, content=b"word " * 10**6)
        await dc.relay(
            discord_gateway.address(ada), with_files("", file, large), sent=[], nonce="n", still=lambda: True
        )
        await tg.relay(telegram_gateway.address(ann), with_files("", large), sent=[], nonce="n", still=lambda: True)
    assert not seen
