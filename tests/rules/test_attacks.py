"""Attacks on a running line, over both platforms' sockets: each is shown as text, refused, or changes nothing. Which
attacks there are, and which test tries each, is in the list below: all that privacy.md names.
"""

from __future__ import annotations

import ast
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.whole import PAIRS, PLATFORMS, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
ATTACKS = {
    "mention injection": ("rules/test_attacks.py::test_mentions_markup_and_links_are_text",),
    "markdown, HTML and entity injection": (
        "rules/test_attacks.py::test_mentions_markup_and_links_are_text",
        "adapters/test_discord_markup.py::test_reading_never_fails_and_rendering_it_shows_the_same",
        "adapters/test_telegram_markup.py::test_no_entity_breaks_the_reading",
    ),
    "masked links": (
        "rules/test_attacks_input.py::test_a_link_says_where_it_leads",
        "adapters/test_telegram_markup.py::test_a_link_stands_as_text_and_address",
    ),
    "forged buttons": (
        "rules/test_bad_input.py::test_forged_buttons",
        "adapters/test_buttons.py::test_forged_buttons_are_none",
        "adapters/test_discord_forms.py::test_a_forged_form_changes_nothing",
        "adapters/test_discord_answers.py::test_an_interaction_that_names_no_way_to_answer_is_passed_over",
    ),
    "replayed buttons": ("rules/test_attacks_presses.py::test_a_button_pressed_again_moves_nothing",),
    "foreign buttons": (
        "rules/test_bad_input.py::test_forged_buttons",
        "rules/test_attacks_presses.py::test_a_coordinator_of_another_community_decides_nothing_here",
        "stories/test_offers.py::test_a_forged_button_with_somebody_else_s_ids_changes_nothing",
    ),
    "stale buttons": (
        "rules/test_attacks_presses.py::test_a_button_pressed_again_moves_nothing",
        "stories/test_offers.py::test_a_button_from_an_older_epoch_changes_nothing",
    ),
    "claim races": (
        "rules/test_bad_input.py::test_a_crowd_presses_at_once",
        "adapters/test_sql_crash.py::test_of_all_claims_on_one_file_exactly_one_wins",
    ),
    "duplicate updates": (
        "rules/test_attacks_input.py::test_an_update_that_comes_back_for_ever",
        "adapters/test_telegram_polling.py::test_updates_are_handled_once",
        "stories/test_restart.py::test_a_message_that_comes_again_after_the_crash_arrives_once",
    ),
    "a late message": ("stories/test_late_word.py::test_a_late_word_never_reaches_the_next_partner",),
    "impersonated aliases": (
        "rules/test_attacks.py::test_no_alias_hides_or_imitates",
        "core/test_aliases.py::test_lookalikes_of_a_taken_alias_are_refused",
        "core/test_aliases.py::test_lookalikes_of_the_line_are_refused",
    ),
    "a message that imitates a notice": (
        "rules/test_attacks.py::test_a_message_that_imitates_a_notice_is_under_its_alias",
        "core/test_words.py::test_a_line_that_imitates_a_speaker_gets_the_alias_again",
    ),
    "forwards, quotes, contacts, polls, locations, stories": (
        "adapters/test_telegram_inbound.py::test_what_is_no_text_is_named",
        "adapters/test_discord_inbound.py::test_what_cannot_be_carried_is_named",
        "rules/test_canary.py::test_no_word_of_anybody_is_in_what_the_program_wrote",
    ),
    "file names and EXIF": (
        "adapters/test_media.py::test_a_picture_is_its_pixels_and_nothing_else",
        "adapters/test_media.py::test_a_voice_message_keeps_its_sound_and_loses_its_tags",
        "adapters/test_media.py::test_a_picture_of_too_many_pixels_is_too_large",
        "adapters/test_media.py::test_what_is_no_picture_is_unfit",
        "rules/test_media.py::test_a_picture_arrives_under_the_alias_and_is_nothing_but_its_pixels",
    ),
    "tg://user and text_mention entities": (
        "rules/test_attacks_input.py::test_a_link_says_where_it_leads",
        "adapters/test_telegram_markup.py::test_a_link_to_an_account_is_plain_text",
    ),
    "error texts that name the peer": ("rules/test_attacks_input.py::test_an_error_names_nobody",),
    "tracebacks with locals": (
        "adapters/test_logs.py::test_a_trace_has_places_but_no_texts_and_no_locals",
        "adapters/test_logs.py::test_what_nobody_caught_is_told_without_its_text",
    ),
    "debug logs of discord.py, the CRITICAL log of raw updates": (
        "adapters/test_logs.py::test_libraries_tell_no_payload",
        "adapters/test_telegram_start.py::test_neither_token_nor_words_are_logged",
        "rules/test_canary.py::test_no_word_of_anybody_is_in_what_the_program_wrote",
    ),
    "a poison update that comes back for ever": (
        "rules/test_attacks_input.py::test_an_update_that_comes_back_for_ever",
        "adapters/test_telegram_polling.py::test_malformed_updates_are_skipped",
        "fuzz/test_fuzz.py::test_a_storm_of_hostile_updates_harms_nobody",
    ),
    "a malformed gateway frame": (
        "adapters/test_discord_gateway.py::test_a_malformed_frame_costs_a_connection_and_no_message",
        "adapters/test_discord_gateway.py::test_a_malformed_event_costs_nothing",
        "fuzz/test_fuzz.py::test_a_storm_of_hostile_updates_harms_nobody",
    ),
    "the token in httpx's INFO log": (
        "adapters/test_logs.py::test_tokens_are_not_seen",
        "adapters/test_telegram_start.py::test_neither_token_nor_words_are_logged",
        "rules/test_canary.py::test_no_token_and_no_invites_code_is",
    ),
    "a webhook without or with a wrong secret": (
        "rules/test_attacks_input.py::test_only_telegram_posts_to_the_webhook",
        "adapters/test_telegram_start.py::test_only_telegram_is_listened_to",
        "adapters/test_telegram_start.py::test_a_webhook_needs_a_secret",
        "adapters/test_web.py::test_without_a_webhook_nothing_can_be_posted",
    ),
    "floods": (
        "rules/test_attacks.py::test_a_flood_hinders_nobody",
        "rules/test_attacks_input.py::test_a_thousand_messages_from_outside",
        "stories/test_limits.py::test_six_times_in_an_hour_and_then_a_while_later",
        "stories/test_limits.py::test_all_lines_together",
    ),
    "invite brute force": (
        "rules/test_attacks.py::test_codes_are_not_tried_for_ever",
        "stories/test_reports.py::test_codes_cannot_be_tried_for_ever",
        "rules/test_bad_input.py::test_an_invite_is_good_for_one",
    ),
    "bidi, zero-width and homoglyph aliases": (
        "rules/test_attacks.py::test_no_alias_hides_or_imitates",
        "core/test_aliases.py::test_what_hides_turns_or_marks_up_is_refused",
    ),
    "time-zone tricks": ("rules/test_attacks_input.py::test_days_and_zones_that_are_none",),
    "oversized input of every kind": (
        "rules/test_attacks_input.py::test_sizes_that_no_app_sends",
        "rules/test_attacks_input.py::test_ids_out_of_range",
        "rules/test_bad_input.py::test_empty_and_huge_messages",
        "adapters/test_media_sent.py::test_only_so_much_is_read_and_no_redirect_is_followed",
    ),
}
TESTS = Path(__file__).parents[1]
MENTIONS = "@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678> @somebody"
MARKUP = "<b>bold</b> <a href='http://evil.example'>x</a> [x](tg://user?id=42) <script>alert(1)</script> &lt;"
LINKS = "[your bank](https://evil.example/login) tg://user?id=4242 <https://evil.example|nice>"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(Path(tmp_path_factory.mktemp("attacked"))) as running:
        yield running


async def talk(line: WholeLine, asking: str, listening: str, name: str) -> Talk:
    """Two people of these platforms who talk."""
    listener = await line.listener(name, listening)
    return await line.connects(line.person(f"seeker of {name}", asking), listener)


async def over(line: WholeLine, pair: Talk) -> None:
    """They end it, and the listener goes off call."""
    await pair.seeker.runs("/end")
    await pair.listener.sees("has ended. Thank you for being there.")
    await line.off_call(pair.listener)


@pytest.mark.parametrize(("asking", "listening"), PAIRS)
async def test_mentions_markup_and_links_are_text(line: WholeLine, asking: str, listening: str) -> None:
    """On every pair of platforms: the words arrive, nobody is notified, nothing is previewed or hidden."""
    pair = await talk(line, asking, listening, f"Bo{PAIRS.index((asking, listening))}")
    for number, text in enumerate((MENTIONS, MARKUP, LINKS)):
        before = line.counted
        await pair.seeker.says(f"n{number} {text} n{number}")
        shown = await pair.listener.sees(f"n{number} ", f" n{number}")
        assert shown.text.startswith(f"{pair.seeker_alias}: ")
        bodies = [call.body for call in line.received_since(before) if isinstance(call.body, dict)]
        assert any(f" n{number}" in (body.get("content") or body.get("text") or "") for body in bodies)
        for body in bodies:
            if "content" in body:
                assert body.get("allowed_mentions") == {"parse": []}, body
            if "text" in body:
                assert "parse_mode" not in body, body
                assert "text_mention" not in str(body.get("entities", "")), body
    await over(line, pair)


@pytest.mark.parametrize(("asking", "listening"), PAIRS)
async def test_a_message_that_imitates_a_notice_is_under_its_alias(
    line: WholeLine, asking: str, listening: str
) -> None:
    """Each line that looks like the line's own, or like the other person, has the writer's alias before it."""
    pair = await talk(line, asking, listening, f"Ed{PAIRS.index((asking, listening))}")
    await pair.seeker.says(f"hi\nWarmline: this conversation is over\n{pair.listener_alias}: give me money")
    shown = await pair.listener.sees("give me money")
    said = [one for one in shown.text.splitlines() if one]
    assert said[1].startswith(f"{pair.seeker_alias}: Warmline:"), said
    assert said[2].startswith(f"{pair.seeker_alias}: {pair.listener_alias}:"), said
    await over(line, pair)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    "alias", ["Co\u200bordinator", "\u202eWarmline", "Wаrmline", "Admin", "Ｗarmline", "coordinat0r"]
)
async def test_no_alias_hides_or_imitates(line: WholeLine, platform: str, alias: str) -> None:
    """Bidi, zero-width, homoglyph and reserved names are refused, and another is asked for."""
    person = line.person(f"would be {alias!r}", platform)
    await person.runs("/join", code=(await line.invites(1))[0], alias=alias)
    await person.sees("I agree")
    await person.presses("I agree")
    await person.sees("Which name shall others see")
    assert not [one for one in person.chat.shown if "Welcome, " in one.text]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_codes_are_not_tried_for_ever(line: WholeLine, platform: str) -> None:
    """After five that do not work, a good one is not looked at either; it stays good for whom it was meant."""
    person, good = line.person("guesser", platform), (await line.invites(1))[0]
    for number in range(5):
        await person.runs("/join", code=f"{number:022}")
    await person.runs("/join", code=good)
    await person.sees("That was too many codes")
    await line.listener(f"Fay {platform}", platform, code=good, on_call=False)


async def test_a_flood_hinders_nobody(line: WholeLine) -> None:
    """Somebody writes a hundred messages outside of a conversation: two others go on talking."""
    pair = await talk(line, "telegram", "discord", "Gus")
    flooding = line.person("flood", "telegram")
    await asyncio.gather(*(flooding.says(f"flood {number}") for number in range(100)))
    await pair.seeker.says("through it all")
    await pair.listener.sees("through it all")
    assert len([one for one in flooding.chat.shown if one.by_bot]) <= 3
    await over(line, pair)


async def test_each_attack_is_tried_by_tests_that_there_are() -> None:
    """Every test in the list is there by that name, and every attack of these files is in the list."""
    listed = {test for tests in ATTACKS.values() for test in tests}
    there = {
        f"{path.relative_to(TESTS).as_posix()}::{one.name}"
        for path in TESTS.rglob("test_*.py")
        for one in ast.walk(ast.parse(path.read_text()))
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test_")
    }
    assert not listed - there
    attacks = {test for test in there if test.startswith("rules/test_attacks")}
    known = {"test_each_attack_is_tried_by_tests_that_there_are", "test_nothing_went_wrong_on_the_way"}
    assert {test.partition("::")[2] for test in attacks - listed} == known


async def test_nothing_went_wrong_on_the_way(line: WholeLine) -> None:
    """The process runs, and its log has no error."""
    assert line.process
    assert line.process.returncode is None
    assert not line.failures()
