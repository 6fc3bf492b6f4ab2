"""Records: what is passed to the ports and back: what is said, what is passed on, what is kept. They do nothing."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation import Conversation, Side
from bot.media import File
from bot.notice import Notice
from bot.people import Address, Role
from bot.words import Words


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A notice on its way to somebody: in which language, and in whose name (`line`, the community's); `at` is now,
    `zone` where that line is.
    """

    notice: Notice
    language: str
    line: str
    at: datetime | None = None
    zone: str = "UTC"


Still = Callable[[], bool]
"""Asked just before each call: is this conversation, in this epoch, still live? (relay.md: a late word)"""


@dataclass(frozen=True, kw_only=True)
class Before:
    """Words may have been passed on before a restart, without its being noted: not before `since`; `known`: whether a
    message at the destination stands for others.
    """

    since: datetime
    known: Callable[[str], Awaitable[bool]] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A person's words on their way to the other side: under whose alias, in which line, to whom, in answer to what.

    `reply_to` is the id of the message at the destination that they answer; `late`: written while the bot was away;
    `mark` is said beside the alias (`practice`); `bulk`: it goes to many, and waits behind what is said to one.
    `files` go with them; of what an edit changes, so many files are there already (`with_files`). `before`: they were
    written before a restart, and may be there already.
    """

    words: Words
    by: str
    line: str
    language: str
    reader: str = ""
    reply_to: str | None = None
    late: bool = False
    mark: str = ""
    bulk: bool = False
    files: tuple[File, ...] = ()
    with_files: int = 0
    before: Before | None = None


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Something to be said, kept in the outbox until it is. `slot` remembers the message; the kinds:

    `say` sends a new message (and, with `slot`, remembers it); `change` puts the notice in the slot's message;
    `strip` takes the buttons off the slot's message; `retract` deletes the slot's message; `menu` offers the commands
    of the role that is named in `message`.
    Those of a slot do nothing where it is empty. `message` names a message where no slot does; an effect that is not
    `kept` lives in memory only.
    """

    id: str
    kind: str
    to: Address
    notice: Notice | None = None
    language: str = "en"
    line: str = "Warmline"
    slot: str | None = None
    message: str | None = None
    kept: bool = True


@dataclass(frozen=True, kw_only=True)
class Carrying(Effect):
    """A person's words on their way through the outbox (kind `carry`): in memory only, never in the store. `sent` are
    the messages that they became.
    """

    passage: Passage = field(repr=False)
    still: Still = field(repr=False)
    sent: list[str] = field(default_factory=list, repr=False)


@dataclass(frozen=True, kw_only=True)
class Passed:
    """One message that was handled: where its copies are. `copies` is empty where there was nothing to pass on.

    `conversation` carries turn and deadlines as they are after it; `cursor`: whether `source` also moves the side's
    cursor; `files`: how many went with it; `gone`: it has no copies any more; not `pair`: it went elsewhere, and only
    turn and deadlines change.
    """

    conversation: Conversation
    side: Side
    source: str
    copies: tuple[str, ...] = ()
    cursor: bool = True
    gone: bool = False
    pair: bool = True
    files: int = 0


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A source message at `side` of a conversation, and its copies at the other side, oldest first; `files`: how many
    went with it.
    """

    conversation: str
    side: Side
    source: str
    copies: tuple[str, ...]
    files: int = 0


async def _nothing() -> Sequence[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A live conversation's side on one platform, for catching up: from where, and at the earliest since when.

    `delivered` tells which messages of this side have copies at the other: one that was edited meanwhile is to be
    edited there, one that is gone is to be removed. `language` and `line`: in which, and in whose name, they are told
    of what could not be read.
    """

    address: Address
    cursor: str | None
    since: datetime
    language: str = "en"
    line: str = ""
    delivered: Callable[[], Awaitable[Sequence[str]]] = field(default=_nothing, repr=False)


@dataclass(frozen=True, kw_only=True)
class Invited:
    """A single-use invite; only the hash of its code is kept (privacy.md)."""

    id: str
    code_hash: str = field(repr=False)
    community: str
    role: Role
    approved: bool
    practice: bool
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A calendar that can be read by its secret address: a listener's shifts, or (`whole`) all of their line's."""

    secret_hash: str
    listener: str
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A `FollowUp` (ledger.py) as it is found again when its time has come: whom to write to, once."""

    id: str
    community: str
    address: Address
    language: str
    until: datetime
    next_step_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is kept of a report: reference, kind, day, the listener's roster id, a hash of the seeker; no words
    (privacy.md).
    """

    reference: str
    community: str
    kind: str
    against: str
    day: str
    listener: str
    seeker: Address
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Account:
    """The seeker of a report as coordinators act on them: a keyed hash. `until`: no requests are taken from them until
    then; `reviewed`: that was looked at again, and stays.
    """

    reference: str
    community: str
    kind: str
    against: str
    day: str
    seeker: str = field(repr=False)
    until: datetime | None = None
    reviewed: bool = False
