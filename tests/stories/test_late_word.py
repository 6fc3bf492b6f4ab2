"""A late word never reaches the next partner, in whatever order things happen and however slow the chats are."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.inbound import Edited, Inbound, Reacted, Retracted, Said
from bot.notice import NotPassedOn
from bot.people import Address
from bot.records import Saying
from bot.words import Words
from tests.support.machines import UNSHRUNK
from tests.support.recording import Shown
from tests.support.story import EAGER, Line, Person, a_line

SEEKERS, LISTENERS = ("robin", "jo"), ("kim", "sam")
EVERYBODY = (*SEEKERS, *LISTENERS)
STARTS, STOPS = {"Connected", "ListenerConnected"}, {"Ended", "ListenerEnded", "Requeued", "Released"}
TOLD = {"NotPassedOn", "Refusal", "RefusalWaiting", "Welcome"}

people = st.sampled_from(EVERYBODY)
says = st.tuples(st.just("says"), people)
acts = st.one_of(
    says,
    says,
    st.tuples(st.sampled_from(["edits", "takes back", "reacts"]), people),
    st.tuples(st.sampled_from(["writes", "comes in"]), people),
    st.tuples(st.just("is late"), people),
    st.tuples(st.sampled_from(["ends", "goes", "serves"]), people),
    st.tuples(st.just("changes hands"), st.sampled_from(LISTENERS)),
    st.tuples(st.just("asks"), st.sampled_from(SEEKERS)),
    st.tuples(st.just("takes"), st.sampled_from(LISTENERS)),
    st.tuples(st.just("waits"), st.sampled_from(["0", "1", "40"])),
)
ONE_AFTER_THE_OTHER = [("writes", "kim"), ("ends", "kim"), ("waits", "40"), ("takes", "kim"), ("comes in", "kim")]
histories = st.lists(acts, min_size=4, max_size=24)


class Scene:
    """Two seekers and two listeners who do things at the same time."""

    def __init__(self, line: Line, people: dict[str, Person]) -> None:
        self.line, self.people = line, people
        self.words: dict[str, tuple[Person, int, asyncio.Task[Saying | None]]] = {}
        self.sources: dict[str, list[tuple[str, str]]] = {}
        self.taken_back: set[str] = set()
        self.held_up: dict[str, list[Said]] = {who: [] for who in people}
        self.strayed: list[str] = []
        for platform in line.platforms.values():
            platform.landing = self._landing

    def _landing(self, to: Address, text: str) -> None:
        """Each word names the conversation for which it was written: it may land only while that one is going on, and
        so may a reaction to it.
        """
        going_on = self.line.switchboard.desk.live.at(to)
        if going_on is None or going_on.id not in text:
            self.strayed.append(text)

    async def does(self, act: str, who: str) -> None:
        """One thing, without waiting for what comes of it."""
        if act == "waits":
            await self.line.passes(seconds=int(who))
            return
        person, receive = self.people[who], self.line.switchboard.receive
        talking = self.line.switchboard.desk.live.at(person.address)
        if act == "serves":
            person.platform.serve(person.address)
        elif act in ("says", "writes") and talking is not None:
            text = f"{talking.id} {len(self.words)}{len(self.held_up[who])}."
            self.held_up[who].append(person.said(text))
            if act == "says":
                self._come_in(who)
        elif act == "comes in":
            self._come_in(who)
        elif act in ("edits", "takes back", "reacts"):
            self._amends(act, who)
        elif act == "is late" and talking is not None:
            for one in ("says", "writes", "waits", "reacts", "edits", "ends"):
                await self.does(one, "40" if one == "waits" else who)
        elif act == "ends" and talking is not None:
            self.line.tasks.create_task(receive(person.pressed("end", talking.id, talking.epoch)))
        elif act == "goes" and talking is not None:
            verb = "find" if who in SEEKERS else "cant"
            self.line.tasks.create_task(receive(person.pressed(verb, talking.id, talking.epoch)))
        elif act == "asks":
            self.line.tasks.create_task(receive(person.pressed("adult", "c" * 32, 0)))
        elif act == "takes" and "I'll take this" in person.buttons():
            self.line.tasks.create_task(receive(person.press("I'll take this")))
        elif act == "changes hands" and talking is not None:
            await self.does("goes", who)
            await self.line.settle()
            await self.does("takes", next(one for one in LISTENERS if one != who))
            await self.line.settle()
        await self.line.settle_once()

    def _come_in(self, who: str) -> None:
        """The platform hands out what they wrote, perhaps long ago, in order."""
        person, receive = self.people[who], self.line.switchboard.receive
        for said in self.held_up[who]:
            text = said.words.text
            self.sources.setdefault(who, []).append((text, said.source))
            self.words[text] = (person, len(person.chat.ever), self.line.tasks.create_task(receive(said)))
        self.held_up[who] = []

    def _amends(self, act: str, who: str) -> None:
        """What they wrote last, perhaps in a conversation before this one, is edited, taken back or reacted to; so is
        what they read last.
        """
        by, receive = self.people[who].address, self.line.switchboard.receive
        heard = [one.id for one in self.people[who].chat.shown if one.notice is None]
        if act == "reacts" and heard:
            self.line.tasks.create_task(receive(Reacted(by=by, message=heard[-1], added=("👍",))))
        if not self.sources.get(who):
            return
        text, source = self.sources[who][-1]
        if act == "edits":
            event: Inbound = Edited(by=by, words=Words(text=f"{text} edited"), source=source)
        elif act == "reacts":
            event = Reacted(by=by, message=source, added=("👍",))
        else:
            self.taken_back.add(text)
            event = Retracted(by=by, source=source)
        self.line.tasks.create_task(receive(event))

    def misplaced(self) -> list[str]:
        """Words that stand anywhere but between the beginning and the end of their own conversation."""
        return [text for person in self.people.values() for text in _misplaced(person.chat.ever)]

    def unaccounted(self) -> list[str]:
        """Words that did not arrive and whose writer was not told, then or when the burst was over."""
        landed = " ".join(text for person in self.people.values() for text in person.hears())
        return [
            text for text, (writer, since, task) in self.words.items()
            if text not in landed and text not in self.taken_back and task.result() is None
            and not TOLD & {one.notice for one in writer.chat.ever[since:]}
        ]  # fmt: skip


def _misplaced(ever: list[Shown]) -> list[str]:
    going_on, found = "", []
    for one in ever:
        if one.notice in STARTS and one.buttons:
            going_on = one.buttons[0].button.subject
        elif one.notice in STOPS and one.buttons:
            going_on = ""
        elif one.notice is None and (not going_on or going_on not in one.text):
            found.append(one.text)
    return found


async def _played(history: list[tuple[str, str]], slow: frozenset[str]) -> Scene:
    async with a_line(numbers={**EAGER, "cool_down": timedelta(0)}) as line:
        people = {"kim": await line.listener("Kim"), "sam": await line.listener("Sam", "telegram"),
                  "robin": await line.seeker(), "jo": await line.seeker("discord")}  # fmt: skip
        await people["kim"].takes()
        scene = Scene(line, people)
        for one in map(people.__getitem__, sorted(slow)):
            one.platform.slow(one.address, timedelta(seconds=30))
        for act, who in history:
            await scene.does(act, who)
        await line.passes(minutes=4)
        assert line.switchboard.failures == 0
        assert all(task.done() for _, _, task in scene.words.values())
        return scene


async def test_an_answer_to_somebody_who_has_gone_is_for_nobody_else() -> None:
    """A reply to what stood there before the talk: its writer reads so, and may write it again."""
    async with a_line(numbers={"cool_down": timedelta(0)}) as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await robin.writes("are you there?")
        copy = kim.chat.shown[-1]
        await robin.presses("End conversation")
        jo = await line.seeker("discord")
        await kim.takes()
        await jo.writes("hello")
        await kim.writes("yes, Robin", reply_to=copy.id)
        assert jo.hears() == []
        assert "What you just wrote went to nobody." in kim.last()
        await kim.writes(
            "hello to you", reply_to=next(one.id for one in kim.chat.shown if one.text.endswith(": hello"))
        )
        await kim.writes("how are you?")
        assert jo.hears() == ["Kim: hello to you", "Kim: how are you?"]


async def test_a_word_that_comes_in_after_a_change_of_hands_is_not_for_who_took_over(tmp_path: Path) -> None:
    """Written before its writer had read who is there now, and handed out late by the platform, also after a restart of
    the line: they are told, and may send it again.
    """
    async with a_line(numbers={"cool_down": timedelta(0)}, path=tmp_path / "line.db") as line:
        kim, sam, robin = await line.listener("Kim"), await line.listener("Sam"), await line.seeker()
        await kim.takes()
        late, later, own = robin.said("Kim, of my father"), robin.said("and of Jo"), kim.said("bye")
        await kim.presses("I can't do this one")
        await sam.takes()
        await line.switchboard.receive(own)
        told = await line.switchboard.receive(late)
        assert told is not None
        assert isinstance(told.notice, NotPassedOn)
        assert (told.notice.alias, told.notice.before) == ("Sam", True)
        await robin.writes("hello, Sam")
        await line.restarts(away=timedelta(hours=1))
        await line.switchboard.receive(later)
        await robin.writes("still there?")
        assert [text.partition(": ")[2] for text in sam.hears()] == ["hello, Sam", "still there?"]
        assert robin.hears() == []


async def test_a_word_that_crosses_the_news_of_who_is_there_is_not_for_them() -> None:
    """The seeker's platform is slow: what they write to the one before is not read by the one who has come since."""
    async with a_line(numbers={"cool_down": timedelta(0)}) as line:
        kim, sam, robin = await line.listener("Kim"), await line.listener("Sam"), await line.seeker()
        await kim.takes()
        robin.platform.slow(robin.address, timedelta(seconds=20))
        await kim.presses("I can't do this one")
        await sam.takes()
        await robin.writes("Kim, of my father")
        await line.passes(minutes=2)
        assert sam.hears() == []
        assert robin.notices()[-1] == "NotPassedOn"
        robin.platform.serve(robin.address)
        await robin.writes("hello, Sam")
        assert sam.hears()[-1].endswith(": hello, Sam")


@settings(max_examples=80, deadline=None, print_blob=True, phases=UNSHRUNK)
@given(histories, st.frozensets(people, max_size=2))
@example(ONE_AFTER_THE_OTHER, frozenset())
@example(ONE_AFTER_THE_OTHER, frozenset({"kim"}))
@example([("is late", "robin"), ("changes hands", "kim")], frozenset({"kim"}))
@example([("is late", "kim"), ("asks", "robin"), ("takes", "sam"), ("is late", "sam")], frozenset({"robin"}))
def test_a_late_word_never_reaches_the_next_partner(history: list[tuple[str, str]], slow: frozenset[str]) -> None:
    """Said, edited, taken back, reacted to, ended, claimed, said, all at once: a word, an edit or a reaction arrives in
    its own conversation, or not at all; of a word its writer is told.
    """
    with asyncio.Runner() as runner:
        scene = runner.run(_played(history, slow))
    assert scene.strayed == []
    assert scene.misplaced() == []
    assert scene.unaccounted() == []


async def test_what_comes_again_after_a_crash_is_not_for_the_next_partner(tmp_path: Path) -> None:
    """A word, and an `/end`, that the platform had not been told to forget: they were for the conversation before."""
    async with a_line(path=tmp_path / "line.db", numbers=EAGER) as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        said = robin.said("for Kim alone")
        await line.switchboard.receive(said)
        ending = robin.said("/end")
        await line.switchboard.receive(ending)
        sam = await line.listener("Sam", "telegram")
        await robin.asks()
        await sam.takes()
        for _ in range(2):
            await line.switchboard.receive(said)
            await line.switchboard.receive(ending)
            await robin.writes("for Sam")
            assert [text.partition(": ")[2] for text in sam.hears()][-1] == "for Sam"
            assert not any("for Kim" in text for text in sam.hears())
            await line.restarts(away=timedelta(seconds=3))
        assert robin.notices()[-1] == "Connected"
