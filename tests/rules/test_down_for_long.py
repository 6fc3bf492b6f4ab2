"""While the line was down 300 messages came from each side: all arrive, in order, as they stand now (relay.md)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.whole import Someone, whole_line

MANY = 300
TAKEN_BACK = (0, 150, MANY - 2)  # by `/unsend`, which comes behind all of them, as Telegram hands out 100 at a time


def words(person: Someone, alias: str) -> list[str]:
    """What they read from the other."""
    return [shown.text for shown in person.chat.shown if shown.by_bot and shown.text.startswith(f"{alias}: ")]


@pytest.mark.parametrize(("asking", "listening"), [("discord", "telegram"), ("telegram", "discord")])
async def test_nothing_is_lost_while_the_line_is_down(tmp_path: Path, asking: str, listening: str) -> None:
    """Stopped, written to, started again: both read everything once, in order; edits, deletions and `/unsend` are
    honoured.
    """
    async with asyncio.timeout(120), whole_line(tmp_path) as line:
        listener, seeker = await line.listener("Sam", listening), line.person("Seeker", asking)
        talk = await line.connects(seeker, listener)
        here, there = (seeker, listener) if asking == "discord" else (listener, seeker)
        early = [await here.says(text) for text in ("first", "second", "third")]
        hello = await there.says("hello")
        await there.sees("third")
        await here.sees("hello")
        await line.stop()
        await here.edits(early[1], "second, edited")
        await here.deletes(early[2])
        await there.edits(hello, "hello, edited")
        sources = [(await here.says(f"d{number}"), await there.says(f"t{number}")) for number in range(MANY)]
        await here.deletes(sources[-1][0])
        for number in TAKEN_BACK:
            await there.says("/unsend", reply_to=sources[number][1])
        await line.start()
        aliases = {talk.seeker.id: talk.seeker_alias, talk.listener.id: talk.listener_alias}
        await there.sees(f"d{MANY - 2}", within=60)
        await here.sees(f"t{MANY - 1}", within=60)
        await there.sees("second, edited", within=30)
        back = [f"t{number}" for number in TAKEN_BACK]
        await here.chat.changed.until(
            lambda: None if any(one.text.endswith(f": {text}") for one in here.chat.shown for text in back) else True,
            within=10,
        )
        after = await here.says("after")
        await there.sees("after")
        await here.edits(after, "after, edited")
        await here.edits(early[0], "first, edited")
        await there.sees("first, edited")
    expected = ["first, edited", "second, edited", *(f"d{number}" for number in range(MANY - 1)), "after, edited"]
    by = aliases[here.id]
    assert words(there, by) == [f"{by}: {text}" for text in expected]
    by = aliases[there.id]
    assert words(here, by) == [
        f"{by}: {text}" for text in ["hello, edited", *(f"t{n}" for n in range(MANY) if n not in TAKEN_BACK)]
    ]
