"""What one run does with the gateway's events: each becomes a task of its group, in the order in which they come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from adapters.discord import inbound
from adapters.discord.answers import Answers
from adapters.discord.catchup import CatchUp
from adapters.discord.client import Hears
from adapters.discord.commands import tell_commands, tell_profile
from adapters.discord.errors import unharmed
from adapters.discord.outbound import Outbound
from bot.errors import PlatformError, RetryLater
from bot.inbound import Composing, Edited, Inbound
from bot.notice import ButtonOld, Notice, SeeMessages, SendAgain, Trouble
from bot.people import Address
from bot.ports import Receive
from bot.records import Saying, Watched

Json = dict[str, Any]

log = logging.getLogger("warmline.discord")

_CATCHING_UP = 30.0
"""Seconds after which we call ourselves ready though chats are still being read (they go on)."""

_TRIES = 5


class Serving:
    """One run, from the first connection to its cancellation."""

    def __init__(
        self,
        outbound: Outbound,
        group: asyncio.TaskGroup,
        receive: Receive,
        watched: Callable[[], Sequence[Watched]],
        ready: Callable[[], None],
        *,
        line: str,
    ) -> None:
        self._outbound, self._group, self._line = outbound, group, line
        self._receive, self._watched, self._ready = receive, watched, ready
        self._http, self._rooms = outbound.connected(), outbound.rooms
        self._catch_up = CatchUp(
            self._http, self._rooms, hear=self._hand_message, amend=self._hand, ask_again=self._ask_again
        )
        self._answers = Answers(self._http, body=outbound.body, form=outbound.form, say=self._say)
        self._announced = self._well = False
        self._me = ""

    def hears(self) -> Hears:
        """What each event of the gateway means to us; all others are passed over."""
        named: dict[str, Callable[[Json], None]] = {
            "READY": self._on_ready,
            "RESUMED": self._on_resumed,
            "MESSAGE_CREATE": self._on_message,
            "MESSAGE_UPDATE": self._on_edit,
            "MESSAGE_DELETE": self._on_delete,
            "MESSAGE_DELETE_BULK": self._on_bulk_delete,
            "MESSAGE_REACTION_ADD": partial(self._on_reaction, gone=False),
            "MESSAGE_REACTION_REMOVE": partial(self._on_reaction, gone=True),
            "TYPING_START": self._on_typing,
            "INTERACTION_CREATE": self._on_interaction,
        }
        return {name: partial(_guarded, name, hear) for name, hear in named.items()}

    def was_well(self) -> bool:
        """Whether there was a session since the last time this was asked."""
        well, self._well = self._well, False
        return well

    def _on_ready(self, event: Json) -> None:
        self._well = True
        self._outbound.hearing(True)
        self._me = str(event["user"]["id"])
        if (event.get("shard") or [0])[0] != 0:
            return  # private chats are on shard 0 alone
        people: dict[Address, list[Watched]] = {}
        for side in self._watched():
            if side.address.platform == self._outbound.name:
                people.setdefault(side.address, []).append(side)
        reading = [self._catch_up.begin(sides, self._group) for sides in people.values()]
        application = str((event.get("application") or {}).get("id") or self._me)
        self._go(self._become_ready(reading, application))

    def _on_resumed(self, _: Json) -> None:
        self._well = True
        self._outbound.hearing(True)

    async def _become_ready(self, reading: Sequence[asyncio.Task[None]], application: str) -> None:
        if reading:
            await asyncio.wait(reading, timeout=_CATCHING_UP)
        if self._announced:
            return
        self._announced = True
        self._ready()
        await tell_commands(self._http, application, self._outbound.wording)
        await tell_profile(self._http, self._outbound.wording)

    def _on_message(self, event: Json) -> None:
        who = inbound.number(event["author"]["id"])
        if who == self._me or not inbound.by_person(event):
            return
        self._rooms.learn(who, inbound.number(event["channel_id"]))
        said = inbound.said(event, self._rooms.language_of(who))
        self._start(who, said, source=int(said.source))

    def _on_edit(self, event: Json) -> None:
        who = (event.get("author") or {}).get("id") or self._rooms.whose(event["channel_id"])
        if who and who != self._me and inbound.changed(event):
            self._catch_up.changed(who, event["id"])
            self._start(who, inbound.edited(who, event))

    def _on_delete(self, event: Json) -> None:
        if who := self._rooms.whose(event["channel_id"]):
            gone = inbound.retracted(who, event["id"])
            self._catch_up.deleted(who, gone.source)
            self._go(self._hand(gone))

    def _on_bulk_delete(self, event: Json) -> None:
        for message in event["ids"]:
            self._on_delete({"channel_id": event["channel_id"], "id": message})

    def _on_reaction(self, event: Json, *, gone: bool) -> None:
        who = event["user_id"]
        if who != self._me and (reacted := inbound.reacted(event, gone=gone)) is not None:
            self._start(who, reacted)

    def _on_typing(self, event: Json) -> None:
        who = event["user_id"]
        if who != self._me and "guild_id" not in event:
            self._go(self._hand(Composing(by=inbound.person(who))))

    def _on_interaction(self, event: Json) -> None:
        who, language = inbound.actor(inbound.answerable(event)), inbound.language(event)
        self._rooms.heard_language(who, language)
        if inbound.in_private(event):
            self._rooms.learn(who, inbound.number(event["channel_id"]))
        happened = inbound.happened(event)
        decision: asyncio.Future[Saying | None]
        if happened is None:
            decision = asyncio.get_running_loop().create_future()
            decision.set_result(self._saying(ButtonOld(), language))
        else:
            decision = self._group.create_task(self._decide(happened, language))
        otherwise = self._saying(SeeMessages(), language)
        self._go(self._answers.answer(event, decision, otherwise=otherwise))

    def _start(self, who: str, happened: Inbound, *, source: int = 0) -> None:
        if not self._catch_up.hold(who, partial(self._hand, happened), source=source):
            self._go(self._hand(happened))

    def _go(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do it in a task of its own; whatever comes of it ends nothing else."""
        self._group.create_task(unharmed(doing))

    async def _hand_message(self, message: Json) -> None:
        who = message["author"]["id"]
        if who != self._me:
            await self._hand(inbound.said(message, self._rooms.language_of(who)))

    async def _ask_again(self, side: Watched) -> None:
        asking = Saying(notice=SendAgain(), language=side.language, line=side.line or self._line)
        await self._say(side.address, asking, f"again/{side.address.id}/{side.cursor}")

    async def _hand(self, happened: Inbound) -> None:
        if saying := await self._decide(happened, "en"):
            which = happened.at if isinstance(happened, Edited) else ""  # each edit of a message has its own
            await self._say(happened.by, saying, f"answer/{getattr(happened, 'source', '')}/{which}")

    async def _decide(self, happened: Inbound, language: str) -> Saying | None:
        try:
            return await self._receive(happened)
        except Exception as err:  # noqa: BLE001  # nothing of one event may end the others; only its kind is logged
            log.error("discord event %s failed: %s", type(happened).__name__, type(err).__name__)
            return self._saying(Trouble(), language)

    def _saying(self, notice: Notice, language: str) -> Saying:
        return Saying(notice=notice, language=language, line=self._line)

    async def _say(self, to: Address, saying: Saying, nonce: str) -> None:
        """Say a private answer; tried again for a while, then it is too late to be one."""
        for _ in range(_TRIES):
            try:
                await self._outbound.say(to, saying, nonce=nonce)
                return
            except RetryLater as err:
                await asyncio.sleep(err.after)
            except PlatformError as err:
                log.info("discord answer not said: %s", getattr(err, "reason", ""))
                return


def _guarded(name: str, hear: Callable[[Json], None], event: Json) -> None:
    """An event that is not as documented is passed over: it must not end the connection."""
    try:
        hear(event)
    except Exception as err:  # noqa: BLE001  # whatever it lacks; only its kind is logged
        log.warning("discord event %s not understood: %s", name, type(err).__name__)
