"""What a conversation leaves behind: nothing, row by row and byte by byte (privacy.md, the promise)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from adapters.sql.open import open_store
from adapters.sql.store import SqlStore
from adapters.sql.tables import metadata
from bot.conversation import Side
from bot.notice import Connected
from bot.offer import Offer
from bot.people import Address
from bot.records import Passed
from tests.support.line import NOW, POLICY, StillClock, conversation, effect, fresh, listener, opened, request

KIM = listener("Kim", id="4411223344")
SEEKER = Address("telegram", "5566778899")


def dump(path: Path) -> list[str]:
    """The database, row by row."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


async def converse(store: SqlStore, words: int, *, remnant: bool) -> None:
    """From asking to the end, and until all of it has run out."""
    asked = replace(request(), seeker=SEEKER)
    offered = Offer(id=fresh(), request=asked.id, epoch=0, listener=KIM.id)
    claimed, begun = asked.claimed(now=NOW, policy=POLICY), conversation(asked, KIM)
    told = Connected(
        conversation=begun.id, epoch=0, alias="Kim", seeker_alias="Robin", platforms=("Discord",), minutes=50
    )
    async with store.decision() as d:
        await d.add_request(asked)
        await d.put_offers([offered])
        await d.put([replace(effect(KIM.address, slot=offered.slot), kind="say")])
    async with store.decision() as d:
        await d.save_request(claimed, was=asked)
        await d.add_conversation(begun)
        await d.put([replace(effect(SEEKER, slot=f"connected:{begun.id}:seeker"), kind="say", notice=told)])
    for one in await store.unsent():
        await store.sent(one, "31337")
    spoken = begun.spoke(Side.SEEKER, now=NOW, policy=POLICY)
    await store.keep(
        [Passed(conversation=spoken, side=Side.SEEKER, source=str(n), copies=(str(n),)) for n in range(words)]
    )
    async with store.decision() as d:
        if remnant:
            await d.save_conversation(spoken.ended(by=None, now=NOW))
        await d.remove_request(claimed)
        await d.put([effect(SEEKER, slot=f"connected:{begun.id}:seeker")])
    async with store.decision() as d:
        await d.remove_conversation(begun.id)
    for one in await store.unsent():
        await store.sent(one, None)
    await store.keep([Passed(conversation=spoken, side=Side.SEEKER, source="late", copies=("1",))])


async def test_a_conversation_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    """The dump before is the dump after; the log is empty, and no byte of the sealed addresses is left in the file."""
    path = tmp_path / "line.db"
    store = await open_store(f"sqlite:///{path}", clock=StillClock(), running=True)
    async with store.decision() as decision:
        await opened(decision, KIM)
    before = dump(path)
    for words, remnant in ((0, False), (1, True), (300, True)):
        await converse(store, words, remnant=remnant)
        assert dump(path) == before
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
        for address in (SEEKER, KIM.address):
            assert store.keys.live.address(address) not in left
        assert (tmp_path / "line.db-wal").stat().st_size == 0
    await store.close()


async def test_no_file_ever_holds_who_somebody_is(tmp_path: Path) -> None:
    """While people talk, neither database nor log name a platform's id or an alias in the clear."""
    store = await open_store(f"sqlite:///{tmp_path}/line.db", clock=StillClock())
    asked = replace(request(), seeker=SEEKER)
    async with store.decision() as d:
        await opened(d, KIM)
        await d.add_request(asked)
        await d.add_conversation(conversation(asked, KIM))
        await d.put([effect(SEEKER)])
        await d.add_block(SEEKER, KIM.id, community=asked.community, until=None)
    await store.sent(effect(SEEKER, slot=f"waiting:{asked.id}"), "12")
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    for secret in (SEEKER.id, KIM.address.id, KIM.alias, "kim", "Robin"):
        assert secret.encode() not in held
    await store.close()


def test_no_table_counts() -> None:
    """Nothing is numbered: whoever sees an id cannot tell how many came before (architecture.md, Ids)."""
    for table in metadata.sorted_tables:
        assert table.autoincrement_column is None, table.name
