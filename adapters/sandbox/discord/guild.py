"""A guild ("server"): channels, roles, and who is in it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.sandbox.discord.bits import BOT, EVERYONE, EVERYTHING, Intent, Permission
from adapters.sandbox.discord.channel import TEXT, Channel
from adapters.sandbox.discord.errors import Refusal
from adapters.sandbox.discord.ids import now

if TYPE_CHECKING:
    from adapters.sandbox.discord.person import Person
    from adapters.sandbox.discord.world import World

Json = dict[str, Any]


@dataclass
class Member:
    """Somebody in a guild."""

    user_id: str
    roles: list[str] = field(default_factory=list)
    joined_at: str = field(default_factory=now)
    nick: str | None = None


class Guild:
    """A place with channels, roles and members; it begins with #general and the bot in it."""

    def __init__(self, world: "World", name: str, id: str | None = None) -> None:
        self.world, self.name, self.id = world, name, id or world.ids.next()
        self.locale = "en-US"
        self.owner_id = world.ids.next()
        self.has_bot = True
        self.members: dict[str, Member] = {}
        self.roles: dict[str, Json] = {self.id: _role(self.id, "@everyone", int(EVERYONE), 0)}
        self.channels: list[Channel] = []
        self.threads: list[Channel] = []
        me = world.me["id"]
        self.bot_role = world.ids.next()
        tags = {"managed": True, "tags": {"bot_id": me}}
        self.roles[self.bot_role] = _role(self.bot_role, str(world.me["username"]), int(BOT), 1) | tags
        self.members[me] = Member(me, [self.bot_role])
        self._say = False  # nobody is told of what is there from the beginning
        self.channel("general")
        self._say = True

    def channel(self, name: str, *, topic: str | None = None) -> Channel:
        """The text channel of that name, made if it is not there."""
        for channel in self.channels:
            if channel.name == name:
                return channel
        channel = Channel(self.world, kind=TEXT, name=name, guild=self)
        channel.topic = topic
        self.channels.append(channel)
        self.tell("CHANNEL_CREATE", channel.payload())
        return channel

    def role(self, name: str, *, permissions: int = 0, mentionable: bool = False) -> str:
        """The id of the role of that name, made if it is not there."""
        for role in self.roles.values():
            if role["name"] == name:
                return str(role["id"])
        new = _role(self.world.ids.next(), name, permissions, len(self.roles)) | {"mentionable": mentionable}
        self.roles[new["id"]] = new
        self.tell("GUILD_ROLE_CREATE", {"guild_id": self.id, "role": new})
        return str(new["id"])

    def remove_channel(self, channel: Channel) -> None:
        """Remove a channel or thread with all that was written in it."""
        told = channel.payload()
        thread = channel in self.threads
        (self.threads if thread else self.channels).remove(channel)
        del self.world.channels[channel.id]
        self.tell("THREAD_DELETE" if thread else "CHANNEL_DELETE", told)

    def gives(self, person: "Person", *names: str) -> None:
        """Give a member roles by name."""
        member = self.members[person.id]
        member.roles = list(dict.fromkeys(member.roles + [self.role(name) for name in names]))
        self.tell_of(member)

    def takes(self, person: "Person", *names: str) -> None:
        """Take roles from a member by name."""
        member = self.members[person.id]
        gone = {self.role(name) for name in names}
        member.roles = [role for role in member.roles if role not in gone]
        self.tell_of(member)

    def add(self, person: "Person") -> None:
        """Let a person in."""
        member = self.members[person.id] = Member(person.id)
        self.tell("GUILD_MEMBER_ADD", self.member_payload(member) | {"guild_id": self.id}, Intent.GUILD_MEMBERS)

    def remove(self, person: "Person") -> None:
        """A person leaves, or is made to."""
        if self.members.pop(person.id, None):
            told = {"guild_id": self.id, "user": person.payload()}
            self.tell("GUILD_MEMBER_REMOVE", told, Intent.GUILD_MEMBERS)

    def removes_bot(self) -> None:
        """The bot is thrown out."""
        self.has_bot = False
        self.members.pop(self.world.me["id"], None)
        self.world.hub.emit("GUILD_DELETE", {"id": self.id}, intent=Intent.GUILDS, guild_id=self.id)

    def invites_bot(self) -> None:
        """The bot is let in (again)."""
        self.has_bot = True
        self.members[self.world.me["id"]] = Member(self.world.me["id"], [self.bot_role])
        self.world.hub.emit("GUILD_CREATE", self.created, intent=Intent.GUILDS, guild_id=self.id)

    def permissions(self, user_id: str) -> Permission:
        """What somebody may do here, by their roles."""
        member = self.members.get(user_id)
        if member is None:
            return Permission(0)
        mine = int(self.roles[self.id]["permissions"])
        for role in member.roles:
            mine |= int(self.roles[role]["permissions"])
        return Permission(EVERYTHING if user_id == self.owner_id or mine & Permission.ADMINISTRATOR else mine)

    def needs(self, wanted: Permission) -> None:
        """Refuse (50013) if the bot may not do this here."""
        if wanted not in self.permissions(self.world.me["id"]):
            raise Refusal(50013)

    def tell(self, event: str, told: Json, intent: Intent = Intent.GUILDS) -> None:
        """Send a gateway event about this guild."""
        if self._say and self.has_bot:
            self.world.hub.emit(event, told, intent=intent, guild_id=self.id)

    def tell_of(self, member: Member) -> None:
        """Say that a member changed; of itself the bot is told with the intent GUILDS alone."""
        told = self.member_payload(member) | {"guild_id": self.id}
        mine = member.user_id == self.world.me["id"]
        self.tell("GUILD_MEMBER_UPDATE", told, Intent.GUILDS if mine else Intent.GUILD_MEMBERS)

    def member_payload(self, member: Member, *, with_person: bool = True) -> Json:
        """A member's own object (Guild Member Object)."""
        told: Json = {
            "nick": member.nick, "avatar": None, "banner": None, "roles": member.roles, "joined_at": member.joined_at,
            "premium_since": None, "deaf": False, "mute": False, "flags": 0, "pending": False,
            "communication_disabled_until": None,
        }  # fmt: skip
        return told | ({"user": self.world.user_payload(member.user_id)} if with_person else {})

    def payload(self) -> Json:
        """The guild's own object (Guild Object)."""
        nothing = ("icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
                   "afk_channel_id", "system_channel_id", "widget_channel_id", "max_presences", "vanity_url_code",
                   "rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data")  # fmt: skip  # noqa: E501
        return dict.fromkeys(nothing) | {
            "id": self.id, "name": self.name, "owner_id": self.owner_id, "features": [], "region": "deprecated",
            "afk_timeout": 300, "system_channel_flags": 0, "widget_enabled": False, "verification_level": 0,
            "roles": list(self.roles.values()), "default_message_notifications": 0, "mfa_level": 0,
            "explicit_content_filter": 0, "max_members": 500000, "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25, "premium_tier": 0, "premium_subscription_count": 0,
            "preferred_locale": self.locale, "premium_progress_bar_enabled": False, "nsfw": False, "nsfw_level": 0,
            "emojis": [], "stickers": [],
        }  # fmt: skip

    def created(self, intents: int) -> Json:
        """What GUILD_CREATE says: other members only with their privileged intent."""
        me = self.members[self.world.me["id"]]
        members = list(self.members.values()) if intents & Intent.GUILD_MEMBERS else [me]
        return self.payload() | {
            "joined_at": me.joined_at, "large": False, "unavailable": False, "member_count": len(self.members),
            "members": [self.member_payload(member) for member in members],
            "channels": [channel.payload() for channel in self.channels if not channel.hidden],
            "threads": [thread.payload() for thread in self.threads if not thread.thread["archived"]],
            "voice_states": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }  # fmt: skip


def _role(id: str, name: str, permissions: int, position: int) -> Json:
    return {
        "id": id, "name": name, "permissions": str(permissions), "position": position, "color": 0, "hoist": False,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "managed": False,
        "mentionable": False, "icon": None, "unicode_emoji": None, "flags": 0,
    }  # fmt: skip
