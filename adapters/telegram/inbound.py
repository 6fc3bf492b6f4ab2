"""What Telegram brings, in the core's words (relay.md, What is carried). Pure: nothing here calls anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    Message,
    MessageReactionUpdated,
    ReactionType,
    ReactionTypeEmoji,
    Update,
    User,
)
from telegram.helpers import effective_message_type

from adapters.buttons import decode
from adapters.telegram import markup
from adapters.telegram.media import media
from bot.inbound import (
    COMMANDS,
    Edited,
    Inbound,
    Left,
    Moved,
    Place,
    Pressed,
    Reacted,
    Said,
    Typed,
    command_in,
    language_in,
)
from bot.people import Address
from bot.words import Words

NAME = "telegram"
KINDS = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "message_reaction",
)  # of updates: all asked for

_LEFT_OUT: Mapping[str, str] = {
    "photo": "image", "live_photo": "image", "animation": "video", "video": "video", "video_note": "video",
    "voice": "voice", "audio": "audio", "document": "document", "sticker": "sticker", "contact": "contact",
    "venue": "location", "location": "location", "poll": "poll", "story": "story", "game": "game",
    **dict.fromkeys(("checklist", "gift", "giveaway", "invoice", "paid_media", "passport_data"), "other"),
}  # fmt: skip
_ADDRESSED = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?(?:\s|$)")


@dataclass(frozen=True, kw_only=True)
class Event:
    """One update: what happened, and what the adapter itself needs to answer it.

    `query` is the press that waits for an answer, `group` the shared chat it was done in, `message` what was written.
    """

    inbound: Inbound
    query: str = ""
    group: str = ""
    message: str = ""


def read(raw: Mapping[str, Any], *, username: str) -> Event | None:
    """The event in an update, None where it is nothing to us; whatever the library raises for a malformed one."""
    update = Update.de_json(dict(raw))
    if (message := update.message) is not None:
        return _private(message) if message.chat.type == Chat.PRIVATE else _in_group(message, username)
    if (message := update.edited_message) is not None:
        return _edited(message)
    if (query := update.callback_query) is not None:
        return _pressed(query)
    if (change := update.message_reaction) is not None:
        return _reacted(change)
    return _left(update.my_chat_member) if update.my_chat_member is not None else None


def said(message: Message, *, language: str | None = None) -> Said | None:
    """What somebody wrote in their private chat; None for a message of the platform's own (a pin, a timer)."""
    words = _words(message)
    if words is None:
        return None
    answered = message.reply_to_message
    return Said(
        by=_address(message.chat), words=words, source=_number(message.message_id), at=message.date,
        language=language or _language(message.from_user),
        reply_to=_number(answered.message_id) if answered is not None else None,
        answered=_words(answered) if answered is not None and words.text.startswith("/report") else None,
        changed=message.edit_date,
    )  # fmt: skip


def migrated(raw: Mapping[str, Any]) -> tuple[int, int] | None:
    """The old and the new number of a group that has become a supergroup."""
    message = raw.get("message")
    new = message.get("migrate_to_chat_id") if isinstance(message, dict) else None
    return (message["chat"]["id"], new) if isinstance(message, dict) and isinstance(new, int) else None


def _private(message: Message) -> Event | None:
    found = said(message)
    return Event(inbound=found, message=found.source) if found is not None else None


def _edited(message: Message) -> Event | None:
    words = _words(message)
    if message.chat.type != Chat.PRIVATE or message.location is not None or words is None:
        return None
    source = _number(message.message_id)
    edited = Edited(by=_address(message.chat), words=words, source=source, at=message.edit_date)
    return Event(inbound=edited, message=source)


def _reacted(change: MessageReactionUpdated) -> Event | None:
    if change.chat.type != Chat.PRIVATE:
        return None
    old, new = _emoji(change.old_reaction), _emoji(change.new_reaction)
    added, removed = (tuple(one for one in these if one not in those) for these, those in ((new, old), (old, new)))
    if not added and not removed:
        return None
    message = _number(change.message_id)
    return Event(inbound=Reacted(by=_address(change.chat), message=message, added=added, removed=removed))


def _emoji(reactions: Sequence[ReactionType]) -> tuple[str, ...]:
    """Those that are emoji; what is Telegram's alone means nothing elsewhere."""
    return tuple(one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji))


def _pressed(query: CallbackQuery) -> Event | None:
    if query.message is None:
        return None
    chat = query.message.chat
    verb, subject, epoch = decode(query.data or "") or ("", "", 0)  # a forged one is the core's to answer
    place = None if chat.type == Chat.PRIVATE else Place(platform=NAME, id=_number(chat.id))
    pressed = Pressed(
        by=_address(query.from_user), verb=verb, subject=subject, epoch=epoch,
        message=_number(query.message.message_id), language=_language(query.from_user), place=place,
    )  # fmt: skip
    return Event(inbound=pressed, query=query.id, group=place.id if place else "")


def _in_group(message: Message, username: str) -> Event | None:
    """A command to this bot, or the group's new number; whatever else is said there is nobody's business here."""
    if (new := message.migrate_to_chat_id) is not None:
        return Event(inbound=Moved(by=_address(message.chat), to=_number(new)))
    addressed, by = _ADDRESSED.match(message.text or ""), message.from_user
    if addressed is None or by is None or by.is_bot or message.chat.type == Chat.CHANNEL:
        return None
    if addressed["bot"] and addressed["bot"].lower() != username.lower():
        return None
    command, options = command_in(message.text or "") or ("", {})
    if not addressed["bot"] and command not in COMMANDS:
        return None
    place = Place(platform=NAME, id=_number(message.chat.id))
    typed = Typed(by=_address(by), command=command, options=options, language=_language(by), place=place)
    return Event(inbound=typed, group=place.id, message=_number(message.message_id))


def _left(change: ChatMemberUpdated) -> Event | None:
    if change.chat.type != Chat.PRIVATE or change.new_chat_member.status != ChatMember.BANNED:
        return None
    return Event(inbound=Left(by=_address(change.chat)))


def _words(message: Message) -> Words | None:
    """The words of a message and what of it cannot go along; None where nobody wrote it."""
    if message.text is not None:
        words, kind = markup.read(message.text, message.entities), None
    else:
        words, kind = markup.read(message.caption or "", message.caption_entities), _kind(message)
        if kind is None:
            return None
    came = media(message)
    left_out = (
        *((kind,) if kind and not came else ()), *(("forward",) if message.forward_origin is not None else ()),
    )  # fmt: skip
    emoji = message.sticker.emoji if message.sticker else message.dice.emoji if message.dice else None
    if emoji and not words.text:
        return Words(text=emoji, left_out=tuple(one for one in left_out if one == "forward"))
    return Words(text=words.text, spans=words.spans, left_out=left_out, media=came) if left_out or came else words


def _kind(message: Message) -> str | None:
    """Which kind of thing a message without text is: "" for an emoji; None for one of the platform's own."""
    found = effective_message_type(message)
    if found in (None, "dice"):
        return "" if found else "other"
    return _LEFT_OUT.get(str(found))


def _address(who: Chat | User) -> Address:
    return Address(NAME, _number(who.id))


def _number(id: object) -> str:
    """An id as the core takes it; TypeError for what is none."""
    if type(id) is not int:
        raise TypeError("no id")
    return str(id)


def _language(who: User | None) -> str:
    return language_in(who.language_code if who is not None else None)
