"""What Discord tells -> what can happen (bot.inbound); nothing is decided here (style.md 10)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from adapters.discord.buttons import pressed
from adapters.discord.forms import submitted
from adapters.discord.media import media, others
from adapters.discord.reading import read
from bot.inbound import Edited, Place, Pressed, Reacted, Retracted, Said, Typed, language_in
from bot.notice.base import FILL
from bot.people import Address
from bot.words import Words

Json = dict[str, Any]

COMMAND, COMPONENT, FORM = 2, 3, 5
_WORDS, _REPLY = 0, 19
_FORWARD, _BOT_DM = 1, 1
_MANAGE_GUILD = 1 << 5
_TOKEN = re.compile(r"[\w.~-]+", re.ASCII)
_EPOCH = 1_420_070_400_000


def person(id: object) -> Address:
    """The address of a Discord account."""
    return Address("discord", number(id))


def number(id: object) -> str:
    """An id as Discord writes them; ValueError for what is none."""
    if isinstance(id, str) and id.isascii() and id.isdecimal():
        return id
    raise ValueError("no id")


def answerable(interaction: Json) -> Json:
    """What names the way on which an interaction is answered; ValueError where that would lead elsewhere."""
    number(interaction["id"])
    number(interaction["application_id"])
    if not _TOKEN.fullmatch(interaction["token"]):
        raise ValueError("no token")
    return interaction


def by_person(message: Json) -> bool:
    """Whether somebody wrote this to the bot in private: no bot, no system line, no server."""
    author = message.get("author") or {}
    return (
        "guild_id" not in message
        and not author.get("bot")
        and not message.get("webhook_id")
        and message.get("type", _WORDS) in (_WORDS, _REPLY)
    )


def changed(message: Json) -> bool:
    """Whether an update is somebody's edit: not a preview that Discord found, nor a message of ours."""
    return by_person(message) and "content" in message and message.get("edited_timestamp", True) is not None


def said(message: Json, language: str) -> Said:
    """A message in a private chat."""
    answered, quoted = message.get("message_reference"), message.get("referenced_message")
    reported = words(quoted) if quoted and (message.get("content") or "").startswith("/report") else None
    return Said(
        by=person(message["author"]["id"]),
        words=words(message),
        source=number(message["id"]),
        at=written_at(message),
        language=language,
        reply_to=answered.get("message_id") if answered and answered.get("type", 0) != _FORWARD else None,
        answered=reported,
    )


def edited(by: str, message: Json) -> Edited:
    """A message as it stands after a change."""
    at = message.get("edited_timestamp")
    return Edited(
        by=person(by), words=words(message), source=number(message["id"]), at=_instant(at) if at else None
    )  # fmt: skip


def retracted(by: str, source: str) -> Retracted:
    """A message that is gone."""
    return Retracted(by=person(by), source=number(source))


def reacted(event: Json, *, gone: bool) -> Reacted | None:
    """A reaction in a private chat, or its end; None for what is a server's own emoji, or done in a server."""
    emoji = event["emoji"]
    if "guild_id" in event or emoji.get("id") or not emoji.get("name"):
        return None
    changed = {"removed" if gone else "added": (emoji["name"],)}
    return Reacted(by=person(event["user_id"]), message=number(event["message_id"]), **changed)


def words(message: Json) -> Words:
    """What was written; a forward's text goes, its origin does not (relay.md, What is carried)."""
    content = message.get("content") or ""
    came, left_out = media(message), tuple(dict.fromkeys(_left_out(message)))
    if came or left_out or message.get("sticker_items"):
        forwards = (each["message"].get("content") or "" for each in message.get("message_snapshots") or ())
        stickers = (f":{one.get('name', '')}:" for one in message.get("sticker_items") or ())
        found = read("\n".join(text for text in (content, *forwards) if text), left_out)
        return found.then(Words(text=" ".join(stickers), media=came))
    return read(content)


def _left_out(message: Json) -> Iterator[str]:
    yield from others(message)
    for field, name in (("poll", "poll"), ("message_snapshots", "forward")):
        if message.get(field):
            yield name


def written_at(message: Json) -> datetime:
    """When it was written: as the message says, else as its id does."""
    try:
        return _instant(message["timestamp"])
    except (KeyError, TypeError, ValueError):
        return datetime.fromtimestamp(((int(message["id"]) >> 22) + _EPOCH) / 1000, UTC)


def _instant(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def snowflake(at: datetime) -> str:
    """The greatest id that is older than `at`."""
    return str(max(0, (int(at.timestamp() * 1000) - _EPOCH) << 22) or 1)


def actor(interaction: Json) -> str:
    """Whose interaction it is; in a server the account stands within the member."""
    who: Json = interaction.get("user") or interaction["member"]["user"]
    return number(who["id"])


def language(interaction: Json) -> str:
    """The language of the person's client."""
    return language_in(interaction.get("locale"))


def in_private(interaction: Json) -> bool:
    """Whether it was done in the private chat with the bot."""
    return "guild_id" not in interaction and interaction.get("context") == _BOT_DM and "channel_id" in interaction


def happened(interaction: Json) -> Typed | Pressed | None:
    """What somebody did; None for anything that is not ours."""
    if interaction["type"] == COMMAND:
        return typed(interaction)
    if interaction["type"] == FORM:
        return filled(interaction)
    return press(interaction) if interaction["type"] == COMPONENT else None


def typed(interaction: Json) -> Typed:
    """A slash command."""
    told = interaction["data"]
    if not isinstance(told["name"], str):
        raise TypeError("no command")
    options = {option["name"]: str(option["value"]) for option in told.get("options") or () if "value" in option}
    return Typed(
        by=person(actor(interaction)),
        command=told["name"],
        options=options,
        language=language(interaction),
        place=place(interaction),
        opens=True,
    )


def filled(interaction: Json) -> Typed | None:
    """A form that was sent; None where it is none of ours. Discord opens no form in answer to a form."""
    found = submitted(interaction["data"])
    if found is None:
        return None
    command, options = found
    return Typed(
        by=person(actor(interaction)),
        command=command,
        options=options,
        language=language(interaction),
        place=place(interaction),
        filled=True,
    )


def fills(interaction: Json) -> bool:
    """Whether somebody asked for a form by its button."""
    found = pressed(interaction["data"]) if interaction["type"] == COMPONENT else None
    return found is not None and found[0] == FILL.verb


def press(interaction: Json) -> Pressed | None:
    """A button or a choice; None where it carries nothing of ours."""
    found = pressed(interaction["data"])
    if found is None:
        return None
    verb, subject, epoch = found
    return Pressed(
        by=person(actor(interaction)),
        verb=verb,
        subject=subject,
        epoch=epoch,
        message=str((interaction.get("message") or {}).get("id", "")),
        language=language(interaction),
        place=place(interaction),
        opens=True,
    )


def place(interaction: Json) -> Place | None:
    """The server and channel in which it was done; None in the private chat."""
    if not (guild := interaction.get("guild_id")):
        return None
    rights = int((interaction.get("member") or {}).get("permissions") or 0)
    channel = interaction.get("channel_id") or (interaction.get("channel") or {}).get("id") or ""
    return Place(platform="discord", id=number(guild), channel=str(channel), manages=bool(rights & _MANAGE_GUILD))
