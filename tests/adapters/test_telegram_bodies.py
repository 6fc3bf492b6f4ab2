"""What stands in each call to Telegram: nothing that a person was promised is left out of any (relay.md)."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

import pytest

from adapters.sandbox.telegram import Person, TelegramServer
from adapters.telegram import TelegramGateway
from bot.media import File
from bot.notice import Refusal
from bot.records import Passage, Saying
from bot.words import Span, Style, Words
from tests.support.pictures import photo
from tests.support.telegram_gateway import TOKEN, Recorder, address, passage, running

Act = Callable[[TelegramGateway, Person], Awaitable[object]]
Calls = list[tuple[str, dict[str, Any]]]

SEA = File(kind="image", content=photo(colour="blue"), spoiler=True)
SKY = replace(SEA, content=photo(colour="green"), spoiler=False)
WORDS = passage("", words=Words(text="https://example.org now", spans=(Span(20, 23, Style.ITALIC),)), reply_to="1")
LONG = replace(WORDS, words=Words(text="word " * 900))
NOTICE = Saying(notice=Refusal(), language="en", line="Warmline")

PLAIN: Any = {"is_disabled": True}
REPLY: Any = {"allow_sending_without_reply": True, "message_id": 1}
TEXT = "Robin: https://example.org now"
STYLED: Any = [{"length": 6, "offset": 0, "type": "bold"}, {"length": 3, "offset": 27, "type": "italic"}]


def always() -> bool:
    return True


def of(*files: File, words: Passage = WORDS) -> Passage:
    """These words with these files."""
    return replace(words, files=files, with_files=len(files))


async def relayed(gateway: TelegramGateway, ann: Person, words: Passage) -> list[str]:
    """Pass them on; their copies."""
    sent: list[str] = []
    await gateway.relay(address(ann), words, sent=sent, nonce="n", still=always)
    return sent


def relays(words: Passage) -> Act:
    return lambda gateway, ann: relayed(gateway, ann, words)


def amends(before: Passage, after: Passage) -> Act:
    async def act(gateway: TelegramGateway, ann: Person) -> None:
        copies = await relayed(gateway, ann, before)
        await gateway.amend(address(ann), copies, after, nonce="e", still=always)

    return act


async def changes(gateway: TelegramGateway, ann: Person) -> None:
    message = await gateway.say(address(ann), NOTICE, nonce="n")
    await gateway.change(address(ann), message, replace(NOTICE, line="Coldline"))


BEFORE = replace(WORDS, words=Words(text="before"))
BODIES: dict[str, tuple[Act, Calls]] = {
    "words": (
        relays(WORDS),
        [("sendMessage", {"entities": STYLED, "link_preview_options": PLAIN, "reply_parameters": REPLY})],
    ),
    "long words: the first part alone answers": (
        relays(LONG),
        [
            ("sendMessage", {"link_preview_options": PLAIN, "reply_parameters": REPLY}),
            ("sendMessage", {"link_preview_options": PLAIN}),
        ],
    ),
    "a picture": (
        relays(of(SEA)),
        [("sendPhoto", {"caption": TEXT, "caption_entities": STYLED, "has_spoiler": True, "reply_parameters": REPLY})],
    ),
    "no spoiler": (relays(of(SKY)), [("sendPhoto", {"caption": TEXT, "reply_parameters": REPLY})]),
    "an album": (relays(of(SEA, SKY)), [("sendMediaGroup", {"reply_parameters": REPLY})]),
    "a picture and long words: the picture alone answers": (
        relays(of(SEA, words=LONG)),
        [
            ("sendPhoto", {"caption": "Robin: ", "has_spoiler": True, "reply_parameters": REPLY}),
            ("sendMessage", {"link_preview_options": PLAIN}),
            ("sendMessage", {"link_preview_options": PLAIN}),
        ],
    ),
    "an edit": (
        amends(BEFORE, WORDS),
        [("sendMessage", {}), ("editMessageText", {"entities": STYLED, "link_preview_options": PLAIN})],
    ),
    "an edit that adds: what is added answers nothing": (
        amends(BEFORE, LONG),
        [
            ("sendMessage", {}),
            ("editMessageText", {"link_preview_options": PLAIN}),
            ("sendMessage", {"link_preview_options": PLAIN}),
        ],
    ),
    "an edit beneath a picture": (
        amends(of(SEA, words=BEFORE), of(SEA)),
        [("sendPhoto", {}), ("editMessageCaption", {"caption": TEXT, "caption_entities": STYLED})],
    ),
    "a notice that changes": (
        changes,
        [("sendMessage", {"link_preview_options": PLAIN}), ("editMessageText", {"link_preview_options": PLAIN})],
    ),
}
"""Of each call what is said of it; an empty dict says nothing. What answers or is hidden is said wherever it is so."""


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=TOKEN, strict=True) as server:
        yield server


@pytest.fixture
async def gateway(server: TelegramServer) -> AsyncIterator[TelegramGateway]:
    async with running(server, Recorder()) as gateway:
        yield gateway


@pytest.fixture
async def ann(server: TelegramServer) -> Person:
    ann = server.person("Ann")
    await ann.starts()
    return ann


def calls(server: TelegramServer) -> Calls:
    """What was sent and edited, oldest first."""
    acts = [call for call in server.received if call.method.startswith(("send", "edit"))]
    return [(call.method, {name: _read(value) for name, value in call.body.items()}) for call in acts]


def _read(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


@pytest.mark.parametrize(("act", "said"), BODIES.values(), ids=BODIES.keys())
async def test_each_call_says_what_it_has_to(
    server: TelegramServer, gateway: TelegramGateway, ann: Person, act: Act, said: Calls
) -> None:
    """No previews, the first part alone an answer, spoilers hidden, formatting kept; on edits, too."""
    await act(gateway, ann)
    made = calls(server)
    assert [method for method, _ in made] == [method for method, _ in said]
    for (_, body), (_, wanted) in zip(made, said, strict=True):
        told = {"reply_parameters", "has_spoiler", *wanted}
        assert {name: body[name] for name in body if name in told} == wanted or not wanted


@pytest.mark.parametrize("before", [BEFORE, of(SEA, words=BEFORE)], ids=["words", "a picture"])
@pytest.mark.parametrize("asked", [0, 1], ids=["at once", "while it waits for its turn"])
async def test_an_edit_that_comes_too_late_changes_nothing(
    server: TelegramServer, gateway: TelegramGateway, ann: Person, before: Passage, asked: int
) -> None:
    """Its conversation is over: asked again just before the call."""
    copies = await relayed(gateway, ann, before)
    answers = chain(repeat(True, asked), repeat(False))
    after = replace(before, words=WORDS.words, files=())
    kept = [*copies]
    await gateway.amend(address(ann), kept, after, nonce="e", still=lambda: next(answers))
    assert kept == [*copies]
    assert len(calls(server)) == 1
