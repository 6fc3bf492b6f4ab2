"""Killed after the words had gone out and before that was noted, and away for longer than Discord knows a nonce."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from tests.support.whole import WholeLine, whole_line

LONG = "word " * 399 + "end"  # two messages, whatever the alias is


def copied(line: WholeLine, into: Path, *, back: bool = False) -> None:
    """The database as it is now, or (`back`) as it was then."""
    for old in line.folder.glob("line.db*") if back else ():
        old.unlink()
    for one in into.glob("line.db*") if back else line.folder.glob("line.db*"):
        shutil.copy(one, line.folder if back else into)


async def test_what_stands_there_is_not_sent_again(tmp_path: Path) -> None:
    """It is found in the reader's own chat, each message for one of the words; what is missing is added, and an edit
    finds its copy.
    """
    noted = tmp_path / "noted"
    noted.mkdir()
    async with asyncio.timeout(60), whole_line(tmp_path) as line:
        talk = await line.connects(line.person("Ada", "discord"), await line.listener("Sam", "discord"))
        ada, sam, by = talk.seeker, talk.listener, talk.seeker_alias
        await ada.says("ok")
        await sam.sees(f"{by}: ok")
        await line.stop()
        copied(line, noted)
        await line.start()
        again, _ = await ada.says("ok"), await ada.says(LONG)
        last = await sam.sees("word end")
        await line.kill()
        copied(line, noted, back=True)
        line.discord.world.by_nonce.clear()
        channel = line.discord.world.channels[last.raw["channel_id"]]
        channel.delete(channel.find(last.id))
        await line.start()
        await ada.says("now")
        await sam.sees(f"{by}: now", within=30)
        await ada.edits(again, "ok, edited")
        await sam.sees("ok, edited")
        texts = [one.text for one in sam.chat.shown if one.text.startswith(f"{by}: ")]
    said = " ".join(texts).replace(f"{by}: ", "").split()
    assert said == f"ok ok, edited {LONG} now".split()
