"""Words that were passed on before a crash, and are not known to be, after Discord has forgotten their nonces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord import DiscordGateway
from adapters.sandbox.discord import DiscordServer, Person
from adapters.sandbox.faults import Fault
from bot.errors import RetryLater
from bot.media import File
from bot.records import Before, Passage
from tests.support.discord_gateway import Core, address, discord_server, passage, running

LONG = "\n\n".join(f"{n} " + "word " * 200 for n in range(4))


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


class After:
    """What a restarted line passes on to somebody: `known` are the messages there of which it knows."""

    def __init__(self, server: DiscordServer, gateway: DiscordGateway, to: Person) -> None:
        self.server, self.gateway, self.to, self.known = server, gateway, to, set[str]()
        self.since = datetime.now(UTC)

    async def passes(self, words: str | Passage, sent: list[str] | None = None, *, late: bool = True) -> list[str]:
        """Pass it on; the messages that it has become."""
        self.server.world.by_nonce.clear()
        sent = [] if sent is None else sent
        before = Before(since=self.since, known=self._is_known) if late else None
        whole = words if isinstance(words, Passage) else passage(words, late=late, before=before)
        await self.gateway.relay(address(self.to), whole, sent=sent, nonce="n", still=lambda: True)
        self.known.update(sent if late else ())
        return sent

    async def _is_known(self, message: str) -> bool:
        return message in self.known

    def texts(self) -> list[str]:
        """What they read."""
        return [shown.text.replace("Robin: ", "") for shown in self.to.chat.shown]


async def test_each_message_that_stands_there_stands_for_one(server: DiscordServer) -> None:
    """Of three words that say the same, of which two arrived, the third is passed on; and what is known counts not."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        line = After(server, gateway, ada)
        (noted,) = await line.passes("ok", late=False)
        line.known.add(noted)
        unknown = [(await line.passes(text, late=False))[0] for text in ("ok", "ok", "well")]
        sent_at = datetime.fromisoformat(ada.chat.shown[1].raw["timestamp"])
        line.since = sent_at + timedelta(seconds=4)  # by another platform's clock
        found = [(await line.passes("ok"))[0] for _ in range(3)]
    assert found[:2] == unknown[:2]
    assert line.texts() == ["ok", "ok", "ok", "well", "(sent while I was away) ok"]


async def test_what_was_sent_after_an_earlier_crash_is_found_too(server: DiscordServer) -> None:
    """It says that it is late, and stands for the same words."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        line = After(server, gateway, ada)
        sent = await line.passes(passage("ok", late=True), late=False)
        assert await line.passes("ok") == sent


@pytest.mark.parametrize("decoy", ["the reader's own", "older", "another's", "with a picture"])
async def test_only_what_was_sent_of_theirs_since_then_counts(server: DiscordServer, decoy: str) -> None:
    """Whatever else says the same is not taken for it."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        line = After(server, gateway, ada)
        match decoy:
            case "the reader's own":
                await ada.says("**Robin:** ok")
            case "older":
                await line.passes("ok", late=False)
                line.since += timedelta(seconds=60)
            case "another's":
                await line.passes(replace(passage("ok"), by="Sam"), late=False)
            case _:
                picture = File(kind="image", content=b"x")
                await line.passes(passage("ok", files=(picture,)), late=False)
        await line.passes("ok")
    assert len(line.texts()) == 2
    assert line.texts()[-1] == "(sent while I was away) ok"


async def test_the_parts_that_are_missing_are_added(server: DiscordServer) -> None:
    """Of long words that were cut off in the middle, what stands there stays, and the whole is there once."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        line = After(server, gateway, ada)
        first = await line.passes(LONG, late=False)
        assert len(first) > 2
        for part in first[2:]:
            await gateway.retract(address(ada), part)
        server.fails(Fault(kind="close", match="PATCH"))
        with pytest.raises(RetryLater):
            await line.passes(LONG)
        sent = await line.passes(LONG)
    assert sent[:2] == first[:2]
    assert [shown.id for shown in ada.chat.shown] == sent
    assert " ".join(line.texts()).split() == f"(sent while I was away) {LONG}".split()


async def test_a_history_that_may_not_be_read_stops_nothing(server: DiscordServer) -> None:
    """The words are passed on; once one was not found, it is not asked for again."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        line = After(server, gateway, ada)
        server.fails(Fault(kind="refuse", match="GET /channels", code=50001))
        for text in ("one", "two", "three"):
            await line.passes(text)
    assert line.texts() == [f"(sent while I was away) {text}" for text in ("one", "two", "three")]
    reads = [call.status for call in server.received if call.method == "GET" and "/messages" in call.path]
    assert reads == [403, 200, 200]  # a page, and that there are no more
