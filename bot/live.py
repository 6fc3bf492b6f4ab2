"""Live: which conversations are going on at this moment, who is in them, and what was handled lately; in memory only.

The database decides; this is its mirror in the one process that runs the line, so that the relay waits for no database.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.conversation import Conversation, Kind, Side
from bot.people import Address

_K = TypeVar("_K")
_V = TypeVar("_V")
_REMEMBERED = 20_000


@dataclass(kw_only=True)
class Reactions:
    """What is to stand on a message, newest last, and what stands there."""

    wanted: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Beside:
    """What is beside the words of a conversation: reactions by whose chat and message, when each side saw typing."""

    reactions: dict[tuple[Side, str], Reactions] = field(default_factory=dict)
    typing: dict[Side, datetime] = field(default_factory=dict)


class Live:
    """The conversations that are live, by id and by the address of either side."""

    def __init__(self) -> None:
        self._by_id: dict[str, Conversation] = {}
        self._by_address: dict[Address, tuple[str, ...]] = {}
        self._closing: set[str] = set()
        self._handled: OrderedDict[tuple[str, Side, str], None] = OrderedDict()
        self._unsent: OrderedDict[tuple[str, Side, str], None] = OrderedDict()
        self._edited: OrderedDict[tuple[str, Side, str], datetime] = OrderedDict()
        self._cursors: dict[str, dict[Side, str]] = {}
        self._begun: dict[str, dict[Side, str]] = {}
        self._beside: dict[str, Beside] = {}
        self._taken: OrderedDict[tuple[str, int], str] = OrderedDict()

    def put(self, conversation: Conversation) -> None:
        """This conversation is live, as it now stands."""
        self._by_id[conversation.id] = conversation
        for party in (conversation.seeker, conversation.listener):
            here = self._by_address.get(party.address, ())
            if conversation.id not in here:
                self._by_address[party.address] = (*here, conversation.id)

    def change(self, id: str, how: Callable[[Conversation], Conversation]) -> None:
        """This conversation, where it is live, changes from what it is by now."""
        if (present := self._by_id.get(id)) is not None:
            self.put(how(present))

    def drop(self, conversation: Conversation) -> None:
        """It is live no more: from here on nothing of it is delivered."""
        self._closing.discard(conversation.id)
        if self._by_id.pop(conversation.id, None):
            self._cursors.pop(conversation.id, None)
            self._begun.pop(conversation.id, None)
            self._beside.pop(conversation.id, None)
            for party in (conversation.seeker, conversation.listener):
                left = tuple(one for one in self._by_address.get(party.address, ()) if one != conversation.id)
                self._by_address[party.address] = left
                if not left:
                    del self._by_address[party.address]

    def closing(self, conversation: Conversation, *, really: bool = True) -> None:
        """It is about to end: stop delivery at once; `really=False` takes that back where the decision did not
        commit.
        """
        (self._closing.add if really else self._closing.discard)(conversation.id)

    def at(self, address: Address) -> Conversation | None:
        """The conversation that this address is in; the talk where others go on beside it."""
        found = self.all_at(address)
        talks = (one for one in found if one.kind not in (Kind.SIDE, Kind.THIRD))
        return next(talks, found[0] if found else None)

    def thirds(self, of: Conversation) -> tuple[Conversation, ...]:
        """What goes on because the coordinator of this side chat, or of the one beside this talk, is a third in it."""
        here = [self._by_id[one] for one in self._by_address.get(of.seeker.address, ())]
        return tuple(
            one for one in here
            if one.kind is Kind.THIRD and of.kind is not Kind.THIRD
            and of.seeker.address in (one.seeker.address, one.listener.address)
        )  # fmt: skip

    def all_at(self, address: Address) -> tuple[Conversation, ...]:
        """Every conversation that this address is in."""
        return tuple(self._by_id[one] for one in self._by_address.get(address, ()) if one not in self._closing)

    def meant(self, address: Address) -> tuple[Conversation, ...] | None:
        """For which conversations a word is meant that comes from this address now, also while they are closing; None:
        there is none at all.
        """
        found = [self._by_id[one] for one in self._by_address.get(address, ())]
        return tuple(one for one in found if one.hears(address)) if found else None

    def get(self, id: str) -> Conversation | None:
        """The live conversation of this id."""
        return None if id in self._closing else self._by_id.get(id)

    def current(self, id: str, epoch: int) -> bool:
        """Whether a word of this conversation and epoch may still be delivered (relay.md: a late word)."""
        found = self.get(id)
        return found is not None and found.epoch == epoch

    def all(self) -> tuple[Conversation, ...]:
        """Every live conversation."""
        return tuple(self._by_id.values())

    def listening(self) -> frozenset[str]:
        """The roster ids of everybody who is in a conversation as its listener."""
        return frozenset(one.listener_id for one in self._by_id.values() if one.id not in self._closing)

    def handled(self, key: tuple[str, Side, str]) -> bool:
        """Whether this source message was handled already; each is handled once (relay.md)."""
        return key in self._handled

    def handle(self, *keys: tuple[str, Side, str]) -> None:
        """Remember these as handled."""
        _remember(self._handled, ((key, None) for key in keys))

    def unsent(self, key: tuple[str, Side, str]) -> bool:
        """Whether its writer took this source message back before it had been passed on."""
        return key in self._unsent

    def unsend(self, *keys: tuple[str, Side, str]) -> None:
        """These are taken back: they are not passed on, and what of them has just arrived goes again."""
        _remember(self._unsent, ((key, None) for key in keys))

    def outdated(self, key: tuple[str, Side, str], at: datetime | None) -> bool:
        """Whether this source message was changed again after `at`, as is known already; else `at` is the newest."""
        known = self._edited.get(key)
        if at is not None and (known is None or at >= known):
            _remember(self._edited, [(key, at)])
        return at is not None and known is not None and at < known

    def begun(self, conversation: str, side: Side, message: str) -> None:
        """This side reads in `message` that it is connected: what stands before it was for nobody here."""
        if conversation in self._by_id:
            self._begun.setdefault(conversation, {})[side] = message

    def behind(self, conversation: str, side: Side) -> str | None:
        """The message behind which this conversation stands in the chat of this side, once they could read it."""
        return self._begun.get(conversation, {}).get(side)

    def before(self, conversation: Conversation, by: Address, source: str) -> bool:
        """Whether this stood in the chat before its writer read that they are connected, as far as that is known."""
        begun = self.behind(conversation.id, conversation.side_of(by))
        return begun is not None and _older(source, begun)

    def reached(self, conversation: str, side: Side, source: str) -> bool:
        """Everything on this side up to `source` has been handled; False where more than that was already."""
        known = self.cursor(conversation, side)
        if conversation not in self._by_id or (known is not None and _older(source, known)):
            return False
        self._cursors.setdefault(conversation, {})[side] = source
        return True

    def cursor(self, conversation: str, side: Side) -> str | None:
        """The last source that was handled on this side, or the message behind which the conversation stands."""
        return self._cursors.get(conversation, {}).get(side) or self.behind(conversation, side)

    def beside(self, conversation: str) -> Beside | None:
        """What is beside the words of this conversation; None where it is not live."""
        return self._beside.setdefault(conversation, Beside()) if self.get(conversation) else None

    def taken(self, request: str, epoch: int) -> str | None:
        """The roster id of who took this request in this epoch, if that is known: losers need no database."""
        return self._taken.get((request, epoch))

    def take(self, request: str, epoch: int, listener: str) -> None:
        """This listener took it."""
        _remember(self._taken, [((request, epoch), listener)])


def _older(one: str, other: str) -> bool:
    """Whether this message stood in its chat before the other: both platforms count upwards."""
    return one.isdigit() and other.isdigit() and int(one) < int(other)


def _remember(book: OrderedDict[_K, _V], entries: Iterable[tuple[_K, _V]]) -> None:
    book.update(entries)
    while len(book) > _REMEMBERED:
        book.popitem(last=False)
