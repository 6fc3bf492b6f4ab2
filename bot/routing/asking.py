"""Asking: requests are put to listeners, wave by wave, and free listeners are offered what waits (routing.md 4, 7)."""

from collections.abc import Callable
from datetime import datetime

from bot.offer import Answer
from bot.people import Address
from bot.policy import Policy
from bot.request import Word
from bot.routing.moves import Moves, Present, Put, Waiting
from bot.routing.queue import Queue
from bot.routing.there import There

_WISH_STANDS = 1  # the second wave: after it the seeker is asked whether it may be anybody (routing.md 2)


class Asking:
    """Puts what is in the queue to those who are there; each method adds to the moves of its step."""

    def __init__(self, queue: Queue, there: There, policy: Callable[[str], Policy]) -> None:
        self._queue, self._there, self._policy = queue, there, policy

    # --- a request ---

    def begin(self, waiting: Waiting, number: int, moves: Moves, now: datetime) -> None:
        """Begin this wave; one that nobody is asked in costs no time."""
        queue, round = self._queue, waiting.request.round  # noqa: A001  # routing.md's own word
        found = queue.waves(waiting.request)
        held = sum(waiting.asked[one] == round for one in waiting.standing)

        def counts(number: int) -> int:  # in danger the willing are asked besides; else those are the first wave's
            return held if bool(number) is waiting.request.danger else 0

        queue.unlist(waiting)
        while number < len(found) - 1 and not counts(number):
            if self._there.first(waiting, found[number], now=now) is not None:
                break
            self._over(waiting, number, moves)
            number += 1
        wave, policy = found[number], self._policy(waiting.request.community)
        put = waiting.request.in_wave(number, round=round, made=counts(number), ends_at=now + wave.lasts, policy=policy)
        queue.save(waiting, put, moves)
        queue.list(waiting)
        self.fill(waiting, moves, now)

    def go_on(self, waiting: Waiting, moves: Moves, now: datetime) -> None:
        """The next wave; after the rest the next round."""
        queue, request = self._queue, waiting.request
        if queue.rests(request):
            queue.unlist(waiting)
            policy = self._policy(request.community)
            again = request.in_wave(0, round=request.round + 1, made=0, ends_at=now, policy=policy)
            queue.save(waiting, again, moves)
            self.begin(waiting, 0, moves, now)
            return
        self._over(waiting, request.wave, moves)
        self.begin(waiting, request.wave + 1, moves, now)

    def hasten(self, waiting: Waiting, moves: Moves, now: datetime) -> None:
        """Everybody in this wave has answered, and nobody is left to wait for: the next one begins."""
        if not self._queue.rests(waiting.request) and waiting.request.made and not waiting.standing:
            self.go_on(waiting, moves, now)

    def fill(self, waiting: Waiting, moves: Moves, now: datetime) -> None:
        """Put it to as many free listeners as its wave admits, in their order."""
        wave = self._queue.wave(waiting.request)
        while wave.most is None or waiting.request.made < wave.most:
            found = self._there.first(waiting, wave, now=now)
            if found is None:
                return
            self._put(waiting, found, moves, now)

    def _over(self, waiting: Waiting, number: int, moves: Moves) -> None:
        """A wave has passed without anybody's taking it: who is to hear of that, once an epoch."""
        request = waiting.request
        if request.danger and number == 0 and "danger" not in request.asked:
            self._tell(waiting, "danger", Word.DANGER, moves)
        if number == _WISH_STANDS and request.wished and "wish" not in request.asked:
            self._tell(waiting, "wish", Word.WISH, moves)

    def _tell(self, waiting: Waiting, question: str, word: Word, moves: Moves) -> None:
        self._queue.save(waiting, waiting.request.having_asked(question), moves)
        moves.words.append((waiting.request, word))

    # --- a listener ---

    def serve(self, present: Present, moves: Moves, now: datetime) -> None:
        """Offer a free listener what comes first: the highest class, then the oldest; every fourth offer leaves the
        danger class aside (routing.md 7).
        """
        self._there.lift(present)
        if not self._there.free(present, now=now):
            return
        reserve = self._policy(present.listener.community).danger_reserve
        for danger in (False, True) if (present.duty.offers + 1) % reserve == 0 else (True, False):
            waiting = self._queue.first(
                present, danger=danger, now=now, admits=lambda one: self._there.admits(one, present, now=now)
            )
            if waiting is not None:
                self._put(waiting, present, moves, now)
                return
        self._there.rank(present, now=now)

    def serve_all(self, address: Address, moves: Moves, now: datetime) -> None:
        """The same, for whoever is at this address: one offer at a time, in all communities together."""
        for present in self._there.at(address):
            self.serve(present, moves, now)

    def engage(self, address: Address, moves: Moves, now: datetime) -> None:
        """A conversation begins at this address: whoever is there is asked for nothing meanwhile."""
        self._there.busy(address)
        for present in self._there.at(address):
            self._there.lift(present)
            self.let_go(present, moves, now)

    def missed(self, present: Present, moves: Moves) -> None:
        """An offer stood unanswered for too long (routing.md 13); it can still be taken."""
        waiting = self._queue.get(present.duty.request)
        if waiting is None:
            self._there.turn(present, present.duty.let_go(), moves)
            return
        waiting.standing.discard(present.listener.id)
        present.lingering.add(waiting.request.id)
        moves.answers.append((waiting.request.id, present.listener, Answer.MISSED))
        self._there.turn(present, present.duty.missed(), moves)
        if present.duty.misses >= self._policy(present.listener.community).misses_at_most:
            moves.tired.append(present.listener)

    def let_go(self, present: Present, moves: Moves, now: datetime) -> None:
        """What they were asked goes to others: they are no longer there for it."""
        held = present.duty.request
        for other in {*present.lingering, *((held,) if held else ())}:
            if (waiting := self._queue.get(other)) is not None:
                moves.answers.append((other, present.listener, Answer.LAPSED))
                waiting.standing.discard(present.listener.id)
        present.lingering.clear()
        if held:
            self._there.turn(present, present.duty.let_go(), moves)
            if (waiting := self._queue.get(held)) is not None:
                self.hasten(waiting, moves, now)

    def gives_way(self, waiting: Waiting, present: Present, moves: Moves) -> None:
        """They do not fit any more what the seeker wishes for: it goes to others."""
        request = waiting.request.id
        moves.answers.append((request, present.listener, Answer.LAPSED))
        waiting.standing.discard(present.listener.id)
        present.lingering.discard(request)
        if present.duty.request == request:
            self._there.turn(present, present.duty.let_go(), moves)

    # --- the two ---

    def _put(self, waiting: Waiting, present: Present, moves: Moves, now: datetime) -> None:
        request, who = waiting.request, present.listener.id
        again = who in waiting.asked
        for other in sorted(present.lingering - {request.id}):
            moves.answers.append((other, present.listener, Answer.LAPSED))
        present.lingering.clear()
        self._there.lift(present)
        self._there.turn(present, present.duty.asked(request.id, now=now), moves)
        waiting.asked[who] = request.round
        waiting.standing.add(who)
        self._queue.save(waiting, request.put_to_one_more(), moves)
        moves.puts.append(Put(request, present.listener, again))
        most = self._queue.wave(waiting.request).most
        if most is not None and waiting.request.made >= most:
            self._queue.unlist(waiting)
