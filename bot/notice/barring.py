"""What is said when a coordinator decides about a report, and to whom it does not listen for a while (privacy.md)."""

from dataclasses import dataclass
from datetime import datetime

from bot.notice.base import DANGER, HELPLINES, NEVER_MIND, Base, Button, Form


@dataclass(frozen=True, kw_only=True)
class AskReference(Base):
    """To a coordinator: which report?"""

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)

    def form(self) -> Form | None:
        return Form(command="block", asks=("reference",))


@dataclass(frozen=True, kw_only=True)
class NoSuchReport(Base):
    """To a coordinator: there is no report of that reference here; the same answer whatever was asked for."""

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)

    def form(self) -> Form | None:
        return Form(command="block", asks=("reference",), at_once=False)


@dataclass(frozen=True, kw_only=True)
class ReportFound(Base):
    """To a coordinator: a report by its reference, without anybody's name; `what` it was about, `against` whom
    (listener or seeker). `until`: no requests are taken from that account until then; None where they are.
    """

    reference: str
    what: str
    against: str
    day: str
    until: datetime | None = None

    def buttons(self) -> tuple[Button, ...]:
        if self.against == "listener":
            return ()
        lift = (Button(label="lift", verb="liftblock", subject=self.reference),) if self.until else ()
        return (
            Button(label="pause-day", verb="pauseday", subject=self.reference),
            Button(label="block-line", verb="blockline", subject=self.reference),
            Button(label="no-action", verb="noaction", subject=self.reference),
            *lift,
        )


@dataclass(frozen=True, kw_only=True)
class ReportDecided(Base):
    """To every coordinator: what was decided about a report (paused, nothing, lifted, kept), until when, by whom
    (`coordinator` is empty for the one who did it).
    """

    reference: str
    decided: str
    until: datetime | None = None
    coordinator: str


@dataclass(frozen=True, kw_only=True)
class RequestsPaused(Base):
    """To somebody who would like to talk: requests from this account are not taken until then; it can be reviewed, once
    (`reviewed`: it was).
    """

    until: datetime | None = None
    contact: str
    community: str
    reviewed: bool

    def buttons(self) -> tuple[Button, ...]:
        review = Button(label="review", verb="review", subject=self.community)
        return (DANGER, HELPLINES) if self.reviewed else (review, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Base):
    """So many coordinators have been asked to look at it again; with 0 there is nobody, but perhaps a contact."""

    coordinators: int
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewWanted(Base):
    """To coordinators: somebody asks that this be looked at again."""

    reference: str

    def buttons(self) -> tuple[Button, ...]:
        verbs = {"lift": "liftblock", "keep-bar": "keepblock"}
        return tuple(Button(label=label, verb=verb, subject=self.reference) for label, verb in verbs.items())


@dataclass(frozen=True, kw_only=True)
class ReviewKept(Base):
    """A coordinator has looked at it again: it stays until then."""

    until: datetime
    contact: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (HELPLINES,)


@dataclass(frozen=True, kw_only=True)
class ReviewUnanswered(Base):
    """Nobody has looked at it within a day; it can be asked for again."""

    community: str
    contact: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="review", verb="review", subject=self.community), HELPLINES)


@dataclass(frozen=True, kw_only=True)
class RequestsTaken(Base):
    """Requests from this account are taken again."""

    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk", verb="talk", subject=self.community), HELPLINES)


Barring = (
    AskReference | NoSuchReport | ReportFound | ReportDecided
    | RequestsPaused | ReviewAsked | ReviewWanted | ReviewKept | ReviewUnanswered | RequestsTaken
)  # fmt: skip
