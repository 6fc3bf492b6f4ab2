"""What listeners read: offers, joining, being on call."""

from dataclasses import dataclass
from datetime import datetime

from bot.notice.base import NEVER_MIND, Base, Button, Form


@dataclass(frozen=True, kw_only=True)
class Offer(Base):
    """Someone would like to talk. `waited` in whole minutes; `danger`: they say they are in danger now;
    `simple`: simple English will do, though they speak `spoken`.
    """

    bulk = True

    request: str
    epoch: int
    spoken: str
    waited: int
    danger: bool = False
    simple: bool = False
    topic: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="take", verb="take", subject=self.request, epoch=self.epoch),
            Button(label="not-now", verb="notnow", subject=self.request, epoch=self.epoch),
        )


@dataclass(frozen=True, kw_only=True)
class OfferTaken(Base):
    """Another listener has taken this one. Thank you for being there."""

    bulk = True


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(Base):
    """You took this one."""


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Base):
    """The request is over; nobody is waiting on this one any more."""

    bulk = True


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Base):
    """Not now: thank you for saying so."""


@dataclass(frozen=True, kw_only=True)
class CannotTake(Base):
    """You cannot take a request now. `why`: talking, off_call, resting, other."""

    why: str


@dataclass(frozen=True, kw_only=True)
class NotAListener(Base):
    """That is for listeners of this line."""


@dataclass(frozen=True, kw_only=True)
class NotACoordinator(Base):
    """That is for coordinators of this line."""


@dataclass(frozen=True, kw_only=True)
class Agreement(Base):
    """What a listener or coordinator agrees to. `another`: the alias that came with it cannot be had."""

    invite: str
    role: str
    another: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="agree", verb="agree", subject=self.invite),
            Button(label="not-now", verb="notagree", subject=self.invite),
        )


@dataclass(frozen=True, kw_only=True)
class NotAgreed(Base):
    """No harm done; the invite stays good."""


@dataclass(frozen=True, kw_only=True)
class InviteInvalid(Base):
    """That code does not work: used, too old, or mistyped."""


@dataclass(frozen=True, kw_only=True)
class InviteMissing(Base):
    """Which code: it is asked for."""

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)

    def form(self) -> Form | None:
        return Form(command="join", asks=("code", "alias"), at_once=False)


@dataclass(frozen=True, kw_only=True)
class AlreadyJoined(Base):
    """You are on this line's roster already."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class AskAlias(Base):
    """Which name shall others see? Write it."""


@dataclass(frozen=True, kw_only=True)
class AliasTaken(Base):
    """That alias cannot be used. `reason`: length, letters, taken."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AwaitingApproval(Base):
    """A coordinator will look at it."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Base):
    """To coordinators: somebody would like to join. `youth`: a line for young people."""

    person: str
    alias: str
    role: str
    youth: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="approve", verb="approve", subject=self.person),
            Button(label="decline", verb="decline", subject=self.person),
        )


@dataclass(frozen=True, kw_only=True)
class ApprovalGiven(Base):
    """To coordinators: approved."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class ApprovalDeclined(Base):
    """To coordinators: declined."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class NobodyToApprove(Base):
    """Nobody of that alias is waiting for approval; `waiting` are the aliases that are."""

    waiting: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Approved(Base):
    """To the new one: welcome. `practise`: their id, where they have to practise first; `guide`: where the community's
    is, if it has one.
    """

    alias: str
    role: str
    practise: str = ""
    guide: str = ""

    def buttons(self) -> tuple[Button, ...]:
        practise = (Button(label="take", verb="practise", subject=self.practise),) if self.practise else ()
        return (*practise, Button(label="hours", verb="hours"))


@dataclass(frozen=True, kw_only=True)
class Declined(Base):
    """To the one who asked: not this time."""


@dataclass(frozen=True, kw_only=True)
class OnCall(Base):
    """On call until then (aware instant)."""

    until: datetime

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="break", verb="break"), Button(label="asked-for", verb="askedfor"))


@dataclass(frozen=True, kw_only=True)
class OffCall(Base):
    """Off call."""

    over: bool = False


@dataclass(frozen=True, kw_only=True)
class WhenUnknown(Base):
    """That time could not be read; examples of what can."""

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)

    def form(self) -> Form | None:
        return Form(command="oncall", asks=("when",), at_once=False)
