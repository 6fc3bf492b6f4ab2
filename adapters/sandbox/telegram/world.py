"""What this small Telegram knows: the bot, accounts, chats, what waits for the bot; the bot may be away."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

from adapters.sandbox.people import Bell, Chat

from .entities import Entity
from .files import Files
from .params import Params, Reader
from .refusal import bad, forbidden
from .rooms import Account, Message, Room
from .shapes import SHAPES
from .updates import Updates
from .webhook import Webhook

FIRST_PERSON, FIRST_GROUP, FIRST_SUPERGROUP = 5_100_000_001, -4_100_000_001, -1_002_100_000_001


class World:
    """The state behind the methods; times are Unix seconds of `clock`."""

    def __init__(self, *, bot_id: int, username: str, strict: bool, clock: Callable[[], float] = time.time) -> None:
        self.bot_id = bot_id
        self.bot_names = {"first_name": "Sandbox line", "username": username}
        self.reads_all = False  # whether privacy mode is off
        self.started_at = 0
        self.logged_out_until = 0
        self.clock = clock
        self.reader = Reader(shapes=SHAPES, strict=strict)
        self.files = Files()
        self.updates = Updates(itertools.count(700_000_001), clock)
        self.webhook = Webhook(self.updates)
        self.accounts: dict[int, Account] = {}
        self.rooms: dict[int, Room] = {}
        self.queries: dict[str, float] = {}
        self.answers: dict[str, Params] = {}
        self.answered = Bell()
        self.commands: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, dict[str, Any]] = {}
        self.query_ids = itertools.count(4_382_000_000_000_001)
        self.person_ids = itertools.count(FIRST_PERSON)
        self.group_ids = itertools.count(FIRST_GROUP, -1)
        self.supergroup_ids = itertools.count(FIRST_SUPERGROUP, -1)
        self._versions = itertools.count(1)

    @property
    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())

    @property
    def bot(self) -> dict[str, Any]:
        """The bot's User object, as others see it."""
        return {"id": self.bot_id, "is_bot": True} | self.bot_names

    def new_room(self, id: int, about: dict[str, Any]) -> Room:
        """Open a chat."""
        self.rooms[id] = Room(id=id, about=about, view=Chat(self._versions))
        return self.rooms[id]

    def room(self, chat_id: int | str) -> Room:
        """The chat that the bot means, if the bot may know it (400 if not, or if it has moved)."""
        room = self.rooms.get(chat_id) if isinstance(chat_id, int) else self._named(chat_id)
        if room is None or (room.private and not self._met(room.id)):
            raise bad("chat not found")
        if room.migrated_to is not None:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=room.migrated_to)
        return room

    def writable(self, chat_id: int | str) -> Room:
        """The chat that the bot means, if the bot may write in it (400, 403)."""
        room = self.room(chat_id)
        if room.private:
            account = self.accounts[room.id]
            if account.deactivated:
                raise forbidden("user is deactivated")
            if not account.started:
                raise forbidden("bot can't initiate conversation with a user")
            if account.blocks:
                raise forbidden("bot was blocked by the user")
            return room
        status = room.members.get(self.bot_id, {"status": "left"})["status"]
        if status in ("left", "kicked"):
            said = "is not a member of" if status == "left" else "was kicked from"
            raise forbidden(f"bot {said} the {room.about['type']} chat")
        return room

    def member(self, room: Room, who: int) -> dict[str, Any]:
        """The platform's ChatMember object."""
        user = self.bot if who == self.bot_id else self.accounts[who].user
        away = {"status": "member" if room.private else "left"}
        return {"user": user} | room.members.get(who, away)

    def change_bot(self, room: Room, standing: dict[str, Any], *, by: dict[str, Any]) -> None:
        """The bot stands differently in a chat from now on, and is told so."""
        old = self.member(room, self.bot_id)
        room.members[self.bot_id] = standing
        new = self.member(room, self.bot_id)
        event = {"chat": room.chat, "from": by, "date": self.now, "old_chat_member": old, "new_chat_member": new}
        self.updates.add("my_chat_member", event)

    def say(self, room: Room, content: dict[str, Any], *, reply_to: int | None = None) -> Message:
        """The bot's message, put into the chat."""
        about = {"from": self.bot, "chat": room.chat, "date": self.now}
        return room.post(about | content, by_bot=True, reply_to=reply_to)

    def _named(self, name: str) -> Room | None:
        username = name.removeprefix("@").lower()
        return next((room for room in self.rooms.values() if room.about.get("username", "").lower() == username), None)

    def _met(self, person_id: int) -> bool:
        groups = (room.members for room in self.rooms.values() if not room.private)
        together = any(person_id in members and self.bot_id in members for members in groups)
        return self.accounts[person_id].started or together


def with_entities(field: str, text: str, entities: list[Entity]) -> Params:
    """The fields of a message that hold a text and its entities."""
    return {field: text} | ({"entities" if field == "text" else "caption_entities": entities} if entities else {})
