"""A message: how it is made from what the bot or a person sent, and what others see of it (Message Object)."""

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.sandbox.discord import components, mentions
from adapters.sandbox.discord.bits import Flag, Intent
from adapters.sandbox.discord.errors import Refusal, invalid, too_long
from adapters.sandbox.discord.ids import iso, made_at, now
from adapters.sandbox.discord.markdown import plain

if TYPE_CHECKING:
    from adapters.sandbox.discord.channel import Channel
    from adapters.sandbox.discord.person import Person

Json = dict[str, Any]
SETTABLE_FLAGS = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.IS_VOICE_MESSAGE | Flag.IS_COMPONENTS_V2


@dataclass(kw_only=True)
class Message:
    """A message in a channel; `only_for` is set where one person alone sees it (ephemeral)."""

    raw: Json
    channel: "Channel"
    only_for: "Person | None" = None
    reactions: dict[str, list[str]] = field(default_factory=dict)  # emoji -> who

    @property
    def id(self) -> str:
        """Its snowflake."""
        return str(self.raw["id"])

    @property
    def author_id(self) -> str:
        """Who wrote it."""
        return str(self.raw["author"]["id"])

    @property
    def flags(self) -> Flag:
        """Its flags."""
        return Flag(self.raw["flags"])

    def text(self) -> str:
        """What a person reads."""
        embeds = [embed.get(key, "") for embed in self.raw["embeds"] for key in ("title", "description")]
        parts = [self.raw["content"], components.texts(self.raw["components"]), *embeds]
        return plain("\n".join(part for part in parts if part))

    def buttons(self) -> tuple[str, ...]:
        """The labels that a person can press."""
        return components.labels(self.raw["components"])

    def event(self, intents: int, *, me: str) -> Json:
        """What a gateway session is told: in guilds without words, unless it may read them (Message Content Intent)."""
        guild = self.channel.guild
        seen = copy.deepcopy(self.raw)
        if guild is None:
            return seen
        seen["guild_id"] = guild.id
        if member := guild.members.get(self.author_id):
            seen["member"] = guild.member_payload(member, with_person=False)
        seen["mentions"] = [
            person | {"member": guild.member_payload(guild.members[person["id"]], with_person=False)}
            if person["id"] in guild.members else person
            for person in seen["mentions"]
        ]  # fmt: skip
        return seen if intents & Intent.MESSAGE_CONTENT else self.without_words(seen, me=me)

    def without_words(self, seen: Json, *, me: str) -> Json:
        """Empty the fields that need the message content intent, unless the bot wrote it or is mentioned."""
        if self.channel.guild is None or self.author_id == me or any(each["id"] == me for each in seen["mentions"]):
            return seen
        return seen | {"content": "", "embeds": [], "attachments": [], "components": []}


def check_sent(body: Json, *, attachments: int = 0, before: Json | None = None) -> None:
    """Refuse a message, or a change of the message `before`, that Discord would refuse."""
    content = body.get("content")
    if content is not None and not isinstance(content, str):
        raise invalid("content", "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    if content and len(content) > 2000:
        raise too_long("content", 2000)
    _check_embeds(body.get("embeds") or [])
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > 25:
        raise too_long("nonce", 25)
    mentions.check(body.get("allowed_mentions"))
    flags = int(body.get("flags") or 0)
    v2 = bool((flags | (before or {}).get("flags", 0)) & Flag.IS_COMPONENTS_V2)
    if v2 and (content or body.get("embeds")):
        raise invalid("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                      "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")  # fmt: skip
    if body.get("components"):
        components.check(body["components"], v2=v2)
    whole = {key: body[key] if key in body else (before or {}).get(key) for key in ("content", "embeds", "components")}
    said = (whole["content"] or "").strip() or whole["embeds"] or whole["components"] or body.get("sticker_ids")
    if not (said or attachments or body.get("poll") or (before or {}).get("attachments")):
        raise Refusal(50006)


def _check_embeds(embeds: list[Json]) -> None:
    """Refuse what is over the limits (Message: Embed Limits)."""
    if len(embeds) > 10:
        raise invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    said = 0
    for number, embed in enumerate(embeds):
        parts = [("title", embed.get("title"), 256), ("description", embed.get("description"), 4096),
                 ("footer.text", (embed.get("footer") or {}).get("text"), 2048),
                 ("author.name", (embed.get("author") or {}).get("name"), 256)]  # fmt: skip
        rows = embed.get("fields") or []
        if len(rows) > 25:
            raise too_long(f"embeds.{number}.fields", 25)
        for place, row in enumerate(rows):
            parts += [
                (f"fields.{place}.{name}", row.get(name), most) for name, most in (("name", 256), ("value", 1024))
            ]
        for name, text, most in parts:
            if len(text or "") > most:
                raise too_long(f"embeds.{number}.{name}", most)
            said += len(text or "")
    if said > 6000:
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def new(*, id: str, channel: "Channel", author: Json, body: Json, more: Json | None = None) -> Json:
    """A message's own object, from a checked body."""
    flags = int(body.get("flags") or 0)
    raw: Json = {
        "id": id, "channel_id": channel.id, "type": 0, "content": "", "author": author, "attachments": [],
        "embeds": [], "mentions": [], "mention_roles": [], "mention_everyone": False, "pinned": False,
        "tts": bool(body.get("tts")), "timestamp": iso(made_at(id)), "edited_timestamp": None,
        "flags": int(flags & (SETTABLE_FLAGS | Flag.EPHEMERAL | Flag.LOADING)), "components": [],
    }  # fmt: skip
    if body.get("nonce") is not None:
        raw["nonce"] = body["nonce"]
    apply(raw, channel, body)
    return raw | (more or {})


def apply(raw: Json, channel: "Channel", body: Json) -> None:
    """Put the fields of a body that are there into a message's own object."""
    if "content" in body:
        raw["content"] = (body["content"] or "").strip()
    if "embeds" in body:
        raw["embeds"] = [{"type": "rich"} | embed for embed in body["embeds"] or []]
    if "components" in body:
        v2 = bool((int(body.get("flags") or 0) | raw["flags"]) & Flag.IS_COMPONENTS_V2)
        raw["components"] = components.check(body["components"] or [], v2=v2)
    if "flags" in body and body["flags"] is not None:
        kept = raw["flags"] & ~Flag.SUPPRESS_EMBEDS
        raw["flags"] = int(kept | int(body["flags"]) & (SETTABLE_FLAGS | Flag.EPHEMERAL))
    found = mentions.mentioned(raw["content"], body.get("allowed_mentions"))
    world = channel.world
    raw["mentions"] = [user for each in found.people if (user := world.user_payload(each)) is not None]
    raw["mention_roles"] = [each for each in found.roles if channel.guild and each in channel.guild.roles]
    raw["mention_everyone"] = found.everyone and channel.guild is not None


def edited(raw: Json, channel: "Channel", body: Json) -> None:
    """Change a message by a checked body, and say when."""
    apply(raw, channel, body)
    raw["edited_timestamp"] = now()


def reference(channel: "Channel", id: str) -> Json:
    """The fields by which a message answers another in its channel; a Refusal (10008) if that is not there."""
    target = channel.find(id)
    return {
        "type": 19, "referenced_message": copy.deepcopy(target.raw),
        "message_reference": {"type": 0, "channel_id": channel.id, "message_id": id} | channel.guild_part(),
    }  # fmt: skip
