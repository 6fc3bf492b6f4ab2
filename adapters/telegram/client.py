"""The Telegram gateway: connects, brings what happens, and acknowledges it once it is handled (architecture.md)."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

from telegram import Message
from telegram.error import InvalidToken, NetworkError, TelegramError

from adapters.telegram.answering import Answering
from adapters.telegram.behind import Behind, Keep
from adapters.telegram.inbound import KINDS, said
from adapters.telegram.intake import Intake, Noted, Pend, at_once
from adapters.telegram.menus import put_up
from adapters.telegram.polling import Patience, poll
from adapters.telegram.refusals import told
from adapters.telegram.sending import Links
from adapters.telegram.settings import TelegramSettings
from adapters.telegram.transport import read_json
from adapters.wording import Wording
from bot.errors import Refused
from bot.inbound import Said
from bot.notice import PassingOn
from bot.people import Address
from bot.ports import Receive
from bot.records import Saying, Watched

_log = logging.getLogger("warmline.telegram")

Read = Callable[[Address, str], Awaitable[Said | None]]
Recover = Callable[[Read], Awaitable[Mapping[int, Address]]]
"""Has what was acknowledged and not handled before a crash read again, by the reader that it is given; the updates that
were handled and not acknowledged, and whose each is.
"""

_FAREWELL = 2.0  # seconds for the last acknowledgement


async def nothing_waits(read: Read) -> Mapping[int, Address]:
    """There was no crash."""
    return {}


class TelegramGateway(Answering):
    """Warmline on Telegram (bot.ports.Gateway). `pend` turns on the rule that nobody's update holds up the rest;
    `noted` is waited for before anything is acknowledged; `keep` writes down what is handled before it can be;
    `recover` goes before all that comes anew.
    """

    def __init__(
        self, settings: TelegramSettings, wording: Wording, *,
        links: Links = lambda _: None, pend: Pend | None = None, noted: Noted = at_once, keep: Keep | None = None,
        recover: Recover = nothing_waits,
    ) -> None:  # fmt: skip
        super().__init__(settings, wording, links=links)
        self._pend, self._noted, self._keep, self._recover = pend, noted, keep, recover
        self._intake: Intake | None = None
        self.hearing: Callable[[bool], None] = lambda _: None
        self._patience = Patience(lambda hears: self.hearing(hears), first=settings.first_wait)
        _silence_library()

    async def run(
        self, receive: Receive, *, watched: Callable[[], Sequence[Watched]], ready: Callable[[], None]
    ) -> None:
        """Serve until cancelled; Telegram itself sends again what was not handled, so nothing `watched` is looked up.

        Raises Refused("token") where Telegram does not accept the token.
        """
        intake: Intake | None = None
        try:
            await self._meet()
            handled = await self._recover(self.recover)
            async with asyncio.TaskGroup() as tasks:
                intake = Intake(
                    username=self._username, tasks=tasks, bring=lambda event: self.bring(event, receive),
                    moved=self._moved.__setitem__, pend=self._pend, noted=self._noted,
                    behind=Behind(handled, None if self._settings.webhook_url else self._keep),
                    waits_at_most=self._settings.waits_at_most,
                )  # fmt: skip
                await self._serve(intake, tasks, ready)
        except ExceptionGroup as group:
            if group.subgroup(Refused) is not None:
                raise Refused("token") from None
            raise
        finally:
            await self._leave(intake)

    async def handle_webhook(self, body: bytes, secret: str | None) -> int:
        """Handle one request to the webhook; the status of its answer: 200 once handled, 403 for a wrong secret."""
        expected = self._settings.webhook_secret or ""
        if not expected or not hmac.compare_digest((secret or "").encode(), expected.encode()):
            return 403
        if self._intake is None:
            return 503
        try:
            taken = self._intake.take(read_json(body))
        except NetworkError:
            return 400
        if taken is not None and taken.task is not None:
            await asyncio.wait((taken.task,), timeout=self._settings.waits_at_most if self._pend is not None else None)
            if taken.task.cancelled():
                return 503
            if not taken.task.done() and not await self._intake.release(taken):
                return 503
        await self._noted()
        return 200

    async def recover(
        self, address: Address, message_id: str, *, language: str = "en", line: str = "Warmline"
    ) -> Said | None:
        """What the person wrote in that message, as it stands now, read from a reply to it; None where it is gone."""
        shown = self._wording.render(Saying(notice=PassingOn(), language=language, line=line), platform=self.name)
        try:
            with told():
                reply = await self._post(int(address.id), shown.text, reply_parameters={"message_id": int(message_id)})
        except Refused:
            return None
        answered = Message.de_json(reply).reply_to_message
        return said(answered, language=language) if isinstance(answered, Message) else None

    async def _meet(self) -> None:
        """Learn who the bot is, however long Telegram is away."""
        while not self._username:
            try:
                self._username = (await self._bot.get_me()).username or ""
            except InvalidToken:
                raise Refused("token") from None
            except TelegramError as error:
                await self._patience.wait(error)
            else:
                self._patience.over()

    async def _serve(self, intake: Intake, tasks: asyncio.TaskGroup, ready: Callable[[], None]) -> None:
        await self._choose_way()
        tasks.create_task(put_up(self._bot, self._wording))
        self._intake = intake
        try:
            if self._settings.webhook_url:
                ready()
                await asyncio.get_running_loop().create_future()
            await poll(self._transport, intake, self._patience, ready)
        except asyncio.CancelledError:
            await intake.backlog.moves(at_most=self._settings.finishes_within, gather=self._settings.finishes_within)
            raise
        finally:
            self._intake = None

    async def _choose_way(self) -> None:
        """Polling, or the webhook; an old webhook that stays is found by the poll."""
        while True:
            try:
                if url := self._settings.webhook_url:
                    secret = self._settings.webhook_secret
                    await self._bot.set_webhook(url, allowed_updates=KINDS, secret_token=secret)
                else:
                    await self._bot.delete_webhook()
                return
            except TelegramError as error:
                _log.warning("the webhook could not be set or taken off: %s", type(error).__name__)
                if not self._settings.webhook_url:
                    return
                await self._patience.wait(error)

    async def _leave(self, intake: Intake | None) -> None:
        """Acknowledge what was handled since the last poll, so that it does not come again; close the connections."""
        if intake is not None and intake.backlog.offset != intake.backlog.told and not self._settings.webhook_url:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(_FAREWELL):
                    given = {"offset": intake.backlog.offset, "timeout": 0, "limit": 1, "allowed_updates": KINDS}
                    await self._noted()
                    await self._transport.ask("getUpdates", given)
        await self._transport.shutdown()


class _WithoutWords(logging.Filter):
    """Drops what the library puts into its log records: raw updates, texts and parameters (privacy.md)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, emptied."""
        record.msg, record.args, record.exc_info = f"{record.name} has something to say", (), None
        return True


def _silence_library() -> None:
    for name in ("telegram", "telegram.Bot", "telegram.BaseRequest"):
        logger = logging.getLogger(name)
        if not any(isinstance(one, _WithoutWords) for one in logger.filters):
            logger.addFilter(_WithoutWords())
