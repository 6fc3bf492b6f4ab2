"""No words at rest: a text that went every way through the program is in nothing that it wrote (privacy.md, promise 1).

Nor is anybody's number with a platform, a token, or the code of an invite.
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from cryptography.exceptions import InvalidTag

from adapters.keyfile import read_key
from adapters.sandbox.faults import Fault
from adapters.seal import Keys
from tests.support.canary import gets_it_wrong, is_reported, sends_every_kind, tells_nobody
from tests.support.pictures import gives, painting, photo, recording, sends, speaks
from tests.support.whole import PAIRS, TOKENS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
CANARY = "quetzalcanary"
SENDS = {"discord": "/messages", "telegram": "sendMessage"}
BLOCKED = {
    "discord": Fault(kind="refuse", match="/messages", code=50007, description=f"Cannot send {CANARY}"),
    "telegram": Fault(
        kind="refuse", match="sendMessage", code=403, description="Forbidden: bot was blocked by the user"
    ),
}
INVALID = {
    "discord": Fault(kind="refuse", match="/messages", code=50035, description=f"Invalid Form Body {CANARY}"),
    "telegram": Fault(kind="refuse", match="sendMessage", code=400, description=f"Bad Request: no {CANARY} here"),
}


@dataclass
class Left:
    """What the program left behind: by name, as it was after SIGKILL in the middle, and after a clean end."""

    line: WholeLine
    killed: dict[str, bytes]
    stopped: dict[str, bytes]
    codes: list[str]

    def holding(self, *needles: bytes, also: Callable[[bytes], bytes] = bytes) -> list[str]:
        """Where one of these can be found."""
        both = [*(("killed", *item) for item in self.killed.items()), *self.stopped_items()]
        return [
            f"{when}: {name}: {needle!r}"
            for when, name, content in both
            for needle in needles
            if needle in also(content)
        ]

    def stopped_items(self) -> Iterable[tuple[str, str, bytes]]:
        """What was left after the clean end."""
        return (("stopped", name, content) for name, content in self.stopped.items())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def left(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Left]:
    """What is left after the canary has gone every way that there is."""
    async with whole_line(tmp_path_factory.mktemp("canary"), WARMLINE_POLICY__COOL_DOWN="00:00:00") as line:
        codes = await line.invites(2)
        coordinator = await line.coordinator("Cleo", "telegram")
        listeners = {
            platform: await line.listener(name, platform, code=code, on_call=False)
            for platform, name, code in zip(TOKENS, ("Robin", "Ash"), codes, strict=True)
        }
        for asking, listening in PAIRS:
            talk = await _until_connected(line, asking, listeners[listening])
            await _talking(talk)
            if asking != listening:
                await sends_every_kind(talk, CANARY)
            if (asking, listening) == ("discord", "telegram"):
                await _pictured(coordinator, talk)
                await _in_trouble(line, talk)
                await line.kill()
                killed = _files(line.folder)
                await talk.seeker.says(f"{CANARY} while you were away")
                await line.start()
                await talk.listener.sees(f"{talk.seeker_alias}: {CANARY} while you were away")
            await _ending(talk)
        for listener in listeners.values():
            await gets_it_wrong(coordinator, listener, CANARY)
        await _announced(coordinator, listeners["discord"])
        for asking, listening in PAIRS[1:3]:
            await line.on_call(listeners[listening])
            talk = await line.connects(line.person(f"{CANARY} reports on {asking}", asking), listeners[listening])
            await is_reported(talk, coordinator, CANARY)
            await line.off_call(listeners[listening])
        pages = await _pages(line)
        assert (await line.cli("backup", "kept.db")).code == 0
        assert await line.stop() == 0
        stopped = _files(line.folder) | pages | {"stdout": "\n".join(line.said).encode()}
        yield Left(line=line, killed=killed, stopped=stopped, codes=codes)


async def test_no_word_of_anybody_is_in_what_the_program_wrote(left: Left) -> None:
    """Not in the database, its log, a key, a temporary file, the log, stdout, a metric; nor in another encoding."""
    assert {"line.db", "line.log", "kept.db", "stdout", "/metrics"} <= set(left.stopped)
    assert {"line.db", "line.db-wal", "line.db-shm", "warmline-keys/master"} <= set(left.killed)
    assert left.killed["line.db-wal"]
    assert not left.holding(*_encoded(CANARY))
    assert not left.holding(CANARY.encode(), also=bytes.lower)


async def test_nobodys_number_with_a_platform_is(left: Left) -> None:
    """Neither an account's nor that of a private channel; in digits, or as the whole numbers of a database."""
    world = left.line.discord.world
    numbers = [int(one) for one in (*world.people, *(dm.id for dm in world.dms.values()))]
    numbers += [person.id for person in left.line.telegram.people]
    assert len(numbers) > 6
    assert not left.holding(*(form for number in numbers for form in _encoded(str(number))))
    assert not left.holding(*(f"{number:x}".encode() for number in numbers))
    assert not left.holding(*(number.to_bytes(8, "big") for number in numbers))
    assert not left.holding(*(number.to_bytes(6, "big") for number in numbers if number < 2**40))


async def test_a_copy_of_the_database_cannot_be_searched_for_somebody(left: Left) -> None:
    """Numbers can be guessed: no hash that is made without a key is in the database, its log or a backup, nor does a
    key that is not theirs open a row.
    """
    people = [("discord", one) for one in left.line.discord.world.people]
    people += [("telegram", str(one.id)) for one in left.line.telegram.people]
    wanted = [digest for platform, number in people for digest in _guessed(platform, number)]
    assert len(wanted) > 500
    copies = {name: content for name, content in left.killed.items() if name.startswith("line.db")}
    copies |= {name: left.stopped[name] for name in ("line.db", "kept.db")}
    assert {"line.db", "line.db-wal", "kept.db"} <= set(copies)
    assert not [name for name, content in copies.items() for digest in wanted if digest in content]
    theirs = read_key(left.line.folder / "warmline-keys" / "master")
    rows = [value for row in _rows(left.line.folder / "kept.db") for value in row if isinstance(value, bytes)]
    assert (sum(_opens(Keys(theirs), row) for row in rows), sum(_opens(Keys(bytes(32)), row) for row in rows)) == (3, 0)


async def test_no_token_and_no_invites_code_is(left: Left) -> None:
    """As a whole, or the half that is the secret."""
    secrets = [*TOKENS.values(), TOKENS["telegram"].partition(":")[2], TOKENS["discord"].rpartition(".")[2]]
    assert not left.holding(*(form for secret in (*secrets, *left.codes) for form in _encoded(secret)))


async def test_nothing_went_wrong_on_the_way(left: Left) -> None:
    """The log was at DEBUG and tells of no failure: what was not kept was not kept because of one."""
    assert left.stopped["line.log"]
    assert not left.line.failures()


async def _pictured(coordinator: Someone, talk: Talk) -> None:
    """Pictures, voice messages and files are let through: their names, what hides in them, and what they say."""
    for name, value in (("media", "all"), ("voice", "yes")):
        await coordinator.runs("/settings", name=name, value=value)
        await coordinator.sees(f"{name} is {value} now.")
    for writer, alias, reader in talk.ways:
        await sends(writer, f"{CANARY} seen", photo(CANARY), painting("PNG", CANARY), name=f"{CANARY}.png")
        await reader.sees(f"{alias}: {CANARY} seen")
        await speaks(writer, recording(CANARY))
        await gives(writer, f"{CANARY}.txt", f"{CANARY} written".encode(), f"{CANARY} given")
        await reader.sees(f"{alias}: {CANARY} given")


async def _announced(cleo: Someone, listener: Someone) -> None:
    """A coordinator's words to all listeners."""
    await cleo.runs("/announce")
    await cleo.says(f"{CANARY} to all")
    await cleo.sees("Shall your message go out as it stands?")
    await cleo.presses("Send to 2 listeners")
    await listener.sees(f"Cleo (coordinator, to all listeners): {CANARY} to all")


async def _until_connected(line: WholeLine, asking: str, listener: Someone) -> Talk:
    """Everything that can be written before anybody listens; then somebody does."""
    seeker = line.person(f"{CANARY} for {listener.name} on {asking}", asking)
    await seeker.says(f"{CANARY}, what should I do?")
    await seeker.sees("I'm a program")
    await seeker.says(f"/{CANARY} help me")
    await seeker.sees("I don't know that command")
    await seeker.says(f"/end {CANARY}")
    await seeker.sees("/end stands alone")
    await seeker.runs("/join", code=CANARY, alias=CANARY)
    await seeker.sees("That code does not work")
    await seeker.runs("/join", code=(await line.invites(1))[0], alias=f"{CANARY}!")
    await seeker.sees("The name you gave can't be used here")
    await seeker.runs("/language", language=CANARY)
    await listener.runs("/oncall", when=CANARY)
    await listener.sees("I can't read that time")
    if listener.name == "Robin":
        await tells_nobody(seeker, CANARY)
    await line.on_call(listener)
    await line.asks(seeker)
    await seeker.says(f"{CANARY} early")
    await seeker.runs("/help")
    await seeker.sees("I'm a program that connects you")
    talk = await line.takes(seeker, listener)
    await line.off_call(listener)
    await seeker.sees(f"before {talk.listener_alias} came", "Pass them on")
    await seeker.presses("Pass them on")
    await listener.sees(f"{talk.seeker_alias}: {CANARY} early")
    return talk


async def _talking(talk: Talk) -> None:
    """Everything that can be written in a conversation."""
    for writer, alias, reader in talk.ways:
        first = await writer.says(f"{CANARY} said")
        await reader.sees(f"{alias}: {CANARY} said")
        await writer.edits(first, f"{CANARY} said otherwise")
        await reader.sees(f"{alias}: {CANARY} said otherwise")
        await writer.says(f"{CANARY} {'at length ' * 190}")
        await reader.sees(f"{alias}: {CANARY} at length")


async def _in_trouble(line: WholeLine, talk: Talk) -> None:
    """What is written while the platform of the other side fails in every way; and what nobody can read."""
    for (writer, alias, reader), name in zip(talk.ways, ("telegram", "discord"), strict=True):
        faults = line.telegram.faults if name == "telegram" else line.discord.faults
        for kind in ("500", "429", "502", "garbage", "close"):
            faults.add(Fault(kind=kind, match=SENDS[name], after=0.1))
            await writer.says(f"{CANARY} in spite of {kind}")
            await reader.sees(f"{alias}: {CANARY} in spite of {kind}")
        faults.add(INVALID[name])
        await writer.says(f"{CANARY} refused")
        await writer.sees("did not get that: the app refuses it")
        faults.add(BLOCKED[name])
        await writer.says(f"{CANARY} blocked")
        await writer.sees("did not get that. I can't reach them")
        await reader.says(f"{CANARY} I am back")
        await writer.sees("is back")
    line.telegram.push_raw({"message": {"text": CANARY, "chat": CANARY}})
    line.discord.send_frame(f'{{"op": 0, "t": "MESSAGE_CREATE", "s": {CANARY}')
    await line.discord.connected(times=line.discord.connections + 1)


async def _ending(talk: Talk) -> None:
    """The end, and what is written after it."""
    await talk.seeker.says(f"{CANARY} at last")
    await talk.listener.sees(f"{talk.seeker_alias}: {CANARY} at last")
    await talk.seeker.runs("/end")
    await talk.listener.sees("has ended")
    await talk.listener.says(f"{CANARY} too late")
    await talk.listener.sees("did not get what you just wrote")


async def _pages(line: WholeLine) -> dict[str, bytes]:
    """What the program's web server says."""
    root, pages = f"http://127.0.0.1:{line.ready['web_port']}", {}
    async with aiohttp.ClientSession() as session:
        for page in ("/metrics", "/healthz", "/readyz", f"/{CANARY}"):
            async with session.get(root + page) as answer:
                pages[page.replace(CANARY, "nowhere")] = await answer.read()
    return pages


def _files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path in it."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def _opens(keys: Keys, sealed: bytes) -> bool:
    try:
        keys.roster.opened(sealed)
    except InvalidTag:
        return False
    return True


def _guessed(platform: str, number: str) -> Iterable[bytes]:
    """The beginnings of all hashes by which a curious person would look for an account."""
    for text in (number, *(f"{platform}{between}{number}" for between in (":", "/", "\0", ""))):
        for algorithm in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"):
            digest = hashlib.new(algorithm, text.encode(), usedforsecurity=False).digest()
            yield from (digest[:8], digest[:8].hex().encode(), base64.b64encode(digest[:9]))


def _rows(database: Path) -> list[tuple[object, ...]]:
    """Every row of every table."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [row for name in tables for row in connection.execute(f'SELECT * FROM "{name}"')]  # our own


def _encoded(text: str) -> set[bytes]:
    """The text as it may stand in a file: in three encodings, and in base64 wherever it begins."""
    plain = text.encode()
    shifted = {base64.b64encode(b"x" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)}
    return {plain, text.encode("utf-16-le"), text.encode("utf-16-be"), plain.hex().encode(), *shifted}
