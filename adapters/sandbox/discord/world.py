"""Everything that there is on this Discord: guilds, people, channels, the bot and its commands."""

import itertools
import mimetypes
from collections.abc import Iterable
from typing import Any

from adapters.sandbox.discord.bits import Intent
from adapters.sandbox.discord.channel import DM, Channel
from adapters.sandbox.discord.errors import Refusal
from adapters.sandbox.discord.guild import Guild
from adapters.sandbox.discord.hub import Hub
from adapters.sandbox.discord.ids import Snowflakes
from adapters.sandbox.discord.interaction import Interaction
from adapters.sandbox.discord.message import Message
from adapters.sandbox.discord.person import Person
from adapters.sandbox.discord.user import user_payload

Json = dict[str, Any]


class World:
    """The state; it stays while the bot comes and goes."""

    def __init__(self, *, privileged: int = 0) -> None:
        self.ids = Snowflakes()
        self.versions = itertools.count(1)
        self.hub = Hub()
        self.privileged = privileged  # intents that the application was granted
        self.me: Json = user_payload(self.ids.next(), "warmline") | {"bot": True}
        self.application: Json = {"id": self.me["id"], "name": "Warmline", "description": "", "flags": 0}
        self.guilds: dict[str, Guild] = {}
        self.people: dict[str, Person] = {}
        self._named: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}  # DMs, channels and threads
        self.dms: dict[str, Channel] = {}  # by the person's id
        self.commands: dict[str | None, dict[str, Json]] = {None: {}}  # by guild, then by id
        self.interactions: dict[str, Interaction] = {}  # by token
        self.by_nonce: dict[tuple[str, str], tuple[float, Message]] = {}  # author, nonce: when, what
        self.uploads: dict[str, bytes] = {}
        self.shards = 1  # how many /gateway/bot recommends
        self.base = ""  # http://host:port

    def user_payload(self, id: str) -> Json | None:
        """Somebody's user object; None for a stranger."""
        if id == self.me["id"]:
            return self.me
        return self.people[id].payload() if id in self.people else None

    def guild(self, name: str, id: str | None = None) -> Guild:
        """The guild of that name or id, made if it is not there."""
        for guild in self.guilds.values():
            if guild.id == id or (id is None and guild.name == name):
                return guild
        guild = Guild(self, name, id)
        self.guilds[guild.id] = guild
        self.hub.emit("GUILD_CREATE", guild.created, intent=Intent.GUILDS, guild_id=guild.id)
        return guild

    def known_guild(self, id: str) -> Guild:
        """The guild with this id that the bot is in, or a Refusal (10004)."""
        if id not in self.guilds or not self.guilds[id].has_bot:
            raise Refusal(10004)
        return self.guilds[id]

    def dm(self, person: Person) -> Channel:
        """The private channel of a person and the bot, made if it is not there."""
        if person.id not in self.dms:
            self.dms[person.id] = Channel(self, kind=DM, person=person)
        return self.dms[person.id]

    def channel(self, id: str) -> Channel:
        """The channel with this id that the bot can see, or a Refusal (10003, 50001)."""
        channel = self.channels.get(id)
        if channel is None or (channel.guild and not channel.guild.has_bot):
            raise Refusal(10003)
        if channel.hidden:
            raise Refusal(50001)
        return channel

    def rename(self, channel: Channel, id: str) -> None:
        """Give a channel another id."""
        del self.channels[channel.id]
        channel.id = id
        self.channels[id] = channel

    def person(self, name: str, guild: Guild | None = None, locale: str = "en-US") -> Person:
        """The person of that name, made if they are not there, and let into the guild."""
        if name not in self._named:
            self._named[name] = person = Person(self, name, locale)
            self.people[person.id] = person
        person = self._named[name]
        if guild and person.id not in guild.members:
            guild.add(person)
        return person

    def only_for(self, person: Person) -> list[Message]:
        """The messages that this person alone sees and has not lost."""
        return [
            message for interaction in self.interactions.values() for message in interaction.messages.values()
            if message.only_for is person and person.chat.find(message.id)
        ]  # fmt: skip

    def attach(self, channel: Channel, files: Iterable[tuple[str, bytes]]) -> list[Json]:
        """Keep files, by name and content, and return their attachment objects."""
        attached = []
        for name, content in files:
            new = self.ids.next()
            path = f"/attachments/{channel.id}/{new}/{name}"
            self.uploads[path] = content
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            attached.append({"id": new, "filename": name, "size": len(content), "url": self.base + path,
                             "proxy_url": self.base + path, "content_type": kind})  # fmt: skip
        return attached
