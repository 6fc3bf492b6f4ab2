"""What a platform was told we have before it was handled: a crash loses none of it, and says so where it must."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.errors import RetryLater, Unreachable
from bot.inbound import Said
from bot.people import Address
from tests.support.story import Line, Person, a_line


async def slow_word(line: Line, *, kim: Person, robin: Person) -> str:
    """Robin writes to Kim, whose platform hangs; the platform of Robin is told that we have it. The message's id."""
    kim.platform.slow(kim.address, timedelta(minutes=1))
    source = await robin.writes("are you there?")
    await line.switchboard.pend(robin.address, source)
    return source


async def crash(line: Line, kim: Person) -> None:
    """Killed, and back at once; the platform does its work again."""
    kim.platform.serve(kim.address)
    await line.restarts(away=timedelta(seconds=3))


async def crash_and_recover(line: Line, kim: Person, robin: Person, text: str) -> None:
    """And what waited is read again: it says this by now."""
    await crash(line, kim)

    async def read(address: Address, message: str) -> Said | None:
        return robin.said(text, source=message)

    await line.switchboard.recover("telegram", read)
    await line.passes(seconds=2)


async def test_it_is_read_again_and_passed_on(tmp_path: Path) -> None:
    """The present text of the message takes the ordinary way, once; then nothing is pending."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        source = await slow_word(line, kim=kim, robin=robin)
        await crash(line, kim)
        asked: list[str] = []

        async def read(address: Address, message: str) -> Said | None:
            asked.append(message)
            if len(asked) == 1:
                raise RetryLater(0)
            return robin.said("are you there? (edited)", source=message)

        await line.switchboard.recover("telegram", read)
        await line.passes(seconds=2)
        assert asked == [source, source]
        assert [text.partition(": ")[2] for text in kim.hears()] == ["are you there? (edited)"]
        assert await line.store.real.pended() == ()


async def test_a_change_that_waited_is_made(tmp_path: Path) -> None:
    """The message had been passed on; its change was on its way when the line was killed. It is not lost."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        source = await robin.writes("helo")
        kim.platform.slow(kim.address, timedelta(minutes=1))
        await robin.edits(source, "hello")
        await line.switchboard.pend(robin.address, source)
        await crash_and_recover(line, kim, robin, "hello")
        assert [text.partition(": ")[2] for text in kim.hears()] == ["hello"]
        assert await line.store.real.pended() == ()


async def test_a_change_that_was_made_after_all_is_not_pending(tmp_path: Path) -> None:
    """Nothing is asked of its writer after the next restart."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        source = await robin.writes("helo")
        kim.platform.slow(kim.address, timedelta(minutes=1))
        await robin.edits(source, "hello")
        await line.switchboard.pend(robin.address, source)
        await line.passes(minutes=2)
        assert kim.hears()[-1].endswith(": hello")
        assert await line.store.real.pended() == ()


async def test_its_writer_is_asked_once_to_send_it_again_where_it_is_gone(tmp_path: Path) -> None:
    """Two messages that cannot be read any more: one notice to their writer."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await slow_word(line, kim=kim, robin=robin)
        await slow_word(line, kim=kim, robin=robin)
        await crash(line, kim)

        async def read(address: Address, message: str) -> Said | None:
            return None

        await line.switchboard.recover("telegram", read)
        await line.passes(seconds=2)
        assert robin.notices().count("SendAgain") == 1
        assert await line.store.real.pended() == ()


async def test_what_was_handled_after_all_is_not_pending(tmp_path: Path) -> None:
    """The platform came back before anything happened: nothing is left to be read again."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await slow_word(line, kim=kim, robin=robin)
        assert await line.store.real.pended() != ()
        await line.passes(minutes=2)
        assert kim.hears()[-1].endswith(": are you there?")
        assert await line.store.real.pended() == ()


async def test_another_platforms_messages_are_left_alone(tmp_path: Path) -> None:
    """Each platform reads its own."""
    async with a_line(path=tmp_path / "line.db") as line:
        robin = await line.seeker("discord")
        await line.store.real.pend((robin.address, "7"))

        async def read(address: Address, message: str) -> Said | None:
            raise Unreachable("gone")

        await line.switchboard.recover("telegram", read)
        assert await line.store.real.pended() == ((robin.address, "7"),)


async def test_it_is_pending_until_its_edit_is_handled_too(tmp_path: Path) -> None:
    """Passed on, and killed before its edit was: what is read again changes what stands there."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        source = await slow_word(line, kim=kim, robin=robin)
        await robin.edits(source, "are you there, Kim?")
        await line.passes(seconds=90)
        assert await line.store.real.pended() == ((robin.address, source),)
        await crash_and_recover(line, kim, robin, "are you there, Kim?")
        assert [text.partition(": ")[2] for text in kim.hears()] == ["are you there, Kim?"]
        assert await line.store.real.pended() == ()


async def test_what_is_handled_while_that_is_noted_is_not_pending(tmp_path: Path) -> None:
    """However long the store takes to note it, and where the platform says so a moment too late."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await line.passes(seconds=1)
        arrives, receive = kim.platform.stuck(kim.address), line.switchboard.receive
        said = robin.said("are you there?")
        word = line.tasks.create_task(receive(said))
        await line.settle()
        async with line.store.real.decision():  # somebody else writes
            noting = line.tasks.create_task(line.switchboard.pend(robin.address, said.source))
            await line.settle_once()
            arrives.set()
            for _ in range(20):
                await line.settle_once()
        await line.settle()
        assert word.done()
        assert noting.done()
        await line.switchboard.pend(robin.address, said.source)
        assert await line.store.real.pended() == ()


async def test_what_was_done_and_not_acknowledged_is_known_after_a_crash(tmp_path: Path) -> None:
    """It is not read again; once it can be acknowledged nothing of it is left."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await line.switchboard.keep({7: robin.address}, handled=True)
        await crash(line, kim)

        async def read(address: Address, message: str) -> Said | None:
            raise AssertionError(message)

        assert await line.switchboard.recover("telegram", read) == {7: robin.address}
        await line.switchboard.keep({7: robin.address}, handled=False)
        assert await line.store.real.pended() == ()


async def test_a_store_that_is_busy_ends_nothing(tmp_path: Path) -> None:
    """What waits since a crash is read again once it can be."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await slow_word(line, kim=kim, robin=robin)
        await crash(line, kim)

        async def read(address: Address, message: str) -> Said | None:
            line.store.busy = 2
            return None

        line.store.busy = 2
        recovering = line.tasks.create_task(line.switchboard.recover("telegram", read))
        await line.passes(seconds=20)
        assert recovering.done()
        assert robin.notices().count("SendAgain") == 1
        assert await line.store.real.pended() == ()
