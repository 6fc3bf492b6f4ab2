"""How the Bot API says no (core.telegram.org/bots/api, "Making requests")."""

from typing import Any


class Refusal(Exception):
    """The Bot API refuses this call."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def reply(self) -> dict[str, Any]:
        """The body that the platform answers with."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(description: str, **parameters: int) -> Refusal:
    """The most frequent refusal: the request itself is wrong."""
    return Refusal(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> Refusal:
    """The bot may not do this here."""
    return Refusal(403, f"Forbidden: {description}")


def too_many(seconds: int) -> Refusal:
    """The bot is too fast; `seconds` is how long it shall wait."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
