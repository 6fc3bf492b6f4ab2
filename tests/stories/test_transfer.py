"""Handing over: the seeker is asked, keeps their place, and one answer has one effect (routing.md 12)."""

from __future__ import annotations

from datetime import timedelta

from bot.people import Role
from tests.stories.test_ending import talking
from tests.support.story import Line, Person, a_line


async def asked(line: Line) -> tuple[Person, Person]:
    """A seeker who was asked whether they may be handed over, and the listener."""
    robin, kim = await talking(line)
    await kim.types("/transfer")
    assert kim.notices()[-1] == "HandOverAsked"
    assert robin.notices()[-1] == "AskHandOver"
    return robin, kim


async def test_the_seeker_agrees_and_another_goes_on() -> None:
    """They keep their arrival; whoever handed over is not asked again for this one, and the other is at once."""
    async with a_line() as line:
        robin, kim = await asked(line)
        alex = await line.listener("Alex")
        assert list(robin.showing("AskHandOver").labels) == ["Yes, find someone", "Stay with Kim"]
        async with line.store.real.decision() as rows:
            before = await rows.request_of(robin.address)
        await robin.presses("Yes, find someone")
        assert "Kim has to go now." in robin.last()
        assert "said yes" in " ".join(kim.reads())
        async with line.store.real.decision() as rows:
            after = await rows.request_of(robin.address)
        assert before is not None
        assert after is not None
        assert (after.arrived_at, after.epoch, after.not_again) == (before.arrived_at, before.epoch + 1, (kim.id,))
        await kim.presses("I'm ready")
        assert kim.notices().count("Offer") == 0
        await alex.takes()
        await alex.writes("hi, I'm here")
        assert robin.hears()[-1] == "Alex: hi, I'm here"


async def test_the_next_request_may_bring_the_two_together_again() -> None:
    """Nobody is at fault: it is for this request only."""
    async with a_line() as line:
        robin, kim = await asked(line)
        await robin.presses("Yes, find someone")
        await robin.presses("Leave the queue")
        await line.passes(minutes=20)
        await robin.asks()
        assert kim.notices()[-1] == "Offer"


async def test_the_seeker_stays_and_the_listener_may_end() -> None:
    """Nothing changes but the buttons; the listener hears it kindly."""
    async with a_line() as line:
        robin, kim = await asked(line)
        old = robin.press("Yes, find someone")
        await robin.presses("Stay with Kim")
        assert robin.notices()[-1] == "StaysWith"
        assert kim.notices()[-1] == "HandOverDeclined"
        assert "Yes, find someone" not in robin.buttons()
        await robin._does(old)
        assert robin.notices()[-1] == "ButtonOld"
        await robin.writes("thank you")
        assert kim.hears()[-1].endswith(": thank you")
        await kim.presses("End now")
        assert robin.notices()[-1] == "Ended"


async def test_no_answer_is_told_to_the_listener_and_changes_nothing() -> None:
    """After three minutes, once; a late Yes does nothing."""
    async with a_line() as line:
        robin, kim = await asked(line)
        late = robin.press("Yes, find someone")
        await line.passes(minutes=2)
        assert "HandOverUnanswered" not in kim.notices()
        await robin.writes("I have to think")
        await line.passes(minutes=1)
        assert kim.notices().count("HandOverUnanswered") == 1
        assert "Yes, find someone" not in robin.buttons()
        await robin._does(late)
        assert robin.notices()[-1] == "ButtonOld"
        await kim.writes("no hurry")
        assert robin.hears()[-1] == "Kim: no hurry"
        await line.passes(minutes=5)
        assert kim.notices().count("HandOverUnanswered") == 1


async def test_asked_twice_is_one_question() -> None:
    """By /transfer, by the button after /end, and both at once."""
    async with a_line() as line:
        robin, kim = await asked(line)
        await kim.types("/end")
        await kim.presses("Hand over")
        await kim.types("/transfer")
        assert robin.notices().count("AskHandOver") == 1


async def test_two_answers_at_once_have_one_effect() -> None:
    """Yes pressed twice, and Yes and Someone else together: one release."""
    async with a_line() as line:
        robin, kim = await asked(line)
        presses = [robin.press("Yes, find someone"), robin.press("Yes, find someone"), robin.press("else")]
        for one in presses:
            line.tasks.create_task(line.switchboard.receive(one))
        await line.passes(seconds=1)
        assert robin.notices().count("Requeued") == 1
        assert kim.notices().count("Released") == 1


async def test_an_end_in_between_makes_the_question_old() -> None:
    """Its buttons are gone, and a late press says so."""
    async with a_line() as line:
        robin, kim = await asked(line)
        late = robin.press("Yes, find someone")
        await kim.types("/end")
        await kim.presses("End now")
        assert "Yes, find someone" not in robin.buttons()
        await robin._does(late)
        assert robin.notices()[-1] == "ButtonOld"


async def test_the_question_outlives_a_restart() -> None:
    """The button still works, and the time away is not counted."""
    async with a_line() as line:
        robin, kim = await asked(line)
        await line.restarts(away=timedelta(minutes=10))
        await robin.writes("let me think")
        await line.passes(minutes=2)
        assert "HandOverUnanswered" not in kim.notices()
        await robin.presses("Yes, find someone")
        assert robin.notices()[-1] == "Requeued"


async def test_an_unanswered_question_lapses_after_a_restart_too() -> None:
    """The deadline is in the store."""
    async with a_line() as line:
        _, kim = await asked(line)
        await line.restarts(away=timedelta(minutes=10))
        await line.passes(minutes=3)
        assert kim.notices().count("HandOverUnanswered") == 1


async def test_only_the_listener_hands_over_and_only_the_seeker_answers() -> None:
    """Everybody else hears why not."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        await ada.types("/transfer")
        assert ada.notices()[-1] == "NotTalking"
        robin, kim = await talking(line)
        await robin.types("/transfer")
        assert robin.notices()[-1] == "NotAListener"
        await kim.types("/transfer")
        answer = robin.press("Yes, find someone")
        await kim.forges("hand", answer.subject, answer.epoch)
        assert kim.notices()[-1] == "ButtonOld"
        await ada.forges("hand", answer.subject, answer.epoch)
        assert ada.notices()[-1] == "ButtonOld"
        assert "Requeued" not in robin.notices()


async def test_one_that_was_typed_before_the_talk_asks_nobody() -> None:
    """It comes late: the seeker of by now is not asked whether they may be handed over."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        late = kim.platform.fresh_id()
        robin = await line.seeker("discord")
        await kim.takes()
        await kim.writes("/transfer", source=late)
        assert kim.notices()[-1] == "NotTalking"
        assert "AskHandOver" not in robin.notices()
