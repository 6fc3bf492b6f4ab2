"""The tour as the page tells it: at the pace of somebody who reads along, and who may stop it."""

import asyncio
from contextlib import suppress
from typing import Any

from adapters.sandbox.people import Shown
from adapters.sandbox.stage import Actor, readable
from adapters.sandbox.tour import Act

_SCENE, _NOTE, _PROMISE, _PRESS = 1.8, 1.5, 2.4, 0.8  # seconds, at pace 1
_LETTER, _LEAST, _LONGEST = 0.013, 0.5, 1.5  # seconds to type or read one, and any text


class Stopped(Exception):
    """Somebody pressed Stop."""


class Narration:
    """A narrator for the page: `caption` is what it says now, `hand` what somebody is just about to do.

    `pace` stretches every pause; 0 is as fast as the bot answers.
    """

    def __init__(self, *, pace: float) -> None:
        self.caption: dict[str, Any] = {}
        self.hand: dict[str, Any] | None = None
        self._pace = pace
        self._hands = 0
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End at the next pause."""
        self._stop.set()

    async def scene(self, number: int, of: int, title: str, about: str) -> None:
        """A scene begins."""
        self.caption = {"kind": "scene", "number": number, "of": of, "title": title, "text": about}
        await self._pause(_SCENE)

    async def acts(self, actor: Actor, act: Act) -> None:
        """Show whose hand moves, and where to; then it happens."""
        self._hands += 1
        self.hand = {"n": self._hands, "phone": actor.key, "kind": act.kind, "text": act.text}
        await self._pause(_PRESS if act.kind == "presses" else _time_for(act.text))
        self.hand = None

    async def sees(self, actor: Actor, shown: Shown) -> None:
        """Give time to read."""
        await self._pause(_time_for(readable(shown.text)) * 0.7)

    async def tells(self, text: str) -> None:
        """Something that is on nobody's phone."""
        self.says("note", text)
        await self._pause(_NOTE)

    async def holds(self, promise: str) -> None:
        """A promise that holds."""
        self.says("promise", promise)
        await self._pause(_PROMISE)

    def says(self, kind: str, text: str) -> None:
        """Put this into the caption, under the title of the scene."""
        self.caption = self.caption | {"kind": kind, "text": text}

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds * self._pace):
                await self._stop.wait()
        if self._stop.is_set():
            self.hand = None
            raise Stopped


def _time_for(text: str) -> float:
    return min(max(len(text) * _LETTER, _LEAST), _LONGEST)
