"""Limits: what one person, and all together, may try in a while; counted in memory only (privacy.md, Safety)."""

from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.people import Address

_CODES, _CODES_OF_ALL, _CODES_WITHIN = 5, 100, timedelta(minutes=10)


def codes_wait(desk: Desk, by: Address) -> timedelta | None:
    """How long no code of theirs is looked at any more; None: it is. While very many are tried, each person has one."""
    now = desk.clock.now()
    everybody = [one for one in desk.memory.codes if now - one[1] < _CODES_WITHIN]
    desk.memory.codes[:] = everybody
    theirs = [at for who, at in everybody if who == by]
    allowed = _CODES if len(everybody) < _CODES_OF_ALL else 1
    return min(theirs) + _CODES_WITHIN - now if len(theirs) >= allowed else None


def code_failed(desk: Desk, by: Address) -> None:
    """They tried a code that does not work. What is known of all together is known only while it counts."""
    now: datetime = desk.clock.now()
    desk.memory.codes.append((by, now))
    del desk.memory.codes[: -10 * _CODES_OF_ALL]
