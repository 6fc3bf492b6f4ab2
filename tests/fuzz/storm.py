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
from tests.support.whole import PLATFORMS, Someone, Talk, WholeLine, whole_line

Json = Any
STRANGERS = 20  # on each platform
GUST = 50  # updates between two exchanges of those who talk
UNREADABLE = 90.0  # seconds between frames that cost a connection; with more of them the bot would wait ever longer
WITHIN = 60.0  # seconds in which an ordinary message has arrived
_KEPT = (
    "chat", "from", "message_id", "date", "id", "author", "channel_id", "guild_id", "timestamp", "type", "user",
    "member",
)  # fmt: skip
"""What says whose a message is; the platform vouches for it."""
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
    """One run. Words of strangers hold `stray`; those of a pair the pair's own mark."""

    line: WholeLine
    dice: Random
    real: Recorded
    talks: dict[str, Talk]
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
        mark = self.dice.choice([*self.talks])
        person = self.dice.choice((self.talks[mark].seeker, self.talks[mark].listener))
        on_telegram = isinstance(person, telegram.Person)
        platform, wanted = (
            ("telegram", ("message", "edited_message"))
            if on_telegram
            else ("discord", ("MESSAGE_CREATE", "MESSAGE_UPDATE"))
        )
        name, event = self.dice.choice(
            [one for one in getattr(self.real, platform) if one[0] in wanted and self._private(one[1])]
        )
        event = self._of(event, person)
        written = next((key for key in ("text", "caption", "content") if key in event), "")
        changed = hostile.mutated(
            event,
            self.dice,
            parts=None,
            keeping=(*_KEPT, "text", "caption", "content", "reply_to_message", "referenced_message"),
        )
        if written:
            changed[written] = f"{mark} {hostile.text(self.dice, commands=False)}"
        return self._update({name: changed}) if on_telegram else self._frame(name, changed)

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
        mine: dict[Json, Json] = {}
        for known, what in self.real.known.items():
            if isinstance(known, int) == isinstance(person, telegram.Person):
                mine[known] = (
                    person.id
                    if what == "person" or isinstance(person, telegram.Person)
                    else self.line.discord.world.dm(person).id
                )
        event = hostile.replaced(event, mine)
        if not isinstance(person, telegram.Person):
            event = event | {"id": self.line.discord.world.ids.next()}
        elif "message_id" in event:
            event = event | {"message_id": self.dice.randint(10**6, 10**9)}
        return event

    def _kept(self, chance: float) -> tuple[str, ...]:
        return _KEPT if self.dice.random() < chance else ("id",) if self.dice.random() < 0.5 else ()

    def _private(self, event: Json) -> bool:
        return bool(
            event.get("chat", {}).get("type", "private") == "private"
            and not str(event.get("text", event.get("content", ""))).startswith("/")
        )

    def _theirs(self) -> list[str]:
        """What the buttons of those who talk carry."""
        people = [one for talk in self.talks.values() for one in (talk.seeker, talk.listener)]
        shown = json.dumps([one.raw for person in people for one in person.chat.shown[-30:] if one.by_bot])
        return re.findall(r'"(?:custom_id|callback_data)": "([^"]+)"', shown)

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
        for mark, talk in self.talks.items():
            for writer, alias, reader in talk.ways:
                text = f"{mark} ordinary {number} of {alias}"
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
        text = self.line.log.read_bytes()[self.seen :]
        self.seen += len(text)
        said = text.decode(errors="replace").splitlines()
        self.account.failures += [
            one[:1500] for one in said if '"level": "error"' in one or '"level": "critical"' in one
        ]
        self.account.failures += [
            f"the log quotes: {one[:200]}" for one in said if any(mark in one for mark in (*self.talks, "stray"))
        ]
        self.account.skipped += sum("malformed update" in one or "not understood" in one for one in said)
        if self.line.process is None or self.line.process.returncode is not None:
            self.account.failures.append("the process is gone")

    def _leaks(self, path: str, body: Json) -> Iterator[str]:
        said = json.dumps(body, ensure_ascii=False, default=str)
        for mark, talk in self.talks.items():
            if mark in said:
                theirs = [str(one.id) for one in (talk.seeker, talk.listener) if isinstance(one, telegram.Person)]
                theirs += [
                    self.line.discord.world.dm(one).id
                    for one in (talk.seeker, talk.listener)
                    if not isinstance(one, telegram.Person)
                ]
                if not any(
                    f"/{one}/" in path or (isinstance(body, dict) and str(body.get("chat_id")) == one) for one in theirs
                ):
                    yield f"{mark}: {path} {said[:300]}"
        if "stray" in said:
            yield f"stray: {path} {said[:300]}"


async def storm(folder: Path, *, updates: int, seed: int, said: Callable[[str], None] = lambda _: None) -> Account:
    """The whole of it, on a line of its own."""
    async with whole_line(folder, WARMLINE_LOG__LEVEL="INFO") as line:
        real = await recorded(line)
        talks = {}
        pairs = (("marabou", "discord", "telegram"), ("kittiwake", "telegram", "discord"))
        for number, (mark, asking, listening) in enumerate(pairs):
            listener = await line.listener(f"Lis {number}", listening)
            talks[mark] = await line.connects(line.person(f"heard {number}", asking), listener)
            await line.off_call(listener)
        strangers = {
            platform: [await _met(line, platform, number) for number in range(STRANGERS)] for platform in PLATFORMS
        }
        await line.listener("Idle", "discord")
        run = Storm(
            line=line, dice=Random(seed), real=real, talks=talks, strangers=strangers, seen=line.log.stat().st_size
        )
        return await run.blows(updates, said=said)


async def _met(line: WholeLine, platform: str, number: int) -> Someone:
    person = line.person(f"stranger {number}", platform)
    await person.says("hello")
    await person.sees("I'm a program")
    return person
