"""Routing: whom each waiting request is put to, and what each free listener is offered (routing.md 2 to 7).

Everything is in memory and told the time, the numbers and the dice; no step looks at more than it concerns, so its cost
does not grow with how many wait or listen. Each method returns the moves that follow; whoever keeps rows saves them in
the decision that called it, and builds a Routing anew from its rows where that decision fails.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.duty import Duty
from bot.offer import Answer, Offer, Reach, Wave, waves
from bot.order import Order
from bot.people import Address, Listener
from bot.policy import Policy
from bot.request import Request, Word

_Key = tuple[datetime, int, float]
_Place = tuple[datetime, str]


class Put(NamedTuple):
    """This request is put to this listener; `again`: the message that they have of it makes way for a new one."""

    request: Request
    listener: Listener
    again: bool


@dataclass
class Moves:
    """What follows from a step: rows as they are now, by id; offers; words; who is off call because they did not
    answer.
    """

    requests: dict[str, Request] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    puts: list[Put] = field(default_factory=list)
    answers: list[tuple[str, Listener, Answer]] = field(default_factory=list)
    words: list[tuple[Request, Word]] = field(default_factory=list)
    tired: list[Listener] = field(default_factory=list)
    rested: list[Listener] = field(default_factory=list)


@dataclass(eq=False)
class Waiting:
    """An open request, and to whom it was put in this epoch: in which round, and who has not answered yet."""

    request: Request
    apart: frozenset[str]
    asked: dict[str, int] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)
    standing: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Present:
    """A listener who can be asked, with their turn; `lingering` are requests whose offer they let stand."""

    listener: Listener
    duty: Duty
    tie: float
    lingering: set[str] = field(default_factory=set)


class Routing:
    """All that waits and all who can be asked, in every community.

    `policy` gives a community's numbers; `chance` a number between 0 and 1, to settle what is otherwise equal.
    """

    def __init__(self, *, policy: Callable[[str], Policy], chance: Callable[[], float]) -> None:
        self._policy, self._chance = policy, chance
        self._waiting: dict[str, Waiting] = {}
        self._present: dict[str, Present] = {}
        self._at: dict[Address, set[str]] = {}
        self._busy: set[Address] = set()
        self._queues: dict[tuple[str, str, bool, Reach], Order[_Place]] = {}
        self._free: dict[tuple[str, str, Reach], Order[_Key]] = {}
        self._on_call: dict[tuple[str, str], set[str]] = {}
        self._rounds: dict[tuple[str, bool], tuple[Policy, tuple[Wave, ...]]] = {}

    # --- what is there ---

    def request(self, id: str) -> Request | None:
        """The open request of this id, as it stands."""
        found = self._waiting.get(id)
        return found.request if found else None

    def duty(self, listener: str) -> Duty | None:
        """The turn of a listener who can be asked."""
        found = self._present.get(listener)
        return found.duty if found else None

    def waiting(self, community: str) -> Iterator[Request]:
        """Every open request of a community, in no order."""
        return (one.request for one in self._waiting.values() if one.request.community == community)

    def count(self) -> int:
        """How many requests are open."""
        return len(self._waiting)

    def on_call(self, request: Request) -> int:
        """How many listeners on call could be asked for this request, busy ones included."""
        found = self._waiting.get(request.id)
        apart = found.apart if found else frozenset()
        here = [self._on_call.get((request.community, language), set()) for language in request.languages]
        out = {*apart, *request.not_again, *self._at.get(request.seeker, ())}
        if len(here) == 1:
            return len(here[0]) - sum(one in here[0] for one in out)
        return len(set().union(*here) - out)

    def anybody(self, community: str, *, but: Address | None = None) -> bool:
        """Whether anybody is on call in this community, whatever they speak."""
        out = self._at.get(but, set()) if but else set()
        return any(len(each) > len(each & out) for (where, _), each in self._on_call.items() if where == community)

    def there(self, community: str) -> frozenset[str]:
        """Who is on call in this community."""
        return frozenset().union(*(each for (where, _), each in self._on_call.items() if where == community))

    def speaking(self, request: Request, language: str) -> bool:
        """Whether anybody on call who is not kept apart from this seeker speaks this language."""
        found = self._waiting.get(request.id)
        out = {*(found.apart if found else ()), *request.not_again, *self._at.get(request.seeker, ())}
        return bool(self._on_call.get((request.community, language), set()) - out)

    def notes(self, request: Request) -> None:
        """What the seeker was asked: nobody is put to anything by it."""
        if (waiting := self._waiting.get(request.id)) is not None:
            waiting.request = request

    def eligible(self, request: Request, listener: Listener, *, now: datetime) -> bool:
        """Whether this listener may take this request now (routing.md 2, asked again with each claim)."""
        waiting, present = self._waiting.get(request.id), self._present.get(listener.id)
        if waiting is None or present is None or not self._may(present, now):
            return False
        asked = listener.on_call(now=now) or listener.id in waiting.asked  # a backup: only what they were offered
        return asked and self._suits(waiting, present)

    # --- what happens ---

    def comes(self, listener: Listener, duty: Duty, *, now: datetime) -> Moves:
        """A listener goes on call, is a backup, or has changed; what waits is offered to them. Off call and no backup:
        they are gone.
        """
        moves, present = Moves(), self._present.get(listener.id)
        if present is None:
            present = self._present[listener.id] = Present(listener, duty, self._chance())
            self._at.setdefault(listener.address, set()).add(listener.id)
        self._lift(present)
        present.listener, present.duty = listener, duty
        self._count(present, now)
        if not listener.can_be_asked(now=now):
            self._let_go(present, moves, now)
            self._goes(present)
        else:
            held = self._waiting.get(duty.request)
            if duty.request and (held is None or not self.eligible(held.request, listener, now=now)):
                self._let_go(present, moves, now)
            self._serve(present, moves, now)
        return moves

    def opens(self, request: Request, *, apart: frozenset[str], now: datetime) -> Moves:
        """A request is open, for the first time or again: its first wave begins (routing.md 4)."""
        moves = Moves()
        waiting = self._waiting[request.id] = Waiting(request, apart)
        self._begin(waiting, 0, moves, now)
        return moves

    def closes(self, request: str, *, now: datetime, taken_by: str = "") -> Moves:
        """A request is over, or was taken: whoever was asked is free for another."""
        moves, waiting = Moves(), self._waiting.pop(request, None)
        if waiting is None:
            return moves
        self._unlist(waiting)
        for one in waiting.asked:
            if (present := self._present.get(one)) is not None:
                present.lingering.discard(request)
                if present.duty.request == request:
                    self._turn(present, present.duty.let_go(), moves)
        if (taker := self._present.get(taken_by)) is not None:
            self._let_go(taker, moves, now)
            self._turn(taker, taker.duty.took(now=now), moves)
            self._engage(taker.listener.address, moves, now)
        for one in waiting.asked:
            if one != taken_by and (present := self._present.get(one)) is not None:
                self._serve_all(present.listener.address, moves, now)
        return moves

    def declines(self, request: str, listener: str, *, now: datetime) -> Moves:
        """**Not now**: it costs nothing; a wave that everybody has answered is over."""
        moves, waiting, present = Moves(), self._waiting.get(request), self._present.get(listener)
        if waiting is None or listener not in waiting.asked:
            return moves
        waiting.declined.add(listener)
        waiting.standing.discard(listener)
        if present is not None:
            moves.answers.append((request, present.listener, Answer.DECLINED))
            present.lingering.discard(request)
            if present.duty.request == request:
                self._turn(present, present.duty.answered(), moves)
        self._hasten(waiting, moves, now)
        if present is not None:
            self._serve_all(present.listener.address, moves, now)
        return moves

    def engages(self, address: Address, *, now: datetime) -> Moves:
        """A conversation begins at this address: whoever is there is asked for nothing meanwhile."""
        moves = Moves()
        self._engage(address, moves, now)
        return moves

    def frees(self, address: Address, *, now: datetime, listener: str = "", began: datetime | None = None) -> Moves:
        """A conversation is over at this address; `listener` listened in it since `began`, and rests now."""
        moves = Moves()
        self._busy.discard(address)
        if began is not None and (present := self._present.get(listener)) is not None:
            policy = self._policy(present.listener.community)
            self._turn(present, present.duty.finished(began=began, now=now, policy=policy), moves)
        self._serve_all(address, moves, now)
        return moves

    def changes(self, request: Request, *, now: datetime, anew: bool = False) -> Moves:
        """The seeker has changed what they wish; `anew`: it begins again with the first wave (danger)."""
        moves, waiting = Moves(), self._waiting.get(request.id)
        if waiting is None:
            return moves
        self._unlist(waiting)
        self._save(waiting, request, moves)
        if anew:
            for one in sorted(waiting.standing):
                if (present := self._present.get(one)) is not None:
                    waiting.asked[one] = request.round
                    moves.puts.append(Put(request, present.listener, again=True))
            self._begin(waiting, 0, moves, now)
        else:
            self._list(waiting)
            self._fill(waiting, moves, now)
        return moves

    def due(self, request: str, *, now: datetime) -> Moves:
        """What time brings to a request: its next wave or round, and words."""
        moves, waiting = Moves(), self._waiting.get(request)
        if waiting is None:
            return moves
        policy = self._policy(waiting.request.community)
        if waiting.request.wave_ends_at is not None and now >= waiting.request.wave_ends_at:
            self._go_on(waiting, moves, now)
        after, words = waiting.request.due(now=now, policy=policy)
        self._save(waiting, after, moves)
        moves.words.extend((after, word) for word in words)
        return moves

    def turns(self, listener: str, *, now: datetime) -> Moves:
        """What time brings to a listener: an offer that stood too long, the end of their rest (routing.md 13)."""
        moves, present = Moves(), self._present.get(listener)
        if present is None:
            return moves
        policy, duty = self._policy(present.listener.community), present.duty
        if duty.offered_at is not None and now >= duty.offered_at + policy.offer_missed:
            self._missed(present, moves, policy)
        if present.duty.cool_until is not None and not present.duty.rests(now=now):
            self._turn(present, present.duty.ready(), moves)
            moves.rested.append(present.listener)
        if not moves.tired:
            self._serve_all(present.listener.address, moves, now)
        return moves

    # --- taking up again what rows hold ---

    def takes_up(self, requests: Iterable[tuple[Request, frozenset[str], Iterable[Offer]]]) -> None:
        """Open requests with whom they are kept apart from and their offers, as they were; listeners come before."""
        for request, apart, offers in sorted(requests, key=lambda one: (one[0].arrived_at, one[0].id)):
            waiting = self._waiting[request.id] = Waiting(request, apart)
            for offer in offers:
                if offer.epoch == request.epoch:
                    self._remember(waiting, offer)
            self._list(waiting)

    def serves(self, *, now: datetime) -> Moves:
        """Everybody who is free is offered what waits, where that was not done."""
        moves = Moves()
        for present in tuple(self._present.values()):
            self._serve(present, moves, now)
        return moves

    def stands(self, listener: Listener, duty: Duty, *, now: datetime) -> None:
        """A listener as they were, offered nothing by this."""
        present = self._present[listener.id] = Present(listener, duty, self._chance())
        self._at.setdefault(listener.address, set()).add(listener.id)
        self._count(present, now)
        self._rank(present, now)

    def _remember(self, waiting: Waiting, offer: Offer) -> None:
        me, present = offer.listener, self._present.get(offer.listener)
        waiting.asked[me] = offer.round
        match offer.answer:
            case Answer.STANDING if present and present.duty.request == offer.request:
                waiting.standing.add(me)
            case Answer.DECLINED:
                waiting.declined.add(me)
            case Answer.STANDING | Answer.MISSED:
                waiting.missed.add(me)
                if present is not None:
                    present.lingering.add(offer.request)

    # --- waves ---

    def _waves(self, request: Request) -> tuple[Wave, ...]:
        """The waves of a round; beyond the last: rest, in which whoever becomes free is asked at once."""
        policy, key = self._policy(request.community), (request.community, request.danger)
        known = self._rounds.get(key)
        if known is None or known[0] is not policy:
            known = self._rounds[key] = (policy, waves(policy, danger=request.danger))
        return known[1]

    def _wave(self, request: Request) -> Wave:
        return self._waves(request)[request.wave]

    def _rests(self, request: Request) -> bool:
        return request.wave == len(self._waves(request)) - 1

    def _begin(self, waiting: Waiting, number: int, moves: Moves, now: datetime) -> None:
        """Begin this wave; one that nobody is asked in costs no time (routing.md 4)."""
        policy, request, found = self._policy(waiting.request.community), waiting.request, self._waves(waiting.request)
        held = sum(waiting.asked[one] == request.round for one in waiting.standing) if request.danger else 0
        self._unlist(waiting)
        while number < len(found) - 1 and not (held and number):
            if self._next_listener(waiting, found[number], now) is not None:
                break
            self._over(waiting, number, moves)
            number += 1
        wave, made = found[number], held if number else 0
        put = waiting.request.in_wave(number, round=request.round, made=made, ends_at=now + wave.lasts, policy=policy)
        self._save(waiting, put, moves)
        self._list(waiting)
        self._fill(waiting, moves, now)

    def _go_on(self, waiting: Waiting, moves: Moves, now: datetime) -> None:
        """The next wave; after the rest the next round."""
        request, policy = waiting.request, self._policy(waiting.request.community)
        if self._rests(request):
            self._unlist(waiting)
            again = request.in_wave(0, round=request.round + 1, made=0, ends_at=now, policy=policy)
            self._save(waiting, again, moves)
            self._begin(waiting, 0, moves, now)
            return
        self._over(waiting, request.wave, moves)
        self._begin(waiting, request.wave + 1, moves, now)

    def _over(self, waiting: Waiting, number: int, moves: Moves) -> None:
        """A wave has passed without anybody's taking it: who is to hear of that, once an epoch."""
        request = waiting.request
        if request.danger and number == 0 and "danger" not in request.asked:
            self._ask(waiting, "danger", Word.DANGER, moves)
        if number == len(self._waves(request)) - 2 and self._wishes_in_vain(request):
            self._ask(waiting, "wish", Word.WISH, moves)

    def _ask(self, waiting: Waiting, question: str, word: Word, moves: Moves) -> None:
        self._save(waiting, waiting.request.having_asked(question), moves)
        moves.words.append((waiting.request, word))

    def _wishes_in_vain(self, request: Request) -> bool:
        return bool(request.topic or request.gender) and not request.relaxed and "wish" not in request.asked

    def _hasten(self, waiting: Waiting, moves: Moves, now: datetime) -> None:
        """Everybody in this wave has answered, and nobody is left to wait for: the next one begins."""
        if not self._rests(waiting.request) and waiting.request.made and not waiting.standing:
            self._go_on(waiting, moves, now)

    def _fill(self, waiting: Waiting, moves: Moves, now: datetime) -> None:
        """Put it to as many free listeners as its wave admits, in their order (routing.md 3)."""
        wave = self._wave(waiting.request)
        while wave.most is None or waiting.request.made < wave.most:
            found = self._next_listener(waiting, wave, now)
            if found is None:
                return
            self._put(waiting, found, wave, moves, now)

    def _next_listener(self, waiting: Waiting, wave: Wave, now: datetime) -> Present | None:
        request, best = waiting.request, None
        reaches = (Reach.CALL, Reach.BACKUP) if wave.reach is Reach.BACKUP else (wave.reach,)
        for reach in reaches:
            for language in request.languages:
                order = self._free.get((request.community, language, reach))
                found = order.first(lambda one: self._admits(waiting, self._present[one], now)) if order else None
                if found is not None and (best is None or found < best):
                    best = found
            if best is not None:
                break
        return self._present[best[1]] if best else None

    def _serve(self, present: Present, moves: Moves, now: datetime) -> None:
        """Offer a free listener what comes first: the highest class, then the oldest; every fourth offer leaves the
        danger class aside (routing.md 7).
        """
        self._lift(present)
        if self._holds(present) or not self._may(present, now):
            return
        reserve = self._policy(present.listener.community).danger_reserve
        classes = (False, True) if (present.duty.offers + 1) % reserve == 0 else (True, False)
        for danger in classes:
            waiting = self._next_request(present, danger, now)
            if waiting is not None:
                self._put(waiting, present, self._wave(waiting.request), moves, now)
                return
        self._rank(present, now)

    def _serve_all(self, address: Address, moves: Moves, now: datetime) -> None:
        """The same, for whoever is at this address: somebody may listen in two communities, one offer at a time."""
        for one in sorted(self._at.get(address, ())):
            self._serve(self._present[one], moves, now)

    def _next_request(self, present: Present, danger: bool, now: datetime) -> Waiting | None:
        listener, best = present.listener, None
        reaches = [Reach.BACKUP]
        if listener.on_call(now=now):
            reaches += [Reach.CALL, *((Reach.WILLING,) if listener.willing else ())]
        for language in listener.languages:
            for reach in reaches:
                queue = self._queues.get((listener.community, language, danger, reach))
                found = queue.first(lambda one: self._admits(self._waiting[one], present, now)) if queue else None
                if found is not None and (best is None or found < best):
                    best = found
        return self._waiting[best[1]] if best else None

    def _put(self, waiting: Waiting, present: Present, wave: Wave, moves: Moves, now: datetime) -> None:
        request, me = waiting.request, present.listener.id
        again = me in waiting.asked
        for other in tuple(present.lingering):
            present.lingering.discard(other)
            if other != request.id:
                moves.answers.append((other, present.listener, Answer.LAPSED))
        self._lift(present)
        self._turn(present, present.duty.asked(request.id, now=now), moves)
        waiting.asked[me] = request.round
        waiting.missed.discard(me)
        waiting.standing.add(me)
        self._save(waiting, request.put_to_one_more(), moves)
        moves.puts.append(Put(request, present.listener, again))
        if wave.most is not None and waiting.request.made >= wave.most:
            self._unlist(waiting)

    def _missed(self, present: Present, moves: Moves, policy: Policy) -> None:
        """An offer stood unanswered for too long; the same request counts once (routing.md 13)."""
        waiting = self._waiting.get(present.duty.request)
        if waiting is None:
            self._turn(present, present.duty.let_go(), moves)
            return
        me = present.listener.id
        waiting.standing.discard(me)
        present.lingering.add(waiting.request.id)
        waiting.missed.add(me)
        moves.answers.append((waiting.request.id, present.listener, Answer.MISSED))
        self._turn(present, present.duty.missed(), moves)
        if present.duty.misses >= policy.misses_at_most:
            moves.tired.append(present.listener)

    def _engage(self, address: Address, moves: Moves, now: datetime) -> None:
        self._busy.add(address)
        for one in self._at.get(address, ()):
            self._lift(self._present[one])
            self._let_go(self._present[one], moves, now)

    def _let_go(self, present: Present, moves: Moves, now: datetime) -> None:
        """What they were asked goes to others: they are no longer there for it."""
        held = present.duty.request
        for other in {*present.lingering, *((held,) if held else ())}:
            if (waiting := self._waiting.get(other)) is not None:
                moves.answers.append((other, present.listener, Answer.LAPSED))
                waiting.standing.discard(present.listener.id)
        present.lingering.clear()
        if held:
            self._turn(present, present.duty.let_go(), moves)
            if (waiting := self._waiting.get(held)) is not None:
                self._hasten(waiting, moves, now)

    # --- who may ---

    def _may(self, present: Present, now: datetime) -> bool:
        duty, listener = present.duty, present.listener
        if listener.address in self._busy or not listener.can_be_asked(now=now):
            return False
        return not duty.rests(now=now) and not duty.done(self._policy(listener.community))

    def _admits(self, waiting: Waiting, present: Present, now: datetime) -> bool:
        """Whether this request is for this free listener now; its order and its wave's reach are looked at before."""
        me, request = present.listener.id, waiting.request
        if me in waiting.declined or waiting.asked.get(me, -1) >= request.round:
            return False
        return self._suits(waiting, present) and self._may(present, now) and not self._holds(present)

    def _holds(self, present: Present) -> bool:
        """Whether they have an offer to answer, in whichever community they listen."""
        return any(self._present[one].duty.request for one in self._at[present.listener.address])

    def _suits(self, waiting: Waiting, present: Present) -> bool:
        return present.listener.id not in waiting.apart and waiting.request.suits(present.listener)

    # --- places in the orders ---

    def _list(self, waiting: Waiting) -> None:
        request, wave = waiting.request, self._wave(waiting.request)
        if wave.most is not None and request.made >= wave.most:
            return
        for language in request.languages:
            queue = self._queues.setdefault((request.community, language, request.danger, wave.reach), Order())
            queue.put(request.id, (request.arrived_at, request.id))

    def _unlist(self, waiting: Waiting) -> None:
        request, reach = waiting.request, self._wave(waiting.request).reach
        for language in request.languages:
            if (queue := self._queues.get((request.community, language, request.danger, reach))) is not None:
                queue.drop(request.id)

    def _rank(self, present: Present, now: datetime) -> None:
        if self._holds(present) or not self._may(present, now):
            return
        listener, duty = present.listener, present.duty
        key = (duty.served_at or datetime.min.replace(tzinfo=now.tzinfo), duty.served, present.tie)
        for reach in self._reaches(listener, now):
            for language in listener.languages:
                self._free.setdefault((listener.community, language, reach), Order()).put(listener.id, key)

    def _lift(self, present: Present) -> None:
        listener = present.listener
        for language in listener.languages:
            for reach in Reach:
                if (order := self._free.get((listener.community, language, reach))) is not None:
                    order.drop(listener.id)

    def _reaches(self, listener: Listener, now: datetime) -> Iterator[Reach]:
        if listener.on_call(now=now):
            yield Reach.CALL
            if listener.willing:
                yield Reach.WILLING
        else:
            yield Reach.BACKUP

    def _count(self, present: Present, now: datetime) -> None:
        listener = present.listener
        for (community, _), each in self._on_call.items():
            if community == listener.community:
                each.discard(listener.id)
        if listener.on_call(now=now):
            for language in listener.languages:
                self._on_call.setdefault((listener.community, language), set()).add(listener.id)

    def _goes(self, present: Present) -> None:
        me, address = present.listener.id, present.listener.address
        del self._present[me]
        here = self._at[address]
        here.discard(me)
        if not here:
            del self._at[address]

    def _save(self, waiting: Waiting, request: Request, moves: Moves) -> None:
        waiting.request = moves.requests[request.id] = request

    def _turn(self, present: Present, duty: Duty, moves: Moves) -> None:
        present.duty = moves.duties[duty.listener] = duty
