"""Long words and words that pretend, by the whole program: where they are cut, what stays whole, who is seen to speak
(relay.md, What is carried).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from adapters.sandbox import discord, telegram
from adapters.sandbox.people import Shown
from tests.support.whole import PAIRS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
FAMILY, FLAG = "👨‍👩‍👧‍👦", "🇩🇪"
TORN = re.compile(r"^[\u200d\ufe0f\U0001f3fb-\U0001f3ff]|\u200d$")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(tmp_path_factory.mktemp("long")) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talks(line: WholeLine) -> dict[tuple[str, str], Talk]:
    """A talk in each of the four directions."""
    return await line.talks()


def room(person: Someone) -> int:
    """How long a message of theirs may be, in UTF-16 units (Telegram) or characters (Discord)."""
    return 2000 if isinstance(person, discord.Person) else 4096


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


async def arrived(talk: Talk, *, since: int) -> tuple[list[Shown], list[str]]:
    """The parts that the listener has got behind so many, once the next message is there; and without the alias."""
    await talk.seeker.says("that was it")
    await talk.listener.sees(f"{talk.seeker_alias}: that was it")
    parts = [one for one in talk.listener.chat.shown if one.by_bot][since:-1]
    alias = f"{talk.seeker_alias}: "
    assert all(one.text.startswith(alias) for one in parts)
    for one in parts:
        if isinstance(talk.listener, discord.Person):
            assert one.raw["content"].startswith(f"**{alias.strip()}** ")
            assert units(one.raw["content"]) <= 2000
        else:
            assert units(one.text) <= 4096
            assert {"type": "bold", "offset": 0, "length": len(alias) - 1} in one.raw["entities"]
    return parts, [one.text.removeprefix(alias) for one in parts]


def got(talk: Talk) -> int:
    return sum(one.by_bot for one in talk.listener.chat.shown)


@pytest.mark.parametrize("pair", PAIRS)
async def test_nothing_is_torn(talks: dict[Any, Talk], pair: tuple[str, str]) -> None:
    """Families and flags stay whole, words and paragraphs where there are any; joined it is all that was written."""
    talk = talks[pair]
    most = room(talk.seeker)
    for text in (
        FAMILY * (most // units(FAMILY)), FLAG * (most // units(FLAG)), "word " * (most // 5 - 1) + "end.",
        ("a sentence of it. " * 20 + "\n\n") * (most // 400), "x" * most,
    ):  # fmt: skip
        since = got(talk)
        await talk.seeker.says(text)
        _, parts = await arrived(talk, since=since)
        assert "".join("".join(parts).split()) == "".join(text.split())
        assert len(parts) == 1 or not [part for part in parts if TORN.search(part)]
        for whole in (FAMILY, FLAG):
            assert all(part.count(whole) * len(whole) == len(part) for part in parts if text.startswith(whole))
        assert not [part for part in parts[:-1] if text.startswith("word") and not part.endswith("word")]
        assert not [part for part in parts[:-1] if text.startswith("a sentence") and not part.endswith("it.")]


@pytest.mark.parametrize("pair", PAIRS)
async def test_code_stays_code(talks: dict[Any, Talk], pair: tuple[str, str]) -> None:
    """A block of code that is too long is cut at its lines, and is a block in every part."""
    talk = talks[pair]
    since, lines = got(talk), [f"    line {number} = `x`" for number in range(room(talk.seeker) // 26)]
    code = "\n".join(lines)
    if isinstance(talk.seeker, telegram.Person):
        entity = {"type": "pre", "offset": 0, "length": len(code), "language": "python"}
        await talk.seeker.says(code, entities=[entity])
    else:
        await talk.seeker.says(f"```python\n{code}\n```")
    shown, parts = await arrived(talk, since=since)
    assert [line.strip() for part in parts for line in part.strip("\n").split("\n")] == [line.strip() for line in lines]
    for one in shown:
        if isinstance(talk.listener, discord.Person):
            assert len(re.findall(r"^```(?:python)?$", one.raw["content"].split(":** ", 1)[1], re.MULTILINE)) == 2
        else:
            assert [entity["type"] for entity in one.raw["entities"]].count("pre") == 1


@pytest.mark.parametrize("pair", PAIRS)
async def test_a_line_that_pretends_is_under_the_alias(talks: dict[Any, Talk], pair: tuple[str, str]) -> None:
    """The line's own name, the reader's and the writer's alias, however they are dressed, begin no line of words."""
    talk = talks[pair]
    names = ("Warmline", "wаrmline", talk.listener_alias, talk.seeker_alias)
    for dressed in ("{}: no", "**{}:** no", "> {}: no", "{} ： no"):
        since = got(talk)
        await talk.seeker.says("hello\n" + "\n".join(dressed.format(name) for name in names))
        shown, _ = await arrived(talk, since=since)
        lines = [line for one in shown for line in one.text.split("\n") if re.search(r"[:：]\W*no\W*$", line)]
        assert len(lines) == len(names)
        assert all(re.match(rf"\W*{talk.seeker_alias}: ", line) for line in lines), lines
