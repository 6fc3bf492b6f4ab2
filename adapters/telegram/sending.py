"""Sending: single calls of the Bot API, their refusals told as the core's errors; buttons and links completed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from telegram import Bot, ChatMember, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram.error import ChatMigrated, TelegramError

from adapters.telegram import markup
from adapters.telegram.buttons import keyboard
from adapters.telegram.inbound import NAME
from adapters.telegram.media import sent
from adapters.telegram.pace import Pace
from adapters.telegram.refusals import ours, told, unchanged
from adapters.telegram.settings import TelegramSettings
from adapters.telegram.transport import Transport
from adapters.wording import Wording
from bot.errors import Refused, RetryLater, Unreachable
from bot.media import File
from bot.records import Passage, Saying, Still
from bot.words import Words

T = TypeVar("T")
Links = Callable[[str], str | None]
"""Completes a link that leads to another platform, as `discord:<payload>`."""

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PLAIN = _NO_PREVIEW.to_dict()


def _always() -> bool:
    return True


class Sending:
    """What the gateway sends with; it can be used as soon as it is made."""

    def __init__(self, settings: TelegramSettings, wording: Wording, *, links: Links) -> None:
        self._settings = settings
        self._wording = wording
        self._links = links
        self._transport = Transport(api_url=settings.api_url, token=settings.token)
        self._bot = Bot(
            settings.token, base_url=f"{settings.api_url}/bot", base_file_url=f"{settings.api_url}/file/bot",
            request=self._transport, get_updates_request=self._transport,
        )  # fmt: skip
        self._pace = Pace(faster=settings.pace)
        self._username = ""
        self._moved: dict[int, int] = {}

    def link(self, payload: str) -> str | None:
        """`https://t.me/<bot>?start=<payload>`; None before the bot's name is known, or for no possible payload."""
        if not self._username or not _PAYLOAD.fullmatch(payload):
            return None
        return f"https://t.me/{self._username}?start={payload}"

    async def _words(self, chat: str, words: Words, *, passage: Passage, still: Still, first: bool) -> str | None:
        """Send a share of a person's words, as an answer if it is the `first`; its id, None where they are too late."""
        text, entities = markup.plain(words)
        to = passage.reply_to if first else None
        reply = ReplyParameters(int(to), allow_sending_without_reply=True) if to else None
        with told():
            async with self._pace.turn(int(chat), bulk=passage.bulk):
                if not still():
                    return None
                return _id(await self._sent(int(chat), text, entities=entities or None, reply_parameters=reply))

    async def _files(
        self, chat: str, files: Sequence[File], words: Words | None, *, passage: Passage, still: Still, first: bool
    ) -> list[str] | None:
        """Send files of one kind as one, `words` beneath the first; their ids, None where they are too late."""
        to = passage.reply_to if first else None
        reply = ReplyParameters(int(to), allow_sending_without_reply=True) if to else None
        with told():
            async with self._pace.turn(int(chat), bulk=passage.bulk):
                if not still():
                    return None
                return await sent(self._bot, int(chat), files, words, reply=reply)

    async def _notice(self, chat: str, saying: Saying) -> str:
        """Send a notice to a private chat; the message's id."""
        shown = self._wording.render(saying, platform=NAME)
        buttons = keyboard(shown.buttons, address=self._address)
        with told():
            return _id(await self._post(int(chat), shown.text, bulk=saying.notice.bulk, reply_markup=buttons))

    async def _announce(self, group: str, saying: Saying) -> str:
        """Send a notice to a group, its buttons as links; the message's id."""
        shown = self._wording.render(saying, platform=NAME)
        buttons = keyboard(shown.buttons, address=self._address, shared=True)
        with told():
            return _id(await self._in(group, lambda chat: self._post(chat, shown.text, reply_markup=buttons)))

    async def _post(self, chat: int, text: str, *, bulk: bool = False, **more: object) -> Any:
        """The raw Message of a new message, once the pace allows it."""
        async with self._pace.turn(chat, bulk=bulk):
            return await self._sent(chat, text, **more)

    async def _sent(self, chat: int, text: str, **more: object) -> Any:
        given = {"chat_id": chat, "text": text, "link_preview_options": _PLAIN} | more
        return await self._transport.ask("sendMessage", given)

    async def _edit(
        self, chat: str, message: str, text: str, *,
        entities: Sequence[MessageEntity] = (), buttons: InlineKeyboardMarkup | None = None,
        bulk: bool = False, still: Still = _always, caption: bool = False,
    ) -> None:  # fmt: skip
        """Other words and buttons, where it is not too late for them; being so already is success. `caption`: they
        stand beneath a file.
        """
        try:
            async with self._pace.turn(int(chat), bulk=bulk):
                if still() and caption:
                    await self._bot.edit_message_caption(
                        int(chat), int(message), caption=text, caption_entities=entities
                    )
                elif still():
                    await self._bot.edit_message_text(
                        text, int(chat), int(message), entities=entities, reply_markup=buttons,
                        link_preview_options=_NO_PREVIEW,
                    )  # fmt: skip
        except TelegramError as error:
            if not unchanged(error):
                raise ours(error) from None

    async def _member(self, group: str, person: str) -> ChatMember | None:
        """How somebody stands in a group; None where the bot cannot see it."""
        try:
            with told():
                return await self._in(group, lambda chat: self._bot.get_chat_member(chat, int(person)))
        except (Refused, Unreachable):
            return None

    async def _in(self, group: str, call: Callable[[int], Awaitable[T]]) -> T:
        """Do something in a group: under its new number, if it has become a supergroup meanwhile (relay.md)."""
        old = int(group)
        try:
            return await call(self._moved.get(old, old))
        except ChatMigrated as moved:
            self._moved[old] = moved.new_chat_id
            return await call(moved.new_chat_id)

    def _address(self, link: str) -> str | None:
        platform, colon, payload = link.partition(":")
        if colon and platform != NAME:
            return self._links(link)
        return self.link(payload if colon else link)


def _id(message: Any) -> str:
    try:
        return str(message["message_id"])
    except (KeyError, TypeError):
        raise RetryLater(1.0) from None
