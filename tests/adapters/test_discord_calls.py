"""Each call to Discord, as it was recorded: all that its body says; what is asked just before it; none made twice."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import pytest

from adapters.discord import DiscordGateway
from adapters.discord.outbound import NO_PREVIEWS, NOBODY
from adapters.sandbox.discord import DiscordServer, Person
from adapters.sandbox.faults import Fault
from bot.errors import RetryLater
from bot.inbound import Place
from bot.media import File
from bot.notice import OfferTaken, Panel, Welcome
from bot.people import Address
from bot.records import Still
from tests.support.discord_gateway import Core, address, discord_server, passage, running, saying
from tests.support.pictures import photo

Json = dict[str, Any]
Act = Callable[[DiscordGateway, Address, list[str], Still], Awaitable[object]]
Calls = list[tuple[str, Json]]

LONG = "word " * 900  # three messages
PICTURE = File(kind="image", content=photo())
NEW: Json = {"allowed_mentions": NOBODY, "flags": NO_PREVIEWS, "nonce": "…", "enforce_nonce": True}
CHANGED: Json = {"allowed_mentions": NOBODY}
BARE: Json = {"components": []}
ANSWER = {"message_reference": {"message_id": "0", "fail_if_not_exists": False}}
SEEN: tuple[str, Json] = ("GET /messages/…", {})  # whether what was just sent stands there
POST, CHANGE, REACTION = "POST /messages", "PATCH /messages/{}", "/messages/0/reactions/👍/@me"

NOTICES: dict[str, tuple[Act, Calls]] = {
    "a notice": (
        lambda it, to, ids, still: it.say(to, saying(Welcome()), nonce="n"),
        [(POST, NEW | {"components": "…"})],
    ),
    "another in its place": (
        lambda it, to, ids, still: it.change(to, ids[0], saying(OfferTaken())),
        [(CHANGE.format(0), CHANGED | BARE | {"flags": NO_PREVIEWS})],
    ),
    "its buttons gone": (lambda it, to, ids, still: it.strip(to, ids[0]), [(CHANGE.format(0), CHANGED | BARE)]),
    "a message gone": (lambda it, to, ids, still: it.retract(to, ids[0]), [("DELETE /messages/0", {})]),
}
WORDS: dict[str, tuple[Act, Calls]] = {
    "words": (
        lambda it, to, ids, still: it.relay(to, passage("hi"), sent=[], nonce="n", still=still),
        [(POST, NEW)],
    ),
    "an answer in parts": (
        lambda it, to, ids, still: it.relay(to, passage(LONG, reply_to=ids[0]), sent=[], nonce="n", still=still),
        [(POST, NEW | ANSWER), (POST, NEW), (POST, NEW)],
    ),
    "a picture": (
        lambda it, to, ids, still: it.relay(to, passage("hi", files=(PICTURE,)), sent=[], nonce="n", still=still),
        [(POST, NEW)],
    ),
    "an edit": (
        lambda it, to, ids, still: it.amend(to, ids, passage(LONG), nonce="e", still=still),
        [(CHANGE.format(number), CHANGED) for number in range(3)],
    ),
    "a longer edit": (
        lambda it, to, ids, still: it.amend(to, ids[:1], passage(LONG), nonce="e", still=still),
        [(CHANGE.format(0), CHANGED), (POST, NEW), SEEN, (POST, NEW), SEEN],
    ),
    "a reaction": (
        lambda it, to, ids, still: it.react(to, ids[0], ["👍"], was=[], still=still),
        [(f"PUT {REACTION}", {})],
    ),
    "typing": (lambda it, to, ids, still: it.compose(to, still=still), [("POST /typing", {})]),
}


def always() -> bool:
    return True


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


@pytest.fixture
async def ada(server: DiscordServer) -> Person:
    return server.person("Ada", server.guild("Town"))


@pytest.fixture
async def gateway(server: DiscordServer, ada: Person) -> AsyncIterator[DiscordGateway]:
    async with running(server, Core()) as gateway:
        await server.received_call("PATCH /applications/@me")
        yield gateway


async def recorded(server: DiscordServer, gateway: DiscordGateway, ada: Person, act: Act, still: Still) -> Calls:
    """The calls that this takes, without channels and words, messages by their place; three are there before."""
    ids: list[str] = []
    await gateway.relay(address(ada), passage(LONG), sent=ids, nonce="before", still=always)
    before = len(server.received)
    await act(gateway, address(ada), ids, still)
    return [(f"{call.method} {_placed(call.path, ids)}", _body(call.body, ids)) for call in server.received[before:]]


def _placed(text: str, ids: list[str]) -> str:
    text = re.sub(r"^/channels/\d+", "", text)
    for place, message in enumerate(ids):
        text = text.replace(message, str(place))
    return re.sub(r"\d{15,}", "…", text)


def _body(body: Json, ids: list[str]) -> Json:
    seen = {name: value for name, value in body.items() if name != "content"}
    seen |= {name: "…" for name in ("nonce", "components") if seen.get(name)}
    if reference := seen.get("message_reference"):
        seen["message_reference"] = reference | {"message_id": _placed(reference["message_id"], ids)}
    return seen


@pytest.mark.parametrize("what", [*NOTICES, *WORDS])
async def test_a_call_says_this_and_nothing_else(
    server: DiscordServer, gateway: DiscordGateway, ada: Person, what: str
) -> None:
    """Nobody is notified, nothing is previewed, only the first part is an answer, and every new message has a nonce."""
    act, calls = (NOTICES | WORDS)[what]
    assert await recorded(server, gateway, ada, act, always) == calls


@pytest.mark.parametrize("what", WORDS)
async def test_what_belongs_to_people_is_asked_for_before_each_call(
    server: DiscordServer, gateway: DiscordGateway, ada: Person, what: str
) -> None:
    """Where their conversation ends after so many calls, there are no more."""
    act, calls = WORDS[what]
    asked = [place for place, call in enumerate(calls) if call != SEEN]
    for number, place in enumerate(asked):
        still = partial(next, iter([True] * number), False)
        assert await recorded(server, gateway, ada, act, still) == calls[:place]


async def test_a_panel_notifies_nobody(server: DiscordServer, gateway: DiscordGateway) -> None:
    """What is posted in a server is like what is said in private."""
    town = server.guild("Town")
    place = Place(platform="discord", id=town.id, channel=town.channels[0].id)
    await gateway.post(place, saying(Panel(community="c")), nonce="p")
    assert _body(server.received[-1].body, []) == NEW | {"components": "…"}


async def test_nothing_is_asked_of_discord_twice(server: DiscordServer, gateway: DiscordGateway, ada: Person) -> None:
    """Cut off at the last of three parts, relaying goes on with that one; the nonce is not needed for the others."""
    sent, before = list[str](), len(server.received)
    for fault in (Fault(kind="slow", times=2), Fault(kind="close")):
        server.fails(fault)
    await gateway.rooms.of(ada.id, gateway.connected())
    with pytest.raises(RetryLater):
        await gateway.relay(address(ada), passage(LONG), sent=sent, nonce="n", still=always)
    await gateway.relay(address(ada), passage(LONG), sent=sent, nonce="n", still=always)
    made = [call for call in server.received[before:] if call.path.endswith("/messages") and call.status == 200]
    assert [call.reply["id"] for call in made] == sent == [shown.id for shown in ada.chat.shown]
