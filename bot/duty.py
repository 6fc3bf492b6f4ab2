"""Duty: a listener's turn on call as routing sees it: served when, how often, resting until; gone with the turn
(routing.md 3, 13; privacy.md, live).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One listener's turn. It is kept until `until`, also where they go off call and come back: caps hold.

    `request` is the one that they were offered and have not answered, since `offered_at`; `overlooked` are those that
    stood too long, in a row; `talked` is time in conversation.
    """

    listener: str
    until: datetime
    served_at: datetime | None = None
    served: int = 0
    talked: timedelta = timedelta()
    offers: int = 0
    overlooked: tuple[str, ...] = ()
    cool_until: datetime | None = None
    request: str = ""
    offered_at: datetime | None = None

    @property
    def misses(self) -> int:
        """How many requests in a row they did not answer; the same one, asked again, counts once (routing.md 13)."""
        return len(self.overlooked)

    def next_step_at(self, policy: Policy) -> datetime:
        """When something of it is due: an offer has stood too long, the rest is over, the turn is over."""
        missed = self.offered_at + policy.offer_missed if self.offered_at else self.until
        return min(self.until, missed, self.cool_until or self.until)

    def lasting(self, until: datetime) -> "Duty":
        """The same turn, lasting until then at least."""
        return replace(self, until=max(until, self.until))

    def asked(self, request: str, *, now: datetime) -> "Duty":
        """This request has been put to them."""
        return replace(self, request=request, offered_at=now, offers=self.offers + 1)

    def answered(self) -> "Duty":
        """They answered, whatever they said: nobody is missed."""
        return replace(self, request="", offered_at=None, overlooked=())

    def let_go(self) -> "Duty":
        """The offer holds them no longer: it was closed, or went to others."""
        return replace(self, request="", offered_at=None)

    def missed(self) -> "Duty":
        """The offer stood unanswered for too long."""
        more = () if self.request in self.overlooked else (self.request,)
        return replace(self.let_go(), overlooked=(*self.overlooked, *more))

    def took(self, *, now: datetime) -> "Duty":
        """They took a request."""
        return replace(self.answered(), served=self.served + 1, served_at=now, cool_until=None)

    def finished(self, *, began: datetime, now: datetime, policy: Policy) -> "Duty":
        """Their conversation is over: they rest for a while, or until they say that they are ready."""
        rest = now + policy.cool_down
        return replace(self, talked=self.talked + (now - began), cool_until=rest, until=max(self.until, rest))

    def paused(self) -> "Duty":
        """They are asked no more in this turn, unless they say that they are there."""
        return replace(self.let_go(), cool_until=self.until)

    def ready(self) -> "Duty":
        """They rest no longer, and are there."""
        return replace(self, cool_until=None, overlooked=())

    def rests(self, *, now: datetime) -> bool:
        """Whether they rest after a conversation."""
        return self.cool_until is not None and now < self.cool_until

    def done(self, policy: Policy) -> bool:
        """Whether they have listened enough for one turn (routing.md 13)."""
        return self.served >= policy.conversations_at_most or self.talked >= policy.listening_at_most
