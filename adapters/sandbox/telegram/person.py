"""A person with a phone: what they can do and see."""

from __future__ import annotations

from typing import Any

from adapters.sandbox.people import Chat, Shown

from . import entities, keyboard
from .rooms import Account, Message, Room
from .world import World


class Person:
    """Somebody who can write to the bot, in private or in a group."""

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

    async def says(self, text: str, reply_to: str | None = None, *, marked: list[dict[str, Any]] | None = None) -> str:
        """Write to the bot; return the message's id. `marked` are entities that the person's app sets."""
        shown, found = entities.formatted(text, marked or [])
        content: Message = {"text": shown} | ({"entities": found} if found else {})
        return self._post(content, reply_to)

    async def runs(self, command: str, **options: Any) -> str:
        """Type a command with its values, in order."""
        return await self.says(" ".join([command, *map(str, options.values())]))

    async def starts(self, payload: str | None = None) -> str:
        """Follow a link to the bot, or press Start."""
        return await self.says("/start" if payload is None else f"/start {payload}")

    async def presses(self, label: str, on: str | None = None) -> str:
        """Press the button labelled so: on the message named, else on the newest that has it; return the query's id."""
        shown = self.chat.find(on) if on is not None else self.chat.newest_with(label)
        if shown is None or label not in shown.buttons:
            raise AssertionError(f"no button {label!r} here:\n{self.chat}")
        button = next(one for one in keyboard.buttons(shown.raw) if one["text"] == label)
        if "callback_data" not in button:
            raise AssertionError(f"{label!r} tells the bot nothing: {button}")
        query = str(next(self.world.query_ids))
        self.world.queries[query] = self.world.clock()
        self.world.updates.add(
            "callback_query",
            {
                "id": query,
                "from": self.account.user,
                "message": self.room.message(int(shown.id)),
                "chat_instance": str(self.world.bot_id * 2**32 ^ self.room.id),
                "data": button["callback_data"],
            },
        )
        return query

    async def sees(self, *fragments: str, within: float = 10.0) -> Shown:
        """Wait for a message of the bot (Chat.sees)."""
        return await self.chat.sees(*fragments, within=within)

    def _post(self, content: Message, reply_to: str | None) -> str:
        self.account.started = True
        about = {"from": self.account.user, "chat": self.room.chat, "date": self.world.now}
        message = self.room.post(about | content, by_bot=False, reply_to=int(reply_to) if reply_to else None)
        self.world.updates.add("message", message)
        return str(message["message_id"])
