"""Every query that is asked often finds its rows by an index: it costs what it finds, not what exists."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from adapters.sql.open import open_store
from adapters.sql.store import SqlStore
from bot.conversation import Side
from bot.duty import Duty
from bot.offer import Offer
from bot.page import PageKind
from bot.records import Passed
from bot.shift import Change, Override, Shift
from tests.support.line import LINE, NOW, POLICY, StillClock, conversation, effect, fresh, listener, opened, request

KIM = listener()
SHIFT = Shift(
    id=fresh(), community=LINE.id, listener=KIM.id, starts=NOW.replace(tzinfo=None), ends=NOW.replace(tzinfo=None),
    zone="UTC", seen=NOW, next_step_at=NOW,
)  # fmt: skip
TAKEN = Override(shift=SHIFT.id, day=NOW.date(), change=Change.TAKEN)


async def day(store: SqlStore) -> None:
    """Everything that happens often, once."""
    asked = request()
    claimed, begun = asked.claimed(now=NOW, policy=POLICY), conversation(asked, KIM)
    offered = Offer(id=fresh(), request=asked.id, epoch=0, listener=KIM.id)
    said = effect(KIM.address, slot=offered.slot)
    async with store.decision() as d:
        await d.add_request(asked)
        await d.request_of(asked.seeker)
        await d.waiting(LINE.id)
        await d.listens(KIM.address)
        await d.save_listener(replace(KIM, next_step_at=NOW))
        await d.roster(LINE.id)
        await d.put_offers([offered])
        await d.put([said])
    async with store.decision() as d:
        await d.offers(asked.id)
        await d.adrift()
        await d.pages(asked.id)
        await d.page_of(LINE.id, PageKind.WAITING, asked.id)
        await d.save_duties([(Duty(listener=KIM.id, until=NOW), NOW)])
        await d.duty(KIM.id)
        await d.add_shift(SHIFT)
        await d.shifts(LINE.id)
        await d.overrides(LINE.id)
        await d.save_shift(SHIFT)
        await d.override(SHIFT.id, NOW.date(), TAKEN, was=None)
        await d.override(SHIFT.id, NOW.date(), None, was=TAKEN)
        await d.gap_told(LINE.id, NOW, 720)
        await d.blocked(asked.seeker, LINE.id, now=NOW)
        await d.save_request(claimed, was=asked)
        await d.add_conversation(begun)
        await d.slot(offered.slot)
    await store.sent(said, "1")
    await store.slot(offered.slot)
    await store.keep([Passed(conversation=begun, side=Side.SEEKER, source="1", copies=("2",))])
    await store.keep([Passed(conversation=begun, side=Side.SEEKER, source="1", gone=True)])
    await store.pair(begun.id, Side.SEEKER, "1")
    await store.pair_of_copy(begun.id, Side.LISTENER, "2")
    await store.next_due()
    await store.due(now=NOW + timedelta(hours=1))
    async with store.decision() as d:
        await d.save_conversation(begun.ended(by=None, now=NOW))
        await d.remnant_of(asked.seeker)
        await d.pairs(begun.id)
        await d.remove_request(claimed)
        await d.remove_conversation(begun.id)


async def test_nothing_that_happens_often_scans_a_table(tmp_path: Path) -> None:
    """Searched by an index, or by rows of an index in order; the outbox alone is read as a whole, at start."""
    path, asked = tmp_path / "line.db", set[str]()
    store = await open_store(f"sqlite:///{path}", clock=StillClock(), running=True)
    async with store.decision() as decision:
        await opened(decision, KIM)
    raw = await store._connection.get_raw_connection()
    assert raw.driver_connection
    for connection in (store._plain, raw.driver_connection):
        await connection.set_trace_callback(asked.add)
    await day(store)
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        plans = {
            sql: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            for sql in asked
            if re.match(r"(SELECT|UPDATE|DELETE|INSERT)\b", sql)
        }
    assert len(plans) > 30
    scanned = {
        (step, " ".join(sql.split()))
        for sql, steps in plans.items()
        for step in steps
        if step.startswith("SCAN") and step != "SCAN CONSTANT ROW"
    }
    assert {one for one in scanned if not _looks_only_for_one(one)} == set()


def _looks_only_for_one(scan: tuple[str, str]) -> bool:
    """A scan that stops at the first row: is there anything live, what is due first."""
    step, sql = scan
    return (
        "EXISTS" in sql.upper()
        and re.fullmatch(r"SCAN (requests|conversations|pages|outbox|pending)\b.*", step) is not None
    ) or ("LIMIT 1" in sql and "INDEX" in step)
