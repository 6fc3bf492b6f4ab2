"""What is said when a listener hands over, practises, rests for good, is suspended, or says what they are asked for."""

from dataclasses import dataclass

from bot.notice.base import TALK, Base, Button
from bot.wish import GENDERS, key

_GOODBYE, _NOW = ("goodbye", "goodbye"), ("end-now", "end")


@dataclass(frozen=True, kw_only=True)
class AskHandOver(Base):
    """To the seeker: the listener has to go soon; may another be found? `others`: how many else are on call."""

    conversation: str
    epoch: int
    alias: str
    others: int

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="find-another", verb="hand", subject=self.conversation, epoch=self.epoch),
            Button(label="stay-with", verb="nohand", subject=self.conversation, epoch=self.epoch, name=self.alias),
        )


@dataclass(frozen=True, kw_only=True)
class HandOverAsked(Base):
    """To the listener: the seeker was asked, and has not answered yet."""

    seeker_alias: str


@dataclass(frozen=True, kw_only=True)
class StaysWith(Base):
    """To the seeker: all stays as it is."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class HandOverDeclined(Base):
    """To the listener: the seeker would rather stay; the listener may end all the same."""

    conversation: str
    epoch: int
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return _ends(self.conversation, self.epoch)


@dataclass(frozen=True, kw_only=True)
class HandOverUnanswered(Base):
    """To the listener: the seeker has not answered; nothing has changed."""

    conversation: str
    epoch: int
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return _ends(self.conversation, self.epoch)


def _ends(conversation: str, epoch: int) -> tuple[Button, ...]:
    return tuple(Button(label=label, verb=verb, subject=conversation, epoch=epoch) for label, verb in (_GOODBYE, _NOW))


@dataclass(frozen=True, kw_only=True)
class ConfirmAlias(Base):
    """To somebody who was asked for an alias: is this it? It may have been a word to somebody instead."""

    alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="alias-mine", verb="aliasyes"), Button(label="alias-another", verb="aliasno"), TALK)


@dataclass(frozen=True, kw_only=True)
class PracticeOffer(Base):
    """To who has not practised yet: this is what an offer looks like; take it, and you can go on call."""

    person: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="take", verb="practise", subject=self.person),)


@dataclass(frozen=True, kw_only=True)
class Practised(Base):
    """They have taken the offer that was practice."""


@dataclass(frozen=True, kw_only=True)
class PracticeCall(Base):
    """To a listener: a coordinator would like to practise with them. `good_to`: minutes since 1970."""

    person: str
    coordinator: str
    good_to: int

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="take", verb="practice", subject=self.person, epoch=self.good_to),)


@dataclass(frozen=True, kw_only=True)
class PracticeCalled(Base):
    """To the coordinator: the listener has been asked."""

    alias: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class PracticeNotNow(Base):
    """To either: it cannot be now. `because`: talking, waiting (somebody waits for a person), unanswered,
    inactive.
    """

    alias: str
    because: str


@dataclass(frozen=True, kw_only=True)
class PracticeBegun(Base):
    """Practice: the two are connected. `coordinator`: to the one who plays the seeker."""

    conversation: str
    epoch: int
    alias: str
    own_alias: str
    coordinator: bool

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="end", verb="end", subject=self.conversation, epoch=self.epoch),)


@dataclass(frozen=True, kw_only=True)
class PracticeEnded(Base):
    """Practice is over; nothing of it is kept."""

    alias: str
    coordinator: bool


@dataclass(frozen=True, kw_only=True)
class OnlyPractice(Base):
    """That is not done in practice."""


@dataclass(frozen=True, kw_only=True)
class AskLeave(Base):
    """To somebody on the roster: for good, or just a break? `active`: they can go on call; `last`: no other
    coordinator would be left.
    """

    person: str
    active: bool
    last: bool

    def buttons(self) -> tuple[Button, ...]:
        rest = (Button(label="just-a-break", verb="break"),) if self.active else ()
        return (Button(label="leave-for-good", verb="forgood", subject=self.person), *rest)


@dataclass(frozen=True, kw_only=True)
class LeaveAfterTalk(Base):
    """Nobody leaves the roster in the middle of a conversation."""


@dataclass(frozen=True, kw_only=True)
class LeftForGood(Base):
    """All that was kept of them is gone."""


@dataclass(frozen=True, kw_only=True)
class ListenerLeft(Base):
    """To coordinators: somebody has left the roster."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class NoSuchListener(Base):
    """To coordinators: nobody of that alias is on the roster; `aliases` are those that are."""

    aliases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NotYourself(Base):
    """To a coordinator: that is not done to oneself."""


@dataclass(frozen=True, kw_only=True)
class Suspended(Base):
    """To the coordinator who did it: off call at once. `talking`: a conversation of theirs went back to the queue."""

    person: str
    alias: str
    talking: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="lift", verb="lift", subject=self.person),)


@dataclass(frozen=True, kw_only=True)
class SuspendedBy(Base):
    """To the other coordinators: who was suspended, and by whom."""

    person: str
    alias: str
    coordinator: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="lift", verb="lift", subject=self.person),)


@dataclass(frozen=True, kw_only=True)
class YouAreSuspended(Base):
    """To the listener: they are not asked until a coordinator lifts it."""

    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class SuspensionLifted(Base):
    """To coordinators: they can go on call again; `asked`: once a second person has approved them."""

    alias: str
    asked: bool = False


@dataclass(frozen=True, kw_only=True)
class YouMayReturn(Base):
    """To the listener: the suspension is over."""


@dataclass(frozen=True, kw_only=True)
class AskedFor(Base):
    """What a listener is asked for, by their own word: each a button that switches it. `spoken_here` are the
    community's languages, `listens_in` the listener's; `one_at_least`: the last language stays. `topics_here` and
    `topics` likewise; `genders`: whether seekers may wish for one, `gender` what they say of themselves.
    """

    willing: bool
    backup: bool
    listens_in: tuple[str, ...]
    spoken_here: tuple[str, ...] = ()
    one_at_least: bool = False
    topics_here: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    genders: bool = False
    gender: str = ""

    def buttons(self) -> tuple[Button, ...]:
        languages = self.spoken_here if len(self.spoken_here) > 1 else ()
        genders = (*GENDERS, "") if self.genders else ()
        return (
            _switch("willing", "willing", on=self.willing),
            _switch("backup", "backup", on=self.backup),
            *(_switch("listen-in", one, on=one in self.listens_in, name=one) for one in languages),
            *(_switch("topic", f"t-{key(one)}", on=one in self.topics, name=one) for one in self.topics_here),
            *(_switch("gender", f"g-{one}", on=one == self.gender, name=one or "unsaid") for one in genders),
        )


def _switch(label: str, what: str, *, on: bool, name: str = "") -> Button:
    """A press says what it is to be from then on, so that a second one changes nothing."""
    return Button(label=f"{label}-on" if on else label, verb="switch", subject=what, epoch=int(not on), name=name)


Care = (
    AskHandOver | HandOverAsked | StaysWith | HandOverDeclined | HandOverUnanswered
    | ConfirmAlias | PracticeOffer | Practised
    | PracticeCall | PracticeCalled | PracticeNotNow | PracticeBegun | PracticeEnded | OnlyPractice
    | AskLeave | LeaveAfterTalk | LeftForGood | ListenerLeft
    | NoSuchListener | NotYourself | Suspended | SuspendedBy | YouAreSuspended | SuspensionLifted | YouMayReturn
    | AskedFor
)  # fmt: skip
