"""Queue: the open requests, by class, then by arrival, in orders by whom their wave reaches (routing.md 4, 7)."""

from collections.abc import Callable
from datetime import datetime

from bot.offer import Reach, Wave, waves
from bot.order import Order
from bot.policy import Policy
from bot.request import Request
from bot.routing.moves import Moves, Present, Waiting

_Place = tuple[datetime, str]


class Queue:
    """All that wait, in every community; `policy` gives a community's numbers."""

    def __init__(self, policy: Callable[[str], Policy]) -> None:
        self._policy = policy
        self._waiting: dict[str, Waiting] = {}
        self._orders: dict[tuple[str, str, bool, Reach], Order[_Place]] = {}
        self._rounds: dict[tuple[str, bool], tuple[Policy, tuple[Wave, ...]]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def get(self, id: str) -> Waiting | None:
        """The open request of this id."""
        return self._waiting.get(id)

    def of(self, community: str) -> list[Waiting]:
        """Every open request of a community, in no order."""
        return [one for one in self._waiting.values() if one.request.community == community]

    def add(self, request: Request, apart: frozenset[str]) -> Waiting:
        """A request is open; it has no place in an order before it is listed."""
        waiting = self._waiting[request.id] = Waiting(request, apart)
        return waiting

    def remove(self, id: str) -> Waiting | None:
        """It is over."""
        waiting = self._waiting.pop(id, None)
        if waiting is not None:
            self.unlist(waiting)
        return waiting

    # --- its wave ---

    def waves(self, request: Request) -> tuple[Wave, ...]:
        """The waves of a round of this request, the last one being its rest."""
        policy, key = self._policy(request.community), (request.community, request.danger)
        known = self._rounds.get(key)
        if known is None or known[0] is not policy:
            known = self._rounds[key] = (policy, waves(policy, danger=request.danger))
        return known[1]

    def wave(self, request: Request) -> Wave:
        """The one that it is in."""
        return self.waves(request)[request.wave]

    def rests(self, request: Request) -> bool:
        """Whether the waves of this round are done."""
        return request.wave == len(self.waves(request)) - 1

    # --- its place ---

    def list(self, waiting: Waiting) -> None:
        """In its place, where its wave has room."""
        request, wave = waiting.request, self.wave(waiting.request)
        if wave.most is not None and request.made >= wave.most:
            return
        for language in request.languages:
            order = self._orders.setdefault((request.community, language, request.danger, wave.reach), Order())
            order.put(request.id, (request.arrived_at, request.id))

    def unlist(self, waiting: Waiting) -> None:
        """Out of it: it is put to nobody who becomes free now."""
        request, reach = waiting.request, self.wave(waiting.request).reach
        for language in request.languages:
            if (order := self._orders.get((request.community, language, request.danger, reach))) is not None:
                order.drop(request.id)

    def save(self, waiting: Waiting, request: Request, moves: Moves) -> None:
        """The request as it is now; its place is not touched."""
        waiting.request = moves.requests[request.id] = request

    def first(
        self, present: Present, *, danger: bool, now: datetime, admits: Callable[[Waiting], bool]
    ) -> Waiting | None:
        """The oldest of this class whose wave reaches this listener, and that `admits` them."""
        listener, best = present.listener, None
        reaches = [Reach.BACKUP]
        if listener.on_call(now=now):
            reaches += [Reach.CALL, *((Reach.WILLING,) if listener.willing else ())]
        for language in listener.languages:
            for reach in reaches:
                order = self._orders.get((listener.community, language, danger, reach))
                found = order.first(lambda one: admits(self._waiting[one])) if order else None
                if found is not None and (best is None or found < best):
                    best = found
        return self._waiting[best[1]] if best else None
