"""Ways: what people write to one another, change, take back and illustrate while the line is killed again and again.

Every word of a text names whose it is, which message, which version of it and its place in it: what stands at the other
side tells by itself what it is.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from adapters.sandbox import discord
from adapters.sandbox.people import Shown
from tests.support.pictures import photo, sends
from tests.support.whole import Someone

AHEAD = 3  # messages that somebody writes before the first of them has arrived
PAUSE = 0.2  # seconds at most between two acts of one person
ARRIVES = 30.0  # seconds
NOTED = 3.0  # seconds in which what has arrived is written down, on a busy machine (architecture.md: 50 ms)
BACK = 6  # messages of which one is changed or taken back
TAIL = 80  # messages at the end of a chat among which is all that came since the last kill
LONGEST = {"discord": 1990, "telegram": 4090}  # that the app takes at once: with the alias it is more than one message
CHANGES, TAKES_BACK, PICTURES, LONG = 0.2, 0.05, 0.04, 0.25
WORD = re.compile(r"\b([a-z]\d+[a-z]?)m(\d+)v(\d+)k(\d+)\b")
PICTURE = photo(colour="green")


@dataclass(kw_only=True)
class Word:
    """One message as its writer has it."""

    id: str
    number: int
    letters: int
    version: int = 0
    picture: bool = False
    gone: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """One message at the other side: which version it shows of what, and from which word on."""

    id: str
    number: int
    version: int
    words: tuple[int, ...]
    files: int


@dataclass(kw_only=True)
class Way:
    """One direction of one conversation: what was written, and what stands at the other side.

    `unknown` are messages there that the line did not know of at a kill, and those whose sending it never heard of.
    """

    name: str
    mark: str
    writer: Someone
    alias: str
    reader: Someone
    conversation: str
    side: str
    written: list[Word] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    first: dict[str, float] = field(default_factory=dict)  # when each part was seen there first
    unnoted: list[Part] = field(default_factory=list)
    changes: int = 0

    @property
    def on_discord(self) -> bool:
        """Whether it arrives on Discord."""
        return isinstance(self.reader, discord.Person)

    async def write(self, *, picture: bool = False, letters: int = 1) -> None:
        """One message more, unlike all others."""
        number = len(self.written)
        said = text(self.mark, number, 0, letters)
        word = Word(id="", number=number, letters=letters, picture=picture)
        self.written.append(word)
        word.id = await (sends(self.writer, said, PICTURE) if picture else self.writer.says(said))

    async def change(self, word: Word, *, letters: int) -> None:
        """Put another version in its place."""
        word.version, word.letters, self.changes = word.version + 1, letters, self.changes + 1
        await self.writer.edits(word.id, text(self.mark, word.number, word.version, letters))

    async def take_back(self, word: Word) -> None:
        """Take it back: on Telegram, which tells bots nothing of deletions, by `/unsend`."""
        word.gone = True
        if isinstance(self.writer, discord.Person):
            await self.writer.deletes(word.id)
        else:
            await self.writer.says("/unsend", reply_to=word.id)

    async def goes_on(self, chance: Random) -> None:
        """Write on and on, pausing as people do, a few messages ahead of what arrives; change some, take some back."""
        longest = LONGEST["discord" if isinstance(self.writer, discord.Person) else "telegram"]
        while True:
            await asyncio.sleep(chance.uniform(0, PAUSE))  # load: nothing is waited for
            letters = longest if chance.random() < LONG else 1
            old = [one for one in self.written[-BACK:] if not one.gone]
            match chance.random():
                case x if x < TAKES_BACK and old:
                    await self.take_back(chance.choice(old))
                case x if x < TAKES_BACK + CHANGES and old:
                    word = chance.choice(old)
                    await self.change(word, letters=1 if word.picture else letters)
                case _:
                    await self.fewer_than(chance.randint(1, AHEAD))
                    picture = chance.random() < PICTURES
                    await self.write(picture=picture, letters=letters if not picture and chance.random() < LONG else 1)

    async def fewer_than(self, number: int) -> None:
        """Wait until fewer messages than that are on their way; or one is lost, and the account will say so."""
        with suppress(TimeoutError):
            await self.reader.chat.changed.until(lambda: self._on_their_way() < number or None, within=ARRIVES)

    async def settled(self, *, within: float) -> None:
        """Wait until all stands there as it was written; or it does not, and the account says so."""
        with suppress(TimeoutError):
            await self.reader.chat.changed.until(lambda: self._whole(self.written[-2 * BACK :]) or None, within=within)

    def parts(self, shown: list[Shown]) -> Iterator[Part]:
        """What of this is the other's words, as they stand."""
        for one in shown:
            if one.by_bot and one.text.startswith(f"{self.alias}: ") and (found := WORD.findall(one.text)):
                yield Part(
                    id=one.id, number=int(found[0][1]), version=int(found[0][2]),
                    words=tuple(int(word[3]) for word in found), files=_files(one),
                )  # fmt: skip

    def stand(self) -> dict[int, list[Part]]:
        """What stands at the other side, by message."""
        found: dict[int, list[Part]] = {}
        for part in self.parts(self.reader.chat.shown):
            found.setdefault(part.number, []).append(part)
        return found

    def whole(self, word: Word, parts: list[Part]) -> list[Part]:
        """Those of these parts that are the message as it is now; none where it is not there, or not whole."""
        found, words = list[Part](), 0
        for part in parts:
            if part.version == word.version and part.words[0] == words:
                found.append(part)
                words = part.words[-1] + 1
        return found if words == len(WORD.findall(text(self.mark, word.number, word.version, word.letters))) else []

    def killed(self, known: Mapping[tuple[str, str], set[str]]) -> None:
        """Note what stands at the other side and is not among the copies that the line will know of when it is back."""
        copies, now = known.get((self.conversation, self.side), set()), time.monotonic()
        fresh = [one for one in self.parts(self.reader.chat.shown[-TAIL:]) if one.id not in copies | self.unknown]
        self.unknown |= {part.id for part in fresh}
        standing = (part for part in fresh if not self.written[part.number].gone)
        self.unnoted += [part for part in standing if now - self.first.get(part.id, now) > NOTED]

    def _on_their_way(self) -> int:
        for part in self.parts(self.reader.chat.shown[-TAIL // 4 :]):
            self.seen.add(part.number)
            self.first.setdefault(part.id, time.monotonic())
        return sum(not one.gone and one.number not in self.seen for one in self.written[-2 * AHEAD :])

    def _whole(self, words: list[Word]) -> bool:
        stand = self.stand()
        known = {number: [one for one in parts if one.id not in self.unknown] for number, parts in stand.items()}
        return all(
            not known.get(one.number) if one.gone else self.whole(one, stand.get(one.number, [])) for one in words
        )


def text(mark: str, number: int, version: int, letters: int) -> str:
    """A message's text in this version, of so many letters at most, or of one word."""
    words = [f"{mark}m{number}v{version}k0"]
    left = letters - len(words[0])
    while left > len(words[0]) + 4:
        words.append(f"{mark}m{number}v{version}k{len(words)}")
        left -= len(words[-1]) + 1
    return " ".join(words)


def _files(shown: Shown) -> int:
    return len(shown.raw["attachments"]) if "attachments" in shown.raw else int("photo" in shown.raw)
