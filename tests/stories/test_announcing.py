"""A coordinator writes to all listeners: their own words, once confirmed, never between two people (experience.md)."""

from __future__ import annotations

from datetime import timedelta

from bot.errors import RetryLater, Unreachable
from bot.inbound import Place
from bot.people import Role, Standing
from tests.support.story import Line, Person, a_line

MARK = "Cleo (coordinator, to all listeners): "


async def coordinator(line: Line, alias: str = "Cleo", platform: str = "telegram") -> Person:
    """Somebody who looks after the line."""
    return await line.listener(alias, platform, on_call=False, role=Role.COORDINATOR)


async def test_words_go_to_all_listeners_once_they_are_confirmed() -> None:
    """On call or not, on both platforms, under the alias and the mark; nobody else gets them, and how many did is
    said.
    """
    async with a_line() as line:
        cleo, dana = await coordinator(line), await coordinator(line, "Dana", "discord")
        sam, kim = await line.listener("Sam"), await line.listener("Kim", "telegram", on_call=False)
        gone = await line.listener("Ash", on_call=False, standing=Standing.SUSPENDED)
        await cleo.types("/announce")
        await cleo.writes("the line is closed on Sunday")
        assert not sam.hears()
        await cleo.presses("Send to 3 listeners")
        for one in (sam, kim, dana):
            assert one.hears() == [f"{MARK}the line is closed on Sunday"]
        assert gone.hears() == [] == cleo.hears()
        assert "sent to 3 of 3" in cleo.last()


async def test_words_behind_the_command_and_changed_before_they_go() -> None:
    """What is edited before it goes, goes as it stands; what is deleted does not go."""
    async with a_line() as line:
        cleo, sam = await coordinator(line), await line.listener("Sam")
        await cleo.types("/announce see you on Monday")
        await cleo.presses("Send to 1 listener")
        assert sam.hears() == [f"{MARK}see you on Monday"]
        await line.passes(minutes=11)
        await cleo.types("/announce")
        source = await cleo.writes("closed on Sunday")
        await cleo.edits(source, "closed on Saturday")
        await cleo.presses("Send to 1 listener")
        assert sam.hears()[1:] == [f"{MARK}closed on Saturday"]
        await line.passes(minutes=11)
        await cleo.types("/announce")
        await cleo.deletes(await cleo.writes("never mind this"))
        await cleo.presses("Send to 1 listener")
        assert len(sam.hears()) == 2


async def test_nothing_comes_between_two_people() -> None:
    """Who is in a conversation gets it when that is over, and the author is told so; no answer to it goes astray."""
    async with a_line() as line:
        cleo, sam, kim = await coordinator(line), await line.listener("Sam"), await line.listener("Kim", on_call=False)
        robin = await line.seeker()
        await sam.takes()
        await cleo.types("/announce closed on Sunday")
        await cleo.presses("Send to 2 listeners")
        assert "sent to 1 of 2. 1 listener is in a conversation and gets it afterwards." in cleo.last()
        assert kim.hears() == [f"{MARK}closed on Sunday"]
        await line.passes(minutes=2)
        await sam.writes("I'm here")
        assert sam.hears() == []
        await robin.types("/end")
        await line.passes(seconds=2)
        assert sam.hears() == [f"{MARK}closed on Sunday"]
        assert len(robin.hears()) == 1
        assert line.switchboard.desk.memory.rounds == []


async def test_who_begins_to_listen_in_that_very_moment() -> None:
    """The send is asked once more just before: it waits until their conversation is over."""
    async with a_line() as line:
        cleo, sam = await coordinator(line), await line.listener("Sam")
        robin = await line.seeker()
        sam.platform.refuse(sam.address, RetryLater(5), times=1)
        await cleo.types("/announce closed on Sunday")
        await cleo.presses("Send to 1 listener")
        sam.platform.serve(sam.address)
        await sam.takes()
        await line.passes(seconds=10)
        assert sam.hears() == []
        await robin.types("/end")
        await line.passes(seconds=2)
        assert sam.hears() == [f"{MARK}closed on Sunday"]


async def test_who_cannot_be_reached_is_counted() -> None:
    """The author hears how many; one who cannot be written to holds up nobody."""
    async with a_line() as line:
        cleo, sam, kim = await coordinator(line), await line.listener("Sam"), await line.listener("Kim", "telegram")
        sam.platform.refuse(sam.address, Unreachable("blocked"))
        await cleo.types("/announce closed on Sunday")
        await cleo.presses("Send to 2 listeners")
        assert "sent to 1 of 2. 1 can't be reached." in cleo.last()
        assert kim.hears() == [f"{MARK}closed on Sunday"]


async def test_once_in_ten_minutes() -> None:
    """By any coordinator; a second press sends nothing."""
    async with a_line() as line:
        cleo, dana, sam = (
            await coordinator(line),
            await coordinator(line, "Dana", "discord"),
            await line.listener("Sam"),
        )
        await cleo.types("/announce one")
        await cleo.presses("Send to 2 listeners")
        await cleo.forges("announce", "x")
        await dana.types("/announce two")
        assert "Please try again in 10 minutes." in dana.last()
        await line.passes(minutes=10)
        await dana.types("/announce two")
        await dana.presses("Send to 2 listeners")
        assert [text.split(": ")[1] for text in sam.hears()] == ["one", "two"]


async def test_a_cry_for_help_goes_nowhere() -> None:
    """What is not confirmed is forgotten; the way to a person is beside it; anything else ends it."""
    async with a_line() as line:
        cleo, sam = await coordinator(line), await line.listener("Sam")
        await cleo.types("/announce")
        await cleo.writes("I can't go on")
        assert "Talk to a person" in cleo.buttons()
        old = cleo.showing("AnnouncementReady")
        await cleo.presses("Never mind")
        await cleo.presses("announce", on=old)
        await cleo.types("/announce")
        await cleo.types("/help")
        await cleo.writes("is anybody there?")
        assert cleo.notices()[-1] in {"Welcome", "Refusal"}
        await cleo.types("/announce")
        await line.passes(minutes=11)
        assert line.switchboard.desk.memory.announcing == {}
        await cleo.writes("anybody?")
        assert cleo.notices()[-1] in {"Welcome", "Refusal"}
        assert sam.hears() == []


async def test_what_cannot_be_announced() -> None:
    """Nothing at all, too much, nobody to read it, in a conversation, or by somebody else."""
    async with a_line() as line:
        cleo = await coordinator(line)
        await cleo.types("/announce hello")
        assert "There are no other listeners on this line yet." in cleo.last()
        sam = await line.listener("Sam")
        await sam.types("/announce hello")
        assert sam.notices()[-1] == "NotACoordinator"
        await cleo.types("/announce")
        await cleo.writes("  ")
        assert cleo.notices()[-1] == "AskAnnouncement"
        await cleo.writes("a" * 1501)
        assert "1,500 characters at most" in cleo.last()
        robin = line.person()
        await robin.types("/announce hello")
        assert robin.notices()[-1] == "NotACoordinator"
        assert sam.hears() == []


async def test_in_a_server_the_words_are_asked_for_in_private() -> None:
    """What is written in a shared place reaches us not, and everybody else."""
    async with a_line() as line:
        cleo, sam = await coordinator(line, platform="discord"), await line.listener("Sam", "telegram")
        await cleo.types("/announce", place=Place(platform="discord", id="1"))
        assert cleo.whispers[-1].notice == "SeeMessages"
        await cleo.writes("closed on Sunday")
        await cleo.presses("Send to 1 listener")
        assert sam.hears() == [f"{MARK}closed on Sunday"]


async def test_nothing_of_it_is_kept() -> None:
    """The database is as it was; after a restart what was not confirmed is gone."""
    async with a_line() as line:
        cleo, sam = await coordinator(line), await line.listener("Sam")
        before = await line.rows()
        await cleo.types("/announce closed on Sunday")
        assert await line.rows() == before
        await cleo.presses("Send to 1 listener")
        assert await line.rows() == before
        await line.passes(minutes=11)
        await cleo.types("/announce again")
        await line.restarts(away=timedelta(minutes=1))
        await cleo.presses("Send to 1 listener", on=cleo.showing("AnnouncementReady"))
        assert cleo.notices()[-1] == "ButtonOld"
        assert len(sam.hears()) == 1
