"""What can happen: everything that reaches the core from a platform, in the core's own words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.people import Address
from bot.words import Words


@dataclass(frozen=True, kw_only=True)
class Place:
    """A shared place (a server, a group) in which something was done; `id` is the platform's."""

    platform: str
    id: str = field(repr=False)
    channel: str = field(default="", repr=False)
    manages: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """Somebody wrote to the bot in their private chat; `source` is the platform's message id, `at` when it was written.

    `reply_to` is the id of the message in the same chat that it answers, if any; `answered`, what that says, where
    this is a `/report` of it; `also` are the other messages of the same album, once they are in; `changed` is
    when it was changed, where it was before this was read.
    """

    by: Address
    words: Words
    source: str
    at: datetime
    language: str
    reply_to: str | None = None
    answered: Words | None = field(default=None, repr=False)
    also: tuple[str, ...] = ()
    changed: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Edited:
    """Somebody changed what they wrote; `words` is the whole as it now stands, `at` when it was changed, if known."""

    by: Address
    words: Words
    source: str
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Retracted:
    """Somebody deleted what they wrote."""

    by: Address
    source: str


@dataclass(frozen=True, kw_only=True)
class Reacted:
    """Somebody put these emoji on a message of their private chat, or took them away; emoji of one service or server
    alone are none of them.
    """

    by: Address
    message: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Composing:
    """Somebody is typing in their private chat."""

    by: Address


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """Somebody pressed a button: what it says it does, to what, as of which epoch, on which message
    (architecture.md, Ids). `opens`: a form can be opened in answer to it.
    """

    by: Address
    verb: str
    subject: str
    epoch: int
    message: str
    language: str
    place: Place | None = None
    opens: bool = False


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Somebody gave a command, from a menu or in text; `options` by the names in `COMMANDS`.

    `opens`: a form can be opened in answer to it; `filled`: it is a form that was filled in. `source` is the message in
    which it was written, "" where it came from a menu that writes none; `reply_to` the message that one answers.
    """

    by: Address
    command: str = field(repr=False)
    options: Mapping[str, str] = field(repr=False)
    language: str
    place: Place | None = None
    opens: bool = False
    filled: bool = False
    source: str = ""
    reply_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Left:
    """Somebody can no longer be reached: blocked the bot, or left."""

    by: Address


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A shared place (`by`) goes by another id from now on."""

    by: Address
    to: str = field(repr=False)


Inbound = Said | Edited | Retracted | Reacted | Composing | Pressed | Typed | Left | Moved

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "start": ("payload",),
    "talk": (),
    "end": (),
    "leave": (),
    "help": (),
    "helplines": ("country",),
    "privacy": (),
    "language": ("language",),
    "report": ("kind",),
    "unsend": (),
    "join": ("code", "alias"),
    "oncall": ("when",),
    "next": (),
    "pause": (),
    "away": ("start", "end"),
    "shifts": ("action", "when", "repeat", "zone"),
    "transfer": (),
    "setup": ("audience",),
    "panel": (),
    "invite": ("role",),
    "approve": ("alias",),
    "suspend": ("alias",),
    "block": ("reference",),
    "announce": (),
    "settings": ("name", "value"),
    "practice": ("alias",),
    "roster": ("day",),
}
"""Every command and its options, in the order in which they are typed (experience.md); the last option takes the
rest.
"""

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("setup", "audience"): ("adults", "youth"),
    ("report", "kind"): ("sexual", "contact", "threat", "other", "worry"),
    ("invite", "role"): ("listener", "coordinator"),
    ("shifts", "action"): ("list", "add", "cover", "take", "remove"),
    ("shifts", "repeat"): ("once", "weekly"),
}
"""The options, by command and name, that allow these values only."""

# Options of several words, where blanks alone would part them wrongly.
_GROUPED = {
    "shifts": re.compile(
        r"(?P<action>\w+)?(?:\s+(?P<when>.+?))??(?:\s+(?P<repeat>(?i:once|weekly)))?(?:\s+(?P<zone>[A-Za-z_]+/[\w/+-]+|UTC))?"
    ),
    "away": re.compile(r"(?P<start>\S+(?:\s+\d{1,2}[:.h]\d{2})?)\s+(?P<end>\S+(?:\s+\d{1,2}[:.h]\d{2})?)"),
}

CARRIED: Mapping[str, tuple[str, ...]] = {"shifts": ("person",)}
"""Options that nobody types: a form of the command carries them, as ids."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def language_in(told: object) -> str:
    """The language that somebody's app names; English where it names none."""
    return told if isinstance(told, str) and _LANGUAGE.fullmatch(told) else "en"


_TYPED = re.compile(r"/(?P<name>[A-Za-z][A-Za-z0-9_]*)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)


def command_in(text: str) -> tuple[str, Mapping[str, str]] | None:
    """The command that `text` is, with its options; None where it is ordinary words, as a path is. An unknown
    command comes back by its name.
    """
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    name, rest = match["name"].lower(), (match["rest"] or "").strip()
    names = COMMANDS.get(name, ())
    if (grouped := _GROUPED.get(name)) is not None and (found := grouped.fullmatch(rest)) is not None:
        return name, {option: value for option, value in found.groupdict().items() if value}
    values = rest.split(maxsplit=max(len(names) - 1, 0)) if names else ([rest] if rest else [])
    return name, dict(zip(names or ("extra",), values, strict=False))


def only_once(event: Inbound) -> bool:
    """Whether it must not be done again where its platform brings it again after a crash (relay.md). Words are known by
    their copies; `/unsend` may come again, and has to: what it stopped would come again without it.
    """
    if isinstance(event, Said):
        command = command_in(event.words.text)
        return command is not None and command[0] != "unsend"
    return isinstance(event, Typed | Pressed)
