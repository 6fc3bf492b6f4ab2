"""A storm of random, malformed and hostile updates over a running line, while two pairs talk: every word is accounted
for.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import orjson

from adapters.sandbox import telegram
from tests.fuzz import hostile
from tests.fuzz.recorded import Recorded, recorded
from tests.support.whole import PLATFORMS, Someone, WholeLine, whole_line

Json = Any
Way = tuple[Someone, str, Someone]
"""Who writes, under which alias, who reads."""
STRANGERS = 20  # on each platform
GUST = 50  # updates between two exchanges of those who talk
UNREADABLE = 90.0  # seconds between frames that cost a connection; with more of them the bot would wait ever longer
MARKS = ("marabou", "kittiwake", "ptarmigan", "dotterel")
WITHIN = 60.0  # seconds in which an ordinary message has arrived
_KEPT = (
    "chat", "from", "message_id", "date", "id", "author", "channel_id", "guild_id", "timestamp", "type", "user",
    "member",
)  # fmt: skip
"""What says whose a message is; the platform vouches for it."""
_WRITTEN, _MESSAGES = ("text", "caption", "content"), ("message", "edited_message")
_FRAMES = (
    "{not json", "[]", "null", '"', '{"op": 0}', '{"op": "x", "d": null}', '{"op": 11, "d": null}',
    '{"op": 0, "t": 5, "s": -1, "d": []}', '{"op": 0, "t": "READY", "s": 1, "d": {}}',
    '{"op": 0, "t": "NEVER_HEARD_OF", "s": null, "d": {"x": NaN}}', "[" * 3000,
    '{"op": 0, "t": "MESSAGE_CREATE", "s": null, "d": ' + "[" * 900 + "]" * 900 + "}",
)  # fmt: skip


@dataclass(kw_only=True)
class Account:
    """What came of it. `lost`, `leaked`, `failures` and `refused` are what must not be."""

    sent: Counter[str] = field(default_factory=Counter)
    delivered: int = 0
    skipped: int = 0
    answered: Counter[int] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.leaked or self.failures or self.refused)

    def __str__(self) -> str:
        sent = ", ".join(f"{number} {kind}" for kind, number in self.sent.most_common())
        return (
            f"{sum(self.sent.values())} updates ({sent}), {self.skipped} of them skipped as malformed; "
            f"{self.delivered} ordinary messages delivered, {len(self.lost)} lost, {len(self.leaked)} leaked; "
            f"{len(self.failures)} failures; calls by status: {dict(self.answered)}, {len(self.refused)} malformed"
        )


@dataclass
class Storm:
    """One run. `ways` are who writes to whom, by a mark that stands in all that they write; strangers' have `stray`."""

    line: WholeLine
    dice: Random
    real: Recorded
    ways: dict[str, Way]
    strangers: dict[str, list[Someone]]
    account: Account = field(default_factory=Account)
    seen: int = 0  # of the log
    broke_at: float = field(default_factory=time.monotonic)

    async def blows(self, updates: int, *, said: Callable[[str], None]) -> Account:
        """Send so many updates; after each gust those who talk exchange a message each way."""
        number = 0
        while sum(self.account.sent.values()) < updates and not self.account.lost:
            for _ in range(GUST):
                self.account.sent[self.one()] += 1
            number += 1
            await self.exchange(number)
            self.look()
            if number % 100 == 0:
                said(str(self.account))
        return self.account

    def one(self) -> str:
        """Send one update; which kind it was."""
        kinds: dict[str, tuple[int, Callable[[], bool]]] = {
            "of strangers on Telegram": (35, self.stranger_on_telegram),
            "of strangers on Discord": (35, self.stranger_on_discord),
            "of those who talk": (15, self.talker),
            "forged presses": (10, self.press),
            "no updates at all": (4, self.shapeless),
        }
        weights = [weight for weight, _ in kinds.values()]
        while True:
            kind = self.dice.choices([*kinds], weights)[0]
            if kinds[kind][1]():
                return kind

    # --- what is sent ---

    def stranger_on_telegram(self) -> bool:
        """A real update, changed, of somebody who talks to nobody."""
        name, event = self.dice.choice(self.real.telegram)
        event = self._of(event, self.dice.choice(self.strangers["telegram"]))
        for field_name in ("text", "caption"):
            if field_name in event and self.dice.random() < 0.5:
                event[field_name] = hostile.text(self.dice) + " stray"
        changed = hostile.mutated(event, self.dice, parts=self.real.parts("telegram"), keeping=self._kept(0.8))
        return self._update({self.dice.choice((name, name, name, "edited_message", "message")): changed})

    def stranger_on_discord(self) -> bool:
        """A real event, changed, of somebody who talks to nobody."""
        name, event = self.dice.choice(self.real.discord)
        event = self._of(event, self.dice.choice(self.strangers["discord"]))
        if "content" in event and self.dice.random() < 0.5:
            event["content"] = hostile.text(self.dice) + " stray"
        changed = hostile.mutated(event, self.dice, parts=self.real.parts("discord"), keeping=self._kept(0.8))
        return self._frame(self.dice.choice((name, name, name, "MESSAGE_UPDATE", "MESSAGE_DELETE_BULK")), changed)

    def talker(self) -> bool:
        """A message of somebody who talks, changed in all but whose it is: if it arrives, then at their partner's."""
        mark, (person, _, _) = self.dice.choice([*self.ways.items()])
        platform = "telegram" if isinstance(person, telegram.Person) else "discord"
        name, event = self.dice.choice([one for one in getattr(self.real, platform) if _is_written(*one)])
        event = self._of(event, person)
        written = next((key for key in _WRITTEN if key in event), "")
        answered = ("reply_to_message", "referenced_message")
        changed = hostile.mutated(event, self.dice, keeping=(*_KEPT, *_WRITTEN, *answered))
        if written:
            changed[written] = f"{mark} {hostile.text(self.dice, commands=False)}"
        return self._update({name: changed}) if platform == "telegram" else self._frame(name, changed)

    def press(self) -> bool:
        """A stranger presses what was shown to others, or to nobody."""
        carried = hostile.button(self.dice, self._theirs())
        platform = self.dice.choice(PLATFORMS)
        kinds = {"callback_query"} if platform == "telegram" else {"INTERACTION_CREATE"}
        name, event = self.dice.choice([one for one in getattr(self.real, platform) if one[0] in kinds])
        event = self._of(event, self.dice.choice(self.strangers[platform]))
        if platform == "telegram":
            return self._update({name: event | {"data": carried}})
        told = {"custom_id": carried, "component_type": 2}
        return self._frame(name, event | {"type": self.dice.choice((3, 5)), "data": told})

    def shapeless(self) -> bool:
        """What is no update: never heard of, of a wrong type, nested, without a number."""
        thing = hostile.value(self.dice, self.dice.choice(self.real.telegram)[1])
        names = ("MESSAGE_CREATE", "INTERACTION_CREATE", "MESSAGE_DELETE", "GUILD_DELETE", "X")
        kinds = ("message", "callback_query", "my_chat_member", "of_next_year")
        if (now := time.monotonic()) - self.broke_at > UNREADABLE:
            self.broke_at = now
            self.line.discord.send_frame(self.dice.choice(_FRAMES))
            return True
        match self.dice.random():
            case chance if chance < 0.5:
                return self._frame(self.dice.choice(names), thing)
            case chance if chance < 0.8:
                return self._update({self.dice.choice(kinds): thing})
        numbered = {"update_id": self.dice.choice((None, -5, "7", 0, True))}
        self.line.telegram.push_raw(self.dice.choice((thing, numbered)))
        return True

    def _of(self, event: Json, person: Someone) -> Json:
        """The event as this person's own."""
        if isinstance(person, telegram.Person):
            event = hostile.replaced(event, {known: person.id for known in self.real.known if isinstance(known, int)})
            return event | ({"message_id": self.dice.randint(10**6, 10**9)} if "message_id" in event else {})
        mine = {"person": person.id, "channel": self.line.discord.world.dm(person).id}
        event = hostile.replaced(event, {known: mine[what] for known, what in self.real.known.items()})
        return event | {"id": self.line.discord.world.ids.next()}

    def _kept(self, chance: float) -> tuple[str, ...]:
        return _KEPT if self.dice.random() < chance else ("id",) if self.dice.random() < 0.5 else ()

    def _theirs(self) -> list[str]:
        """What the buttons of those who talk carry."""
        shown = [one.raw for person, _, _ in self.ways.values() for one in person.chat.shown[-30:] if one.by_bot]
        return re.findall(r'"(?:custom_id|callback_data)": "([^"]+)"', json.dumps(shown))

    def _update(self, update: Json) -> bool:
        updates = self.line.telegram.world.updates
        updates.push({"update_id": next(updates.numbers), **update})
        return True

    def _frame(self, name: str, event: Json) -> bool:
        """False where it is one that nobody could read: each of those costs a connection, and they have their share."""
        frame = json.dumps({"op": 0, "t": name, "s": None, "d": event})
        try:
            orjson.loads(frame)
        except orjson.JSONDecodeError:
            return False
        self.line.discord.send_frame(frame)
        return True

    # --- what must come of it ---

    async def exchange(self, number: int) -> None:
        """An ordinary message each way arrives, in spite of it all."""
        for mark, (writer, alias, reader) in self.ways.items():
            text = f"{mark} ordinary {number}"
            await writer.says(text)
            try:
                await reader.sees(f"{alias}: {text}", within=WITHIN)
            except AssertionError:
                self.account.lost.append(text)
            else:
                self.account.delivered += 1

    def look(self) -> None:
        """What was called since the last look, and what the log says."""
        for server in (self.line.discord, self.line.telegram):
            for call in server.received:
                self.account.answered[call.status] += 1
                self.account.leaked += self._leaks(call.path, call.body)
                if call.status == 400 and ("Invalid Form Body" in str(call.reply) or "parse" in str(call.reply)):
                    self.account.refused.append(f"{call.method} {call.path}: {call.reply}"[:300])
            server.calls.forget()
        with self.line.log.open("rb") as log:
            log.seek(self.seen)
            text = log.read()
        self.seen += len(text)
        said = text.decode(errors="replace").splitlines()
        self.account.failures += [
            one[:1500] for one in said if '"level": "error"' in one or '"level": "critical"' in one
        ]
        self.account.failures += [
            f"the log quotes: {one[:200]}" for one in said if any(mark in one for mark in (*self.ways, "stray"))
        ]
        self.account.skipped += sum("malformed update" in one or "not understood" in one for one in said)
        if self.line.process is None or self.line.process.returncode is not None:
            self.account.failures.append("the process is gone")

    def _leaks(self, path: str, body: Json) -> Iterator[str]:
        said = json.dumps(body, ensure_ascii=False, default=str)
        for mark, (_, _, reader) in self.ways.items():
            if mark in said and not self._goes_to(reader, path, body):
                yield f"{mark}: {path} {said[:300]}"
        if "stray" in said:
            yield f"stray: {path} {said[:300]}"

    def _goes_to(self, reader: Someone, path: str, body: Json) -> bool:
        if isinstance(reader, telegram.Person):
            return isinstance(body, dict) and str(body.get("chat_id")) == str(reader.id)
        return f"/channels/{self.line.discord.world.dm(reader).id}/" in path


def _is_written(name: str, event: Json) -> bool:
    """Whether this is a message in private, or a change of one, and no command."""
    private = event.get("chat", {}).get("type", "private") == "private"
    said = str(next((event[key] for key in _WRITTEN if key in event), ""))
    return name.lower().replace("_create", "").replace("_update", "") in _MESSAGES and private and said[:1] != "/"


async def storm(folder: Path, *, updates: int, seed: int, said: Callable[[str], None] = lambda _: None) -> Account:
    """The whole of it, on a line of its own."""
    async with whole_line(folder, WARMLINE_LOG__LEVEL="INFO") as line:
        real = await recorded(line)
        ways: dict[str, Way] = {}
        for asking, listening, marks in (("discord", "telegram", MARKS[:2]), ("telegram", "discord", MARKS[2:])):
            listener = await line.listener(f"Lis {marks[0][:2]}", listening)
            talk = await line.connects(line.person(f"heard on {asking}", asking), listener)
            ways |= dict(zip(marks, talk.ways, strict=True))
            await line.off_call(listener)
        strangers = {
            platform: [await _met(line, platform, number) for number in range(STRANGERS)] for platform in PLATFORMS
        }
        await line.listener("Idle", "discord")
        run = Storm(
            line=line, dice=Random(seed), real=real, ways=ways, strangers=strangers, seen=line.log.stat().st_size
        )
        return await run.blows(updates, said=said)


async def _met(line: WholeLine, platform: str, number: int) -> Someone:
    person = line.person(f"stranger {number}", platform)
    await person.says("hello")
    await person.sees("I'm a program")
    return person
