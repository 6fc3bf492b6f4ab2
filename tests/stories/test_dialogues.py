"""Dialogues: what a command still wants to know is asked; and no cry for help is taken for an answer."""

from __future__ import annotations

from datetime import timedelta

from bot.inbound import Place
from tests.support.story import Line, Person, a_line


async def asked(line: Line, platform: str = "telegram") -> Person:
    """A listener who was asked when they are on call, because what they typed could not be read."""
    kim = await line.listener("Kim", platform, on_call=False)
    await kim.types("/oncall sometime")
    assert kim.notices()[-1] == "WhenUnknown"
    return kim


async def test_what_is_written_next_is_the_answer() -> None:
    """The command is done with it, and nobody is told that they wrote to a program."""
    async with a_line() as line:
        kim = await asked(line)
        await kim.writes("2h")
        assert kim.notices() == ["WhenUnknown", "OnCall"]
        await kim.writes("thank you")
        assert kim.notices()[-1] == "Welcome"


async def test_one_question_after_the_other() -> None:
    """Each question of a command in its own message; then it is done with all that was answered."""
    async with a_line() as line:
        kim = line.person()
        await kim.types("/join")
        await kim.writes("nonsense")
        assert kim.notices()[-1] == "Question"
        await kim.writes("Kim")
        assert kim.notices()[-1] == "InviteInvalid"


async def test_never_mind_ends_it() -> None:
    """Nothing was changed, and what is written then is written to a program."""
    async with a_line() as line:
        kim = await asked(line)
        await kim.presses("Never mind")
        assert "Nothing was changed" in kim.last()
        await kim.writes("2h")
        assert kim.notices()[-1] == "Welcome"


async def test_a_command_or_another_button_ends_it() -> None:
    """Whoever turns to something else is asked no more."""
    async with a_line() as line:
        kim = await asked(line)
        await kim.types("/help")
        await kim.writes("2h")
        assert kim.notices()[-1] == "Welcome"
        await kim.types("/oncall sometime")
        await kim.presses("How this works")
        await kim.writes("2h")
        assert "OnCall" not in kim.notices()


async def test_what_cannot_be_read_twice_gets_the_refusal_and_a_person() -> None:
    """A cry for help is no answer: it is refused as ever, and what was written waits for whoever comes."""
    async with a_line() as line:
        sam = await line.listener("Sam")
        kim = await asked(line)
        await kim.writes("I can't go on")
        assert kim.notices()[-1] == "WhenUnknown"
        await kim.writes("please help me")
        assert kim.notices()[-1] == "Welcome"
        assert "Talk to a person" in kim.buttons()
        await kim.asks()
        await sam.takes()
        assert "You wrote 2 messages" in " ".join(kim.reads())


async def test_long_words_are_no_answer() -> None:
    """What nobody would say of a time is refused at once."""
    async with a_line() as line:
        kim = await asked(line)
        await kim.writes("I don't know what to do any more. " * 5)
        assert kim.notices()[-1] == "Welcome"
        await kim.writes("2h")
        assert "OnCall" not in kim.notices()


async def test_who_waits_is_asked_nothing() -> None:
    """While somebody waits for a person, their words are for that person."""
    async with a_line() as line:
        kim = await asked(line)
        await kim.asks()
        await kim.types("/oncall sometime")
        await kim.writes("2h")
        assert "OnCall" not in kim.notices()
        assert kim.notices()[-1] == "RefusalWaiting"


async def test_who_talks_is_asked_nothing() -> None:
    """While somebody talks, their words are for the other side."""
    async with a_line() as line:
        kim = await line.listener("Kim", "telegram")
        robin = await line.seeker()
        await kim.takes()
        await kim.types("/oncall sometime")
        await kim.writes("2h")
        assert "Kim: 2h" in robin.hears()


async def test_a_question_is_forgotten() -> None:
    """What is written a quarter of an hour later was not meant as an answer; nor is it after a restart."""
    async with a_line() as line:
        kim = await asked(line)
        await line.passes(minutes=15)
        await kim.writes("2h")
        assert "OnCall" not in kim.notices()
    async with a_line() as line:
        kim = await asked(line)
        await line.restarts(away=timedelta(seconds=1))
        await kim.writes("2h")
        assert "OnCall" not in kim.notices()


async def test_in_a_shared_place_words_are_no_answer() -> None:
    """What was asked in a server is answered there, by a form; what is written in private is not it."""
    async with a_line() as line:
        kim = await line.listener("Kim", on_call=False)
        await kim.types("/oncall sometime", place=Place(platform="discord", id="500", channel="501"), opens=True)
        await kim.writes("2h")
        assert "OnCall" not in kim.notices()
