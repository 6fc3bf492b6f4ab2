"""Long polling that acknowledges what was handled, not what was fetched (architecture.md, Nothing is lost)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from adapters.telegram.inbound import KINDS
from adapters.telegram.intake import Intake
from adapters.telegram.transport import TooMany, Transport
from bot.errors import Refused

_log = logging.getLogger("warmline.telegram")

_LONG_POLL = 25  # seconds
# While something is not acknowledged: how long a poll waits for the rest once the front has moved, and how often it
# asks again where it stands still.
_GATHER, _AGAIN = 0.02, 0.25
_LONGEST_WAIT, _OTHER = 10.0, 3.0  # seconds between attempts; while another program polls
_REFUSALS = 5  # in a row, until a token that was taken before is held to be refused


class Patience:
    """Waits longer each time while Telegram is away, `first` seconds at first, and logs each change of that once."""

    def __init__(self, hearing: Callable[[bool], None], *, first: float) -> None:
        self._trouble, self._delay, self._first, self._hearing = "", 0.0, first, hearing

    async def wait(self, error: TelegramError) -> None:
        """Wait until the next attempt."""
        self._hearing(False)
        kind = "another program uses this token" if isinstance(error, Conflict) else type(error).__name__
        if kind != self._trouble:
            _log.warning("Telegram does not answer: %s; trying again", kind)
            self._trouble = kind
        self._delay = min(max(2 * self._delay, self._first), _LONGEST_WAIT)
        match error:
            case TooMany(after=after):
                await asyncio.sleep(max(after, self._first))
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


async def poll(transport: Transport, intake: Intake, patience: Patience, ready: Callable[[], None]) -> None:
    """Ask, take in, wait until what was taken in may be acknowledged, and again; `ready` after the first answer.

    Raises Refused("token").
    """
    backlog = intake.backlog
    answered, last = False, 0
    while True:
        backlog.told = await intake.acknowledged(within=_AGAIN)
        last = _unlike(last, backlog.told)
        at_rest = not backlog and not intake.behind and backlog.told == backlog.offset
        waits = _LONG_POLL if answered and at_rest and not patience.tried else 0
        try:
            batch = await _updates(transport, last, waits)
        except InvalidToken as refusal:
            await _ask_again(transport, patience, refusal)
            continue
        except TelegramError as error:
            await intake.behind.write()
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
            intake.tidy()
        elif backlog.offset == backlog.told and (batch or intake.behind):
            await asyncio.sleep(_AGAIN)  # what has no number is not acknowledged at once, or the store is busy


async def _ask_again(transport: Transport, patience: Patience, refusal: TelegramError) -> None:
    """Return where it may go on: a server that is not well refuses tokens, too, and the library takes every 404 so.

    Raises Refused("token").
    """
    for _ in range(_REFUSALS):
        await patience.wait(refusal)
        try:
            await transport.ask("getMe", {})
        except InvalidToken:
            continue
        except TelegramError:
            pass
        return
    raise Refused("token")


def _unlike(last: int, offset: int) -> int:
    """The offset, or the one before it, which means the same.

    Asked twice with one offset within half a second, Telegram gives one update only.
    """
    return offset - 1 if offset == last else offset


async def _updates(transport: Transport, offset: int, waits: int) -> list[Any]:
    given = {"offset": offset, "timeout": waits, "allowed_updates": KINDS}
    batch = await transport.ask("getUpdates", given, read_timeout=waits + 10.0)
    if not isinstance(batch, list):
        raise NetworkError("the reply is no list of updates")
    return batch
