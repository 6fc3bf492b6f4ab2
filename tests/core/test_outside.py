"""What is written outside a conversation: when the refusal is due, and how much is remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.boundary import Burst
from bot.early import Early, EarlyWords
from bot.people import Address
from bot.policy import Policy
from bot.words import Words

NOON = datetime(2030, 5, 4, 12, tzinfo=UTC)
POLICY = Policy(seeker_aliases=("River",))
ROBIN = Address("telegram", "5")


@given(st.lists(st.floats(min_value=0, max_value=120), max_size=60))
def test_the_refusal_comes_at_once_then_at_most_once_a_minute_and_always_at_last(gaps: list[float]) -> None:
    """Whatever the rhythm: never two within a minute but after a minute of quiet; never words without one after."""
    burst, now, spoken = Burst(), NOON, list[datetime]()
    for gap in gaps:
        until = now + timedelta(seconds=gap)
        if burst.owed and burst.owed <= until:
            spoken.append(burst.owed)
            burst = burst.said(now=burst.owed)
        now = until
        burst = burst.heard(now=now, policy=POLICY)
        if burst.due(now=now):
            spoken.append(now)
            burst = burst.said(now=now)
    assert not gaps or spoken[0] == NOON + timedelta(seconds=gaps[0])
    assert burst.owed or not gaps or spoken[-1] >= now
    assert all(later - earlier >= POLICY.refusal_every for earlier, later in pairwise(spoken))


@given(st.lists(st.integers(min_value=0, max_value=3000), max_size=60))
def test_early_words_keep_the_newest_within_their_bounds(lengths: list[int]) -> None:
    """20 messages or 8,000 characters; always the newest, in order."""
    early = EarlyWords(policy=POLICY)
    for number, length in enumerate(lengths):
        early.keep(ROBIN, Early(words=Words(text="x" * length), source=str(number), at=NOON))
    kept = early.of(ROBIN, now=NOON)
    assert len(kept) <= 20
    assert sum(len(one.words.text) for one in kept) <= 8000
    newest = [str(number) for number in range(len(lengths))][len(lengths) - len(kept) :]
    assert [one.source for one in kept] == newest
    assert bool(kept) == bool(lengths)


def test_a_single_huge_early_word_is_still_kept() -> None:
    """One message may be longer than the bound: it is better than nothing."""
    early = EarlyWords(policy=POLICY)
    early.keep(ROBIN, Early(words=Words(text="x" * 9000), source="1", at=NOON))
    assert len(early.of(ROBIN, now=NOON)) == 1


def test_early_words_are_changed_taken_back_and_forgotten_in_time() -> None:
    """As their writer changes them; after half an hour they are gone, also from memory."""
    early = EarlyWords(policy=POLICY)
    for source in ("1", "2"):
        early.keep(ROBIN, Early(words=Words(text="a"), source=source, at=NOON))
    early.change(ROBIN, "1", Words(text="b"))
    early.change(ROBIN, "2", None)
    early.change(ROBIN, "3", Words(text="c"))
    assert [one.words.text for one in early.of(ROBIN, now=NOON)] == ["b"]
    assert early.until == NOON + POLICY.early_kept
    early.forget_old(now=NOON + POLICY.early_kept)
    assert early.until is None
    assert not early._by
