"""A person on this Discord, and everything that they can do to the bot."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters.sandbox.discord import components, modal, slash
from adapters.sandbox.discord import message as messages
from adapters.sandbox.discord.channel import Channel
from adapters.sandbox.discord.guild import Guild
from adapters.sandbox.discord.interaction import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from adapters.sandbox.discord.message import Message
from adapters.sandbox.discord.slash import NotOffered
from adapters.sandbox.discord.user import user_payload
from adapters.sandbox.people import Chat, Shown

if TYPE_CHECKING:
    from adapters.sandbox.discord.world import World

Json = dict[str, Any]
Place = Guild | Channel | None  # None: the DM with the bot


class Person:
    """Somebody with an account; `chat` is what they see in the DM with the bot, and what only they see elsewhere."""

    def __init__(self, world: "World", name: str, locale: str) -> None:
        self.world, self.name, self.locale = world, name, locale
        self.id = world.ids.next()
        self.chat = Chat(world.versions)
        self.refuses_dms: int | None = None  # the code with which Discord refuses the bot's messages
        self.modals: list[Interaction] = []  # open forms, newest last

    async def says(
        self, text: str, reply_to: str | None = None, *, where: Place = None, files: Mapping[str, bytes] | None = None,
        flags: int = 0,
    ) -> str:  # fmt: skip
        """Write in the DM, or elsewhere; return the message's id. It is kept if the bot is away."""
        channel, body = self._place(where), {"content": text, "flags": flags}
        attached = self.world.attach(channel, (files or {}).items())
        messages.check_sent(body, attachments=len(attached))
        more: Json = {"attachments": attached} | (messages.reference(channel, reply_to) if reply_to else {})
        return channel.post(self.payload(), body, more=more).id

    async def edits(self, message_id: str, text: str) -> None:
        """Change what they wrote."""
        message = self._own(message_id)
        messages.check_sent({"content": text}, before=message.raw)
        message.channel.edit(message, {"content": text})

    async def deletes(self, message_id: str) -> None:
        """Delete what they wrote."""
        message = self._own(message_id)
        message.channel.delete(message)

    async def reacts(self, message_id: str, emoji: str) -> None:
        """Put a reaction on a message."""
        self._find(message_id).channel.react(message_id, self.id, emoji)

    async def unreacts(self, message_id: str, emoji: str) -> None:
        """Take their reaction from a message."""
        self._find(message_id).channel.react(message_id, self.id, emoji, gone=True)

    async def types(self, where: Place = None) -> None:
        """Begin to type."""
        self._place(where).types(self.id)

    async def runs(self, command: str, in_guild: Place = None, **options: Any) -> Interaction:
        """Use a slash command ("/shifts list" names a subcommand); NotOffered if Discord does not offer it there."""
        channel, data = self._command(command, in_guild, options)
        return self._act(Interaction(kind=COMMAND, person=self, channel=channel, data=data))

    async def completes(self, command: str, focused: str, in_guild: Place = None, **options: Any) -> list[Json]:
        """Type into an option that has autocomplete; return the choices that the bot offers."""
        channel, data = self._command(command, in_guild, options)
        slash.focus(data["options"], focused)
        interaction = self._act(Interaction(kind=AUTOCOMPLETE, person=self, channel=channel, data=data))
        await interaction.answered()
        return interaction.choices

    async def presses(self, label: str, on: str | None = None, *, where: Place = None) -> Interaction:
        """Press a button: on the message named, else on the newest that has it, in their chat first, then in guilds."""
        message = self._find(on) if on else self._with(label, where)
        for _, component in components.walk(message.raw["components"]):
            if component["type"] == components.BUTTON and label in components.labels([component]):
                return self._use(message, component)
        raise NotOffered(f"message {message.id} has no button {label!r}")

    async def selects(self, *values: str, on: str | None = None, where: Place = None) -> Interaction:
        """Choose by label or value in the newest select that offers all of it."""
        for message in [self._find(on)] if on else self._visible(where):
            for _, component in components.walk(message.raw["components"]):
                if component["type"] == components.SELECT and (chosen := components.chosen(component, values)):
                    return self._use(message, component, chosen)
        raise NotOffered(f"no select offers {values}")

    async def forges(self, message_id: str, data: str) -> Interaction:
        """Press a button that the message never had, as a changed app can."""
        return self._use(self._find(message_id), {"type": components.BUTTON, "custom_id": data, "id": 1})

    async def fills(self, fields: Mapping[str, Any], *, within: float = 3.0) -> Interaction:
        """Send the newest form, fields by label or custom_id."""
        opened = await self.chat.changed.until(lambda: self.modals[-1] if self.modals else None, within=within)
        data = modal.filled(opened.modal or {}, fields)
        self.modals.remove(opened)
        interaction = Interaction(kind=MODAL, person=self, channel=opened.channel, data=data, on=opened.on)
        interaction.opened_by = opened
        return self._act(interaction)

    async def sees(self, *fragments: str, within: float = 10.0) -> Shown:
        """Wait for a message of the bot (Chat.sees)."""
        return await self.chat.sees(*fragments, within=within)

    def closes_dms(self, code: int = 50007) -> None:
        """The bot can no longer write to them: 50007 closed or blocked, 20026 quarantine, 50278 no mutual server."""
        self.refuses_dms = code

    def opens_dms(self) -> None:
        """The bot can write to them again."""
        self.refuses_dms = None

    async def joins(self, guild: Guild) -> None:
        """Enter a guild."""
        guild.add(self)
        if self.refuses_dms == 50278:
            self.refuses_dms = None

    async def leaves(self, guild: Guild) -> None:
        """Leave a guild; without any left in common the bot cannot write to them (50278)."""
        guild.remove(self)
        if not any(self.id in each.members and each.has_bot for each in self.world.guilds.values()):
            self.refuses_dms = self.refuses_dms or 50278

    def payload(self) -> Json:
        """Their user object."""
        return user_payload(self.id, self.name.lower().replace(" ", "_"), self.name)

    def _command(self, line: str, where: Place, options: Json) -> tuple[Channel, Json]:
        name, *path = line.removeprefix("/").split()
        channel = self._place(where)
        command = slash.find(self.world, self, name, channel.guild)
        data = {"id": command["id"], "name": name, "type": 1, "options": slash.fill(command, path, options)}
        return channel, data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})

    def _use(self, message: Message, component: Json, values: list[str] | None = None) -> Interaction:
        if component.get("disabled") or "custom_id" not in component:
            raise NotOffered(f"{component.get('label')!r} cannot be pressed")
        data: Json = {"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]}
        data |= {"values": values} if values is not None else {}
        return self._act(Interaction(kind=COMPONENT, person=self, channel=message.channel, data=data, on=message))

    def _act(self, interaction: Interaction) -> Interaction:
        self.world.interactions[interaction.token] = interaction
        self.world.hub.emit("INTERACTION_CREATE", interaction.payload(), guild_id=interaction.channel.guild_id)
        return interaction

    def _place(self, where: Place) -> Channel:
        if where is None:
            return self.world.dm(self)
        channel = where.channels[0] if isinstance(where, Guild) else where
        if channel.guild and self.id not in channel.guild.members:
            raise NotOffered(f"{self.name} is not in {channel.guild.name}")
        return channel

    def _visible(self, where: Place = None) -> list[Message]:
        """What they see, newest first: their own chat, then the channels of their guilds."""
        private = [*self.world.dm(self).messages, *self.world.only_for(self)]
        public = [message for guild in self.world.guilds.values() if self.id in guild.members
                  for channel in guild.channels + guild.threads for message in channel.messages]  # fmt: skip
        if where is not None:
            return _newest_first([each for each in public if where in (each.channel, each.channel.guild)])
        return _newest_first(private) + _newest_first(public)

    def _with(self, label: str, where: Place) -> Message:
        for message in self._visible(where):
            if label in message.buttons():
                return message
        raise NotOffered(f"no button {label!r}; {self.name} sees:\n{self.chat}")

    def _find(self, id: str) -> Message:
        for message in self._visible():
            if message.id == id:
                return message
        raise NotOffered(f"{self.name} does not see message {id}")

    def _own(self, id: str) -> Message:
        if (message := self._find(id)).author_id != self.id:
            raise NotOffered(f"message {id} is not {self.name}'s own")
        return message


def _newest_first(found: list[Message]) -> list[Message]:
    return sorted(found, key=lambda message: int(message.id), reverse=True)
