"""Requests and conversations: transitions, and silence by whose turn it is (routing.md 11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Conversation, Party, Side, Step
from bot.people import Address, Listener, Role, Standing
from bot.policy import Policy
from bot.request import Request, State

NOON = datetime(2030, 5, 4, 12, tzinfo=UTC)
POLICY = Policy(seeker_aliases=("River",))
minutes = st.integers(min_value=0, max_value=2000).map(lambda n: timedelta(minutes=n))


def conversation(turn: Side | None = None) -> Conversation:
    """One that began at noon; `turn` spoke just then."""
    begun = Conversation.begun(
        now=NOON, policy=POLICY, id="k", request="r", epoch=0, community="c", listener_id="l", arrived_at=NOON,
        seeker=Party(address=Address("telegram", "5"), alias="River", language="en"),
        listener=Party(address=Address("discord", "7"), alias="Kim", language="en"),
    )  # fmt: skip
    return begun.spoke(turn, now=NOON, policy=POLICY) if turn else begun


def listener(**changed: object) -> Listener:
    """Somebody on call at noon."""
    kim = Listener(
        id="l", community="c", address=Address("discord", "7"), role=Role.LISTENER, standing=Standing.ACTIVE,
        languages=("en",), on_call_until=NOON + timedelta(hours=1),
    )  # fmt: skip
    return replace(kim, **changed)  # type: ignore[arg-type]  # checked by the dataclass


def request(**changed: object) -> Request:
    """Somebody's request of noon, open."""
    asked = Request.asked_for(
        "r", community="c", seeker=Address("telegram", "5"), language="en", now=NOON, policy=POLICY, arrived_at=None
    )
    return replace(asked.opened(now=NOON, policy=POLICY), **changed)  # type: ignore[arg-type]  # checked by the dataclass


def steps(one: Conversation, *, until: timedelta) -> list[tuple[Step, int]]:
    """The steps that a silence brings, each with its minute."""
    found = []
    while (now := one.next_step_at) <= NOON + until:
        step = one.due(now=now, policy=POLICY)
        assert step is not None
        found.append((step, int((now - NOON).total_seconds() // 60)))
        if step in {Step.CLOSE, Step.RELEASE}:
            break
        one = one.stepped(step, now=now, policy=POLICY)
    return found


def test_silence_before_the_first_word() -> None:
    """3 minutes a nudge, 5 the release."""
    assert steps(conversation(), until=timedelta(days=9)) == [(Step.NUDGE, 3), (Step.RELEASE, 5)]


def test_silence_after_the_seeker_wrote() -> None:
    """3 a nudge, 6 the seeker is told, 10 the release; never closed."""
    expected = [(Step.NUDGE, 3), (Step.TELL, 6), (Step.RELEASE, 10)]
    assert steps(conversation(Side.SEEKER), until=timedelta(days=9)) == expected


def test_silence_after_the_listener_wrote() -> None:
    """10 a check, 30 the end; kept open: the gentle word at 40 and the end after a day."""
    assert steps(conversation(Side.LISTENER), until=timedelta(days=9)) == [(Step.CHECK, 10), (Step.CLOSE, 30)]
    kept = conversation(Side.LISTENER).kept_open(policy=POLICY)
    assert steps(kept, until=timedelta(days=9)) == [(Step.CHECK, 10), (Step.TIME, 40), (Step.CLOSE, 1440)]


@given(st.lists(st.tuples(st.sampled_from(["seeker", "listener", "look"]), minutes), max_size=30))
def test_a_seeker_who_wrote_last_is_never_closed_by_silence(history: list[tuple[str, timedelta]]) -> None:
    """In any history of words and looks; and there is always a next step, never in the past once it was taken."""
    one, now = conversation(), NOON
    for act, after in history:
        now += after
        if act == "look":
            step = one.due(now=now, policy=POLICY)
            assert step is not Step.CLOSE or one.turn is Side.LISTENER
            if step in {Step.CLOSE, Step.RELEASE}:
                return
            one = one.stepped(step, now=now, policy=POLICY)
        else:
            one = one.spoke(Side(act), now=now, policy=POLICY)
            assert one.next_step_at > now or not one.timed
        assert one.next_step_at >= now or act != "look"


@given(minutes)
def test_time_away_moves_no_step(away: timedelta) -> None:
    """Pushed back by the same span, the same steps come in the same minutes."""
    one = conversation(Side.SEEKER)
    later = replace(one, started_at=one.started_at + away, quiet_since=one.quiet_since + away,
                    next_step_at=one.next_step_at + away)  # fmt: skip
    at = NOON + timedelta(minutes=4)
    assert one.due(now=at, policy=POLICY) == later.due(now=at + away, policy=POLICY)


def test_a_request_keeps_its_arrival_and_grows_its_epoch() -> None:
    """Through claim and release; and who had it is not asked again."""
    asked = request()
    back = asked.claimed(now=NOON, policy=POLICY).released(
        now=NOON + timedelta(minutes=9), policy=POLICY, not_again="l"
    )
    assert (back.state, back.epoch, back.arrived_at) == (State.OPEN, 1, NOON)
    assert back.stage == 0
    assert not back.suits(listener())


def test_an_earlier_arrival_is_kept() -> None:
    """Talk again after the listener ended it: the wait counts from then."""
    earlier = NOON - timedelta(minutes=7)
    again = Request.asked_for(
        "r2", community="c", seeker=Address("telegram", "5"), language="en", now=NOON, policy=POLICY,
        arrived_at=earlier,
    )  # fmt: skip
    assert again.waited(now=NOON) == timedelta(minutes=7)
    assert again.next_step_at == NOON + POLICY.word_every
    assert again.state is State.ARRIVING


def test_whom_a_request_suits() -> None:
    """The language, the community; not the seeker, not who is kept apart; what was wished for until it is relaxed."""
    asked = request()
    assert asked.suits(listener())
    for other in (
        listener(languages=("de",)),
        listener(community="d"),
        listener(address=Address("telegram", "5")),
    ):
        assert not asked.suits(other)
    assert not request(topic="exams").suits(listener())
    assert request(topic="exams").suits(listener(topics=("grief", "exams")))
    assert request(topic="exams", relaxed=True).suits(listener())
    assert request(language="de", simple=True).suits(listener())


def test_who_can_be_asked() -> None:
    """Who is on call and active; who is off call only as a backup."""
    assert listener().can_be_asked(now=NOON)
    assert listener(standing=Standing.ASKED, approved=True).can_be_asked(now=NOON)
    assert listener(on_call_until=None, backup=True).can_be_asked(now=NOON)
    for other in (
        listener(on_call_until=NOON),
        listener(on_call_until=None),
        listener(standing=Standing.SUSPENDED, backup=True),
        listener(standing=Standing.JOINING),
        listener(standing=Standing.ASKED),
    ):
        assert not other.can_be_asked(now=NOON)


@given(st.sampled_from(Side), minutes)
def test_while_it_is_held_nothing_moves_its_end(side: Side, later: timedelta) -> None:
    """A word without words, a tap, a question about handing over: it ends when it was said to (relay.md)."""
    held = replace(conversation(Side.SEEKER), held=side, next_step_at=NOON + timedelta(minutes=10))
    for changed in (
        held.spoke(side.other, now=NOON + later, policy=POLICY),
        held.kept_open(policy=POLICY),
        held.handing_over(NOON + later, policy=POLICY),
    ):
        assert changed.next_step_at == held.next_step_at
