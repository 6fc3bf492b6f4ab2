"""The tree of errors that a Platform may raise; each has a defined next step (architecture.md).

PlatformError
├── Unreachable   the person cannot be written to: tell the other side, hold the conversation
├── RetryLater    the platform is busy or away: wait, keep order, go on
└── Refused       the platform will never take this message: tell its author
"""


class PlatformError(Exception):
    """A platform did not do what it was asked."""


class Unreachable(PlatformError):
    """This person cannot be written to now. `reason`: dms_closed, blocked, gone, quarantined or no_shared_server."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RetryLater(PlatformError):
    """The platform asks to be tried again after `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"after {after:.1f} s")
        self.after = after


class Refused(PlatformError):
    """The platform refuses this message for good. `reason`: harmful_link, missing, invalid or forbidden."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoreBusy(Exception):
    """The store cannot be used just now (locked by another process, disk full): nothing was written; try again."""
