"""Routing: what always holds, whatever happens in whatever order (routing.md, the property-based tests)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.duty import Duty
from bot.offer import Answer, Offer, Reach, waves
from bot.people import Address, Listener, Role, Standing
from bot.policy import Policy
from bot.request import Request, Word
from bot.routing import Moves, Routing
from bot.wish import GENDERS, WISHED
from tests.support.machines import histories

NOON = datetime(2030, 5, 4, 12, tzinfo=UTC)
POLICY = Policy(seeker_aliases=("River",))
LISTENERS = tuple(f"l{number}" for number in range(8))
listeners = st.sampled_from(LISTENERS)
TOPICS = st.sampled_from(("grief", "work"))
places = st.integers(min_value=0, max_value=7)


class Lines(RuleBasedStateMachine):
    """A line in which anything may happen; a plain account of it is kept beside the routing."""

    @initialize(seed=st.integers(min_value=0, max_value=2**32))
    def begins(self, seed: int) -> None:
        """Nobody waits, nobody is on call."""
        self.now, self.dice = NOON, Random(seed)
        self.routing = Routing(policy=lambda _: POLICY, chance=self.dice.random)
        self.roster: dict[str, Listener] = {}
        self.duties: dict[str, Duty] = {}
        self.requests: dict[str, Request] = {}
        self.held: dict[str, str] = {}  # listener -> the request whose offer they have not answered
        self.put: set[tuple[str, int, int, str]] = set()
        self.talking: dict[str, datetime] = {}
        self.apart: dict[str, frozenset[str]] = {}
        self.declined: set[tuple[str, str]] = set()
        self.offers: dict[tuple[str, str], Offer] = {}
        self.count = 0

    # --- what happens ---

    @rule(
        who=listeners, hours=st.integers(1, 12), backup=st.booleans(), willing=st.booleans(), german=st.booleans(),
        topics=st.sets(TOPICS), gender=st.sampled_from(("", *GENDERS)),
    )  # fmt: skip
    def comes(
        self, who: str, hours: int, backup: bool, willing: bool, german: bool, topics: set[str], gender: str
    ) -> None:
        """Somebody goes on call, or says something else of themselves."""
        listener = Listener(
            id=who, community="c", address=Address("discord", who), role=Role.LISTENER, standing=Standing.ACTIVE,
            languages=("en", "de") if german else ("en",), on_call_until=self.now + timedelta(hours=hours),
            backup=backup, willing=willing, topics=tuple(sorted(topics)), gender=gender,
        )  # fmt: skip
        self._changed(listener)

    @precondition(lambda self: self.roster)
    @rule(which=places)
    def goes(self, which: int) -> None:
        """Somebody goes off call."""
        one = sorted(self.roster)[which % len(self.roster)]
        self._changed(replace(self.roster[one], on_call_until=None))

    @rule(danger=st.booleans(), german=st.booleans(), apart=st.sets(listeners, max_size=2))
    def asks(self, danger: bool, german: bool, apart: set[str]) -> None:
        """Somebody asks for a person."""
        self.count += 1
        asked = Request.asked_for(
            f"r{self.count:04}", community="c", seeker=Address("telegram", str(self.count)),
            language="de" if german else "en", now=self.now, policy=POLICY, arrived_at=None,
        )  # fmt: skip
        opened = (asked.in_danger(now=self.now, policy=POLICY) if danger else asked).opened(now=self.now, policy=POLICY)
        self.requests[opened.id] = opened
        self.apart[opened.id] = frozenset(apart)
        free = [one for one in self.roster.values() if one.on_call(now=self.now) and self._free(one.id)
                and one.id not in self.held and one.id not in self.talking and self._fits(opened, one)]  # fmt: skip
        served = {one.id: (self.duties[one.id].served_at or NOON, self.duties[one.id].served) for one in free}
        moves = self.routing.opens(opened, apart=frozenset(apart), now=self.now)
        self._follow(moves)
        first = [put.listener.id for put in moves.puts]
        if not danger and first and moves.requests[opened.id].wave == 0:
            rest = [served[one.id] for one in free if one.id not in first]
            assert len(first) == min(POLICY.first_wave, len(free))
            assert max(served[one] for one in first) <= min(rest, default=(self.now, 99)), "the least recently served"

    @precondition(lambda self: self.held)
    @rule(which=places)
    def takes(self, which: int) -> None:
        """Somebody takes what they were offered."""
        who = sorted(self.held)[which % len(self.held)]
        request = self.requests[self.held[who]]
        assert self.routing.eligible(request, self.roster[who], now=self.now)
        del self.requests[request.id]
        self.talking[who] = self.now
        self._follow(self.routing.closes(request.id, now=self.now, taken_by=who))

    @precondition(lambda self: self.held)
    @rule(which=places)
    def declines(self, which: int) -> None:
        """**Not now**."""
        who = sorted(self.held)[which % len(self.held)]
        request = self.held.pop(who)
        self.declined.add((request, who))
        self._follow(self.routing.declines(request, who, now=self.now))

    @precondition(lambda self: self.requests)
    @rule(which=places)
    def leaves(self, which: int) -> None:
        """Somebody leaves the queue."""
        request = sorted(self.requests)[which % len(self.requests)]
        del self.requests[request]
        self._follow(self.routing.closes(request, now=self.now))

    @precondition(lambda self: self.requests)
    @rule(which=places)
    def is_in_danger(self, which: int) -> None:
        """**I'm in danger now**."""
        request = self.requests[sorted(self.requests)[which % len(self.requests)]]
        if not request.danger:
            first = request.in_danger(now=self.now, policy=POLICY)
            self._follow(self.routing.changes(first, now=self.now, anew=True))

    @precondition(lambda self: self.requests)
    @rule(which=places, topic=st.one_of(st.just(""), TOPICS), gender=st.sampled_from(("", *WISHED)))
    def wishes(self, which: int, topic: str, gender: str) -> None:
        """What they would rather talk about, and to whom; or no matter."""
        request = self.requests[sorted(self.requests)[which % len(self.requests)]]
        wishing = request.wishing(POLICY, topic=topic, gender=gender)
        self._follow(self.routing.changes(wishing, now=self.now, anew=wishing.wished))

    @precondition(lambda self: any(one.wished for one in self.requests.values()))
    @rule(which=places)
    def lets_it_be_anybody(self, which: int) -> None:
        """**Anyone is fine**."""
        wished = [one for one in sorted(self.requests) if self.requests[one].wished]
        relaxed = replace(self.requests[wished[which % len(wished)]], relaxed=True)
        self._follow(self.routing.changes(relaxed, now=self.now))

    @precondition(lambda self: self.talking)
    @rule(which=places)
    def ends(self, which: int) -> None:
        """A conversation is over."""
        who = sorted(self.talking)[which % len(self.talking)]
        began = self.talking.pop(who)
        self._follow(self.routing.frees(Address("discord", who), now=self.now, listener=who, began=began))

    @rule(seconds=st.integers(1, 400))
    def time_passes(self, seconds: int) -> None:
        """Everything that comes due meanwhile is done, each at its instant."""
        until = self.now + timedelta(seconds=seconds)
        while (due := self._next()) is not None and due[0] <= until:
            self.now = max(self.now, due[0])
            if due[1] in self.requests:
                self._wakes(due[1])
            else:
                self._follow(self.routing.turns(due[1], now=self.now))
        self.now = until

    @rule()
    def restarts(self) -> None:
        """Only what rows hold is left; routing takes it up."""
        before = self._told()
        routing = Routing(policy=lambda _: POLICY, chance=self.dice.random)
        for one in sorted(self.roster):
            if self.roster[one].can_be_asked(now=self.now):
                routing.stands(self.roster[one], self.duties[one], now=self.now)
        for who in self.talking:
            routing.engages(Address("discord", who), now=self.now)
        routing.takes_up((one, self.apart[one.id], self._offers(one)) for one in self.requests.values())
        self.routing = routing
        assert self._told() == before

    # --- what always holds ---

    @invariant()
    def nothing_is_overdue(self) -> None:
        """Every request that waits has a next step, and it is not past."""
        for request in self.requests.values():
            assert self.routing.request(request.id) == request
            assert request.next_step_at >= self.now - timedelta(seconds=1)

    @invariant()
    def one_offer_at_a_time(self) -> None:
        """A listener holds at most one offer that they have not answered; nobody who talks holds any."""
        standing = [who for (_, who), offer in self.offers.items() if offer.answer is Answer.STANDING
                    and offer.request in self.requests and who in self.held]  # fmt: skip
        assert len(standing) == len(set(standing))
        assert not set(self.held) & set(self.talking)

    @invariant()
    def whoever_is_asked_fits(self) -> None:
        """An offer stands only where its listener may take it: also after a wish, and after they changed."""
        for who, request in self.held.items():
            assert self._fits(self.requests[request], self.roster[who]), (who, request)

    @invariant()
    def nobody_is_passed_over(self) -> None:
        """Whoever is free was offered, in its round, every request whose wave admits them."""
        for who, listener in self.roster.items():
            if who in self.held or who in self.talking or not self._free(who):
                continue
            for request in self.requests.values():
                assert not self._owed(request, listener), (who, request.id, request.wave)

    def _owed(self, request: Request, listener: Listener) -> bool:
        wave = waves(POLICY, danger=request.danger)[request.wave]
        reached = (
            listener.on_call(now=self.now) and (wave.reach is not Reach.WILLING or listener.willing)
        ) or wave.reach is Reach.BACKUP
        room = wave.most is None or request.made < wave.most
        asked = (request.id, request.epoch, request.round, listener.id) in self.put
        return reached and room and not asked and self._fits(request, listener)

    def _fits(self, request: Request, listener: Listener) -> bool:
        declined = (request.id, listener.id) in self.declined
        return request.suits(listener) and listener.id not in self.apart[request.id] and not declined

    def _free(self, who: str) -> bool:
        duty = self.duties[who]
        return self.roster[who].can_be_asked(now=self.now) and not duty.rests(now=self.now) and not duty.done(POLICY)

    # --- carrying out ---

    def _follow(self, moves: Moves) -> None:
        before = dict(self.held)
        for who, (duty, _) in moves.turns.items():
            self.duties[who] = duty
            self.held.pop(who, None)
            if duty.request:
                self.held[who] = duty.request
        for request in moves.requests.values():
            if request.id in self.requests:
                self.requests[request.id] = request
        for request_id, listener, answer in moves.answers:
            key = (request_id, listener.id)
            self.offers[key] = replace(self.offers[key], answer=answer)
        for request, listener, _ in moves.puts:
            self._was_put(request, listener, reworded=before.get(listener.id) == request.id)
        for listener in moves.tired:
            assert self.duties[listener.id].misses >= POLICY.misses_at_most
            self._changed(replace(self.roster[listener.id], on_call_until=None))

    def _was_put(self, request: Request, listener: Listener, *, reworded: bool) -> None:
        once = (request.id, request.epoch, request.round, listener.id)
        assert request.id in self.requests, "an offer of what is over"
        assert self._fits(request, self.roster[listener.id])
        assert listener.id not in self.talking
        assert self._free(listener.id)
        assert once not in self.put, "twice in a round"
        older = [one for one in self.requests.values() if one.danger == request.danger
                 and (one.arrived_at, one.id) < (request.arrived_at, request.id)]  # fmt: skip
        assert reworded or not [one.id for one in older if self._owed(one, listener)], "an older one was passed over"
        self.put.add(once)
        self.offers[request.id, listener.id] = Offer(
            id="o", request=request.id, epoch=request.epoch, listener=listener.id, round=request.round
        )

    def _changed(self, listener: Listener) -> None:
        duty = self.duties.get(listener.id) or Duty(listener=listener.id, until=self.now + timedelta(hours=24))
        self.roster[listener.id], self.duties[listener.id] = listener, duty
        self._follow(self.routing.comes(listener, duty, now=self.now))

    def _wakes(self, request: str) -> None:
        moves = self.routing.due(request, now=self.now)
        self._follow(moves)
        if any(word is Word.OVER for _, word in moves.words):
            del self.requests[request]
            self._follow(self.routing.closes(request, now=self.now))

    def _next(self) -> tuple[datetime, str] | None:
        waits = [(one.next_step_at, one.id) for one in self.requests.values()]
        turns = [(self._turn(one), one) for one in self.roster if self.routing.duty(one)]
        return min(waits + turns, default=None)

    def _turn(self, who: str) -> datetime:
        duty = self.duties[who]
        missed = duty.offered_at + POLICY.offer_missed if duty.offered_at else None
        return min([at for at in (missed, duty.cool_until) if at], default=NOON + timedelta(days=400))

    def _offers(self, request: Request) -> list[Offer]:
        return [offer for offer in self.offers.values() if offer.request == request.id]

    def _told(self) -> object:
        waits = {one.id: self.routing.request(one.id) for one in self.requests.values()}
        return waits, {one: self.routing.duty(one) for one in self.roster if self.routing.duty(one)}


Lines.TestCase.settings = histories(examples=60, steps=40)
TestLines = Lines.TestCase
