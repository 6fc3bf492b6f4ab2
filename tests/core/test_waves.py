"""Waves and rounds, one by one (routing.md 4, 7 to 9, 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from bot.duty import Duty
from bot.offer import Answer
from bot.people import Address, Listener, Role, Standing
from bot.policy import Policy
from bot.request import Request, Word
from bot.routing import Moves, Routing

NOON = datetime(2030, 5, 4, 12, tzinfo=UTC)
POLICY = Policy(seeker_aliases=("River",))


def at(**span: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(**span)


def listener(id: str, **more: object) -> Listener:
    """Somebody on call all day."""
    kim = Listener(
        id=id, community="c", address=Address("discord", id), role=Role.LISTENER, standing=Standing.ACTIVE,
        languages=("en",), on_call_until=at(hours=12),
    )  # fmt: skip
    return replace(kim, **more)  # type: ignore[arg-type]  # checked by the dataclass


def a_line(*there: Listener) -> Routing:
    """A line with these listeners."""
    routing = Routing(policy=lambda _: POLICY, chance=Random(7).random)
    for one in there:
        routing.comes(one, Duty(listener=one.id, until=at(hours=24)), now=NOON)
    return routing


def request(id: str = "r", *, now: datetime = NOON, **more: object) -> Request:
    """Somebody's request, open."""
    asked = Request.asked_for(
        id, community="c", seeker=Address("telegram", id), language="en", now=now, policy=POLICY, arrived_at=None
    )
    return replace(asked.opened(now=now, policy=POLICY), **more)  # type: ignore[arg-type]  # checked by the dataclass


def opens(routing: Routing, asked: Request, *, now: datetime = NOON) -> Moves:
    """It opens; nobody is kept apart from its seeker."""
    return routing.opens(asked, apart=frozenset(), now=now)


def put_to(moves: Moves) -> set[str]:
    """Who was asked."""
    return {one.listener.id for one in moves.puts}


def test_two_then_three_then_all_then_backups_then_a_new_round() -> None:
    """90 s, 120 s, 120 s, 180 s; five minutes later the next round, without who pressed Not now."""
    there = [listener(f"l{number}") for number in range(8)]
    routing = a_line(*there, listener("b", on_call_until=None, backup=True))
    asked = [put_to(opens(routing, request()))]
    instants = (89, 90, 209, 210, 329, 330, 509, 510)
    asked += [put_to(routing.due("r", now=at(seconds=after))) for after in instants]
    assert [len(one) for one in asked] == [2, 0, 3, 0, 3, 0, 1, 0, 0]
    assert asked[6] == {"b"}
    for one in there:
        routing.turns(one.id, now=at(seconds=600))
    routing.declines("r", "l0", now=at(seconds=610))
    assert put_to(routing.due("r", now=at(seconds=809))) == set()
    again = routing.due("r", now=at(seconds=810))
    assert len(put_to(again)) == 2
    assert "l0" not in put_to(again)
    assert again.requests["r"].round == 1


def test_a_wave_that_everybody_has_answered_is_over() -> None:
    """Both say Not now: three more are asked at once."""
    routing = a_line(*(listener(f"l{number}") for number in range(5)))
    first = sorted(put_to(opens(routing, request())))
    assert put_to(routing.declines("r", first[0], now=at(seconds=5))) == set()
    assert len(put_to(routing.declines("r", first[1], now=at(seconds=6)))) == 3


def test_a_wave_without_anybody_costs_no_time() -> None:
    """The one listener there is not needed to wait for; who comes later joins the running wave."""
    routing = a_line()
    assert put_to(opens(routing, request())) == set()
    assert routing.request("r").wave == 4  # type: ignore[union-attr]  # it is there
    came = routing.comes(listener("l"), Duty(listener="l", until=at(hours=24)), now=at(seconds=3))
    assert put_to(came) == {"l"}


def test_the_same_request_is_missed_once() -> None:
    """Three requests in a row that stood for 90 s are a pause; one, asked again, is not."""
    routing = a_line(listener("l"))
    opens(routing, request())
    for after in (90, 600, 1200):
        routing.due("r", now=at(seconds=after))
        moves = routing.turns("l", now=at(seconds=after + 90))
        assert not moves.tired
    tired = []
    for number in (1, 2):
        now = at(hours=1, minutes=number * 5)
        routing.closes("r", now=now)
        routing.closes(f"r{number - 1}", now=now)
        opens(routing, request(f"r{number}", now=now), now=now)
        tired.append(len(routing.turns("l", now=now + timedelta(seconds=91)).tired))
    assert tired == [0, 1]


def test_an_answer_begins_the_count_anew() -> None:
    """Not now is an answer."""
    duty = Duty(listener="l", until=at(hours=1)).asked("a", now=NOON).missed().asked("b", now=NOON).missed()
    assert (duty.misses, duty.asked("c", now=NOON).answered().misses) == (2, 0)


def test_words_to_the_seeker_and_the_page() -> None:
    """Every 3 min a word, at 8 a page, at 15 that nobody is free, at 60 the end (routing.md 8, 9)."""
    asked, said = request(), list[tuple[int, Word]]()
    for minute in range(1, 61):
        asked, words = asked.due(now=at(minutes=minute), policy=POLICY)
        said += [(minute, word) for word in words]
    assert [minute for minute, word in said if word is Word.STILL][:4] == [3, 6, 9, 12]
    assert [(minute, word) for minute, word in said if word is not Word.STILL] == [
        (8, Word.PAGE), (15, Word.NOBODY_FREE), (60, Word.OVER),
    ]  # fmt: skip


def test_its_next_step_is_never_later_than_what_is_due() -> None:
    """The page, too, is woken for by itself."""
    asked, steps = request(wave_ends_at=at(hours=5)).timed(POLICY), []
    while (now := asked.next_step_at) < at(minutes=16):
        asked, words = asked.due(now=now, policy=POLICY)
        steps.append((int((now - NOON).total_seconds() // 60), words))
    assert [minute for minute, _ in steps] == [3, 6, 8, 9, 12, 15]


def test_danger_asks_the_willing_first_and_then_everybody() -> None:
    """A minute for those who are willing; where there is none, all at once, and the page at once."""
    routing = a_line(listener("a"), listener("b", willing=True))
    opened = opens(routing, request().in_danger(now=NOON, policy=POLICY))
    assert (put_to(opened), opened.words) == ({"b"}, [])
    later = routing.due("r", now=at(seconds=60))
    assert put_to(later) == {"a"}
    assert {word for _, word in later.words} == {Word.DANGER, Word.ASSURED}
    nobody = a_line(listener("a"))
    at_once = opens(nobody, request().in_danger(now=NOON, policy=POLICY))
    assert (put_to(at_once), [word for _, word in at_once.words]) == ({"a"}, [Word.DANGER])


def test_every_fourth_offer_leaves_danger_aside() -> None:
    """So that nobody starves (routing.md 7)."""
    routing, offered = a_line(listener("l", willing=True)), list[str]()
    for number in range(8):
        danger = request(f"d{number}").in_danger(now=NOON, policy=POLICY)
        for asked in (danger, request(f"o{number}")):
            offered += [one.request.id[0] for one in opens(routing, asked).puts]
    for after in range(7):
        duty = routing.duty("l")
        assert duty is not None
        offered += [one.request.id[0] for one in routing.declines(duty.request, "l", now=at(seconds=after)).puts]
    assert "".join(offered) == "dddodddo"


def test_simple_english_and_anybody() -> None:
    """What the seeker relaxes by their tap reaches more listeners at once (routing.md 2)."""
    routing = a_line(listener("l", topics=("grief",)))
    assert put_to(opens(routing, request("g", language="de"))) == set()
    german = routing.request("g")
    assert german is not None
    assert put_to(routing.changes(replace(german, simple=True), now=at(seconds=9))) == {"l"}
    other = a_line(listener("l"))
    wished = opens(other, request("w", topic="grief"))
    assert (put_to(wished), [word for _, word in wished.words]) == (set(), [Word.WISH])
    present = other.request("w")
    assert present is not None
    assert put_to(other.changes(replace(present, relaxed=True), now=at(seconds=9))) == {"l"}


def test_an_offer_that_gives_way_says_so() -> None:
    """Missed, and then asked something else: the older one goes on to others."""
    routing = a_line(listener("l"))
    opens(routing, request("a"))
    opens(routing, request("b", now=at(seconds=1)), now=at(seconds=1))
    moves = routing.turns("l", now=at(seconds=90))
    assert put_to(moves) == {"l"}
    assert [(one, answer) for one, _, answer in moves.answers] == [("a", Answer.MISSED), ("a", Answer.LAPSED)]
