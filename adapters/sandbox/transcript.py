"""The tour as a transcript in the terminal: who says what, on which platform."""

import os
import shutil
import sys
import textwrap
import time

from adapters.sandbox.child import BotFailed
from adapters.sandbox.people import Shown
from adapters.sandbox.promises import Broken
from adapters.sandbox.stage import Actor, Stage, readable
from adapters.sandbox.story import SCENES
from adapters.sandbox.tour import Act, Tour

_WIDEST, _MARGIN, _LONGEST = 110, 20, 330  # characters
_STRONG, _FAINT, _WARM, _GREEN, _RED = "1", "2", "33", "32", "31"


async def play(setting: Stage | None = None) -> int:
    """Play the whole tour, on a stage of its own if none is given; 0 if every promise held.

    1 if one did not, with a line that says which.
    """
    began, transcript = time.monotonic(), Transcript()
    transcript.line("Warmline, a tour", _STRONG)
    transcript.line("Both platforms in small, and the real bot between them, on this machine alone.", _FAINT)
    try:
        async with setting or Stage() as stage:
            await stage.bot.start()
            await Tour(stage=stage, narrator=transcript).play(SCENES)
    except (Broken, BotFailed, AssertionError) as broken:
        transcript.line("")
        transcript.line(f"✗ Broken: {broken}", _RED)
        return 1
    transcript.line("")
    transcript.line(f"Every promise held. {time.monotonic() - began:.0f} seconds.", _STRONG)
    return 0


class Transcript:
    """A narrator that prints; in colour where somebody looks at it (and NO_COLOR is not set)."""

    def __init__(self) -> None:
        self._colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)

    async def scene(self, number: int, of: int, title: str, about: str) -> None:
        """A heading, and what it is about."""
        self.line("")
        self.line(f"{number}/{of}  {title}", _STRONG)
        self.line(f"     {about}", _FAINT)

    async def acts(self, actor: Actor, act: Act) -> None:
        """What somebody does, with an arrow to the bot."""
        shown = f"[ {act.text} ]" if act.kind == "presses" else act.text
        self._say(actor, "→", shown)

    async def sees(self, actor: Actor, shown: Shown) -> None:
        """What the bot shows somebody, with its buttons."""
        self._say(actor, "←", textwrap.shorten(readable(shown.text), _LONGEST, placeholder=" …"), _WARM)
        if shown.buttons:
            self._indented("".join(f"[{label}] " for label in shown.buttons), _FAINT)

    async def tells(self, text: str) -> None:
        """Something that is on nobody's phone."""
        self._indented(f"· {text}", _FAINT)

    async def holds(self, promise: str) -> None:
        """A promise that holds."""
        self._indented(f"✓ {promise}", _GREEN)

    def line(self, text: str, style: str = "") -> None:
        """Print one line at once."""
        print(f"\033[{style}m{text}\033[0m" if style and self._colour else text, flush=True)

    def _say(self, actor: Actor, arrow: str, text: str, style: str = "") -> None:
        who = f"{actor.name:<6}{actor.platform.title():<9}{arrow} "
        for number, part in enumerate(self._wrapped(text)):
            self.line((f"  {who}" if not number else " " * _MARGIN) + part, style)

    def _indented(self, text: str, style: str) -> None:
        for part in self._wrapped(text):
            self.line(" " * _MARGIN + part, style)

    def _wrapped(self, text: str) -> list[str]:
        return textwrap.wrap(text, max(30, self._width - _MARGIN)) or [""]
