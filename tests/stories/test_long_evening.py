"""A long evening: what is in memory of people and messages goes, and of very many it is bounded."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

from bot.conversation import Side
from bot.desk.desk import Memory
from bot.live import Live
from bot.order import Order
from bot.people import Address
from tests.support.clock import SimulatedClock
from tests.support.story import Line, Person, a_line

OUTSIDE = {"store", "platforms", "clock", "ids", "seal", "recurrence", "policy", "phrases", "_store", "_platforms"}
VERY_MANY = 20_000


def held(thing: Any) -> Counter[str]:
    """How many entries every book has that is reached from here, by where it is."""
    found, seen, rest = Counter[str](), set[int](), [("", thing)]
    while rest:
        place, one = rest.pop()
        if id(one) in seen or isinstance(one, str | bytes | Enum):
            continue
        seen.add(id(one))
        if isinstance(one, Mapping):
            found[place] += len(one)
            rest += [(place, value) for value in one.values()]
        elif isinstance(one, list | tuple | set | frozenset | deque):
            found[place] += len(one)
            rest += [(place, value) for value in one]
        elif type(one).__module__.startswith("bot."):
            names: Iterable[str] = getattr(one, "__dict__", {}) or getattr(one, "__slots__", ())
            rest += [(f"{place}.{name}", getattr(one, name)) for name in names if name not in OUTSIDE]
    return +found


async def evening(line: Line, kim: Person) -> None:
    """Somebody new on each platform talks with Kim, with all that people do; then a day passes."""
    await kim.types("/oncall 12h")
    for platform in ("discord", "telegram"):
        robin = line.person(platform)
        await robin.writes("is anybody there?")
        await robin.asks()
        await kim.takes()
        await robin.presses("Pass them on")
        for _ in range(5):
            source = await robin.writes("hello")
            await robin.edits(source, "hello you")
            await kim.writes("good evening", reply_to=kim.chat.shown[-1].id)
            await robin.reacts(robin.chat.shown[-1].id, "❤")
            await robin.composes()
        await robin.deletes(source)
        await robin.types("/end")
        await robin.presses("What may be kept?")
        await robin.presses("No, keep nothing")
        await line.passes(minutes=20)
    await kim.types("/oncall off")
    await line.passes(hours=26)


async def test_of_an_evening_nothing_is_in_memory_a_day_later() -> None:
    """However many came before: every book of the running line has as many entries as after the first evenings, but for
    what is bounded below.
    """
    async with a_line() as line:
        kim = await line.listener("Kim", "discord", on_call=False)
        for _ in range(2):
            await evening(line, kim)
        before = held(line.switchboard)
        for _ in range(3):
            await evening(line, kim)
        more = held(line.switchboard) - before
        grown = {place.rpartition(".")[2] for place in more if more[place] > 2}
        assert grown <= {"_handled", "_unsent", "_taken", "_heap"}, more


def test_of_very_many_people_the_latest_are_known() -> None:
    """Whoever did nothing for longest is forgotten with all that was known of them."""
    memory, now = Memory(), SimulatedClock().now()
    for number in range(VERY_MANY + 100):
        who = Address("discord", str(number))
        memory.communities[who] = "c"
        memory.see(who, now=now + timedelta(seconds=number))
    assert len(memory.seen) == len(memory.communities) == VERY_MANY
    assert Address("discord", "99") not in memory.communities
    assert Address("discord", "100") in memory.communities


def test_of_very_many_messages_the_latest_are_known_as_handled() -> None:
    """As of those that were taken back, and of who took what."""
    live = Live()
    for number in range(VERY_MANY + 1):
        live.handle(("c", Side.SEEKER, str(number)))
        live.unsend(("c", Side.SEEKER, str(number)))
        live.take(str(number), 1, "kim")
    assert [live.handled(("c", Side.SEEKER, one)) for one in ("0", "1", str(VERY_MANY))] == [False, True, True]
    assert not live.unsent(("c", Side.SEEKER, "0"))
    assert live.taken("0", 1) is None


def test_what_has_left_an_order_leaves_its_heap() -> None:
    """However many come and go, it holds little more than those who wait."""
    order = Order[tuple[int]]()
    for number in range(1000):
        order.put(str(number), (number,))
        order.drop(str(number))
    assert len(order._heap) <= 65
