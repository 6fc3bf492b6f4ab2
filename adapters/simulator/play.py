"""Play: a scenario through `bot.routing`, event by event; nothing of routing is modelled here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from random import Random

from adapters.simulator.outcome import Outcome
from adapters.simulator.scenario import Group, Scenario
from bot.duty import Duty
from bot.people import Address, Listener, Role, Standing
from bot.request import Request, Word
from bot.routing import Moves, Put, Routing

START = datetime(2030, 1, 7, tzinfo=UTC)  # a Monday
_HOUR = 3600.0


def play(scenario: Scenario) -> Outcome:
    """The whole of it."""
    return _Play(scenario).run()


class _Play:
    """Times are seconds since the start; `_at` gives routing the instant."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.outcome = scenario, Outcome(hours=scenario.hours)
        # A stream of its own for each cause, so that two scenarios of one seed differ only in what was changed.
        names = ("arrivals", "patience", "talk", "answers", "chance")
        self.dice = {name: Random(f"{scenario.seed} {name}") for name in names}  # noqa: S311  # to be repeated, not to be secret
        self.routing = Routing(policy=lambda _: scenario.policy, chance=self.dice["chance"].random)
        self.events: list[tuple[float, int, str, str]] = []
        self.count = 0
        self.groups: dict[str, Group] = {}
        self.listeners: dict[str, Listener] = {}
        self.asked: dict[str, float] = {}
        self.talking: dict[str, tuple[str, float]] = {}
        self.ends = scenario.hours * _HOUR

    def run(self) -> Outcome:
        """Until the last hour is over."""
        for number, group in enumerate(self.scenario.groups, start=1):
            for each in range(group.count):
                self._enrol(f"group {number}, {each + 1}" if len(self.scenario.groups) > 1 else f"{each + 1}", group)
        self._next_arrival(0.0)
        while self.events and self.events[0][0] <= self.ends:
            now, _, kind, subject = heappop(self.events)
            getattr(self, f"_{kind}")(subject, now)
        return self.outcome

    # --- who asks ---

    def _next_arrival(self, now: float) -> None:
        """Arrivals of a rate that changes by the hour: drawn at the highest rate, and thinned."""
        most, dice = self.scenario.demand.most, self.dice["arrivals"]
        while most:
            now += dice.expovariate(most / _HOUR)
            if dice.random() * most <= self.scenario.demand.at(int(now / _HOUR) % 24):
                self._push(now, "arrival", "")
                return
            if now > self.ends:
                return

    def _arrival(self, _: str, now: float) -> None:
        self.count += 1
        name, moment, policy = f"r{self.count:09}", _at(now), self.scenario.policy
        asked = Request.asked_for(
            name, community="c", seeker=Address("seeker", name), language="en", now=moment, policy=policy,
            arrived_at=None,
        )  # fmt: skip
        if self.dice["chance"].random() < self.scenario.demand.danger_share:
            asked = asked.in_danger(now=moment, policy=policy)
        patience = self.dice["patience"].expovariate(1 / self.scenario.demand.mean_patience.total_seconds())
        self.asked[name] = now
        self._push(now + patience, "leaves", name)
        self._follow(self.routing.opens(asked.opened(now=moment, policy=policy), apart=frozenset(), now=moment), now)
        self._next_arrival(now)

    def _leaves(self, request: str, now: float) -> None:
        if (since := self.asked.pop(request, None)) is not None:
            self.outcome.left.append(now - since)
            self._follow(self.routing.closes(request, now=_at(now)), now)

    # --- who listens ---

    def _enrol(self, name: str, group: Group) -> None:
        self.groups[name] = group
        self.listeners[name] = Listener(
            id=name, community="c", address=Address("listener", name), role=Role.LISTENER, standing=Standing.ACTIVE,
            languages=("en",), willing=group.willing, backup=group.backup,
        )  # fmt: skip
        self.outcome.talks[name], self.outcome.talked[name] = 0, 0.0
        always = (group.from_hour, group.to_hour) == (0, 24)
        self._push(0.0 if always else group.from_hour * _HOUR, "comes", name)

    def _comes(self, name: str, now: float) -> None:
        group = self.groups[name]
        lasts = (group.to_hour - group.from_hour) % 24 * _HOUR or 24 * _HOUR
        always = (group.from_hour, group.to_hour) == (0, 24)
        until = self.ends + _HOUR if always else now + lasts
        self._present(name, until, now)
        if not always:
            self._push(until, "goes", name)
            self._push(now + 24 * _HOUR, "comes", name)

    def _goes(self, name: str, now: float) -> None:
        self._present(name, None, now)

    def _present(self, name: str, until: float | None, now: float) -> None:
        listener = self.listeners[name].going_on_call(until=None if until is None else _at(until))
        self.listeners[name] = listener
        duty = Duty(listener=name, until=_at(until if until is not None else now))
        self._follow(self.routing.comes(listener, duty, now=_at(now)), now)

    def _answered(self, put: Put, now: float) -> None:
        """How they are: they take it, say Not now, or do not answer; at once, or after a while."""
        group, dice = self.groups[put.listener.id], self.dice["answers"]
        if (group.no_answer or group.not_now) and dice.random() < group.no_answer:
            return
        kind = "declines" if group.not_now and dice.random() < group.not_now else "takes"
        subject, mean = f"{put.request.id}|{put.listener.id}", group.answers_after.total_seconds()
        if mean:
            self._push(now + dice.expovariate(1 / mean), kind, subject)
        else:
            getattr(self, f"_{kind}")(subject, now)

    def _takes(self, subject: str, now: float) -> None:
        request, _, who = subject.partition("|")
        asked = self.routing.request(request)
        if asked is None or not self.routing.eligible(asked, self.listeners[who], now=_at(now)):
            return
        self.outcome.answered.append(now - self.asked.pop(request))
        self.talking[who] = (request, now)
        self._push(now + self.dice["talk"].expovariate(1 / self.scenario.demand.mean_talk.total_seconds()), "ends", who)
        self._follow(self.routing.closes(request, now=_at(now), taken_by=who), now)

    def _declines(self, subject: str, now: float) -> None:
        request, _, who = subject.partition("|")
        self._follow(self.routing.declines(request, who, now=_at(now)), now)

    def _ends(self, who: str, now: float) -> None:
        _, began = self.talking.pop(who)
        self.outcome.talks[who] += 1
        self.outcome.talked[who] += now - began
        address = self.listeners[who].address
        self._follow(self.routing.frees(address, now=_at(now), listener=who, began=_at(began)), now)

    # --- what follows, and what time brings ---

    def _follow(self, moves: Moves, now: float) -> None:
        for request in moves.requests.values():
            self._wake(_since(request.next_step_at), "due", request.id)
        for duty, next_step_at in moves.turns.values():
            self._wake(_since(next_step_at), "turns", duty.listener)
        for listener in moves.tired:
            self._present(listener.id, None, now)
        for put in moves.puts:
            self._answered(put, now)

    def _due(self, request: str, now: float) -> None:
        present = self.routing.request(request)
        if present is None or present.next_step_at > _at(now):
            return
        moves = self.routing.due(request, now=_at(now))
        self._follow(moves, now)
        if any(word is Word.OVER for _, word in moves.words):
            self._leaves(request, now)

    def _turns(self, who: str, now: float) -> None:
        duty = self.routing.duty(who)
        if duty is not None and duty.next_step_at(self.scenario.policy) <= _at(now) < duty.until:
            self._follow(self.routing.turns(who, now=_at(now)), now)

    def _wake(self, when: float, kind: str, subject: str) -> None:
        if when <= self.ends:
            self._push(when, kind, subject)

    def _push(self, when: float, kind: str, subject: str) -> None:
        heappush(self.events, (when, self.count, kind, subject))


def _at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def _since(moment: datetime) -> float:
    return (moment - START).total_seconds()
