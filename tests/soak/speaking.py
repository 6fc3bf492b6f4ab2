"""Speaking: one direction of a conversation under load; what is written, and whether it arrives once and in order."""

from __future__ import annotations

import re
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from adapters.sandbox import telegram
from tests.support.pictures import photo, sends
from tests.support.whole import Someone

ARRIVES = 60.0  # seconds
_NUMBER = re.compile(r"#(\d+)#")
_LONG = "I have not slept, and I do not know whom to tell. " * 50  # more than Discord takes at once
_PICTURE = photo(size=(320, 240))
_TAIL = 24  # messages at the end of a chat among which something new is
MARKED = {
    "telegram": ("an important word", [{"type": "bold", "offset": 3, "length": 9}]),
    "discord": ("an **important** word, ||hidden|| and `typed`", None),
}
KINDS = {"plain": 70, "marked": 12, "reply": 4, "edit": 5, "take back": 3, "react": 4, "long": 1, "picture": 1}
"""What people do, of 100 times."""


@dataclass
class Account:
    """What came of all that was written."""

    kinds: Counter[str] = field(default_factory=Counter)
    delivered: Counter[str] = field(default_factory=Counter)  # by the platform on which they arrived
    ways: list[float] = field(default_factory=list)  # seconds
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # calls that were answered with 429
    excused: list[str] = field(default_factory=list)  # the same, just after our own servers had been late
    conversations: int = 0


@dataclass
class Way:
    """Who writes, under which alias, who reads."""

    writer: Someone
    alias: str
    reader: Someone
    account: Account
    numbers: Iterator[int]
    dice: Random
    under_way: dict[int, float] = field(default_factory=dict)
    copies: dict[int, str] = field(default_factory=dict)
    own: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=6))  # numbers and ids of what arrived
    sources: dict[int, str] = field(default_factory=dict)
    seen: int = 0
    last: int = 0

    async def speaks(self) -> None:
        """Do one thing that people do."""
        kind = self.dice.choices([*KINDS], [*KINDS.values()])[0]
        if kind in ("edit", "take back", "react", "reply") and not self.own:
            kind = "plain"
        self.account.kinds[kind] += 1
        if kind in ("plain", "marked", "reply", "long", "picture"):
            await self._writes(kind)
        elif kind == "react":
            shown = next((one for one in reversed(self.writer.chat.shown) if _NUMBER.search(one.text)), None)
            if shown is not None:
                await self.writer.reacts(shown.id, "❤")
        else:
            number, source = self.own.pop()
            await self._changes(kind, number, source)

    async def _writes(self, kind: str) -> None:
        number = next(self.numbers)
        self.under_way[number] = time.monotonic()
        text, marks = f"#{number}# and so on", None
        if kind == "marked":
            more, marks = MARKED[platform_of(self.writer)]
            text = f"{more} #{number}#"
        elif kind == "long":
            text = f"#{number}# {_LONG}"[: None if isinstance(self.writer, telegram.Person) else 2000]
        if kind == "picture":
            self.sources[number] = await sends(self.writer, text, _PICTURE)
        elif marks and isinstance(self.writer, telegram.Person):
            self.sources[number] = await self.writer.says(text, entities=marks)
        else:
            to = self.own[-1][1] if kind == "reply" else None
            self.sources[number] = await self.writer.says(text, to)

    async def _changes(self, kind: str, number: int, source: str) -> None:
        if kind == "edit":
            await self.writer.edits(source, f"#{number}# in other words")
        elif isinstance(self.writer, telegram.Person):
            await self.writer.says("/unsend", source)
        else:
            await self.writer.deletes(source)

    def look(self) -> int:
        """Note what has arrived; how many are still on their way."""
        shown = [one for one in self.reader.chat.shown[-_TAIL:] if one.by_bot and one.version > self.seen]
        for one in shown:
            self.seen = max(self.seen, one.version)
            if found := _NUMBER.search(one.text):
                self._arrived(int(found[1]), one.id)
        return len(self.under_way)

    def _arrived(self, number: int, copy: str) -> None:
        began = self.under_way.pop(number, None)
        if began is None:
            if self.copies.get(number, copy) != copy:
                self.account.doubled.append(f"#{number}#")
            return
        self.account.ways.append(time.monotonic() - began)
        self.account.delivered[platform_of(self.reader)] += 1
        if number < self.last:
            self.account.disordered.append(f"#{number}# behind #{self.last}#")
        self.last, self.copies[number] = max(number, self.last), copy
        self.own.append((number, self.sources.pop(number)))

    async def fewer_than(self, number: int) -> None:
        """Wait until fewer messages than that are on their way; what does not come is lost."""
        try:
            await self.reader.chat.changed.until(lambda: self.look() < number or None, within=ARRIVES)
        except TimeoutError:
            chats = "; ".join(f"{one.name} has {_tail(one)}" for one in (self.writer, self.reader))
            self.account.lost += [f"#{one}#: {chats}" for one in self.under_way]
            self.under_way.clear()


def _tail(person: Someone) -> list[str]:
    return [one.text[:80] for one in person.chat.shown[-_TAIL:]]


def platform_of(person: Someone) -> str:
    """Where they are."""
    return "telegram" if isinstance(person, telegram.Person) else "discord"
