"""Account: what became of every message, and of all else that was promised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from adapters.sandbox import discord, telegram
from adapters.sandbox.people import Received
from bot.people import Address
from tests.chaos.asks import Asks, Late
from tests.chaos.ways import Part, Way, Word

SEND_AGAIN = "something you wrote did not get through"
PASSING_ON = "One moment, passing this on"
NOT_ALONG = "did not go along"
UNREAD = ("did not get what you just wrote", "obody has read", SEND_AGAIN)
SAID = re.compile(r"\bc(\d+)[ls]m\d+v0k0\b")


@dataclass(kw_only=True)
class Account:
    """What was counted (`line`: what it says of one kind), and what was `broken`: kind, and which."""

    kills: int
    seconds: float
    lines: list[str] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    again: int = 0  # messages that stand twice on Telegram, as they may
    written: int = 0

    @property
    def good(self) -> bool:
        """Whether all was kept that is promised."""
        return not self.broken

    def of(self, kind: str) -> int:
        """How often this was broken."""
        return sum(one == kind for one, _ in self.broken)

    def __str__(self) -> str:
        told = [f"{self.kills} kills in {self.seconds:.0f} s", *self.lines]
        return "\n".join([*told, *(f"  {kind}: {what[:400]}" for kind, what in self.broken[:50])])


def of_ways(account: Account, ways: Sequence[Way]) -> None:
    """Go through everything that was written, and all that the other side has of it."""
    counted = Counter[str]()
    for way in ways:
        stand = way.stand()
        places = {part.id: place for place, part in enumerate(way.parts(way.reader.chat.shown))}
        order = list[int]()
        for word in way.written:
            for kind, what in _one(way, word, stand.get(word.number, []), order, places):
                counted[kind] += 1
                if what:
                    account.broken.append((kind, f"{way.name}: {what}"))
        account.broken += [("not noted", f"{way.name}: {part}") for part in way.unnoted]
        for before, after in pairwise(order):
            if before > after:
                account.broken.append(("out of order", f"{way.name}: place {before} and {after}"))
    words = [word for way in ways for word in way.written]
    account.written, account.again = len(words), counted["again"]
    account.lines += [
        f"messages: {len(words)} written, {account.of('lost')} lost, {counted['asked']} asked for again, "
        f"{account.of('doubled')} doubled, {account.of('out of order')} out of order; "
        f"{counted['again']} stand twice on Telegram: in flight at a kill, or their answer was lost; "
        f"{account.of('not noted')} were not noted in time",
        f"edits: {sum(way.changes for way in ways)}, {account.of('not as written')} messages are not as they were "
        f"written last",
        f"taken back: {sum(word.gone for word in words)}, {account.of('not taken back')} still stand; "
        f"{counted['left']} left of those in flight at a kill",
        f"pictures: {sum(word.picture for word in words)}, {counted['left out']} left out and told, "
        f"{account.of('picture')} not there once",
    ]


def _one(
    way: Way, word: Word, parts: list[Part], order: list[int], places: dict[str, int]
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """What became of one message: a kind, and what is to be said of it where that must not be."""
    known = [part for part in parts if part.id not in way.unknown]
    if word.gone:
        yield from (("not taken back" if one in known else "left", _told(word, one) * (one in known)) for one in parts)
        return
    whole = way.whole(word, known) or way.whole(word, parts)
    if not whole:
        kind = "not as written" if parts else "asked" if _asked(way, word) else "lost"
        yield kind, "" if kind == "asked" else f"{_told(word)}; there: {parts}"
        return
    order.append(places[whole[0].id])
    if sum(part.files for part in whole) != int(word.picture):
        told = any(NOT_ALONG in one.text for one in way.writer.chat.shown)  # the platform that had it was busy too long
        yield ("left out", "") if told else ("picture", _told(word))
    for part in parts:
        if part not in whole:
            allowed = part.id in way.unknown and not way.on_discord
            yield "again" if allowed else "doubled", "" if allowed else f"{_told(word, part)}; there: {parts}"


def name(who: Address) -> str:
    """An address, for the account alone: it is nobody's."""
    return f"{who.platform} {who.id}"


def _told(word: Word, part: Part | None = None) -> str:
    shown = f": {part.id} shows version {part.version}" if part else ""
    return f"message {word.number} ({word.id}{', picture' * word.picture}), version {word.version}{shown}"


def _asked(way: Way, word: Word) -> bool:
    """Whether its writer was asked to send it again, after it."""
    return any(
        SEND_AGAIN in one.text and one.id.isdigit() and int(one.id) > int(word.id) for one in way.writer.chat.shown
    )


def of_asks(account: Account, asks: Asks) -> None:
    """Go through all who asked and all who took, and what they said to one another."""
    told, visits = asks.told, asks.visits
    told.read_on()
    account.broken += [*asks.broken, *told.broken]
    account.broken += [
        ("request lost", f"that of {visit.seeker.name}, who asked {visit.asked} times")
        for visit in visits
        if visit.missed
    ]
    counted = Counter(kind for word in asks.words for kind in _said(account, asks, word))
    for who, person in asks.people.items():
        for shown in person.chat.shown:
            found = SAID.search(shown.text) if shown.by_bot else None
            talks = [talk for talk in told.talks.values() if found and talk.number == int(found[1])]
            if found and not any(who in talk.people for talk in talks):
                account.broken.append(("late word", f"{name(who)} reads {shown.text!r}; {talks}"))
    presses = len(asks.presses)
    again = sum(PASSING_ON in text for said in told.said.values() for _, text in said)
    account.lines += [
        f"read again after they were let go: {again}",
        f"requests: {sum(visit.received for visit in visits)} received, {account.of('request lost')} lost; "
        f"{sum(visit.talk is not None for visit in visits)} connected, "
        f"{sum(visit.left and visit.talk is None for visit in visits)} left, {account.of('not served')} not served",
        f"claims: {presses} presses, {len(told.talks)} conversations, {account.of('claim lost')} lost, "
        f"{account.of('with two')} with two",
        f"words of conversations that end: {len(asks.words)}, {counted['there']} delivered, {counted['told']} not, and "
        f"their writer was told, {counted['over']} after the end was wished, {account.of('word lost')} lost, "
        f"{account.of('late word')} with somebody else",
    ]


def _said(account: Account, asks: Asks, word: Late) -> Iterator[str]:
    """What became of something said in a conversation that ended."""
    readers = [asks.people[who] for who in word.talk.people if who != word.writer and who in asks.people]
    times = sum(word.mark in shown.text for one in readers for shown in one.chat.shown if shown.by_bot)
    said = " ".join(asks.told.after(word.writer, word.place))
    if times:
        if times > 1 and isinstance(readers[0], discord.Person):
            account.broken.append(("doubled", f"{word.mark} {times} times"))
        yield "there"
    elif any(one in said for one in UNREAD):
        yield "told"
    elif word.ending:
        yield "over"
    else:
        account.broken.append(("word lost", f"{word.mark} of {word.writer}, told: {said[:300]!r}"))


def unheard(calls: Iterable[Received], ways: Sequence[Way]) -> None:
    """Note the messages on Telegram of whose sending the line never heard, as the answer was lost."""
    for call in calls:
        if call.fault != "close_after" or call.status != 200 or not call.method.startswith("send"):
            continue
        sent = call.reply["result"]
        for way in ways:
            if isinstance(way.reader, telegram.Person) and isinstance(sent, dict):
                way.unknown |= {str(sent["message_id"])} if str(call.body["chat_id"]) == str(way.reader.id) else set()
