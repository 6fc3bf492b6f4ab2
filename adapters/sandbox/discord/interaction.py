"""An interaction: what a person did with a command, button or form, and how it was answered (Interactions)."""

import secrets
import time
from typing import TYPE_CHECKING, Any

from adapters.sandbox.discord.bits import EVERYTHING
from adapters.sandbox.discord.channel import Channel
from adapters.sandbox.discord.errors import Refusal
from adapters.sandbox.discord.message import Message
from adapters.sandbox.people import Bell

if TYPE_CHECKING:
    from adapters.sandbox.discord.person import Person

Json = dict[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
FIRST_ANSWER, TOKEN_LIFE = 3.0, 15 * 60.0  # seconds


class Interaction:
    """One act of a person; `answer` is the type of the first callback, None while there is none."""

    def __init__(self, *, kind: int, person: "Person", channel: Channel, data: Json, on: Message | None = None) -> None:
        world = channel.world
        self.id, self.token = world.ids.next(), secrets.token_urlsafe(48)
        self.kind, self.person, self.channel, self.data, self.on = kind, person, channel, data, on
        self.made = time.monotonic()
        self.answer: int | None = None
        self.original: Message | None = None
        self.messages: dict[str, Message] = {}
        self.modal: Json | None = None
        self.opened_by: Interaction | None = None  # of a modal: what was answered with it
        self.choices: list[Json] = []
        self.changed = Bell()

    async def answered(self, *, within: float = FIRST_ANSWER) -> int:
        """Wait for the first answer and return its type; TimeoutError if the bot does not respond."""
        return await self.changed.until(lambda: self.answer, within=within)

    def age(self) -> float:
        """Seconds since the person did it."""
        return time.monotonic() - self.made

    def check_first(self) -> None:
        """Refuse a first answer that is late (10062) or not the first (40060)."""
        if self.answer is not None:
            raise Refusal(40060)
        if self.age() > FIRST_ANSWER:
            raise Refusal(10062)

    def check_later(self) -> None:
        """Refuse what may only come after the first answer, within 15 minutes (10015, 50027)."""
        if self.age() > TOKEN_LIFE:
            raise Refusal(50027)
        if self.answer is None:
            raise Refusal(10015)

    def payload(self) -> Json:
        """What the bot is told (Interaction Object)."""
        guild, world, person = self.channel.guild, self.channel.world, self.person
        told: Json = {
            "id": self.id, "application_id": world.me["id"], "type": self.kind, "token": self.token, "version": 1,
            "data": self.data, "channel_id": self.channel.id, "channel": self.channel.payload(),
            "locale": person.locale, "entitlements": [], "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": self.owners(), "context": 0 if guild else 1,
            "app_permissions": str(int(guild.permissions(world.me["id"]) if guild else EVERYTHING)),
        }  # fmt: skip
        if guild is None:
            told["user"] = person.payload()
        else:
            member = guild.member_payload(guild.members[person.id])
            told["member"] = member | {"permissions": str(int(guild.permissions(person.id)))}
            told |= {"guild_id": guild.id, "guild_locale": guild.locale,
                     "guild": {"id": guild.id, "locale": guild.locale, "features": []}}  # fmt: skip
        return told | ({"message": self.on.raw} if self.on else {})

    def owners(self) -> Json:
        """Through which installation it came: the guild's, or "0" in the DM with the bot."""
        return {"0": self.channel.guild_id or "0"}

    def metadata(self) -> Json:
        """What a message says of the interaction that it answers (Message Interaction Metadata)."""
        told: Json = {"id": self.id, "type": self.kind, "user": self.person.payload(),
                      "authorizing_integration_owners": self.owners()}  # fmt: skip
        if self.kind == COMPONENT and self.on:
            told["interacted_message_id"] = self.on.id
        if self.kind == COMMAND:
            told["name"] = self.data["name"]
            told["command_type"] = self.data["type"]
        if self.kind == MODAL:
            told["triggering_interaction_metadata"] = self.opened_by.metadata() if self.opened_by else {}
        return told

    def send(self, body: Json, attached: Json | None = None) -> Message:
        """Write a message as an answer, for one person's eyes if its flags say so."""
        world = self.channel.world
        more: Json = {"application_id": world.me["id"], "webhook_id": world.me["id"],
                      "interaction_metadata": self.metadata()}  # fmt: skip
        if self.kind == COMMAND:
            more |= {"type": 20, "interaction": {"id": self.id, "type": 2, "name": self.data["name"],
                                                  "user": self.person.payload()}}  # fmt: skip
        only_for = self.person if int(body.get("flags") or 0) & 64 else None
        message = self.channel.post(world.me, body, more=more | (attached or {}), only_for=only_for)
        self.messages[message.id] = message
        return message
