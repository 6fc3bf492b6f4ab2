"""What Telegram's refusals mean for us: each error of the library as one of the core's three (bot.errors)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from adapters.telegram.transport import TooMany
from bot.errors import PlatformError, Refused, RetryLater, Unreachable

_FORBIDDEN = (("blocked", "blocked"), ("initiate", "dms_closed"))  # any other: gone
_NOBODY = ("chat not found", "user not found", "peer_id_invalid", "user_is_blocked", "input_user_deactivated")
_MISSING = (
    "message to edit not found", "message to delete not found", "message to be replied not found",
    "message to reply not found", "message to pin not found", "message can't be edited", "message_id_invalid",
)  # fmt: skip
_RIGHTS = ("not enough rights", "have no rights", "write_forbidden", "admin_required", "need administrator rights")


@contextmanager
def told() -> Iterator[None]:
    """Raise our own error in the place of the library's, whose text and causes may quote a reply of the server."""
    try:
        yield
    except TelegramError as error:
        raise ours(error) from None


def ours(error: TelegramError) -> PlatformError:
    """The core's error for one of the library's.

    A request that timed out may have been carried out; it is retried all the same: said at least once, not at most.
    """
    match error:
        case TooMany(after=after):
            return RetryLater(max(after, 0.0))
        case Forbidden():
            return Unreachable(next((reason for sign, reason in _FORBIDDEN if says(error, sign)), "gone"))
        case ChatMigrated():
            return Unreachable("gone")
        case BadRequest():
            return _bad(error)
        case InvalidToken() | Conflict():
            return RetryLater(5.0)
        case _:
            return RetryLater(1.0)


def says(error: TelegramError, *signs: str) -> bool:
    """Whether Telegram's own words hold one of these (lower case)."""
    words = error.message.lower()
    return any(sign in words for sign in signs)


def unchanged(error: TelegramError) -> bool:
    """Whether an edit was refused because the message is so already."""
    return isinstance(error, BadRequest) and says(error, "not modified")


def _bad(error: BadRequest) -> PlatformError:
    if says(error, *_NOBODY):
        return Unreachable("gone")
    if says(error, *_MISSING):
        return Refused("missing")
    return Refused("forbidden" if says(error, *_RIGHTS) else "invalid")
