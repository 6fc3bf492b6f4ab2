"""Routing: what happens to those who wait and those who listen, and what follows from it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.duty import Duty
from bot.offer import Answer, Offer
from bot.people import Address, Listener
from bot.policy import Policy
from bot.request import Request
from bot.routing.asking import Asking
from bot.routing.moves import Moves, Present, Put, Waiting
from bot.routing.queue import Queue
from bot.routing.there import There


class Routing:
    """All that waits and all who can be asked, in every community.

    `policy` gives a community's numbers; `chance` a number between 0 and 1, to settle what is otherwise equal.
    """

    def __init__(self, *, policy: Callable[[str], Policy], chance: Callable[[], float]) -> None:
        self._policy = policy
        self._queue, self._there = Queue(policy), There(policy, chance)
        self._asking = Asking(self._queue, self._there, policy)

    # --- what is there ---

    def request(self, id: str) -> Request | None:
        """The open request of this id, as it stands."""
        found = self._queue.get(id)
        return found.request if found else None

    def duty(self, listener: str) -> Duty | None:
        """The turn of a listener who can be asked."""
        found = self._there.get(listener)
        return found.duty if found else None

    def waiting(self, community: str) -> Iterable[Request]:
        """Every open request of a community, in no order."""
        return (one.request for one in self._queue.of(community))

    def count(self) -> int:
        """How many requests are open."""
        return len(self._queue)

    def on_call(self, request: Request) -> int:
        """How many listeners on call could be asked for this request, busy ones included."""
        return self._there.count(request.community, request.languages, but=self._apart(request))

    def speaking(self, request: Request, language: str) -> bool:
        """Whether anybody on call who is not kept apart from this seeker speaks this language."""
        return self._there.count(request.community, (language,), but=self._apart(request)) > 0

    def there(self, community: str, *, but: Address | None = None) -> int:
        """How many are on call in this community, whatever they speak; not counting who is at the address `but`."""
        return self._there.count(community, but=self._there.ids_at(but) if but else ())

    def eligible(self, request: Request, listener: Listener, *, now: datetime) -> bool:
        """Whether this listener may take this request now (routing.md 2, asked again with each claim)."""
        waiting, present = self._queue.get(request.id), self._there.get(listener.id)
        if waiting is None or present is None or not self._there.may(present, now=now):
            return False
        asked = listener.on_call(now=now) or listener.id in waiting.asked  # a backup: only what they were offered
        return asked and waiting.suits(present.listener)

    def _apart(self, request: Request) -> frozenset[str]:
        """Who is not to listen to this seeker, themselves included."""
        found = self._queue.get(request.id)
        return self._there.ids_at(request.seeker).union(request.not_again, found.apart if found else ())

    # --- what happens to those who wait ---

    def opens(self, request: Request, *, apart: frozenset[str], now: datetime) -> Moves:
        """A request is open, for the first time or again: its first wave begins (routing.md 4)."""
        moves = Moves()
        self._asking.begin(self._queue.add(request, apart), 0, moves, now)
        return moves

    def closes(self, request: str, *, now: datetime, taken_by: str = "") -> Moves:
        """A request is over, or was taken: whoever was asked is free for another."""
        moves, waiting = Moves(), self._queue.remove(request)
        if waiting is None:
            return moves
        asked = [present for one in waiting.asked if (present := self._there.get(one)) is not None]
        for present in asked:
            present.lingering.discard(request)
            if present.duty.request == request:
                self._there.turn(present, present.duty.let_go(), moves)
        if (taker := self._there.get(taken_by)) is not None:
            self._asking.let_go(taker, moves, now)
            self._there.turn(taker, taker.duty.took(now=now), moves)
            self._asking.engage(taker.listener.address, moves, now)
        for present in asked:
            if present is not taker:
                self._asking.serve_all(present.listener.address, moves, now)
        return moves

    def changes(self, request: Request, *, now: datetime, anew: bool = False) -> Moves:
        """The seeker has changed what they wish; `anew`: it begins again with the first wave, whoever has not answered
        yet reads it again, and whoever does not fit any more is asked for others.
        """
        moves, waiting = Moves(), self._queue.get(request.id)
        if waiting is None:
            return moves
        self._queue.unlist(waiting)
        self._queue.save(waiting, request, moves)
        if not anew:
            self._queue.list(waiting)
            self._asking.fill(waiting, moves, now)
            return moves
        unfit = self._unfit(waiting)
        for one in unfit:
            self._asking.gives_way(waiting, one, moves)
        for id in sorted(waiting.standing):  # noqa: A001  # the roster's own name for it
            if (present := self._there.get(id)) is not None:
                waiting.asked[id] = request.round
                moves.puts.append(Put(request, present.listener, again=True))
        self._asking.begin(waiting, 0, moves, now)
        for one in unfit:
            self._asking.serve_all(one.listener.address, moves, now)
        return moves

    def _unfit(self, waiting: Waiting) -> list[Present]:
        """Who could still take it, and does not suit it any more."""
        asked = [found for one in sorted(waiting.asked) if (found := self._there.get(one)) is not None]
        return [
            one
            for one in asked
            if (one.listener.id in waiting.standing or waiting.request.id in one.lingering)
            and not waiting.suits(one.listener)
        ]

    def notes(self, request: Request) -> None:
        """What the seeker was asked: nobody is put to anything by it."""
        if (waiting := self._queue.get(request.id)) is not None:
            waiting.request = request

    def due(self, request: str, *, now: datetime) -> Moves:
        """What time brings to a request: its next wave or round, and words."""
        moves, waiting = Moves(), self._queue.get(request)
        if waiting is None:
            return moves
        if waiting.request.wave_ends_at is not None and now >= waiting.request.wave_ends_at:
            self._asking.go_on(waiting, moves, now)
        after, words = waiting.request.due(now=now, policy=self._policy(waiting.request.community))
        self._queue.save(waiting, after, moves)
        moves.words.extend((after, word) for word in words)
        return moves

    # --- what happens to those who listen ---

    def comes(self, listener: Listener, duty: Duty, *, now: datetime) -> Moves:
        """A listener goes on call, is a backup, or has changed; what waits is offered to them. Off call and no backup:
        they are gone.
        """
        moves, present = Moves(), self._there.comes(listener, duty, now=now)
        if not listener.can_be_asked(now=now):
            self._asking.let_go(present, moves, now)
            self._there.goes(present)
            return moves
        held = self._queue.get(duty.request)
        if duty.request and (held is None or not self.eligible(held.request, listener, now=now)):
            self._asking.let_go(present, moves, now)
        self._asking.serve(present, moves, now)
        return moves

    def declines(self, request: str, listener: str, *, now: datetime) -> Moves:
        """**Not now**: it costs nothing; a wave that everybody has answered is over."""
        moves, waiting, present = Moves(), self._queue.get(request), self._there.get(listener)
        if waiting is None or listener not in waiting.asked:
            return moves
        waiting.declined.add(listener)
        waiting.standing.discard(listener)
        if present is not None:
            moves.answers.append((request, present.listener, Answer.DECLINED))
            present.lingering.discard(request)
            if present.duty.request == request:
                self._there.turn(present, present.duty.answered(), moves)
        self._asking.hasten(waiting, moves, now)
        if present is not None:
            self._asking.serve_all(present.listener.address, moves, now)
        return moves

    def engages(self, address: Address, *, now: datetime) -> Moves:
        """A conversation begins at this address: whoever is there is asked for nothing meanwhile."""
        moves = Moves()
        self._asking.engage(address, moves, now)
        return moves

    def frees(self, address: Address, *, now: datetime, listener: str = "", began: datetime | None = None) -> Moves:
        """A conversation is over at this address; `listener` listened in it since `began`, and rests now."""
        moves = Moves()
        self._there.busy(address, really=False)
        if began is not None and (present := self._there.get(listener)) is not None:
            policy = self._policy(present.listener.community)
            self._there.turn(present, present.duty.finished(began=began, now=now, policy=policy), moves)
        self._asking.serve_all(address, moves, now)
        return moves

    def turns(self, listener: str, *, now: datetime) -> Moves:
        """What time brings to a listener: an offer that stood too long, the end of their rest (routing.md 13)."""
        moves, present = Moves(), self._there.get(listener)
        if present is None:
            return moves
        offered_at, policy = present.duty.offered_at, self._policy(present.listener.community)
        if offered_at is not None and now >= offered_at + policy.offer_missed:
            self._asking.missed(present, moves)
        if present.duty.cool_until is not None and not present.duty.rests(now=now):
            self._there.turn(present, present.duty.ready(), moves)
            moves.rested.append(present.listener)
        if not moves.tired:
            self._asking.serve_all(present.listener.address, moves, now)
        return moves

    # --- taking up again what rows hold ---

    def stands(self, listener: Listener, duty: Duty, *, now: datetime) -> None:
        """A listener as they were, offered nothing by this."""
        self._there.rank(self._there.comes(listener, duty, now=now), now=now)

    def takes_up(self, requests: Iterable[tuple[Request, frozenset[str], Iterable[Offer]]]) -> None:
        """Open requests with whom they are kept apart from and their offers, as they were; listeners come before."""
        for request, apart, offers in sorted(requests, key=lambda one: (one[0].arrived_at, one[0].id)):
            waiting = self._queue.add(request, apart)
            for offer in offers:
                if offer.epoch == request.epoch:
                    self._remember(waiting, offer)
            self._queue.list(waiting)

    def serves(self, *, now: datetime) -> Moves:
        """Everybody who is free is offered what waits, where that was not done."""
        moves = Moves()
        for present in self._there.all():
            self._asking.serve(present, moves, now)
        return moves

    def _remember(self, waiting: Waiting, offer: Offer) -> None:
        present = self._there.get(offer.listener)
        waiting.asked[offer.listener] = offer.round
        match offer.answer:
            case Answer.STANDING if present and present.duty.request == offer.request:
                waiting.standing.add(offer.listener)
            case Answer.DECLINED:
                waiting.declined.add(offer.listener)
            case Answer.STANDING | Answer.MISSED if present:
                present.lingering.add(offer.request)
