"""What the core says, as people on Telegram see it, and what its refusals mean."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.sandbox.faults import Fault, FaultKind
from adapters.sandbox.telegram import Person, TelegramServer
from adapters.telegram import TelegramGateway
from bot.community import Community
from bot.errors import PlatformError, Refused, RetryLater, Unreachable
from bot.inbound import Place
from bot.notice import Countries, Notice, Panel, Refusal, Waiting, Welcome
from bot.records import Saying
from bot.words import Span, Style, Words
from tests.support.telegram_gateway import TOKEN, Recorder, address, passage, running
from tests.support.telegram_spec import hold_telegram


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=TOKEN, strict=True) as server:
        yield server
        broken = hold_telegram(server.received)
        assert not broken, "\n".join(broken or [])


@pytest.fixture
async def gateway(server: TelegramServer) -> AsyncIterator[TelegramGateway]:
    async with running(server, Recorder()) as gateway:
        yield gateway


@pytest.fixture
async def ann(server: TelegramServer) -> Person:
    ann = server.person("Ann")
    await ann.starts()
    return ann


def saying(notice: Notice) -> Saying:
    return Saying(notice=notice, language="en", line="Warmline")


class TestNotices:
    async def test_a_notice_has_its_buttons(self, gateway: TelegramGateway, ann: Person) -> None:
        """A notice is text without a link preview, with its buttons beneath, short ones side by side."""
        message = await gateway.say(address(ann), saying(Welcome()), nonce="n")
        shown = await ann.sees("Warmline:", "Talk to a person", "How this works")
        assert shown.id == message
        assert shown.raw["link_preview_options"] == {"is_disabled": True}
        assert [len(row) for row in shown.raw["reply_markup"]["inline_keyboard"]] == [2, 2]

    async def test_countries_stand_three_in_a_row(self, gateway: TelegramGateway, ann: Person) -> None:
        """A choice of countries takes little room."""
        await gateway.say(address(ann), saying(Countries(countries=("DE", "FR", "IE", "NL"))), nonce="n")
        shown = await ann.sees("Germany")
        assert [len(row) for row in shown.raw["reply_markup"]["inline_keyboard"]] == [3, 1]

    async def test_a_notice_changes_and_loses_its_buttons(self, gateway: TelegramGateway, ann: Person) -> None:
        """Another notice takes its place; the same again is no error; stripped, it stands without buttons."""
        message = await gateway.say(address(ann), saying(Waiting(on_call=1, request="r", epoch=0)), nonce="n")
        for _ in range(2):
            await gateway.change(address(ann), message, saying(Waiting(on_call=2, request="r", epoch=0)))
        assert (shown := ann.chat.find(message)) is not None
        assert "Leave the queue" in shown.buttons
        for _ in range(2):
            await gateway.strip(address(ann), message)
        assert (shown := ann.chat.find(message)) is not None
        assert not shown.buttons

    async def test_what_is_gone_is_told(self, gateway: TelegramGateway, ann: Person) -> None:
        """Changing a message that is gone is refused as missing; stripping and retracting it is no error."""
        message = await gateway.say(address(ann), saying(Refusal()), nonce="n")
        assert await gateway.retract(address(ann), message)
        assert await gateway.retract(address(ann), message)
        await gateway.strip(address(ann), message)
        with pytest.raises(Refused, match="missing"):
            await gateway.change(address(ann), message, saying(Refusal()))

    async def test_a_panel_is_a_pinned_link(
        self, server: TelegramServer, gateway: TelegramGateway, ann: Person
    ) -> None:
        """In a group the panel's button is a link to the private chat, and the panel is pinned where the bot may."""
        for rights in ((), ("can_pin_messages",)):
            group = server.group("Plays", [ann], rights=rights)
            await gateway.post(Place(platform="telegram", id=str(group.id)), saying(Panel(community="main")), nonce="p")
            shown = await group.sees("Talk to a person")
            [[button]] = shown.raw["reply_markup"]["inline_keyboard"]
            assert button["url"] == "https://t.me/sandbox_line_bot?start=c_main"
            assert bool(group.room.pinned) is bool(rights)

    async def test_a_group_that_moved_is_found(
        self, server: TelegramServer, gateway: TelegramGateway, ann: Person
    ) -> None:
        """A group that has become a supergroup is written to, and looked into, under its new number."""
        group = server.group("Plays", [ann])
        place = Place(platform="telegram", id=str(group.id))
        group.migrates()
        await gateway.post(place, saying(Panel(community="main")), nonce="p")
        await group.sees("Talk to a person")
        community = Community(id="c", slug="main", places=frozenset({("telegram", place.id)}))
        assert await gateway.belongs(address(ann), community)

    async def test_who_belongs(self, server: TelegramServer, gateway: TelegramGateway, ann: Person) -> None:
        """Whoever is in one of the community's groups belongs; who left, or is in none that the bot sees, does not."""
        group = server.group("Plays", [server.person("Owner"), ann])
        places = frozenset({("discord", "1"), ("telegram", "-99"), ("telegram", str(group.id))})
        community = Community(id="c", slug="main", places=places)
        assert await gateway.belongs(address(ann), community)
        group.remove(ann.account)
        assert not await gateway.belongs(address(ann), community)

    async def test_what_a_group_exposes(self, server: TelegramServer, gateway: TelegramGateway, ann: Person) -> None:
        """A typed command stays visible unless the bot may delete; what it cannot see, it may not."""
        for rights in ((), ("can_pin_messages",), ("can_delete_messages",)):
            group = server.group("Plays", [ann], rights=rights)
            place = Place(platform="telegram", id=str(group.id))
            assert await gateway.exposes(place) is ("can_delete_messages" not in rights)
        assert await gateway.exposes(Place(platform="telegram", id="-99"))

    def test_a_link_carries_only_what_telegram_passes_on(self, gateway: TelegramGateway) -> None:
        """A deep link has at most 64 letters, digits, `_` and `-`; for anything else there is none."""
        assert gateway.link("j_a-B_1") == "https://t.me/sandbox_line_bot?start=j_a-B_1"
        assert [gateway.link(bad) for bad in ("", "a b", "é", "a" * 65, "a&b")] == [None] * 5


class TestRelay:
    async def test_words_come_under_the_alias(self, gateway: TelegramGateway, ann: Person) -> None:
        """Words arrive as they were set, under the alias in bold, as an answer to the message that they answer."""
        question = await ann.says("question")
        sent: list[str] = []
        words = Words(text="<3 *you* /end", spans=(Span(3, 8, Style.ITALIC),))
        await gateway.relay(
            address(ann), passage("", words=words, reply_to=question), sent=sent, nonce="n", still=lambda: True
        )
        shown = await ann.sees("Robin: <3 *you* /\u200bend")
        assert [shown.id] == sent
        assert shown.raw["reply_to_message"]["message_id"] == int(question)
        styles = [(one["type"], one["offset"], one["length"]) for one in shown.raw["entities"]]
        assert {("bold", 0, 6), ("italic", 10, 5)} <= set(styles)

    async def test_an_answer_to_what_is_gone_arrives(self, gateway: TelegramGateway, ann: Person) -> None:
        """A reply to a message that is not there any more is sent without it."""
        await gateway.relay(
            address(ann), passage("hello", reply_to="4242"), sent=[], nonce="n", still=lambda: True
        )  # fmt: skip
        await ann.sees("Robin: hello")

    async def test_a_long_one_goes_on_where_it_stopped(
        self, server: TelegramServer, gateway: TelegramGateway, ann: Person
    ) -> None:
        """After a failure in the middle the rest follows, each part once and under the alias."""
        long = "\n".join(f"line {number} 👍🏽" + "x" * 80 for number in range(150))
        sent: list[str] = []
        server.faults.add(Fault(kind="slow", match="sendMessage"))
        server.faults.add(Fault(kind="429", match="sendMessage", after=3))
        with pytest.raises(RetryLater, match="after 3"):
            await gateway.relay(address(ann), passage(long), sent=sent, nonce="n", still=lambda: True)
        assert len(sent) == 1
        await gateway.relay(address(ann), passage(long), sent=sent, nonce="n", still=lambda: True)
        texts = [shown.text for number in sent if (shown := ann.chat.find(number)) is not None]
        assert all(text.startswith("Robin: ") for text in texts)
        assert "\n".join(text.removeprefix("Robin: ") for text in texts) == long

    async def test_what_is_late_says_so(self, gateway: TelegramGateway, ann: Person) -> None:
        """Words that were written while the bot was away are marked, behind the alias."""
        late = replace(passage("hello"), late=True)
        await gateway.relay(address(ann), late, sent=[], nonce="n", still=lambda: True)
        await ann.sees("Robin: (sent while I was away) hello")

    async def test_nothing_is_sent_once_it_is_over(self, gateway: TelegramGateway, ann: Person) -> None:
        """A word that comes too late for its conversation is not delivered."""
        sent: list[str] = []
        await gateway.relay(address(ann), passage("late"), sent=sent, nonce="n", still=lambda: False)
        assert not sent
        assert not ann.chat.has("late")

    async def test_an_edit_grows_and_shrinks(self, gateway: TelegramGateway, ann: Person) -> None:
        """A longer edit adds messages, a shorter one removes them, an equal one changes nothing."""
        sent: list[str] = []
        await gateway.relay(address(ann), passage("short"), sent=sent, nonce="n", still=lambda: True)
        (first,) = sent
        await gateway.amend(address(ann), sent, passage("word " * 1500), nonce="e1", still=lambda: True)
        longer = [*sent]
        assert (len(longer), longer[0]) == (2, first)
        await gateway.amend(address(ann), sent, passage("word " * 1500), nonce="e2", still=lambda: True)
        assert sent == longer
        await gateway.amend(address(ann), sent, passage("brief"), nonce="e3", still=lambda: True)
        assert sent == [first]
        assert [shown.text for shown in ann.chat.shown if shown.by_bot] == ["Robin: brief"]

    async def test_an_edit_cut_short_adds_nothing_twice(
        self, server: TelegramServer, gateway: TelegramGateway, ann: Person
    ) -> None:
        """An edit that failed while it added messages goes on behind those that it added."""
        sent: list[str] = []
        await gateway.relay(address(ann), passage("short"), sent=sent, nonce="n", still=lambda: True)
        long = "word " * 2400

        async def amended() -> None:
            await gateway.amend(address(ann), sent, passage(long), nonce="e", still=lambda: True)

        server.faults.add(Fault(kind="slow", match="sendMessage", after=0))
        server.faults.add(Fault(kind="500", match="sendMessage"))
        with pytest.raises(RetryLater):
            await amended()
        await amended()
        assert [shown.id for shown in ann.chat.shown if shown.by_bot] == sent
        assert len(sent) == 3

    async def test_a_copy_that_was_deleted_stays_so(self, gateway: TelegramGateway, ann: Person) -> None:
        """An edit of what the other side has deleted changes nothing there."""
        sent: list[str] = []
        await gateway.relay(address(ann), passage("short"), sent=sent, nonce="n", still=lambda: True)
        ann.room.remove(int(sent[0]))
        await gateway.amend(address(ann), sent, passage("other"), nonce="e", still=lambda: True)
        assert not ann.chat.has("other")


FAULTS: list[tuple[FaultKind, int, str, PlatformError]] = [
    ("429", 0, "", RetryLater(7.0)),
    ("500", 0, "", RetryLater(1.0)),
    ("502", 0, "", RetryLater(1.0)),
    ("close", 0, "", RetryLater(1.0)),
    ("garbage", 0, "", RetryLater(1.0)),
    ("refuse", 403, "Forbidden: bot was blocked by the user", Unreachable("blocked")),
    ("refuse", 403, "Forbidden: user is deactivated", Unreachable("gone")),
    ("refuse", 403, "Forbidden: bot can't initiate conversation with a user", Unreachable("dms_closed")),
    ("refuse", 400, "Bad Request: chat not found", Unreachable("gone")),
    ("refuse", 400, "Bad Request: message is too long", Refused("invalid")),
    ("refuse", 400, "Bad Request: not enough rights to send text messages to the chat", Refused("forbidden")),
    ("refuse", 401, "Unauthorized", RetryLater(5.0)),
]


@pytest.mark.parametrize(("kind", "code", "description", "error"), FAULTS, ids=lambda value: str(value)[:30])
async def test_each_refusal_has_its_meaning(
    server: TelegramServer, gateway: TelegramGateway, ann: Person,
    kind: FaultKind, code: int, description: str, error: PlatformError,
) -> None:  # fmt: skip
    """Whatever Telegram says, the core hears one of three errors, whose text and causes hold no token and no words."""
    server.faults.add(Fault(kind=kind, match="sendMessage", code=code, description=description, after=7))
    with pytest.raises(type(error)) as caught:
        await gateway.relay(address(ann), passage("secret words"), sent=[], nonce="n", still=lambda: True)
    assert str(caught.value) == str(error)
    shown = repr(caught.value) + str(caught.value.__cause__)
    assert TOKEN not in shown
    assert "secret words" not in shown
