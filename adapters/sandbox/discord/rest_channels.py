"""Channels: typing, pins, reactions, threads (Channel Resource)."""

import re
from typing import Any
from urllib.parse import unquote

from adapters.sandbox.discord.bits import Permission
from adapters.sandbox.discord.call import Call, Made, Route, fields
from adapters.sandbox.discord.channel import PRIVATE_THREAD, PUBLIC_THREAD, THREADS, Channel
from adapters.sandbox.discord.errors import Refusal, bad_length, invalid, missing
from adapters.sandbox.discord.ids import now
from adapters.sandbox.discord.rest_messages import found, read

Json = dict[str, Any]
CHANNEL = "/channels/{channel_id}"
_UNDRAWN = re.compile("[❤✍☃🕊](?!\ufe0f)|.*[♂♀](?!\ufe0f)")


def get(call: Call) -> Json:
    """One channel."""
    return call.channel().payload()


def change(call: Call) -> Json:
    """Change a guild channel, or archive, lock or rename a thread."""
    channel, body = call.channel(), call.body
    if channel.guild is None:
        raise Refusal(50003)
    thread = channel.kind in THREADS
    channel.guild.needs(Permission.MANAGE_THREADS if thread else Permission.MANAGE_CHANNELS)
    if not 1 <= len(body.get("name", "x")) <= 100:
        raise bad_length("name", 1, 100)
    channel.name = body.get("name", channel.name)
    if thread:
        channel.thread |= {key: body[key] for key in ("locked", "auto_archive_duration") if key in body}
        channel.archive(body.get("archived", channel.thread["archived"]))
    else:
        channel.topic = body.get("topic", channel.topic)
        channel.guild.tell("CHANNEL_UPDATE", channel.payload())
    return channel.payload()


def remove(call: Call) -> Json:
    """Remove a guild channel or thread; a DM is only closed."""
    channel = call.channel()
    if channel.guild:
        channel.guild.needs(Permission.MANAGE_THREADS if channel.kind in THREADS else Permission.MANAGE_CHANNELS)
        channel.guild.remove_channel(channel)
    return channel.payload()


def typing(call: Call) -> None:
    """Show that the bot is typing."""
    channel = call.channel()
    channel.types(call.world.me["id"])


def start_thread(call: Call) -> Made:
    """Open a thread, on a message or without one."""
    parent, body = call.channel(), call.body
    if parent.guild is None or parent.kind in THREADS:
        raise Refusal(50024)
    if "name" not in body:
        raise missing("name")
    if not 1 <= len(body["name"]) <= 100:
        raise bad_length("name", 1, 100)
    on = parent.find(call.path["message_id"]) if "message_id" in call.path else None
    if on and "thread" in on.raw:
        raise Refusal(160004)
    kind = PUBLIC_THREAD if on else body.get("type", PRIVATE_THREAD)
    if kind not in (PUBLIC_THREAD, PRIVATE_THREAD):
        raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}.")
    parent.guild.needs(Permission.CREATE_PUBLIC_THREADS if kind == PUBLIC_THREAD else Permission.CREATE_PRIVATE_THREADS)
    thread = Channel(call.world, kind=kind, name=body["name"], guild=parent.guild, parent=parent)
    if on:
        call.world.rename(thread, on.id)  # a thread on a message has its id
    thread.thread["auto_archive_duration"] = body.get("auto_archive_duration") or 1440
    thread.thread_members[call.world.me["id"]] = now()
    parent.guild.threads.append(thread)
    if on:
        on.raw["thread"] = thread.payload()
    parent.guild.tell("THREAD_CREATE", thread.payload() | {"newly_created": True})
    return Made(reply=thread.payload())


def add_to_thread(call: Call) -> None:
    """Add somebody to a thread, or join it."""
    thread, who = _thread(call), _who(call)
    if thread.thread["archived"]:
        raise Refusal(50083)
    thread.thread_members.setdefault(who, now())


def remove_from_thread(call: Call) -> None:
    """Take somebody out of a thread, or leave it."""
    thread, who = _thread(call), _who(call)
    if thread.thread["archived"]:
        raise Refusal(50083)
    thread.thread_members.pop(who, None)


def thread_members(call: Call) -> list[Json]:
    """Who is in a thread."""
    thread = _thread(call)
    return [{"id": thread.id, "user_id": who, "join_timestamp": since, "flags": 0}
            for who, since in thread.thread_members.items()]  # fmt: skip


def _thread(call: Call) -> Channel:
    if (thread := call.channel()).kind not in THREADS:
        raise Refusal(50024)
    return thread


def _who(call: Call) -> str:
    who = call.path.get("user_id") or str(call.world.me["id"])
    if call.world.user_payload(who) is None:
        raise Refusal(10013)
    return who


def pin(call: Call) -> None:
    """Pin a message; the channel says so."""
    channel, message = found(call)
    if channel.guild:
        channel.guild.needs(Permission.PIN_MESSAGES)
    if len(channel.pins) >= 50:
        raise Refusal(30003)
    if not message.raw["pinned"]:
        channel.pin(message)


def unpin(call: Call) -> None:
    """Unpin a message."""
    channel, message = found(call)
    if channel.guild:
        channel.guild.needs(Permission.PIN_MESSAGES)
    channel.unpin(message)


def pins(call: Call) -> Json:
    """What is pinned, newest first."""
    channel = call.channel()
    items = [{"pinned_at": when, "message": read(channel, message)} for when, message in reversed(channel.pins)]
    return {"items": items, "has_more": False}


def old_pins(call: Call) -> list[Json]:
    """What is pinned, as before 2025."""
    return [item["message"] for item in pins(call)["items"]]


def react(call: Call) -> None:
    """Put the bot's reaction on a message."""
    channel, message = found(call)
    if channel.person and channel.person.refuses_dms:
        raise Refusal(90001)
    channel.react(message.id, call.world.me["id"], _emoji(call))


def unreact(call: Call) -> None:
    """Take the bot's reaction from a message."""
    channel, message = found(call)
    channel.react(message.id, call.world.me["id"], _emoji(call), gone=True)


def _emoji(call: Call) -> str:
    """An emoji of Unicode as it is drawn; Discord knows no letters (10014)."""
    emoji = unquote(call.path["emoji"])
    if emoji.isascii() or _UNDRAWN.match(emoji):
        raise Refusal(10014)
    return emoji


THREAD_FIELDS = fields("name auto_archive_duration type invitable rate_limit_per_user")
MESSAGE, MEMBERS = CHANNEL + "/messages/{message_id}", CHANNEL + "/thread-members"
ROUTES = (
    Route(method="GET", path=CHANNEL, answer=get),
    Route(method="PATCH", path=CHANNEL, answer=change, fields=fields(
        "name type position topic nsfw rate_limit_per_user parent_id permission_overwrites archived locked"
        " auto_archive_duration invitable default_auto_archive_duration flags applied_tags")),
    Route(method="DELETE", path=CHANNEL, answer=remove),
    Route(method="POST", path=CHANNEL + "/typing", answer=typing),
    Route(method="POST", path=CHANNEL + "/threads", answer=start_thread, fields=THREAD_FIELDS),
    Route(method="POST", path=MESSAGE + "/threads", answer=start_thread,
          fields=THREAD_FIELDS - {"type", "invitable"}),
    Route(method="GET", path=MEMBERS, answer=thread_members, query=fields("with_member after limit")),
    *(Route(method=method, path=f"{MEMBERS}/{who}", answer=answer)
      for method, answer in (("PUT", add_to_thread), ("DELETE", remove_from_thread)) for who in ("@me", "{user_id}")),
    Route(method="GET", path=CHANNEL + "/messages/pins", answer=pins, query=fields("before limit")),
    Route(method="GET", path=CHANNEL + "/pins", answer=old_pins),
    *(Route(method=method, path=CHANNEL + base + "/{message_id}", answer=answer)
      for method, answer in (("PUT", pin), ("DELETE", unpin)) for base in ("/messages/pins", "/pins")),
    Route(method="PUT", path=MESSAGE + "/reactions/{emoji}/@me", answer=react),
    Route(method="DELETE", path=MESSAGE + "/reactions/{emoji}/@me", answer=unreact),
)  # fmt: skip
