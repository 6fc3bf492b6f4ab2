"""What a sandboxed platform shall do wrong next, on either platform (relay.md, quality.md)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from adapters.sandbox.people import Bell

FaultKind = Literal["429", "500", "502", "close", "close_after", "slow", "garbage", "refuse"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing to do wrong, for the next `times` calls that match.

    `close` cuts the socket before the call is handled, `close_after` handles it and cuts before the reply;
    `garbage` replies with something that is no JSON; `refuse` replies with the platform's own error shape,
    with `code` and `description`. `after` is the `retry_after` of a 429, or how slow `slow` is, in seconds.
    """

    kind: FaultKind
    match: str = ""  # part of the method's name (Telegram) or of "METHOD /path" (Discord); "" is every call
    times: int = 1
    after: float = 0.0
    code: int = 0
    description: str = ""


class Faults:
    """The faults that are still to come, oldest first; `met` are those that have happened, by kind."""

    def __init__(self) -> None:
        self.met: Counter[str] = Counter()
        self._waiting: list[Fault] = []
        self._taken = Bell()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, fault: Fault) -> None:
        """Do this wrong from now on, until its `times` are used up."""
        if fault.times < 1:
            raise ValueError("a fault happens at least once")
        self._waiting.append(fault)

    def take(self, call: str) -> Fault | None:
        """The oldest fault that this call matches, used up by one; None if it shall go well."""
        for place, fault in enumerate(self._waiting):
            if fault.match in call:
                self.met[fault.kind] += 1
                if fault.times > 1:
                    self._waiting[place] = replace(fault, times=fault.times - 1)
                else:
                    del self._waiting[place]
                self._taken.ring()
                return fault
        return None

    async def over(self, *, within: float = 10.0) -> None:
        """Wait until the last of them has begun."""
        await self._taken.until(lambda: None if self._waiting else True, within=within)

    def clear(self) -> None:
        """From now on everything goes well."""
        self._waiting.clear()
