"""Long polling that acknowledges what was handled, not what was fetched (architecture.md, Nothing is lost)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from adapters.telegram.backlog import Backlog
from adapters.telegram.inbound import KINDS
from adapters.telegram.intake import Intake
from adapters.telegram.transport import TooMany, Transport
from bot.errors import Refused

_log = logging.getLogger("warmline.telegram")

_LONG_POLL = 25  # seconds
# While something is not acknowledged: how long a poll waits for the rest once the front has moved, and how often it
# asks again where it stands still.
_GATHER, _AGAIN = 0.02, 0.25
_FIRST_WAIT, _LONGEST_WAIT, _OTHER = 0.5, 30.0, 3.0  # seconds between attempts; while another program polls


Noted = Callable[[], Awaitable[None]]
"""Returns once what was handled so far is written down."""


class Patience:
    """Waits longer each time while Telegram is away, and logs each change of that once."""

    def __init__(self, hearing: Callable[[bool], None]) -> None:
        self._trouble, self._delay, self._hearing = "", 0.0, hearing

    async def wait(self, error: TelegramError) -> None:
        """Wait until the next attempt."""
        self._hearing(False)
        kind = "another program uses this token" if isinstance(error, Conflict) else type(error).__name__
        if kind != self._trouble:
            _log.warning("Telegram does not answer: %s; trying again", kind)
            self._trouble = kind
        self._delay = min(max(2 * self._delay, _FIRST_WAIT), _LONGEST_WAIT)
        match error:
            case TooMany(after=after):
                await asyncio.sleep(max(after, _FIRST_WAIT))
            case Conflict():
                await asyncio.sleep(_OTHER)
            case _:
                await asyncio.sleep(self._delay)

    @property
    def tried(self) -> bool:
        """Whether it did not answer lately: then it is asked for an answer at once."""
        return bool(self._trouble)

    def over(self) -> None:
        """It answered."""
        self._hearing(True)
        if self._trouble:
            _log.warning("Telegram answers again")
            self._trouble, self._delay = "", 0.0


async def at_once() -> None:
    """There is nothing to wait for."""


async def poll(
    transport: Transport, intake: Intake, patience: Patience, ready: Callable[[], None], noted: Noted = at_once
) -> None:
    """Ask, take in, wait until what was taken in may be acknowledged, and again; `ready` after the first answer. What
    was handled is `noted` before it is acknowledged: an edit of it may come after a crash.

    Raises Refused("token").
    """
    backlog = intake.backlog
    answered, last = False, None
    while True:
        waits = _LONG_POLL if answered and not backlog and not patience.tried and not intake.behind else 0
        acknowledges = backlog.offset != backlog.told
        last, backlog.told = _unlike(last, backlog), backlog.offset
        if acknowledges:
            await noted()
        try:
            batch = await _updates(transport, last, waits)
        except InvalidToken:
            raise Refused("token") from None
        except TelegramError as error:
            await patience.wait(error)
            continue
        patience.over()
        intake.take_all(batch)
        await intake.behind.acknowledged(last)
        if not answered:
            answered = True
            await intake.behind.only(intake.numbers(batch))
            ready()
        if backlog:
            await backlog.moves(at_most=_AGAIN, gather=_GATHER)
            intake.let_go()
            await intake.behind.write(backlog)


def _unlike(last: int | None, backlog: Backlog) -> int | None:
    """The offset, or the one before it, which means the same.

    Asked twice with one offset within half a second, Telegram gives one update only.
    """
    offset = backlog.offset
    return offset - 1 if offset is not None and offset == last else offset


async def _updates(transport: Transport, offset: int | None, waits: int) -> list[Any]:
    given = {"offset": offset, "timeout": waits, "allowed_updates": KINDS}
    batch = await transport.ask("getUpdates", given, read_timeout=waits + 10.0)
    if not isinstance(batch, list):
        raise NetworkError("the reply is no list of updates")
    return batch
