"""A person with a phone: what they can do and see."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from adapters.sandbox.people import Chat, Shown

from . import keyboard
from .entities import formatted
from .group import Group, heard
from .methods_messages import LONGEST_TEXT
from .methods_profile import menu
from .posting import Posting
from .rooms import Account, Message, Room
from .world import World, with_entities


class Person(Posting):
    """Somebody who can write to the bot, in private or in a group. Message ids are those of the chat they are in."""

    def __init__(self, world: World, account: Account, room: Room) -> None:
        self.world = world
        self.account = account
        self.room = room
        self.name = account.first_name

    @property
    def id(self) -> int:
        """The number of the account, and of the private chat."""
        return self.account.id

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.room.view

    @property
    def menu(self) -> list[str]:
        """The commands that the app offers in the private chat, in order."""
        return [one["command"] for one in menu(self.world, self.id, self.account.language_code)]

    async def says(
        self, text: str, reply_to: str | None = None, *,
        entities: list[dict[str, Any]] | None = None, group: Group | None = None,
    ) -> str:  # fmt: skip
        """Write to the bot, or in a group; return the message's id. `entities` are what the app marks by itself."""
        shown, marks = formatted(text, entities or [])
        if not 1 <= len(shown) <= LONGEST_TEXT:
            raise AssertionError(f"the app sends 1 to {LONGEST_TEXT} characters at once, not {len(shown)}")
        return self.sends(with_entities("text", shown, marks), reply_to=reply_to, group=group)

    async def runs(self, command: str, *, group: Group | None = None, **options: Any) -> str:
        """Type a command with its values, in order."""
        return await self.says(" ".join([command, *map(str, options.values())]), group=group)

    async def starts(self, payload: str | None = None) -> str:
        """Follow a link to the bot (`?start=payload`), or press Start; a blocked bot is unblocked by it."""
        if payload is not None and not re.fullmatch(r"[\w-]{1,64}", payload, re.ASCII):
            raise AssertionError(f"no deep link: {payload!r}")
        if self.account.blocks:
            self.unblocks_bot()
        return await self.says("/start" if payload is None else f"/start {payload}")

    async def edits(self, message_id: str, text: str, *, group: Group | None = None) -> None:
        """Change what was written."""
        room, old = self._own(message_id, group)
        field = "text" if "text" in old else "caption"
        kept = {key: old[key] for key in old if key not in (field, "entities", "caption_entities")}
        new = kept | with_entities(field, *formatted(text, [])) | {"edit_date": self.world.now}
        message = room.replace(int(message_id), new)
        if heard(self.world, room, message):
            self.world.updates.add("edited_message", message)

    async def deletes(self, message_id: str, *, group: Group | None = None) -> None:
        """Take a message away for both sides; the platform tells the bot nothing of it."""
        self._own(message_id, group)[0].remove(int(message_id))

    async def presses(self, label: str, on: str | None = None, *, group: Group | None = None) -> str:
        """Press the button labelled so: on the message named, else on the newest that has it; return the query's id."""
        room = group.room if group else self.room
        shown = room.view.find(on) if on is not None else room.view.newest_with(label)
        if shown is None or label not in shown.buttons:
            raise AssertionError(f"no button {label!r} here:\n{room.view}")
        button = next(one for one in keyboard.buttons(shown.raw) if one["text"] == label)
        if "callback_data" not in button:
            raise AssertionError(f"{label!r} tells the bot nothing: {button}")
        return self._query(room, int(shown.id), button["callback_data"])

    async def follows(self, label: str, *, group: Group | None = None) -> str:
        """Open the newest button labelled so, which links to the bot; return the id of the message that this sends."""
        room = group.room if group else self.room
        shown = room.view.newest_with(label)
        link = (
            next((one.get("url", "") for one in keyboard.buttons(shown.raw) if one["text"] == label), "")
            if shown
            else ""
        )
        url = urlsplit(link)
        if url.hostname != "t.me" or url.path.strip("/").lower() != self.world.bot_names["username"].lower():
            raise AssertionError(f"{label!r} does not link to the bot: {link!r}")
        return await self.starts(parse_qs(url.query).get("start", [None])[0])

    async def forges(self, message_id: str, data: str) -> str:
        """Press a button that the message never had, as a changed app can; return the query's id."""
        return self._query(self.room, int(message_id), data)

    async def reacts(self, message_id: str, emoji: str | None) -> None:
        """Put one reaction on a message, or take it away."""
        old = self.room.reactions.get((int(message_id), self.id), [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        self.room.reactions[int(message_id), self.id] = new
        event = {"chat": self.room.chat, "message_id": int(message_id), "user": self.account.user}
        changed = {"date": self.world.now, "old_reaction": old, "new_reaction": new}
        self.world.updates.add("message_reaction", event | changed)

    async def unreacts(self, message_id: str, emoji: str) -> None:
        """Take the one reaction from a message; it must be this one."""
        if self.room.reactions.get((int(message_id), self.id)) != [{"type": "emoji", "emoji": emoji}]:
            raise AssertionError(f"{self.name} has no {emoji} on {message_id}")
        await self.reacts(message_id, None)

    async def sees(self, *fragments: str, within: float = 10.0) -> Shown:
        """Wait for a message of the bot (Chat.sees)."""
        return await self.chat.sees(*fragments, within=within)

    async def hears(self, query: str, within: float = 10.0) -> str:
        """Wait until a press is answered; return the words that pop up, if any."""
        answer = await self.world.answered.until(lambda: self.world.answers.get(query), within=within)
        return str(answer.get("text", ""))

    def blocks_bot(self) -> None:
        """Block the bot; it is told so, and can write no more."""
        self.account.blocks = True
        self.world.change_bot(self.room, {"status": "kicked", "until_date": 0}, by=self.account.user)

    def unblocks_bot(self) -> None:
        """Let the bot write again."""
        self.account.blocks = False
        self.world.change_bot(self.room, {"status": "member"}, by=self.account.user)

    def deletes_account(self) -> None:
        """From now on there is nobody to write to."""
        self.account.deactivated = True

    def _query(self, room: Room, number: int, data: str) -> str:
        query = str(next(self.world.query_ids))
        self.world.queries[query] = self.world.clock()
        message = room.message(number) or {"chat": room.chat, "message_id": number, "date": 0}
        event = {"id": query, "from": self.account.user, "message": message, "data": data}
        self.world.updates.add("callback_query", event | {"chat_instance": str(self.world.bot_id * 2**32 ^ room.id)})
        return query

    def _own(self, message_id: str, group: Group | None) -> tuple[Room, Message]:
        room = group.room if group else self.room
        message = room.messages.get(int(message_id))
        if message is None or message["from"]["id"] != self.id:
            raise AssertionError(f"{message_id} is no message of {self.name}:\n{room.view}")
        return room, message
