"""Media: what came with words is fetched, made anew and sent with them; nothing of it is ever at rest (relay.md)."""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.conversation import Conversation, Side
from bot.desk import album
from bot.desk.desk import Desk
from bot.errors import Refused, RetryLater
from bot.media import MOST, File, Medium
from bot.notice.media import NotCarried
from bot.people import Address
from bot.records import Passage
from bot.words import Words, blank

TOGETHER = 24 * 2**20
"""Bytes that go with one message at most: Discord takes 25 MB in one call, with all that is around them."""

_TRIES, _REMEMBERED = 5, 1000


@dataclass(kw_only=True)
class Load:
    """What one message brings along. It is in memory only while an attempt to send it is under way, or between two of
    which the first came half way: `sent` are the messages that it has become so far.
    """

    desk: Desk
    by: Address
    media: tuple[Medium, ...]
    sent: list[str] = field(default_factory=list)
    missed: dict[Medium, str] = field(default_factory=dict, repr=False)
    failures: int = 0
    _kept: tuple[File, ...] | None = field(default=None, repr=False)

    async def sending(self, passage: Passage, send: Callable[[Passage], Awaitable[None]]) -> None:
        """Fetch it, and `send` the passage with it; a few at a time in the whole line, others wait their turn here.
        Where the other platform refuses it, the words go alone.

        Raises what `send` raises, and RetryLater where the platform that has it is busy, a few times.
        """
        if not self.media:
            await send(passage)
            return
        async with self.desk.carrying:
            files = await self.files() if self._kept is None else self._kept
            if not files and blank(passage.words):
                return
            try:
                await send(replace(passage, files=files))
            except Refused as refused:
                if self.sent or not files or refused.reason not in ("invalid", "forbidden"):
                    raise
                self.missed |= {one: "refused" for one in self.media if one not in self.missed}
                if not blank(passage.words):
                    await send(passage)
            finally:
                self._kept = files if self.sent else None

    async def files(self) -> tuple[File, ...]:
        """What of it there is, made anew; the rest is `missed`. Raises RetryLater, a few times."""
        files, room = list[File](), TOGETHER
        for place, medium in enumerate(self.media):
            file = await self._file(medium, place)
            if file is not None and len(file.content) > room:
                self.missed[medium] = "too_large"
            elif file is not None:
                files.append(file)
                room -= len(file.content)
        return tuple(files)

    async def _file(self, medium: Medium, place: int) -> File | None:
        if place >= MOST:
            self.missed[medium] = "too_many"
        if medium in self.missed:
            return None
        try:
            return await self.desk.platforms[self.by.platform].fetch(medium)
        except Refused as refused:
            self.missed[medium] = refused.reason
        except RetryLater:
            self.failures += 1
            if self.failures < _TRIES:
                raise
            self.missed[medium], self.failures = "gone", 0
        return None

    @property
    def carried(self) -> int:
        """How many went along."""
        return len(self.media) - len(self.missed)

    def tell(self, conversation: Conversation) -> None:
        """Its writer hears what did not go along, and why."""
        me = conversation.party(conversation.side_of(self.by))
        line = self.desk.communities[conversation.community].name
        for why, count in Counter(self.missed.values()).items():
            self.desk.tell(self.by, NotCarried(why=why, count=count), language=me.language, line=line)


async def reported(desk: Desk, by: Address, media: tuple[Medium, ...]) -> tuple[File, ...]:
    """What came with a message that is reported: hidden until it is tapped, without what cannot be had."""
    load, files = Load(desk=desk, by=by, media=media), tuple[File, ...]()
    if media:
        with suppress(RetryLater):
            async with desk.carrying:
                files = await load.files()
    return tuple(replace(one, spoiler=True) for one in files)


def note(desk: Desk, key: tuple[str, Side, str], words: Words) -> None:
    """Remember for a while, in memory, what came with this message: an edit may put something else in its place."""
    if words.media:
        desk.memory.pictures[key] = tuple(one.mark for one in words.media)
        while len(desk.memory.pictures) > _REMEMBERED:
            desk.memory.pictures.popitem(last=False)


def changed(desk: Desk, key: tuple[str, Side, str], words: Words, *, files: int) -> bool:
    """Whether an edit took something out of the message, put something in, or something else in its place; `files`:
    how many went with it. Of an album nobody can tell.
    """
    now = tuple(one.mark for one in words.media)
    if album.of(words):
        return False
    known = desk.memory.pictures.get(key)
    return known != now if known is not None else len(now) < files or bool(now and not files)
