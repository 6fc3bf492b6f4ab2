"""The demo's page, with the real bot behind it and an installed Chromium in front (experience.md)."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import psutil
import pytest
from playwright.async_api import Page as Tab
from playwright.async_api import expect

from adapters.sandbox.page.app import Page, PortTaken
from adapters.sandbox.page.show import Show
from tests.support.browser import CHROMIUM, WHY_NOT, chromium

browser = pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT)
SECOND = 1000  # as Playwright counts
LAPTOP, PHONE = (1440, 900), (390, 844)
SLOWEST = 30 * SECOND
WARMLINE = "import sys; from adapters.cli import main; sys.argv[0] = 'warmline'; main()"


@dataclass
class Visit:
    """Somebody looks at the page of a demo in which both listeners are on call."""

    tab: Tab
    show: Show
    url: str

    async def writes(self, phone: str, text: str) -> None:
        """Type into a phone, and press Enter."""
        await self.tab.locator(f"#field-{phone}").press_sequentially(text)
        await self.tab.keyboard.press("Enter")

    async def presses(self, phone: str, label: str) -> None:
        """Press the newest button with this label."""
        await self.tab.locator(f"#phone-{phone} .keys").get_by_role("button", name=label, exact=True).last.click()

    async def sees(self, phone: str, text: str) -> None:
        """Wait until a phone's newest messages have this text."""
        await expect(self.tab.locator(f"#phone-{phone} .text", has_text=text).last).to_be_visible(timeout=SLOWEST)

    async def counts(self, table: str, rows: int) -> None:
        """Wait until a table has so many rows."""
        shown = self.tab.locator(f".table:has(p > span:text-is('{table}')) > p b")
        await expect(shown).to_have_text(str(rows), timeout=SLOWEST)


@pytest.fixture
async def show() -> AsyncIterator[Show]:
    """A show that runs; its tour does not pause."""
    async with Show(pace=0) as show:
        running = asyncio.create_task(show.run())
        yield show
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.fixture
async def visit(show: Show, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """The page in a window of this size, once the phones can be used; an error in its scripts fails the test."""
    width, height = getattr(request, "param", LAPTOP)
    async with Page(show, port=0) as page, chromium() as window:
        tab = await window.new_page(viewport={"width": width, "height": height})
        errors: list[object] = []
        tab.on("pageerror", lambda error: errors.append(error))
        await tab.goto(page.url)
        await expect(tab.locator("#play")).to_be_enabled(timeout=SLOWEST)
        yield Visit(tab=tab, show=show, url=page.url)
        assert errors == []


@browser
async def test_two_people_talk_on_the_page(visit: Visit) -> None:
    """A visitor plays both sides: refused advice, asks, is taken, talks, ends; rows come and go beside it."""
    await visit.writes("seeker", "What shall I do?")
    await visit.sees("seeker", "I don't give advice")
    await visit.presses("seeker", "Talk to a person")
    await visit.sees("seeker", "Are you 18 or over?")
    await visit.presses("seeker", "I'm 18 or over")
    await visit.sees("robin", "Someone would like to talk")
    await visit.counts("requests", 1)
    await visit.presses("robin", "I'll take this")
    await visit.sees("seeker", "You're now talking with Robin")
    await visit.counts("conversations", 1)
    await visit.writes("robin", "Hello, I'm here.")
    await visit.sees("seeker", "Robin: Hello, I'm here.")
    await visit.writes("seeker", "/end")
    await visit.presses("seeker", "What may be kept?")
    await visit.presses("seeker", "No, keep nothing")
    for table in ("requests", "conversations", "pairs", "seats", "outbox"):
        await visit.counts(table, 0)


@browser
async def test_the_bot_is_killed_and_restarted(visit: Visit) -> None:
    """While it is dead a press has no answer; what was written meanwhile is answered when it is back."""
    await visit.tab.click("#power")
    await expect(visit.tab.locator("#bot")).to_have_text("The bot is dead")
    await visit.presses("robin", "Take a break")
    await expect(visit.tab.locator("#phone-robin .toast")).to_have_text("This interaction failed")
    await visit.writes("seeker", "Is anybody there?")
    await visit.tab.get_by_role("button", name="Restart").click()
    await visit.sees("seeker", "I'm a program, a switchboard")


@browser
async def test_keyboard_alone(visit: Visit) -> None:
    """Suggestions by arrow keys, sent by Enter, also in a server; buttons by Enter; each field and log has a name."""
    tab = visit.tab
    await tab.get_by_role("combobox", name="Kim writes").focus()
    await tab.keyboard.type("/")
    await expect(tab.get_by_role("listbox", name="Commands").get_by_role("option").first).to_be_visible()
    await tab.keyboard.type("help")
    await tab.keyboard.press("ArrowDown")
    await tab.keyboard.press("Enter")
    await expect(tab.locator("#field-kim")).to_have_value("/help ")
    await tab.keyboard.press("Enter")
    await visit.sees("kim", "I give no advice.")
    await expect(tab.get_by_role("log", name="Kim’s chat with Warmline")).to_have_attribute("aria-live", "polite")
    await tab.get_by_role("button", name="Sam writes in the direct message").press("Enter")
    await tab.keyboard.type("/talk")
    await tab.keyboard.press("Enter")
    await visit.sees("member", "Are you 18 or over?")
    await expect(tab.locator("#phone-member .only").last).to_have_text("Only Sam can see this")
    start = tab.get_by_role("button", name="Start", exact=True)
    await start.focus()
    await tab.keyboard.press("Enter")
    await visit.sees("seeker", "I'm a program, a switchboard")


@browser
async def test_the_tour_on_the_page(visit: Visit) -> None:
    """Play the tour plays it to its end, with the promises kept; then the phones can be used again."""
    await visit.tab.get_by_role("button", name="Play the tour").click()
    await expect(visit.tab.get_by_role("button", name="Stop")).to_be_visible()
    await expect(visit.tab.locator("#caption h2")).to_have_text("Every promise held", timeout=3 * SLOWEST)
    await visit.sees("kim", "Exams are over")
    await visit.writes("seeker", "/help")
    await visit.sees("seeker", "I give no advice.")


@browser
async def test_the_tour_can_be_stopped(visit: Visit) -> None:
    """Stop ends it wherever it is, and leaves a bot and listeners on call."""
    await visit.tab.get_by_role("button", name="Play the tour").click()
    await visit.tab.get_by_role("button", name="Stop").click()
    await expect(visit.tab.locator("#caption p")).to_contain_text("The tour was stopped", timeout=SLOWEST)
    await expect(visit.tab.get_by_role("button", name="Play the tour")).to_be_enabled(timeout=SLOWEST)
    await visit.sees("robin", "You're on call until")
    await visit.sees("kim", "You're on call until")


@browser
@pytest.mark.parametrize("visit", [PHONE], indirect=True)
async def test_on_a_phone_the_phones_are_tabs(visit: Visit) -> None:
    """One pane at a time, as wide as the screen, chosen by a tab; the page itself does not scroll sideways."""
    tab = visit.tab
    await tab.get_by_role("navigation").get_by_role("button", name="Database").click()
    await expect(tab.locator("#kept")).to_be_in_viewport(ratio=0.9)
    await tab.get_by_role("navigation").get_by_role("button", name="Kim").click()
    await expect(tab.locator("#phone-kim")).to_be_in_viewport(ratio=0.9)
    await expect(tab.locator("#phone-seeker")).not_to_be_in_viewport()
    wide = await tab.evaluate("() => document.documentElement.scrollWidth")
    assert wide == PHONE[0]


async def test_another_site_cannot_press_here() -> None:
    """A post that says that it comes from elsewhere is refused; the page may load nothing from elsewhere."""
    async with Show() as show, Page(show, port=0) as page, aiohttp.ClientSession() as web:
        async with web.post(f"{page.url}/tour", json={"play": True}, headers={"Origin": "http://example.org"}) as got:
            assert got.status == 403
        async with web.post(f"{page.url}/tour", json={"play": True}, headers={"Origin": page.url}) as got:
            assert got.status == 409  # nothing is set up yet
        async with web.get(page.url) as got:
            assert "default-src 'self'" in got.headers["Content-Security-Policy"]


async def test_a_taken_port() -> None:
    """A port that was named and is in use is said so; one that was not named is passed over."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with Show() as show:
            with pytest.raises(PortTaken, match=f"Port {port} is in use"):
                async with Page(show, port=port):
                    pass
            async with Page(show) as page:
                assert page.url != f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_cleanly(sign: signal.Signals) -> None:
    """Told to end, `warmline demo` exits 0, and leaves neither a process nor a folder behind."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WARMLINE, "demo", "--port", "0",
        stdout=asyncio.subprocess.PIPE, env={k: v for k, v in os.environ.items() if not k.startswith("WARMLINE_")},
    )  # fmt: skip
    assert process.stdout
    async with asyncio.timeout(60):
        line = (await process.stdout.readline()).decode()
        assert line.startswith("Warmline's demo is at http://127.0.0.1:")
        async with aiohttp.ClientSession() as web, web.get(f"{line.split()[4]}/events") as events:
            async for told in events.content:
                if b'"state": "up"' in told:
                    break
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(sign)
        assert await process.wait() == 0
    assert [child for child in children if child.is_running()] == []
