"""Answers to interactions, and what follows them (Responding to Interactions)."""

from typing import Any

from adapters.sandbox.discord import message as messages
from adapters.sandbox.discord import modal
from adapters.sandbox.discord.bits import Flag
from adapters.sandbox.discord.call import Call, Route, fields
from adapters.sandbox.discord.errors import Refusal, invalid, missing
from adapters.sandbox.discord.interaction import AUTOCOMPLETE, COMPONENT, MODAL, Interaction
from adapters.sandbox.discord.message import Message
from adapters.sandbox.discord.rest_messages import EDITABLE

Json = dict[str, Any]
PONG, MESSAGE, LATER, UPDATE_LATER, UPDATE, CHOICES, FORM = 1, 4, 5, 6, 7, 8, 9
WEBHOOK = "/webhooks/{application_id}/{token}"
ANSWER_FIELDS = fields("content tts embeds allowed_mentions flags components attachments poll")


def callback(call: Call) -> Json | None:
    """The first answer, within three seconds, and only one."""
    interaction = call.world.interactions.get(call.path["token"])
    if interaction is None or interaction.id != call.path["interaction_id"]:
        raise Refusal(10062)
    interaction.check_first()
    kind, body = call.body.get("type"), call.body.get("data") or {}
    if kind is None:
        raise missing("type")
    _perform(call, interaction, kind, body)
    interaction.answer = kind
    interaction.changed.ring()
    return _with_response(interaction, kind) if call.switch("with_response") else None


def _perform(call: Call, interaction: Interaction, kind: int, body: Json) -> None:
    on_message = interaction.kind == COMPONENT or (interaction.kind == MODAL and interaction.on is not None)
    if (kind in (UPDATE, UPDATE_LATER) and not on_message) or (kind == CHOICES) != (interaction.kind == AUTOCOMPLETE) \
            or (kind == FORM and interaction.kind == MODAL):  # fmt: skip
        raise invalid("type", "INTERACTION_CALLBACK_TYPE_INVALID", "Not allowed for this type of interaction.")
    match kind:
        case 4:
            messages.check_sent(body, attachments=len(call.files))
            interaction.original = interaction.send(body, call.attached(interaction.channel))
        case 5:
            flags = int(body.get("flags") or 0) & Flag.EPHEMERAL | Flag.LOADING
            interaction.original = interaction.send({"flags": int(flags)})
        case 6:
            interaction.original = interaction.on
        case 7 if interaction.on is not None:
            messages.check_sent(body, attachments=len(call.files), before=interaction.on.raw)
            interaction.on.raw |= call.attached(interaction.channel, interaction.on.raw["attachments"])
            interaction.on.channel.edit(interaction.on, body)
            interaction.original = interaction.on
        case 8:
            if len(body.get("choices") or []) > 25:
                raise invalid("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
            interaction.choices = list(body.get("choices") or [])
        case 9:
            interaction.modal = modal.check(body)
            interaction.person.modals.append(interaction)
            interaction.person.chat.changed.ring()
        case _:
            raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {4, 5, 6, 7, 8, 9, 10, 12}.")


def _with_response(interaction: Interaction, kind: int) -> Json:
    told: Json = {"id": interaction.id, "type": interaction.kind, "channel_id": interaction.channel.id}
    told |= interaction.channel.guild_part()
    original = interaction.original
    if original is None:
        return {"interaction": told}
    told |= {"response_message_id": original.id, "response_message_loading": bool(original.flags & Flag.LOADING),
             "response_message_ephemeral": bool(original.flags & Flag.EPHEMERAL)}  # fmt: skip
    if kind not in (MESSAGE, UPDATE):
        return {"interaction": told}
    return {"interaction": told, "resource": {"type": kind, "message": original.raw}}


def follow_up(call: Call) -> Json:
    """A further message; after a deferral the first one takes the place of "thinking"."""
    interaction = _later(call)
    messages.check_sent(call.body, attachments=len(call.files))
    if interaction.original and interaction.original.flags & Flag.LOADING:
        return _change(call, interaction.original).raw
    return interaction.send(call.body, call.attached(interaction.channel)).raw


def get(call: Call) -> Json:
    """A message of this interaction."""
    return _found(call).raw


def edit(call: Call) -> Json:
    """Change a message of this interaction."""
    message = _found(call)
    messages.check_sent(call.body, attachments=len(call.files), before=message.raw)
    return _change(call, message).raw


def delete(call: Call) -> None:
    """Remove a message of this interaction."""
    message = _found(call)
    message.channel.delete(message)
    _later(call).messages.pop(message.id, None)


def _change(call: Call, message: Message) -> Message:
    loading = bool(message.flags & Flag.LOADING)
    message.raw["flags"] &= ~Flag.LOADING
    message.raw |= call.attached(message.channel, message.raw["attachments"])
    message.channel.edit(message, call.body)
    if loading:
        message.raw["edited_timestamp"] = None  # filling in what was "thinking" is no edit
    return message


def _later(call: Call) -> Interaction:
    interaction = call.world.interactions.get(call.path["token"])
    if interaction is None:
        raise Refusal(50027)
    if call.path["application_id"] != call.world.me["id"]:
        raise Refusal(10015)
    interaction.check_later()
    return interaction


def _found(call: Call) -> Message:
    interaction, name = _later(call), call.path["message_id"]
    message = interaction.original if name == "@original" else interaction.messages.get(name)
    if (
        message is None
        or (message.only_for is None and message not in message.channel.messages)
        or (message.only_for and message.only_for.chat.find(message.id) is None)
    ):
        raise Refusal(10008)
    return message


THREAD = fields("thread_id with_components")
ROUTES = (
    Route(method="POST", path="/interactions/{interaction_id}/{token}/callback", answer=callback,
          query=fields("with_response"), fields=fields("type data"), open=True),
    Route(method="POST", path=WEBHOOK, answer=follow_up, query=THREAD | {"wait"}, fields=ANSWER_FIELDS, open=True),
    Route(method="GET", path=WEBHOOK + "/messages/{message_id}", answer=get, query=fields("thread_id"), open=True),
    Route(method="PATCH", path=WEBHOOK + "/messages/{message_id}", answer=edit, query=THREAD,
          fields=EDITABLE | {"poll"}, open=True),
    Route(method="DELETE", path=WEBHOOK + "/messages/{message_id}", answer=delete, query=fields("thread_id"),
          open=True),
)  # fmt: skip
