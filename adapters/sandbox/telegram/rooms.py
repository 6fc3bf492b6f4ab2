"""Chats and accounts, as Telegram keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from adapters.sandbox.people import Chat

from .keyboard import labels

Message = dict[str, Any]
MEDIA = ("animation", "photo", "voice", "document", "sticker", "video", "audio", "contact", "location", "poll")


@dataclass(kw_only=True)
class Account:
    """A person's account, and how it stands to the bot."""

    id: int
    first_name: str
    language_code: str | None
    username: str | None = None
    started: bool = False
    blocks: bool = False
    deactivated: bool = False

    @property
    def user(self) -> dict[str, Any]:
        """The platform's User object."""
        known = {"username": self.username, "language_code": self.language_code}
        told = {field: value for field, value in known.items() if value is not None}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name} | told


@dataclass(kw_only=True)
class Room:
    """A chat: its messages, its members and what they see. `view` is what is shown in it now."""

    id: int
    about: dict[str, Any]  # the platform's Chat object without its id
    view: Chat
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, dict[str, Any]] = field(default_factory=dict)  # ChatMember without its user
    pinned: list[int] = field(default_factory=list)
    reactions: dict[tuple[int, int], list[dict[str, Any]]] = field(default_factory=dict)  # by message and who reacted
    migrated_to: int | None = None
    _last_id: int = 0
    _replies: dict[int, int] = field(default_factory=dict)

    @property
    def chat(self) -> dict[str, Any]:
        """The platform's Chat object."""
        return {"id": self.id} | self.about

    @property
    def private(self) -> bool:
        """Whether this is one person's chat with the bot."""
        return bool(self.about["type"] == "private")

    def message(self, id: int) -> Message | None:
        """The message as it is now, with the present text of what it replies to."""
        found = self.messages.get(id)
        target = self.messages.get(self._replies.get(id, 0))
        return found | {"reply_to_message": target} if found is not None and target is not None else found

    def post(self, content: Message, *, by_bot: bool, reply_to: int | None = None) -> Message:
        """Put a new message into the chat."""
        self._last_id += 1
        number = self._last_id
        self.messages[number] = {"message_id": number} | content
        if reply_to in self.messages:
            self._replies[number] = reply_to
        message = self.message(number) or {}
        self.view.post(id=str(number), text=words(message), raw=message, by_bot=by_bot, buttons=labels(message))
        return message

    def replace(self, id: int, content: Message) -> Message:
        """Put this in the place of an earlier message."""
        self.messages[id] = content
        message = self.message(id) or content
        self.view.replace(str(id), text=words(message), raw=message, buttons=labels(message))
        return message

    def remove(self, id: int) -> None:
        """Take a message out of the chat."""
        del self.messages[id]
        if id in self.pinned:
            self.pinned.remove(id)
        self.view.remove(str(id))


def words(message: Message) -> str:
    """What a person reads of a message."""
    if "text" in message:
        return str(message["text"])
    kind = next((kind for kind in MEDIA if kind in message), "service")
    return str(message.get("caption") or f"[{kind}]")
