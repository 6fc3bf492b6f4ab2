"""Shifts, cover, being away and the roster, by the whole program over sockets: each command on both platforms."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio

from adapters.sandbox import discord
from tests.support.whole import PLATFORMS, Someone, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
NAMES = {"discord": ("Kim", "Lea", "Ada"), "telegram": ("Sam", "Noor", "Bea")}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line that both tests share."""
    async with whole_line(
        tmp_path_factory.mktemp("rota"),
        WARMLINE_POLICY__ZONE="Europe/Berlin",
        WARMLINE_POLICY__COVERAGE_DAYS="16",  # a calendar looks four times as far ahead: 64 days
        WARMLINE_WEB__PUBLIC_URL="http://localhost",
    ) as line:
        yield line


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_shift_from_the_command_to_the_leave(line: WholeLine, platform: str) -> None:
    """Added, listed, posted, covered by somebody of the other platform, given to another, removed; away and back."""
    other = next(one for one in PLATFORMS if one != platform)
    mine, theirs, looks_after = NAMES[platform]
    day = datetime.now(UTC).date() + timedelta(days=60)
    hours = f"{day:%a, %b} {day.day}, 20:00–23:00 (Berlin)"
    async with asyncio.timeout(60):
        coordinator = await line.coordinator(looks_after, other)
        one = await line.listener(mine, platform, on_call=False)
        two = await line.listener(theirs, other, on_call=False)
        await one.runs("/shifts")
        await one.sees("You have no shifts.", "Add a shift")
        await one.runs("/shifts", action="add", when=f"{day} 20:00-23:00", repeat="once")
        await one.sees(f"A shift on {hours}, only this once.", "Add it", "Never mind")
        await one.presses("Add it")
        await one.sees(f"It stands: {hours}.")
        await one.runs("/shifts", action="cover", when=f"{day}")
        await one.sees("Until somebody takes it nobody is there then", "I'll be there after all")
        await two.sees(f"{mine} can't come on {hours}", "I'll cover it")
        await two.presses("I'll cover it")
        await two.sees(f"Thank you. It's yours: {hours}", "Post for cover")
        await one.sees(f"{theirs} is there instead of you on {hours}")
        await _seen_elsewhere(line, two, theirs, day)
        await two.runs("/shifts", action="remove", when=f"{day}")
        await two.sees(f"That one is off the rota: {hours}.")
        await _away(one, day)
        await _looked_after(coordinator, one, mine)
    assert not line.failures()


async def _seen_elsewhere(line: WholeLine, one: Someone, alias: str, day: date) -> None:
    """In their own calendar app, and beside the running line on the operator's terminal."""
    await one.runs("/next")
    await one.sees("You're off call.", "Calendar")
    await one.presses("Calendar")
    shown = (await one.sees("Your shifts as a calendar")).text
    (path,) = re.findall(r"http://localhost(/calendar/[0-9a-f]{64}\.ics)", shown)
    here = f"http://127.0.0.1:{line.ready['web_port']}"
    async with aiohttp.ClientSession() as session, session.get(here + path) as answer:
        file = await answer.text()
    assert re.findall(r"DTSTART:(\d{8})", file) == [f"{day:%Y%m%d}"]
    told = await line.cli("roster", "--json", "--day", f"{day}")
    assert [(found["alias"], found["posted"]) for found in json.loads(told.out)["next"]] == [(alias, False)]
    secret = path.removeprefix("/calendar/").removesuffix(".ics").encode()
    files = [file for file in line.folder.rglob("*") if file.is_file()]
    assert line.log in files
    assert line.database in files
    assert not [file for file in files if secret in file.read_bytes()]


async def _away(one: Someone, day: date) -> None:
    await one.runs("/away", start=f"{day - timedelta(days=2)}", end=f"{day - timedelta(days=1)}")
    await one.sees("You're away: ", "00:00 (Berlin). I don't ask you then.", "I'm back")
    await one.presses("I'm back")
    await one.sees("Welcome back.")
    await one.runs("/oncall", when="2h")
    await one.sees("You're on call until")
    await one.runs("/pause")
    await one.sees("You're off call now, and I won't ask you until you say so", "I'm ready")
    await one.runs("/next")
    await one.sees("You have no shift to come.", "Calendar")


async def _looked_after(coordinator: Someone, one: Someone, alias: str) -> None:
    await coordinator.runs("/roster")
    await coordinator.sees("Nobody is on call now.", f"{alias}: shifts")
    await coordinator.runs("/roster", day=alias)
    await coordinator.sees(f"{alias} has no shifts.", "Add a shift")
    await coordinator.presses("Add a shift")
    if isinstance(coordinator, discord.Person):
        await coordinator.fills({"Day and hours (Fri 20:00-23:00)": "Fri 20-23", "once or weekly": "weekly"})
    else:
        await coordinator.sees("When? Write the day and the hours", "Never mind")
        await coordinator.says("Fri 20-23")
        await coordinator.sees("Only this once, or every week?")
        await coordinator.presses("Every week")
    await coordinator.sees(f"A shift of {alias} on Fri", "and then every week at that time")
    await coordinator.presses("Add it")
    await coordinator.sees("It stands: Fri", f"I've told {alias}.")
    await one.sees("a coordinator, has put a shift on the rota for you: Fri")
