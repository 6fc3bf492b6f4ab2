"""What the Telegram adapter is told once, at its start (experience.md, The operator)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class TelegramSettings:
    """The bot's token, and how updates come: by long polling, or to `webhook_url` with `webhook_secret` in each.

    `api_url` is the root: requests go to `<api_url>/bot<token>/…`. An update may hold up the
    acknowledgement of others for `waits_at_most` seconds; what is in hand when stopped has `finishes_within` seconds.
    Where Telegram does not answer it is asked again after `first_wait` seconds, then after twice as many.
    `pace`: so many times as fast as Telegram allows every bot to send.
    """

    token: str = field(repr=False)
    api_url: str = "https://api.telegram.org"
    webhook_url: str | None = field(default=None, repr=False)
    webhook_secret: str | None = field(default=None, repr=False)
    waits_at_most: float = 10.0
    finishes_within: float = 3.0
    first_wait: float = 0.5
    pace: float = 1.0

    def __post_init__(self) -> None:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("a webhook needs a secret: without one anybody could speak as Telegram")
        object.__setattr__(self, "api_url", self.api_url.rstrip("/"))
