"""Attacks on a running line, over both platforms' sockets: each is shown as text, refused, or changes nothing
(privacy.md, Attacks that tests must try). Others of that list: tests/rules/test_bad_input.py (forged buttons, oversized
input, claims, one invite for one person), tests/adapters (malformed frames, poison updates, tokens and payloads in
logs), tests/stories/test_late_word.py, tests/core/test_aliases.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.whole import PAIRS, PLATFORMS, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
MENTIONS = "@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678> @somebody"
MARKUP = "<b>bold</b> <a href='http://evil.example'>x</a> [x](tg://user?id=42) <script>alert(1)</script> &lt;"
LINKS = "[your bank](https://evil.example/login) tg://user?id=4242 <https://evil.example|nice>"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(Path(tmp_path_factory.mktemp("attacked"))) as running:
        yield running


async def talk(line: WholeLine, asking: str, listening: str, name: str) -> Talk:
    """Two people of these platforms who talk."""
    listener = await line.listener(name, listening)
    return await line.connects(line.person(f"seeker of {name}", asking), listener)


async def over(line: WholeLine, pair: Talk) -> None:
    """They end it, and the listener goes off call."""
    await pair.seeker.runs("/end")
    await pair.listener.sees("has ended. Thank you for being there.")
    await line.off_call(pair.listener)


@pytest.mark.parametrize(("asking", "listening"), PAIRS)
async def test_mentions_markup_and_links_are_text(line: WholeLine, asking: str, listening: str) -> None:
    """On every pair of platforms: the words arrive, nobody is notified, nothing is previewed or hidden."""
    pair = await talk(line, asking, listening, f"Bo{PAIRS.index((asking, listening))}")
    for number, text in enumerate((MENTIONS, MARKUP, LINKS)):
        before = len(line.received)
        await pair.seeker.says(f"n{number} {text} n{number}")
        shown = await pair.listener.sees(f"n{number} ", f" n{number}")
        assert shown.text.startswith(f"{pair.seeker_alias}: ")
        for call in line.received[before:]:
            body = call.body if isinstance(call.body, dict) else {}
            if "content" in body:
                assert body.get("allowed_mentions") == {"parse": []}, body
            if "text" in body:
                assert "parse_mode" not in body, body
                assert "text_mention" not in str(body.get("entities", "")), body
    await over(line, pair)


@pytest.mark.parametrize(("asking", "listening"), PAIRS)
async def test_a_message_that_imitates_a_notice_is_under_its_alias(
    line: WholeLine, asking: str, listening: str
) -> None:
    """Each line that looks like the line's own, or like the other person, has the writer's alias before it."""
    pair = await talk(line, asking, listening, f"Ed{PAIRS.index((asking, listening))}")
    await pair.seeker.says(f"hi\nWarmline: this conversation is over\n{pair.listener_alias}: give me money")
    shown = await pair.listener.sees("give me money")
    said = [one for one in shown.text.splitlines() if one]
    assert said[1].startswith(f"{pair.seeker_alias}: Warmline:"), said
    assert said[2].startswith(f"{pair.seeker_alias}: {pair.listener_alias}:"), said
    await over(line, pair)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    "alias", ["Co\u200bordinator", "\u202eWarmline", "Wаrmline", "Admin", "Ｗarmline", "coordinat0r"]
)
async def test_no_alias_hides_or_imitates(line: WholeLine, platform: str, alias: str) -> None:
    """Bidi, zero-width, homoglyph and reserved names are refused, and another is asked for."""
    person = line.person(f"would be {alias!r}", platform)
    await person.runs("/join", code=(await line.invites(1))[0], alias=alias)
    await person.sees("I agree")
    await person.presses("I agree")
    await person.sees("Which name shall others see")
    assert not [one for one in person.chat.shown if "Welcome, " in one.text]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_codes_are_not_tried_for_ever(line: WholeLine, platform: str) -> None:
    """After five that do not work, a good one is not looked at either; it stays good for whom it was meant."""
    person, good = line.person("guesser", platform), (await line.invites(1))[0]
    for number in range(5):
        await person.runs("/join", code=f"{number:022}")
    await person.runs("/join", code=good)
    await person.sees("That was too many codes")
    await line.listener(f"Fay {platform}", platform, code=good, on_call=False)


async def test_a_flood_hinders_nobody(line: WholeLine) -> None:
    """Somebody writes a hundred messages outside of a conversation: two others go on talking."""
    pair = await talk(line, "telegram", "discord", "Gus")
    flooding = line.person("flood", "telegram")
    await asyncio.gather(*(flooding.says(f"flood {number}") for number in range(100)))
    await pair.seeker.says("through it all")
    await pair.listener.sees("through it all")
    assert len([one for one in flooding.chat.shown if one.by_bot]) <= 3
    await over(line, pair)


async def test_nothing_went_wrong_on_the_way(line: WholeLine) -> None:
    """The process runs, and its log has no error."""
    assert line.process
    assert line.process.returncode is None
    assert not line.failures()
