"""Wiring: the only place that builds everything and knows every adapter (architecture.md)."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from resource import RLIMIT_CORE, setrlimit

from adapters.calendar.feed import Feeds
from adapters.calendar.recurrence import Rules
from adapters.clock import RandomIds, SystemClock
from adapters.discord.gateway import DiscordGateway
from adapters.discord.settings import DiscordSettings
from adapters.phrases import read_phrases
from adapters.settings import Settings, SettingsWrong
from adapters.sql.errors import DatabaseUnusable
from adapters.sql.open import open_store
from adapters.sql.store import SqlStore
from adapters.sql.tenure import Tenure
from adapters.telegram.behind import Keep
from adapters.telegram.client import Read, Recover, TelegramGateway
from adapters.telegram.intake import Noted, Pend
from adapters.telegram.settings import TelegramSettings
from adapters.web.server import Health, PortTaken, Web
from adapters.wording import Wording, read_wording
from bot.desk import operator
from bot.errors import Refused
from bot.people import Address
from bot.policy import Policy
from bot.ports import Clock, Gateway
from bot.switchboard import Switchboard

log = logging.getLogger("warmline")

_BEAT = timedelta(seconds=5)
_LEAVE_WITHIN = 4.0
"""Seconds for telling everybody and finishing what is in hand: the platforms then have 5 more, the whole stop 10."""


async def serve(settings: Settings) -> int:
    """Run the line until SIGTERM or SIGINT; 0.

    SettingsWrong, DatabaseUnusable, KeyUnusable or PortTaken where it cannot start: one line each.
    """
    setrlimit(RLIMIT_CORE, (0, 0))  # a core dump would hold what people write (privacy.md)
    clock, url = SystemClock(), settings.database_url
    tenure = Tenure.take(url, clock=clock)
    told = False
    async with AsyncExitStack() as leaving:
        leaving.callback(lambda: tenure.leave(told=told))
        secret = settings.secret_key.get_secret_value() if settings.secret_key else None
        store = await open_store(url, clock=clock, key_dir=settings.key_dir, secret_key=secret, running=True)
        leaving.push_async_callback(store.close)
        told = await _run(settings, store, tenure, clock)
    return 0


async def _run(settings: Settings, store: SqlStore, tenure: Tenure, clock: Clock) -> bool:
    """Everything that runs, in one TaskGroup; whether those concerned were told of the end."""
    wording = read_wording()

    async def pend(address: Address, message: str) -> None:
        await switchboard.pend(address, message)

    async def noted() -> None:
        await switchboard.noted()

    async def keep(updates: Mapping[int, Address], *, handled: bool) -> None:
        await switchboard.keep(updates, handled=handled)

    async def recover(read: Read) -> Mapping[int, Address]:
        return await switchboard.recover("telegram", read)

    gateways = build_gateways(settings, wording, store, pend=pend, noted=noted, keep=keep, recover=recover)
    async with store.decision() as rows:
        await operator.first_community(rows, ids=RandomIds())
    try:
        async with asyncio.TaskGroup() as tasks:
            switchboard = Switchboard(
                store=store, platforms=gateways, clock=clock, ids=RandomIds(), seal=store.keys, recurrence=Rules(),
                policy=policy(settings, wording), tasks=tasks, phrases=read_phrases(),
                calendars=f"{public}/calendar" if (public := settings.web.public_url) else "",
            )  # fmt: skip
            line = _Line(settings, gateways, switchboard, tenure, clock, tasks, Feeds(switchboard.desk, wording))
            raise _Stopped(await line.run())
    except BaseExceptionGroup as ended:
        return _how_it_ended(ended)


def build_gateways(
    settings: Settings, wording: Wording, store: SqlStore, *,
    pend: Pend, noted: Noted, keep: Keep, recover: Recover,
) -> dict[str, Gateway]:  # fmt: skip
    """A gateway for each platform that has a token."""
    gateways: dict[str, Gateway] = {}

    def links(payload: str) -> str | None:
        platform, _, rest = payload.partition(":")
        return gateways[platform].link(rest) if platform in gateways else None

    if token := settings.discord.token:
        discord = DiscordSettings(
            token=token.get_secret_value(), api_url=settings.discord.api_url,
            gateway_url=settings.discord.gateway_url, pace=settings.discord.pace,
        )  # fmt: skip
        gateways["discord"] = DiscordGateway(discord, wording, store.keys.nonce, links=links)
    if token := settings.telegram.token:
        telegram = TelegramSettings(
            token=token.get_secret_value(), api_url=settings.telegram.api_url,
            webhook_url=settings.telegram.webhook_url, pace=settings.telegram.pace,
            webhook_secret=settings.telegram.webhook_secret.get_secret_value(),
        )  # fmt: skip
        gateways["telegram"] = TelegramGateway(telegram, wording, pend=pend, noted=noted, keep=keep, recover=recover)
    return gateways


def policy(settings: Settings, wording: Wording) -> Policy:
    """The numbers of routing, with the names and countries that the catalogue and the helplines bring."""
    given = settings.policy
    aliases = given.seeker_aliases or wording.aliases(wording.languages[0])
    return replace(given, seeker_aliases=aliases, countries=given.countries or tuple(wording.helplines.countries))


class _Stopped(Exception):
    """The line was told to stop, and has said so to everybody (`told`); what still runs is cancelled."""

    def __init__(self, told: bool) -> None:
        super().__init__()
        self.told = told


class _Line:
    """The running line: its platforms, its web server, its heartbeat, and its end."""

    def __init__(
        self, settings: Settings, gateways: Mapping[str, Gateway], switchboard: Switchboard, tenure: Tenure,
        clock: Clock, tasks: asyncio.TaskGroup, feeds: Feeds,
    ) -> None:  # fmt: skip
        self._settings, self._gateways, self._switchboard, self._feeds = settings, gateways, switchboard, feeds
        self._tenure, self._clock, self._tasks = tenure, clock, tasks
        self._connected: dict[str, asyncio.Event] = {name: asyncio.Event() for name in gateways}
        self._stopping = asyncio.Event()

    async def run(self) -> bool:
        """Start, serve until told to stop, tell everybody, stop."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sign, self._stopping.set)
        web = Web(
            host=self._settings.web.host, port=self._settings.web.port, health=self._health,
            webhook=getattr(self._gateways.get("telegram"), "handle_webhook", None),
            calendar=self._feeds.read if self._settings.web.public_url else None,
        )  # fmt: skip
        port = await web.start()
        gc.freeze()  # all that is there by now stays: looking through it would stop everybody for a tenth of a second
        running: list[asyncio.Task[None]] = []
        try:
            await self._switchboard.start(away=self._tenure.away(), told=self._tenure.told)
            running = [self._tasks.create_task(self._serve(name), name=name) for name in self._gateways]
            running.append(self._tasks.create_task(self._beat(), name="beat"))
            running.append(self._tasks.create_task(self._announce(port), name="announce"))
            await self._stopping.wait()
            return await self._leave()
        finally:
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=1) if running else None
            await web.close()

    async def _serve(self, name: str) -> None:
        switchboard = self._switchboard
        gateway = self._gateways[name]
        try:
            gateway.hearing = partial(switchboard.hearing, name)
            await gateway.run(
                switchboard.receive, watched=lambda: switchboard.watched(name), ready=self._connected[name].set
            )
        except Refused as refused:
            variable = f"WARMLINE_{name.upper()}__TOKEN"
            reason = f"refuses the token in {variable}" if refused.reason == "token" else f"refuses: {refused.reason}"
            raise SettingsWrong(f"{name.capitalize()} {reason}.") from None

    async def _announce(self, port: int) -> None:
        """One line on stdout, once every platform is connected (experience.md, The operator)."""
        for connected in self._connected.values():
            await connected.wait()
        ready = {"event": "ready", "platforms": sorted(self._gateways), "web_port": port}
        sys.stdout.write((json.dumps(ready) if self._settings.log.format == "json" else "ready") + "\n")
        sys.stdout.flush()

    async def _beat(self) -> None:
        while True:
            self._tenure.beat()
            await self._clock.wait(self._clock.now() + _BEAT)

    async def _leave(self) -> bool:
        told = False
        with suppress(TimeoutError):
            async with asyncio.timeout(_LEAVE_WITHIN):
                await self._switchboard.stop()
                told = True
        if not told:
            log.warning("stopping before everybody could be told")
        return told

    def _health(self) -> Health:
        waiting = tuple(name for name, connected in self._connected.items() if not connected.is_set())
        return Health(waiting_for=waiting, failures=self._switchboard.failures, overdue=self._switchboard.overdue)


def _how_it_ended(ended: BaseExceptionGroup[BaseException]) -> bool:
    """Whether everybody was told of the stop; raises what made the line end instead."""
    causes = list(_leaves(ended))
    for cause in causes:
        if isinstance(cause, SettingsWrong | PortTaken | DatabaseUnusable):
            raise cause from None
    others = [cause for cause in causes if not isinstance(cause, _Stopped)]
    if others:
        raise others[0]
    return all(cause.told for cause in causes if isinstance(cause, _Stopped))


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for one in group.exceptions:
        if isinstance(one, BaseExceptionGroup):
            yield from _leaves(one)
        else:
            yield one
