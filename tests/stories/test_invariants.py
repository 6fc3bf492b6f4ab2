"""What holds in every history: asks, claims, ends, releases, blocks, restarts, and time, in any order (routing.md)."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.conversation import Conversation
from bot.people import Address, Listener
from bot.request import Request, State
from tests.support.machines import histories
from tests.support.story import EAGER, LINE, Line, Person, a_line

SEEKERS, LISTENERS = ("robin", "jo", "alex"), ("kim", "sam", "uli")
SPOKEN = {"uli": ("de",), "alex": ("de",)}
listeners, people = st.sampled_from(LISTENERS), st.sampled_from((*SEEKERS, *LISTENERS))
ELSEWHERE = {"Report", "What I'm asked for", "Helplines", "Choose country"}  # those leave what lasts, or change nothing
Offered = tuple[str, int, str]


class Histories(RuleBasedStateMachine):
    """Three seekers, three listeners, one line on a file; after each step everything that is promised is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = TemporaryDirectory()
        self.people: dict[str, Person] = {}
        self.line: Line = self.run(self._open())
        self.offered: set[Offered] = set()
        self.standing: dict[str, object] = {}
        self.read: dict[str, int] = {}
        self.gone = ""

    def run(self, act: Any) -> Any:
        """Do this in the loop of the line."""
        return self.runner.run(act)

    async def _open(self) -> Line:
        line = await self.stack.enter_async_context(
            a_line(path=Path(self.folder.name) / "line.db", numbers=EAGER | {"reminder_kept": timedelta(hours=24)})
        )
        for name in LISTENERS:
            platform, languages = ("discord" if name == "kim" else "telegram"), SPOKEN.get(name, ("en", "de"))
            self.people[name] = await line.listener(name.title(), platform, on_call=False, languages=languages)
        for name in SEEKERS:
            platform, languages = ("telegram" if name == "jo" else "discord"), SPOKEN.get(name, ("en",))
            self.people[name] = line.person(platform, language=languages[0])
        self.before = await line.rows()
        return line

    # --- what may happen ---

    @initialize()
    def begins(self) -> None:
        """Two listeners are on call, and somebody asks."""
        for who in ("kim", "sam"):
            self.goes_on_call(who, "2h")
        self.asks("robin")

    @rule(who=listeners, when=st.sampled_from(["2h", "20m", "off"]))
    def goes_on_call(self, who: str, when: str) -> None:
        """A listener goes on or off call."""
        self.run(self.people[who].types(f"/oncall {when}"))

    @rule(who=listeners, command=st.sampled_from(["/pause", "/away today today", "/away off", "/shifts", "/next"]))
    def says_when(self, who: str, command: str) -> None:
        """A listener has a break, is away, or looks at the rota."""
        self.run(self.people[who].types(command))

    @rule(who=listeners, day=st.sampled_from(["today", "tomorrow"]), hour=st.integers(min_value=0, max_value=22))
    def plans(self, who: str, day: str, hour: int) -> None:
        """A listener puts a shift on the rota; what they do with it then is among what they can press."""
        person = self.people[who]
        self.run(person.types(f"/shifts add {day} {hour}-{hour + 2} once"))
        if person.notices()[-1] == "ShiftUnderstood":
            self.run(person.presses("Add it"))

    @rule(who=people)
    def asks(self, who: str) -> None:
        """Somebody asks; listeners may, too."""
        person = self.people[who]
        self.run(person.forges("adult", LINE.id))

    @rule(who=listeners)
    def takes(self, who: str) -> None:
        """A listener presses an offer, if there is one on the screen."""
        if "I'll take this" in self.people[who].buttons():
            self.run(self.people[who].takes())

    @rule(who=people, text=st.sampled_from(["hello", "thank you"]))
    def says(self, who: str, text: str) -> None:
        """Somebody writes, in a conversation or outside."""
        self.run(self.people[who].writes(text))

    @rule(who=people, which=st.integers(min_value=0, max_value=40))
    def presses(self, who: str, which: int) -> None:
        """Somebody presses one of the buttons that they can see."""
        if labels := [label for label in self.people[who].buttons() if label not in ELSEWHERE]:
            self.run(self.people[who].presses(labels[which % len(labels)]))

    @rule(who=people)
    def blocks_the_bot(self, who: str) -> None:
        """Somebody blocks the bot: there is no way to tell them anything."""
        self.gone = who
        self.run(self.people[who].blocks_the_bot())

    @rule(minutes=st.integers(min_value=1, max_value=35))
    def time_passes(self, minutes: int) -> None:
        """The clock goes on."""
        self.run(self.line.passes(minutes=minutes))

    @precondition(lambda self: self.standing)
    @rule(seconds=st.integers(min_value=1, max_value=2000))
    def restarts(self, seconds: int) -> None:
        """The process is killed, and another takes up the file."""
        self.run(self.line.restarts(away=timedelta(seconds=seconds)))

    # --- what always holds ---

    @invariant()
    def everything_promised_holds(self) -> None:
        """One look at the database after each step."""
        self.run(self._look())

    async def _look(self) -> None:
        assert self.line.switchboard.failures == 0
        assert await self.line.overdue() == []
        async with self.line.store.real.decision() as rows:
            talks = await rows.live_conversations()
            asked = {name: await rows.request_of(person.address) for name, person in self.people.items()}
            roster = {one.id: one for one in await rows.roster(LINE.id)}
            offers = {
                (one.request, one.epoch, one.listener): request
                for request in asked.values() if request
                for one in await rows.offers(request.id)
            }  # fmt: skip
        self._one_of_each(talks)
        self._requests_have_their_state(asked, talks)
        self._only_the_eligible_were_asked(offers, roster)
        self._whoever_it_concerns_was_told(asked, talks)
        self._no_offer_is_shown_that_is_over({one.id: one for one in asked.values() if one})
        assert {one.id for one in talks} == {one.id for one in self.line.switchboard.desk.live.all()}

    def _one_of_each(self, talks: tuple[Conversation, ...]) -> None:
        addresses = [address for one in talks for address in _both(one)]
        for many in (addresses, [one.request for one in talks], [one.listener_id for one in talks]):
            assert len(many) == len(set(many))

    def _requests_have_their_state(self, asked: dict[str, Request | None], talks: tuple[Conversation, ...]) -> None:
        claimed = {one.id for one in asked.values() if one and one.state is State.CLAIMED}
        assert claimed == {one.request for one in talks}

    def _only_the_eligible_were_asked(self, offers: dict[Offered, Request], roster: dict[str, Listener]) -> None:
        for offered, request in offers.items():
            if offered not in self.offered:
                listener = roster[offered[2]]
                assert listener.address != request.seeker
                assert request.language in listener.languages
                assert listener.id not in request.not_again or offered[1] < request.epoch
        self.offered |= set(offers)

    def _no_offer_is_shown_that_is_over(self, requests: dict[str, Request]) -> None:
        takes = [one.button for person in self.people.values() for message in person.chat.shown
                 for one in message.buttons if one.button.verb == "take"]  # fmt: skip
        for button in takes:
            assert button.subject in requests
            standing = requests[button.subject]
            assert (standing.state, standing.epoch) == (State.OPEN, button.epoch)

    def _whoever_it_concerns_was_told(
        self, asked: dict[str, Request | None], talks: tuple[Conversation, ...]
    ) -> None:  # fmt: skip
        for name, person in self.people.items():
            request, mine = asked[name], [one.id for one in talks if person.address in _both(one)]
            now = (request and (request.id, request.state, request.epoch), mine)
            read = len({(one.id, one.text) for one in person.chat.ever})
            if now != self.standing.get(name, (None, [])) and name != self.gone:
                assert read > self.read.get(name, 0), f"{name} was told nothing of {now}"
            self.standing[name], self.read[name] = now, read
        self.gone = ""

    def teardown(self) -> None:
        """Time goes on long enough: every request has ended, and nothing is left but blocks."""
        try:
            self.run(self._wait_for_the_end())
            self.run(self.stack.aclose())
        finally:
            self.runner.close()
            self.folder.cleanup()

    async def _wait_for_the_end(self) -> None:
        await self.line.passes(hours=75)
        after = await self.line.rows()
        assert {**after, "blocks": []} == {**self.before, "blocks": []}


def _both(one: Conversation) -> tuple[Address, Address]:
    return one.seeker.address, one.listener.address


Histories.TestCase.settings = histories(examples=25, steps=25)
TestHistories = Histories.TestCase
