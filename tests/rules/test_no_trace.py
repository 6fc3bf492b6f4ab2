"""Non-interference: who consented to nothing has left nothing, row by row and byte by byte (privacy.md, promise 2)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.seal import Keys
from bot.people import Address
from tests.support.whole import PLATFORMS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
Ending = Callable[[WholeLine, tuple[Talk, ...]], Awaitable[None]]
ELSEWHERE = {"discord": "telegram", "telegram": "discord"}


@dataclass
class Resting:
    """A line with a listener on each platform, off call, and all that its database held before anybody came."""

    line: WholeLine
    listeners: dict[str, Someone]
    before: list[str]
    guests: int = 0

    def guest(self, platform: str) -> Someone:
        """Somebody who was never here."""
        self.guests += 1
        return self.line.person(f"guest {self.guests}", platform)

    async def connected(self) -> tuple[Talk, ...]:
        """A seeker on each platform, talking with the listener on the other, after early words that were passed on."""
        talks = []
        for platform, listener in self.listeners.items():
            await self.line.on_call(listener)
            seeker = self.guest(ELSEWHERE[platform])
            await seeker.says("is anybody there?")
            await seeker.sees("I'm a program")
            talk = await self.line.connects(seeker, listener)
            await seeker.sees(f"before {talk.listener_alias} came", "Pass them on")
            await seeker.presses("Pass them on")
            await listener.sees(f"{talk.seeker_alias}: is anybody there?")
            await self.line.off_call(listener)
            talks.append(talk)
        return tuple(talks)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def resting(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Resting]:
    """A line at rest, stopped."""
    async with whole_line(tmp_path_factory.mktemp("trace")) as line:
        listeners = {platform: await _joined(line, f"Robin of {platform}", platform) for platform in PLATFORMS}
        assert await line.stop() == 0
        yield Resting(line=line, listeners=listeners, before=line.rows())


@pytest_asyncio.fixture(loop_scope="module")
async def running(resting: Resting) -> AsyncIterator[WholeLine]:
    """That line, started; a test that is content has stopped it again."""
    await resting.line.start()
    yield resting.line
    await resting.line.kill()


async def _by_either(line: WholeLine, talks: tuple[Talk, ...]) -> None:
    await talks[0].seeker.runs("/end")
    await talks[1].listener.presses("End conversation")


async def _after_a_kill(line: WholeLine, talks: tuple[Talk, ...]) -> None:
    await line.kill()
    for talk in talks:
        await talk.seeker.says("where have you been?")
    await line.start()
    for talk in talks:
        await talk.listener.sees(f"{talk.seeker_alias}: where have you been?")
        await talk.seeker.runs("/end")


async def _killed_while_ending(line: WholeLine, talks: tuple[Talk, ...]) -> None:
    for talk in talks:
        await talk.listener.presses("End conversation")
    await line.kill()
    await line.start()
    for talk in talks:
        if not talk.seeker.chat.has("This conversation has ended."):  # the press may be gone with the process
            await talk.seeker.runs("/end")


@pytest.mark.parametrize("ending", [_by_either, _after_a_kill, _killed_while_ending])
async def test_after_a_conversation_the_database_is_as_before(
    resting: Resting, running: WholeLine, ending: Ending
) -> None:
    """Once **What may be kept?** is answered; whoever ended it, also where the program was killed in between.

    Deleted rows are overwritten: no byte of the sealed address that stood for a seeker is left in a file.
    """
    line, talks = running, await resting.connected()
    for talk in talks:
        for writer, alias, reader in talk.ways:
            first = await writer.says("one")
            await reader.sees(f"{alias}: one")
            await writer.edits(first, "two")
            await reader.sees(f"{alias}: two")
    seals = [_seal(line, talk.seeker) for talk in talks]
    assert all(seal in _bytes(line) for seal in seals)
    await ending(line, talks)
    await asyncio.gather(*(_nothing_is_kept(line, talk) for talk in talks))
    assert await line.stop() == 0
    assert line.rows() == resting.before
    assert not [seal for seal in seals if seal in _bytes(line)]


async def test_with_a_yes_what_is_left_is_what_was_shown(resting: Resting, running: WholeLine) -> None:
    """On both platforms: a button for each scope, a receipt, and afterwards one count more, and no address."""
    line, talks = running, await resting.connected()
    for talk in talks:
        await talk.seeker.runs("/end")
        await talk.seeker.sees("This conversation has ended.", "What may be kept?")
        await talk.seeker.presses("What may be kept?")
        await talk.seeker.sees("you ended it", "1. Count it", "Keep these", "No, keep nothing")
        await talk.seeker.presses("1. Count it")
        await talk.seeker.sees("you ended it", "\N{CHECK MARK} 1. Count it")
        await talk.seeker.presses("Keep these")
        await talk.seeker.sees("Here is your receipt.")
    assert await line.stop() == 0
    left = {*line.rows()} - {*resting.before}
    assert len(left) == len(talks)
    assert all(row.startswith('INSERT INTO "facts"') for row in left)
    resting.before = line.rows()


async def test_no_core_is_dumped(running: WholeLine) -> None:
    """Where the process dies hard, its memory is not written to disk."""
    assert running.process
    limits = Path(f"/proc/{running.process.pid}/limits")
    if not limits.exists():
        pytest.skip("this system does not show a process's limits")
    assert re.search(r"^Max core file size +0 +0 ", limits.read_text(), re.MULTILINE)


async def test_a_request_that_was_withdrawn_leaves_nothing(resting: Resting, running: WholeLine) -> None:
    """In the queue, one killed in the middle, and left; or nothing but a word that was refused."""
    line = running
    for listener in resting.listeners.values():
        await line.on_call(listener)
    waiting = [resting.guest(platform) for platform in PLATFORMS]
    for seeker in waiting:
        await line.asks(seeker)
        await seeker.says("hello?")
    await line.kill()
    await line.start()
    for seeker in waiting:
        await seeker.runs("/leave")
        await seeker.sees("You've left the queue.")
    passing = resting.guest("telegram")
    await passing.says("what should I do?")
    await passing.sees("I'm a program")
    for listener in resting.listeners.values():
        await line.off_call(listener)
    assert await line.stop() == 0
    assert line.rows() == resting.before


async def _joined(line: WholeLine, name: str, platform: str) -> Someone:
    """A listener by the operator's word; hearing of it, the line has also noted that another process wrote."""
    person = line.person(name, platform)
    await person.runs("/join", code=(await line.invites(1, approved=False))[0])
    await person.sees("I agree")
    await person.presses("I agree")
    await person.sees("Which name shall others see?")
    await person.says(name)
    await person.sees("Yes, that's me")
    await person.presses("Yes, that's me")
    await person.sees("A coordinator will look at it now")
    assert (await line.cli("approve", name)).out == f"{name} is approved.\n"
    await person.sees(f"Welcome, {name}")
    return person


async def _nothing_is_kept(line: WholeLine, talk: Talk) -> None:
    await talk.listener.sees(f"Your conversation with {talk.seeker_alias} has ended.")
    await line.keeps_nothing(talk.seeker)


def _seal(line: WholeLine, person: Someone) -> bytes:
    """What stands for somebody in a live row."""
    platform = "telegram" if person in line.telegram.people else "discord"
    keys = Keys.open(line.folder / "warmline-keys", None, fresh=False)
    keys.turn(keys.boxes(datetime.now(UTC).date()))
    return keys.live.address(Address(platform, str(person.id)))


def _bytes(line: WholeLine) -> bytes:
    """The database and its write-ahead log, as they are on disk."""
    return b"".join(one.read_bytes() for one in sorted(line.folder.glob("line.db*")))
