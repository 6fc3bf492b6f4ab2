"""The people of a line: who they are to each other, and where each is reached."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person is reached: a platform's name and the person's id there; repr shows no id (privacy.md)."""

    platform: str
    id: str = field(repr=False)


class Role(StrEnum):
    """What somebody on the roster does: listens, or looks after the roster (and may listen, too)."""

    LISTENER = "listener"
    COORDINATOR = "coordinator"


class Standing(StrEnum):
    """How far somebody on the roster has come: joining, waiting for the second person's word, active, or suspended."""

    JOINING = "joining"
    ASKED = "asked"
    ACTIVE = "active"
    SUSPENDED = "suspended"


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Somebody on a community's roster, listener or coordinator; `languages` are primary subtags, best first.

    `youth`: a coordinator has approved them for a line for young people (privacy.md, Minors).
    """

    id: str
    community: str
    address: Address
    role: Role
    standing: Standing
    alias: str = ""
    languages: tuple[str, ...] = ()
    language: str = "en"
    approved: bool = False
    on_call_until: datetime | None = None
    next_step_at: datetime | None = None
    practised: bool = True
    willing: bool = False
    backup: bool = False
    topics: tuple[str, ...] = ()
    gender: str = ""
    away_from: datetime | None = None
    away_until: datetime | None = None
    youth: bool = False

    @property
    def active(self) -> bool:
        """Whether they can listen: approved for it, also while it is looked at whether they become coordinator."""
        return self.standing is Standing.ACTIVE or (self.standing is Standing.ASKED and self.approved)

    @property
    def ready(self) -> bool:
        """Whether they can listen and have practised it (experience.md, A listener)."""
        return self.active and self.practised

    @property
    def coordinates(self) -> bool:
        """Whether this is an active coordinator."""
        return self.role is Role.COORDINATOR and self.standing is Standing.ACTIVE

    def on_call(self, *, now: datetime) -> bool:
        """Whether they can be asked at `now` (aware)."""
        return self.ready and self.on_call_until is not None and now < self.on_call_until

    def can_be_asked(self, *, now: datetime) -> bool:
        """Whether they can be asked at all: on call, or one of those who opted in as backup (routing.md 4)."""
        return self.on_call(now=now) or (self.backup and self.ready)

    def going_on_call(self, *, until: datetime | None) -> Self:
        """The same person, on call until then, or off call at once for None."""
        return replace(self, on_call_until=until, next_step_at=_earliest(until, self.away_until))

    def away(self, *, now: datetime) -> bool:
        """Whether they are away now (`/away`)."""
        return self.away_from is not None and self.away_until is not None and self.away_from <= now < self.away_until

    def going_away(self, since: datetime | None, until: datetime | None) -> Self:
        """The same person, away in that time; no longer for None."""
        return replace(self, away_from=since, away_until=until, next_step_at=_earliest(self.on_call_until, until))

    def suspended(self) -> Self:
        """The same person, off call at once. Who was to become coordinator does not: that word was not given."""
        wished = self.standing is Standing.ASKED and self.approved
        role = Role.LISTENER if wished else self.role
        return replace(self.going_on_call(until=None), standing=Standing.SUSPENDED, role=role)

    def returned(self) -> Self:
        """The same person, not suspended any more: who was not approved waits for a second person's word again."""
        return replace(self, standing=Standing.ACTIVE if self.approved else Standing.ASKED)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


def role_of(listens: Iterable[Listener]) -> Role | None:
    """What somebody is, all in all: a coordinator where they coordinate anything, a listener where they listen."""
    found = tuple(listens)
    if any(one.coordinates for one in found):
        return Role.COORDINATOR
    return Role.LISTENER if any(one.active or one.standing is Standing.SUSPENDED for one in found) else None


def named(people: Iterable[Listener], alias: str) -> Listener | None:
    """Who of them has this alias, however it was written."""
    wanted = alias.strip().casefold()
    return next((one for one in people if one.alias and one.alias.casefold() == wanted), None)


@dataclass(frozen=True)
class AliasRefused:
    """An alias that cannot be taken, and why: `length`, `letters` or `taken`."""

    reason: str


LONGEST_ALIAS = 32
RESERVED = ("warmline", "coordinator", "admin", "moderator", "system", "bot")
_LOOKALIKES = str.maketrans("аеорсхуіјѕԁһԛԝоαερονιτκ0135ı|!кмтвн", "aeopcxyijsdhqwoaepovitkoiesilikmtbh")


def skeleton(name: str) -> str:
    """What a name looks like to a hurried eye: folded, without marks, lookalike letters as Latin ones."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(c for c in decomposed if unicodedata.category(c)[0] not in "MCZP")
    return letters.translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w").replace("l", "i")


def checked_alias(text: str, *, line: str, taken: Iterable[str]) -> str | AliasRefused:
    """The alias as it will be shown, or why not: 2 to 32 characters, letters and spaces, like nobody else's here
    (experience.md).
    """
    alias = well_formed(text)
    if isinstance(alias, AliasRefused):
        return alias
    looks = skeleton(alias)
    if not looks or any(looks == skeleton(other) for other in (*RESERVED, line, *taken)):
        return AliasRefused("taken")
    if any(skeleton(word) in looks for word in (line, "warmline", "coordinator")):
        return AliasRefused("taken")
    return alias


def checked_name(text: str, *, taken: Iterable[str]) -> str | AliasRefused:
    """A line's own name as it will be shown, or why not: written like an alias, and like nobody's alias."""
    name = well_formed(text)
    if isinstance(name, AliasRefused):
        return name
    looks = skeleton(name)
    others = (*(word for word in RESERVED if word != "warmline"), *taken)
    return AliasRefused("taken") if not looks or any(looks == skeleton(other) for other in others) else name


def well_formed(text: str) -> str | AliasRefused:
    """A name in its one way of being written, or why it is none: 2 to 32 characters, letters and spaces."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not 2 <= len(name) <= LONGEST_ALIAS:
        return AliasRefused("length")
    if not any(c.isalpha() for c in name) or any(not (c.isalnum() or c in " -'.’") for c in name):
        return AliasRefused("letters")
    return name
