"""What every platform promises the core (bot.ports.Platform), held against each of them over its sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.sandbox.faults import Fault
from adapters.sandbox.people import Chat
from adapters.sandbox.telegram import TelegramServer
from bot.errors import RetryLater, Unreachable
from bot.notice import Offer, OfferTaken
from bot.people import Address
from bot.ports import Gateway
from bot.records import Passage, Saying
from bot.words import Span, Style, Words
from tests.support import discord_gateway, telegram_gateway

OFFER = Offer(request="r1", epoch=2, spoken="en", waited=0)
LONG = "word " * 2000


@dataclass(frozen=True, kw_only=True)
class House:
    """A platform with one person on it: `breaks` makes the next send go wrong, `closes` shuts their chat."""

    gateway: Gateway
    to: Address
    chat: Chat
    breaks: Callable[[], None]
    closes: Callable[[], Any]


@asynccontextmanager
async def on_discord() -> AsyncIterator[House]:
    async with discord_gateway.discord_server() as server:
        ada = server.person("Ada", server.guild("Town"))
        async with discord_gateway.running(server, discord_gateway.Core()) as gateway:
            yield House(
                gateway=gateway, to=discord_gateway.address(ada), chat=ada.chat, closes=ada.closes_dms,
                breaks=lambda: server.faults.add(Fault(kind="close", match="POST /channels")),
            )  # fmt: skip


@asynccontextmanager
async def on_telegram() -> AsyncIterator[House]:
    async with TelegramServer(token=telegram_gateway.TOKEN, strict=True) as server:
        ada, core = server.person("Ada"), telegram_gateway.Recorder()
        async with telegram_gateway.running(server, core) as gateway:
            await ada.starts()
            await core.finished("/start")
            yield House(
                gateway=gateway, to=telegram_gateway.address(ada), chat=ada.chat, closes=ada.blocks_bot,
                breaks=lambda: server.faults.add(Fault(kind="close", match="sendMessage")),
            )  # fmt: skip


@pytest.fixture(params=[on_discord, on_telegram], ids=["discord", "telegram"])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with request.param() as house:
        yield house


def saying(notice: Any) -> Saying:
    return Saying(notice=notice, language="en", line="Warmline")


def passage(text: str, spans: tuple[Span, ...] = ()) -> Passage:
    return Passage(words=Words(text=text, spans=spans), by="Robin", line="Warmline", language="en")


def always() -> bool:
    return True


def bots(house: House) -> list[str]:
    return [shown.text for shown in house.chat.shown if shown.by_bot]


async def relayed(house: House, text: str, nonce: str) -> list[str]:
    sent: list[str] = []
    await house.gateway.relay(house.to, passage(text), sent=sent, nonce=nonce, still=always)
    return sent


async def test_a_notice_names_the_line_and_has_its_buttons(house: House) -> None:
    """A notice begins with the line's name, its buttons stand in order, and its id is the message's."""
    notice = await house.gateway.say(house.to, saying(OFFER), nonce="1")
    shown = await house.chat.sees("Warmline: Someone would like to talk")
    assert (shown.id, shown.buttons) == (notice, ("I'll take this", "Not now"))


async def test_a_notice_changes_and_loses_its_buttons(house: House) -> None:
    """Change puts another notice there; strip takes the buttons, also a second time."""
    notice = await house.gateway.say(house.to, saying(OFFER), nonce="1")
    await house.gateway.strip(house.to, notice)
    await house.gateway.strip(house.to, notice)
    assert not house.chat.shown[-1].buttons
    await house.gateway.change(house.to, notice, saying(OfferTaken()))
    assert bots(house)[-1].startswith("Warmline: Another listener")


async def test_words_come_in_order_under_the_alias(house: House) -> None:
    """Messages arrive as they were written, one after the other, the alias first, without markup of the platform's."""
    for number in range(5):
        await relayed(house, f"{number} *stars* <b> @everyone", str(number))
    seen = [text.replace("\u200b", "") for text in bots(house)]
    assert seen == [f"Robin: {number} *stars* <b> @everyone" for number in range(5)]


async def test_long_words_come_whole(house: House) -> None:
    """A long message comes in parts that are remembered together and say everything."""
    sent = await relayed(house, LONG, "1")
    assert len(sent) == len(bots(house)) > 1
    assert sum(text.count("word") for text in bots(house)) == LONG.count("word")


async def test_a_failure_is_gone_on_from(house: House) -> None:
    """After RetryLater the same call with the same list sends what is missing, once."""
    sent: list[str] = []
    house.breaks()
    with pytest.raises(RetryLater):
        await house.gateway.relay(house.to, passage(LONG), sent=sent, nonce="1", still=always)
    await house.gateway.relay(house.to, passage(LONG), sent=sent, nonce="1", still=always)
    assert [shown.id for shown in house.chat.shown if shown.by_bot] == sent


async def test_edits_add_and_remove_parts(house: House) -> None:
    """A longer edit adds messages, a shorter removes them, the first keeps its id."""
    sent = await relayed(house, "short", "1")
    bold = (Span(0, 5, Style.BOLD),)
    first, *_ = sent
    await house.gateway.amend(house.to, sent, passage(LONG), nonce="1", still=always)
    assert len(sent) == len(bots(house)) > 1
    await house.gateway.amend(house.to, sent, passage("brief", bold), nonce="1", still=always)
    assert sent == [first]
    assert bots(house) == ["Robin: brief"]


async def test_what_is_over_is_not_sent(house: House) -> None:
    """Words of a conversation that has ended meanwhile are dropped without an error."""
    await house.gateway.relay(house.to, passage("late"), sent=[], nonce="1", still=lambda: False)
    assert bots(house) == []


async def test_messages_can_be_taken_back(house: House) -> None:
    """A message of the bot's own can be deleted, and one that is gone already is no error."""
    (copy,) = await relayed(house, "hello", "1")
    assert await house.gateway.retract(house.to, copy)
    assert bots(house) == []
    await house.gateway.retract(house.to, copy)


async def test_a_closed_chat_is_unreachable(house: House) -> None:
    """Whoever blocks the bot or closes their chat is Unreachable, for notices as for words."""
    await relayed(house, "hello", "1")
    house.closes()
    with pytest.raises(Unreachable):
        await house.gateway.say(house.to, saying(OFFER), nonce="2")
    with pytest.raises(Unreachable):
        await relayed(house, "are you there?", "3")


async def test_reactions_and_typing_are_shown(house: House) -> None:
    """The newest reaction is there and goes again, also one that cannot be shown; what is over is not sent."""
    (message,) = await relayed(house, "hi", "n")
    await house.gateway.react(house.to, message, ("👍",), was=(), still=always)
    assert house.chat.reactions[message] == ("👍",)
    await house.gateway.react(house.to, message, ("👍", "❤"), was=("👍",), still=lambda: False)
    await house.gateway.compose(house.to, still=lambda: False)
    assert (house.chat.reactions[message], house.chat.typed) == (("👍",), 0)
    await house.gateway.react(house.to, message, (), was=("👍",), still=always)
    await house.gateway.compose(house.to, still=always)
    assert (house.chat.reactions[message], house.chat.typed) == ((), 1)
