"""Request: somebody's wish to talk to a person, and how it goes from open to closed (routing.md)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.people import Address, Listener
from bot.policy import Policy


class State(StrEnum):
    """Where a request stands. `arriving`: asked, but the seeker has not yet been reached; it opens when they are."""

    ARRIVING = "arriving"
    OPEN = "open"
    CLAIMED = "claimed"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One person's request. A request that is over has no row: withdrawn, expired and closed are its absence.

    `epoch` grows each time it goes back to open; `arrived_at` never changes; `stage` counts the words said while
    waiting.
    """

    id: str
    community: str
    seeker: Address
    language: str
    state: State
    arrived_at: datetime
    next_step_at: datetime
    epoch: int = 0
    danger: bool = False
    stage: int = 0
    not_again: tuple[str, ...] = ()

    @classmethod
    def asked(
        cls,
        id: str,
        *,
        community: str,
        seeker: Address,
        language: str,
        now: datetime,
        policy: Policy,
        arrived_at: datetime | None,
    ) -> "Request":
        """A new request; `arrived_at` is that of an earlier one which it goes on from (routing.md 12)."""
        arrived = arrived_at or now
        return cls(
            id=id, community=community, seeker=seeker, language=language, state=State.ARRIVING,
            arrived_at=arrived, next_step_at=now + policy.word_every,
        )  # fmt: skip

    def opened(self) -> "Request":
        """The seeker has been reached: listeners can now be asked."""
        return replace(self, state=State.OPEN)

    def claimed(self, *, now: datetime, policy: Policy) -> "Request":
        """A listener has taken it: its conversation keeps the time from here on."""
        return replace(self, state=State.CLAIMED, next_step_at=now + policy.silence_forgotten)

    def released(self, *, now: datetime, policy: Policy, not_again: str = "") -> "Request":
        """Open again, in its old place, with a new epoch, so that every button from before is stale (routing.md 6)."""
        never = (*self.not_again, not_again) if not_again else self.not_again
        return replace(
            self, state=State.OPEN, epoch=self.epoch + 1, next_step_at=now + policy.word_every, stage=0, not_again=never
        )

    def in_danger(self) -> "Request":
        """The seeker says they are in danger: the request goes first (routing.md 7)."""
        return replace(self, danger=True)

    def told(self, *, now: datetime, policy: Policy) -> "Request":
        """The seeker has just been told what is happening; the next word is due in `policy.word_every`."""
        return replace(self, stage=self.stage + 1, next_step_at=now + policy.word_every)

    def waited(self, *, now: datetime) -> timedelta:
        """How long the seeker has waited so far."""
        return now - self.arrived_at

    def admits(self, listener: Listener, *, now: datetime) -> bool:
        """Whether this listener may be asked: on call, shares the language, is not the seeker and not kept apart
        from them.
        """
        return (
            listener.community == self.community
            and listener.on_call(now=now)
            and listener.address != self.seeker
            and listener.id not in self.not_again
            and self.language in listener.languages
        )
