"""Bad input to a running line: each is answered, changes nothing, loses nothing, and the process keeps running."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass

import pytest
import pytest_asyncio

from adapters.sandbox import telegram
from tests.support.whole import PLATFORMS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
FORGED = (
    "",
    " ",
    "take",
    "w1",
    "w1:",
    "w1:take",
    "w1:take::",
    "w1:take:x:-1",
    "w1:no:x:0",
    "w2:end:x:0",
    "x" * 64,
    "w1:end:é:0",
)
OF_A_CONVERSATION = ("end", "else", "cant", "report", "block")
CROWD = 100


@dataclass
class Shared:
    """A running line, and two pairs that talk on it: whatever is done to it, they must not be disturbed."""

    line: WholeLine
    talks: tuple[Talk, ...]
    guests: int = 0

    def guest(self, platform: str) -> Someone:
        """Somebody who was never here."""
        self.guests += 1
        return self.line.person(f"guest {self.guests}", platform)

    async def undisturbed(self) -> None:
        """The process runs, nothing failed in it, and those who talk can."""
        assert self.line.process
        assert self.line.process.returncode is None
        for talk in self.talks:
            for writer, alias, reader in talk.ways:
                self.guests += 1
                await writer.says(f"still there? {self.guests}")
                await reader.sees(f"{alias}: still there? {self.guests}")
        assert not self.line.failures()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shared]:
    """A line that everybody here shares."""
    async with whole_line(tmp_path_factory.mktemp("bad"), WARMLINE_POLICY__FIRST_WAVE=str(CROWD)) as line:
        talks = []
        for name, asking, listening in (("Robin", "discord", "telegram"), ("Ash", "telegram", "discord")):
            listener = await line.listener(name, listening)
            talks.append(await line.connects(line.person(f"heard by {name}", asking), listener))
            await line.off_call(listener)
        yield Shared(line=line, talks=tuple(talks))


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def undisturbed(shared: Shared) -> AsyncIterator[None]:
    """After each test here, all is as it should be."""
    yield
    await shared.undisturbed()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_commands_that_there_are_not(shared: Shared, platform: str) -> None:
    """Outside a conversation and in one: its writer is told, and nobody gets it."""
    guest = shared.guest(platform)
    for text in ("/frobnicate now", "/end now", "/TALK extra words", "/join", "/join nonsense", "/oncall 2h", "/setup"):
        await guest.says(text)
        await guest.sees("Warmline: ")
    talk = shared.talks[PLATFORMS.index(platform)]
    await talk.seeker.says("/frobnicate now")
    await talk.seeker.sees("I don't know that command, and I haven't passed it on.")
    assert not talk.listener.chat.has("frobnicate")


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_what_coordinators_may_get_wrong(shared: Shared, platform: str) -> None:
    """Each is answered, and nothing is changed; to anybody else these commands say that they are not theirs."""
    one = await shared.line.coordinator(f"Cleo on {platform}", platform)
    before, guest = _set(shared.line), shared.guest(platform)
    for name, value, told in (
        ("cool_down", "-5m", "couldn't read that"), ("cool_down", "99h", "can't be that"),
        ("seeker_told", "2m", "has to be shorter"), ("zone", "../etc/passwd", "couldn't read that"),
        ("name", "Admin", "too much like"), ("contact", "\u202ecall me", "couldn't read that"),
        ("languages", "x" * 150, "couldn't read that"), ("no_such", "1", "There is no setting of that name."),
    ):  # fmt: skip
        await one.runs("/settings", name=name, value=value)
        await one.sees(told)
    for reference in ("x", "K7M-2QXD", "'; DROP TABLE reports;--", "\u0416" * 100):
        await one.runs("/block", reference=reference)
        await one.sees("There is no report of that reference here.")
    await one.runs("/announce")
    await one.sees("Write what all listeners")
    await one.says("\u0416" * 1501)
    await one.sees("That is too long")
    for command in ("/settings", "/block", "/announce"):
        await guest.runs(command)
        await guest.sees("That is for coordinators of this line.")
    assert _set(shared.line) == before


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_empty_and_huge_messages(shared: Shared, platform: str) -> None:
    """Nothing but blanks, nothing but a file, the longest that an app sends, and one that no app could send."""
    guest = shared.guest(platform)
    await guest.says("\u200b")
    await guest.sees("I'm a program")
    talk = shared.talks[PLATFORMS.index(platform)]
    await _sends_a_file(talk.seeker)
    await talk.seeker.sees("I can't pass on")
    longest = "\u0416" * (2000 if platform == "discord" else 4096)
    await talk.seeker.says(longest)
    parts = ""
    while len(parts) < len(longest):
        parts += (await talk.listener.sees(f"{talk.seeker_alias}: \u0416")).text.removeprefix(f"{talk.seeker_alias}: ")
    assert parts == longest
    if platform == "telegram":
        chat = {"id": guest.id, "type": "private", "first_name": "x"}
        sender = {"id": guest.id, "is_bot": False, "first_name": "x"}
        message = {"message_id": 99, "date": 0, "chat": chat, "from": sender, "text": "huge " * 50_000}
        for one in (message, {"text": "malformed"}):
            shared.line.telegram.world.updates.add("message", one)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_forged_buttons(shared: Shared, platform: str) -> None:
    """No text that a changed app may send, and no button of other people, does anything."""
    guest = shared.guest(platform)
    await guest.says("hello")
    on = (await guest.sees("I'm a program")).id
    people = [person for talk in shared.talks for person in (talk.seeker, talk.listener)]
    theirs = [data for person in people for data in _buttons(person) if data.split(":")[1] in OF_A_CONVERSATION]
    assert len(theirs) > 8
    before = _decided(shared.line)
    for data in (*FORGED, *theirs):
        if data.strip() or platform == "telegram":
            await _pressed(guest, on, data)
    assert _decided(shared.line) == before


async def test_a_claim_by_somebody_who_is_no_listener(shared: Shared) -> None:
    """They see no offer; with its forged button they take nothing, and a listener still can."""
    line, stranger, seeker = shared.line, shared.guest("telegram"), shared.guest("discord")
    await stranger.says("hello")
    on = (await stranger.sees("I'm a program")).id
    jun = await line.listener("Jun", "telegram")
    await line.asks(seeker)
    await jun.sees("I'll take this")
    take = next(data for data in _buttons(jun) if data.startswith("w1:take:"))
    await _pressed(stranger, on, take)
    talk = await line.takes(seeker, jun)
    await line.off_call(jun)
    end = next(data for data in _buttons(jun) if data.startswith("w1:end:"))
    await _ended(talk)
    old = next(shown.id for shown in reversed(jun.chat.shown) if "now talking" in shown.text)
    await _pressed(jun, old, take, answer="Thank you for being there.")
    await _pressed(jun, old, end)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_two_presses_at_once_and_a_second_talk(shared: Shared, platform: str) -> None:
    """One request and one conversation, however often it is pressed or asked for."""
    line, seeker, other = shared.line, shared.guest(platform), PLATFORMS[1 - PLATFORMS.index(platform)]
    noor = await line.listener(f"Noor of {platform}", other)
    await seeker.runs("/talk")
    await seeker.sees("I'm 18 or over")
    await asyncio.gather(*(seeker.presses("I'm 18 or over") for _ in range(2)))
    await seeker.sees("You're in the queue")
    await seeker.runs("/talk")
    await seeker.sees("You're in the queue")
    await noor.sees("I'll take this")
    await asyncio.gather(*(noor.presses("I'll take this") for _ in range(2)))
    told = await noor.sees("They see you as", "End conversation")
    await seeker.sees("You're now talking with", "End conversation")
    assert sum("You're now talking with" in shown.text for shown in seeker.chat.shown) == 1
    await seeker.runs("/talk")
    await seeker.sees(f"You're talking with Noor of {platform} already.")
    await line.off_call(noor)
    alias = told.text.partition("talking with ")[2].partition(".")[0]
    await _ended(Talk(seeker=seeker, listener=noor, seeker_alias=alias, listener_alias=""))


async def test_an_invite_is_good_for_one(shared: Shared) -> None:
    """Two at once, and a third later: one joins, the others are told."""
    code = (await shared.line.invites(1))[0]
    three = [shared.guest(platform) for platform in ("discord", "telegram", "telegram")]
    for person in three[:2]:
        await person.runs("/join", code=code)
        await person.sees("I agree")
    await asyncio.gather(*(person.presses("I agree") for person in three[:2]))
    answers = [(await person.sees("Warmline: ")).text for person in three[:2]]
    assert sum("Which name shall others see?" in text for text in answers) == 1
    assert sum("That code does not work." in text for text in answers) == 1
    await three[2].runs("/join", code=code)
    await three[2].sees("That code does not work.")


async def test_a_crowd_presses_at_once(shared: Shared) -> None:
    """Exactly one wins; all the others are answered that it is taken."""
    line, seeker = shared.line, shared.guest("discord")
    codes = await line.invites(CROWD)
    crowd = await asyncio.gather(
        *(line.listener(f"Crowd {number}", PLATFORMS[number % 2], code=code) for number, code in enumerate(codes))
    )
    await line.asks(seeker)
    await asyncio.gather(*(one.sees("I'll take this", within=20) for one in crowd))
    await asyncio.gather(*(one.presses("I'll take this") for one in crowd))
    told = (await seeker.sees("You're now talking with Crowd", "End conversation")).text
    winner = crowd[int(told.split("Crowd ")[1].split(",")[0])]
    for one in crowd:
        if one is not winner:
            await one.sees("Another listener has taken this one. Thank you for being there.")
    assert [one for one in crowd if one.chat.newest_with("End conversation")] == [winner]
    await asyncio.gather(*(line.off_call(one) for one in crowd))
    alias = (await winner.sees("They see you as", "End conversation")).text.split("talking with ")[1].split(".")[0]
    await _ended(Talk(seeker=seeker, listener=winner, seeker_alias=alias, listener_alias=""))


async def test_another_process_holds_the_database_for_a_while(shared: Shared) -> None:
    """Words are relayed meanwhile; whoever decides something is answered when it is free, and nothing is lost."""
    line, talk = shared.line, shared.talks[0]
    asking = [shared.guest(platform) for platform in PLATFORMS]
    with closing(sqlite3.connect(line.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for writer, alias, reader in talk.ways:
            await writer.says("while it is locked")
            await reader.sees(f"{alias}: while it is locked")
        for one in asking:
            await one.runs("/talk")
        with pytest.raises(AssertionError, match="not seen within"):  # longer than the program's patience with a lock
            await asking[0].sees("Warmline: ", within=7)
        other.execute("ROLLBACK")
    for one in asking:
        await one.sees("I'm 18 or over")


async def _pressed(person: Someone, on: str, data: str, *, answer: str = "Nothing was changed.") -> None:
    """Press what was never theirs, or is over; this is what they are answered."""
    pressed = await person.forges(on, data)
    if not isinstance(pressed, str):  # on Discord: within 3 s
        await pressed.answered()
    await person.sees(answer)


async def _ended(talk: Talk) -> None:
    await talk.seeker.runs("/end")
    await talk.seeker.sees("This conversation has ended.")
    await talk.listener.sees(f"Your conversation with {talk.seeker_alias} has ended.")


async def _sends_a_file(person: Someone) -> None:
    if isinstance(person, telegram.Person):
        await person.sends_photo()
    else:
        await person.says("", files={"a.png": b"no picture"})


def _decided(line: WholeLine) -> list[str]:
    """The rows that a press could change; what is relayed comes a little later, and so does finding the mark of a
    command.
    """
    others = tuple(f'INSERT INTO "{one}' for one in ('conversations"', 'pairs"', "settings\" VALUES('changed'"))
    return [row for row in line.rows() if not row.startswith(others)]


def _set(line: WholeLine) -> list[str]:
    """The rows that a coordinator decides about."""
    tables = tuple(f'INSERT INTO "{name}"' for name in ("communities", "community_settings", "blocks", "reports"))
    return [row for row in line.rows() if row.startswith(tables)]


def _buttons(person: Someone) -> list[str]:
    """What the buttons in their chat tell the bot, newest first."""
    raw = json.dumps([shown.raw for shown in reversed(person.chat.shown) if shown.by_bot])
    return [piece.split('"')[0] for name in ("custom_id", "callback_data") for piece in raw.split(f'"{name}": "')[1:]]
