"""`/privacy`: what is held about somebody is shown, taken along, taken back and erased by themselves (privacy.md,
promise 4).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.sql import holdings
from adapters.sql.tables import metadata
from tests.support.story import Line, Person, a_line

PLATFORMS = ("telegram", "discord")


async def talked(line: Line, robin: Person, kim: Person, *choices: str) -> None:
    """The two have talked, and something of it may be kept."""
    await kim.types("/oncall 2h")
    await robin.asks()
    await kim.takes()
    await robin.writes("hello")
    await robin.types("/end")
    await robin.presses("What may be kept?")
    for one in choices:
        await robin.presses(one)
    await robin.presses("Keep these")
    await kim.types("/oncall off")


async def exported(person: Person) -> dict[str, list[dict[str, Any]]]:
    """What they read when they export, put together."""
    seen = len(person.chat.ever)
    await person.types("/privacy")
    await person.presses("Export")
    parts = [one.text for one in person.chat.ever[seen:] if one.notice == "Export"]
    found: dict[str, list[dict[str, Any]]] = json.loads("".join(_joined(parts)))
    return found


def _joined(parts: list[str]) -> list[str]:
    """What stands under the heading of each part."""
    return [one.partition("\n")[2] for one in parts]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_an_export_is_what_is_held(platform: str) -> None:
    """A seeker's ratings, message and remnant, row by row and column by column; nothing of the other of the two."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        robin = line.person(platform)
        await talked(line, robin, kim, "2. Rate it", "4", "3. Write to me once")
        await robin.asks()
        held = await exported(robin)
        assert set(held) == {"requests", "feedback", "follow_ups"}
        rows = await line.rows()
        for name, found in held.items():
            assert len(found) == len(rows[name])
            assert all(set(one) == {column.name for column in metadata.tables[name].columns} for one in found)
        assert held["feedback"][0]["rating"] == 4
        assert held["follow_ups"][0]["address"] == f"{platform} {robin.address.id}"
        await kim.types("/oncall 2h")
        await kim.takes()
        await robin.writes("again")
        held = await exported(robin)
        assert set(held) == {"requests", "conversations", "seats", "pairs", "feedback", "follow_ups"}
        for secret in (kim.address.id, "Kim"):
            assert secret not in json.dumps(held)
        assert robin.address.id not in json.dumps(await exported(kim))


async def test_a_listener_takes_along_all_that_is_theirs() -> None:
    """Roster, shifts, calendar, turn, hours; and what they themselves reported, never what was reported of them."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        await kim.forges("hours")
        await kim.presses("Count my hours")
        await kim.types("/shifts add today 20-22 once")
        await kim.presses("Add it")
        await kim.types("/oncall 2h")
        robin = await line.seeker()
        await kim.takes()
        await robin.presses("Report")
        held = await exported(kim)
        assert held["listeners"][0]["alias"] == "Kim"
        assert {"shifts", "duties", "consents"} <= set(held)
        assert "reports" not in held
        assert len((await exported(robin))["reports"]) == 1


async def test_every_table_is_somebodys_or_nobodys() -> None:
    """A new table has its place: in the export, or among those that show nothing of anybody."""
    mine, others = set(holdings._MINE), {table for tables in holdings.ELSEWHERE.values() for table in tables}
    assert mine | others == set(metadata.tables.values())
    assert not mine & others


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_what_was_agreed_to_is_taken_back_at_once(platform: str) -> None:
    """By the buttons under what is held; the receipt says so; a count stays, for it is nobody's."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        robin = line.person(platform)
        await talked(line, robin, kim, "1. Count it", "2. Rate it", "4", "3. Write to me once")
        await robin.types("/privacy")
        await robin.presses("What is held about me")
        assert "ratings that you gave: 1" in robin.last()
        await robin.presses("Take back my rating")
        assert "your rating is taken back" in robin.last()
        await robin.presses("Don't write to me")
        assert "I won't write to you" in robin.last()
        rows = await line.rows()
        assert (rows["feedback"], rows["follow_ups"], len(rows["facts"])) == ([], [], 1)
        await robin.presses("What is held about me")
        assert "I hold nothing about you." in robin.last()
        assert await exported(robin) == {}


async def test_erasing_asks_once_and_takes_everything() -> None:
    """Of a seeker, as if they had never been there; a count apart."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        before = await line.rows()
        robin = line.person()
        await talked(line, robin, kim, "2. Rate it", "4", "3. Write to me once")
        await kim.types("/oncall 2h")
        await robin.asks()
        await kim.takes()
        await robin.types("/privacy")
        await robin.presses("Erase everything")
        await robin.presses("eraseall")
        assert robin.notices()[-1] == "EraseLater"
        await robin.types("/end")
        await robin.types("/privacy")
        await robin.presses("Erase everything")
        assert (await line.rows())["conversations"] != []
        await robin.presses("eraseall")
        assert robin.notices()[-1] == "ErasedAll"
        await kim.types("/oncall off")
        assert await line.rows() == before


async def test_erasing_is_leaving_for_who_is_on_a_roster() -> None:
    """Off call, off the roster; whoever waits is told; what protects others stays, and that is said."""
    async with a_line() as line:
        ada = await line.listener("Ada", on_call=False)
        before = await line.rows()
        kim = await line.listener("Kim")
        robin = await line.seeker()
        await kim.takes()
        await robin.presses("Report")
        await kim.types("/privacy")
        await kim.presses("Erase everything")
        assert "leave this line's roster" in kim.last()
        await kim.presses("eraseall")
        assert "What stays: 1" in kim.last()
        await line.passes(hours=25)
        after = await line.rows()
        assert {name for name in after if after[name] != before[name]} == {"reports"}
        await ada.types("/next")
        assert line.switchboard.failures == 0
