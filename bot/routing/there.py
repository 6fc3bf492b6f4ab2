"""There: the listeners who can be asked, and the free among them, the least recently served first (routing.md 2, 3)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from bot.duty import Duty
from bot.offer import Reach, Wave
from bot.order import Order
from bot.people import Address, Listener
from bot.policy import Policy
from bot.routing.moves import Moves, Present, Turn, Waiting

_Key = tuple[datetime, int, float]

ANY = ""
"""Whatever somebody speaks."""


class There:
    """All who can be asked, in every community, and which addresses are busy; `chance` settles what is equal."""

    def __init__(self, policy: Callable[[str], Policy], chance: Callable[[], float]) -> None:
        self._policy, self._chance = policy, chance
        self._present: dict[str, Present] = {}
        self._at: dict[Address, set[str]] = {}
        self._busy: set[Address] = set()
        self._free: dict[tuple[str, str, Reach], Order[_Key]] = {}
        self._on_call: dict[tuple[str, str], set[str]] = {}

    def get(self, id: str) -> Present | None:
        """The listener of this roster id."""
        return self._present.get(id)

    def at(self, address: Address) -> list[Present]:
        """Whoever is at this address: somebody may listen in two communities."""
        return [self._present[one] for one in sorted(self._at.get(address, ()))]

    def all(self) -> list[Present]:
        """Everybody."""
        return [*self._present.values()]

    def comes(self, listener: Listener, duty: Duty, *, now: datetime) -> Present:
        """Somebody can be asked, or has changed; they are among the free once they are ranked."""
        present = self._present.get(listener.id)
        if present is None:
            present = self._present[listener.id] = Present(listener, duty, self._chance())
            self._at.setdefault(listener.address, set()).add(listener.id)
        self.lift(present)
        present.listener, present.duty = listener, duty
        self._count(listener, now)
        return present

    def goes(self, present: Present) -> None:
        """They can be asked no more."""
        id, address = present.listener.id, present.listener.address  # noqa: A001  # the roster's own name for it
        self.lift(present)
        del self._present[id]
        self._at[address].discard(id)
        if not self._at[address]:
            del self._at[address]

    def busy(self, address: Address, *, really: bool = True) -> None:
        """A conversation goes on at this address, or is over."""
        (self._busy.add if really else self._busy.discard)(address)

    # --- how many ---

    def count(self, community: str, languages: tuple[str, ...] = (ANY,), *, but: Iterable[str] = ()) -> int:
        """How many are on call in this community who speak one of these, busy ones included, but for these ids."""
        here = [self._on_call.get((community, language), frozenset[str]()) for language in languages]
        found = here[0] if len(here) == 1 else frozenset[str]().union(*here)
        return len(found) - sum(one in found for one in {*but})

    def ids_at(self, address: Address) -> frozenset[str]:
        """The roster ids of whoever is at this address."""
        return frozenset(self._at.get(address, ()))

    def _count(self, listener: Listener, now: datetime) -> None:
        for (community, _), each in self._on_call.items():
            if community == listener.community:
                each.discard(listener.id)
        if listener.on_call(now=now):
            for language in (ANY, *listener.languages):
                self._on_call.setdefault((listener.community, language), set()).add(listener.id)

    # --- who may be asked ---

    def may(self, present: Present, *, now: datetime) -> bool:
        """Whether they can take anything now: reachable, in no conversation, rested, not done for this turn."""
        duty, listener = present.duty, present.listener
        if listener.address in self._busy or not listener.can_be_asked(now=now):
            return False
        return not duty.rests(now=now) and not duty.done(self._policy(listener.community))

    def free(self, present: Present, *, now: datetime) -> bool:
        """Whether they can be offered anything: also nothing to answer yet, in whichever community they listen."""
        held = any(self._present[one].duty.request for one in self._at[present.listener.address])
        return not held and self.may(present, now=now)

    def admits(self, waiting: Waiting, present: Present, *, now: datetime) -> bool:
        """Whether this request is for this listener now; its place and its wave's reach are looked at before."""
        id, request = present.listener.id, waiting.request  # noqa: A001  # the roster's own name for it
        if id in waiting.declined or waiting.asked.get(id, -1) >= request.round:
            return False
        return waiting.suits(present.listener) and self.free(present, now=now)

    # --- their place ---

    def rank(self, present: Present, *, now: datetime) -> None:
        """Among the free, in their place: least recently served, then fewest conversations, then by chance."""
        if not self.free(present, now=now):
            return
        listener, duty = present.listener, present.duty
        key = (duty.served_at or datetime.min.replace(tzinfo=now.tzinfo), duty.served, present.tie)
        for reach in _reaches(listener, now):
            for language in listener.languages:
                self._free.setdefault((listener.community, language, reach), Order()).put(listener.id, key)

    def lift(self, present: Present) -> None:
        """No longer among the free."""
        listener = present.listener
        for language in listener.languages:
            for reach in Reach:
                if (order := self._free.get((listener.community, language, reach))) is not None:
                    order.drop(listener.id)

    def turn(self, present: Present, duty: Duty, moves: Moves) -> None:
        """Their turn as it is now; their place is not touched."""
        present.duty = duty
        moves.turns[duty.listener] = Turn(duty, duty.next_step_at(self._policy(present.listener.community)))

    def first(self, waiting: Waiting, wave: Wave, *, now: datetime) -> Present | None:
        """Who comes first of the free whom this wave of the request reaches; those on call before backups."""
        request = waiting.request
        for reach in (Reach.CALL, Reach.BACKUP) if wave.reach is Reach.BACKUP else (wave.reach,):
            best = None
            for language in request.languages:
                order = self._free.get((request.community, language, reach))
                found = order.first(lambda one: self.admits(waiting, self._present[one], now=now)) if order else None
                if found is not None and (best is None or found < best):
                    best = found
            if best is not None:
                return self._present[best[1]]
        return None


def _reaches(listener: Listener, now: datetime) -> Iterator[Reach]:
    if listener.on_call(now=now):
        yield Reach.CALL
        if listener.willing:
            yield Reach.WILLING
    else:
        yield Reach.BACKUP
