"""Private calendars: asked for in a chat, read over a socket as a calendar app does, and parsed again.

The clock begins on Saturday, 4 May 2030, at 11:00 in Berlin.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import structlog
from icalendar import Calendar

from adapters.calendar.feed import Feeds
from adapters.logs import start_logging
from adapters.settings import Log
from adapters.web.server import Health, Web
from bot.errors import StoreBusy
from bot.people import Role, Standing
from tests.support.story import Line, Person, a_line, wording

BERLIN = {"zone": "Europe/Berlin"}
KNOWN = re.compile(r"http://localhost(/calendar/[0-9a-f]{64}\.ics)")


class App:
    """Somebody's calendar app."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def status(self, path: str) -> int:
        """What the server answers."""
        async with self.session.get(path) as answer:
            return answer.status

    async def shows(self, path: str) -> list[tuple[str, str, str]]:
        """Of each event when it begins, when it ends (both UTC), and what it is called."""
        async with self.session.get(path) as answer:
            assert (answer.status, answer.content_type) == (200, "text/calendar")
            assert answer.headers["Cache-Control"] == "private"
            found = Calendar.from_ical(await answer.read())
        assert isinstance(found, Calendar)
        return [(_utc(one["dtstart"]), _utc(one["dtend"]), str(one["summary"])) for one in found.events]


def _utc(fact: Any) -> str:
    moment: datetime = fact.dt
    assert moment.tzname() == "UTC"
    return f"{moment:%m-%d %H:%M}"


@asynccontextmanager
async def a_line_with_calendars(**numbers: object) -> AsyncIterator[tuple[Line, App]]:
    """A line, and its web server on a socket."""
    async with a_line(numbers=BERLIN | numbers) as line:
        line.switchboard.desk.calendars = "http://localhost/calendar"
        web = Web(
            host="127.0.0.1", port=0, health=Health, calendar=Feeds(line.switchboard.desk, wording()).read
        )  # fmt: skip
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{await web.start()}") as session:
                yield line, App(session)
        finally:
            await web.close()


async def adds(person: Person, when: str, repeat: str = "once") -> None:
    """Put a shift on the rota."""
    await person.types(f"/shifts add {when} {repeat}")
    await person.presses("Add it")


async def becomes(line: Line, person: Person, **change: Any) -> None:
    """Something changes on the roster."""
    async with line.store.real.decision() as rows:
        row = await rows.listener(person.id)
        assert row is not None
        await rows.save_listener(replace(row, **change))


async def asks(person: Person) -> list[str]:
    """Ask for one's calendar: the paths of the addresses that are shown."""
    await person.types("/next")
    await person.presses("Calendar")
    return KNOWN.findall(person.last())


async def test_ones_own_shifts() -> None:
    """A listener's calendar has their shifts and what they cover, nobody else's; what is posted says so, what is
    cancelled is gone.
    """
    async with a_line_with_calendars() as (line, app):
        kim, sam = await line.listener("Kim", on_call=False), await line.listener("Sam", on_call=False)
        await adds(kim, "Mon 20:00-23:00")
        await adds(kim, "Tue 20:00-23:00")
        await adds(sam, "Wed 20:00-23:00")
        (his,), (hers,) = await asks(kim), await asks(sam)
        monday = ("05-06 18:00", "05-06 21:00", "Warmline: on call")
        tuesday = ("05-07 18:00", "05-07 21:00", "Warmline: on call")
        assert await app.shows(his) == [monday, tuesday]
        await kim.types("/shifts cover Mon")
        assert await app.shows(his) == [(*monday[:2], "Warmline: on call (looking for cover)"), tuesday]
        await sam.presses("I'll cover it")
        await kim.types("/shifts remove Tue")
        assert await app.shows(his) == []
        assert await app.shows(hers) == [monday, ("05-08 18:00", "05-08 21:00", "Warmline: on call")]


async def test_all_of_a_lines_shifts() -> None:
    """A coordinator has a second address: everybody's shifts, by alias; without an address of anybody."""
    async with a_line_with_calendars() as (line, app):
        kim = await line.listener("Kim", on_call=False)
        ada = await line.listener("Ada", on_call=False, role=Role.COORDINATOR)
        await adds(kim, "Mon 20:00-23:00")
        await adds(ada, "Mon 22:00-24:00")
        own, whole = await asks(ada)
        assert await app.shows(own) == [("05-06 20:00", "05-06 22:00", "Warmline: on call")]
        assert await app.shows(whole) == [("05-06 18:00", "05-06 21:00", "Kim"), ("05-06 20:00", "05-06 22:00", "Ada")]
        async with app.session.get(whole) as answer:
            file = await answer.text()
        assert not [one for one in (kim, ada) if one.id in file]
        facts = {fact for event in Calendar.from_ical(file).walk("VEVENT") for fact in event}
        assert facts == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS"}


async def test_an_address_works_until_the_next_one_is_asked_for() -> None:
    """A new address takes the place of the old one; who leaves takes theirs along; all others are told the same."""
    async with a_line_with_calendars() as (line, app):
        kim = await line.listener("Kim", on_call=False)
        (first,), (second,) = await asks(kim), await asks(kim)
        assert [await app.status(path) for path in (first, second)] == [404, 200]
        await kim.types("/leave")
        await kim.presses("Leave for good")
        assert await app.status(second) == 404
        answers = []
        for path in (second, f"/calendar/{'0' * 64}.ics", "/calendar/x.ics", "/calendar/", "/nowhere"):
            async with app.session.get(path) as answer:
                kept = {name: value for name, value in answer.headers.items() if name != "Date"}
                answers.append((answer.status, kept, await answer.read()))
        assert all(one == answers[-1] for one in answers)


async def test_who_may_not_see_it_any_more() -> None:
    """A suspended listener's calendars rest; who is no coordinator any more does not see the others'."""
    async with a_line_with_calendars() as (line, app):
        ada = await line.listener("Ada", on_call=False, role=Role.COORDINATOR)
        own, whole = await asks(ada)
        assert [await app.status(path) for path in (own, whole)] == [200, 200]
        await becomes(line, ada, role=Role.LISTENER)
        assert [await app.status(path) for path in (own, whole)] == [200, 404]
        await becomes(line, ada, standing=Standing.SUSPENDED)
        assert [await app.status(path) for path in (own, whole)] == [404, 404]


async def test_the_weeks_in_which_the_clocks_change() -> None:
    """A weekly night stays at the same hours on the wall: in UTC it is longer by an hour once, then an hour later."""
    async with a_line_with_calendars(coverage_days=60) as (line, app):
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "Sun 01:30-04:00", "weekly")
        (path,) = await asks(kim)
        found = await app.shows(path)
    at = next(number for number, one in enumerate(found) if one[0].startswith("10-26"))
    assert [one[:2] for one in found[at - 1 : at + 2]] == [
        ("10-19 23:30", "10-20 02:00"), ("10-26 23:30", "10-27 03:00"), ("11-03 00:30", "11-03 03:00"),
    ]  # fmt: skip


async def test_an_event_is_the_same_one_each_time() -> None:
    """Whatever becomes of a shift, its event keeps its id, and no two have one; they begin a week back."""
    async with a_line_with_calendars() as (line, app):
        kim = await line.listener("Kim", on_call=False)
        await line.listener("Sam", on_call=False)
        await adds(kim, "Mon 20:00-23:00", "weekly")
        (path,) = await asks(kim)

        async def ids() -> list[str]:
            async with app.session.get(path) as answer:
                return [str(one["uid"]) for one in Calendar.from_ical(await answer.read()).walk("VEVENT")]

        before = await ids()
        assert len(before) == len(set(before)) == 8
        await kim.types("/shifts cover Mon")
        assert await ids() == before
        await line.passes(days=9)
        assert (await ids())[:7] == before[:7]
        await line.passes(days=1)
        assert (await ids())[:7] == before[1:]


async def test_being_away_is_no_shift() -> None:
    """The part of a shift in which its listener is away is not in the calendar."""
    async with a_line_with_calendars() as (line, app):
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "Mon 20:00-23:00")
        (path,) = await asks(kim)
        nine = datetime(2030, 5, 6, 19, tzinfo=UTC)
        await becomes(line, kim, away_from=nine, away_until=nine + timedelta(hours=1))
        assert [one[:2] for one in await app.shows(path)] == [
            ("05-06 18:00", "05-06 19:00"), ("05-06 20:00", "05-06 21:00")
        ]  # fmt: skip


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What the program logs, at its most talkative; logging is as it was afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    start_logging(Log(format="text", level="DEBUG"), secrets=[], stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


async def test_no_line_of_a_log_has_the_address(told: io.StringIO) -> None:
    """Neither a good request, nor an unknown address, nor a broken one, nor one that fails leaves its secret behind."""
    secret = "5ec4e7" * 8

    async def breaks(_: str) -> bytes | None:
        raise failures.pop()

    failures = [StoreBusy("now"), RuntimeError("of no one's")]
    while failures:
        web = Web(host="127.0.0.1", port=0, health=Health, calendar=breaks)
        port = await web.start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            assert await App(session).status(f"/calendar/{secret}.ics") in (500, 503)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /calendar/{secret}.ics\x01 HTTP/1.1\r\n\r\n".encode())
        assert b" 400 " in await reader.readline()
        writer.close()
        await web.close()
    assert told.getvalue().count("Error handling request") == 3
    assert secret not in told.getvalue()
