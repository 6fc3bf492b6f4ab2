"""A channel: a DM, a guild's text channel or a thread, with its history."""

import copy
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from adapters.sandbox.discord import message as messages
from adapters.sandbox.discord.bits import Intent
from adapters.sandbox.discord.errors import Refusal
from adapters.sandbox.discord.ids import now
from adapters.sandbox.discord.message import Message
from adapters.sandbox.people import Chat

if TYPE_CHECKING:
    from adapters.sandbox.discord.guild import Guild
    from adapters.sandbox.discord.person import Person
    from adapters.sandbox.discord.world import World

Json = dict[str, Any]

TEXT, DM = 0, 1
PUBLIC_THREAD, PRIVATE_THREAD = 11, 12
THREADS = (10, PUBLIC_THREAD, PRIVATE_THREAD)


class Channel:
    """What was written in one place, and who is told of it; `chat` is what people see there."""

    def __init__(
        self, world: "World", *, kind: int = TEXT, name: str = "", guild: "Guild | None" = None,
        person: "Person | None" = None, parent: "Channel | None" = None,
    ) -> None:  # fmt: skip
        self.world, self.kind, self.name = world, kind, name
        self.guild, self.person, self.parent = guild, person, parent
        self.id = world.ids.next()
        world.channels[self.id] = self
        self.messages: list[Message] = []
        self.pins: list[tuple[str, Message]] = []  # when, what
        self.chat = person.chat if person else Chat(world.versions)
        self.hidden = False  # the bot lacks VIEW_CHANNEL here: 50001
        self.topic: str | None = None
        self.overwrites: list[Json] = []
        self.owner_id = world.me["id"]
        self.thread: Json = {"archived": False, "archive_timestamp": now(), "auto_archive_duration": 1440,
                             "locked": False, "create_timestamp": now()}  # fmt: skip
        self.thread_members: dict[str, str] = {}  # who, since when

    def post(self, author: Json, body: Json, *, more: Json | None = None, only_for: "Person | None" = None) -> Message:
        """Write a checked message; everyone who can see it is told, a person alone if it is only for them."""
        raw = messages.new(id=self.world.ids.next(), channel=self, author=author, body=body, more=more)
        message = Message(raw=raw, channel=self, only_for=only_for)
        self._chat_of(message).post(
            id=message.id, text=message.text(), raw=copy.deepcopy(raw), by_bot=author["id"] == self.world.me["id"],
            buttons=message.buttons(), ephemeral=only_for is not None,
        )  # fmt: skip
        if only_for is None:
            self.messages.append(message)
            self.tell("MESSAGE_CREATE", lambda intents: message.event(intents, me=self.world.me["id"]))
        return message

    def edit(self, message: Message, body: Json) -> None:
        """Change a message by a checked body."""
        messages.edited(message.raw, self, body)
        self.refresh(message)

    def refresh(self, message: Message) -> None:
        """Show a message as it is now, and tell the gateway."""
        self._chat_of(message).replace(
            message.id, text=message.text(), raw=copy.deepcopy(message.raw), buttons=message.buttons()
        )
        if message.only_for is None:
            self.tell("MESSAGE_UPDATE", lambda intents: message.event(intents, me=self.world.me["id"]))

    def delete(self, message: Message) -> None:
        """Remove a message."""
        self._chat_of(message).remove(message.id)
        if message.only_for is None:
            self.messages.remove(message)
            self.pins = [(when, pinned) for when, pinned in self.pins if pinned is not message]
            self.tell("MESSAGE_DELETE", {"id": message.id, "channel_id": self.id} | self.guild_part())

    def find(self, id: str) -> Message:
        """The message with this id, or a Refusal (10008)."""
        for message in reversed(self.messages):
            if message.id == id:
                return message
        raise Refusal(10008)

    def page(self, *, before: int = 0, after: int | None = None, around: int = 0, limit: int = 50) -> list[Message]:
        """A page of history, newest first (Get Channel Messages); `after` gives the oldest that come after it."""
        if around:
            older = [each for each in self.messages if int(each.id) <= around][-(limit // 2 + 1) :]
            newer = [each for each in self.messages if int(each.id) > around][: max(0, limit - len(older))]
            found = older + newer
        elif after is not None:
            found = [each for each in self.messages if int(each.id) > after][:limit]
        else:
            found = [each for each in self.messages if not before or int(each.id) < before][-limit:]
        return found[::-1]

    def tell(self, event: str, told: Json | Callable[[int], Json], *, dm: Intent = Intent.DIRECT_MESSAGES,
             guild: Intent = Intent.GUILD_MESSAGES) -> None:  # fmt: skip
        """Send a gateway event about this channel to those who asked for it."""
        if not self.hidden:
            self.world.hub.emit(event, told, intent=guild if self.guild else dm, guild_id=self.guild_id)

    def react(self, message_id: str, by: str, emoji: str, *, gone: bool = False) -> None:
        """Put somebody's reaction on a message, or take it away."""
        message = self.find(message_id)
        who = message.reactions.setdefault(emoji, [])
        if (by in who) != gone:
            return
        who.remove(by) if gone else who.append(by)
        me = self.world.me["id"]
        if by == me:
            self.chat.react(message_id, tuple(each for each, them in message.reactions.items() if me in them))
        message.raw["reactions"] = [_reaction(each, them, me) for each, them in message.reactions.items() if them]
        told = {"user_id": by, "channel_id": self.id, "message_id": message_id, "type": 0, "burst": False,
                "emoji": {"id": None, "name": emoji}} | self.guild_part()  # fmt: skip
        if not gone:
            told["message_author_id"] = message.author_id
            if self.guild:
                told["member"] = self.guild.member_payload(self.guild.members[by])
        self.tell("MESSAGE_REACTION_REMOVE" if gone else "MESSAGE_REACTION_ADD", told,
                  dm=Intent.DIRECT_MESSAGE_REACTIONS, guild=Intent.GUILD_MESSAGE_REACTIONS)  # fmt: skip

    def pin(self, message: Message) -> None:
        """Pin a message, and say so in the channel."""
        message.raw["pinned"] = True
        self.pins.append((now(), message))
        told = {"type": 6, "message_reference": {"type": 0, "channel_id": self.id, "message_id": message.id}}
        self._tell_pins()
        self.post(self.world.me, {}, more=told)

    def unpin(self, message: Message) -> None:
        """Unpin a message."""
        message.raw["pinned"] = False
        self.pins = [(when, pinned) for when, pinned in self.pins if pinned is not message]
        self._tell_pins()

    def _tell_pins(self) -> None:
        told = {"channel_id": self.id, "last_pin_timestamp": self.pins[-1][0] if self.pins else None}
        self.tell("CHANNEL_PINS_UPDATE", told | self.guild_part(), guild=Intent.GUILDS)

    def archive(self, archived: bool) -> None:
        """Archive a thread, or open it again."""
        self.thread |= {"archived": archived, "archive_timestamp": now()}
        self.tell("THREAD_UPDATE", self.payload(), guild=Intent.GUILDS)

    def types(self, by: str) -> None:
        """Somebody begins to type."""
        if by == self.world.me["id"]:
            self.chat.types()
        told: Json = {"channel_id": self.id, "user_id": by, "timestamp": int(time.time())} | self.guild_part()
        if self.guild:
            told["member"] = self.guild.member_payload(self.guild.members[by])
        self.tell("TYPING_START", told, dm=Intent.DIRECT_MESSAGE_TYPING, guild=Intent.GUILD_MESSAGE_TYPING)

    @property
    def guild_id(self) -> str | None:
        """The guild's id; None in a DM."""
        return self.guild.id if self.guild else None

    def guild_part(self) -> Json:
        """The guild's id as most events carry it."""
        return {"guild_id": self.guild.id} if self.guild else {}

    def payload(self) -> Json:
        """The channel's own object (Channel Object)."""
        last = self.messages[-1].id if self.messages else None
        base: Json = {"id": self.id, "type": self.kind, "last_message_id": last, "flags": 0}
        if self.person:
            return base | {"recipients": [self.person.payload()]}
        base |= {"guild_id": self.guild_id, "name": self.name, "rate_limit_per_user": 0,
                 "parent_id": self.parent.id if self.parent else None}  # fmt: skip
        if self.kind in THREADS:
            count = len(self.messages)
            return base | {"owner_id": self.owner_id, "thread_metadata": self.thread, "message_count": count,
                           "member_count": len(self.thread_members), "total_message_sent": count}  # fmt: skip
        siblings = self.guild.channels if self.guild else []
        return base | {"topic": self.topic, "position": siblings.index(self) if self in siblings else 0,
                       "permission_overwrites": self.overwrites, "nsfw": False}  # fmt: skip

    def _chat_of(self, message: Message) -> Chat:
        return message.only_for.chat if message.only_for else self.chat


def _reaction(emoji: str, who: list[str], me: str) -> Json:
    return {"emoji": {"id": None, "name": emoji}, "count": len(who), "count_details": {"burst": 0, "normal": len(who)},
            "burst_colors": [], "me_burst": False, "burst_me": False, "me": me in who, "burst_count": 0}  # fmt: skip
