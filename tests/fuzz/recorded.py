"""Real updates of both platforms, as the sandboxes send them when somebody does everything that there is to do."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from adapters.sandbox import discord, telegram
from tests.support.whole import WholeLine

Json = Any


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What happened on each platform, and who did it: (kind, event); on Discord with the channel it was in."""

    telegram: list[tuple[str, Json]]
    discord: list[tuple[str, Json]]
    known: dict[Json, str] = field(default_factory=dict)  # ids that are somebody's -> what they stand for

    def parts(self, platform: str) -> dict[str, Json]:
        """Fields of all that was recorded there, by name."""
        return {name: value for _, event in getattr(self, platform) for name, value in event.items()}


async def recorded(line: WholeLine) -> Recorded:
    """Let one person on each platform do it all, while the line runs."""
    tess, dora = line.telegram.person("Tess"), line.discord.person("Dora", line.discord.guild("Haven"))
    line.telegram.world.updates.recent.clear()
    await _on_telegram(line, tess)
    await _on_discord(line, dora)
    mine = {tess.id: "person", dora.id: "person", line.discord.world.dm(dora).id: "channel"}
    frames = [json.loads(frame) for one in line.discord.world.hub.sessions.values() for frame in one.frames]
    events = [(one["t"], one["d"]) for one in frames if one["t"].startswith(("MESSAGE_", "INTERACTION_", "TYPING_"))]
    form = next(event for name, event in events if name == "INTERACTION_CREATE" and event["type"] == 2)
    fields = [{"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "when", "value": "tomorrow 19-22"}}]
    filled = form | {"type": 5, "data": {"custom_id": "f1:shifts:action=add", "components": fields}}
    updates = [(name, one[name]) for one in line.telegram.world.updates.recent for name in one if name != "update_id"]
    return Recorded(telegram=updates, discord=[*events, ("INTERACTION_CREATE", filled)], known=mine)


async def _on_telegram(line: WholeLine, tess: telegram.Person) -> None:
    group = line.telegram.group("Haven", [tess], rights=("can_delete_messages",))
    bold = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "text_link", "offset": 5, "length": 5, "url": "https://a.example"},
    ]
    first = await tess.says("bold words", entities=bold)
    await tess.edits(first, "other words")
    await tess.says("an answer", reply_to=first)
    await tess.sends_photo("a picture")
    await tess.sends_voice()
    await tess.sends_document("notes.txt", b"some notes", "a file")
    await tess.sends_sticker("\U0001f600")
    await tess.sends_contact()
    await tess.sends_location(1.0, 2.0)
    await tess.sends_poll("which?", "this", "that")
    await tess.sends_album("one", None)
    await tess.forwards("as they said", written_by="Somebody")
    for command in ("/start", "/help", "/language de", "/talk", "/leave", "/report", "/privacy"):
        await tess.says(command)
    await tess.says("/help@sandbox_line_bot", group=group)
    menu = await tess.sees("I'm a program")
    await tess.forges(menu.id, "w1:language:en:0")
    tess.blocks_bot()
    tess.unblocks_bot()


async def _on_discord(line: WholeLine, dora: discord.Person) -> None:
    first = await dora.says("some **bold** words and a [link](https://a.example)")
    await dora.edits(first, "other words")
    await dora.says("an answer", reply_to=first)
    await dora.says("a picture", files={"a.png": b"no picture", "notes.txt": b"notes"})
    await dora.types()
    await dora.deletes(first)
    menu = await dora.sees("I'm a program")
    for command in ("/help", "/talk", "/privacy"):
        await (await dora.runs(command)).answered()
    await (await dora.runs("/language", language="de")).answered()
    await (await dora.runs("/help", line.discord.guild("Haven"))).answered()
    await (await dora.forges(menu.id, "w1:language:en:0")).answered()
