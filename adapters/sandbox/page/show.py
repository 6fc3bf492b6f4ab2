"""What the page shows: a stage on which the listeners are on call, and, when somebody asks for it, the tour."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any, Self

from adapters.sandbox.child import BotFailed
from adapters.sandbox.page import phones
from adapters.sandbox.page.narration import Narration, Stopped
from adapters.sandbox.page.rows import Rows
from adapters.sandbox.promises import Broken
from adapters.sandbox.stage import Stage
from adapters.sandbox.story import SCENES
from adapters.sandbox.tour import Tour

_WELCOME = "Everything here is real but the platforms: write and press on any phone, and watch what is kept."
_ANEW = "Everything is new: two empty platforms, an empty database, and a bot that knows nobody."
_STOPPED = "The tour was stopped. The phones are yours now."
_OVER = "That was the tour. The phones are yours now: try it yourself."


class Busy(Exception):
    """Not while the stage is being set, or while the tour plays."""


class Show:
    """Opened with `async with`, then `run` until cancelled; `pace` stretches the pauses of the tour."""

    def __init__(self, *, pace: float = 1.0) -> None:
        self.stage: Stage | None = None
        self.playing = False
        self.setting = True  # the stage is being set
        self._pace = pace
        self._narration = Narration(pace=0)
        self._rows = Rows()
        self._leaving = AsyncExitStack()
        self._tasks: asyncio.TaskGroup | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._leaving.aclose()

    async def run(self) -> None:
        """Set the stage, and do what the page asks for."""
        async with asyncio.TaskGroup() as self._tasks:
            await self._rehearse()
            await asyncio.get_running_loop().create_future()

    def parts(self) -> dict[str, Any]:
        """All that there is to see, part by part."""
        stage = self.stage
        told: dict[str, Any] = {
            "tour": {"playing": self.playing, "caption": self._narration.caption, "hand": self._narration.hand},
            "bot": {"state": stage.bot.state, "pid": stage.bot.pid} if stage else {"state": "starting", "pid": None},
        }
        if stage is not None:
            told["bot"]["busy"] = self.playing or self.setting
            told["phones"] = [phones.shown(actor, stage) for actor in stage.actors]
            told["tables"] = self._rows.look(stage.database)
        return told

    def play(self) -> None:
        """Play the tour on a fresh stage."""
        self._free()
        self.playing = True
        self._later(self._play())

    def stop(self) -> None:
        """Stop the tour; the phones can be used again."""
        self._narration.stop()

    async def kill(self) -> None:
        """SIGKILL the bot."""
        await self._free().bot.kill()

    def restart(self) -> None:
        """Start the bot again."""
        self._later(self._start(self._free()))

    async def act(self, phone: str, given: dict[str, Any]) -> str:
        """Somebody uses a phone (phones.act)."""
        stage = self._free()
        return await phones.act(next(actor for actor in stage.actors if actor.key == phone), stage, given)

    def commands(self, phone: str) -> list[dict[str, Any]]:
        """What a phone suggests after a slash."""
        stage = self.stage
        return phones.commands(next(a for a in stage.actors if a.key == phone), stage) if stage else []

    def _free(self) -> Stage:
        if self.stage is None or self.playing or self.setting:
            raise Busy
        return self.stage

    def _later(self, work: Any) -> None:
        assert self._tasks is not None  # noqa: S101  # run() is under way
        self._tasks.create_task(work)

    async def _play(self) -> None:
        self._narration = narration = Narration(pace=self._pace)
        narration.caption = {"kind": "note", "title": "Setting the stage", "text": _ANEW}
        try:
            await Tour(stage=await self._set(), narrator=narration).play(SCENES)
            narration.caption = {"kind": "over", "title": "Every promise held", "text": _OVER}
        except Stopped:
            await self._tidy()
        except (Broken, BotFailed, AssertionError) as broken:
            narration.says("broken", f"Broken: {broken}")
        finally:
            self.playing = False

    async def _rehearse(self) -> None:
        """A fresh stage, with both listeners on call."""
        self._narration = narration = Narration(pace=0)
        try:
            await Tour(stage=await self._set(), narrator=narration).play(SCENES[:1])
            narration.caption = {"kind": "welcome", "title": "Two people, one line between them", "text": _WELCOME}
        except (BotFailed, AssertionError) as broken:
            narration.says("broken", f"Broken: {broken}")
        finally:
            self.setting = False

    async def _tidy(self) -> None:
        """After Stop: what is on the phones stays, if the bot and both listeners are there; else it is set again."""
        stage = self.stage
        if stage is None or not all(one.chat.has("You're on call until") for one in (stage.robin, stage.kim)):
            await self._rehearse()
        else:
            await self._start(stage)
        self._narration.says("stopped", _STOPPED)

    async def _set(self) -> Stage:
        if self.stage is not None:
            await self.stage.bot.kill()  # nobody is left to say goodbye to
        self.stage = None
        await self._leaving.aclose()
        self._leaving = AsyncExitStack()
        stage = await self._leaving.enter_async_context(Stage())
        self.stage = stage
        await stage.bot.start()
        return stage

    async def _start(self, stage: Stage) -> None:
        try:
            await stage.bot.start()
        except BotFailed as failed:
            self._narration.says("broken", str(failed))
