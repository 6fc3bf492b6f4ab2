"""A person in a story: what they do with their phone, and what they see on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from adapters.buttons import decode, encode
from bot.inbound import Composing, Edited, Inbound, Left, Place, Pressed, Reacted, Retracted, Said, Typed, command_in
from bot.media import Medium
from bot.people import Address
from bot.records import Saying
from bot.words import Words
from tests.support.recording import Chat, RecordingPlatform, Shown

if TYPE_CHECKING:
    from tests.support.story import Line

MOMENT = timedelta(milliseconds=100)


class Person:
    """Somebody with a phone: what they do, and what they see."""

    def __init__(self, *, line: Line, address: Address, language: str) -> None:
        self.line, self.address, self.language = line, address, language
        self.id = ""
        self.whispers: list[Shown] = []

    # --- what they do ---

    async def writes(self, text: str, *, source: str = "", reply_to: str | None = None, **more: Any) -> str:
        """Write to the bot; the id of what was written."""
        said = self.said(text, source=source, reply_to=reply_to, **more)
        await self._does(said)
        return said.source

    def said(self, text: str, *, source: str = "", reply_to: str | None = None, **more: Any) -> Said:
        """What they wrote, as it reaches the bot."""
        source = source or self.platform.fresh_id()
        self.chat.add(Shown(id=source, text=text, notice="own"))
        words = Words(text=text, media=more.pop("media", ()))
        return Said(
            by=self.address, words=words, source=source, language=self.language, reply_to=reply_to,
            **{"at": self.line.clock.now(), **more},
        )  # fmt: skip

    async def types(self, text: str, *, place: Place | None = None, opens: bool = False) -> None:
        """Give a command, as from the command menu; `opens`: where a form can be shown in answer."""
        found = command_in(text)
        assert found is not None, text
        await self.gives(found[0], place=place, opens=opens, **cast(dict[str, Any], found[1]))

    async def gives(
        self, command: str, *, place: Place | None = None, opens: bool = False, filled: bool = False, **options: str
    ) -> None:
        """Give a command with options by name, as a slash command or a form does."""
        await self._does(
            Typed(
                by=self.address, command=command, options=options, language=self.language, place=place,
                opens=opens, filled=filled,
            )
        )  # fmt: skip

    async def presses(self, button: str, *, place: Place | None = None, on: Shown | None = None) -> None:
        """Press the newest button of that label, or of that verb."""
        await self._does(self.press(button, place=place, on=on))

    def press(self, button: str, *, place: Place | None = None, on: Shown | None = None) -> Pressed:
        """The press of the newest button of that label, or of that verb."""
        where = [on] if on else [*reversed(self.whispers), *reversed(self.chat.shown)]
        for message in where:
            for shown in message.buttons:
                if button in (shown.text, shown.button.verb):
                    carried = decode(encode(shown.button))
                    assert carried is not None
                    return self.pressed(*carried, message=message.id, place=place)
        raise AssertionError(f"no button {button!r}; there are {self.buttons()}")

    def pressed(
        self, verb: str, subject: str, epoch: int, *, message: str = "1", place: Place | None = None
    ) -> Pressed:
        """A press of what may never have been shown."""
        return Pressed(
            by=self.address, verb=verb, subject=subject, epoch=epoch, message=message, language=self.language,
            place=place,
        )  # fmt: skip

    async def forges(self, verb: str, subject: str = "", epoch: int = 0) -> None:
        """Press a button that was never shown to them."""
        await self._does(self.pressed(verb, subject, epoch))

    async def edits(self, source: str, text: str, *, media: tuple[Medium, ...] = ()) -> None:
        """Change what they wrote."""
        await self._does(Edited(by=self.address, words=Words(text=text, media=media), source=source))

    async def deletes(self, source: str) -> None:
        """Delete what they wrote."""
        await self._does(Retracted(by=self.address, source=source))

    async def reacts(self, message: str, added: str = "", *, removed: str = "") -> None:
        """Put a reaction on a message, or take one away."""
        changed = {"added": (added,) if added else (), "removed": (removed,) if removed else ()}
        await self._does(Reacted(by=self.address, message=message, **changed))

    async def composes(self) -> None:
        """Type, without sending."""
        await self._does(Composing(by=self.address))

    async def blocks_the_bot(self) -> None:
        """Block the bot; the platform says so."""
        await self._does(Left(by=self.address))

    async def asks(self) -> None:
        """Ask for a person, and say that they are of age."""
        await self.types("/talk")
        await self.presses("I'm 18 or over")

    async def takes(self) -> None:
        """Take the newest offer."""
        await self.presses("I'll take this")

    # --- what they see ---

    @property
    def platform(self) -> RecordingPlatform:
        """The platform they are on."""
        return self.line.platforms[self.address.platform]

    @property
    def chat(self) -> Chat:
        """Their private chat with the bot."""
        return self.platform.chats[self.address]

    def reads(self) -> list[str]:
        """All that their chat shows now, but for what they wrote."""
        return [one.text for one in self.chat.shown if one.notice != "own"]

    def hears(self) -> list[str]:
        """What other people said, as it stands now."""
        return [one.text for one in self.chat.shown if one.notice is None]

    def notices(self) -> list[str]:
        """The names of the notices that their chat shows now."""
        return [one.notice for one in self.chat.shown if one.notice not in (None, "own")]

    def last(self) -> str:
        """The last thing that the bot wrote to them."""
        return self.reads()[-1]

    def showing(self, notice: str) -> Shown:
        """The newest message with that notice."""
        found = [one for one in self.chat.shown if one.notice == notice]
        assert found, f"no {notice} in {self.notices()}"
        return found[-1]

    def buttons(self) -> list[str]:
        """All labels that can be pressed now."""
        return [label for one in self.chat.shown for label in one.labels]

    async def _does(self, event: Inbound) -> None:
        task = self.line.tasks.create_task(self.line.switchboard.receive(event))
        task.add_done_callback(lambda done: self._answered(event, done.result()) if not done.cancelled() else None)
        await self.line.clock.advance(MOMENT)

    def _answered(self, event: Inbound, saying: Saying | None) -> None:
        if saying is not None:
            shown = self.platform.rendered(self.platform.fresh_id(), saying)
            place = getattr(event, "place", None)
            (self.whispers.append if place else self.chat.add)(shown)
