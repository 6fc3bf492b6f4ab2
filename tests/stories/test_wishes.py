"""Wishes: what somebody would rather talk about, and to whom, on a line that asks for it (routing.md 2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.people import Role
from tests.support.story import LINE, Line, Person, a_line

CHOSEN = (("gender_wishes", "yes"), ("topics", "grief, work, family life"))
ASKING = replace(LINE, audience="youth", contact="help@example.org", chosen=CHOSEN)


async def found(line: Line, person: Person) -> Any:
    """Their row on the roster."""
    async with line.store.real.decision() as rows:
        return await rows.listener(person.id)


async def test_a_line_says_what_may_be_wished_for() -> None:
    """A coordinator sets topics and gender wishes; from then on the waiting message has a button for each."""
    async with a_line(communities=(replace(ASKING, chosen=()),)) as line:
        cleo = await line.listener("Cleo", role=Role.COORDINATOR)
        robin = line.person()
        await robin.types("/talk")
        assert robin.buttons() == ["Leave the queue", "I'm in danger now", "Helplines"]
        await cleo.types("/settings topics  Grief,  family life ,work")
        assert "topics is Grief, family life, work now. It counts from now on." in cleo.last()
        await cleo.types("/settings gender_wishes Yes")
        assert "gender_wishes is yes now." in cleo.last()
        await cleo.types("/settings")
        assert "topics = Grief / family life / work" in cleo.last()
        await robin.types("/talk")
        assert robin.buttons()[-2:] == ["What is it about?", "I'd rather talk to…"]


@pytest.mark.parametrize("topics", ["a", "grief, Grief", "1,2,3", "x" * 25, ",".join(f"t{n}" for n in range(9)), ":ab"])
async def test_topics_that_cannot_be_are_refused(topics: str) -> None:
    """Up to 8, of 2 to 24 letters, no two alike; what can be is said."""
    async with a_line(communities=(ASKING,)) as line:
        cleo = await line.listener("Cleo", role=Role.COORDINATOR)
        before = await line.rows()
        await cleo.types(f"/settings topics {topics}")
        assert "It may be up to 8 topics of 2 to 24 letters" in cleo.last()
        assert await line.rows() == before


async def test_a_topic_is_put_to_those_who_chose_it() -> None:
    """Whoever did not choose it and has not answered is let go; whoever did reads what it is about."""
    async with a_line(communities=(ASKING,)) as line:
        kim, sam, robin = await line.listener("Kim"), await line.listener("Sam"), line.person()
        await robin.types("/talk")
        uli = await line.listener("Uli", topics=("work",))
        assert [one.notices().count("Offer") for one in (kim, sam, uli)] == [1, 1, 0]
        await robin.presses("What is it about?")
        assert robin.buttons()[-4:] == ["grief", "work", "family life", "No matter"]
        await robin.presses("work")
        assert "I'm asking listeners who chose “work”." in robin.last()
        assert [one.notices()[-1] for one in (kim, sam, uli)] == ["OfferLapsed", "OfferLapsed", "Offer"]
        assert "About: work." in uli.last()
        await uli.takes()
        assert robin.notices()[-1] == "Connected"


async def test_a_wish_never_stands_between_somebody_and_help() -> None:
    """Nobody fits: they are asked at once whether it may be anybody; then everybody is asked."""
    async with a_line(communities=(ASKING,)) as line:
        kim, robin = await line.listener("Kim"), line.person()
        await robin.types("/talk")
        await robin.presses("I'd rather talk to…")
        await robin.presses("A woman")
        assert kim.notices()[-1] == "OfferLapsed"
        assert robin.notices()[-2:] == ["WishNoted", "AnybodyElse"]
        await line.passes(minutes=3)
        assert "1 listener is on call. I ask who fits what you wished for." in robin.last()
        assert "Offer" not in kim.notices()
        await robin.presses("Anyone is fine")
        assert kim.notices()[-1] == "Offer"


async def test_after_the_second_wave_they_are_asked_whether_it_may_be_anybody() -> None:
    """Not before, and while more who fit are still asked (routing.md 2, 4)."""
    async with a_line(communities=(ASKING,)) as line:
        for number in range(7):
            await line.listener(f"Kim {number}x", gender="woman")
        robin = line.person()
        await robin.types("/talk")
        await robin.presses("I'd rather talk to…")
        await robin.presses("A woman")
        await line.passes(seconds=200)
        assert "AnybodyElse" not in robin.notices()
        await line.passes(seconds=15)
        assert "AnybodyElse" in robin.notices()
        assert "“" not in robin.showing("WishNoted").text


async def test_a_wish_asks_as_many_as_a_first_wave_does() -> None:
    """Those who have it already and fit count among the two; their offer says what it is about."""
    async with a_line(communities=(ASKING,)) as line:
        there = [await line.listener(f"Kim {number}x", topics=("grief",)) for number in range(4)]
        robin = line.person()
        await robin.types("/talk")
        await robin.presses("What is it about?")
        await robin.presses("grief")
        assert sum("Offer" in one.notices() for one in there) == 2
        assert all("About: grief." in one.last() for one in there if "Offer" in one.notices())


async def test_while_those_who_fit_have_it_nobody_is_asked_whether_it_may_be_anybody() -> None:
    """They have the time of a first wave."""
    async with a_line(communities=(ASKING,)) as line:
        kim, robin = await line.listener("Kim", topics=("grief",)), line.person()
        await robin.types("/talk")
        await robin.presses("What is it about?")
        await robin.presses("grief")
        assert kim.notices()[-1] == "Offer"
        await line.passes(seconds=85)
        assert "AnybodyElse" not in robin.notices()
        await line.passes(seconds=6)
        assert "AnybodyElse" in robin.notices()


async def test_no_matter_takes_a_wish_back() -> None:
    """Everybody on call is asked again."""
    async with a_line(communities=(ASKING,)) as line:
        kim, robin = await line.listener("Kim"), line.person()
        await robin.types("/talk")
        await robin.presses("What is it about?")
        await robin.presses("grief")
        assert "Offer" not in kim.notices()
        assert "Anyone is fine" in robin.buttons()
        await robin.presses("What is it about?")
        await robin.presses("No matter")
        assert "Anyone is fine" not in robin.buttons()
        assert "I'm asking everybody on call." in robin.showing("WishNoted").text
        assert kim.notices()[-1] == "Offer"


async def test_in_danger_they_are_asked_anew() -> None:
    """A wish that was left standing does not keep somebody in danger waiting unasked."""
    async with a_line(communities=(ASKING,)) as line:
        await line.listener("Kim")
        robin = line.person()
        await robin.types("/talk")
        await robin.presses("What is it about?")
        await robin.presses("grief")
        await robin.presses("I'm in danger now")
        assert robin.notices().count("AnybodyElse") == 2


async def test_what_a_line_does_not_offer_cannot_be_wished_for() -> None:
    """Forged, of an older epoch, or after a listener has come: nothing changes."""
    async with a_line(communities=(LINE,)) as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        async with line.store.real.decision() as rows:
            (request,) = [one.id for one in await rows.waiting()]
        before = await line.rows()
        for verb, subject, epoch in (
            ("about", request, 0), ("rather", request, 0), ("gender", f"{request}-woman", 0),
            ("topic", f"{request}-000000", 0), ("topic", f"{request}-any", 1), ("gender", "x-any", 0),
        ):  # fmt: skip
            await robin.forges(verb, subject, epoch)
            assert robin.notices()[-1] == "ButtonOld"
        assert await line.rows() == before
        await kim.takes()
        await robin.forges("gender", f"{request}-any")
        assert robin.notices()[-1] == "ButtonOld"


async def test_a_wish_goes_with_the_request() -> None:
    """It stands on the request alone: afterwards the database is as it was."""
    async with a_line(communities=(ASKING,)) as line:
        kim, robin = await line.listener("Kim", topics=("grief",)), line.person()
        before = await line.rows()
        await robin.types("/talk")
        await robin.presses("What is it about?")
        await robin.presses("grief")
        await line.restarts(away=line.policy.at_once)
        await robin.presses("Leave the queue")
        assert await line.rows() | {"duties": before["duties"]} == before  # a turn knows how often it was asked
        assert kim.notices()[-1] == "OfferWithdrawn"


async def test_a_listener_says_what_they_are_asked_for_and_who_they_are() -> None:
    """Topics one by one; woman, man, other, not said; both can be taken back."""
    async with a_line(communities=(ASKING,)) as line:
        kim = await line.listener("Kim")
        await kim.presses("What I'm asked for")
        assert "nobody who talks with you sees it" in kim.last()
        await kim.presses("work")
        await kim.presses("family life")
        await kim.presses("✓ work")
        await kim.presses("Woman")
        row = await found(line, kim)
        assert (row.topics, row.gender) == (("family life",), "woman")
        assert "Your topics: family life." in kim.last()
        assert kim.showing("AskedFor").labels[4:] == (
            "grief", "work", "✓ family life", "✓ Woman", "Man", "Other", "Not said",
        )  # fmt: skip
        await kim.presses("Not said")
        assert (await found(line, kim)).gender == ""


async def test_a_topic_that_is_chosen_counts_at_once() -> None:
    """Somebody who waits for it is offered then; on a line without wishes there is nothing to choose."""
    async with a_line(communities=(ASKING,)) as line:
        kim, robin = await line.listener("Kim"), line.person()
        await robin.types("/talk")
        await robin.presses("What is it about?")
        await robin.presses("grief")
        await kim.types("/next")
        await kim.presses("What I'm asked for")
        await kim.presses("grief")
        assert "Offer" in kim.notices()
        await kim.forges("switch", "t-000000", 1)
        assert kim.notices()[-1] == "ButtonOld"
        await kim.forges("switch", "g-queen", 1)
        assert kim.notices()[-1] == "ButtonOld"
