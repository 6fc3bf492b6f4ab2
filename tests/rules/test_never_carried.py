"""What is not passed on, and what never goes along, by the whole program: kinds that are refused, and whatever would
say who somebody is or where they are, or call somebody (relay.md, What is carried; never).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from adapters.sandbox import discord, telegram
from adapters.sandbox.people import Received
from tests.support.whole import PAIRS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
Json = dict[str, Any]
FILE = {"file_id": "a", "file_unique_id": "a"}
PLACE = {"latitude": 52.5, "longitude": 13.4}
ON_TELEGRAM: list[tuple[str, Json, str]] = [
    ("pictures", {"photo": [FILE | {"width": 1, "height": 1}]}, "look"),
    ("videos", {"video": FILE | {"width": 1, "height": 1, "duration": 1}}, "look"),
    ("videos", {"video_note": FILE | {"length": 1, "duration": 1}}, ""),
    ("videos", {"animation": FILE | {"width": 1, "height": 1, "duration": 1}}, "look"),
    ("music", {"audio": FILE | {"duration": 1, "title": "quetzal"}}, "listen"),
    ("voice messages here. You can use dictation", {"voice": FILE | {"duration": 1}}, "said"),
    ("files", {"document": FILE | {"file_name": "quetzal.pdf"}}, "read"),
    ("contacts", {"contact": {"phone_number": "+49 quetzal", "first_name": "quetzal", "user_id": 5}}, ""),
    ("locations", {"location": PLACE}, ""),
    ("locations", {"location": PLACE | {"live_period": 900}}, ""),
    ("locations", {"location": PLACE, "venue": {"location": PLACE, "title": "quetzal", "address": "quetzal"}}, ""),
    ("polls", {"poll": {}}, ""),
    ("stories", {"story": {"chat": {"id": 5, "type": "private", "first_name": "quetzal"}, "id": 1}}, ""),
    ("forwarded messages",
     {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "quetzal"}, "text": "from there"}, ""),
    ("forwarded messages",
     {"forward_origin": {"type": "channel", "date": 1, "message_id": 7,
                         "chat": {"id": -1005, "type": "channel", "title": "quetzal", "username": "quetzal"}},
      "text": "from the channel"}, ""),
]  # fmt: skip
FORWARDED = {"type": 1, "message_reference": {"type": 1, "channel_id": "771771", "message_id": "772772"}}
ON_DISCORD: list[tuple[str, Json, str]] = [
    ("polls", {"poll": {"question": {"text": "quetzal"}, "answers": []}}, "vote"),
    ("forwarded messages", {"message_snapshots": [{"message": {"content": "from there"}}]}
     | {"message_reference": FORWARDED["message_reference"]}, ""),
    ("voice messages here. You can use dictation",
     {"flags": 1 << 13, "attachments": [FILE | {"id": "1", "filename": "quetzal.ogg", "content_type": "audio/ogg",
                                                "waveform": "x", "url": "https://quetzal.example", "size": 1}]}, ""),
    ("pictures", {"attachments": [{"id": "1", "filename": "quetzal.png", "content_type": "image/png", "size": 1,
                                   "url": "https://quetzal.example"}]}, "look"),
]  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line that passes on neither pictures nor voice, as it is at first."""
    async with whole_line(tmp_path_factory.mktemp("never")) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talks(line: WholeLine) -> dict[tuple[str, str], Talk]:
    """A talk in each of the four directions."""
    return await line.talks(name="Quetzal")


async def sends(seeker: Someone, content: Json, text: str) -> None:
    """They send that, with this text."""
    if isinstance(seeker, telegram.Person) and "poll" in content:
        await seeker.sends_poll("quetzal", "quetzal", "no")
    elif isinstance(seeker, telegram.Person):
        seeker.sends(content | ({"caption": text} if text else {}))
    else:
        seeker.world.dm(seeker).post(seeker.payload(), {"content": text}, more=content)


def calls(line: WholeLine, reader: Someone) -> list[Received]:
    """All that was called on the reader's platform."""
    return list(line.discord.received if isinstance(reader, discord.Person) else line.telegram.received)


@pytest.mark.parametrize("pair", PAIRS)
async def test_what_is_not_passed_on_is_told_and_its_text_goes(
    line: WholeLine, talks: dict[Any, Talk], pair: tuple[str, str]
) -> None:
    """Each kind is named to its sender; of it nothing but what was written with it reaches the other."""
    talk = talks[pair]
    for number, (told, content, text) in enumerate(ON_TELEGRAM if pair[0] == "telegram" else ON_DISCORD):
        before = len(calls(line, talk.listener))
        text = text and f"{text} {number}"
        await sends(talk.seeker, content, text)
        await talk.seeker.sees("I can't pass on", told)
        forwarded = content.get("text") or ("from there" if "message_snapshots" in content else "")
        if text or forwarded:
            await talk.listener.sees(f"{talk.seeker_alias}: {text or forwarded}")
        await talk.seeker.says(f"after {number}")
        await talk.listener.sees(f": after {number}")
        sent = [one for one in calls(line, talk.listener)[before:] if "essage" in one.method + one.path]
        assert not [one for one in sent if "quetzal" in json.dumps(one.body).lower()]
        assert sum(talk.seeker_alias in json.dumps(one.body) for one in sent) == (2 if text or forwarded else 1)


NAMES: Json = {
    "telegram": {
        "text": "ask Ann or @ann_real on tg://user?id=5 about https://t.me/c/123/45 or https://t.me/ann_real/7 "
        "or https://discord.com/channels/1/2/3 now https://plain.example/x",
        "entities": [
            {
                "type": "text_mention",
                "offset": 4,
                "length": 3,
                "user": {"id": 777001, "is_bot": False, "first_name": "Q"},
            },
            {"type": "text_link", "offset": 0, "length": 3, "url": "tg://user?id=777001"},
        ],
    },
    "discord": "ask <@777001> or <@&777002> in <#777003>, @everyone and @here, about "
    "https://discord.com/channels/1/2/3 or https://t.me/c/123/45 or [this](https://t.me/ann_real/7) now https://plain.example/x",
}


@pytest.mark.parametrize("pair", PAIRS)
async def test_nobody_is_named_called_or_found(line: WholeLine, talks: dict[Any, Talk], pair: tuple[str, str]) -> None:
    """No account, no mention of anybody, no link to a message; an address of the web goes, without a preview; what is
    true of a message is true of its edit.
    """
    talk = talks[pair]
    before = len(calls(line, talk.listener))
    if isinstance(talk.seeker, telegram.Person):
        source = talk.seeker.sends(NAMES["telegram"])
    else:
        source = await talk.seeker.says(NAMES["discord"])
    await talk.listener.sees(f"{talk.seeker_alias}: ask")
    mention = " <@777001>" if pair[0] == "discord" else ""
    await talk.seeker.edits(source, f"now https://plain.example/y @everyone @ann_real{mention}")
    shown = await talk.listener.sees(": now https://plain.example/y")
    sent = [one for one in calls(line, talk.listener)[before:] if "essage" in one.method + one.path]
    written = json.dumps([one.body for one in sent])
    assert len(sent) == 2
    secret = ("777001", "777002", "777003", "/c/123", "/7", "channels/1")
    assert not [one for one in secret if one in written]
    assert written.count("plain.example") == 2
    if isinstance(talk.listener, discord.Person):
        assert all(one.body["allowed_mentions"] == {"parse": []} for one in sent)
        assert sent[0].body["flags"] == 4
        assert shown.raw["mentions"] == []
        assert not shown.raw["mention_everyone"]
        assert "@everyone" not in written
    else:
        assert all(json.loads(one.body["link_preview_options"]) == {"is_disabled": True} for one in sent)
        kinds = {one["type"] for one in shown.raw["entities"]}
        assert not {"mention", "text_mention", "text_link", "bot_command"} & kinds


@pytest.mark.parametrize("pair", PAIRS)
async def test_a_new_name_changes_nothing(line: WholeLine, talks: dict[Any, Talk], pair: tuple[str, str]) -> None:
    """Somebody renames their account in the middle of a talk: it goes on under the alias, and neither name is told."""
    talk = talks[pair]
    if isinstance(talk.seeker, telegram.Person):
        talk.seeker.account.first_name, talk.seeker.account.username = "Hoatzin", "hoatzin"
    else:
        talk.seeker.name = "Hoatzin"
    await talk.seeker.says("still me")
    copied = await talk.listener.sees(f"{talk.seeker_alias}: still me")
    await talk.listener.says("I know", reply_to=copied.id)
    await talk.seeker.sees(f"{talk.listener_alias}: I know")
    sent = json.dumps([one.body for one in calls(line, talk.listener)]).lower()
    assert "hoatzin" not in sent
    assert "quetzal" not in sent
    assert not line.failures()
