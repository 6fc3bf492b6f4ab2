"""What was committed is kept when the process is killed; two processes on one file do not undo each other."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from adapters.sql.open import open_store
from adapters.sql.store import SqlStore
from bot.conversation import Side
from bot.people import Listener
from bot.records import Passed
from bot.request import Request, State
from tests.support.line import NOW, POLICY, StillClock, conversation, effect, listener, opened, request

WRITER = """
import asyncio, itertools
from dataclasses import replace
from adapters.sql.open import open_store
from bot.conversation import Side
from bot.records import Passed
from tests.support.line import *

async def write():
    store = await open_store({url!r}, clock=StillClock(), running=True)
    kim, asked = listener(), request()
    begun = conversation(asked, kim)
    async with store.decision() as decision:
        await opened(decision, kim)
        await decision.add_request(asked)
        await decision.add_conversation(begun)
    for n in itertools.count(1):
        async with store.decision() as decision:
            await decision.put([effect(asked.seeker)])
        spoken = begun.spoke(Side.SEEKER, now=NOW, policy=POLICY)
        await store.keep([Passed(conversation=spoken, side=Side.SEEKER, source=str(n), copies=(str(n),))])
        print(n, flush=True)

asyncio.run(write())
"""


def killed_after(rounds: int, url: str) -> int:
    """Let a process write so many rounds, and kill it in the next; how many rounds it has reported."""
    program = [sys.executable, "-c", WRITER.format(url=url)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        done = [int(line) for line, _ in zip(writer.stdout, range(rounds), strict=False)]
        writer.kill()
        return max([*done, *map(int, writer.stdout.read().split())])


async def test_what_was_committed_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    """Decisions with their effects, pairs and cursors: all that was reported, and at most one round more."""
    url = f"sqlite:///{tmp_path}/line.db"
    done = await asyncio.to_thread(killed_after, 30, url)
    store = await open_store(url, clock=StillClock())
    async with store.decision() as decision:
        (begun,) = await decision.live_conversations()
        pairs = await decision.pairs(begun.id)
    assert done <= len(pairs) <= len(await store.unsent()) <= done + 1
    assert [pair.source for pair in pairs] == [str(n) for n in range(1, len(pairs) + 1)]
    assert await store.cursors() == {(begun.id, Side.SEEKER): str(len(pairs))}
    await store.close()


async def claim(store: SqlStore, asked: Request, by: Listener) -> bool:
    """One listener's claim."""
    async with store.decision() as decision:
        if not await decision.save_request(asked.claimed(now=NOW, policy=POLICY), was=asked):
            return False
        return await decision.add_conversation(conversation(asked, by))


async def test_of_all_claims_on_one_file_exactly_one_wins(tmp_path: Path) -> None:
    """Two processes' stores, many listeners, one request."""
    url = f"sqlite:///{tmp_path}/line.db"
    stores = [await open_store(url, clock=StillClock()) for _ in range(2)]
    people, asked = [listener(f"Kim {'abcdefgh'[n]}", id=str(n)) for n in range(8)], request()
    async with stores[0].decision() as decision:
        await opened(decision, *people)
        await decision.add_request(asked)
    won = await asyncio.gather(*(claim(stores[n % 2], asked, one) for n, one in enumerate(people)))
    assert sorted(won) == [False] * 7 + [True]
    async with stores[1].decision() as decision:
        (begun,) = await decision.live_conversations()
        assert people[won.index(True)].id == begun.listener_id
    for store in stores:
        await store.close()


async def test_two_first_starts_at_once_make_one_database(tmp_path: Path) -> None:
    """Both use the same key and the same tables."""
    url = f"sqlite:///{tmp_path}/line.db"
    stores = await asyncio.gather(*(open_store(url, clock=StillClock()) for _ in range(3)))
    assert len({store.keys.fingerprint for store in stores}) == 1
    for store in stores:
        await store.close()


async def test_the_running_line_notices_what_a_command_decides(tmp_path: Path) -> None:
    """Once for each time, and never its own decisions, keeps and sends."""
    url = f"sqlite:///{tmp_path}/line.db"
    running = await open_store(url, clock=StillClock(), running=True)
    kim, asked = listener(), request(state=State.CLAIMED)
    begun = conversation(asked, kim)
    async with running.decision() as decision:
        await opened(decision, kim)
        await decision.add_conversation(begun)
    await running.keep([Passed(conversation=begun, side=Side.SEEKER, source="1")])
    await running.sent(effect(kim.address), None)
    assert not await running.changed_elsewhere()
    command = await open_store(url, clock=StillClock())
    for until in (NOW, NOW + timedelta(hours=1)):
        async with command.decision() as decision:
            await decision.save_listener(replace(kim, on_call_until=until))
        assert await running.changed_elsewhere()
        assert not await running.changed_elsewhere()
    await command.close()
    await running.close()
