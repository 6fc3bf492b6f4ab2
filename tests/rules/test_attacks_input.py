"""Attacks with what is sent, on a running line over both platforms' sockets: accounts and addresses hidden in markup,
sizes that no app sends, ids out of range, days and zones that are none, and errors that would name somebody.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from adapters.sandbox import discord, telegram
from adapters.sandbox.faults import Fault
from tests.support.whole import PAIRS, PLATFORMS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
OUT_OF_RANGE = (0, -1, 2**31, 2**53 + 1, 2**63, -(2**63), 10**40)
EVIL = "https://evil.example/login"
SENDS = {"discord": "/messages", "telegram": "sendMessage"}
REFUSED = {"discord": 50035, "telegram": 400}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(Path(tmp_path_factory.mktemp("sent"))) as running:
        yield running
        assert running.process
        assert running.process.returncode is None
        assert not running.failures()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talks(line: WholeLine) -> dict[tuple[str, str], Talk]:
    """Two who talk, in each pair of platforms: whatever is done to the line, they must not be disturbed."""
    made = {}
    for number, (asking, listening) in enumerate(PAIRS):
        listener = await line.listener(f"Lin {'abcd'[number]}", listening)
        made[asking, listening] = await line.connects(line.person(f"heard {number}", asking), listener)
        await line.off_call(listener)
    return made


@pytest.fixture(params=PAIRS, ids="-".join)
def talk(request: pytest.FixtureRequest, talks: dict[tuple[str, str], Talk]) -> Talk:
    """Each of them."""
    return talks[request.param]


async def test_a_link_says_where_it_leads(line: WholeLine, talk: Talk) -> None:
    """An address behind other words stands beside them, and is not previewed; one that is another's account is gone."""
    before = line.counted
    if isinstance(talk.seeker, telegram.Person):
        hidden = {"type": "text_link", "offset": 4, "length": 9, "url": EVIL}
        account = {"type": "text_link", "offset": 14, "length": 4, "url": "tg://user?id=5150000001"}
        person = {"user": {"id": 5150000001, "is_bot": False, "first_name": "Peer"}}
        named = {"type": "text_mention", "offset": 19, "length": 4} | person
        await talk.seeker.says("see your bank them they", entities=[hidden, account, named])
    else:
        await talk.seeker.says(f"see [your bank](<{EVIL}>) [them](tg://user?id=5150000001) <@5150000001>")
    shown = await talk.listener.sees(f"{talk.seeker_alias}: see", "your bank", EVIL)
    calls = line.received_since(before)
    assert any(EVIL in json.dumps(call.body) for call in calls)
    for call in calls:
        said = json.dumps(call.body)
        assert "text_mention" not in said
        assert "text_link" not in said
        if EVIL in said:
            assert "is_disabled" in said or int(call.body.get("flags", 0)) & 4, said
    if isinstance(talk.seeker, telegram.Person):
        assert "5150000001" not in json.dumps(shown.raw)


async def test_an_error_names_nobody(line: WholeLine, talk: Talk) -> None:
    """What a platform says when it refuses may name the other side: its writer reads none of it."""
    name = PLATFORMS[isinstance(talk.listener, telegram.Person)]
    faults = line.telegram.faults if name == "telegram" else line.discord.faults
    told = f"Bad Request: {talk.listener.name} ({talk.listener.id}) is odd"
    faults.add(Fault(kind="refuse", match=SENDS[name], code=REFUSED[name], description=told))
    await talk.seeker.says("refused")
    await talk.seeker.sees("did not get that: the app refuses it")
    shown = str(talk.seeker.chat)
    assert str(talk.listener.id) not in shown
    assert "is odd" not in shown
    await _undisturbed(talk)


async def test_sizes_that_no_app_sends(line: WholeLine, talks: dict[tuple[str, str], Talk]) -> None:
    """64 KiB of text, 10,000 entities, lists in lists, a file of 100 MB that is none, an album of a thousand."""
    for talk in (talks["discord", "telegram"], talks["telegram", "discord"]):
        for number, more in enumerate(_oversized()):
            mark = f"size{number} "
            _message(line, talk.seeker, more | {"text": mark + str(more.get("text", ""))})
        await _undisturbed(talk)


@pytest.mark.parametrize("number", OUT_OF_RANGE)
async def test_ids_out_of_range(line: WholeLine, talks: dict[tuple[str, str], Talk], number: int) -> None:
    """Of accounts, chats, messages and answers: nobody's, and no harm to anybody else's."""
    guest = line.telegram.person(f"guest {number}")
    user = {"id": number, "is_bot": False, "first_name": "x"}
    private = {"id": number, "type": "private"}
    message = {"message_id": 1, "date": 0, "chat": private, "from": user, "text": "out of range"}
    own = {
        "message_id": number,
        "date": number,
        "chat": {"id": guest.id, "type": "private"},
        "from": guest.account.user,
    }
    updates = line.telegram.world.updates
    for event in (message, own | {"text": "hello"}, message | {"reply_to_message": message}):
        updates.add("message", event)
        updates.add("edited_message", event)
    pressed = {"id": str(number), "from": user, "chat_instance": "1", "data": "w1:end:x:0", "message": message}
    updates.add("callback_query", pressed)
    change = {"chat": private, "from": user, "date": 0, "old_chat_member": {"status": "member", "user": user}}
    updates.add("my_chat_member", change | {"new_chat_member": {"status": "kicked", "user": user, "until_date": 0}})
    who = {"id": str(number), "username": "x"}
    for name in ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"):
        event = {"id": str(number), "channel_id": str(number), "author": who, "content": "out of range", "type": 0}
        _frame(line, name, event | {"timestamp": "9999-12-31T23:59:59.999999+14:00"})
        _frame(line, name, event)
    await _undisturbed(talks[PAIRS[0]], talks[PAIRS[3]])


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_days_and_zones_that_are_none(line: WholeLine, platform: str) -> None:
    """Each is answered; none is taken for a time, and none breaks anything."""
    listener = await line.listener(f"Zoe {platform}", platform, on_call=False)
    for when in (
        "until 25:61",
        "until 24:00",
        "-2h",
        "99999999h",
        "0",
        "1e9h",
        "until 0",
        "until ٢٢:٠٠ UTC",
        "P1Y",
        "until" + " 1" * 50,
    ):
        await listener.runs("/oncall", when=when)
        await listener.sees("Warmline: ")
        await listener.runs("/oncall", when="off")
        await listener.sees("Warmline: ")
    for when, zone in (
        ("9999-12-31 23:00-22:00", "UTC"), ("9999-12-31 20-22", "Pacific/Kiritimati"),
        ("0001-01-01 00-01", "Etc/GMT+12"), ("0000-00-00 20-22", "UTC"), ("2030-02-30 20-22", "UTC"),
        ("Fri 20-22", "../../etc/passwd"), ("Fri 20-22", "Europe/Berlin\x00"), ("Fri 20-22", "UTC+99"),
        ("Fri 20-22", "localtime"), ("Fri 20-22", "posixrules"), ("2027-03-28 02:30-03:30", "Europe/Berlin"),
        ("29.2. 20-22", "America/New_York"), ("Fri 99999999999-22", "UTC"), ("Fri 20-22", "x" * 150),
    ):  # fmt: skip
        await _shift(listener, when, zone)
    for start, end in (
        ("9999-12-31", "9999-12-31"),
        ("0001-01-01", "9999-12-31"),
        ("2030-02-30", "Fri"),
        ("-1", "1e9"),
    ):
        await listener.runs("/away", start=start, end=end)
        await listener.sees("Warmline: ")
    assert line.process
    assert not line.failures()


async def test_a_thousand_messages_from_outside(line: WholeLine, talks: dict[tuple[str, str], Talk]) -> None:
    """Somebody who talks to nobody sends a thousand: they are answered a few times, and nobody waits for it."""
    flooding = line.person("a thousand", "telegram")
    await flooding.says("hello")
    for number in range(1000):
        _message(line, flooding, {"text": f"flood {number}"})
    await _undisturbed(*talks.values())
    assert len([one for one in flooding.chat.shown if one.by_bot]) <= 3


@pytest.mark.parametrize("again", ["the same", "malformed"])
async def test_an_update_that_comes_back_for_ever(
    line: WholeLine, talks: dict[tuple[str, str], Talk], again: str
) -> None:
    """It is handled once, or skipped each time; what comes between is handled."""
    talk, updates = talks["telegram", "discord"], line.telegram.world.updates
    number = next(updates.numbers)
    event: dict[str, Any] = {"text": "only once"} | _about(line, talk.seeker)
    poison = {"update_id": number, "message": event if again == "the same" else {"chat": 5, "text": []}}
    for _ in range(20):
        updates.push(poison)
        await _undisturbed(talk)
    if again == "the same":
        assert len([one for one in talk.listener.chat.shown if "only once" in one.text]) == 1


async def test_only_telegram_posts_to_the_webhook(tmp_path: Path) -> None:
    """Without the secret, or with a wrong one, nothing that is posted is taken in, whatever the path."""
    secret = "an-open-secret"
    settings = {"WEBHOOK_URL": "https://line.example/telegram", "WEBHOOK_SECRET": secret}
    more: dict[str, Any] = {f"WARMLINE_TELEGRAM__{name}": value for name, value in settings.items()}
    async with whole_line(tmp_path, WARMLINE_DISCORD__TOKEN="", **more) as line, aiohttp.ClientSession() as session:
        victim = line.telegram.person("victim")
        update = {"update_id": 900_000_001, "message": _about(line, victim) | {"text": "hello"}}
        for path, given in (("/telegram", None), ("/telegram", ""), ("/", "wrong"), ("/", secret[:-1]), ("/x", secret)):
            headers = {} if given is None else {"X-Telegram-Bot-Api-Secret-Token": given}
            root = f"http://127.0.0.1:{line.ready['web_port']}"
            async with session.post(root + path, json=update, headers=headers) as answer:
                assert answer.status == (200 if given == secret else 403)
            assert any(call.method == "sendMessage" for call in line.telegram.received) == (given == secret)
        assert not line.failures()


def _oversized() -> list[dict[str, Any]]:
    deep: Any = []
    for _ in range(400):
        deep = [deep]
    bold = {"type": "bold", "offset": 0, "length": 3}
    huge = {"file_size": 100 * 2**20, "mime_type": "image/png", "file_name": "x" * 5000}
    file = huge | {"file_id": "x" * 300, "file_unique_id": "x", "width": 10**9, "height": 10**9}
    attached = {"id": "1", "filename": "x" * 5000, "size": 100 * 2**20, "url": "https://cdn.discordapp.com/x"}
    return [
        {"text": "\u0416" * 32_768},
        {"text": "bold", "entities": [bold] * 10_000},
        {"text": "deep", "entities": deep, "embeds": deep, "sticker_items": deep},
        {"text": "file", "document": file, "photo": [file] * 1000, "attachments": [attached] * 1000},
        {"text": "x", "media_group_id": "1" * 70_000, "mentions": [{"id": "1"}] * 10_000, "reactions": [deep] * 100},
    ]  # fmt: skip


def _about(line: WholeLine, person: Someone) -> dict[str, Any]:
    """Whose a message is, as the platform says it."""
    if isinstance(person, telegram.Person):
        chat = {"id": person.id, "type": "private", "first_name": "x"}
        number = 10**6 + len(line.telegram.world.updates.recent)
        return {"message_id": number, "date": line.telegram.world.now, "chat": chat, "from": person.account.user}
    channel = line.discord.world.dm(person).id
    return {"id": line.discord.world.ids.next(), "channel_id": channel, "author": person.payload(), "type": 0}


def _message(line: WholeLine, person: Someone, content: dict[str, Any]) -> None:
    """A message that no app would send."""
    if isinstance(person, telegram.Person):
        line.telegram.world.updates.add("message", _about(line, person) | content)
    else:
        _frame(line, "MESSAGE_CREATE", _about(line, person) | content | {"content": content.get("text")})


def _frame(line: WholeLine, name: str, event: dict[str, Any]) -> None:
    line.discord.send_frame(json.dumps({"op": 0, "t": name, "s": None, "d": event}))


async def _shift(listener: Someone, when: str, zone: str) -> None:
    if isinstance(listener, discord.Person):
        await (await listener.runs("/shifts", action="add", when=when, repeat="once", zone=zone)).answered()
    else:
        await listener.says(f"/shifts add {when} once {zone}")
    await listener.sees("Warmline: ")


async def _undisturbed(*talks: Talk) -> None:
    for talk in talks:
        for writer, alias, reader in talk.ways:
            await writer.says(f"undisturbed, {alias}")
            await reader.sees(f"{alias}: undisturbed, {alias}", within=20)
