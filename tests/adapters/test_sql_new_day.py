"""Over midnight all that is going on is sealed anew, and yesterday's key is no more (privacy.md, Keys)."""

from __future__ import annotations

import asyncio
import logging
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import LargeBinary

from adapters.keyfile import KeyUnusable
from adapters.private import UNNAMED
from adapters.seal import Keys
from adapters.sql.engine import database
from adapters.sql.new_day import LIVE, seal_anew
from adapters.sql.new_key import ROSTER
from adapters.sql.open import open_store
from adapters.sql.store import SqlStore
from adapters.sql.tables import metadata
from bot.page import Page, PageKind
from bot.people import Address
from bot.request import State
from tests.support.line import LINE, NOW, StillClock, conversation, effect, fresh, listener, opened, request

DAY = timedelta(days=1)
SEEKER, ASKER, WRITER, PARTED = (Address("telegram", number) for number in "5678")
LATEST = f"live-{NOW.date()}"


@pytest.fixture
def clock() -> StillClock:
    """The store's clock."""
    return StillClock()


@pytest.fixture
async def store(tmp_path: Path, clock: StillClock) -> AsyncIterator[SqlStore]:
    """The running line's, with something in every live table."""
    store = await open_store(url(tmp_path), clock=clock, running=True)
    await fill(store)
    yield store
    await store.close()


def url(folder: Path) -> str:
    """The database in this folder."""
    return f"sqlite:///{folder}/line.db"


async def fill(store: SqlStore) -> None:
    """Somebody waits, two talk, two have talked, a page is out, something is unsent, shown and pending."""
    kim, asked, past = listener(), request(SEEKER.id, state=State.CLAIMED), request(PARTED.id)
    called = Page(
        id=fresh(), community=LINE.id, kind=PageKind.NOBODY_ON, about="", raised_at=NOW, all_at=NOW, next_step_at=NOW
    )
    async with store.decision() as d:
        await opened(d, kim)
        await d.add_request(request(ASKER.id))
        over = conversation(past, kim)
        assert await d.add_conversation(over)
        assert await d.save_conversation(over.ended(by=None, now=NOW))
        await d.add_request(asked)
        assert await d.add_conversation(conversation(asked, kim))
        assert await d.add_page(called)
        await d.put([effect(ASKER)])
    await store.sent(effect(ASKER, slot="menu"), "12")
    await store.pend((WRITER, "99"))


async def held(store: SqlStore) -> tuple[object, ...]:
    """All of it, as the line reads it."""
    async with store.decision() as d:
        decided = (
            await d.request_of(ASKER), await d.live_conversations(), await d.remnant_of(PARTED), await d.waiting(),
            await d.slot("menu"),
        )  # fmt: skip
    found = (*decided, await store.unsent(), await store.pended(), await store.due(now=NOW + DAY))
    assert all(found)
    return found


def keys_of(folder: Path) -> set[str]:
    """The key folder's files."""
    return {one.name for one in (folder / "warmline-keys").iterdir()}


def seals(folder: Path) -> set[bytes]:
    """Every live seal in the database."""
    with closing(sqlite3.connect(folder / "line.db")) as connection:
        return {
            seal
            for table, columns in LIVE.items()
            for row in connection.execute(f"SELECT {', '.join(one.name for one in columns)} FROM {table.name}")
            for seal in row
        }


async def test_over_midnight_everything_is_as_it_was_under_another_key(
    store: SqlStore, clock: StillClock, tmp_path: Path
) -> None:
    """Nothing of yesterday's seals is left, the old key is gone, and nobody has a second request."""
    before, sealed = await held(store), seals(tmp_path)
    for days in (1, 2, 5):
        clock.moment = NOW + timedelta(days=days)
        assert await held(store) == before
        assert not seals(tmp_path) & sealed
        assert keys_of(tmp_path) == {"master", f"live-{clock.moment.date()}"}
        async with store.decision() as d:
            assert not await d.add_request(request(ASKER.id))
            assert await d.add_request(one := request("9"))
            assert await d.remove_request(one)
        sealed = seals(tmp_path)


async def test_a_restart_days_later_finds_everything(store: SqlStore, clock: StillClock, tmp_path: Path) -> None:
    """The key of the last day is there until a run has taken the next."""
    before = await held(store)
    await store.close()
    clock.moment = NOW + 3 * DAY
    again = await open_store(url(tmp_path), clock=clock, running=True)
    assert await held(again) == before
    assert keys_of(tmp_path) == {"master", f"live-{clock.moment.date()}"}
    await again.close()


async def test_yesterdays_copy_cannot_be_read_with_todays_keys(
    store: SqlStore, clock: StillClock, tmp_path: Path
) -> None:
    """A thief of yesterday's file and of today's key folder reads who is on the roster, and nobody who talked."""
    stolen = tmp_path / "stolen"
    stolen.mkdir()
    with closing(sqlite3.connect(tmp_path / "line.db")) as from_, closing(sqlite3.connect(stolen / "line.db")) as to:
        from_.backup(to)
    clock.moment = NOW + DAY
    await held(store)
    shutil.copytree(tmp_path / "warmline-keys", stolen / "warmline-keys")
    keys = Keys.open(stolen / "warmline-keys", None, fresh=False)
    for seal in seals(stolen):
        for box in (*keys.boxes(clock.moment.date()).values(), keys.roster):
            for place in ("address",), ("request",), ("effect",):
                with pytest.raises(InvalidTag):
                    box.open(seal, *place)
    with pytest.raises(KeyUnusable, match="key of the day on which the line ran last is missing"):
        await open_store(url(stolen), clock=clock, running=True)


@pytest.mark.parametrize("foreign", [False, True])
async def test_without_its_key_what_was_going_on_is_not_run_over(
    store: SqlStore, clock: StillClock, tmp_path: Path, foreign: bool
) -> None:
    """A lost or a foreign key is one clear line; put back, everything goes on."""
    before, file = await held(store), tmp_path / "warmline-keys" / LATEST
    await store.close()
    file.rename(tmp_path / "kept")
    if foreign:
        shutil.copy(tmp_path / "warmline-keys" / "master", file)
    dumped = seals(tmp_path)
    with pytest.raises(KeyUnusable, match="put the key folder back as it was"):
        await open_store(url(tmp_path), clock=clock, running=True)
    assert seals(tmp_path) == dumped
    (tmp_path / "kept").rename(file)
    again = await open_store(url(tmp_path), clock=clock, running=True)
    assert await held(again) == before
    await again.close()


async def test_with_nothing_going_on_a_lost_day_is_no_loss(clock: StillClock, tmp_path: Path) -> None:
    """A roster that was put back from a backup runs with the master key alone."""
    store = await open_store(url(tmp_path), clock=clock, running=True)
    async with store.decision() as d:
        await opened(d, kim := listener())
    await store.close()
    (tmp_path / "warmline-keys" / LATEST).unlink()
    again = await open_store(url(tmp_path), clock=clock, running=True)
    async with again.decision() as d:
        assert await d.listener(kim.id) == kim
    await again.close()


async def test_killed_between_two_steps_a_new_day_is_gone_on_with(
    store: SqlStore, clock: StillClock, tmp_path: Path
) -> None:
    """With the new key made and nothing sealed; with all sealed, the old key there, and the new under two names."""
    before, folder = await held(store), tmp_path / "warmline-keys"
    await store.close()
    for days in (1, 2):
        last = (folder / f"live-{NOW.date() + timedelta(days=days - 1)}").read_bytes()
        clock.moment = NOW + timedelta(days=days)
        Keys.open(folder, None, fresh=False).days.make(clock.moment.date())
        again = await open_store(url(tmp_path), clock=clock, running=True)
        assert await held(again) == before
        await again.close()
        (old := folder / f"live-{date.min}").touch(mode=0o600)
        old.write_bytes(last)
        (folder / f"{UNNAMED}1").hardlink_to(folder / f"live-{clock.moment.date()}")
        again = await open_store(url(tmp_path), clock=clock, running=True)
        assert await held(again) == before
        assert keys_of(tmp_path) == {"master", f"live-{clock.moment.date()}"}
        await again.close()


async def test_cancelled_at_any_step_a_new_day_comes_with_the_next_touch(store: SqlStore, clock: StillClock) -> None:
    """Who gives up waiting in the middle of it leaves nothing half sealed."""
    before = await held(store)
    for steps in range(60):
        clock.moment += DAY
        touching = asyncio.ensure_future(store.unsent())
        for _ in range(steps):
            await asyncio.sleep(0)
        touching.cancel()
        await asyncio.gather(touching, return_exceptions=True)
        assert await held(store) == before


async def test_where_the_new_key_cannot_be_had_the_line_goes_on(
    store: SqlStore, clock: StillClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said in the log, once in a while, and made up for as soon as it can be."""
    before, clock.moment = await held(store), NOW + DAY
    obstacle = tmp_path / "warmline-keys" / f"live-{clock.moment.date()}"
    obstacle.mkdir()
    assert await held(store) == before
    assert [one.levelno for one in caplog.records if one.name == "warmline.store"] == [logging.ERROR]
    obstacle.rmdir()
    assert await held(store) == before
    assert LATEST in keys_of(tmp_path)
    clock.moment += timedelta(minutes=11)
    assert await held(store) == before
    assert keys_of(tmp_path) == {"master", obstacle.name}


async def test_two_lines_that_share_a_key_folder_both_get_over_midnight(
    store: SqlStore, clock: StillClock, tmp_path: Path
) -> None:
    """Though the first of them destroys yesterday's key."""
    other = await open_store(f"sqlite:///{tmp_path}/other.db", clock=clock, running=True)
    await fill(other)
    both = [store, other]
    before = [await held(one) for one in both]
    for _ in range(2):
        clock.moment += DAY
        both.reverse()
        before.reverse()
        assert [await held(one) for one in both] == before
        assert {one.keys.day for one in both} == {clock.moment.date()}
    await other.close()


async def test_a_command_beside_the_running_line_writes_under_its_key(
    store: SqlStore, clock: StillClock, tmp_path: Path
) -> None:
    """Whether the day has been taken before the command decides, or after."""
    command = await open_store(url(tmp_path), clock=clock)
    put = []
    for _ in range(3):
        for taken in (False, True):
            clock.moment += DAY
            if taken:
                await store.unsent()
            async with command.decision() as d:
                put.append(effect(Address("discord", "77")))
                await d.put(put[-1:])
                assert await d.request_of(ASKER)
            assert (await store.unsent())[1:] == tuple(put)
    await command.close()


async def test_what_was_sealed_before_there_were_days_opens_after_the_update(
    store: SqlStore, clock: StillClock, tmp_path: Path
) -> None:
    """People who were talking when the operator updated talk on."""
    before, keys = await held(store), Keys.open(tmp_path / "warmline-keys", None, fresh=False)
    await store.close()
    engine = database(url(tmp_path)).engine()
    async with engine.connect() as connection, connection.begin():
        await seal_anew(connection, (keys.live, *keys.boxes(NOW.date()).values()))
    await engine.dispose()
    (tmp_path / "warmline-keys" / LATEST).unlink()
    again = await open_store(url(tmp_path), clock=clock, running=True)
    assert await held(again) == before
    await again.close()


def test_every_seal_is_of_the_roster_or_of_the_day() -> None:
    """A new sealed column is marked as one of the two, or it would be lost at midnight, or with a new master key."""
    sealed = {one for table in metadata.sorted_tables for one in table.c if isinstance(one.type, LargeBinary)}
    assert sealed == {one for each in (LIVE, ROSTER) for columns in each.values() for one in columns}


DAYS = """
import asyncio, itertools
from datetime import timedelta
from adapters.sql.new_key import ROSTER
from adapters.sql.open import open_store
from tests.adapters.test_sql_new_day import fill
from tests.support.line import StillClock

async def live():
    clock = StillClock()
    store = await open_store({url!r}, clock=clock, running=True)
    await fill(store)
    for day in itertools.count():
        print(day, flush=True)
        clock.moment += timedelta(days=1)
        await store.unsent()

asyncio.run(live())
"""


@pytest.mark.parametrize("seed", range(4))
async def test_killed_in_the_middle_of_a_new_day_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    """A process that lives one day after the other, killed at a random moment of some day."""
    chance = random.Random(seed)

    def live() -> int:
        program = [sys.executable, "-c", DAYS.format(url=url(tmp_path))]
        with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as living:
            assert living.stdout
            for line, _ in zip(living.stdout, range(chance.randrange(2, 12)), strict=False):
                lived = int(line)
            try:
                living.wait(timeout=chance.random() / 50)
            except subprocess.TimeoutExpired:
                living.kill()
            return max([lived, *map(int, living.stdout.read().split())])

    lived = await asyncio.to_thread(live)
    clock = StillClock()
    clock.moment = NOW + timedelta(days=lived)
    store = await open_store(url(tmp_path), clock=clock, running=True)
    await held(store)
    assert len(keys_of(tmp_path)) == 2
    await store.close()
