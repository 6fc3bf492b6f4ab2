"""What becomes of a message after it was sent, by the whole program: edits, deletions and answers, late, twice and in
any order (relay.md, What is carried; Order, once, whole).
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio

from adapters.sandbox import discord, telegram
from adapters.sandbox.faults import Fault
from adapters.sandbox.people import Shown
from tests.support.whole import PAIRS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
SAME = (("discord", "discord"), ("telegram", "telegram"))
Json = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(tmp_path_factory.mktemp("changed")) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talks(line: WholeLine) -> dict[tuple[str, str], Talk]:
    """A talk in each of the four directions; where each is of one platform, both write to who is on it."""
    return await line.talks()


def copies(talk: Talk) -> list[str]:
    """What the listener sees of the seeker, without the alias."""
    before = f"{talk.seeker_alias}: "
    return [one.text.removeprefix(before) for one in talk.listener.chat.shown if one.text.startswith(before)]


async def shows(talk: Talk, *texts: str) -> None:
    """The listener comes to see just these last, in this order."""
    await talk.listener.chat.changed.until(lambda: copies(talk)[-len(texts) :] == [*texts] or None, within=10)


def refuses_edits(line: WholeLine, reader: Someone, *, blocked: bool) -> None:
    """The reader's platform refuses the next edit: for good, or because nobody is there any more."""
    if isinstance(reader, discord.Person):
        code = 50007 if blocked else 240000
        line.discord.fails(Fault(kind="refuse", match="PATCH /channels", code=code))
    else:
        code, why = (
            (403, "Forbidden: bot was blocked by the user") if blocked else (400, "Bad Request: MESSAGE_TOO_LONG")
        )
        line.telegram.faults.add(Fault(kind="refuse", match="editMessageText", code=code, description=why))


@pytest.mark.parametrize("pair", PAIRS)
async def test_an_edit_that_is_refused_is_told(line: WholeLine, talks: dict[Any, Talk], pair: tuple[str, str]) -> None:
    """Its writer hears that the other did not get it, and may change it once more."""
    talk = talks[pair]
    source = await talk.seeker.says("as it was")
    await talk.listener.sees(": as it was")
    for number in range(2):
        refuses_edits(line, talk.listener, blocked=False)
        await talk.seeker.edits(source, f"https://harmful.example/{number}")
        await talk.seeker.sees(f"{talk.listener_alias} did not get that: the app refuses")
    assert copies(talk)[-1] == "as it was"
    await talk.seeker.edits(source, "as it is")
    await talk.listener.sees(": as it is")


@pytest.mark.parametrize("pair", PAIRS)
async def test_an_edit_for_somebody_who_is_not_there_holds_the_talk(
    line: WholeLine, talks: dict[Any, Talk], pair: tuple[str, str]
) -> None:
    """As a word would; it goes on when they write."""
    talk = talks[pair]
    source = await talk.seeker.says("before that")
    await talk.listener.sees(": before that")
    refuses_edits(line, talk.listener, blocked=True)
    await talk.seeker.edits(source, "nobody reads this")
    await talk.seeker.sees(f"{talk.listener_alias} did not get that. I can't reach them")
    await talk.seeker.sees(f"I can't reach {talk.listener_alias} right now. We go on when they write again.")
    await talk.listener.says("here again")
    await talk.seeker.sees(f"{talk.listener_alias} is back.")
    await talk.seeker.edits(source, "now you do")
    await talk.listener.sees(": now you do")


@pytest.mark.parametrize("pair", PAIRS)
async def test_an_answer_to_what_is_gone_arrives(
    line: WholeLine, talks: dict[Any, Talk], pair: tuple[str, str]
) -> None:
    """Whether the copy is gone, or what it is a copy of: Discord's reference is gone, Telegram's message not found."""
    talk = talks[pair]
    source = await talk.seeker.says("which is it?")
    copied = await talk.listener.sees(": which is it?")
    await talk.listener.says("this one", reply_to=copied.id)
    answer = await talk.seeker.sees(": this one")
    assert answered(answer) == source
    removes(talk.seeker, source)
    await talk.listener.says("still this one", reply_to=copied.id)
    assert answered(await talk.seeker.sees(": still this one")) is None
    removes(talk.seeker, answer.id)
    await talk.listener.says("and this", reply_to=await talk.listener.says("something new"))
    newest = (await talk.seeker.sees(": something new")).id
    assert answered(await talk.seeker.sees(": and this")) == newest


@pytest.mark.parametrize("listening", ["discord", "telegram"])
async def test_what_fails_half_way_is_known(line: WholeLine, talks: dict[Any, Talk], listening: str) -> None:
    """Of a message that was refused behind its first part the next edit finds that part, and leaves nothing twice; and
    who cannot be reached behind the first part is not back because of it.
    """
    talk, server = talks["telegram", listening], line.discord if listening == "discord" else line.telegram
    where, code = ("POST /channels", 240000) if listening == "discord" else ("sendMessage", 400)

    def half_way(code: int, description: str = "Bad Request: MESSAGE_TOO_LONG") -> None:
        for kind in ("slow", "refuse"):  # the first part arrives
            server.faults.add(Fault(kind=kind, match=where, code=code, description=description))

    server.faults.add(Fault(kind="refuse", match=where, code=code, description="Bad Request: MESSAGE_TOO_LONG"))
    source = await talk.seeker.says("refused")
    await talk.seeker.sees("did not get that: the app refuses")
    half_way(code)
    await talk.seeker.edits(source, "half way " * 455)
    await talk.seeker.sees("did not get that: the app refuses")
    await talk.seeker.edits(source, "there at last")
    await talk.listener.sees(": there at last")
    assert not [text for text in copies(talk) if "half way" in text]
    half_way(50007 if listening == "discord" else 403, "Forbidden: bot was blocked by the user")
    await talk.seeker.says("and then " * 455)
    await talk.seeker.sees(f"{talk.listener_alias} did not get that. I can't reach them")
    await talk.seeker.sees("We go on when they write again.")
    await talk.listener.says("here I am")
    await talk.seeker.sees(": here I am")
    told = [one.text for one in talk.seeker.chat.shown if one.by_bot][-4:]
    assert [text for text in told if "is back" in text] == told[-2:-1]


def answered(shown: Shown) -> str | None:
    """The message that this one answers, as its platform shows it."""
    if "message_reference" in shown.raw:
        return str(shown.raw["message_reference"]["message_id"])
    found = shown.raw.get("reply_to_message")
    return str(found["message_id"]) if found else None


def removes(whose: Someone, message: str) -> None:
    """A message goes from somebody's chat without a word to the bot, as when only one side's app drops it."""
    if isinstance(whose, telegram.Person):
        whose.room.remove(int(message))
    else:
        channel = whose.world.dm(whose)
        channel.messages.remove(channel.find(message))
        whose.chat.remove(message)


@pytest.mark.parametrize("listening", ["discord", "telegram"])
async def test_a_deletion_is_quicker_than_the_message(line: WholeLine, talks: dict[Any, Talk], listening: str) -> None:
    """What is on its way goes again, what waits behind it is never sent, what comes behind both arrives."""
    talk = talks["discord", listening]
    assert isinstance(talk.seeker, discord.Person)
    server = line.discord if listening == "discord" else line.telegram
    where = "POST /channels" if listening == "discord" else "sendMessage"
    server.faults.add(Fault(kind="slow", match=where, after=0.7))
    sources = [await talk.seeker.says(f"hasty {n} {listening}") for n in (1, 2, 3)]
    await server.faults.over()
    for one in sources[:2]:
        await talk.seeker.deletes(one)
    await talk.listener.sees(f"hasty 3 {listening}")
    await talk.listener.chat.changed.until(lambda: None if talk.listener.chat.has("hasty 1") else True, within=10)
    sent = " ".join(str(call.body) for call in line.received)
    assert f"hasty 1 {listening}" in sent
    assert f"hasty 2 {listening}" not in sent


async def test_discord_tells_it_twice_and_in_the_wrong_order(line: WholeLine, talks: dict[Any, Talk]) -> None:
    """A message once; the newest edit stands, whatever comes behind it; one that was deleted before it came, never."""
    talk = talks["discord", "telegram"]
    seeker = talk.seeker
    assert isinstance(seeker, discord.Person)
    channel, hub = seeker.world.dm(seeker), seeker.world.hub

    def again(event: str, told: Json) -> None:
        hub.emit(event, copy.deepcopy(told))

    source = await seeker.says("once")
    told = copy.deepcopy(channel.find(source).raw)
    await talk.listener.sees(": once")
    again("MESSAGE_CREATE", told)
    await seeker.edits(source, "older edit")
    older = copy.deepcopy(channel.find(source).raw)
    await talk.listener.sees(": older edit")
    await seeker.edits(source, "newer edit")
    await talk.listener.sees(": newer edit")
    again("MESSAGE_UPDATE", older)
    again("MESSAGE_UPDATE", channel.find(source).raw | {"content": "a preview", "edited_timestamp": None})
    again("MESSAGE_CREATE", told)
    never = await seeker.says("now")
    await talk.listener.sees(": now")
    strange = told | {"id": str(int(never) + 1), "content": "never said"}
    again("MESSAGE_DELETE", {"id": strange["id"], "channel_id": channel.id})
    again("MESSAGE_CREATE", strange)
    await seeker.says("then")
    await shows(talk, "newer edit", "now", "then")
    assert not talk.listener.chat.has("once")
    assert not line.failures()


async def test_telegram_tells_it_twice_and_in_the_wrong_order(line: WholeLine, talks: dict[Any, Talk]) -> None:
    """The same, as far as Telegram tells it."""
    talk = talks["telegram", "discord"]
    seeker = talk.seeker
    assert isinstance(seeker, telegram.Person)
    updates = line.telegram.world.updates

    def again(kind: str, told: Json) -> None:
        updates.add(kind, copy.deepcopy(told))

    source = await seeker.says("once")
    told = copy.deepcopy(seeker.room.messages[int(source)])
    await talk.listener.sees(": once")
    again("message", told)
    await seeker.edits(source, "newer edit")
    await talk.listener.sees(": newer edit")
    again("edited_message", told | {"text": "older edit", "edit_date": told["date"] - 5})
    again("message", told)
    await seeker.says("then")
    await shows(talk, "newer edit", "then")
    assert not line.failures()


@pytest.mark.parametrize("pair", SAME)
async def test_words_that_are_taken_out_are_taken_away(talks: dict[Any, Talk], pair: tuple[str, str]) -> None:
    """Of what stood beneath a picture that is not passed on, nothing stays; new words arrive again."""
    talk = talks[pair]
    if isinstance(talk.seeker, discord.Person):
        source = await talk.seeker.says("under the picture", files={"a.png": b"x"})
    else:
        source = await talk.seeker.sends_photo("under the picture")
    await talk.listener.sees(": under the picture")
    await talk.seeker.edits(source, "")
    await talk.listener.chat.changed.until(lambda: "under the picture" not in copies(talk) or None, within=10)
    await talk.seeker.edits(source, "under it again")
    await talk.listener.sees(": under it again")
    await talk.seeker.edits(source, "and again")
    await talk.listener.sees(": and again")
    assert "under it again" not in copies(talk)


SEEDS = range(20261128, 20261131)
WORD = re.compile(r"m(\d+)v(\d+)w(\d+)")
Seen = list[tuple[int, int]]
"""Of one message: version and place of each word that can be read."""


@dataclass
class Told:
    """One message of a history: each of its words names it, its version, its own place."""

    number: int
    by: int
    source: str = ""
    version: int = 0
    now: Seen = field(default_factory=list)

    def text(self, dice: random.Random, *, most: int) -> str:
        """What it says in its next version: a word, or as many as fit, plain or in code."""
        self.version += 1
        glue, many = dice.choice([" ", "\n", ". ", " 👨‍👩‍👧‍👦 "]), dice.choice([1, 5, 60, most // 15])
        words = glue.join(f"m{self.number}v{self.version}w{place}" for place in range(many))[: most - 8]
        self.now = [(int(version), int(place)) for _, version, place in WORD.findall(words)]
        return f"```\n{words}\n```" if most < 4000 and dice.random() < 0.3 else words


async def _changes(talk: Talk, told: list[Told], dice: random.Random) -> None:
    """One of the two writes, changes something, or takes it back."""
    by = dice.randrange(2)
    writer, mine = (talk.seeker, talk.listener)[by], [one for one in told if one.by == by and one.now]
    most = 2000 if isinstance(writer, discord.Person) else 4096
    one = dice.choice(mine) if len(mine) > 1 and dice.random() < 0.7 else None
    if one is None:
        told.append(one := Told(dice.randrange(10**6), by))
        one.source = await writer.says(one.text(dice, most=most))
    elif dice.random() < 0.75:
        await writer.edits(one.source, one.text(dice, most=most))
    else:
        one.now = []
        if isinstance(writer, discord.Person):
            await writer.deletes(one.source)
        else:
            await writer.says("/unsend", reply_to=one.source)


def _holds(reader: Someone, told: list[Told]) -> bool:
    """Whether the reader sees each message's last words, once and in their order, and no others of it."""
    seen: dict[int, Seen] = {}
    for shown in reader.chat.shown:
        for number, version, place in WORD.findall(shown.text) if shown.by_bot else ():
            seen.setdefault(int(number), []).append((int(version), int(place)))
    ours = {one.number: one.now for one in told if one.now}
    theirs = {one.number for one in told}
    return [*ours.items()] == [(number, words) for number, words in seen.items() if number in theirs]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pair", PAIRS)
async def test_random_changes_come_out_as_they_are_now(
    line: WholeLine, talks: dict[Any, Talk], pair: tuple[str, str], seed: int
) -> None:
    """Edits of any length, in both directions at once, and deletions: each message says what it says now, once, behind
    those that were written before it. (More of them, with more formatting: tests/stories/test_edits.py.)
    """
    talk, told, dice = talks[pair], list[Told](), random.Random(seed)
    for _ in range(15):
        await _changes(talk, told, dice)
    for by, (_, _, reader) in enumerate(talk.ways):
        theirs = [one for one in told if one.by == by]
        await reader.chat.changed.until(lambda r=reader, t=theirs: _holds(r, t) or None, within=10)  # type: ignore[misc]  # bound now
    assert not line.failures()
