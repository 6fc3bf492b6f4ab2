"""Messages grow, shrink and go, in every direction: the reader sees what each says now, once, where it stood."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from bot.conversation import Side
from bot.inbound import Edited, Retracted, Said
from bot.words import Span, Style, Words
from tests.support.machines import UNSHRUNK
from tests.support.rendering import Rendering, letters
from tests.support.story import Line, Person, a_line

SEED = 20261128
PLATFORMS = ("discord", "telegram")
PIECES = ("word ", "\n\n", "\n", "one. ", "👨‍👩‍👧‍👦", "🇩🇪", "*_~|`", "e\u0301", "x" * 90, "> ", "```", "- ", "<@1>")
STYLES = tuple(one for one in Style if one is not Style.LINK)

pieces = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12)


@st.composite
def written(draw: st.DrawFn) -> Words:
    """Words of any length and formatting, that say something."""
    text = f"a{''.join(draw(pieces)) * draw(st.sampled_from([1, 1, 3, 30, 90]))}"[:6000] + "z"
    place = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(place, place, st.sampled_from(STYLES)), max_size=3))
    return Words(text=text, spans=tuple(Span(min(a, b), max(a, b), style) for a, b, style in spans if a != b))


acts = st.one_of(
    st.tuples(st.just("says"), st.booleans(), written()),
    st.tuples(st.just("edits"), st.integers(0, 9), written()),
    st.tuples(st.just("edits"), st.integers(0, 9), written()),
    st.tuples(st.just("deletes"), st.integers(0, 9), st.none()),
)


@dataclass
class Told:
    """One message: by whom, and what it says now; None once it is deleted."""

    by: int
    source: str
    words: Words | None


@dataclass
class Scene:
    """Two people who talk, and all that they said."""

    line: Line
    pair: tuple[Person, Person]
    said: list[Told] = field(default_factory=list)

    async def does(self, act: str, which: int, words: Words | None) -> None:
        """One of them does it."""
        clock = self.line.clock
        if act == "says" and words is not None:
            person = self.pair[which]
            self.said.append(Told(which, person.platform.fresh_id(), words))
            source, language = self.said[-1].source, person.language
            event: Said | Edited | Retracted = Said(
                by=person.address, words=words, source=source, at=clock.now(), language=language
            )
        elif self.said and (told := self.said[which % len(self.said)]).words is not None:
            by, told.words = self.pair[told.by].address, words
            event = Edited(by=by, words=words, source=told.source, at=clock.now()) if words else Retracted(
                by=by, source=told.source
            )  # fmt: skip
        else:
            return
        self.line.tasks.create_task(self.line.switchboard.receive(event))
        await self.line.passes(seconds=1)

    async def holds(self, by: int, alias: str) -> None:
        """What one of them reads: each message of the other as it is now, and nothing else of them."""
        reader, desk = self.pair[1 - by], self.line.switchboard.desk
        shown = {one.id: one.text for one in reader.chat.shown if one.notice is None}
        order, firsts = list(shown), list[int]()
        for told in (one for one in self.said if one.by == by and one.words is not None):
            pair = await desk.journal.pair(desk.live.all()[0].id, (Side.SEEKER, Side.LISTENER)[by], told.source)
            assert pair is not None
            texts = [shown.pop(copy) for copy in pair.copies]
            assert all(text.startswith(f"{alias}: ") for text in texts)
            assert told.words is not None
            assert "".join(letters(text.removeprefix(f"{alias}: ")) for text in texts) == letters(told.words.text)
            firsts.append(order.index(pair.copies[0]))
        assert firsts == sorted(firsts)
        assert not shown


async def _played(asking: str, listening: str, history: list[tuple[str, int, Words | None]]) -> None:
    async with a_line(platform=Rendering) as line:
        kim, robin = await line.listener("Kim", listening), await line.seeker(asking)
        await kim.takes()
        scene = Scene(line, (robin, kim))
        for act, which, words in history:
            await scene.does(act, which, words)
        talk = line.switchboard.desk.live.all()[0]
        await scene.holds(0, talk.seeker.alias)
        await scene.holds(1, talk.listener.alias)
        assert line.switchboard.failures == 0


@pytest.mark.parametrize("listening", PLATFORMS)
@pytest.mark.parametrize("asking", PLATFORMS)
@seed(SEED)
@settings(max_examples=10, deadline=None, print_blob=True, phases=UNSHRUNK)
@given(history=st.lists(acts, min_size=3, max_size=8))
def test_every_message_says_what_it_says_now(
    asking: str, listening: str, history: list[tuple[str, int, Words | None]]
) -> None:
    """Whatever is edited, how often, to whatever length and formatting: its parts joined are its last text, once, under
    the alias; those around it stay as they are and where they are; of what is deleted nothing is left.
    """
    opening = [("says", side, Words(text=f"opening {side}")) for side in (0, 1)]
    with asyncio.Runner() as runner:
        runner.run(_played(asking, listening, [*opening, *history]))


async def test_what_an_edit_has_added_is_known_at_once(tmp_path: Path) -> None:
    """Killed a moment after it, and then the message is short again: nothing of the long one is left."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim", "telegram"), await line.seeker("discord")
        await kim.takes()
        source = await kim.writes("short")
        await line.passes(seconds=1)
        longer = Words(text="longer " * 600)
        await line.switchboard.receive(Edited(by=kim.address, words=longer, source=source, at=line.clock.now()))
        await line.settle()
        assert len(robin.hears()) > 1
        await line.restarts(away=timedelta(seconds=3))
        await kim.edits(source, "short again")
        await line.passes(seconds=2)
        assert [text.partition(": ")[2] for text in robin.hears()] == ["short again"]
