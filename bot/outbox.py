"""Outbox: says what was decided, to each person in order, whatever happens to anybody else (architecture.md).

Effects are in the store before they are here; each leaves the store once the platform has it. One that is not `kept`
(a refusal in a burst) lives in memory only.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import nullcontext
from datetime import timedelta

from bot.errors import Refused, RetryLater, StoreBusy, Unreachable
from bot.notice import Notice
from bot.patience import BUSY, once_free
from bot.people import Address, Role
from bot.ports import Clock, Platform, Store
from bot.records import Carrying, Effect, Saying

log = logging.getLogger("warmline.outbox")

_MANY = 16
"""What goes to many at once is said to so many at a time: whoever waits for an answer is not behind a thousand."""

Landed = Callable[[Effect, str | None], Awaitable[None]]
Broken = Callable[[Exception, str], None]
Failed = Callable[[Effect, Unreachable], Awaitable[None]]


class Outbox:
    """A lane for each person to whom something is to be said; an empty lane has no task."""

    def __init__(
        self, *, store: Store, platforms: Mapping[str, Platform], clock: Clock, tasks: asyncio.TaskGroup
    ) -> None:
        self._store, self._platforms, self._clock, self._tasks = store, platforms, clock, tasks
        self._lanes: dict[Address, deque[Effect]] = {}
        self._outcomes: dict[str, asyncio.Future[str | Unreachable | None]] = {}
        self._empty: defaultdict[Address, list[asyncio.Future[None]]] = defaultdict(list)
        self._known: set[str] = set()
        self._checking: set[Address] = set()
        self._many = asyncio.Semaphore(_MANY)
        self.zone_of: Callable[[str], str] = lambda line: "UTC"
        self.shown: Callable[[Effect, str], None] | None = None
        self.landed: Landed | None = None
        self.failed: Failed | None = None
        self.broken: Broken | None = None

    def add(self, effects: Iterable[Effect]) -> None:
        """Say these, each after what is already waiting for the same person. One that is here already is left alone."""
        for effect in effects:
            if effect.id in self._known:
                continue
            self._known.add(effect.id)
            lane = self._lanes.get(effect.to)
            if lane is not None:
                lane.append(effect)
                continue
            self._lanes[effect.to] = deque([effect])
            self._tasks.create_task(self._run(effect.to), name="outbox")

    def outcome(self, effect: Effect) -> asyncio.Future[str | Unreachable | None]:
        """What comes of it: the message id, why the person cannot be reached, or None where it could not be said."""
        return self._outcomes.setdefault(effect.id, asyncio.get_running_loop().create_future())

    def holds(self, address: Address) -> bool:
        """Whether something is still to be said to this person; what was said, and is being checked off, is not."""
        lane = self._lanes.get(address, ())
        return len(lane) > (address in self._checking)

    async def settled(self, address: Address) -> None:
        """Return once nothing that was to be said to this person is still waiting: words come after the notices
        before them.
        """
        if self.holds(address):
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._empty[address].append(waiting)
            await waiting

    @property
    def busy(self) -> bool:
        """Whether anything at all is still to be said."""
        return bool(self._lanes)

    async def _run(self, address: Address) -> None:
        lane = self._lanes[address]
        while lane:
            effect = lane[0]
            outcome = await self._deliver(effect)
            message = outcome if isinstance(outcome, str) else None
            if self.shown and message:
                self.shown(effect, message)
            if effect.kept:
                self._checking.add(address)
                self._settle(address)
                await self._checked_off(effect, message)
                self._checking.discard(address)
            lane.popleft()
            self._known.discard(effect.id)
            await self._tell(effect, outcome)
        del self._lanes[address]
        self._settle(address)

    def _settle(self, address: Address) -> None:
        """Words may follow, where nothing is left that has not been said: they do not wait for the store."""
        for waiting in () if self.holds(address) else self._empty.pop(address, ()):
            if not waiting.done():
                waiting.set_result(None)

    async def _checked_off(self, effect: Effect, message: str | None) -> None:
        """Out of the store; it was said, so what follows waits until that is written."""
        await once_free(self._clock, lambda: self._store.sent(effect, message))

    async def _tell(self, effect: Effect, outcome: str | Unreachable | None) -> None:
        if isinstance(outcome, Unreachable):
            if self.failed:
                await self.failed(effect, outcome)
        elif self.landed:
            await self.landed(effect, outcome)
        waiting = self._outcomes.pop(effect.id, None)
        if waiting and not waiting.done():
            waiting.set_result(outcome)

    async def _deliver(self, effect: Effect) -> str | Unreachable | None:
        platform = self._platforms.get(effect.to.platform)
        if platform is None:
            log.warning("effect %s dropped: its platform is off", effect.id)
            return None
        while True:
            try:
                async with self._many if effect.notice is not None and effect.notice.bulk else nullcontext():
                    return None if self._over(effect) else await self._once(platform, effect)
            except RetryLater as busy:
                await self._clock.wait(self._clock.now() + timedelta(seconds=busy.after))
            except StoreBusy:  # which message it is about cannot be looked up now
                await self._clock.wait(self._clock.now() + BUSY)
            except Unreachable as gone:
                return gone
            except Refused as refused:
                log.warning("effect %s refused: %s", effect.id, refused.reason)
                return None
            except Exception as broken:  # noqa: BLE001  # one message's fault must not stop the line, now or at every start
                if self.broken:
                    self.broken(broken, f"saying {type(effect.notice).__name__}")
                return None

    def _over(self, effect: Effect) -> bool:
        """Whether what is said to many has been taken back before its turn came: where a lane is slow, offers that
        others have taken would keep those away that can still be.
        """
        if effect.kind != "say" or effect.slot is None or effect.notice is None or not effect.notice.bulk:
            return False
        behind = (one for one in self._lanes[effect.to] if one is not effect)
        return any(one.slot == effect.slot and one.kind in ("change", "retract") for one in behind)

    async def _once(self, platform: Platform, effect: Effect) -> str | None:
        if isinstance(effect, Carrying):
            await platform.relay(effect.to, effect.passage, sent=effect.sent, nonce=effect.id, still=effect.still)
            return effect.sent[-1] if effect.sent else None
        if effect.kind == "menu":
            role = Role(effect.message) if effect.message else None
            await platform.menu(effect.to, role, language=effect.language)
            return None
        held = await self._held(effect)
        if effect.kind == "say" and effect.notice:
            return await platform.say(effect.to, self._saying(effect, effect.notice), nonce=effect.id)
        if held is None:
            return None
        if effect.kind == "change" and effect.notice:
            await platform.change(effect.to, held, self._saying(effect, effect.notice))
        elif effect.kind == "strip":
            await platform.strip(effect.to, held)
        elif effect.kind == "retract":
            await platform.retract(effect.to, held)
        return None

    async def _held(self, effect: Effect) -> str | None:
        if effect.slot is None or effect.kind == "say":
            return effect.message
        found = await self._store.slot(effect.slot)
        return found[1] if found else None

    def _saying(self, effect: Effect, notice: Notice) -> Saying:
        return Saying(
            notice=notice,
            language=effect.language,
            line=effect.line,
            at=self._clock.now(),
            zone=self.zone_of(effect.line),
        )
