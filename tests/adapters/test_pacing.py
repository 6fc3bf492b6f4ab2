"""The platforms' limits are kept before they have to refuse (relay.md, Order, once, whole)."""

import asyncio
import itertools
import time
from bisect import bisect_left
from collections.abc import Awaitable, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pacing import Allowance, Gate, Window
from adapters.sandbox import telegram
from adapters.sandbox.discord import AS_DISCORD, Pace
from adapters.sandbox.faults import Fault
from adapters.sandbox.people import Received
from adapters.sandbox.telegram.pace import Pace as AsTelegram
from adapters.telegram.pace import Pace as ToTelegram
from adapters.telegram.transport import TooMany
from bot.errors import RetryLater
from bot.people import Address
from bot.ports import Platform
from tests.support import discord_gateway, telegram_gateway
from tests.support.discord_gateway import Core, discord_server
from tests.support.telegram_gateway import Recorder, passage

FASTER = 4.0  # both the gateway's pace and the sandbox's limits: four seconds in one
TWICE = 2.0  # the same on Telegram, whose limits count all chats together: a machine that stalls counts twice
BEGUN = time.time()


def always() -> bool:
    return True


def hurried() -> float:
    """A sandbox's clock: two seconds in one."""
    return BEGUN + (time.time() - BEGUN) * TWICE


async def sent(gateway: Platform, to: Address, texts: Sequence[str]) -> None:
    """One after the other, each until it is there, as the core does."""
    for text in texts:
        while True:
            try:
                await gateway.relay(to, passage(text), sent=[], nonce=f"{to.id}:{text}", still=always)
                break
            except RetryLater as busy:
                await asyncio.sleep(busy.after / FASTER)


def refused(received: Sequence[Received]) -> int:
    return sum(call.status == 429 for call in received)


async def test_telegram_never_has_to_refuse() -> None:
    """300 messages to 60 chats as fast as they go: in order, all, without one 429, in whichever second one counts."""
    texts, begun = [str(number) for number in range(5)], time.monotonic()
    async with telegram.TelegramServer(
        token=telegram_gateway.TOKEN, strict=True, pace=AsTelegram(), clock=hurried
    ) as server:
        people = [server.person(f"Person {number}") for number in range(60)]
        for person in people:
            await person.starts()
        async with telegram_gateway.running(server, Recorder(), pace=TWICE) as gateway:
            await asyncio.gather(*(sent(gateway, telegram_gateway.address(one), texts) for one in people))
        assert refused(server.received) == 0
    for person in people:
        assert [shown.text for shown in person.chat.shown if shown.by_bot] == [f"Robin: {text}" for text in texts]
    assert time.monotonic() - begun > (300 - 30) / 30 / TWICE


async def test_discord_never_has_to_refuse() -> None:
    """300 messages to 25 chats, none of them open before: in order, all, without one 429, new chats one a second."""
    routes = {name: (count, seconds / FASTER) for name, (count, seconds) in AS_DISCORD.routes.items()}
    texts, limits = [str(number) for number in range(12)], Pace(routes=routes, overall=int(50 * FASTER))
    async with discord_server(pace=limits) as server:
        people = [server.person(f"Person {number}", server.guild("Town")) for number in range(25)]
        async with discord_gateway.running(server, Core(), pace=FASTER) as gateway:
            begun = time.monotonic()
            await asyncio.gather(*(sent(gateway, discord_gateway.address(one), texts) for one in people))
            took = time.monotonic() - begun
        assert refused(server.received) == 0
        for person in people:
            assert [shown.text for shown in person.chat.shown] == [f"Robin: {text}" for text in texts]
    assert took > (25 - 1) / FASTER


@pytest.mark.parametrize("times", [3])
async def test_what_is_refused_all_the_same_is_not_lost(times: int) -> None:
    """With 429 in between, everything arrives, once and in order."""
    texts = [str(number) for number in range(20)]
    async with telegram.TelegramServer(token=telegram_gateway.TOKEN, strict=True) as server:
        ann = server.person("Ann")
        await ann.starts()
        async with telegram_gateway.running(server, Recorder()) as gateway:
            server.faults.add(Fault(kind="429", match="sendMessage", times=times, after=1))
            await sent(gateway, telegram_gateway.address(ann), texts)
        assert refused(server.received) == times
    assert [shown.text for shown in ann.chat.shown if shown.by_bot] == [f"Robin: {text}" for text in texts]


async def passed(order: list[str], name: str, entering: Awaitable[None]) -> None:
    await entering
    order.append(name)


async def test_what_is_said_to_many_waits_behind_what_is_said_to_one() -> None:
    """Offers to many wait for room; words that come later go first; each class keeps its order."""
    order: list[str] = []
    gate = Gate(Allowance(rate=50.0, size=3.0), now=time.monotonic, spare=1.0)
    async with asyncio.TaskGroup() as tasks:
        for number in range(8):
            tasks.create_task(passed(order, f"offer {number}", gate.enter(bulk=True)))
        await asyncio.sleep(0)
        assert order == ["offer 0", "offer 1"]
        tasks.create_task(passed(order, "word 1", gate.enter()))
        tasks.create_task(passed(order, "word 2", gate.enter()))
        for _ in range(10):
            await asyncio.sleep(0.02)
            gate.leave()
    assert order[2:] == ["word 1", "word 2", *(f"offer {number}" for number in range(2, 8))]


async def test_at_the_limit_what_is_said_to_many_has_one_call_in_five() -> None:
    """While words never cease to wait, an offer is let in all the same: whoever asks is put to somebody."""
    order: list[str] = []
    gate = Gate(Allowance(rate=200.0, size=1.0), now=time.monotonic)
    async with asyncio.TaskGroup() as tasks:
        for number in range(20):
            tasks.create_task(passed(order, f"word {number}", gate.enter()))
        for number in range(2):
            tasks.create_task(passed(order, f"offer {number}", gate.enter(bulk=True)))
    words = [place for place, one in enumerate(order) if one.startswith("word")]
    assert [order.index("offer 0"), order.index("offer 1")] == [5, 10]
    assert [order[place] for place in words] == [f"word {number}" for number in range(20)]


async def test_a_call_that_is_given_up_leaves_its_room() -> None:
    """Whoever waits and is cancelled takes no room from those behind."""
    gate = Gate(Allowance(rate=1000.0, size=1.0), now=time.monotonic)
    await gate.enter()
    first = asyncio.create_task(gate.enter())
    second = asyncio.create_task(gate.enter())
    await asyncio.sleep(0)
    first.cancel()
    gate.leave()
    await asyncio.wait_for(second, 1)
    assert first.cancelled()


class Saturated:
    """Telegram's pace on a clock of its own, and messages that come faster than it lets them through."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pace = ToTelegram(now=lambda: self.now)

    async def sends(self, *chats: int, seconds: float, step: float) -> list[float]:
        """When something went, of one to each of these chats in turn every `step` seconds."""
        went, turns = list[float](), itertools.cycle(chats)
        for tick in range(round(seconds / step)):
            self.now = tick * step
            with suppress(TimeoutError):
                async with asyncio.timeout(0.001), self.pace.turn(next(turns)):
                    went.append(self.now)
        return went


def most(went: Sequence[float], *, within: float) -> int:
    """The most that went in so many seconds, wherever one begins to count."""
    return max(bisect_left(went, begun + within) - place for place, begun in enumerate(went))


async def test_a_group_has_twenty_a_minute() -> None:
    """Not in one minute are there more, also not in the first; at least 90 % of them may go for ever."""
    went = await Saturated().sends(-7, seconds=300, step=0.5)
    assert most(went, within=60) <= 20
    assert len([at for at in went if at >= 60]) >= 0.9 * 20 * 4


async def test_a_chat_has_one_a_second() -> None:
    """And three at once, after a pause."""
    went = await Saturated().sends(7, seconds=60, step=0.04)
    assert len([at for at in went if at < 0.5]) == 3
    assert 60 <= len(went) <= 3 + 59


async def test_all_together_have_thirty_a_second() -> None:
    """Not in one second are there more, also not in the first; at least 90 % of them may go for ever."""
    went = await Saturated().sends(*range(1, 300), seconds=8, step=0.01)
    assert most(went, within=1) <= 30
    assert len(went) >= 0.9 * 30 * 8


@given(
    ways=st.lists(st.tuples(st.floats(0, 2), st.floats(0, 2)), min_size=40, max_size=120),
    spare=st.sampled_from([0.0, 1.0]),
)
def test_however_uneven_the_way_there_is(ways: list[tuple[float, float]], spare: float) -> None:
    """A call and its answer come whenever they come: no second has more than is allowed, and none waits for ever."""
    window, now, arrived = Window(size=10, seconds=1.0), 0.0, list[float]()
    under_way = list[float]()  # when the answers come
    for there, back in ways:
        while wait := window.wait(now, spare=spare):
            answer = min(under_way, default=float("inf"))
            assert min(now + wait, answer) < float("inf")
            now = min(now + wait, answer)
            if now == answer:
                under_way.remove(answer)
                window.give(now)
        window.take()
        arrived.append(now + there)
        under_way.append(now + there + back)
    assert most(sorted(arrived), within=1.0) <= 10 - spare


async def test_a_chat_that_was_refused_rests() -> None:
    """For as long as Telegram asks for; the others do not."""
    for chat, first in ((7, 5.0), (8, 0.0)):
        telegram = Saturated()
        with pytest.raises(TooMany):
            async with telegram.pace.turn(7):
                raise TooMany(5.0)
        assert min(await telegram.sends(chat, seconds=8, step=0.1)) == first
