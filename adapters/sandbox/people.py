"""What a person can do and see in a sandbox, the same on both platforms."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message as a person sees it now in the chat with the bot.

    `text` is plain (no markup), `raw` the platform's own message object, `buttons` all labels in order;
    `version` grows with every new message or edit on that server.
    """

    id: str
    text: str
    raw: dict[str, Any]
    by_bot: bool
    buttons: tuple[str, ...] = ()
    ephemeral: bool = False
    version: int

    def has(self, *fragments: str) -> bool:
        """Whether each fragment is in the text or in the label of a button."""
        return all(part in self.text or any(part in label for label in self.buttons) for part in fragments)


@dataclass(frozen=True, kw_only=True)
class Received:
    """One call that the bot made: what it asked and what it was answered (`reply` is None where there is no body).

    `fault` is the kind of the fault that it met; at a `close_after` the answer never arrived.
    """

    method: str
    path: str
    body: Any
    status: int
    reply: Any
    query: dict[str, str] = field(default_factory=dict)
    fault: str = ""


class Bell:
    """Wakes all who wait; rung from plain functions, which an asyncio.Condition does not allow."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        """Something changed: everyone who waits looks again."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, found: Callable[[], T | None], *, within: float) -> T:
        """Return the first thing found that is not None; raise TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while (thing := found()) is None:
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future
        return thing


class Chat:
    """One person's private chat, or a channel: `shown` holds the current messages, in order; `reactions` those of the
    bot by message; `typed` is how often it has shown that somebody is typing.
    """

    def __init__(self, versions: Iterator[int]) -> None:
        self.shown: list[Shown] = []
        self.reactions: dict[str, tuple[str, ...]] = {}
        self.typed = 0
        self.changed = Bell()
        self._versions = versions
        self._unmatched: list[Shown] = []

    async def sees(self, *fragments: str, within: float = 10.0) -> Shown:
        """Wait for the oldest version of a bot message, not matched before, that has all fragments.

        An AssertionError after `within` seconds lists what is in the chat.
        """
        try:
            return await self.changed.until(lambda: self._match(fragments), within=within)
        except TimeoutError:
            raise AssertionError(f"not seen within {within} s: {fragments}; the chat shows:\n{self}") from None

    def has(self, *fragments: str) -> bool:
        """Whether a current message of the bot has all fragments."""
        return any(shown.by_bot and shown.has(*fragments) for shown in self.shown)

    async def empty_of(self, *fragments: str) -> bool:
        """Whether no current message of the bot has all fragments, looked at once."""
        return not self.has(*fragments)

    def find(self, id: str) -> Shown | None:
        """The current message with this id."""
        return next((shown for shown in self.shown if shown.id == id), None)

    def newest_with(self, label: str) -> Shown | None:
        """The newest current message that has a button labelled exactly so."""
        return next((shown for shown in reversed(self.shown) if label in shown.buttons), None)

    def post(
        self, *, id: str, text: str, raw: dict[str, Any], by_bot: bool,
        buttons: tuple[str, ...] = (), ephemeral: bool = False,
    ) -> Shown:  # fmt: skip
        """Show a new message."""
        shown = Shown(
            id=id, text=text, raw=raw, by_bot=by_bot, buttons=buttons, ephemeral=ephemeral, version=next(self._versions)
        )
        self.shown.append(shown)
        self._note(shown)
        return shown

    def replace(self, id: str, *, text: str, raw: dict[str, Any], buttons: tuple[str, ...] = ()) -> Shown | None:
        """Show a message as edited; None if it is not in the chat."""
        if (old := self.find(id)) is None:
            return None
        shown = Shown(
            id=id, text=text, raw=raw, by_bot=old.by_bot, buttons=buttons,
            ephemeral=old.ephemeral, version=next(self._versions),
        )  # fmt: skip
        self.shown[self.shown.index(old)] = shown
        self._note(shown)
        return shown

    def remove(self, id: str) -> None:
        """Take a message out of sight; what was seen of it can still be matched."""
        self.shown = [shown for shown in self.shown if shown.id != id]
        self.changed.ring()

    def forget(self, before: Shown, *, keeping: int = 0) -> None:
        """Take all but the newest out of sight, and what came before this as if it had been matched: what has many
        messages stays quick.
        """
        del self.shown[: max(0, len(self.shown) - keeping)]
        self._unmatched = [one for one in self._unmatched if one.version > before.version]

    def react(self, id: str, emoji: tuple[str, ...]) -> None:
        """Show these reactions of the bot on a message."""
        self.reactions[id] = emoji
        self.changed.ring()

    def types(self) -> None:
        """Show that somebody is typing."""
        self.typed += 1
        self.changed.ring()

    def __str__(self) -> str:
        return "\n".join(
            f"  [{shown.id}] {'bot' if shown.by_bot else 'person'}: {shown.text!r} {list(shown.buttons) or ''}"
            for shown in self.shown
        ) or "  (nothing)"  # fmt: skip

    def _note(self, shown: Shown) -> None:
        if shown.by_bot:
            self._unmatched.append(shown)
        self.changed.ring()

    def _match(self, fragments: tuple[str, ...]) -> Shown | None:
        found = next((shown for shown in self._unmatched if shown.has(*fragments)), None)
        if found is not None:
            self._unmatched.remove(found)
        return found


class Calls:
    """Every call that a server received, newest last."""

    def __init__(self) -> None:
        self.all: list[Received] = []
        self.changed = Bell()
        self._returned: set[int] = set()

    def add(self, call: Received) -> None:
        """Note a call once it is answered."""
        self.all.append(call)
        self.changed.ring()

    def forget(self) -> None:
        """Drop what was received so far."""
        self.all.clear()
        self._returned.clear()

    async def one(self, match: str, *, within: float = 10.0) -> Received:
        """Wait for the oldest call, not returned before, whose "METHOD path" contains `match`."""
        try:
            return await self.changed.until(lambda: self._match(match), within=within)
        except TimeoutError:
            calls = [f"{call.method} {call.path}" for call in self.all[-20:]]
            raise AssertionError(f"no call {match!r} within {within} s; the last were {calls}") from None

    def _match(self, match: str) -> Received | None:
        for number, call in enumerate(self.all):
            if number not in self._returned and match in f"{call.method} {call.path}":
                self._returned.add(number)
                return call
        return None


class Person(Protocol):
    """What both platforms' people can do."""

    name: str
    chat: Chat

    async def says(self, text: str, reply_to: str | None = None) -> str:
        """Write to the bot; return the message's id."""

    async def edits(self, message_id: str, text: str) -> None:
        """Change what was written."""

    async def reacts(self, message_id: str, emoji: str) -> None:
        """Put a reaction on a message."""

    async def unreacts(self, message_id: str, emoji: str) -> None:
        """Take it away."""

    async def runs(self, command: str, **options: Any) -> Any:
        """Use a command of the bot, options by name in order."""

    async def presses(self, label: str, on: str | None = None) -> Any:
        """Press the button labelled so: on the message named, else on the newest that has it."""

    async def sees(self, *fragments: str, within: float = 10.0) -> Shown:
        """Wait for a message of the bot (Chat.sees)."""
