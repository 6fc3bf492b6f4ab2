"""What coordinators read."""

from dataclasses import dataclass

from bot.notice.base import Base, Button


@dataclass(frozen=True, kw_only=True)
class Invite(Base):
    """A fresh single-use invite: the code, which is shown once; it `lasts` so many hours."""

    code: str
    role: str
    lasts: int


@dataclass(frozen=True, kw_only=True)
class Setup(Base):
    """Setting up: who is this line for? Not finished until chosen."""

    community: str
    place: bool

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="adults-only", verb="audience", subject="adults"),
            Button(label="youth", verb="audience", subject="youth"),
        )


@dataclass(frozen=True, kw_only=True)
class SetupDone(Base):
    """Set up. `exposed`: a command that is typed in that place stays visible there."""

    audience: str
    place: bool
    exposed: bool = False


@dataclass(frozen=True, kw_only=True)
class YouthNeeds(Base):
    """Youth mode needs two coordinators and a safeguarding contact; it is not chosen yet."""

    coordinators: int


@dataclass(frozen=True, kw_only=True)
class PlaceNeeded(Base):
    """That is done in the server or group that it concerns."""


@dataclass(frozen=True, kw_only=True)
class PlaceTaken(Base):
    """This server or group belongs to another community."""


@dataclass(frozen=True, kw_only=True)
class Panel(Base):
    """The panel in a shared place, with its button."""

    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk", verb="talk", subject=self.community, link=f"c_{self.community}"),)


@dataclass(frozen=True, kw_only=True)
class PanelPosted(Base):
    """The panel is there."""


@dataclass(frozen=True, kw_only=True)
class PanelFailed(Base):
    """The panel could not be posted: the bot lacks the right to."""
