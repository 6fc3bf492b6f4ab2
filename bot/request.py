"""Request: somebody's wish to talk to a person, and how it goes from open to closed (routing.md)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.people import Address, Listener
from bot.policy import Policy

SIMPLE = "en"
"""The language that is offered where nobody on call shares the seeker's (routing.md 2)."""


class State(StrEnum):
    """Where a request stands. `arriving`: asked, but the seeker has not yet been reached; it opens when they are."""

    ARRIVING = "arriving"
    OPEN = "open"
    CLAIMED = "claimed"


class Word(StrEnum):
    """What is due to somebody who waits, or to coordinators for them (routing.md 7 to 9)."""

    STILL = "still"
    ASSURED = "assured"
    PAGE = "page"
    DANGER = "danger"
    WISH = "wish"
    NOBODY_FREE = "nobody_free"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One person's request. A request that is over has no row: withdrawn, expired and closed are its absence.

    `epoch` grows each time it goes back to open; `arrived_at` never changes. `opened_at` is when this epoch opened;
    `stage` counts the words said since; `round` and `wave` say whom it is put to now, until `wave_ends_at`; `made`: to
    how many in this wave. `asked` are the questions that the seeker was asked. `simple`: simple English will do;
    `topic` and `gender` are preferences, `relaxed` when anybody will do after all.
    """

    id: str
    community: str
    seeker: Address
    language: str
    state: State
    arrived_at: datetime
    opened_at: datetime
    next_step_at: datetime
    epoch: int = 0
    danger: bool = False
    danger_at: datetime | None = None
    stage: int = 0
    round: int = 0
    wave: int = 0
    wave_ends_at: datetime | None = None
    made: int = 0
    paged: bool = False
    not_again: tuple[str, ...] = ()
    simple: bool = False
    asked: tuple[str, ...] = ()
    topic: str = ""
    gender: str = ""
    relaxed: bool = False

    @classmethod
    def asked_for(
        cls, id: str, *, community: str, seeker: Address, language: str, now: datetime, policy: Policy,
        arrived_at: datetime | None,
    ) -> "Request":  # fmt: skip
        """A new request; `arrived_at` is that of an earlier one which it goes on from (routing.md 12)."""
        return cls(
            id=id, community=community, seeker=seeker, language=language, state=State.ARRIVING, opened_at=now,
            arrived_at=arrived_at or now, next_step_at=now + policy.word_every,
        )  # fmt: skip

    def opened(self, *, now: datetime, policy: Policy) -> "Request":
        """The seeker has been reached: listeners can now be asked."""
        danger_at = now if self.danger else None
        return replace(self, state=State.OPEN, opened_at=now, danger_at=danger_at).timed(policy)

    def claimed(self, *, now: datetime, policy: Policy) -> "Request":
        """A listener has taken it: its conversation keeps the time from here on."""
        return replace(self, state=State.CLAIMED, next_step_at=now + policy.silence_forgotten)

    def released(self, *, now: datetime, policy: Policy, not_again: str = "") -> "Request":
        """Open again, in its old place, with a new epoch, so that every button from before is stale (routing.md 6)."""
        never = (*self.not_again, not_again) if not_again else self.not_again
        again = replace(
            self, state=State.OPEN, epoch=self.epoch + 1, opened_at=now, stage=0, not_again=never, round=0, wave=0,
            wave_ends_at=None, made=0, paged=False, danger_at=now if self.danger else None, asked=(),
        )  # fmt: skip
        return again.timed(policy)

    def in_danger(self, *, now: datetime, policy: Policy) -> "Request":
        """The seeker says they are in danger: the request goes first, and begins a round of its own (routing.md 7)."""
        asked = tuple(one for one in self.asked if one != "wish")
        first = replace(self, danger=True, danger_at=now, round=self.round + 1, wave=0, wave_ends_at=None, asked=asked)
        return first.timed(policy) if self.state is State.OPEN else first

    def wishing(self, policy: Policy, *, topic: str, gender: str) -> "Request":
        """With other wishes, which begin a round of their own; without any it goes on where it is (routing.md 2)."""
        wishes = replace(self, topic=topic, gender=gender, relaxed=False)
        if not wishes.wished:
            return wishes
        asked = tuple(one for one in self.asked if one != "wish")
        return replace(wishes, round=self.round + 1, wave=0, wave_ends_at=None, asked=asked).timed(policy)

    def in_wave(self, wave: int, *, round: int, made: int, ends_at: datetime, policy: Policy) -> "Request":
        """Put to others than before, until then; `made` of them have it already."""
        later = self._next(policy, stage=self.stage, wave_ends_at=ends_at, paged=self.paged, danger_at=self.danger_at)
        return replace(self, wave=wave, round=round, made=made, wave_ends_at=ends_at, next_step_at=later)

    def put_to_one_more(self) -> "Request":
        """Another listener of this wave has it."""
        return replace(self, made=self.made + 1)

    def having_asked(self, question: str) -> "Request":
        """The same request; this is asked, or told, once an epoch."""
        return replace(self, asked=(*self.asked, question))

    def timed(self, policy: Policy) -> "Request":
        """The same request, with the instant at which its next step is due."""
        moment = self._next(
            policy, stage=self.stage, wave_ends_at=self.wave_ends_at, paged=self.paged, danger_at=self.danger_at
        )
        return replace(self, next_step_at=moment)

    def _next(
        self, policy: Policy, *, stage: int, wave_ends_at: datetime | None, paged: bool, danger_at: datetime | None
    ) -> datetime:
        at = min(self.opened_at + (stage + 1) * policy.word_every, wave_ends_at or self.opened_at)
        at = min(at, self.opened_at + policy.wait_over_after)
        if not paged:
            at = min(at, self.opened_at + policy.page_after)
        return at if danger_at is None else min(at, danger_at + policy.danger_word)

    def due(self, *, now: datetime, policy: Policy) -> tuple["Request", tuple[Word, ...]]:
        """The words that have come due, and the request after they are said (the waves are not its own affair)."""
        waited, words, after = now - self.opened_at, list[Word](), self
        if waited >= policy.wait_over_after:
            return self, (Word.OVER,)
        if self.danger_at is not None and now >= self.danger_at + policy.danger_word:
            words.append(Word.ASSURED)
            after = replace(after, danger_at=None)
        if not self.paged and waited >= policy.page_after:
            words.append(Word.PAGE)
            after = replace(after, paged=True)
        stage = int(waited / policy.word_every)
        if stage > self.stage:
            honest = policy.nobody_free_after
            first = self.stage * policy.word_every < honest <= stage * policy.word_every
            words.append(Word.NOBODY_FREE if first else Word.STILL)
            after = replace(after, stage=stage)
        return after.timed(policy), tuple(words)

    def despairs(self, policy: Policy) -> bool:
        """Whether its last word was that nobody is free."""
        said = self.stage * policy.word_every
        return said >= policy.nobody_free_after > said - policy.word_every

    def waited(self, *, now: datetime) -> timedelta:
        """How long the seeker has waited so far."""
        return now - self.arrived_at

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which somebody can listen to them."""
        return (self.language, SIMPLE) if self.simple and self.language != SIMPLE else (self.language,)

    @property
    def wished(self) -> bool:
        """Whether it is put to those only who fit what the seeker wished for."""
        return bool(self.topic or self.gender) and not self.relaxed

    def suits(self, listener: Listener) -> bool:
        """Whether this listener may ever be asked: shares a language, is not the seeker, is not kept apart from them,
        fits what they wished for.
        """
        return (
            listener.community == self.community
            and listener.address != self.seeker
            and listener.id not in self.not_again
            and any(one in listener.languages for one in self.languages)
            and (not self.wished or self.fits(listener))
        )

    def fits(self, listener: Listener) -> bool:
        """Whether the listener is whom the seeker would rather talk to."""
        return (not self.topic or self.topic in listener.topics) and self.gender in ("", listener.gender)
