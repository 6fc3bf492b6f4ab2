"""The real Telegram gateway against the sandbox, with a core that only writes down what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from adapters.places import config_dir
from adapters.sandbox.people import Bell
from adapters.sandbox.telegram import TelegramServer
from adapters.telegram import TelegramGateway, TelegramSettings
from adapters.telegram.behind import Keep
from adapters.telegram.client import Recover, nothing_waits
from adapters.telegram.intake import Noted, Pend, at_once
from adapters.wording import Wording, read_wording
from bot.errors import Refused
from bot.inbound import Edited, Inbound, Said
from bot.people import Address
from bot.records import Passage, Saying
from bot.words import Words

TOKEN = "110201543:play-money-token"
WORDING: Wording = read_wording(config_dir())
Kind = TypeVar("Kind")


class Recorder:
    """A core that writes down what it is told; `answer` makes its answers, `hold` leaves something unfinished."""

    def __init__(self) -> None:
        self.told: list[Inbound] = []
        self.done: list[Inbound] = []
        self.answer: Callable[[Inbound], Saying | None] = lambda _: None
        self.held: dict[str, asyncio.Event] = {}
        self.bell = Bell()
        self._seen = 0

    async def receive(self, event: Inbound) -> Saying | None:
        """What the core does for an adapter."""
        self.told.append(event)
        self.bell.ring()
        if (gate := self.held.get(text_of(event))) is not None:
            await gate.wait()
        self.done.append(event)
        self.bell.ring()
        return self.answer(event)

    def hold(self, text: str) -> asyncio.Event:
        """From now on what says this stays unfinished until the event is set."""
        return self.held.setdefault(text, asyncio.Event())

    async def next(self, kind: type[Kind], *, within: float = 10.0) -> Kind:
        """The next thing that the core is told; it must be of this kind."""
        event = await self.bell.until(self._unseen, within=within)
        self._seen += 1
        assert isinstance(event, kind), f"expected {kind.__name__}, was told {type(event).__name__}"
        return event

    async def finished(self, text: str, *, within: float = 10.0) -> None:
        """Wait until what says this is handled."""
        await self.bell.until(lambda: text in map(text_of, self.done) or None, within=within)

    def _unseen(self) -> Inbound | None:
        return self.told[self._seen] if len(self.told) > self._seen else None


@asynccontextmanager
async def running(
    server: TelegramServer, recorder: Recorder, *, pend: Pend | None = None, noted: Noted = at_once,
    keep: Keep | None = None, recover: Recover = nothing_waits, **settings: Any,
) -> AsyncIterator[TelegramGateway]:  # fmt: skip
    """A gateway that serves; leaving stops it as SIGTERM does."""
    gateway = made(server, pend=pend, noted=noted, keep=keep, recover=recover, **settings)
    ready = asyncio.Event()
    task = asyncio.create_task(gateway.run(recorder.receive, watched=list, ready=ready.set))
    try:
        waiter = asyncio.create_task(ready.wait())
        await asyncio.wait((task, waiter), timeout=10, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        if task.done():
            await task
        assert ready.is_set(), "not ready within 10 s"
        yield gateway
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Refused):
            await task


def made(
    server: TelegramServer, *, pend: Pend | None = None, noted: Noted = at_once, keep: Keep | None = None,
    recover: Recover = nothing_waits, **settings: Any,
) -> TelegramGateway:  # fmt: skip
    """A gateway that is not running."""
    given = TelegramSettings(**{"token": TOKEN, "api_url": server.url, "pace": 1000.0, **settings})
    return TelegramGateway(given, WORDING, pend=pend, noted=noted, keep=keep, recover=recover)


def text_of(event: Inbound) -> str:
    """What it says."""
    return event.words.text if isinstance(event, Said | Edited) else type(event).__name__


def address(person: object) -> Address:
    """Where a sandbox person is reached."""
    return Address("telegram", str(person.id))  # type: ignore[attr-defined]  # every sandbox person has a number


def passage(text: str, *, by: str = "Robin", reply_to: str | None = None, words: Words | None = None) -> Passage:
    """A person's words on their way."""
    return Passage(words=words or Words(text=text), by=by, line="Warmline", language="en", reply_to=reply_to)
