"""Nothing remains: after every ending the database holds, row by row, what it held before (privacy.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.support.story import Line, Person, a_line

Ending = Callable[[Line, Person, Person], Awaitable[Any]]


async def _ended(line: Line, robin: Person, kim: Person) -> None:
    await robin.types("/end")


async def _by_listener(line: Line, robin: Person, kim: Person) -> None:
    await kim.presses("End conversation")


async def _quiet(line: Line, robin: Person, kim: Person) -> None:
    await line.passes(minutes=31)


async def _deleted(line: Line, robin: Person, kim: Person) -> None:
    await robin.types("/end")
    await robin.presses("Delete our messages")


async def _kept(line: Line, robin: Person, kim: Person) -> None:
    await robin.types("/end")
    await robin.presses("What may be kept?")
    await robin.presses("No, keep nothing")
    assert "I keep nothing of this conversation." in " ".join(robin.reads())


async def _released_then_left(line: Line, robin: Person, kim: Person) -> None:
    await robin.presses("Someone else, please")
    await robin.types("/leave")


async def _released_then_waited(line: Line, robin: Person, kim: Person) -> None:
    await kim.presses("I can't do this one")
    await line.passes(minutes=70)


async def _blocked_bot(line: Line, robin: Person, kim: Person) -> None:
    await robin.blocks_the_bot()
    await line.passes(minutes=11)


async def _again_and_away(line: Line, robin: Person, kim: Person) -> None:
    await kim.presses("End conversation")
    await robin.presses("Talk again")
    await kim.presses("I'm ready")
    await kim.takes()
    await robin.blocks_the_bot()


async def _kept_open(line: Line, robin: Person, kim: Person) -> None:
    await line.passes(minutes=11)
    await kim.presses("Keep it open")


async def _edited(line: Line, robin: Person, kim: Person) -> None:
    source = await robin.writes("a long one " * 400)
    await robin.edits(source, "short")
    await robin.deletes(source)
    await robin.presses("End conversation")


ENDINGS = (
    _ended, _by_listener, _quiet, _deleted, _kept, _released_then_left, _released_then_waited, _blocked_bot,
    _again_and_away, _kept_open, _edited,
)  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda one: one.__name__.strip("_"))
async def test_after_a_conversation_the_database_is_as_before(ending: Ending) -> None:
    """Row for row, once live state has run out (24 hours); whichever way it ended."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim", on_call=False), await line.listener("Sam", "telegram", on_call=False)
        before = await line.rows()
        for one in (kim, sam):
            await one.types("/oncall 12h")
        robin = await line.seeker()
        await robin.writes("before you came")
        await kim.takes()
        await robin.presses("Pass them on")
        for text in ("one", "two", "three"):
            await robin.writes(text)
            await kim.writes(text)
        await ending(line, robin, kim)
        await line.passes(hours=50)
        assert await line.rows() == before
        assert line.switchboard.failures == 0


async def test_a_request_that_nobody_took_leaves_nothing() -> None:
    """Asked, waited, left or expired."""
    async with a_line() as line:
        await line.listener("Kim", on_call=False)
        before = await line.rows()
        robin, jo = await line.seeker(), await line.seeker("discord")
        await robin.presses("I'm in danger now")
        await jo.types("/leave")
        await line.passes(hours=2)
        assert await line.rows() == before


async def test_a_report_and_a_block_leave_what_their_author_was_told() -> None:
    """One row each, no address in it, no words; nothing else."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        before = await line.rows()
        await kim.types("/oncall 12h")
        for press in ("Report", "Block"):
            robin = await line.seeker()
            await kim.takes()
            await robin.presses(press)
            await kim.presses("I'm ready")
        await line.passes(hours=50)
        after = await line.rows()
        assert [len(after.pop(name)) for name in ("reports", "blocks")] == [1, 1]
        assert after == {name: rows for name, rows in before.items() if name in after}


async def test_no_word_is_ever_in_the_database() -> None:
    """Looked for in every column while they wait, talk and have ended."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        seen = ""
        for act in (lambda: robin.writes("canary-one"), kim.takes, lambda: kim.writes("canary-two"),
                    lambda: robin.presses("Pass them on"), lambda: robin.types("/end")):  # fmt: skip
            await act()
            seen += repr(await line.rows())
        assert kim.hears()
        assert "canary" not in seen


async def test_early_words_leave_memory_in_time_though_nothing_else_happens() -> None:
    """30 minutes after they were written, on a line where nobody does anything."""
    async with a_line() as line:
        robin = line.person()
        await robin.writes("hello?")
        early = line.switchboard.desk.early
        assert early.of(robin.address, now=line.clock.now())
        await line.passes(minutes=31)
        assert not early._by


async def test_memory_forgets_people_too() -> None:
    """Days later nothing in memory knows who was here."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), line.person()
        await robin.writes("hello")
        await robin.types("/language en")
        await robin.presses("I'm in danger now")
        await robin.asks()
        await kim.takes()
        await kim.writes("hi")
        await robin.types("/end")
        await robin.writes("oh")
        await line.clock.advance(timedelta(hours=60))
        memory = line.switchboard.desk.memory
        known = {name for name, book in vars(memory).items() if robin.address in book}
        assert known == set()
