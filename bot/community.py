"""A community: a line of its own, with its places on the platforms, its languages and its rules."""

import re
from dataclasses import dataclass, replace

from bot.inbound import Place
from bot.media import CHOICES


@dataclass(frozen=True, kw_only=True)
class Community:
    """One community. `places` are its servers and groups as (platform, id); no places: open to
    everybody.

    `audience` is "adults" or "youth"; `name` is how the line calls itself in front of every notice (experience.md).
    `chosen`: what else it has set for itself, as (name, value), by name (bot/setting.py).
    """

    id: str
    slug: str
    name: str = "Warmline"
    languages: tuple[str, ...] = ("en",)
    audience: str = "adults"
    places: frozenset[tuple[str, str]] = frozenset()
    contact: str = ""
    chosen: tuple[tuple[str, str], ...] = ()

    def chose(self, name: str, usual: str = "") -> str:
        """What it has set for itself under this name; what is usual where it has not."""
        return dict(self.chosen).get(name, usual)

    @property
    def topics(self) -> tuple[str, ...]:
        """What people may say that they would like to talk about; none: nobody is asked."""
        return tuple(filter(None, self.chose("topics").split(", ")))

    @property
    def gender_wishes(self) -> bool:
        """Whether somebody may say that they would rather talk to a woman, or to a man."""
        return self.chose("gender_wishes") == "yes"

    @property
    def carries(self) -> frozenset[str]:
        """The kinds of media that are passed on in its conversations; none, unless it has chosen otherwise."""
        voice = {"voice"} if self.chose("voice") == "yes" else set()
        return CHOICES.get(self.chose("media"), CHOICES["none"]) | voice

    @property
    def typing(self) -> bool:
        """Whether each side of a conversation sees that the other one is typing."""
        return self.chose("typing") != "no"

    @property
    def guide(self) -> str:
        """Where its guide for listeners is, if it has one."""
        return self.chose("guide")

    @property
    def privacy_page(self) -> str:
        """Where its own privacy notice is, if it has one."""
        return self.chose("privacy_page")

    @property
    def country(self) -> str:
        """Where it is (ISO 3166 alpha-2), if it says so; nobody's own country is guessed by it."""
        return self.chose("country")

    def meets_at(self, place: Place) -> bool:
        """Whether the community has this server or group."""
        return (place.platform, place.id) in self.places

    def meeting_at(self, place: Place) -> "Community":
        """The same community, with this server or group added."""
        return replace(self, places=self.places | {(place.platform, place.id)})

    def moved(self, platform: str, old: str, new: str) -> "Community":
        """The same community, this place of it under its new id."""
        places = ((platform, new) if one == (platform, old) else one for one in self.places)
        return replace(self, places=frozenset(places))

    def language_for(self, wanted: str) -> str:
        """The language spoken with somebody whose client asks for `wanted`: matched by primary subtag, else the
        first.
        """
        primary = wanted.split("-")[0].lower()
        return primary if primary in self.languages else self.languages[0]


_SLUG = re.compile(r"[A-Za-z0-9_-]{1,40}")


def is_slug(text: str) -> bool:
    """Whether `text` can be a community's short name: letters, digits, `_` and `-`, 40 at most (experience.md)."""
    return _SLUG.fullmatch(text) is not None
