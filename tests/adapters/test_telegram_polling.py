"""Updates are acknowledged once they are handled: none is lost, none handled twice, nobody waits for another."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from adapters.sandbox.faults import Fault
from adapters.sandbox.people import Bell
from adapters.sandbox.telegram import Person, TelegramServer
from adapters.telegram.client import Read
from bot.errors import Refused, StoreBusy
from bot.inbound import Said
from bot.people import Address
from tests.support.telegram_gateway import TOKEN, Recorder, address, made, running, text_of
from tests.support.telegram_spec import hold_telegram


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=TOKEN, strict=True, throttles_repeats=True) as server:
        yield server


@pytest.fixture
async def core() -> Recorder:
    return Recorder()


async def met(server: TelegramServer, *names: str) -> list[Person]:
    """People who have started the bot, whose start is forgotten."""
    people = [server.person(name) for name in names]
    for person in people:
        await person.starts()
    server.world.updates.drop()
    return people


def waiting(server: TelegramServer) -> list[str]:
    """What Telegram still keeps, unacknowledged."""
    return [update["message"]["text"] for update in server.world.updates.pending()]


async def test_what_was_written_before_the_start_is_told(server: TelegramServer, core: Recorder) -> None:
    """Everything that waits at Telegram comes, in order, when the gateway starts; hundreds of it, too."""
    [ann] = await met(server, "Ann")
    for number in range(250):
        await ann.says(f"number {number}")
    async with running(server, core):
        await core.finished("number 249")
    assert [text_of(event) for event in core.done] == [f"number {number}" for number in range(250)]
    assert not waiting(server)
    assert not hold_telegram(server.received)


async def test_nothing_is_acknowledged_before_it_is_handled(server: TelegramServer, core: Recorder) -> None:
    """What is in hand stays at Telegram until it is handled; a stop in between loses nothing and doubles nothing."""
    [ann] = await met(server, "Ann")
    core.hold("second")
    async with running(server, core, finishes_within=0.1):
        for text in ("first", "second", "third"):
            await ann.says(text)
        await core.bell.until(lambda: "second" in map(text_of, core.told) or None, within=5)
    assert waiting(server) == ["second", "third"]
    after = Recorder()
    async with running(server, after):
        await after.finished("third")
    assert list(map(text_of, after.done)) == ["second", "third"]
    assert not waiting(server)


async def test_nothing_is_acknowledged_before_it_is_written_down(server: TelegramServer, core: Recorder) -> None:
    """Handled is not enough: whoever is killed before the copies are noted hears of it again; nobody waits for that."""
    [ann] = await met(server, "Ann")
    noting, written = asyncio.Event(), asyncio.Event()

    async def noted() -> None:
        noting.set()
        await written.wait()

    async with running(server, core, noted=noted):
        await ann.says("first")
        await core.finished("first")
        async with asyncio.timeout(5):
            await noting.wait()
        await ann.says("second")
        await core.finished("second", within=2.0)
        assert waiting(server) == ["first", "second"]
        written.set()
        await server.polled()
        assert not waiting(server)


async def test_what_is_done_behind_a_slow_word_is_not_done_again(server: TelegramServer, core: Recorder) -> None:
    """A command that is handled while a word before it is not: written down until Telegram can be told; words are not,
    they are known by their copies; nor is `/unsend`, without which what it stopped would come again.
    """
    ann, bob = await met(server, "Ann", "Bob")
    kept, bell = dict[int, Address](), Bell()

    async def keep(updates: Mapping[int, Address], *, handled: bool) -> None:
        bell.ring()
        for update, whose in updates.items():
            if handled:
                kept[update] = whose
            else:
                del kept[update]

    core.hold("slow")
    async with running(server, core, keep=keep, finishes_within=0.1):
        await ann.says("slow")
        await bob.runs("/end")
        await bob.says("/unsend", reply_to=await bob.says("a word"))
        await core.finished("a word")
        await core.finished("/unsend")
        await bell.until(lambda: kept or None, within=5)
    assert list(kept.values()) == [address(bob)]
    after = Recorder()

    async def known(read: Read) -> Mapping[int, Address]:
        return dict(kept)

    async with running(server, after, keep=keep, recover=known):
        await after.finished("a word")
        await after.finished("/unsend")
        await server.polled()
    assert list(map(text_of, after.done)) == ["slow", "a word", "/unsend"]
    assert (kept, waiting(server)) == ({}, [])


async def test_a_slow_lane_holds_up_nobody_else(server: TelegramServer, core: Recorder) -> None:
    """While one person's message takes long, all others' are handled within a second; nothing behind it is lost."""
    ann, bob = await met(server, "Ann", "Bob")
    gate = core.hold("slow")
    async with running(server, core):
        await ann.says("slow")
        await core.next(Said)
        await ann.says("behind it")
        for number in range(20):
            await bob.says(f"quick {number}")
            await core.finished(f"quick {number}", within=2.0)
        gate.set()
        await core.finished("behind it")
    assert not waiting(server)


async def test_updates_are_handled_once(server: TelegramServer, core: Recorder) -> None:
    """However often Telegram hands out an update that is in hand, the core is told of it once."""
    ann, bob = await met(server, "Ann", "Bob")
    gate = core.hold("slow")
    async with running(server, core):
        await ann.says("slow")
        for number in range(5):
            await bob.says(f"quick {number}")
            await core.finished(f"quick {number}")
        polls = [call for call in server.received if call.method == "getUpdates"]
        assert len(polls) < 20
        gate.set()
        await core.finished("slow")
    assert len(core.told) == 6


class TestPending:
    async def test_fifty_behind_let_go(self, server: TelegramServer, core: Recorder) -> None:
        """An update with fifty behind it is recorded as pending, then acknowledged, and still handled in its turn."""
        ann, bob = await met(server, "Ann", "Bob")
        recorded: list[tuple[Address, str]] = []

        async def pend(who: Address, message: str) -> None:
            recorded.append((who, message))

        gate = core.hold("slow")
        async with running(server, core, pend=pend):
            slow = await ann.says("slow")
            for number in range(120):
                await bob.says(f"quick {number}")
            await core.finished("quick 119")
            await server.polled()
            assert recorded == [(address(ann), slow)]
            assert not waiting(server)
            gate.set()
            await core.finished("slow")

    async def test_too_long_lets_go(self, server: TelegramServer, core: Recorder) -> None:
        """An update that takes too long is recorded as pending, then acknowledged."""
        [ann] = await met(server, "Ann")
        recorded = asyncio.Event()

        async def pend(who: Address, message: str) -> None:
            assert waiting(server) == ["slow"]
            recorded.set()

        gate = core.hold("slow")
        async with running(server, core, pend=pend, waits_at_most=0.5):
            await ann.says("slow")
            await asyncio.wait_for(recorded.wait(), 5)
            await server.polled()
            assert not waiting(server)
            gate.set()

    async def test_a_change_that_takes_too_long_is_recorded_too(self, server: TelegramServer, core: Recorder) -> None:
        """What a person changed is no less than what they wrote."""
        [ann] = await met(server, "Ann")
        recorded = asyncio.get_running_loop().create_future()

        async def pend(who: Address, message: str) -> None:
            recorded.set_result((who, message))

        gate = core.hold("after")
        async with running(server, core, pend=pend, waits_at_most=0.1):
            source = await ann.says("before")
            await core.finished("before")
            await ann.edits(source, "after")
            assert await asyncio.wait_for(recorded, 5) == (address(ann), source)
            gate.set()

    async def test_a_store_that_is_busy_stops_nothing(self, server: TelegramServer, core: Recorder) -> None:
        """While it cannot be recorded as pending it stays at Telegram, others are heard, and it is tried again."""
        ann, bob = await met(server, "Ann", "Bob")
        failed, free, recorded = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def pend(who: Address, message: str) -> None:
            if not failed.is_set():
                failed.set()
                raise StoreBusy
            await free.wait()
            recorded.set()

        gate = core.hold("slow")
        async with running(server, core, pend=pend, waits_at_most=0.1):
            await ann.says("slow")
            await asyncio.wait_for(failed.wait(), 5)
            for number in range(5):
                await bob.says(f"quick {number}")
                await core.finished(f"quick {number}", within=2.0)
            assert len(waiting(server)) == 6
            free.set()
            await asyncio.wait_for(recorded.wait(), 5)
            await server.polled()
            assert not waiting(server)
            gate.set()

    async def test_without_a_record_nothing_is_let_go(self, server: TelegramServer, core: Recorder) -> None:
        """Where pending messages cannot be recorded, all that is unhandled stays at Telegram."""
        ann, bob = await met(server, "Ann", "Bob")
        gate = core.hold("slow")
        async with running(server, core):
            await ann.says("slow")
            for number in range(60):
                await bob.says(f"quick {number}")
            await core.finished("quick 59")
            assert len(waiting(server)) == 61
            gate.set()
            await core.finished("slow")
        assert not waiting(server)

    async def test_without_a_record_nobody_is_shut_out(
        self, server: TelegramServer, core: Recorder, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Where one stuck update would keep Telegram from handing out any other, it is let go, and that is logged."""
        ann, bob = await met(server, "Ann", "Bob")
        gate = core.hold("slow")
        async with running(server, core):
            await ann.says("slow")
            for number in range(250):
                await bob.says(f"quick {number}")
            await core.finished("quick 249")
            gate.set()
            await core.finished("slow")
        assert "before it is handled" in caplog.text

    async def test_a_pending_message_is_read_again(self, server: TelegramServer, core: Recorder) -> None:
        """After a crash, a reply to a pending message brings its present words; where it is gone, nothing is said."""
        [ann] = await met(server, "Ann")
        async with running(server, core) as gateway:
            source = await ann.says("before")
            await core.finished("before")
            await ann.edits(source, "as it now stands")
            said = await gateway.recover(address(ann), source, language="en")
            assert said is not None
            assert (said.words.text, said.source, said.by) == ("as it now stands", source, address(ann))
            assert (await ann.sees("One moment")).raw["reply_to_message"]["message_id"] == int(source)
            await ann.deletes(source)
            assert await gateway.recover(address(ann), source) is None


MALFORMED: list[Any] = [
    None, "update", 7, [], {}, {"update_id": "x"}, {"update_id": True},
    {"update_id": 700_100_001, "message": {"message_id": 1}},
    {"update_id": 700_100_002, "message": "hello"},
    {"update_id": 700_100_003,
     "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": 5}},
    {"update_id": 700_100_004, "callback_query": {"id": "1", "from": {"id": 1}}},
    {"update_id": 700_100_005, "my_chat_member": {"chat": {}}},
    {"update_id": 700_100_006, "message": {"message_id": 1, "date": 10**30, "chat": {"id": 1, "type": "private"}}},
    {"update_id": 700_100_007, "of_next_year": {"secret": "words"}},
]  # fmt: skip


class TestTrouble:
    async def test_malformed_updates_are_skipped(
        self, server: TelegramServer, core: Recorder, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A malformed update poisons nothing: those behind it are handled, it is not kept, no word is logged."""
        caplog.set_level(logging.DEBUG)
        [ann] = await met(server, "Ann")
        for update in MALFORMED:
            server.push_raw(update)
        for number in range(300):
            server.push_raw({"no": number})
        async with running(server, core):
            server.push_raw({"update_id": 700_200_000, "message": {"text": "half \ud83d secret words"}})
            server.world.updates.numbers = iter(range(700_200_001, 700_300_000))
            await ann.says("whole and well")
            await core.finished("whole and well")
            await server.polled()
        assert not server.world.updates.pending()
        assert "secret words" not in caplog.text
        assert TOKEN not in caplog.text

    async def test_what_has_no_number_takes_nobodys_place(self, server: TelegramServer, core: Recorder) -> None:
        """What comes between such an update and the next poll is not acknowledged unseen."""
        [ann] = await met(server, "Ann")
        async with running(server, core):
            await ann.says("first")
            await core.finished("first")
            for number in range(3):
                await server.polled()
                calls = len(server.received)
                server.push_raw({"update_id": 0, "message": number})
                await server.calls.changed.until(lambda calls=calls: len(server.received) > calls or None, within=5)  # type: ignore[misc]  # bound now
                await ann.says(f"number {number}")
                await core.finished(f"number {number}", within=5)

    async def test_what_has_no_number_blocks_nobody_at_the_start(self, server: TelegramServer, core: Recorder) -> None:
        """Where nothing with a number was seen yet, what comes behind it is heard; Telegram is asked with pauses."""
        [ann] = await met(server, "Ann")
        server.push_raw({"message": "hello"})
        async with running(server, core):
            begun = asyncio.get_running_loop().time()
            for _ in range(3):
                await server.received_call("getUpdates")
            assert asyncio.get_running_loop().time() - begun > 0.4
            await ann.says("hello")
            await core.finished("hello", within=2)

    async def test_telegram_goes_away_and_comes_back(
        self, server: TelegramServer, core: Recorder, caplog: pytest.LogCaptureFixture
    ) -> None:
        """While Telegram fails the gateway tries again, logs each kind of trouble once, and goes on where it was."""
        [ann] = await met(server, "Ann")
        async with running(server, core):
            await server.polled()
            for kind in ("502", "502", "garbage", "close"):
                server.faults.add(Fault(kind=kind, match="getUpdates"))
            await ann.says("wakes the poll")
            await core.finished("wakes the poll")
            await ann.says("after the trouble")
            await core.finished("after the trouble", within=20)
        trouble = [record.message for record in caplog.records if "Telegram" in record.message]
        assert trouble[-1] == "Telegram answers again"
        assert len(trouble) <= 3
        assert TOKEN not in caplog.text

    async def test_a_restart_of_telegram_is_survived(self, server: TelegramServer, core: Recorder) -> None:
        """A server that is not there at the start is waited for."""
        [ann] = await met(server, "Ann")
        await server.close()
        gateway, ready = made(server), asyncio.Event()
        task = asyncio.create_task(gateway.run(core.receive, watched=list, ready=ready.set))
        await asyncio.sleep(0)
        assert not ready.is_set()
        await server.start()
        await asyncio.wait_for(ready.wait(), 10)
        await ann.says("hello")
        await core.finished("hello")
        task.cancel()
        await asyncio.wait((task,))

    async def test_a_wrong_token_is_refused(self, server: TelegramServer, core: Recorder) -> None:
        """A token that Telegram does not accept ends the gateway, before what waits since a crash is asked for."""

        async def recover(read: Read) -> Mapping[int, Address]:
            raise AssertionError

        server.faults.add(Fault(kind="refuse", match="getMe", code=401, description="Unauthorized"))
        with pytest.raises(Refused, match="token"):
            await asyncio.wait_for(made(server, recover=recover).run(core.receive, watched=list, ready=lambda: None), 5)

    @pytest.mark.parametrize("code", [401, 404])
    async def test_a_refusal_in_passing_ends_nothing(self, server: TelegramServer, core: Recorder, code: int) -> None:
        """A server that is not well refuses the token for a while: it is asked again, and goes on."""
        [ann] = await met(server, "Ann")
        async with running(server, core, first_wait=0.01):
            await server.polled()
            server.faults.add(Fault(kind="refuse", match="getUpdates", code=code))
            server.faults.add(Fault(kind="refuse", match="getMe", code=code, times=3))
            for text in ("first", "second"):
                await ann.says(text)
                await core.finished(text)

    async def test_a_token_that_is_withdrawn_ends_the_gateway(self, server: TelegramServer, core: Recorder) -> None:
        """Whoever is refused time after time is refused."""
        [ann], ready = await met(server, "Ann"), asyncio.Event()
        task = asyncio.create_task(made(server, first_wait=0.01).run(core.receive, watched=list, ready=ready.set))
        await asyncio.wait_for(ready.wait(), 5)
        server.faults.add(Fault(kind="refuse", match="get", code=401, times=1000))
        await ann.says("wakes the poll")
        with pytest.raises(Refused, match="token"):
            await asyncio.wait_for(task, 5)

    async def test_what_waits_since_a_crash_goes_first(self, server: TelegramServer, core: Recorder) -> None:
        """It is read again once it is known who the bot is, before anything newer is asked for."""
        order: list[str] = []

        async def recover(read: Read) -> Mapping[int, Address]:
            order.extend(call.method for call in server.received)
            return {}

        async with running(server, core, recover=recover):
            assert order == ["getMe"]

    async def test_another_program_with_this_token_ends_nothing(self, server: TelegramServer, core: Recorder) -> None:
        """A conflict with another poll is waited out."""
        [ann] = await met(server, "Ann")
        async with running(server, core):
            await server.polled()
            server.faults.add(Fault(kind="refuse", match="getUpdates", code=409, description="Conflict: other"))
            for text in ("first", "second"):
                await ann.says(text)
                await core.finished(text)

    async def test_one_that_fails_is_skipped(
        self, server: TelegramServer, core: Recorder, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Should the core raise all the same, that update is done with, no word is logged, and the next is handled."""
        [ann] = await met(server, "Ann")

        def fails(event: object) -> None:
            raise ValueError("secret words")

        async with running(server, core):
            core.answer = fails
            await ann.says("breaks")
            await core.finished("breaks")
            core.answer = lambda _: None
            await ann.says("works")
            await core.finished("works")
        assert not waiting(server)
        assert "ValueError" in caplog.text
        assert "secret words" not in caplog.text
