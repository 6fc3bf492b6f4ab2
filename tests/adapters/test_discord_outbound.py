"""What the core says and passes on, as Discord receives and people see it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.sandbox.discord import DiscordServer
from adapters.sandbox.discord.bits import BOT, Permission
from adapters.sandbox.discord.channel import PUBLIC_THREAD, Channel
from adapters.sandbox.faults import Fault
from bot.community import Community
from bot.errors import Refused, RetryLater, Unreachable
from bot.inbound import Place
from bot.notice import Countries, Offer, OfferTaken, OnCall, Panel, Welcome
from bot.notice.routing import LineShut
from bot.people import Address
from bot.words import Span, Style, Words
from tests.support.discord_gateway import Core, address, discord_server, gateway_at, passage, running, saying

OFFER = Offer(request="r1", epoch=2, spoken="en", waited=0)


def always() -> bool:
    return True


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


async def test_a_notice_has_its_buttons_and_notifies_nobody(server: DiscordServer) -> None:
    """A notice names the line, carries its buttons, mentions nobody, shows no previews and is sent once."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        first = await gateway.say(address(ada), saying(OFFER), nonce="n1")
        again = await gateway.say(address(ada), saying(OFFER), nonce="n1")
    shown = await ada.sees("Warmline: Someone would like to talk", "I'll take this")
    sent = (await server.received_call("/messages")).body
    assert first == again == shown.id
    assert len(ada.chat.shown) == 1
    assert sent["allowed_mentions"] == {"parse": []}
    assert (sent["flags"], sent["enforce_nonce"], len(sent["nonce"])) == (4, True, 24)
    assert [button["custom_id"] for button in sent["components"][0]["components"]] == ["w1:take:r1:2", "w1:notnow:r1:2"]


async def test_notices_change_lose_their_buttons_and_go(server: DiscordServer) -> None:
    """A notice is changed, stripped and retracted; what is gone already is no error."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        to = address(ada)
        notice = await gateway.say(to, saying(OFFER), nonce="n1")
        await gateway.strip(to, notice)
        assert ada.chat.shown[0].buttons == ()
        await gateway.change(to, notice, saying(OfferTaken()))
        assert ada.chat.has("Another listener")
        assert await gateway.retract(to, notice)
        assert await gateway.retract(to, notice)
        await gateway.strip(to, notice)
        with pytest.raises(Refused, match="missing"):
            await gateway.change(to, notice, saying(OfferTaken()))
        assert not await gateway.retract(to, await ada.says("mine"))


async def test_an_instant_is_shown_in_everybodys_own_time(server: DiscordServer) -> None:
    """Instants are written as Discord's timestamps."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        until = datetime(2030, 1, 1, tzinfo=UTC)
        await gateway.say(address(ada), saying(OnCall(until=until)), nonce="n")
        far = replace(saying(LineShut(request="r", epoch=0, opens=until)), at=until - timedelta(days=2))
        await gateway.say(address(ada), far, nonce="m")
    assert "until <t:1893456000:t>." in ada.chat.shown[0].raw["content"]
    assert "opens next <t:1893456000:R> (<t:1893456000:f>)." in ada.chat.shown[1].raw["content"]


async def test_many_buttons_become_menus(server: DiscordServer) -> None:
    """More buttons than Discord allows are offered as a menu, which says the same."""
    ada, core = server.person("Ada", server.guild("Town")), Core()
    codes = tuple(f"{a}{b}" for a in "ABC" for b in "ABCDEFGHIJ")
    async with running(server, core) as gateway:
        await gateway.say(address(ada), saying(Countries(countries=codes)), nonce="n")
        await (await ada.selects("w1:country:CJ:0")).answered()
    assert getattr(core.events[0], "subject", None) == "CJ"


async def test_words_come_under_the_alias(server: DiscordServer) -> None:
    """Relayed words begin with the alias in bold, keep their formatting, and answer the copy that they answer."""
    ada = server.person("Ada", server.guild("Town"))
    words = Words(text="so *true* @everyone", spans=(Span(0, 2, Style.ITALIC),))
    async with running(server, Core()) as gateway:
        first: list[str] = []
        await gateway.relay(address(ada), passage("hello"), sent=first, nonce="a", still=always)
        sent: list[str] = []
        await gateway.relay(address(ada), passage(words, reply_to=first[0]), sent=sent, nonce="b", still=always)
        await gateway.relay(address(ada), passage("lost", reply_to="1"), sent=[], nonce="c", still=always)
    await ada.sees("Robin: hello")
    raw = next(shown.raw for shown in ada.chat.shown if shown.id == sent[0])
    assert raw["content"] == "**Robin:** _so_ \\*true\\* @\u200beveryone"
    assert raw["message_reference"]["message_id"] == first[0]
    assert ada.chat.has("Robin: lost")


async def test_late_words_say_so(server: DiscordServer) -> None:
    """Words written while the bot was away are marked."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        await gateway.relay(address(ada), passage("hello", late=True), sent=[], nonce="a", still=always)
    await ada.sees("Robin: (sent while I was away) hello")


async def test_long_words_are_sent_in_parts_and_go_on_where_they_stopped(server: DiscordServer) -> None:
    """After a failure in the middle, relaying goes on with the part that is missing, and nothing is doubled."""
    ada, sent = server.person("Ada", server.guild("Town")), list[str]()
    long = passage("\n\n".join(f"{n} " + "word* " * 200 for n in range(4)))
    async with running(server, Core()) as gateway:
        await gateway.relay(address(ada), passage("first"), sent=[], nonce="a", still=always)
        server.fails(Fault(kind="close_after", match="/messages"))
        with pytest.raises(RetryLater):
            await gateway.relay(address(ada), long, sent=sent, nonce="b", still=always)
        await gateway.relay(address(ada), long, sent=sent, nonce="b", still=always)
    texts = [shown.raw["content"] for shown in ada.chat.shown][1:]
    assert [shown.id for shown in ada.chat.shown][1:] == sent
    assert all(text.startswith("**Robin:** ") and len(text) <= 2000 for text in texts)
    assert sum(text.count("word\\*") for text in texts) == 800


async def test_a_word_too_late_is_not_sent(server: DiscordServer) -> None:
    """Where the conversation ends while Discord lets us wait for its rate limit, the word is not sent."""
    ada, talking = server.person("Ada", server.guild("Town")), True
    async with running(server, Core()) as gateway:
        await gateway.relay(address(ada), passage("one"), sent=[], nonce="a", still=lambda: talking)
        server.fails(Fault(kind="429", match="POST /channels", after=0.3))
        late = asyncio.create_task(
            gateway.relay(address(ada), passage("two"), sent=[], nonce="b", still=lambda: talking)
        )
        refused = await server.received_call("POST /channels")
        while refused.status != 429:
            refused = await server.received_call("POST /channels")
        talking = False
        await late
        await gateway.relay(address(ada), passage("three"), sent=[], nonce="c", still=lambda: talking)
    assert [shown.text for shown in ada.chat.shown] == ["Robin: one"]


async def test_edits_change_grow_and_shrink_the_copies(server: DiscordServer) -> None:
    """An edit changes the copy; a longer one adds parts, a shorter removes them; a copy that is gone is left out."""
    ada, copies = server.person("Ada", server.guild("Town")), list[str]()
    async with running(server, Core()) as gateway:
        to = address(ada)
        await gateway.relay(to, passage("short"), sent=copies, nonce="a", still=always)
        (first,) = copies
        await gateway.amend(to, copies, passage("long " * 900), nonce="a", still=always)
        assert copies == [shown.id for shown in ada.chat.shown]
        assert (len(copies), copies[0]) == (3, first)
        await gateway.amend(to, copies, passage("brief"), nonce="a", still=always)
        assert (copies, [shown.text for shown in ada.chat.shown]) == ([first], ["Robin: brief"])
        await gateway.retract(to, first)
        await gateway.amend(to, copies, passage("gone"), nonce="a", still=always)
    assert copies == []


async def test_what_was_changed_since_a_crash_is_changed(server: DiscordServer) -> None:
    """Sent before the crash, and read again with other words: Discord gives back what it has, and that is changed."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        for text in ("one", "one", "two"):
            await gateway.relay(address(ada), passage(text), sent=[], nonce="a", still=always)
        assert [shown.text for shown in ada.chat.shown] == ["Robin: two"]
        assert sum((call.method, "messages" in call.path) == ("PATCH", True) for call in server.received) == 1


async def test_an_edit_that_comes_again_adds_what_has_gone_since(server: DiscordServer) -> None:
    """It grew, shrank by the next edit, and both come again after a crash: all parts stand there, each once."""
    ada, first = server.person("Ada", server.guild("Town")), list[str]()
    async with running(server, Core()) as gateway:
        to = address(ada)
        await gateway.relay(to, passage("short"), sent=first, nonce="a", still=always)
        for _ in range(2):  # the second time with what is known from before the first
            copies = [*first]
            for _ in range(2):
                await gateway.amend(to, copies, passage("long " * 900), nonce="grows", still=always)
                assert [one.id for one in ada.chat.shown] == copies
                assert len(copies) == 3
            await gateway.amend(to, copies, passage("brief"), nonce="shrinks", still=always)
            assert [one.id for one in ada.chat.shown] == first == copies


async def test_a_part_that_has_gone_is_sent_anew_in_its_place(server: DiscordServer) -> None:
    """An older edit, which came again after a crash, had taken it away: the words stand there whole and in order."""
    ada, copies = server.person("Ada", server.guild("Town")), list[str]()
    async with running(server, Core()) as gateway:
        to, long = address(ada), passage(" ".join(map(str, range(1200))))
        await gateway.relay(to, long, sent=copies, nonce="a", still=always)
        before = [shown.text for shown in ada.chat.shown]
        assert len(before) == 3
        await gateway.retract(to, copies[1])
        await gateway.amend(to, copies, long, nonce="b", still=always)
        assert [shown.text for shown in ada.chat.shown] == before
        assert copies == [shown.id for shown in ada.chat.shown]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (50007, "dms_closed"),
        (50278, "no_shared_server"),
        (20026, "quarantined"),
        (10003, "gone"),
        (50001, "gone"),
        (10013, "gone"),
        (50033, "gone"),
    ],
)
async def test_closed_chats_are_told_apart(server: DiscordServer, code: int, reason: str) -> None:
    """Each way in which somebody cannot be reached has its reason."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, Core()) as gateway:
        server.fails(Fault(kind="refuse", match="/messages", code=code))
        with pytest.raises(Unreachable, match=reason):
            await gateway.say(address(ada), saying(Welcome()), nonce="a")


async def test_refusals_and_troubles_are_told_apart(server: DiscordServer) -> None:
    """Harmful links are refused for good; garbage, cut sockets, long limits, too many new chats (40003) and an
    abused network (40333) tried again; strangers are gone.
    """
    ada, bob = server.person("Ada", server.guild("Town")), server.person("Bob", server.guild("Town"))
    async with running(server, Core()) as gateway:
        server.fails(Fault(kind="refuse", match="/messages", code=240000))
        with pytest.raises(Refused, match="harmful_link"):
            await gateway.say(address(ada), saying(Welcome()), nonce="a")
        for fault in (
            Fault(kind="close"), Fault(kind="garbage"), Fault(kind="429", after=60),
            *(Fault(kind="refuse", match="/users", code=code) for code in (40003, 40333)),
        ):  # fmt: skip
            server.fails(fault)
            with pytest.raises(RetryLater):
                await gateway.say(address(bob), saying(Welcome()), nonce="b")
        with pytest.raises(Unreachable, match="gone"):
            await gateway.say(Address("discord", "123"), saying(Welcome()), nonce="c")


async def test_before_there_is_a_connection_it_is_too_early(server: DiscordServer) -> None:
    """Speaking before the gateway runs is to be tried again."""
    ada = server.person("Ada")
    with pytest.raises(RetryLater):
        await gateway_at(server).say(address(ada), saying(Welcome()), nonce="a")


async def test_membership_is_looked_up(server: DiscordServer) -> None:
    """Somebody belongs to a community when they are in one of its servers on Discord."""
    town, other = server.guild("Town"), server.guild("Other")
    ada, bob = server.person("Ada", town), server.person("Bob", other)
    places = frozenset({("discord", town.id), ("discord", "404"), ("telegram", other.id)})
    async with running(server, Core()) as gateway:
        community = Community(id="c", slug="main", places=places)
        assert await gateway.belongs(address(ada), community)
        assert not await gateway.belongs(address(bob), community)
        assert gateway.link("talk") is None


@pytest.mark.parametrize("code", [50013, 50001])
async def test_a_panel_that_may_not_be_posted_says_why(server: DiscordServer, code: int) -> None:
    """Posting where the bot lacks the right raises one of the three errors."""
    town = server.guild("Town")
    place = Place(platform="discord", id=town.id, channel=town.channels[0].id)
    async with running(server, Core()) as gateway:
        server.fails(Fault(kind="refuse", match="/messages", code=code))
        with pytest.raises((Refused, Unreachable)):
            await gateway.post(place, saying(Panel(community="c")), nonce="p")


@pytest.mark.parametrize("locked", [False, True])
async def test_a_thread_that_is_archived_is_opened_again(server: DiscordServer, locked: bool) -> None:
    """Discord opens one that is archived by itself; one that is locked, too (50083), the bot opens where it may."""
    town = server.guild("Town")
    thread = Channel(server.world, kind=PUBLIC_THREAD, name="help", guild=town, parent=town.channels[0])
    town.threads.append(thread)
    place = Place(platform="discord", id=town.id, channel=thread.id)
    async with running(server, Core()) as gateway:
        for rights in (Permission.MANAGE_THREADS, Permission(0)):
            thread.thread |= {"archived": True, "locked": locked}
            town.roles[town.bot_role]["permissions"] = str(int(BOT & ~Permission.MANAGE_THREADS | rights))
            if locked and not rights:
                with pytest.raises(Refused, match="forbidden"):
                    await gateway.post(place, saying(Panel(community="c")), nonce=f"p{int(rights)}")
                continue
            await gateway.post(place, saying(Panel(community="c")), nonce=f"p{int(rights)}")
            await thread.chat.sees("Talk to a person")
            assert not thread.thread["archived"]
