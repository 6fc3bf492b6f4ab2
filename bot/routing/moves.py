"""Moves: what follows from a step of routing, and the two nouns that it moves."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.duty import Duty
from bot.offer import Answer
from bot.people import Listener
from bot.request import Request, Word


class Put(NamedTuple):
    """This request is put to this listener; `again`: the message that they have of it makes way for a new one."""

    request: Request
    listener: Listener
    again: bool


class Turn(NamedTuple):
    """A listener's turn as it is now, and when something of it is due next."""

    duty: Duty
    next_step_at: datetime


@dataclass
class Moves:
    """What follows from a step: rows as they are now, by id; offers, and what became of others; words; who is off call
    because they did not answer; whose rest is over.
    """

    requests: dict[str, Request] = field(default_factory=dict)
    turns: dict[str, Turn] = field(default_factory=dict)
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
    standing: set[str] = field(default_factory=set)

    def suits(self, listener: Listener) -> bool:
        """Whether this listener may ever be asked (routing.md 2)."""
        return listener.id not in self.apart and self.request.suits(listener)


@dataclass(eq=False)
class Present:
    """A listener who can be asked, with their turn; `tie` settles what is otherwise equal; `lingering` are requests
    whose offer they let stand.
    """

    listener: Listener
    duty: Duty
    tie: float
    lingering: set[str] = field(default_factory=set)
