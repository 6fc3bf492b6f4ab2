"""Telegram's Bot API in small, over real sockets (core.telegram.org/bots/api)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Literal, Self

from aiohttp import web

from adapters.sandbox.faults import Faults
from adapters.sandbox.people import Calls, Received

from .calls import Answering
from .group import Group
from .pace import Pace
from .person import Person
from .refusal import Refusal
from .rooms import Account
from .world import World


class TelegramServer:
    """A Bot API server for one bot; requests go to `<url>/bot<token>/<method>`.

    `strict` refuses (400) whatever parameter the documentation does not name; `pace` refuses (429) what is too fast;
    `throttles_repeats` slows repeated polls as the real one does (Updates). `clock` gives Unix seconds.
    """

    def __init__(
        self, *, token: str, strict: bool = False, host: str = "127.0.0.1", port: int = 0, pace: Pace | None = None,
        throttles_repeats: bool = False, username: str = "sandbox_line_bot", clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ValueError("a Telegram token is <number>:<letters>")
        self.world = World(bot_id=int(token.split(":")[0]), username=username, strict=strict, clock=clock)
        self.world.updates.throttles_repeats = throttles_repeats
        self.faults = Faults()
        self.calls = Calls()
        self.people: list[Person] = []
        self.groups: list[Group] = []
        self._answering = Answering(token=token, world=self.world, faults=self.faults, calls=self.calls, pace=pace)
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://{self._host}:{self._port}"

    @property
    def received(self) -> list[Received]:
        """All calls that the bot made, newest last."""
        return self.calls.all

    async def received_call(self, match: str, *, within: float = 10.0) -> Received:
        """Wait for the oldest call, not returned before, whose method contains `match` (Calls.one)."""
        return await self.calls.one(match, within=within)

    async def polled(self, *, within: float = 10.0) -> None:
        """Wait until the bot waits in a long poll."""
        updates = self.world.updates
        await updates.polled.until(lambda: updates.polling or None, within=within)

    async def start(self) -> None:
        """Listen; a free port is chosen once and kept over a restart."""
        app = web.Application(client_max_size=64 * 2**20)
        self._answering.route(app)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port, reuse_address=True)
        await site.start()
        self.world.started_at = self.world.now
        self.world.webhook.resume()
        self._port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Stop listening; what the server knows stays."""
        await self.world.webhook.stop()
        self.world.updates.interrupt(Refusal(500, "Internal Server Error: restart"))
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def person(self, name: str, language_code: str | None = "en", *, username: str | None = None) -> Person:
        """Somebody with a Telegram account, who has not met the bot yet."""
        number = next(self.world.person_ids)
        account = Account(id=number, first_name=name, language_code=language_code, username=username)
        named = {"username": username} if username else {}
        self.world.accounts[number] = account
        room = self.world.new_room(number, {"type": "private", "first_name": name} | named)
        person = Person(self.world, account, room)
        self.people.append(person)
        return person

    def group(
        self, title: str, members: Sequence[Person], *,
        kind: Literal["group", "supergroup"] = "group", bot: bool = True, rights: tuple[str, ...] = (),
    ) -> Group:  # fmt: skip
        """A group of these people, owned by the first; with the bot in it, as administrator if it has rights."""
        numbers = self.world.group_ids if kind == "group" else self.world.supergroup_ids
        room = self.world.new_room(next(numbers), {"type": kind, "title": title})
        group = Group(self.world, room, members[0].account)
        for person in members[1:]:
            group.add(person.account)
        if bot:
            group.add_bot(rights)
        self.groups.append(group)
        return group

    def push_raw(self, update: dict[str, Any]) -> None:
        """Hand out this update as it is, however malformed."""
        self.world.updates.push(update)
