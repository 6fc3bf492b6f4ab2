"""Attacks with buttons, on a running line over both platforms' sockets: pressed again, later, after a restart, and by
people of another community. (Forged ones, and other people's: tests/rules/test_bad_input.py.)
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from adapters.sandbox import telegram
from tests.support.whole import PLATFORMS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line; after a conversation nobody rests."""
    folder = Path(tmp_path_factory.mktemp("pressed"))
    async with whole_line(folder, WARMLINE_POLICY__COOL_DOWN="00:00:00") as running:
        yield running
        assert not running.failures()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lantern(line: WholeLine) -> str:
    """A second community beside the first."""
    assert (await line.cli("community", "add", "lantern", "--name", "Lantern")).code == 0
    return "lantern"


def _other(platform: str) -> str:
    return next(one for one in PLATFORMS if one != platform)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_button_pressed_again_moves_nothing(line: WholeLine, platform: str) -> None:
    """Ending, sent twice at once, has one effect; and no button of a conversation that is over does anything in the
    next one of the same two, before a restart or after it.
    """
    listener = await line.listener(f"Old {platform}", _other(platform))
    seeker = line.person(f"again and again on {platform}", platform)
    first = await line.connects(seeker, listener)
    old = {person: _carried(person) for person in (seeker, listener)}
    assert all({"end", "report", "block"} <= {data.split(":")[1] for data, _ in found} for found in old.values())
    end, on = next((data, on) for data, on in old[seeker] if data.split(":")[1] == "end")
    for _ in range(2):
        await seeker.forges(on, end)
    await _over(first)
    second = await line.connects(seeker, listener)
    for restarted in (False, True):
        if restarted:
            await line.kill()
            await line.start()
        for person, found in old.items():
            for data, on in found:
                await _presses(person, on, data)
        await _still_talk(second)
    for person, told in ((listener, "Your conversation with"), (seeker, "This conversation has ended.")):
        assert len([one for one in person.chat.shown if one.by_bot and told in one.text and "ended" in one.text]) == 1
    await seeker.runs("/end")
    await _over(second)
    await line.off_call(listener)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_coordinator_of_another_community_decides_nothing_here(
    line: WholeLine, lantern: str, platform: str
) -> None:
    """Not by a button that they were never shown, nor by a reference or an alias that they know."""
    ours = await line.coordinator(f"Ours {platform}", platform)
    theirs = await line.coordinator(f"Theirs {platform}", _other(platform), community=lantern)
    newcomer = line.person(f"newcomer {platform}", platform)
    await newcomer.runs("/join", code=(await line.invites(1, approved=False))[0], alias=f"Nova {platform}")
    await newcomer.sees("I agree")
    await newcomer.presses("I agree")
    await ours.sees(f"Nova {platform}", "Approve")
    listener = await line.listener(f"Sam {platform}", platform)
    seeker = line.person(f"reported {platform}", _other(platform))
    await seeker.runs("/talk")
    await seeker.sees("There is more than one line here.")
    await seeker.presses("Warmline")
    await seeker.sees("I'm 18 or over")
    await seeker.presses("I'm 18 or over")
    talk = await line.takes(seeker, listener)
    await listener.presses("Report")
    reference = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{4}", (await ours.sees("There was a report")).text)
    assert reference
    await line.off_call(listener)
    await ours.runs("/block", reference=reference[0])
    await ours.sees("Pause 24 h", "Block from this line")
    before = _lasting(line)
    on = next(one.id for one in theirs.chat.shown if one.by_bot)
    for data, _ in {*_carried(ours), *_carried(talk.listener)}:
        await _presses(theirs, on, data)
    for command, option, value in (
        ("/block", "reference", reference[0]), ("/approve", "alias", f"Nova {platform}"),
        ("/suspend", "alias", f"Sam {platform}"), ("/practice", "alias", f"Sam {platform}"),
    ):  # fmt: skip
        given: dict[str, Any] = {option: value}
        await theirs.runs(command, **given)
        await theirs.sees("Lantern: ")
    assert _lasting(line) == before
    await ours.presses("Approve")
    await newcomer.sees(f"Welcome, Nova {platform}")


async def _presses(person: Someone, on: str, data: str) -> None:
    """Press what was shown elsewhere, or in another time; whatever the answer is, it is awaited."""
    pressed = await person.forges(on, data)
    if isinstance(pressed, str):
        assert isinstance(person, telegram.Person)
        await person.hears(pressed)
    else:
        await pressed.answered()


async def _over(talk: Talk) -> None:
    await talk.seeker.sees("This conversation has ended.")
    await talk.listener.sees(f"Your conversation with {talk.seeker_alias} has ended.")


async def _still_talk(talk: Talk) -> None:
    for writer, alias, reader in talk.ways:
        await writer.says(f"still here, {alias}")
        await reader.sees(f"{alias}: still here, {alias}")


def _carried(person: Someone) -> list[tuple[str, str]]:
    """What the buttons in their chat tell the bot, and on which message they are."""
    return [
        (data, shown.id)
        for shown in person.chat.shown
        if shown.by_bot and not shown.ephemeral
        for data in re.findall(r'"(?:custom_id|callback_data)": "([^"]+)"', json.dumps(shown.raw))
    ]


def _lasting(line: WholeLine) -> list[str]:
    """The rows of the first community that a coordinator decides about."""
    rows = line.rows()
    [other] = re.findall(r"INSERT INTO \"communities\" VALUES\('(\w+)','lantern'", "\n".join(rows))
    tables = tuple(f'INSERT INTO "{name}"' for name in ("listeners", "reports", "blocks", "communities", "shifts"))
    return [row for row in rows if row.startswith(tables) and other not in row]
