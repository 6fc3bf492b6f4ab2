"""Answers to interactions: within 3 s whatever the core does, and only to the one who acted (relay.md)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from adapters.discord.http import Http
from adapters.discord.inbound import COMMAND, FORM, actor, fills, person
from bot.errors import PlatformError
from bot.people import Address
from bot.records import Saying

Json = dict[str, Any]
Say = Callable[[Address, Saying, str], Awaitable[object]]
"""Say it in the private chat instead: to whom, what, and the name of that message."""

log = logging.getLogger("warmline.discord")

PATIENCE = 1.5
"""Seconds for the core to decide; after that the answer is put off (architecture.md: a deferral only after 1.5 s)."""

_ONLY_FOR_THEM = 1 << 6
_MESSAGE, _LATER, _NOTHING_NOW = 4, 5, 6
_WITHOUT_MESSAGE = (COMMAND, FORM)


class Answers:
    """Gives each interaction exactly one first answer: a form where something is asked, else a message."""

    def __init__(
        self, http: Http, *, body: Callable[[Saying], Json], form: Callable[[Saying], Json | None], say: Say
    ) -> None:
        self._http, self._body, self._form, self._say = http, body, form, say

    async def answer(self, interaction: Json, decision: asyncio.Future[Saying | None], *, otherwise: Saying) -> None:
        """Answer with what was decided; `otherwise` is for a command that needs no answer of its own.

        A press that needs none is acknowledged without words.
        """
        try:
            await asyncio.wait({decision}, timeout=PATIENCE)
            if decision.done():
                await self._at_once(interaction, _outcome(decision, interaction, otherwise))
            else:
                await self._late(interaction, decision, otherwise)
        except (aiohttp.ClientError, OSError, PlatformError) as err:
            log.warning("discord interaction %s not answered: %s", interaction["id"], type(err).__name__)

    async def _at_once(self, interaction: Json, saying: Saying | None) -> None:
        if saying is None:
            await self._first(interaction, {"type": _NOTHING_NOW})
        elif (form := self._opened(interaction, saying)) and await self._first(interaction, form):
            return
        elif not await self._first(interaction, {"type": _MESSAGE, "data": self._private(saying)}):
            await self._instead(interaction, saying)

    def _opened(self, interaction: Json, saying: Saying) -> Json | None:
        """The form that this answer opens, where it opens one: at once, or because somebody pressed for it."""
        form = saying.notice.form()
        if form is None or interaction["type"] == FORM or not (form.at_once or fills(interaction)):
            return None
        return self._form(saying)

    async def _late(self, interaction: Json, decision: asyncio.Future[Saying | None], otherwise: Saying) -> None:
        command = interaction["type"] in _WITHOUT_MESSAGE
        put_off: Json = {"type": _LATER, "data": {"flags": _ONLY_FOR_THEM}} if command else {"type": _NOTHING_NOW}
        in_time = await self._first(interaction, put_off)
        await asyncio.wait({decision})
        saying = _outcome(decision, interaction, otherwise)
        if saying is not None and not (in_time and await self._follow(interaction, saying, command=command)):
            await self._instead(interaction, saying)

    async def _first(self, interaction: Json, body: Json) -> bool:
        return await self._called("POST", f"/interactions/{interaction['id']}/{interaction['token']}/callback", body)

    async def _follow(self, interaction: Json, saying: Saying, *, command: bool) -> bool:
        path = f"/webhooks/{interaction['application_id']}/{interaction['token']}"
        if command:  # what was put off is for their eyes only already; an edit may not say so again
            return await self._called("PATCH", f"{path}/messages/@original", self._body(saying))
        return await self._called("POST", path, self._private(saying))

    async def _called(self, method: str, path: str, body: Json) -> bool:
        """Whether Discord took it; a call that was cut off is made once more."""
        for last in (False, True):
            try:
                status, code = await self._http.direct(method, path, body=body)
            except (aiohttp.ClientError, OSError):
                if last:
                    return False
                continue
            if status < 400 or code == 40060:  # acknowledged already: the first try had arrived
                return True
            if status < 500 or last:
                log.info("discord interaction refused: %s %s", status, code)
                return False
        return False

    async def _instead(self, interaction: Json, saying: Saying) -> None:
        await self._say(person(actor(interaction)), saying, f"interaction/{interaction['id']}")

    def _private(self, saying: Saying) -> Json:
        body = self._body(saying)
        return {**body, "flags": body["flags"] | _ONLY_FOR_THEM}


def _outcome(decision: asyncio.Future[Saying | None], interaction: Json, otherwise: Saying) -> Saying | None:
    decided = None if decision.cancelled() or decision.exception() else decision.result()
    return otherwise if decided is None and interaction["type"] in _WITHOUT_MESSAGE else decided
