"""Own words: about a report, or a worry, they go straight to coordinators and nowhere else (privacy.md, Safety)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Unreachable
from bot.people import Role
from bot.words import Words
from tests.support.story import Line, Person, a_line

SAID = "she asked where I live"


async def coordinator(line: Line, alias: str, platform: str = "telegram") -> Person:
    """One who looks after the line."""
    return await line.listener(alias, platform, on_call=False, role=Role.COORDINATOR)


async def talking(line: Line, *, accused: Role = Role.LISTENER) -> tuple[Person, Person]:
    """A listener and a seeker who talk."""
    kim, robin = await line.listener("Kim", role=accused), await line.seeker()
    await kim.takes()
    return kim, robin


async def test_after_a_report_the_next_words_go_to_coordinators_and_to_nobody_else() -> None:
    """Word for word, under the reference; not to the reported one, a coordinator too; kept nowhere."""
    async with a_line() as line:
        cleo, ada = await coordinator(line, "Cleo"), await coordinator(line, "Ada", "discord")
        kim, robin = await talking(line, accused=Role.COORDINATOR)
        await robin.presses("Report")
        reference = robin.showing("Reported").text.split("Its reference is ")[1].split(".")[0]
        before = await line.rows()
        await robin.writes(SAID)
        for one in (cleo, ada):
            assert one.hears()[-1] == f"{reference} (reported, in their own words): {SAID}"
        assert not [text for text in kim.hears() if SAID in text]
        assert "2 coordinators have what you wrote" in robin.last()
        assert await line.rows() == before
        await robin.writes("and when")
        assert "and when" in cleo.hears()[-1]
        await robin.presses("That's all")
        await robin.writes("not for you")
        assert robin.notices()[-1] == "NotPassedOn"
        assert not [text for text in cleo.hears() if "not for you" in text]


@pytest.mark.parametrize("turned", ["Send without words", "Talk again", "too late", "restart"])
async def test_nothing_is_passed_on_that_was_not_meant_to_be(turned: str) -> None:
    """After Send without words, after some minutes, after asking for somebody else, after a restart."""
    async with a_line() as line:
        cleo = await coordinator(line, "Cleo")
        _, robin = await talking(line)
        await robin.presses("Report")
        if turned == "restart":
            await line.restarts(away=timedelta(seconds=5))
        elif turned == "too late":
            await line.passes(minutes=10)
        else:
            await robin.presses(turned)
        await robin.writes(SAID)
        assert "WordsPassed" not in robin.notices()
        assert not [text for text in cleo.hears() if SAID in text]


async def test_coordinators_cannot_be_flooded() -> None:
    """Ten messages about one report; the eleventh is answered as what nobody reads is."""
    async with a_line() as line:
        cleo = await coordinator(line, "Cleo")
        _, robin = await talking(line)
        await robin.presses("Report")
        for number in range(11):
            await robin.writes(f"message {number}")
        assert len(cleo.hears()) == 10
        assert robin.notices()[-1] == "NotPassedOn"


@pytest.mark.parametrize("kind", ["threat ", "Other ", ""])
async def test_words_behind_the_command_are_own_words(kind: str) -> None:
    """/report and a kind, or none, and what happened."""
    async with a_line() as line:
        cleo = await coordinator(line, "Cleo")
        kim, robin = await talking(line)
        await robin.types(f"/report {kind}{SAID}")
        assert cleo.hears()[-1].endswith(f": {SAID}")
        assert not [text for text in kim.hears() if SAID in text]


async def test_their_author_hears_honestly_whom_they_reached() -> None:
    """Where no coordinator can be reached they read so, with the contact; pictures are left out, and that is said."""
    async with a_line() as line:
        cleo = await coordinator(line, "Cleo")
        await cleo.types("/settings contact help@example.org")
        _, robin = await talking(line)
        await robin.presses("Report")
        await robin._does(replace(robin.said("look"), words=Words(text="look", left_out=("photo",))))
        assert "Only the text was passed on" in robin.last()
        cleo.platform.refuse(cleo.address, Unreachable("blocked"))
        await robin.writes(SAID)
        assert "reached no coordinator" in robin.last()
        assert "help@example.org" in robin.last()


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_listener_says_a_worry_afterwards(platform: str) -> None:
    """Coordinators read it under the listener's alias; the seeker, one of them, never; a side chat may follow."""
    async with a_line() as line:
        cleo, kim = await coordinator(line, "Cleo"), await line.listener("Kim", platform)
        robin = await line.seeker()
        await kim.takes()
        await line.listener_again(robin, "Robin", role=Role.COORDINATOR)
        await robin.types("/end")
        await kim.presses("I'm worried about somebody")
        await kim.writes("they said they are twelve")
        assert cleo.hears()[-1] == "Kim (a worry): they said they are twelve"
        assert "Page" not in robin.notices()
        assert not [text for text in robin.hears() if "twelve" in text]
        await cleo.presses("I've got it")
        await kim.writes("shall I call somebody?")
        assert cleo.hears()[-1].endswith("shall I call somebody?")


async def test_a_worry_in_a_conversation_ends_nothing() -> None:
    """What is written next still goes to the seeker; words behind the command go to coordinators alone."""
    async with a_line() as line:
        cleo = await coordinator(line, "Cleo")
        kim, robin = await talking(line)
        await kim.types("/report worry they said they are twelve")
        assert cleo.hears()[-1] == "Kim (a worry): they said they are twelve"
        assert "That's all" not in kim.buttons()
        await kim.writes("I am here")
        assert robin.hears()[-1].endswith("I am here")
        assert not [text for text in robin.hears() if "twelve" in text]
        await robin.types("/end")
        await kim.writes("take care")
        assert not [text for text in cleo.hears() if "take care" in text]


async def test_a_worry_is_a_listener_s() -> None:
    """From a seeker it is a report as any; a listener needs no conversation for it."""
    async with a_line() as line:
        cleo = await coordinator(line, "Cleo")
        kim, robin = await talking(line)
        await robin.types("/report worry")
        assert "Reported" in robin.notices()
        ash = await line.listener("Ash", on_call=False)
        await ash.types("/report worry")
        await ash.writes("somebody in the group")
        assert cleo.hears()[-1] == "Ash (a worry): somebody in the group"
        assert "somebody in the group" not in " ".join(kim.hears())
