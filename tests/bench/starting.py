"""Starting: how long until it is ready, and what it holds in memory, before anything happens and with many talking."""

from __future__ import annotations

import statistics
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from adapters.clock import RandomIds, SystemClock
from bot.conversation import Conversation, Party
from bot.people import Address, Listener, Role, Standing
from bot.policy import Policy
from bot.request import Request
from tests.bench.figures import Figure, ratio
from tests.bench.line import Line
from tests.bench.measured import Measured, bridge
from tests.bench.stand import Stand

_FOR_A_DAY = timedelta(hours=12)


async def figures(folder: Path, *, times: int, conversations: int) -> list[Figure]:
    """Start to ready, memory when idle, and what a live conversation holds."""
    took: defaultdict[str, list[float]] = defaultdict(list)
    held: defaultdict[str, list[float]] = defaultdict(list)
    async with Stand() as theirs, Stand() as ours:
        # A poll with an offset that was asked for less than 3 s ago is held back by Telegram: not by us.
        ours.telegram.world.updates.throttles_repeats = False
        line = Line(ours, folder, name="start")
        await line.invite()
        for _ in range(times):
            for name, each in (("stock", bridge("stock", theirs, folder)), ("warmline", line.process)):
                ready, resident = await _once(each)
                took[name].append(ready)
                held[name].append(resident)
        first, _ = await _once(Line(ours, folder, name="first").process)
    seconds, memory = _medians(took), _medians(held)
    starting, about = "Start to ready, s", "Memory, MiB resident"
    return [
        Figure(about=starting, what="again", values=seconds, compared=seconds["warmline"] - seconds["stock"],
               unit="s more", goal=2.5),
        Figure(about=starting, what="the very first, which makes the database", values={"warmline": first},
               compared=first - seconds["stock"], unit="s more"),
        Figure(about=about, what="idle", values=memory, compared=ratio(held["warmline"], held["stock"]), unit="x",
               goal=1.8),
        Figure(about=about, what=f"each of {conversations} live conversations", unit="KiB", goal=4,
               compared=(await _talking(folder, conversations) - memory["warmline"]) * 1024 / conversations),
    ]  # fmt: skip


def _medians(found: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(each) for name, each in found.items()}


async def _once(measured: Measured) -> tuple[float, float]:
    try:
        return await measured.start(), measured.memory()
    finally:
        await measured.stop()


async def _talking(folder: Path, count: int) -> float:
    """MiB that a line holds which finds so many conversations (all on Telegram) in its database at its start."""
    async with Stand() as stand:
        line = Line(stand, folder, name="many")
        await line.invite()
        store = await line.store()
        try:
            async with store.decision() as rows:
                community = (await rows.communities())[0].id
                for number in range(count):
                    listener, request, conversation = _three(community, number)
                    await rows.add_listener(listener)
                    await rows.add_request(request)
                    await rows.add_conversation(conversation)
        finally:
            await store.close()
        return (await _once(line.process))[1]


def _three(community: str, number: int) -> tuple[Listener, Request, Conversation]:
    now, ids, policy = SystemClock().now(), RandomIds(), Policy(seeker_aliases=())
    mine, theirs = (Address("telegram", str(start + number)) for start in (6_100_000_000, 6_200_000_000))
    request = Request.asked_for(
        ids.new(), community=community, seeker=mine, language="en", now=now, policy=policy, arrived_at=None
    ).claimed(now=now, policy=policy)
    listener = on_call(community, theirs, alias=f"Listener {number}")
    conversation = Conversation.begun(
        now=now + _FOR_A_DAY, policy=policy, id=ids.new(), request=request.id, epoch=request.epoch, community=community,
        listener_id=listener.id, arrived_at=request.arrived_at, danger=False,
        seeker=Party(address=mine, alias="Robin", language="en"),
        listener=Party(address=theirs, alias=listener.alias, language="en"),
    )  # fmt: skip
    return listener, request, conversation


def on_call(community: str, address: Address, *, alias: str) -> Listener:
    """A listener on the roster who is on call for hours."""
    return Listener(
        id=RandomIds().new(), community=community, address=address, role=Role.LISTENER, standing=Standing.ACTIVE,
        alias=alias, languages=("en",), approved=True, on_call_until=SystemClock().now() + _FOR_A_DAY,
    )  # fmt: skip
