"""Told: what the bot said to each person, in order, as the calls that it made say: who talked with whom, and when."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.sandbox.people import Received
from bot.people import Address
from tests.support.whole import WholeLine

BEGAN, ENDED = re.compile(r"w1:end:([0-9a-f]{32}):"), re.compile(r"w1:report:([0-9a-f]{32}):")
CONNECTED, OVER = "You're now talking with", "has ended"


@dataclass(kw_only=True)
class Talk:
    """One conversation, as people were told of it: who reads whom in it, and to whom it is over."""

    id: str
    number: int
    people: list[Address] = field(default_factory=list)
    ended: set[Address] = field(default_factory=set)
    ending: bool = False  # somebody wished to end it


@dataclass(kw_only=True)
class Told:
    """Reads on in the calls; `said` is all that each person was told, by where it stands among the calls."""

    line: WholeLine
    talks: dict[str, Talk] = field(default_factory=dict)
    going_on: dict[Address, str] = field(default_factory=dict)
    said: dict[Address, list[tuple[int, str]]] = field(default_factory=dict)
    broken: list[tuple[str, str]] = field(default_factory=list)
    _read: dict[str, int] = field(default_factory=lambda: {"discord": 0, "telegram": 0})
    _rooms: dict[str, Address] = field(default_factory=dict)

    def position(self, platform: str) -> int:
        """How many calls there are by now."""
        return len(self._calls(platform))

    def read_on(self) -> None:
        """Take in what was said since the last time."""
        self._rooms = {
            self.line.discord.world.dm(one).id: Address("discord", one.id)
            for one in self.line.discord.world.people.values()
        }
        for platform in self._read:
            calls = self._calls(platform)
            for place in range(self._read[platform], len(calls)):
                if (found := self._saying(platform, calls[place])) is not None:
                    self._note(place, *found)
            self._read[platform] = len(calls)

    def after(self, who: Address, place: int) -> Iterator[str]:
        """What they were told since then."""
        yield from (text for at, text in self.said.get(who, ()) if at >= place)

    def _calls(self, platform: str) -> list[Received]:
        return self.line.discord.received if platform == "discord" else self.line.telegram.received

    def _saying(self, platform: str, call: Received) -> tuple[Address, str, str] | None:
        if call.status >= 300 or not isinstance(call.body, dict):
            return None
        if platform == "telegram":
            if not call.method.startswith("send") or not isinstance(call.reply, dict) or not call.reply.get("ok"):
                return None
            buttons = json.dumps(call.body.get("reply_markup", ""))
            return Address("telegram", str(call.body["chat_id"])), str(call.body.get("text", "")), buttons
        room = re.fullmatch(r"/channels/(\d+)/messages", call.path)
        if call.method != "POST" or room is None or room[1] not in self._rooms:
            return None
        return self._rooms[room[1]], str(call.body.get("content", "")), json.dumps(call.body.get("components", ""))

    def _note(self, place: int, who: Address, text: str, buttons: str) -> None:
        self.said.setdefault(who, []).append((place, text))
        if CONNECTED in text and (began := BEGAN.search(buttons)):
            talk = self.talks.setdefault(began[1], Talk(id=began[1], number=len(self.talks)))
            before = self.going_on.get(who)
            if before not in (None, talk.id):
                self.broken.append(("with two", f"{who.platform} {who.id} is told of {talk.id} while {before} goes on"))
            if who not in talk.people:
                talk.people.append(who)
                self.going_on[who] = talk.id
            if len(talk.people) > 2:
                self.broken.append(("with two", f"{talk.id} has {talk.people}"))
        elif OVER in text and (ended := ENDED.search(buttons)) and ended[1] in self.talks:
            self.talks[ended[1]].ended.add(who)
            if self.going_on.get(who) == ended[1]:
                del self.going_on[who]
