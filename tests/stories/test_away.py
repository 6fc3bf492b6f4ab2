"""Being away, and having a break: not asked in that time, whatever a shift says; who is there and what is not covered
(experience.md, A listener; routing.md, Coverage). The clock begins on Saturday, 4 May 2030, at 11:00 in Berlin.
"""

from __future__ import annotations

from datetime import timedelta

from bot.people import Role
from tests.support.rota import BERLIN, adds
from tests.support.story import a_line


async def test_away_from_day_to_day() -> None:
    """Shifts in that time do not put them on call, and can be posted all at once; at its end they are told."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        sam = await line.listener("Sam", on_call=False)
        await adds(kim, "Mon 20:00-21:00", "weekly")
        await adds(kim, "Tue 20:00-21:00")
        await kim.types("/away 2030-05-06 2030-05-08")
        assert kim.last() == (
            "Warmline: You're away: Mon, May 6 00:00 – Thu, May 9 00:00 (Berlin). I don't ask you then. "
            "2 shifts of yours fall into that time, and nobody is there for them yet."
        )
        await kim.presses("Post them for cover")
        assert "2 shifts are posted" in kim.last()
        assert sam.notices() == ["CoverWanted", "CoverWanted"]
        await line.restarts(away=timedelta(minutes=5))
        await line.passes(days=4, hours=14)
        assert "ShiftBegun" not in kim.notices()
        assert kim.last().startswith("Warmline: Your time away is over: welcome back.")
        await line.passes(days=6)
        assert "ShiftBegun" in kim.notices()


async def test_away_off_call_at_once() -> None:
    """Who is on call and goes away is off call at once; coming back early, by a press or by /oncall, ends it."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim")
        await kim.types("/away today tomorrow")
        await line.seeker()
        assert "Offer" not in kim.notices()
        await kim.presses("I'm back")
        assert kim.notices()[-1] == "AwayOver"
        await kim.types("/away today tomorrow")
        await kim.types("/oncall 1h")
        assert "Offer" in kim.notices()
        await line.passes(days=3)
        assert kim.notices().count("AwayOver") == 1


async def test_away_through_a_shift() -> None:
    """A shift that begins while they are away is said, not begun."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "today 20:00-21:00")
        await kim.types("/away today tomorrow")
        await line.passes(hours=10)
        assert kim.notices()[-1] == "ShiftSkipped"
        assert "ShiftSoon" not in kim.notices()


async def test_what_cannot_be_read() -> None:
    """What is wrong is named, and asked again, in a dialogue on Telegram."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", "telegram", on_call=False)
        for wrong, said in {
            "soon later": "I can't read that", "2030-05-09 2030-05-08": "ends before it begins",
            "2030-04-01 2030-04-02": "over already", "2030-06-01 2031-12-01": "a year at most",
        }.items():  # fmt: skip
            await kim.types(f"/away {wrong}")
            assert said in kim.last(), wrong
        await kim.types("/away")
        await kim.writes("2030-05-10")
        assert "Until when?" in kim.last()
        await kim.writes("2030-05-12")
        assert "You're away: Fri, May 10 00:00 – Mon, May 13 00:00 (Berlin)" in kim.last()
        robin = line.person()
        await robin.types("/away today tomorrow")
        assert robin.notices()[-1] == "NotAListener"


async def test_next() -> None:
    """`/next`: how many are on call, when somebody comes next, and one's own next shift."""
    async with a_line(numbers=BERLIN) as line:
        kim = await line.listener("Kim", on_call=False)
        sam = await line.listener("Sam", on_call=False)
        await adds(sam, "today 20:00-21:00")
        await adds(kim, "tomorrow 20:00-21:00")
        await kim.types("/next")
        assert "Nobody is on call now. You're off call. Next somebody is there" in kim.last()
        assert "Your next shift: Sun, May 5, 20:00–21:00 (Berlin)." in kim.last()


async def test_nobody_else_could_be_there() -> None:
    """A coordinator who looks for somebody reads that there is nobody, rather than an empty choice."""
    async with a_line(numbers=BERLIN) as line:
        lea = await line.listener("Lea", "telegram", role=Role.COORDINATOR, on_call=False)
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "tomorrow 20:00-22:00")
        await lea.types("/away today tomorrow")
        await lea.types("/roster kim")
        await lea.presses("1")
        await lea.presses("Somebody else takes it")
        assert lea.last() == "Warmline: Nobody else on the roster could be there then."


async def test_roster() -> None:
    """A coordinator sees who is on call, who comes next, what is not covered, of a day, too."""
    async with a_line(numbers=BERLIN) as line:
        lea = await line.listener("Lea", role=Role.COORDINATOR, on_call=False)
        kim = await line.listener("Kim", on_call=False)
        sam = await line.listener("Sam", on_call=False)
        await adds(kim, "tomorrow 20:00-22:00")
        await adds(sam, "tomorrow 21:00-23:00")
        await sam.types("/shifts cover Sun")
        await kim.types("/oncall until 13:00")
        await lea.types("/roster")
        text = lea.last()
        assert "On call now:\nKim: Sat, May 4, 11:00–13:00 (Berlin)" in text
        assert "Sun, May 5, 21:00–23:00 (Berlin): Sam (posted for cover)" in text
        assert "somebody was meant to be:\nSun, May 5, 22:00–23:00 (Berlin)" in text
        assert "Only one person is there:\nSat, May 4, 11:00–13:00 (Berlin)\nSun, May 5, 20:00–22:00 (Berlin)" in text
        await lea.types("/roster Mon")
        assert "No shift is to come." in lea.last()
        await lea.types("/roster nobody")
        assert "Listeners here: Kim, Lea, and Sam." in lea.last()
        await kim.types("/roster")
        assert kim.notices()[-1] == "NotACoordinator"


async def test_a_gap_is_told_once_each() -> None:
    """Two days and half a day before a time that nobody covers: once each, also through restarts; never of hours
    that nobody planned.
    """
    async with a_line(numbers=BERLIN) as line:
        lea = await line.listener("Lea", role=Role.COORDINATOR, on_call=False)
        kim = await line.listener("Kim", on_call=False)
        await adds(kim, "Wed 20:00-22:00", "weekly")
        await line.passes(days=4)
        assert "GapAhead" not in lea.notices()
        await adds(kim, "Sun 20:00-22:00")
        await kim.types("/away Sun Sun")
        for _ in range(16):
            await line.passes(hours=6)
            await line.restarts(away=timedelta(minutes=1))
        told = [one for one in lea.reads() if "though somebody was meant to be" in one]
        assert len(told) == 2
        assert all("Sun, May 12, 20:00–22:00 (Berlin)" in one for one in told)
