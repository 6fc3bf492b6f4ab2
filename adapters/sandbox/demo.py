"""`warmline demo`: try everything without a token, on a page or, as a tour, in the terminal (experience.md)."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from adapters.sandbox import transcript
from adapters.sandbox.page.app import Page, PortTaken
from adapters.sandbox.page.show import Show


def main(*, tour: bool = False, host: str = "127.0.0.1", port: int | None = None) -> int:
    """Play the tour in the terminal, or serve the page until Ctrl-C or SIGTERM; the exit code.

    Without a port the first free one from 8765 on is taken; one that is named has to be free (exit code 2).
    """
    with suppress(asyncio.CancelledError):
        return asyncio.run(_until_told(transcript.play() if tour else _page(host, port)))
    return 130 if tour else 0


async def _until_told(work: Coroutine[Any, Any, int]) -> int:
    """Do the work; SIGTERM and Ctrl-C cancel it, so that everything that was started ends with it."""
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, task.cancel)
    return await task


async def _page(host: str, port: int | None) -> int:
    try:
        async with Show() as show, Page(show, host=host, port=port) as page:
            print(f"Warmline's demo is at {page.url}   (Ctrl-C ends it)", flush=True)
            await show.run()
    except PortTaken as taken:
        print(taken, flush=True)
        return 2
    return 0
