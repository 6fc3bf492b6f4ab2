"""Policy: every number of routing, with its unit in its type (routing.md); defaults of `config/warmline.toml`."""

from dataclasses import dataclass
from datetime import timedelta

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The numbers by which a line is run, the names that seekers are given, the countries with helplines."""

    seeker_aliases: tuple[str, ...]
    countries: tuple[str, ...] = ()
    zone: str = "UTC"
    word_every: timedelta = 3 * _MINUTE
    nobody_free_after: timedelta = 15 * _MINUTE
    wait_over_after: timedelta = timedelta(hours=1)
    page_after: timedelta = 8 * _MINUTE
    first_wave: int = 2
    first_wave_lasts: timedelta = timedelta(seconds=90)
    second_wave: int = 3
    second_wave_lasts: timedelta = 2 * _MINUTE
    all_wave_lasts: timedelta = 2 * _MINUTE
    backup_wave_lasts: timedelta = 3 * _MINUTE
    round_every: timedelta = 5 * _MINUTE
    danger_word: timedelta = _MINUTE
    danger_reserve: int = 4
    offer_missed: timedelta = timedelta(seconds=90)
    misses_at_most: int = 3
    cool_down: timedelta = 15 * _MINUTE
    conversations_at_most: int = 3
    listening_at_most: timedelta = timedelta(hours=3)
    apart_for: timedelta = timedelta(hours=24)
    counted_at_once: int = 50
    reminder_kept: timedelta = timedelta(days=14)
    refusal_quiet: timedelta = timedelta(seconds=20)
    refusal_every: timedelta = _MINUTE
    early_words: int = 20
    early_characters: int = 8000
    early_kept: timedelta = 30 * _MINUTE
    conversation_minutes: int = 50
    gentle_word: timedelta = 40 * _MINUTE
    first_word_nudge: timedelta = 3 * _MINUTE
    first_word_release: timedelta = 5 * _MINUTE
    listener_nudge: timedelta = 3 * _MINUTE
    seeker_told: timedelta = 6 * _MINUTE
    listener_released: timedelta = 10 * _MINUTE
    seeker_check: timedelta = 10 * _MINUTE
    seeker_closed: timedelta = 30 * _MINUTE
    silence_forgotten: timedelta = timedelta(hours=24)
    held_at_most: timedelta = 10 * _MINUTE
    practice_offered: timedelta = 10 * _MINUTE
    hand_over_answer: timedelta = 3 * _MINUTE
    someone_else_within: timedelta = 5 * _MINUTE
    after_end: timedelta = 30 * _MINUTE
    keep_place: timedelta = 15 * _MINUTE
    invite_valid: timedelta = timedelta(hours=72)
    on_call_default: timedelta = timedelta(hours=2)
    on_call_at_most: timedelta = timedelta(hours=24)
    slow_after: timedelta = timedelta(seconds=30)
    at_once: timedelta = timedelta(seconds=1)
    slow_again: timedelta = 5 * _MINUTE
    late_after: timedelta = timedelta(minutes=2)
    announced_after: timedelta = _MINUTE
    dialogue_for: timedelta = 10 * _MINUTE
    greeted_for: timedelta = timedelta(hours=24)
    remnant_kept: timedelta = timedelta(hours=24)
    journal_every: timedelta = timedelta(milliseconds=50)
    look_elsewhere_every: timedelta = timedelta(seconds=1)
