"""What a community sets for itself: what that may be, how it is written, and what it does to the numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community import Community
from bot.policy import RANGES, Policy, out_of_order
from bot.setting import (
    NAMES,
    OWN,
    Refused,
    changed,
    contradiction,
    policy_over,
    read,
    span,
    usual,
    value_of,
    without_effect,
    written,
)

POLICY = Policy(seeker_aliases=("Robin", "Ash"))
LINE = Community(id="c" * 32, slug="main")

GOOD = [
    ("cool_down", "20 min", "20m"), ("cool_down", "0", "0s"), ("cool_down", "00:20:00", "20m"),
    ("cool_down", "1h 30m", "1h30m"), ("first_wave_lasts", "90s", "1m30s"), ("invite_valid", "72h", "3d"),
    ("on_call_at_most", "24:00:00", "24h"), ("first_wave", " 4 ", "4"), ("conversation_minutes", "45", "45"),
    ("conversation_minutes", "1h", "60"), ("zone", "europe/berlin", "Europe/Berlin"), ("zone", "UTC", "UTC"),
    ("zone", "America/New York", "America/New_York"), ("languages", "EN, de,en", "en, de"),
    ("name", " Night  Line ", "Night Line"), ("name", "Warmline North", "Warmline North"),
    ("contact", "help@example.org", "help@example.org"), ("contact", "+49 30 123456", "+49 30 123456"),
    ("contact", "https://example.org/care", "https://example.org/care"),
    ("country", "de", "DE"),
    ("guide", "https://example.org/guide?a=1#b", "https://example.org/guide?a=1#b"),
    ("topics", " Grief,, family  life", "Grief, family life"), ("topics", "दुःख, LGBT+", "दुःख, LGBT+"),
    ("gender_wishes", "YES", "yes"), ("gender_wishes", "no", "no"),
    ("media", "Images", "images"), ("voice", "no", "no"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "value"), GOOD)
def test_what_can_be_read(name: str, text: str, value: str) -> None:
    """There is one way of writing each value, whatever somebody typed; and it can be read again."""
    assert read(name, text) == value
    assert read(name, value) == value


BAD = [
    ("cool_down", "15", "unreadable"), ("cool_down", "soon", "unreadable"), ("cool_down", "", "unreadable"),
    ("cool_down", "5h", "range"), ("cool_down", "-5m", "unreadable"), ("danger_word", "5m", "range"),
    ("first_wave", "0", "range"), ("first_wave", "two", "unreadable"), ("first_wave", "1e3", "unreadable"),
    ("first_wave", "\u0664", "unreadable"), ("cool_down", "\u0661\u0665m", "unreadable"),
    ("zone", "Mars/Phobos", "unreadable"), ("zone", "../UTC", "unreadable"), ("zone", "", "unreadable"),
    ("languages", "English please", "unreadable"), ("languages", "", "unreadable"),
    ("languages", " ".join("abcdefghijklm"[n] * 2 for n in range(13)), "unreadable"),
    ("name", "x", "unreadable"), ("name", "You should: sleep", "unreadable"), ("name", "Coordinator", "taken"),
    ("name", "R0bin", "taken"), ("name", "Night\u202eLine", "unreadable"),
    ("contact", "you should sleep more", "unreadable"), ("contact", "javascript:alert(1)", "unreadable"),
    ("contact", "https://example.org/ and sleep", "unreadable"), ("guide", "http://example.org", "unreadable"),
    ("country", "Germany", "unreadable"),
    ("guide", "https://example.org/" + "a" * 200, "unreadable"),
    ("topics", "", "unreadable"), ("topics", "grief: sleep", "unreadable"), ("topics", "work, Work", "unreadable"),
    ("gender_wishes", "maybe", "unreadable"), ("media", "voice", "unreadable"), ("voice", "images", "unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "why"), BAD)
def test_what_cannot(name: str, text: str, why: str) -> None:
    """Nothing but what a setting may be: no words to anybody, no number out of its range."""
    assert read(name, text, aliases=("Robin",)) == Refused(why)


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=99)))
def test_every_length_of_time_is_read_as_it_was_written(lasts: timedelta) -> None:
    """Whole seconds come back as they were."""
    whole = timedelta(seconds=lasts // timedelta(seconds=1))
    assert span(written(whole)) == whole


@given(st.sampled_from(NAMES), st.text(max_size=60))
def test_anything_may_be_typed(name: str, text: str) -> None:
    """Whatever it is, it is refused, or read in a way that can be read again and has one line."""
    value = read(name, text)
    if isinstance(value, str):
        assert read(name, value) == value
        assert value.isprintable()


def test_a_community_has_its_own_numbers() -> None:
    """What it chose stands, all else is as everywhere; and `default` takes it back."""
    own = changed(changed(LINE, "cool_down", "20m"), "zone", "Europe/Berlin")
    over = policy_over(own, POLICY)
    assert (over.cool_down, over.zone) == (timedelta(minutes=20), "Europe/Berlin")
    assert replace(over, cool_down=POLICY.cool_down, zone=POLICY.zone) == POLICY
    assert changed(changed(own, "cool_down", None), "zone", None) == LINE


@pytest.mark.parametrize("name", NAMES)
def test_everything_can_be_set_and_taken_back(name: str) -> None:
    """What is usual can be read; another value is seen; then it is as it was."""
    other = {"name": "Night Line", "languages": "de, en", "zone": "Asia/Tokyo", "contact": "a@example.org",
             "guide": "https://example.org", "privacy_page": "https://example.org/privacy",
             "topics": "work, grief", "country": "DE", "gender_wishes": "yes", "media": "all",
             "voice": "yes", "typing": "no"}.get(name) or written(RANGES[name].most)  # fmt: skip
    other = written(RANGES[name].least) if other == usual(name, POLICY) else other
    own = changed(LINE, name, other)
    counts = contradiction(own, POLICY) is None
    assert value_of(name, own, policy_over(own, POLICY)) == (other if counts else usual(name, POLICY))
    assert changed(own, name, None) == LINE


@given(st.dictionaries(st.sampled_from(OWN), st.integers(0, 100)))
def test_no_choice_puts_the_numbers_out_of_order(chosen: dict[str, int]) -> None:
    """Whatever a community once chose (the deployment's numbers may have changed since), no two contradict."""
    own = LINE
    for name, part in chosen.items():
        limits = RANGES[name]
        own = changed(own, name, written(limits.least + (limits.most - limits.least) * part // 100))
    assert out_of_order(policy_over(own, POLICY)) is None


def test_what_is_not_known_does_not_count() -> None:
    """A name of an earlier program, or a value out of its range, changes nothing."""
    own = replace(LINE, chosen=(("cool_down", "40h"), ("gone", "1"), ("journal_every", "1s"), ("zone", "Mars")))
    assert policy_over(own, POLICY) == POLICY
    assert without_effect(own, POLICY) == ("cool_down", "gone", "journal_every", "zone")
    assert without_effect(changed(LINE, "cool_down", "20m"), POLICY) == ()
    assert without_effect(changed(LINE, "listener_nudge", "20m"), POLICY) == ("listener_nudge",)
