"""Somebody who wants to talk: asking is one act, waiting is honest, and leaving is one tap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import Refused, RetryLater, Unreachable
from bot.inbound import Place
from tests.support.story import LINE, Line, Person, a_line

SERVER = Place(platform="discord", id="500", channel="501")
OPEN_TO_ALL = replace(LINE, audience="youth")


async def test_an_adults_only_line_asks_once_and_keeps_no_answer() -> None:
    """The age is asked before the request opens; under 18 gets lines for people of that age, and no request."""
    async with a_line() as line:
        before, robin = await line.rows(), line.person()
        await robin.types("/talk")
        assert robin.notices() == ["AskAge"]
        await robin.presses("I'm under 18")
        assert "It was right to look for someone." in robin.last()
        assert await line.rows() == before


async def test_asking_opens_a_request_at_once() -> None:
    """On a line that asks no age, /talk alone opens it; in a server the answer only points to the direct messages."""
    async with a_line(communities=(OPEN_TO_ALL,)) as line:
        kim, robin = await line.listener("Kim"), line.person("discord")
        await robin.types("/talk", place=SERVER)
        assert [one.notice for one in robin.whispers] == ["SeeMessages"]
        assert robin.notices() == ["Waiting"]
        assert kim.notices()[-1] == "Offer"


async def test_who_cannot_be_written_to_has_no_request() -> None:
    """DMs closed: nothing is asked of anybody until they can be reached; I've done it tries again."""
    async with a_line(communities=(OPEN_TO_ALL,)) as line:
        kim, robin = await line.listener("Kim"), line.person("discord")
        line.platforms["discord"].refuse(robin.address, Unreachable("dms_closed"))
        await robin.types("/talk", place=SERVER)
        assert "I can't write to you yet." in robin.whispers[-1].text
        assert robin.whispers[-1].labels == ("I've done it", "Use Telegram instead", "Helplines")
        assert not (await line.rows())["requests"]
        assert "Offer" not in kim.notices()
        line.platforms["discord"].serve(robin.address)
        await robin.presses("I've done it", place=SERVER)
        assert robin.notices() == ["Waiting"]
        assert kim.notices()[-1] == "Offer"


async def test_a_waiting_message_that_the_platform_refuses_leaves_no_request_behind() -> None:
    """Refused for good is no request either: nobody is asked, and asking again works."""
    async with a_line(communities=(OPEN_TO_ALL,)) as line:
        robin = line.person("discord")
        line.platforms["discord"].refuse(robin.address, Refused("forbidden"), times=1)
        await robin.types("/talk", place=SERVER)
        assert not (await line.rows())["requests"]
        assert "I can't write to you yet." in robin.whispers[-1].text
        await robin.types("/talk", place=SERVER)
        assert robin.notices() == ["LineShut"]


async def test_a_slow_platform_delays_the_request_but_does_not_lose_it() -> None:
    """RetryLater is waited out; the request opens when the seeker has the message."""
    async with a_line(communities=(OPEN_TO_ALL,)) as line:
        kim, robin = await line.listener("Kim"), line.person("discord")
        line.platforms["discord"].refuse(robin.address, RetryLater(300), times=1)
        await robin.types("/talk", place=SERVER)
        assert "Offer" not in kim.notices()
        await line.passes(minutes=6)
        assert robin.notices()[0] == "Waiting"
        assert kim.notices()[-1] == "Offer"


async def test_asking_again_shows_the_request_that_stands() -> None:
    """A second /talk opens no second request; the old message loses its buttons to the new one."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await robin.types("/talk")
        assert robin.notices()[-1] == "Waiting"
        assert robin.buttons().count("Leave the queue") == 1
        assert kim.notices().count("Offer") == 1
        assert len((await line.rows())["requests"]) == 1


@pytest.mark.parametrize("way", ["/leave", "button"])
async def test_leaving_is_one_tap(way: str) -> None:
    """The request is over, the offers say so and lose their buttons."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await (robin.types("/leave") if way == "/leave" else robin.presses("Leave the queue"))
        assert robin.last().startswith("Warmline: You've left the queue.")
        assert kim.last() == "Warmline: This one is over: nobody is waiting any more. Thank you for being there."
        assert "I'll take this" not in kim.buttons()
        assert "Leave the queue" not in robin.buttons()
        assert not (await line.rows())["requests"]


async def test_somebody_who_waits_hears_what_is_happening() -> None:
    """Every 3 minutes a word; at 15 honestly that nobody is free; at 60 the end; then nothing is left."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await line.passes(minutes=3)
        assert "You've been waiting for 3 minutes" in robin.last()
        await line.passes(minutes=12)
        assert "Nobody is free right now. I'm sorry." in robin.last()
        assert {"Keep waiting", "Leave"} <= set(robin.buttons())
        await robin.presses("Keep waiting")
        assert "You stay in the queue" in robin.last()
        await line.passes(minutes=46)
        assert "Nobody could come this time." in robin.last()
        assert kim.notices()[-1] == "OfferWithdrawn"
        assert not (await line.rows())["requests"]
        assert robin.buttons().count("Leave the queue") == 0


async def test_the_waiting_message_follows_who_is_on_call() -> None:
    """As listeners come and go, the count in it changes; and who comes is offered what waits."""
    async with a_line() as line:
        robin = await line.seeker()
        assert "Nobody is on call right now." in robin.last()
        kim = await line.listener("Kim")
        assert "1 listener is on call" in robin.last()
        assert kim.notices()[-1] in {"Offer", "OnCall"}
        assert "Offer" in kim.notices()
        await kim.types("/oncall off")
        assert "Nobody is on call right now." in robin.last()
        assert robin.notices() == ["AskAge", "Waiting", "LineShut"]  # that nobody is left is a new message


async def test_danger_goes_first() -> None:
    """Their own word alone: the numbers at once, and the offer comes again saying so."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await robin.presses("I'm in danger now")
        assert "call your emergency number, often 112, 911 or 999" in robin.last()
        assert "I am still looking for a volunteer." in robin.last()
        offers = [one for one in kim.chat.shown if one.notice == "Offer"]
        assert ["They say they are in danger now." in one.text for one in offers] == [True]
        await kim.takes()
        assert "ListenerConnected" in kim.notices()


async def test_who_waits_in_danger_is_offered_before_who_came_earlier() -> None:
    """Danger first, then arrival."""
    async with a_line() as line:
        first, second = await line.seeker(), await line.seeker("discord")
        await second.presses("I'm in danger now")
        kim = await line.listener("Kim")
        offers = [one.text for one in kim.chat.shown if one.notice == "Offer"]
        assert ["in danger" in text for text in offers] == [True]
        assert first.notices()[-1] in {"Waiting", "LineShut"}


async def test_danger_before_asking_counts_for_the_request_that_follows() -> None:
    """Pressed in the first reply: numbers, and Talk to a person; the request then goes first."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), line.person()
        await robin.types("/start")
        await robin.presses("I'm in danger now")
        assert "I can ask a volunteer to talk with you." in robin.last()
        await robin.presses("Talk to a person")
        await robin.presses("I'm 18 or over")
        assert "in danger" in kim.showing("Offer").text


async def in_danger(line: Line, robin: Person, kim: Person, *, marked: bool = True) -> None:
    """A conversation in danger, from the press to its listener's word that it was no emergency."""
    await robin.types("/talk")
    await robin.presses("I'm in danger now")
    await kim.takes()
    assert robin.notices()[-1] == "Connected"
    await robin.presses("End conversation")
    if marked:
        before = await line.rows()
        await kim.presses("It was no emergency")
        assert kim.notices()[-1] == "NoEmergency"
        assert await line.rows() == before  # in memory only
    await kim.presses("I'm ready")


FIVE_TURNS = {"conversations_at_most": 9}


async def test_three_false_alarms_and_the_button_shows_numbers_only() -> None:
    """For a day, to that person alone; they can still talk, and their request keeps its class."""
    async with a_line(communities=(OPEN_TO_ALL,), numbers=FIVE_TURNS) as line:
        kim, robin, ash = await line.listener("Kim"), line.person(), line.person()
        for _ in range(3):
            await in_danger(line, robin, kim)
        await robin.types("/talk")
        await robin.presses("I'm in danger now")
        assert "call your emergency number" in robin.last()
        assert "They say they are in danger now." not in kim.last()
        await robin.presses("Leave the queue")
        await in_danger(line, ash, kim, marked=False)
        await line.passes(hours=23, minutes=50)
        await kim.types("/oncall 2h")
        await robin.types("/talk")
        await robin.presses("I'm in danger now")
        assert "They say they are in danger now." not in kim.last()
        await line.passes(minutes=11)
        await robin.presses("I'm in danger now")
        assert "They say they are in danger now." in kim.last()


async def test_a_false_alarm_counts_once_and_by_its_listener_alone() -> None:
    """Twice the same mark is one; nobody else can make it, and not of a conversation that was none in danger."""
    async with a_line(communities=(OPEN_TO_ALL,), numbers=FIVE_TURNS) as line:
        kim, robin, eve = await line.listener("Kim"), line.person(), line.person()
        for _ in range(2):
            await in_danger(line, robin, kim)
        press = kim.press("It was no emergency")
        await kim.presses("It was no emergency")
        for person in (robin, eve):
            await person.forges("noemergency", press.subject)
            assert person.notices()[-1] == "ButtonOld"
        await eve.types("/talk")
        await kim.takes()
        await kim.presses("End conversation")
        assert "It was no emergency" not in kim.showing("ListenerEnded").labels
        await kim.presses("I'm ready")
        await robin.types("/talk")
        await robin.presses("I'm in danger now")
        assert "They say they are in danger now." in kim.last()


async def test_a_listener_is_never_offered_their_own_request() -> None:
    """They may ask too; another listener is offered it, they are not."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim"), await line.listener("Sam", "telegram")
        await kim.asks()
        assert "Offer" not in kim.notices()
        assert sam.notices()[-1] == "Offer"
        await sam.takes()
        assert "Connected" in kim.notices()


async def test_who_listens_cannot_ask_in_the_same_chat() -> None:
    """While a person listens there, /talk says so; and a request of their own ends when they take one."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.asks()
        await kim.takes()
        assert "ListensHere" in kim.notices()
        assert len((await line.rows())["requests"]) == 1
        await kim.types("/talk")
        assert kim.notices()[-1] == "ListensHere"
        assert "Connected" in robin.notices()


async def test_commands_always_answer() -> None:
    """/help, /helplines, /privacy, /language, /report answer in any state, and are never relayed."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        for command, notice in {
            "/help": "Help", "/helplines": "Helplines", "/privacy": "Privacy", "/language": "LanguageChosen",
            "/talk": "AlreadyTalking", "/nonsense": "UnknownCommand",
        }.items():  # fmt: skip
            await robin.writes(command)
            assert robin.chat.shown[-1].notice == notice
        await robin.writes("/end it all")
        assert robin.chat.shown[-1].notice == "CommandAlone"
        assert kim.hears() == []
        await robin.writes("/end")
        assert robin.notices()[-1] == "Ended"


async def test_a_listener_s_helplines_reach_the_seeker() -> None:
    """/helplines by the listener sends them to the seeker, too."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await kim.types("/helplines DE")
        assert robin.notices()[-1] == kim.notices()[-1] == "Helplines"
