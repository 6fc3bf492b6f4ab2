"""Guilds, their members and roles (Guild Resource)."""

from typing import Any

from adapters.sandbox.discord.bits import Intent, Permission
from adapters.sandbox.discord.call import Call, Made, Route, fields
from adapters.sandbox.discord.errors import Refusal, bad_length, missing
from adapters.sandbox.discord.guild import Guild, Member

Json = dict[str, Any]
GUILD, MEMBER = "/guilds/{guild_id}", "/guilds/{guild_id}/members/{user_id}"


def get(call: Call) -> Json:
    """One guild."""
    guild = call.guild()
    counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 0}
    return guild.payload() | (counts if call.switch("with_counts") else {})


def mine(call: Call) -> list[Json]:
    """The guilds that the bot is in."""
    return [
        {"id": guild.id, "name": guild.name, "icon": None, "banner": None, "owner": False, "features": [],
         "permissions": str(int(guild.permissions(call.world.me["id"])))}
        for guild in call.world.guilds.values() if guild.has_bot
    ]  # fmt: skip


def leave(call: Call) -> None:
    """The bot goes."""
    call.guild().removes_bot()


def channels(call: Call) -> list[Json]:
    """The channels of a guild, without threads."""
    return [channel.payload() for channel in call.guild().channels if not channel.hidden]


def create_channel(call: Call) -> Made:
    """Make a text channel."""
    guild, body = call.guild(), call.body
    guild.needs(Permission.MANAGE_CHANNELS)
    if not 1 <= len(body.get("name") or "") <= 100:
        raise missing("name") if "name" not in body else bad_length("name", 1, 100)
    return Made(reply=guild.channel(body["name"], topic=body.get("topic")).payload())


def threads(call: Call) -> Json:
    """The threads of a guild that are not archived."""
    active = [thread.payload() for thread in call.guild().threads if not thread.thread["archived"]]
    return {"threads": active, "members": []}


def member(call: Call) -> Json:
    """One member; a stranger is 10007."""
    guild, found = _member(call)
    return guild.member_payload(found)


def members(call: Call) -> list[Json]:
    """All members, for applications that may know them."""
    if not call.world.privileged & Intent.GUILD_MEMBERS:
        raise Refusal(50001)
    after, limit = call.whole("after", 0) or 0, call.whole("limit", 1) or 1
    guild = call.guild()
    found = [each for each in guild.members.values() if int(each.user_id) > after]
    found.sort(key=lambda each: int(each.user_id))
    return [guild.member_payload(each) for each in found[:limit]]


def change_me(call: Call) -> Json:
    """Change the bot's nickname."""
    guild = call.guild()
    me = guild.members[call.world.me["id"]]
    me.nick = call.body.get("nick", me.nick)
    guild.tell_of(me)
    return guild.member_payload(me)


def roles(call: Call) -> list[Json]:
    """All roles."""
    return list(call.guild().roles.values())


def create_role(call: Call) -> Json:
    """Make a role."""
    guild = call.guild()
    guild.needs(Permission.MANAGE_ROLES)
    name, permissions = call.body.get("name") or "new role", int(call.body.get("permissions") or 0)
    return guild.roles[guild.role(name, permissions=permissions, mentionable=bool(call.body.get("mentionable")))]


def give_role(call: Call) -> None:
    """Give a member a role."""
    guild, found = _member(call)
    found.roles = list(dict.fromkeys([*found.roles, _role(call, guild)]))
    guild.tell_of(found)


def take_role(call: Call) -> None:
    """Take a role from a member."""
    guild, found = _member(call)
    gone = _role(call, guild)
    found.roles = [role for role in found.roles if role != gone]
    guild.tell_of(found)


def _member(call: Call) -> tuple[Guild, Member]:
    guild, who = call.guild(), call.path["user_id"]
    if who in guild.members:
        return guild, guild.members[who]
    raise Refusal(10007 if call.world.user_payload(who) else 10013)


def _role(call: Call, guild: Guild) -> str:
    guild.needs(Permission.MANAGE_ROLES)
    if call.path["role_id"] not in guild.roles:
        raise Refusal(10011)
    return call.path["role_id"]


ROUTES = (
    Route(method="GET", path="/users/@me/guilds", answer=mine, query=fields("before after limit with_counts")),
    Route(method="DELETE", path="/users/@me/guilds/{guild_id}", answer=leave),
    Route(method="GET", path=GUILD, answer=get, query=fields("with_counts")),
    Route(method="GET", path=GUILD + "/channels", answer=channels),
    Route(method="POST", path=GUILD + "/channels", answer=create_channel, fields=fields(
        "name type topic position permission_overwrites parent_id nsfw rate_limit_per_user")),
    Route(method="GET", path=GUILD + "/threads/active", answer=threads),
    Route(method="GET", path=GUILD + "/members", answer=members, query=fields("limit after")),
    Route(method="PATCH", path=GUILD + "/members/@me", answer=change_me, fields=fields("nick banner avatar bio")),
    Route(method="GET", path=MEMBER, answer=member),
    Route(method="GET", path=GUILD + "/roles", answer=roles),
    Route(method="POST", path=GUILD + "/roles", answer=create_role, fields=fields(
        "name permissions color colors hoist icon unicode_emoji mentionable")),
    Route(method="PUT", path=MEMBER + "/roles/{role_id}", answer=give_role),
    Route(method="DELETE", path=MEMBER + "/roles/{role_id}", answer=take_role),
)  # fmt: skip
