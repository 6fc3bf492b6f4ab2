"""Conversation: two sides, who hears whom, whose turn it is, and how it ends (routing.md 11, relay.md)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from bot.ledger import Record
from bot.people import Address
from bot.policy import Policy


class Side(StrEnum):
    """Which of the two somebody is."""

    SEEKER = "seeker"
    LISTENER = "listener"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.LISTENER if self is Side.SEEKER else Side.SEEKER


class Kind(StrEnum):
    """What a conversation is: somebody who asked talks with a listener, or a coordinator plays the seeker
    (experience.md, A listener); or a coordinator, in the seeker's place, helps a listener, perhaps beside a talk, and
    then, as its third, in the listener's place, also writes with the seeker.
    """

    TALK = "talk"
    PRACTICE = "practice"
    SIDE = "side"
    THIRD = "third"


class Joining(StrEnum):
    """How far a coordinator has come who would like to join the talk beside their side chat."""

    NOT = "not"
    ASKED = "asked"
    DECLINED = "declined"
    JOINED = "joined"


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """One of the two: where they are reached, what the other calls them, the language in which the bot speaks to
    them.
    """

    address: Address
    alias: str
    language: str


class Step(StrEnum):
    """What silence asks for next (routing.md 11)."""

    NUDGE = "nudge"
    TELL = "tell"
    RELEASE = "release"
    CHECK = "check"
    CLOSE = "close"
    TIME = "time"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """Two people talking through the bot. `turn` is the side that wrote last, None before the listener's first word.

    `steps` are those that the present silence has already brought; `ended_at` is set on the remnant that is left for a
    while after the end; `held` is the side that cannot be reached at the moment; `asked_over` is when the seeker was
    asked whether they may be handed over, while they have not answered (routing.md 12); `facing`: what its listener
    writes goes here (a side chat beside a talk: to one of the two, or to neither); `aside`: this is a talk that
    had a side chat beside it, or a side chat, whose coordinator is `joining` the talk; `waited`: its seeker, for this
    listener; `record`: of the remnant, what its seeker may be asked to let be kept.
    """

    id: str
    request: str
    epoch: int
    community: str
    listener_id: str
    seeker: Party
    listener: Party
    arrived_at: datetime
    started_at: datetime
    quiet_since: datetime
    next_step_at: datetime
    turn: Side | None = None
    steps: tuple[Step, ...] = ()
    timed: bool = False
    keep_open: bool = False
    held: Side | None = None
    ended_at: datetime | None = None
    ended_by: Side | None = None
    danger: bool = False
    asked_over: datetime | None = None
    kind: Kind = Kind.TALK
    facing: bool = True
    aside: bool = False
    joining: Joining = Joining.NOT
    waited: timedelta = timedelta()
    record: Record | None = None

    def mark(self, side: Side) -> str:
        """What is said of every word from this side, beside the alias: practice, side, coordinator, or nothing."""
        if self.kind is Kind.SIDE and side is Side.SEEKER:
            return "coordinator" if self.joining is Joining.JOINED else "side"
        if self.kind is Kind.THIRD and side is Side.LISTENER:
            return "coordinator"
        return "practice" if self.kind is Kind.PRACTICE else ""

    def hears(self, address: Address) -> bool:
        """Whether what is written now at this address, one of the two, goes here."""
        return self.facing or self.side_of(address) is Side.SEEKER

    def side_of(self, address: Address) -> Side:
        """Which side this address is; it must be one of the two."""
        return Side.SEEKER if address == self.seeker.address else Side.LISTENER

    def party(self, side: Side) -> Party:
        """Who is on this side."""
        return self.seeker if side is Side.SEEKER else self.listener

    def spoke(self, side: Side, *, now: datetime, policy: Policy) -> Self:
        """The same conversation after a word from this side: the silence begins anew."""
        silence = (now + after for _, after in _silence(self.kind, side, policy))
        step = self.next_step_at if self.held else self._soonest(silence, policy)
        return replace(self, turn=side, quiet_since=now, steps=(), keep_open=False, next_step_at=step)

    def stepped(self, step: Step | None, *, now: datetime, policy: Policy) -> Self:
        """The same conversation after a step was taken, or (None) looked at when none was due."""
        taken = (step,) if step and step not in (Step.TIME, Step.UNANSWERED) else ()
        asked = None if step is Step.UNANSWERED else self.asked_over
        timed = self.timed or step is Step.TIME
        done = replace(self, timed=timed, steps=(*self.steps, *taken), asked_over=asked)
        return replace(done, next_step_at=max(done._next(policy), now))

    def kept_open(self, *, policy: Policy) -> Self:
        """The same conversation, this silence of the seeker not being its end (but after a day)."""
        return replace(self, keep_open=True)._awaiting(policy)

    def handing_over(self, asked_at: datetime | None, *, policy: Policy) -> Self:
        """The same conversation, its seeker asked since then whether they may be handed over; None: no longer."""
        return replace(self, asked_over=asked_at)._awaiting(policy)

    def due(self, *, now: datetime, policy: Policy) -> Step | None:
        """The step that is due at `now`, if any. A seeker who wrote last is never closed by silence."""
        if self.asked_over is not None and now >= self.asked_over + policy.hand_over_answer:
            return Step.UNANSWERED
        if self.kind is Kind.TALK and not self.timed and now >= self.started_at + policy.gentle_word:
            return Step.TIME
        steps = [
            step for step, after in self._silence(policy) if step not in self.steps and now >= self.quiet_since + after
        ]
        return steps[-1] if steps else None

    def _awaiting(self, policy: Policy) -> Self:
        """The same conversation, awaiting its next step: while it is held, its end and nothing else."""
        return self if self.held else replace(self, next_step_at=self._next(policy))

    def _next(self, policy: Policy) -> datetime:
        silence = self._silence(policy)
        return self._soonest((self.quiet_since + after for step, after in silence if step not in self.steps), policy)

    def _soonest(self, silence: Iterable[datetime], policy: Policy) -> datetime:
        gentle = [] if self.timed or self.kind is not Kind.TALK else [self.started_at + policy.gentle_word]
        asked = [self.asked_over + policy.hand_over_answer] if self.asked_over else []
        return min([*silence, *gentle, *asked])

    def _silence(self, policy: Policy) -> tuple[tuple[Step, timedelta], ...]:
        return _silence(self.kind, self.turn, policy, keep_open=self.keep_open)

    @classmethod
    def begun(cls, *, now: datetime, policy: Policy, **fields: object) -> "Conversation":
        """A conversation that starts now; `fields` are the record's own."""
        fresh = cls(started_at=now, quiet_since=now, next_step_at=now, **fields)  # type: ignore[arg-type]  # checked by the dataclass
        return replace(fresh, next_step_at=fresh._next(policy))

    def ended(self, *, by: Side | None, now: datetime) -> Self:
        """The remnant that is left: nothing is relayed any more (privacy.md, Classes of data)."""
        return replace(self, ended_at=now, ended_by=by, next_step_at=now)


def _silence(
    kind: Kind, turn: Side | None, policy: Policy, *, keep_open: bool = False
) -> tuple[tuple[Step, timedelta], ...]:
    """What silence asks for, and when, after a word of the one whose `turn` it was."""
    if kind is Kind.THIRD:  # it ends with the talk, or with the side chat
        return ((Step.CLOSE, policy.silence_forgotten),)
    if kind is not Kind.TALK:  # nobody is in need: it ends by itself, and asks for nothing
        return ((Step.CLOSE, policy.seeker_closed),)
    if turn is None:
        return ((Step.NUDGE, policy.first_word_nudge), (Step.RELEASE, policy.first_word_release))
    if turn is Side.SEEKER:
        return (
            (Step.NUDGE, policy.listener_nudge), (Step.TELL, policy.seeker_told), (Step.RELEASE,
            policy.listener_released),
        )  # fmt: skip
    close = policy.silence_forgotten if keep_open else policy.seeker_closed
    return ((Step.CHECK, policy.seeker_check), (Step.CLOSE, close))
