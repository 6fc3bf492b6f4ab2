"""Gestures: reactions and typing go to the other side beside the words (relay.md, What is carried). In memory only;
nothing waits for them, and nothing comes of it where they fail.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.conversation import Conversation, Side
from bot.errors import PlatformError, RetryLater
from bot.live import Live, Reactions
from bot.people import Address
from bot.ports import Clock, Platform
from bot.records import Still

TYPING_EVERY = timedelta(seconds=5)
_TRIES = 3

_Place = tuple[str, int, Side, str]
"""A message: conversation and epoch, in whose chat it is, its id."""


class Gestures:
    """What is on its way, one reaction at a time for each person."""

    def __init__(
        self, *, platforms: Mapping[str, Platform], live: Live, clock: Clock, tasks: asyncio.TaskGroup
    ) -> None:
        self._platforms, self._live, self._clock, self._tasks = platforms, live, clock, tasks
        self._waiting: dict[Address, dict[_Place, None]] = {}
        self.broken: Callable[[Exception, str], None] = lambda broken, where: None

    def react(
        self, conversation: Conversation, to: Side, message: str, *, added: tuple[str, ...], removed: tuple[str, ...]
    ) -> None:
        """What stands on `message`, in the chat of `to`, has changed by so much."""
        if (beside := self._live.beside(conversation.id)) is None:
            return
        those = beside.reactions.setdefault((to, message), Reactions())
        those.wanted = (*(one for one in those.wanted if one not in (*removed, *added)), *added)
        those.shown += tuple(
            one for one in removed if one not in those.shown
        )  # it stands there, perhaps, since a restart
        address = conversation.party(to).address
        busy = address in self._waiting
        self._waiting.setdefault(address, {})[conversation.id, conversation.epoch, to, message] = None
        if not busy:
            self._tasks.create_task(self._run(address), name="reactions")

    def compose(self, conversation: Conversation, to: Side) -> None:
        """The other one is typing, as `to` sees every 5 s at most."""
        beside, now = self._live.beside(conversation.id), self._clock.now()
        if beside is None or now - beside.typing.get(to, now - TYPING_EVERY) < TYPING_EVERY:
            return
        beside.typing[to] = now
        self._tasks.create_task(self._compose(conversation, conversation.party(to).address), name="typing")

    async def _compose(self, conversation: Conversation, to: Address) -> None:
        still = self._still(conversation.id, conversation.epoch)
        await self._carried(to, lambda platform: platform.compose(to, still=still))

    async def _run(self, address: Address) -> None:
        waiting = self._waiting[address]
        while waiting:
            place = next(iter(waiting))
            del waiting[place]
            for _ in range(_TRIES):
                if (busy := await self._show(address, place)) is None:
                    break
                await self._clock.wait(self._clock.now() + timedelta(seconds=busy.after))
        del self._waiting[address]

    async def _show(self, address: Address, place: _Place) -> RetryLater | None:
        """Bring a message's reactions up to date, if it is not too late for them; RetryLater: not now."""
        conversation, epoch, to, message = place
        beside, still = self._live.beside(conversation), self._still(conversation, epoch)
        those = beside.reactions.get((to, message)) if beside else None
        if those is None or those.wanted == those.shown or not still():
            return None
        wanted, was = those.wanted, those.shown
        carried = await self._carried(
            address, lambda platform: platform.react(address, message, wanted, was=was, still=still)
        )
        if carried is True:
            those.shown = wanted
        return carried if isinstance(carried, RetryLater) else None

    async def _carried(self, to: Address, act: Callable[[Platform], Awaitable[None]]) -> RetryLater | bool:
        """Whether it is there now; RetryLater: it might be later. Nothing else may come of it."""
        if (platform := self._platforms.get(to.platform)) is None:
            return False
        try:
            await act(platform)
        except RetryLater as busy:
            return busy
        except PlatformError:
            return False
        except Exception as broken:  # noqa: BLE001  # one gesture's fault must not stop the line; it is reported and counted
            self.broken(broken, "a gesture")
            return False
        return True

    def _still(self, conversation: str, epoch: int) -> Still:
        def still() -> bool:
            """It goes on, and nobody in it is out of reach."""
            present = self._live.get(conversation)
            return present is not None and present.epoch == epoch and present.held is None

        return still
