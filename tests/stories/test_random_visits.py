"""Non-interference: whatever happened, the database then holds what it held before, and of whoever said yes exactly the
record that they were shown (privacy.md, promises 2 and 3).

Each history is one seed, which a failure names; `HISTORIES=200` runs the first two hundred.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot.people import Role
from tests.support.story import Line, Person, a_line, wording

SEEDS, VISITS = range(int(os.environ.get("HISTORIES", "5"))), 3
CHOICES = ("1. Count it", "2. Rate it", "3. Write to me once")
TOLD = ("reports", "blocks")
"""What stays because its author was told so."""


@dataclass
class Evening:
    """A line on one evening, what chance brings, and what people have agreed to in it."""

    line: Line
    dice: Random
    kim: Person
    sam: Person
    ada: Person
    shown: list[str] = field(default_factory=list)
    ratings: list[int] = field(default_factory=list)
    messages: int = 0
    told: Counter[str] = field(default_factory=Counter)

    async def visit(self, ending: Ending) -> None:
        """Somebody comes who was never here, asks, and it ends that way; afterwards they answer, or not."""
        robin = self.line.person(self.dice.choice(("telegram", "discord")), language=self.dice.choice(("en", "de")))
        for one in (self.kim, self.sam):
            await one.types("/oncall 2h")
        await self.dice.choice((robin.asks, lambda: self._hesitates(robin)))()
        await ending(self, robin)
        await self._maybe_killed()
        await self._answers(robin)
        for one in (self.kim, self.sam):
            await one.types("/oncall off")

    async def takes(self, robin: Person) -> Person:
        """One of the two takes it, and they talk for a while; who listens."""
        listens = self.dice.choice([one for one in (self.kim, self.sam) if "I'll take this" in one.buttons()])
        await self.line.passes(minutes=self.dice.choice((0, 1, 7)))
        await listens.takes()
        for _ in range(self.dice.randrange(4)):
            writes = self.dice.choice((robin, listens))
            source = await writes.writes(self.dice.choice(("hello", "a long one " * 300)))
            if self.dice.random() < 0.3:
                await writes.edits(source, "otherwise")
            await self._maybe_killed()
        return listens

    async def _hesitates(self, robin: Person) -> None:
        await robin.writes("is anybody there?")
        await robin.types("/language en")
        await robin.asks()
        if self.dice.random() < 0.3:
            await robin.presses("I'm in danger now")

    async def _maybe_killed(self) -> None:
        if self.dice.random() < 0.15:
            await self.line.restarts(away=timedelta(seconds=self.dice.choice((2, 400))))

    async def _answers(self, robin: Person) -> None:
        """What may be kept of it, if they are asked: nothing, no answer, or some of it, as it stood there."""
        if "What may be kept?" not in robin.buttons() or self.dice.random() < 0.1:
            return
        await robin.presses("What may be kept?")
        if "MayBeKept" not in robin.notices():
            return
        on = [one for one in CHOICES if self.dice.random() < 0.7]
        for one in on:
            await robin.presses(one)
        rating = self.dice.randint(1, 5)
        if CHOICES[1] in on:
            await robin.presses(str(rating))
        shown, answer = (
            robin.showing("MayBeKept").text,
            self.dice.choice(("Keep these", "Keep these", "Keep these", "No, keep nothing", "")),
        )
        if answer:
            await robin.presses(answer)
        if answer == "Keep these":
            self.shown += [shown] * (CHOICES[0] in on)
            self.ratings += [rating] * (CHOICES[1] in on)
            self.messages += CHOICES[2] in on


Ending = Callable[[Evening, Person], Awaitable[object]]


async def by_the_seeker(evening: Evening, robin: Person) -> None:
    await evening.takes(robin)
    await robin.types("/end")


async def by_the_listener(evening: Evening, robin: Person) -> None:
    await (await evening.takes(robin)).presses("End conversation")


async def by_silence(evening: Evening, robin: Person) -> None:
    listens = await evening.takes(robin)
    await listens.writes("are you there?")
    await evening.line.passes(minutes=31)


async def withdrawn(evening: Evening, robin: Person) -> None:
    await robin.types("/leave")


async def nobody_came(evening: Evening, robin: Person) -> None:
    for one in (evening.kim, evening.sam):
        await one.types("/oncall off")
    await evening.line.passes(minutes=70)


async def released_and_left(evening: Evening, robin: Person) -> None:
    await (await evening.takes(robin)).presses("I can't do this one")
    await robin.types("/leave")


async def somebody_else(evening: Evening, robin: Person) -> None:
    await evening.takes(robin)
    await robin.forges("else", *_of(evening, robin))
    if evening.line.switchboard.desk.live.at(robin.address) is None:
        await robin.types("/leave")
    else:
        await robin.types("/end")


async def handed_over(evening: Evening, robin: Person) -> None:
    first = await evening.takes(robin)
    await first.types("/transfer")
    await robin.presses("Yes, find someone")
    second = evening.sam if first is evening.kim else evening.kim
    if "I'll take this" in second.buttons():
        await second.takes()
    await robin.types(evening.dice.choice(("/end", "/leave")))
    if evening.line.switchboard.desk.live.at(robin.address) is not None:
        await robin.types("/end")
    else:
        await robin.types("/leave")


async def reported(evening: Evening, robin: Person) -> None:
    listens = await evening.takes(robin)
    if evening.dice.random() < 0.5:
        await robin.types("/end")
    await evening.dice.choice((robin, listens)).presses("Report")
    evening.told["reports"] += 1


async def blocked(evening: Evening, robin: Person) -> None:
    listens = await evening.takes(robin)
    await evening.dice.choice((robin, listens)).presses("Block")
    evening.told["blocks"] += 1


async def bot_blocked(evening: Evening, robin: Person) -> None:
    await evening.takes(robin)
    await robin.blocks_the_bot()
    await evening.line.passes(minutes=11)


async def with_a_side_chat(evening: Evening, robin: Person) -> None:
    listens = await evening.takes(robin)
    await listens.presses("Ask a coordinator")
    await evening.ada.presses("I've got it")
    if evening.dice.random() < 0.5:
        await evening.ada.presses("Ask to join")
        await robin.presses(evening.dice.choice(("Yes", "No")))
        await evening.ada.writes("hello from me, too")
    await robin.types("/end")
    await evening.ada.types("/end")


async def after_practice(evening: Evening, robin: Person) -> None:
    await robin.types("/leave")
    await evening.ada.types(f"/practice {evening.dice.choice(('kim', 'sam'))}")
    for one in (evening.kim, evening.sam):
        if one.notices()[-1] == "PracticeCall":
            await one.presses("I'll take this")
            await one.writes("like this?")
            await evening.dice.choice((one, evening.ada)).types("/end")


async def asked_again(evening: Evening, robin: Person) -> None:
    await by_the_listener(evening, robin)
    await robin.presses("Talk again")
    await robin.types("/leave")


ENDINGS: tuple[Ending, ...] = (
    by_the_seeker, by_the_listener, by_silence, withdrawn, nobody_came, released_and_left, somebody_else, handed_over,
    reported, blocked, bot_blocked, with_a_side_chat, after_practice, asked_again,
)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_left_is_what_was_agreed_to(seed: int) -> None:
    """A day after a few visits with random ends: every table as before, but for the shown records, row by row."""
    dice = Random(seed)
    async with a_line(seed=seed + 1) as line:
        ada = await line.listener("Ada", "telegram", role=Role.COORDINATOR, on_call=False)
        kim, sam = await line.listener("Kim", on_call=False), await line.listener("Sam", "telegram", on_call=False)
        evening = Evening(line=line, dice=dice, kim=kim, sam=sam, ada=ada)
        before = await line.rows()
        for number in range(VISITS):  # so that each ending comes once in a short run
            await evening.visit(ENDINGS[(VISITS * seed + number) % len(ENDINGS)])
            await line.passes(hours=1)
        await line.passes(hours=25)
        after = await line.rows()
        left = {name: list((Counter(rows) - Counter(before[name])).elements()) for name, rows in after.items()}
        _agreed(evening, left)
        assert {name: rows for name, rows in left.items() if rows} == {}
        assert all(not Counter(before[name]) - Counter(after[name]) for name in before)
        assert line.switchboard.failures == 0


def _agreed(evening: Evening, left: dict[str, list[tuple[Any, ...]]]) -> None:
    """Take out what was shown and said yes to, and what its author was told is kept."""
    counted = [cell for *cell, number in left.pop("facts") for _ in range(number)]
    assert len(counted) == len(evening.shown)
    for week, weekday, part, *rest in counted:
        words = _in_words(week, weekday, part, *rest)
        found = next((text for text in evening.shown if words in text), None)
        assert found, (words, evening.shown)
        evening.shown.remove(found)
    assert sorted(rating for _, _, rating, _ in left.pop("feedback")) == sorted(evening.ratings)
    messages = left.pop("follow_ups")
    assert ([row[-2] for row in messages], len(messages)) == (["check_in"] * len(messages), evening.messages)
    for name in TOLD:
        assert len(left.pop(name)) == evening.told[name]


def _in_words(*cell: str) -> str:
    """A cell as somebody was shown it: one line."""
    week, weekday, part, platform, language, waited, lasted, outcome = cell
    label, name = wording().label, wording().catalogue.name
    return " · ".join(
        (
            label("when-it-was", "en", week=week, weekday=weekday, part=part),
            name("platform", platform, "en"), name("lang", language, "en"),
            f"you waited {label('wait-of', 'en', waited=waited)}",
            f"you talked {label('length-of', 'en', lasted=lasted)}", label("ended-by", "en", outcome=outcome),
        )
    )  # fmt: skip


def _of(evening: Evening, robin: Person) -> tuple[str, int]:
    talk = evening.line.switchboard.desk.live.at(robin.address)
    assert talk is not None
    return talk.id, talk.epoch
