"""Answering: brings an event to the core and says what comes back, only to whom it is for (experience.md)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import ChatMember
from telegram.error import TelegramError

from adapters.telegram.inbound import Event
from adapters.telegram.outbound import Outbound
from bot.errors import Refused, RetryLater, Unreachable
from bot.inbound import Typed
from bot.notice import WriteToMe
from bot.ports import Receive
from bot.records import Saying

_log = logging.getLogger("warmline.telegram")

_OPENS = ("talk", "start")  # what must not be left standing in a group
_MANAGES = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
_TRIES, _LONGEST_WAIT = 4, 30.0  # seconds


class Answering(Outbound):
    """What the gateway does with one event."""

    async def bring(self, event: Event, receive: Receive) -> None:
        """Hand an event to the core, and its answer to the person."""
        if event.query:
            async with asyncio.TaskGroup() as together:  # neither waits for the other
                together.create_task(self._stop_spinner(event.query))
                saying = await receive(event.inbound)
        elif isinstance(event.inbound, Typed):
            saying = await self._typed(event, event.inbound, receive)
        else:
            saying = await receive(event.inbound)
        if saying is not None:
            await self._answer(event, saying)

    async def _typed(self, event: Event, typed: Typed, receive: Receive) -> Saying | None:
        """A command in a group: one that says who looks for help is taken away first, where the bot may."""
        if typed.command in _OPENS:
            async with asyncio.TaskGroup() as together:
                together.create_task(self._take_away(event.group, event.message))
                return await receive(typed)
        try:
            member = await self._member(event.group, typed.by.id)
        except RetryLater:
            member = None
        manages = member is not None and member.status in _MANAGES
        place = replace(typed.place, manages=manages) if typed.place is not None else None
        return await receive(replace(typed, place=place))

    async def _answer(self, event: Event, saying: Saying) -> None:
        to = event.inbound.by
        if event.group and isinstance(event.inbound, Typed) and event.inbound.command in _OPENS:
            await self._publicly(event.group, saying)
            return
        try:
            await self._surely(lambda: self._notice(to.id, saying))
        except Unreachable:
            if event.group:
                await self._publicly(event.group, replace(saying, notice=WriteToMe()))

    async def _publicly(self, group: str, saying: Saying) -> None:
        try:
            await self._surely(lambda: self._announce(group, saying))
        except Unreachable:
            _log.info("a group could not be answered")

    async def _surely(self, call: Callable[[], Awaitable[str]]) -> None:
        """Say it, trying again while Telegram is busy; what it refuses is logged. Raises Unreachable."""
        for _ in range(_TRIES):
            try:
                await call()
                return
            except RetryLater as busy:
                if busy.after > _LONGEST_WAIT:
                    break
                await asyncio.sleep(busy.after)
            except Refused as refusal:
                _log.warning("an answer was refused: %s", refusal.reason)
                return
        _log.warning("an answer could not be said: Telegram is busy")

    async def _stop_spinner(self, query: str) -> None:
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            _log.info("a press could not be answered: %s", type(error).__name__)

    async def _take_away(self, group: str, message: str) -> None:
        try:
            await self._in(group, lambda chat: self._bot.delete_message(chat, int(message)))
        except TelegramError:
            _log.info("the bot may not delete a typed command in a group")
