"""`/unsend`: what somebody sent is taken back, wherever it is by then (relay.md, What is carried)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.stories.test_ending import talking
from tests.support.story import a_line

SLOW = timedelta(seconds=8)


async def test_a_reply_takes_a_message_back() -> None:
    """All parts of it go at the other side, and nothing else; a second time there is nothing more to see of it."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("word " * 900)
        await robin.writes("stays")
        await robin.writes("/unsend", reply_to=source)
        assert not any("word" in text for text in kim.hears())
        assert kim.hears()[-1].endswith(": stays")
        assert robin.notices()[-1] == "Unsent"
        await robin.edits(source, "word again")
        assert not any("word" in text for text in kim.hears())


async def test_what_was_taken_back_and_comes_again_is_not_passed_on_again(tmp_path: Path) -> None:
    """Its platform had not been told that it was handled when the line was killed; nor does a change bring it back."""
    async with a_line(path=tmp_path / "line.db") as line:
        robin, kim = await talking(line)
        said = robin.said("mistake")
        await line.switchboard.receive(said)
        await robin.writes("/unsend", reply_to=said.source)
        await line.passes(seconds=1)
        await line.restarts(away=timedelta(seconds=3))
        await line.switchboard.receive(said)
        await robin.edits(said.source, "mistake, changed")
        assert not any("mistake" in text for text in kim.hears())


async def test_the_menu_takes_the_last_one_back() -> None:
    """A command from a menu cannot reply: it means the last message, and of that one only once."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await kim.writes("first")
        await kim.writes("last")
        await kim.types("/unsend")
        assert [text for text in robin.hears() if "last" in text] == []
        assert robin.hears()[-1].endswith(": first")
        await kim.types("/unsend")
        assert kim.notices()[-1] == "NothingToUnsend"
        assert robin.hears()[-1].endswith(": first")


@pytest.mark.parametrize("which", [0, 1], ids=["in flight", "queued"])
async def test_what_has_not_arrived_does_not_stay(which: int) -> None:
    """A message on its way is removed once it is there; one that waits behind it never arrives; the other one does."""
    async with a_line() as line:
        robin, kim = await talking(line)
        line.platforms["discord"].slow(kim.address, SLOW)
        sources = [await robin.writes("one"), await robin.writes("two")]
        await robin.writes("/unsend", reply_to=sources[which])
        await line.passes(minutes=1)
        assert robin.notices()[-1] == "Unsent"
        heard = [text.rpartition(": ")[2] for text in kim.hears()][-1:]
        assert heard == [["two"], ["one"]][which]
        assert which == 0 or not any(one.text.endswith(": two") for one in kim.chat.ever)
        assert not any(text.endswith((": one", ": two")[which]) for text in kim.hears())


async def test_what_comes_together_with_its_unsend_is_never_sent() -> None:
    """As when both waited while the line was down: not even for a moment."""
    async with a_line() as line:
        robin, kim = await talking(line)
        receive, mistake = line.switchboard.receive, robin.said("mistake")
        for event in (mistake, robin.said("/unsend", reply_to=mistake.source), robin.said("meant")):
            line.tasks.create_task(receive(event))
        await line.passes(seconds=2)
        assert kim.hears()[-1].endswith(": meant")
        assert not any("mistake" in one.text for one in kim.chat.ever)


async def test_it_says_what_it_needs() -> None:
    """Without a reply it says how; in reply to somebody else's words, and without a talk, that there is nothing."""
    async with a_line() as line:
        robin, kim = await talking(line)
        await robin.writes("/unsend")
        assert robin.notices()[-1] == "UnsendHow"
        copy = next(one.id for one in robin.chat.shown if one.text.endswith(": hi"))
        await robin.writes("/unsend", reply_to=copy)
        assert robin.notices()[-1] == "NothingToUnsend"
        await robin.writes("/unsend please")
        assert robin.notices()[-1] == "CommandAlone"
        source = await robin.writes("bye")
        await robin.types("/end")
        await robin.writes("/unsend", reply_to=source)
        assert robin.notices()[-1] == "NothingToUnsend"
        assert any(text.endswith(": bye") for text in kim.hears())


async def test_early_words_go_too() -> None:
    """What was written while waiting is not put to the listener once it is taken back."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        source = await robin.writes("too early")
        await robin.writes("/unsend", reply_to=source)
        assert robin.notices()[-1] == "Unsent"
        await kim.takes()
        assert "PassedOn" not in robin.notices()
        assert "EarlyWords" not in robin.notices()


async def test_it_works_after_a_restart() -> None:
    """The pairs are in the store: another process finds the copies, by a reply and from the menu."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("of before")
        await kim.writes("of before, too")
        await line.passes(seconds=2)
        await line.restarts(away=timedelta(seconds=20))
        await robin.writes("/unsend", reply_to=source)
        await kim.types("/unsend")
        assert not any("of before" in text for text in (*kim.hears(), *robin.hears()))


@pytest.mark.parametrize("which", [0, 1], ids=["in flight", "queued"])
async def test_what_is_deleted_before_it_arrives_does_not_stay(which: int) -> None:
    """Discord tells of a deletion at once: what is on its way goes again, what waits behind it never arrives."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim", "telegram"), await line.seeker("discord")
        await kim.takes()
        line.platforms["telegram"].slow(kim.address, SLOW)
        sources = [await robin.writes("one"), await robin.writes("two")]
        await robin.deletes(sources[which])
        await line.passes(minutes=1)
        assert [text.rpartition(": ")[2] for text in kim.hears()][-1:] == [["two"], ["one"]][which]
        assert which == 0 or not any(one.text.endswith(": two") for one in kim.chat.ever)
        assert not any(text.endswith((": one", ": two")[which]) for text in kim.hears())


async def test_what_an_edit_is_adding_goes_too() -> None:
    """The longer text is still on its way when the message is taken back: nothing of it stands there afterwards."""
    async with a_line() as line:
        robin, kim = await talking(line)
        source = await robin.writes("short")
        arrives = kim.platform.stuck(kim.address)
        await robin.edits(source, "longer " * 900)
        line.tasks.create_task(line.switchboard.receive(robin.said("/unsend", reply_to=source)))
        await line.passes(seconds=5)
        arrives.set()
        await line.passes(seconds=5)
        assert not any("short" in text or "longer" in text for text in kim.hears())


@pytest.mark.parametrize("waits", [True, False], ids=["waits for its turn", "is on its way"])
async def test_what_was_stopped_does_not_come_after_a_crash(waits: bool, tmp_path: Path) -> None:
    """Their platform knows that the command is handled, but not that the message is: that one comes again, alone."""
    async with a_line(path=tmp_path / "line.db") as line:
        robin, kim = await talking(line)
        kim.platform.slow(kim.address, SLOW)
        receive, before, mistake = line.switchboard.receive, robin.said("before"), robin.said("mistake")
        for event in (before, mistake) if waits else (mistake,):
            line.tasks.create_task(receive(event))
        await line.settle_once()
        await robin.writes("/unsend", reply_to=mistake.source)
        await line.passes(seconds=3)
        assert robin.notices()[-1] == "Unsent"
        kim.platform.slow(kim.address, timedelta())
        await line.restarts(away=timedelta(seconds=3))
        await line.switchboard.receive(mistake)
        await line.passes(seconds=2)
        assert not any("mistake" in text for text in kim.hears())


async def test_a_second_time_it_says_the_same(tmp_path: Path) -> None:
    """As after a crash: it is taken back, whoever asks again."""
    async with a_line(path=tmp_path / "line.db") as line:
        robin, _ = await talking(line)
        source = await robin.writes("mistake")
        for _ in range(2):
            await robin.writes("/unsend", reply_to=source)
            assert robin.notices()[-1] == "Unsent"
        await line.passes(seconds=1)
        await line.restarts(away=timedelta(seconds=3))
        await robin.writes("/unsend", reply_to=source)
        assert robin.notices()[-1] == "Unsent"
