"""The tour: a story in scenes, played by the terminal and by the page (experience.md, Trying it without tokens).

Everything in it happens: people write and press on the sandboxed platforms, and the bot is a process that is killed.
The story itself is in `story.py`; a promise of Warmline that does not hold raises Broken.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from adapters.sandbox.people import Shown
from adapters.sandbox.stage import Actor, Stage

_SEEN_WITHIN = 20.0  # seconds; a busy machine may need some of them


@dataclass(frozen=True, kw_only=True)
class Act:
    """What somebody is about to do; `text` is what they write, the command, or the button's label."""

    kind: Literal["says", "runs", "presses"]
    text: str


class Narrator(Protocol):
    """Shows the tour to somebody: the terminal prints, the page paces it."""

    async def scene(self, number: int, of: int, title: str, about: str) -> None:
        """A scene begins."""

    async def acts(self, actor: Actor, act: Act) -> None:
        """Somebody is about to do this."""

    async def sees(self, actor: Actor, shown: Shown) -> None:
        """Somebody has been shown this."""

    async def tells(self, text: str) -> None:
        """Something happens that is on nobody's phone."""

    async def holds(self, promise: str) -> None:
        """A promise was looked at, and it holds."""


@dataclass(kw_only=True)
class Tour:
    """One run of the story on a fresh stage."""

    stage: Stage
    narrator: Narrator
    said: list[tuple[Actor, str]] = field(default_factory=list)

    async def play(self, scenes: "Sequence[Scene]") -> None:
        """These scenes in order; Broken, an AssertionError or BotFailed says what went wrong."""
        for number, scene in enumerate(scenes, 1):
            await self.narrator.scene(number, len(scenes), scene.title, scene.about)
            await scene.play(self)

    async def says(self, actor: Actor, *texts: str) -> None:
        """Somebody writes to the bot, one message after another."""
        for text in texts:
            await self.narrator.acts(actor, Act(kind="says", text=text))
            self.said.append((actor, text))
            await actor.person.says(text)

    async def runs(self, actor: Actor, command: str, **options: Any) -> None:
        """Somebody uses a command."""
        await self.narrator.acts(actor, Act(kind="runs", text=" ".join([command, *options.values()])))
        await actor.person.runs(command, **options)

    async def presses(self, actor: Actor, label: str) -> None:
        """Somebody presses a button."""
        await self.narrator.acts(actor, Act(kind="presses", text=label))
        await actor.person.presses(label)

    async def sees(self, actor: Actor, *fragments: str) -> Shown:
        """Somebody is shown a message with these words."""
        shown = await actor.person.sees(*fragments, within=_SEEN_WITHIN)
        await self.narrator.sees(actor, shown)
        return shown

    async def talks(self, writer: Actor, reader: Actor, alias: str, *texts: str) -> None:
        """One writes, and the other reads it under the alias."""
        for text in texts:
            await self.says(writer, text)
            await self.sees(reader, f"{alias}: ", text)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A part of the story."""

    title: str
    about: str
    play: Callable[[Tour], Awaitable[None]]
