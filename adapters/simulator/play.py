"""Play: a scenario through `bot.routing`, event by event; nothing of routing is modelled here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from random import Random

from adapters.simulator.outcome import Outcome
from adapters.simulator.scenario import WEEK, Demand, Group, Scenario
from bot.duty import Duty
from bot.people import Address, Listener, Role, Standing
from bot.request import Request, Word
from bot.routing import Moves, Put, Routing

START = datetime(2030, 1, 7, tzinfo=UTC)  # a Monday
_HOUR, _DAY = 3600.0, 86_400.0  # seconds


def play(scenario: Scenario) -> Outcome:
    """The whole of it."""
    return _Play(scenario).run()


class _Play:
    """Times are seconds since the start; `_at` gives routing the instant."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.outcome = scenario, Outcome(hours=scenario.hours)
        # A stream of its own for each cause, so that two scenarios of one seed differ only in what was changed.
        streams = [f"arrivals {number}" for number in range(len(scenario.demands))]
        names = (*streams, "patience", "talk", "answers", "chance")
        self.dice = {name: Random(f"{scenario.seed} {name}") for name in names}  # noqa: S311  # to be repeated, not to be secret
        self.routing = Routing(policy=lambda _: scenario.policy, chance=self.dice["chance"].random)
        self.events: list[tuple[float, int, str, str]] = []
        self.count = 0
        self.groups: dict[str, Group] = {}
        self.listeners: dict[str, Listener] = {}
        self.asked: dict[str, tuple[float, Demand]] = {}
        self.talking: dict[str, tuple[str, float]] = {}
        self.turn: dict[str, int] = {}
        self.tired: set[str] = set()
        self.ends = scenario.hours * _HOUR

    def run(self) -> Outcome:
        """Until the last hour is over."""
        for number, group in enumerate(self.scenario.groups, start=1):
            for each in range(group.count):
                self._enrol(f"group {number}, {each + 1}" if len(self.scenario.groups) > 1 else f"{each + 1}", group)
        for number in range(len(self.scenario.demands)):
            self._next_arrival(str(number), 0.0)
        while self.events and self.events[0][0] <= self.ends:
            now, _, kind, subject = heappop(self.events)
            getattr(self, f"_{kind}")(subject, now)
        return self.outcome

    # --- who asks ---

    def _next_arrival(self, number: str, now: float) -> None:
        """Arrivals of a rate that changes by the hour: drawn at the highest rate, and thinned."""
        demand, dice = self.scenario.demands[int(number)], self.dice[f"arrivals {number}"]
        while demand.most and now <= self.ends:
            now += dice.expovariate(demand.most / _HOUR)
            if dice.random() * demand.most < demand.at(int(now / _HOUR) % WEEK):
                self._push(now, "arrival", number)
                return

    def _arrival(self, number: str, now: float) -> None:
        self.count += 1
        name, moment, policy = f"r{self.count:09}", _at(now), self.scenario.policy
        demand = self.scenario.demands[int(number)]
        asked = Request.asked_for(
            name, community="c", seeker=Address("seeker", name), language=demand.language, now=moment, policy=policy,
            arrived_at=None,
        )  # fmt: skip
        if self.dice["chance"].random() < demand.danger_share:
            asked = asked.in_danger(now=moment, policy=policy)
        patience = self.dice["patience"].expovariate(1 / demand.mean_patience.total_seconds())
        self.asked[name] = now, demand
        self._push(now + patience, "leaves", name)
        self._follow(self.routing.opens(asked.opened(now=moment, policy=policy), apart=frozenset(), now=moment), now)
        self._next_arrival(number, now)

    def _leaves(self, request: str, now: float) -> None:
        if request in self.asked:
            self._over(request, self.outcome.left, now)
            self._follow(self.routing.closes(request, now=_at(now)), now)

    def _over(self, request: str, waits: list[float], now: float) -> Demand:
        """They wait no longer; their wait is among `waits`, if they asked in the hours that figures are of."""
        since, demand = self.asked.pop(request)
        if self.scenario.figures.table[int(since / _HOUR) % WEEK]:
            waits.append(now - since)
        return demand

    # --- who listens ---

    def _enrol(self, name: str, group: Group) -> None:
        self.groups[name] = group
        self.listeners[name] = Listener(
            id=name, community="c", address=Address("listener", name), role=Role.LISTENER, standing=Standing.ACTIVE,
            languages=group.languages, willing=group.willing, backup=group.backup,
        )  # fmt: skip
        self.outcome.talks[name], self.outcome.talked[name], self.turn[name] = 0, 0.0, 0
        if group.table[0] and 0 not in group.begins:  # since yesterday
            self._begins(name, 0.0)
        elif group.backup:
            self._present(name, None, 0.0)
        for begins in group.begins:
            self._push(begins * _HOUR, "comes", name)

    def _comes(self, name: str, now: float) -> None:
        self._begins(name, now)
        self._push(now + WEEK * _HOUR, "comes", name)

    def _begins(self, name: str, now: float) -> None:
        self._present(name, now + self.groups[name].left(int(now / _HOUR) % WEEK) * _HOUR, now)

    def _present(self, name: str, until: float | None, now: float) -> None:
        """A turn begins, on call until then, or off call: a backup has turns of a day, anybody else is gone. Caps count
        from its start; rest goes on, and so does what they are asked.
        """
        listener = self.listeners[name].going_on_call(until=None if until is None else _at(until))
        ends = now + _DAY if until is None else until
        self.listeners[name], self.turn[name] = listener, self.turn[name] + 1
        if until is not None or listener.backup:
            self._push(ends, "goes", f"{self.turn[name]}|{name}")
        duty = Duty(listener=name, until=_at(ends))
        if (last := self.routing.duty(name)) is not None:
            rest = None if name in self.tired else last.cool_until
            duty = replace(
                duty, request=last.request, offered_at=last.offered_at, served_at=last.served_at, cool_until=rest
            )
        self.tired.discard(name)
        self._follow(self.routing.comes(listener, duty, now=_at(now)), now)

    def _goes(self, subject: str, now: float) -> None:
        turn, _, name = subject.partition("|")
        if int(turn) == self.turn[name]:
            self._present(name, None, now)

    def _tires(self, who: str, now: float) -> None:
        """They did not answer: off call, and as a backup not asked before the turn is over."""
        self.listeners[who] = listener = self.listeners[who].going_on_call(until=None)
        self.tired.add(who)
        duty = self.routing.duty(who) or Duty(listener=who, until=_at(now + _DAY))
        self._follow(self.routing.comes(listener, duty.paused(), now=_at(now)), now)

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
        demand = self._over(request, self.outcome.answered, now)
        self.talking[who] = (request, now)
        self._push(now + self.dice["talk"].expovariate(1 / demand.mean_talk.total_seconds()), "ends", who)
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
            self._tires(listener.id, now)
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
