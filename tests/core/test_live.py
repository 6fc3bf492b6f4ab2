"""Live: the mirror of what is going on, by which the relay decides without a database."""

from __future__ import annotations

from dataclasses import replace

from bot import live
from bot.conversation import Side
from bot.live import Live
from tests.core.test_turns import conversation

TALK = conversation()


def test_a_conversation_is_found_by_either_side_until_it_is_dropped() -> None:
    """Put, found, dropped, gone."""
    book = Live()
    book.put(TALK)
    assert book.at(TALK.seeker.address) == book.at(TALK.listener.address) == book.get("k") == TALK
    assert book.listening() == {"l"}
    book.drop(TALK)
    book.drop(TALK)
    assert book.at(TALK.seeker.address) is None
    assert book.all() == ()


def test_from_the_moment_it_is_closing_nothing_of_it_is_current() -> None:
    """Delivery stops before the decision commits, and goes on where it does not."""
    book = Live()
    book.put(TALK)
    assert book.current("k", 0)
    assert not book.current("k", 1)
    book.closing(TALK)
    assert not book.current("k", 0)
    assert book.at(TALK.seeker.address) is None
    assert book.listening() == frozenset()
    book.closing(TALK, really=False)
    assert book.current("k", 0)


def test_dropping_an_old_conversation_leaves_the_next_one_alone() -> None:
    """Even if the listener is in another already."""
    book, following = Live(), replace(TALK, id="k2", seeker=replace(TALK.seeker, alias="Oak"))
    book.put(TALK)
    book.closing(TALK)
    book.put(following)
    book.drop(TALK)
    assert book.at(TALK.listener.address) == following


def test_what_was_handled_is_known_and_old_knowledge_makes_room() -> None:
    """The last 20,000 sources; memory does not grow without end."""
    book = Live()
    book.handle(("k", Side.SEEKER, "1"))
    assert book.handled(("k", Side.SEEKER, "1"))
    assert not book.handled(("k", Side.LISTENER, "1"))
    book.handle(*(("k", Side.LISTENER, str(n)) for n in range(live._REMEMBERED)))
    assert not book.handled(("k", Side.SEEKER, "1"))
    assert len(book._handled) == live._REMEMBERED


def test_cursors_belong_to_what_is_live() -> None:
    """Kept while it lives, gone with it, and not taken up for what is over."""
    book = Live()
    book.reached("k", Side.SEEKER, "5")
    assert book.cursor("k", Side.SEEKER) is None
    book.put(TALK)
    book.reached("k", Side.SEEKER, "5")
    assert book.cursor("k", Side.SEEKER) == "5"
    book.drop(TALK)
    assert book.cursor("k", Side.SEEKER) is None


def test_losers_are_answered_from_memory() -> None:
    """Who took a request, in which epoch."""
    book = Live()
    book.take("r", 0, "l")
    assert book.taken("r", 0) == "l"
    assert book.taken("r", 1) is None
