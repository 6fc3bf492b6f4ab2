"""What may be kept is asked when all is over, and what is kept is what was shown (privacy.md, promise 3)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.places import config_dir
from adapters.sql.rows import instant
from bot.consent import VERSION
from tests.support.recording import Shown
from tests.support.story import Line, Person, a_line

COUNT, RATE, ASK = "1. Count it", "2. Rate it", "3. Write to me once"
KEPT = ("facts", "feedback", "follow_ups", "consents", "shift_hours")
WORDS = {"1": "e6e28490"}
ASKED = (
    ("consenting", "may-be-kept", "rating-missing"),
    ("consenting", "hours-asked", "hours-receipt"),
    ("routing", "reminder-set", "reminder-gone"),
)
"""Where the three records stand to which somebody may say yes: the file, and from which entry up to which."""
"""Of each version of the words in which consent is asked for: how their SHA-256 begins."""


async def ended(line: Line, *, by: str = "robin") -> tuple[Person, Person]:
    """Two who have talked for ten minutes, after six of waiting."""
    kim = await line.listener("Kim", on_call=False)
    robin = await line.seeker()
    await line.passes(minutes=6)
    await kim.types("/oncall 12h")
    await kim.takes()
    await robin.writes("hello")
    await line.passes(minutes=9)
    await (robin.presses("End conversation") if by == "robin" else kim.presses("End conversation"))
    return robin, kim


async def chooses(robin: Person, labels: Sequence[str]) -> Shown:
    """They look at what may be kept, and switch these on; what then stands there."""
    await robin.presses("What may be kept?")
    for label in labels:
        await robin.presses(label)
    return robin.showing("MayBeKept")


async def kept(line: Line) -> dict[str, list[tuple[Any, ...]]]:
    """What the ledger holds."""
    rows = await line.rows()
    return {name: rows[name] for name in KEPT if rows[name]}


async def test_the_record_is_shown_all_off_and_no_is_as_near_as_yes() -> None:
    """Every field of what would be kept stands there in words; the answers are beside one another."""
    async with a_line() as line:
        robin, _ = await ended(line)
        shown = await chooses(robin, ())
        for words in ("Saturday, in the morning, week 2030-W18", "Telegram", "English", "you waited 5 to 15 minutes",
                      "you talked 5 to 15 minutes", "you ended it", "2030-05-04", "2030-05-07"):  # fmt: skip
            assert words in shown.text, shown.text
        assert shown.labels == (COUNT, RATE, ASK, "Keep these", "No, keep nothing")
        assert await kept(line) == {}


async def test_the_answer_does_not_wait_for_the_listeners_chat() -> None:
    """Where that is slow, or its platform away: all is gone, and said to be, and its buttons go when it is back."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        before = await line.rows()
        await kim.types("/oncall 12h")
        robin = await line.seeker()
        await kim.takes()
        await kim.types("/oncall off")
        kim.platform.slow(kim.address, timedelta(minutes=2))
        await robin.presses("End conversation")
        await chooses(robin, ())
        await robin.presses("No, keep nothing")
        assert robin.notices()[-1] == "NothingKept"
        assert not (await line.rows())["conversations"]
        await line.passes(minutes=10)
        assert "ListenerEnded" in kim.notices()
        assert kim.showing("ListenerEnded").buttons == ()
        assert await line.rows() == before


async def test_what_is_kept_is_what_was_shown() -> None:
    """One count, one rating, one message to come: and a receipt, which names the very text; the rest is gone."""
    async with a_line() as line:
        robin, _ = await ended(line)
        shown = await chooses(robin, (COUNT, RATE, "4", ASK))
        assert shown.labels == (
            f"✓ {COUNT}", f"✓ {RATE}", "1", "2", "3", "✓ 4", "5", f"✓ {ASK}", "Keep these", "No, keep nothing",
        )  # fmt: skip
        assert await kept(line) == {}
        await robin.presses("Keep these")
        held = await kept(line)
        cell = ("2030-W18", "sat", "morning", "telegram", "en", "m15", "m15", "seeker", 1)
        assert held.pop("facts") == [cell]
        ((_, _, rating, day),) = held.pop("feedback")
        ((_, _, _, language, _, kind, due),) = held.pop("follow_ups")
        assert instant(due) == datetime(2030, 5, 7, 12, tzinfo=UTC)
        assert (rating, day, language, kind) == (4, "2030-05-04", "en", "check_in")
        assert held == {}
        receipt = robin.showing("Receipt").text
        assert hashlib.sha256(shown.text.encode()).hexdigest() in receipt
        assert all(words in receipt for words in ("being counted", "4 of 5", "2030-05-07", "version 1", "/privacy"))
        assert (await line.rows())["conversations"] == []


@pytest.mark.parametrize("answer", ["No, keep nothing", "Keep these", None])
async def test_no_nothing_chosen_and_no_answer_are_no(answer: str | None) -> None:
    """Also when something had been switched on and was switched off again, or never answered."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        before = await line.rows()
        robin = await line.seeker()
        await kim.types("/oncall 2h")
        await kim.takes()
        await robin.types("/end")
        await chooses(robin, (COUNT, f"✓ {COUNT}") if answer == "Keep these" else (COUNT, RATE, "4", ASK))
        if answer:
            await robin.presses(answer)
            assert "I keep nothing of this conversation." in robin.last()
        await line.passes(hours=25)
        assert await line.rows() == before


async def test_old_foreign_and_forged_buttons_change_nothing() -> None:
    """Of an earlier choice, of another person, after the answer, of what was never offered."""
    async with a_line() as line:
        robin, kim = await ended(line)
        first = await chooses(robin, ())
        await robin.presses(RATE)
        subject = first.buttons[0].button.subject
        for press in (COUNT, "Keep these"):
            await robin.presses(press, on=first)
            assert robin.notices()[-1] == "ButtonOld"
        for verb, epoch in (("rate", 16), ("rate", 10), ("rate", 4), ("maycount", 7), ("keepthese", 9)):
            await robin.forges(verb, subject, epoch)
        for verb in ("kept", "maycount", "rate", "keepthese", "nothing"):
            for epoch in (1, 14):
                await kim.forges(verb, subject, epoch)
        assert await kept(line) == {}
        await robin.presses("4", on=robin.showing("MayBeKept"))
        last = robin.showing("MayBeKept")
        await robin.presses("Keep these", on=last)
        held = await kept(line)
        for _ in range(2):
            await robin.presses("Keep these", on=last)
        for verb, epoch in (("keepthese", 2), ("nothing", 0), ("kept", 0)):
            await robin.forges(verb, subject, epoch)
        assert await kept(line) == held
        assert list(held) == ["feedback"]
        assert line.switchboard.failures == 0


async def test_a_rating_without_a_number_is_asked_for() -> None:
    """Nothing is kept until it is chosen, or switched off again."""
    async with a_line() as line:
        robin, _ = await ended(line)
        await chooses(robin, (RATE,))
        await robin.presses("Keep these")
        assert (robin.notices()[-1], await kept(line)) == ("RatingMissing", {})
        await robin.presses(f"✓ {RATE}")
        await robin.presses("Keep these")
        assert (robin.notices()[-1], await kept(line)) == ("NothingKept", {})


@pytest.mark.parametrize("who", ["seeker", "listener"])
async def test_after_a_report_nothing_is_asked(who: str) -> None:
    """Whoever reported; also where the question stood there already. The words do not say who did."""
    async with a_line() as line:
        robin, kim = await ended(line)
        shown = await chooses(robin, (COUNT,))
        await (robin if who == "seeker" else kim).presses("Report")
        await robin.presses("Keep these", on=shown)
        await robin.presses("What may be kept?")
        assert robin.notices()[-1] == "NothingToKeep"
        assert "report" not in robin.last()
        assert await kept(line) == {}


async def test_killed_while_answering_it_is_counted_once() -> None:
    """The yes and what it opens are one commit: a press that comes again finds nothing to say yes to."""
    async with a_line() as line:
        robin, _ = await ended(line)
        last = await chooses(robin, (COUNT,))
        line.platforms["telegram"].slow(robin.address, timedelta(seconds=20))
        await robin.presses("Keep these", on=last)
        assert [row[-1] for row in (await kept(line))["facts"]] == [1]
        await line.restarts(away=timedelta(seconds=20))
        line.platforms["telegram"].serve(robin.address)
        await robin.presses("Keep these", on=last)
        await line.passes(hours=25)
        assert [row[-1] for row in (await kept(line))["facts"]] == [1]
        assert (await line.rows())["conversations"] == []


async def test_the_one_message_comes_once_at_noon() -> None:
    """Three days later, and of it nothing is left; not to somebody who is waiting again already."""
    async with a_line() as line:
        robin, kim = await ended(line)
        await chooses(robin, (ASK,))
        await robin.presses("Keep these")
        await kim.types("/oncall off")
        await line.passes(hours=60)
        assert "CheckIn" not in robin.notices()
        await line.passes(hours=24)
        assert robin.notices().count("CheckIn") == 1
        assert await kept(line) == {}
        await line.passes(days=4)
        assert robin.notices().count("CheckIn") == 1


async def test_somebody_who_waits_again_is_not_asked_whether_they_would_like_to() -> None:
    """The message is dropped, with its row."""
    async with a_line() as line:
        robin, _ = await ended(line)
        await chooses(robin, (ASK,))
        await robin.presses("Keep these")
        await line.clock.advance(datetime(2030, 5, 7, 11, 45, tzinfo=UTC) - line.clock.now())
        await robin.asks()
        await line.passes(minutes=20)
        assert ("CheckIn" in robin.notices(), await kept(line)) == (False, {})


def test_the_words_have_their_version() -> None:
    """Receipts name a version; whoever changes what is asked, and how, gives it the next one."""
    words = {name: (config_dir() / "locales" / "en" / f"{name}.ftl").read_text() for name in ("consenting", "routing")}
    asked = "".join(
        words[name][words[name].index(f"\n{of} =") : words[name].index(f"\n{to} =")] for name, of, to in ASKED
    )
    assert hashlib.sha256(asked.encode()).hexdigest()[:8] == WORDS[VERSION]
