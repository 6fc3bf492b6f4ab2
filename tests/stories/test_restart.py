"""A restart: what was live is taken up again from the file, and the time away does not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.desk import operator
from bot.request import State
from tests.stories.test_joining import invited
from tests.support.story import LINE, a_line


async def test_two_who_talk_talk_on_after_a_restart(tmp_path: Path) -> None:
    """A second switchboard on the same file relays as the first did; both hear that it is back."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await kim.writes("hi")
        await line.restarts(away=timedelta(minutes=7), told=True)
        for one in (kim, robin):
            assert "I'm back after 7 minutes." in one.last()
        await robin.writes("still there?")
        assert kim.hears()[-1].endswith(": still there?")
        await robin.presses("End conversation")
        assert kim.notices()[-1] == "ListenerEnded"


async def test_everybody_concerned_is_told_before_and_after(tmp_path: Path) -> None:
    """SIGTERM: those who wait and those who talk hear it; who has nothing to do with it does not."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        waiting, idle = await line.seeker("discord"), await line.listener("Sam", on_call=False)
        await line.stops()
        for one in (kim, robin, waiting):
            assert "I'm being restarted. Keep writing" in one.last()
        assert "Restarting" not in idle.notices()
        await line.restarts(away=timedelta(seconds=20), told=True)
        for one in (kim, robin):
            assert "I'm back after less than a minute. What you wrote is being passed on." in one.last()
        assert "I'm back after less than a minute. You're still in the queue." in waiting.last()
        assert "Back" not in idle.notices()


async def test_a_short_crash_is_not_talked_about(tmp_path: Path) -> None:
    """Killed and back within a minute: nobody was told, nobody is bothered."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        before = robin.reads()
        await line.restarts(away=timedelta(seconds=30))
        assert robin.reads() == before


async def test_who_has_read_that_they_are_in_the_queue_is_in_it(tmp_path: Path) -> None:
    """Killed between the message to the seeker and the offers: listeners are asked when the line is back."""
    async with a_line(path=tmp_path / "line.db") as line:
        robin = await line.seeker()
        async with line.elsewhere() as rows:
            request = await rows.request_of(robin.address)
            assert request
            assert await rows.save_request(replace(request, state=State.ARRIVING), was=request)
        await line.restarts(away=timedelta(seconds=5))
        kim = await line.listener("Kim")
        await kim.takes()
        assert "Connected" in robin.notices()


async def test_time_away_moves_no_deadline(tmp_path: Path) -> None:
    """Two minutes of silence before, 40 minutes away: the nudge comes one minute after the return."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, _ = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await line.passes(minutes=2)
        await line.restarts(away=timedelta(minutes=40))
        await line.passes(seconds=50)
        assert "Nudge" not in kim.notices()
        await line.passes(seconds=10)
        assert "Nudge" in kim.notices()


async def test_what_was_decided_but_not_yet_said_is_said_after_the_crash(tmp_path: Path) -> None:
    """The claim committed, the platform hung, the process died: both are told on return."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        for one in (kim, robin):
            one.platform.slow(one.address, timedelta(minutes=5))
        await kim.takes()
        assert "Connected" not in robin.notices()
        for one in (kim, robin):
            one.platform.serve(one.address)
        await line.restarts(away=timedelta(seconds=5))
        assert "Connected" in robin.notices()
        assert "ListenerConnected" in kim.notices()
        await kim.writes("hi")
        assert robin.hears() == ["Kim: hi"]


async def test_a_message_that_comes_again_after_the_crash_arrives_once(tmp_path: Path) -> None:
    """Pairs are in the file: a repeated update is known."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await robin.writes("once", source="901")
        await line.passes(seconds=1)
        await line.restarts(away=timedelta(seconds=5))
        await robin.writes("once", source="901")
        assert len(kim.hears()) == 1


async def test_a_request_goes_on_waiting_and_buttons_survive(tmp_path: Path) -> None:
    """Offers of before the restart can be taken after it; deadlines go on."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await line.restarts(away=timedelta(minutes=2))
        await line.passes(minutes=3)
        assert "StillWaiting" in robin.notices()
        await kim.takes()
        assert "Connected" in robin.notices()


async def test_early_words_that_a_restart_lost_are_owned_up_to(tmp_path: Path) -> None:
    """They were in memory only: the seeker hears that they are gone, and nothing untrue beside it."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await robin.writes("it began in May")
        await line.restarts(away=timedelta(seconds=10))
        assert robin.notices()[-1] == "EarlyWordsLost"
        await kim.takes()
        assert kim.hears() == []
        assert robin.notices().count("EarlyWordsLost") == 1


async def test_words_of_while_it_was_away_are_marked(tmp_path: Path) -> None:
    """Older than two minutes and written before the start: marked; newer ones are not."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        wrote = line.clock.now() + timedelta(minutes=1)
        await line.restarts(away=timedelta(minutes=5))
        await robin.writes("anybody?", at=wrote)
        await robin.writes("hello")
        assert kim.hears()[0].startswith("(sent while I was away) ")
        assert "(sent" not in kim.hears()[1]


async def test_a_second_switchboard_sees_what_the_operator_did() -> None:
    """What another process decided is noticed: it is said to those concerned."""
    async with a_line(numbers={"look_elsewhere_every": timedelta(seconds=1)}) as line:
        kim = line.person()
        await kim.types(f"/join {await invited(line)} Kim")
        await kim.presses("I agree")
        async with line.elsewhere() as rows:
            await operator.approve(rows, slug="main", alias="kim", ids=line.dice)
        await line.passes(seconds=2)
        assert "Welcome, Kim." in kim.last()


async def test_what_another_process_did_does_not_hide_that_the_line_opens() -> None:
    """The first who goes on call after it opens the line: whoever asked to be reminded is."""
    async with a_line(numbers={"look_elsewhere_every": timedelta(seconds=1)}) as line:
        kim, robin = await line.listener("Kim", on_call=False), await line.seeker()
        await robin.presses("Remind me")
        async with line.elsewhere() as rows:
            await rows.save_community(LINE)
        await line.passes(seconds=2)
        await kim.types("/oncall 2h")
        assert robin.notices()[-1] == "LineOpen"


async def test_a_word_of_before_moves_no_cursor_back(tmp_path: Path) -> None:
    """Early words that are passed on stand before the talk in their chat: what lies between, an old `/end`, is not read
    again after a restart.
    """
    async with a_line(path=tmp_path / "line.db") as line:
        kim, robin = await line.listener("Kim", "telegram"), await line.seeker("discord")
        await robin.writes("first words")
        end = robin.said("/end")
        await line.switchboard.receive(end)
        await kim.takes()
        newest = await robin.writes("in the talk")
        await robin.presses("Pass them on")
        assert len(kim.hears()) == 2
        await line.passes(seconds=1)
        await line.restarts(away=timedelta(seconds=3))
        cursors = {one.address: one.cursor for one in line.switchboard.watched("discord")}
        assert cursors == {robin.address: newest}
        assert int(newest) > int(end.source)
