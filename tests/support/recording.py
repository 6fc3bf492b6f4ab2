"""A platform in memory: what each person's chat shows now, rendered in the real words."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from adapters.wording import Rendered, ShownButton, Wording
from bot.community import Community
from bot.errors import PlatformError, Refused
from bot.inbound import Place
from bot.media import File, Medium
from bot.notice.base import FILL
from bot.people import Address, Role
from bot.ports import Clock
from bot.records import Passage, Saying, Still
from bot.words import Words, parts

LENGTHS = {"discord": 2000, "telegram": 4096}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One message as somebody sees it: a notice by name, or (None) a person's words."""

    id: str
    text: str
    notice: str | None = None
    buttons: tuple[ShownButton, ...] = ()
    reply_to: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What its buttons say."""
        return tuple(one.text for one in self.buttons)


@dataclass(kw_only=True)
class Chat:
    """One person's private chat with the bot: what it shows now, every message that ever stood in it, the reactions of
    the bot by message, how often somebody was seen typing.
    """

    shown: list[Shown] = field(default_factory=list)
    ever: list[Shown] = field(default_factory=list)
    reactions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    typed: int = 0

    def add(self, message: Shown) -> None:
        """A new message, at the bottom."""
        self.shown.append(message)
        self.ever.append(message)

    def put(self, message: Shown) -> None:
        """The same message, with other words or buttons."""
        self.shown = [message if one.id == message.id else one for one in self.shown]
        self.ever.append(message)

    def find(self, id: str) -> Shown | None:
        """The message of that id, if it is still there."""
        return next((one for one in self.shown if one.id == id), None)


class RecordingPlatform:
    """Fills `bot.ports.Platform`. It can be told to refuse a person, or to be slow with one."""

    def __init__(self, name: str, *, wording: Wording, clock: Clock, links: bool) -> None:
        self.name = name
        self.chats: defaultdict[Address, Chat] = defaultdict(Chat)
        self.files: list[File] = []
        self.refuses_files = False
        self.fetch_fails: list[PlatformError] = []
        self._fetching, self._now_fetching, self.fetched_at_once = timedelta(), 0, 0
        self.posted: list[tuple[Place, Rendered]] = []
        self.members: set[tuple[Address, str]] = set()
        self.rooms: dict[Address, str] = {}
        self.recalled: dict[Address, str] = {}
        self.keeps: set[Address] = set()
        self.exposed: set[Place] = set()
        self.refuses_posts: PlatformError | None = None
        self.landing: Callable[[Address, str], None] = lambda _, __: None
        self.amended: list[str] = []  # under which names
        self.menus: dict[Address, Role | None] = {}
        self._trouble: dict[Address, list[PlatformError | None]] = {}
        self._slow: dict[Address, timedelta] = {}
        self._stuck: dict[Address, asyncio.Event] = {}
        self._wording, self._clock, self._links = wording, clock, links
        self._ids = itertools.count(1)

    # --- what a test can make of it ---

    def refuse(self, person: Address, error: PlatformError, *, times: int = 1_000_000, after: int = 0) -> None:
        """Raise this for that person, so many times, `after` so many calls that go well."""
        self._trouble[person] = [*([error] * times), *([None] * after)]

    def serve(self, person: Address) -> None:
        """All is well again with that person."""
        self._trouble.pop(person, None)
        self._slow.pop(person, None)

    def slow(self, person: Address, by: timedelta) -> None:
        """Every call for that person takes so long before it is made."""
        self._slow[person] = by

    def stuck(self, person: Address) -> asyncio.Event:
        """Every call for that person hangs until this is set, however the clock moves."""
        return self._stuck.setdefault(person, asyncio.Event())

    def fetches_after(self, span: timedelta) -> None:
        """It takes so long to give out what came with words."""
        self._fetching = span

    def fresh_id(self) -> str:
        """The next message id."""
        return str(next(self._ids))

    def rendered(self, id: str, saying: Saying) -> Shown:
        """A notice as it stands in a chat here."""
        found = self._wording.render(saying, platform=self.name)
        fill = self.name == "discord" and saying.notice.form() is not None
        buttons = (self._wording.button(FILL, saying.language), *found.buttons) if fill else found.buttons
        return Shown(id=id, text=found.text, notice=type(saying.notice).__name__, buttons=buttons)

    # --- what the bot asks of it ---

    async def say(self, to: Address, saying: Saying, *, nonce: str) -> str:
        """Send a notice."""
        await self._reach(to)
        shown = self.rendered(self.fresh_id(), saying)
        self.chats[to].add(shown)
        return shown.id

    def text(self, saying: Saying) -> str:
        """What a notice says here."""
        return self.rendered("", saying).text

    async def post(self, place: Place, saying: Saying, *, nonce: str) -> None:
        """Post a notice in a shared place."""
        if self.refuses_posts:
            raise self.refuses_posts
        self.posted.append((place, self._wording.render(saying, platform=self.name)))

    async def change(self, to: Address, message: str, saying: Saying) -> None:
        """Put another notice in the place of one."""
        await self._reach(to)
        if self.chats[to].find(message):
            self.chats[to].put(self.rendered(message, saying))

    async def strip(self, to: Address, message: str) -> None:
        """Take the buttons off."""
        await self._reach(to)
        if found := self.chats[to].find(message):
            self.chats[to].put(replace(found, buttons=()))

    async def retract(self, to: Address, message: str) -> bool:
        """Delete a message; False for a person with whom this platform lets nothing be deleted."""
        await self._reach(to)
        chat = self.chats[to]
        if to in self.keeps or not chat.find(message):
            return False
        chat.shown = [one for one in chat.shown if one.id != message]
        return True

    async def relay(self, to: Address, passage: Passage, *, sent: list[str], nonce: str, still: Still) -> None:
        """Pass words on, part by part."""
        self.files += passage.files
        kinds = "".join(f"[{file.kind}]" for file in passage.files)
        if self.refuses_files and passage.files:
            raise Refused("invalid")
        for number, part in enumerate(self._parts(passage)[len(sent) :], start=len(sent)):
            part = part + kinds * (number == 0)
            await self._reach(to)
            if not still():
                return
            self.landing(to, part)
            shown = Shown(id=self.fresh_id(), text=part, reply_to=passage.reply_to)
            self.chats[to].add(shown)
            sent.append(shown.id)

    async def fetch(self, medium: Medium) -> File:
        """What came with words: its content is its handle; one that says so cannot be read."""
        if self.fetch_fails:
            raise self.fetch_fails.pop()
        self._now_fetching += 1
        self.fetched_at_once = max(self.fetched_at_once, self._now_fetching)
        await self._clock.wait(self._clock.now() + self._fetching)
        self._now_fetching -= 1
        if medium.handle in ("too_large", "unreadable", "gone"):
            raise Refused(medium.handle)
        return File(kind=medium.kind, content=medium.handle.encode(), spoiler=medium.spoiler)

    async def amend(self, to: Address, copies: list[str], passage: Passage, *, nonce: str, still: Still) -> None:
        """Bring copies up to date."""
        self.amended.append(nonce)
        await self._reach(to)
        if not still():
            return
        texts = self._parts(passage)
        if copies and passage.with_files and (first := self.chats[to].find(copies[0])):
            texts[0] += "".join(re.findall(r"\[\w+\]", first.text))
        ids = (*copies, *(self.fresh_id() for _ in texts[len(copies) :]))
        for copy, text in zip(ids, texts, strict=False):
            self.landing(to, text)
            put = self.chats[to].put if copy in copies else self.chats[to].add
            put(Shown(id=copy, text=text))
        for copy in ids[len(texts) :]:
            await self.retract(to, copy)
        copies[:] = ids[: len(texts)]

    async def react(self, to: Address, message: str, emoji: Sequence[str], *, was: Sequence[str], still: Still) -> None:
        """Put the bot's reactions on a message; Telegram shows one."""
        await self._reach(to)
        if still():
            if (found := self.chats[to].find(message)) is not None and emoji:
                self.landing(to, found.text)
            self.chats[to].reactions[message] = tuple(emoji[-1:] if self.name == "telegram" else emoji)

    async def compose(self, to: Address, *, still: Still) -> None:
        """Show that somebody is typing."""
        await self._reach(to)
        if still():
            self.chats[to].typed += 1

    def learned(self) -> dict[Address, str]:
        """The rooms that a test has put here."""
        rooms, self.rooms = self.rooms, {}
        return rooms

    def recall(self, rooms: Mapping[Address, str]) -> None:
        """Rooms of before a restart."""
        self.recalled.update({one: room for one, room in rooms.items() if one.platform == self.name})

    async def belongs(self, person: Address, community: Community) -> bool:
        """Whether the person is in one of the community's places here."""
        return (person, community.slug) in self.members

    async def exposes(self, place: Place) -> bool:
        """Whether a typed command stays visible in this place."""
        if self.refuses_posts:
            raise self.refuses_posts
        return place in self.exposed

    async def menu(self, to: Address, role: Role | None, *, language: str) -> None:
        """Which commands somebody is offered."""
        self.menus[to] = role

    def link(self, payload: str) -> str | None:
        """A deep link, where the platform has such links."""
        return f"https://{self.name}.example/?start={payload}" if self._links else None

    async def _reach(self, to: Address) -> None:
        if to in self._stuck:
            await self._stuck[to].wait()
        if to in self._slow:
            await self._clock.wait(self._clock.now() + self._slow[to])
        if self._trouble.get(to) and (trouble := self._trouble[to].pop()) is not None:
            raise trouble

    def _parts(self, passage: Passage) -> list[str]:
        def fits(words: Words) -> bool:
            return len(words.text) <= LENGTHS[self.name]

        found = parts(passage.words, by=self._wording.speaker(passage), line=passage.line, fits=fits)
        mark = f"{self._wording.label('late-mark', passage.language)} " if passage.late else ""
        return [mark + part.text for part in found]
