"""How Discord refuses: an HTTP status and a JSON body {code, message, errors}."""

from typing import Any


class Refusal(Exception):
    """Discord says no."""

    def __init__(self, code: int, *, errors: dict[str, Any] | None = None, message: str = "", status: int = 0) -> None:
        known_status, known_message = DOCUMENTED.get(code, (400, "Refused"))
        self.status = status or known_status
        self.code = code
        self.errors = errors
        super().__init__(message or known_message)

    def body(self) -> dict[str, Any]:
        """The JSON that goes over the wire."""
        reply: dict[str, Any] = {"message": str(self), "code": self.code}
        return reply | {"errors": self.errors} if self.errors else reply


def invalid(where: str, code: str, message: str) -> Refusal:
    """50035 for the field at a dotted path, "components.0.components.1.label" for example; "" is the whole body."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(where.split(".") if where else []):
        errors = {part: errors}
    return Refusal(50035, errors=errors)


def too_long(where: str, most: int) -> Refusal:
    """50035 for a text that is longer than `most` characters."""
    return invalid(where, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def bad_length(where: str, least: int, most: int) -> Refusal:
    """50035 for a text or list that is too short or too long."""
    return invalid(where, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def missing(where: str) -> Refusal:
    """50035 for a field that is required."""
    return invalid(where, "BASE_TYPE_REQUIRED", "This field is required")


UNAUTHORIZED = (401, {"message": "401: Unauthorized", "code": 0})

# Opcodes and Status Codes: JSON Error Codes
DOCUMENTED: dict[int, tuple[int, str]] = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20012: (403, "You are not authorized to perform this action on this application"),
    20026: (403, "Your bot has been flagged by our anti-spam system for abusive behavior."),
    30003: (400, "Maximum number of pins reached for the channel (50)"),
    40003: (429, "You are opening direct messages too fast"),
    40060: (400, "Interaction has already been acknowledged."),
    40333: (403, "internal network error"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50016: (400, "Provided too few or too many messages to delete. Must provide between 2 and 100 messages"),
    50024: (403, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50033: (400, "Invalid Recipient(s)"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    10014: (404, "Unknown Emoji"),
    90001: (403, "Reaction was blocked"),
    160004: (400, "A thread has already been created for this message"),
    240000: (400, "Message blocked by harmful links filter"),
}
