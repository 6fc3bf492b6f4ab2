"""Switchboard: runs the desk. Everything that happens takes its lane; what is due is woken; what is decided is said."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot import desk as verbs
from bot.conversation import Conversation, Side
from bot.desk import (
    album,
    announce,
    ask,
    audit,
    facing,
    gesture,
    interrupted,
    relay,
    restart,
    rooms,
    rota,
    routed,
    sign_on,
    unsend,
    wake,
    withdraw,
)
from bot.desk.desk import Desk
from bot.early import EarlyWords
from bot.errors import PlatformError, RetryLater, StoreBusy, Unreachable
from bot.gestures import Gestures
from bot.inbound import Composing, Edited, Inbound, Pressed, Said, Typed, command_in
from bot.journal import Journal
from bot.live import Live
from bot.notice import Notice, Offer, SendAgain, Trouble
from bot.outbox import Outbox
from bot.patience import BUSY, once_free
from bot.people import Address, Listener, role_of
from bot.phrases import Phrases
from bot.policy import Policy
from bot.ports import Clock, Ids, Platform, Seal, Store
from bot.records import Effect, Saying, Watched
from bot.shift import Recurrence

log = logging.getLogger("warmline")
_T = TypeVar("_T")

_DONE = "done:"
_TRIES = 5
_EXPIRED_EVERY = timedelta(hours=1)


class Switchboard:
    """One line's switchboard: `start` it inside a TaskGroup, give `receive` to the platforms, `stop` it before
    leaving.
    """

    def __init__(
        self, *, store: Store, platforms: Mapping[str, Platform], clock: Clock, ids: Ids, seal: Seal,
        recurrence: Recurrence, policy: Policy,
        tasks: asyncio.TaskGroup, calendars: str = "", phrases: Phrases | None = None,
    ) -> None:  # fmt: skip
        self._clock, self._tasks, self._policy, self._store = clock, tasks, policy, store
        self._armed: datetime | None = None
        self._bell = asyncio.Event()
        self._in_hand: Counter[tuple[Address, str]] = Counter()
        self._pended: set[tuple[Address, str]] = set()
        self.failures = self.overdue = 0
        outbox, live = Outbox(store=store, platforms=platforms, clock=clock, tasks=tasks), Live()
        self.desk = Desk(
            store=store, platforms=platforms, clock=clock, ids=ids, seal=seal, recurrence=recurrence,
            policy=policy, outbox=outbox, live=live,
            gestures=Gestures(platforms=platforms, live=live, clock=clock, tasks=tasks),
            journal=Journal(store=store, clock=clock, policy=policy, tasks=tasks, alarm=self.alarm),
            early=EarlyWords(policy=policy), started_at=clock.now(), alarm=self.alarm,
            calendars=calendars, phrases=phrases or Phrases(),
        )  # fmt: skip
        outbox.shown, outbox.landed, outbox.failed = self._shown, self._landed, self._failed
        outbox.broken = self._report
        self.desk.gestures.broken = self._report
        outbox.zone_of = self.desk.zone_of

    async def start(self, *, away: timedelta | None, told: bool) -> None:
        """Take up what was live, then begin to wake what is due."""
        await self.desk.read_communities()
        await rooms.recall(self.desk)
        await restart.coming(self.desk, away=away, told=told)
        self.desk.ahead = routed.board  # made anew before a decision changes rows: it tells what was from what is
        self._waker = self._tasks.create_task(self._wake(), name="wake")
        self._auditor = self._tasks.create_task(self._audit(), name="audit")
        self._looker = self._tasks.create_task(self._look_elsewhere(), name="look elsewhere")
        self._menus = self._tasks.create_task(self._put_up_menus(), name="menus")

    async def stop(self) -> None:
        """Tell everybody waiting or talking, finish what is in hand, and rest."""
        for task in (self._waker, self._looker, self._menus, self._auditor):
            task.cancel()
        await self._guarded(lambda: rooms.remember(self.desk))
        await restart.going(self.desk)
        while self.desk.outbox.busy or len(self.desk.lanes):
            await self._clock.wait(self._clock.now() + self._policy.journal_every)
        await self.desk.journal.flush()

    def watched(self, platform: str) -> Sequence[Watched]:
        """The live chats of this platform, and from where each is to be caught up."""
        return restart.watched(self.desk, platform)

    def hearing(self, platform: str, hears: bool) -> None:
        """A platform's connection is there, or is gone; said as often as one likes."""
        interrupted.heard(self.desk, platform, hears=hears)

    async def pend(self, address: Address, message: str) -> None:
        """A platform is about to be told that we have this message, though it is not handled yet (architecture.md)."""
        if self._in_hand[address, message]:  # else it is handled, and nothing would take it out again
            self._pended.add((address, message))  # before it is written: it may be handled, and taken out, meanwhile
            await self._store.pend((address, message))

    async def keep(self, updates: Mapping[int, Address], *, handled: bool) -> None:
        """These are handled, though their platform does not know so yet; or now it does."""
        write = self._store.pend if handled else self._store.unpend
        await write(*((whose, f"{_DONE}{update}") for update, whose in updates.items()))

    async def noted(self) -> None:
        """Return once the store knows of all that was handled so far: only then may a platform forget that it has told
        us (architecture.md).
        """
        await once_free(self._clock, self.desk.journal.flush)

    async def recover(
        self, platform: str, read: Callable[[Address, str], Awaitable[Said | None]]
    ) -> Mapping[int, Address]:
        """What was acknowledged and not handled before a crash: read it again; ask its writer only where that fails.
        What comes back was handled and not acknowledged (`keep`).
        """
        lost, done = set[Address](), dict[int, Address]()
        for address, message in await once_free(self._clock, self._store.pended):
            if address.platform != platform:
                continue
            if message.startswith(_DONE):
                done[int(message.removeprefix(_DONE))] = address
                continue
            said = await self._read_again(lambda a=address, m=message: read(a, m))  # type: ignore[misc]  # bound now
            if said is not None:
                self._pended.add((address, message))
                self._tasks.create_task(self.receive(self._as_it_waited(said)), name="recovered")
            else:
                lost.add(address)
                await once_free(self._clock, lambda a=address, m=message: self._store.unpend((a, m)))  # type: ignore[misc]  # bound now
        for address in lost:
            language = self.desk.language_of(address, "en")
            self.desk.tell(address, SendAgain(), language=language, line=self.desk.line_of(address))
        return done

    def _as_it_waited(self, said: Said) -> Said | Edited:
        """What was passed on before the crash had been changed: it was the change that waited."""
        here = self.desk.live.all_at(said.by)
        passed = any(self.desk.live.handled((one.id, one.side_of(said.by), said.source)) for one in here)
        return Edited(by=said.by, words=said.words, source=said.source, at=said.changed) if passed else said

    async def _read_again(self, read: Callable[[], Awaitable[Said | None]]) -> Said | None:
        while True:
            try:
                return await read()
            except RetryLater as busy:
                await self._clock.wait(self._clock.now() + timedelta(seconds=busy.after))
            except PlatformError:
                return None

    async def receive(self, event: Inbound) -> Saying | None:
        """Handle one event in its turn; the answer is for whoever acted. Never raises."""
        self.desk.memory.see(event.by, now=self._clock.now())
        if isinstance(event, Composing):  # it waits behind nothing: later it would not be true
            gesture.composing(self.desk, event)
            return None
        meant = None if event.by in self.desk.memory.turning else self.desk.live.meant(event.by)
        async with self._taken_in(event):
            with facing.turning(self.desk, event), unsend.coming(self.desk, event), album.coming(self.desk, event):
                async with self.desk.lanes.turn(event.by, patience=self._patience(event)):
                    if isinstance(event, Said):
                        await unsend.rest_comes()
                    notice = await self._handled(event, meant)
        if notice is None or not isinstance(event, Said | Edited | Typed | Pressed):
            return None
        talk = self.desk.live.at(event.by)
        spoken = talk.party(talk.side_of(event.by)).language if talk else "en"
        language = self.desk.language_of(event.by, spoken if isinstance(event, Edited) else event.language)
        line = self.desk.line_of(event.by)
        zone = self.desk.zone_of(line)
        return Saying(notice=notice, language=language, line=line, at=self._clock.now(), zone=zone)

    @asynccontextmanager
    async def _taken_in(self, event: Inbound) -> AsyncIterator[None]:
        """Once a message is handled, and what was made of it since, it is not pending any more."""
        if not isinstance(event, Said | Edited):
            yield
            return
        key = (event.by, event.source)
        self._in_hand[key] += 1
        try:
            yield
        finally:
            self._in_hand[key] -= 1
            if not self._in_hand[key]:
                del self._in_hand[key]
        if key in self._pended and key not in self._in_hand:
            self._pended.discard(key)
            await self.noted()  # else a crash between the two would know nothing of its copies
            await self._guarded(lambda: self._store.unpend(key))

    def _patience(self, event: Inbound) -> Awaitable[None] | None:
        """Words keep their order; a command or a press does not wait long behind words that are slow to deliver."""
        waits = isinstance(event, Said) and command_in(event.words.text) is None
        if waits or not isinstance(event, Said | Typed | Pressed) or not self.desk.lanes.taken(event.by):
            return None
        return self._clock.wait(self._clock.now() + self._policy.at_once)

    async def _handled(self, event: Inbound, meant: tuple[Conversation, ...] | None) -> Notice | None:
        for _ in range(_TRIES):
            try:
                return await verbs.handle(self.desk, event, meant=meant)
            except StoreBusy:
                await self._clock.wait(self._clock.now() + BUSY)
            except Exception as broken:  # noqa: BLE001  # one event's fault must not stop the line; it is reported and counted
                self._report(broken, type(event).__name__)
                return Trouble()
        return Trouble()

    def alarm(self, at: datetime) -> None:
        """Something is due at that time: wake then at the latest."""
        if self._armed is None or at < self._armed:
            self._bell.set()

    async def _wake(self) -> None:
        while True:
            self._bell.clear()
            try:
                self._armed = await self._do_what_is_due()
            except StoreBusy:
                self._armed = self._clock.now() + BUSY
            except Exception as broken:  # noqa: BLE001  # the loop that keeps every deadline must not end
                self._report(broken, "wake")
                self._armed = self._clock.now() + BUSY
            await self._wait_for_bell(self._armed)

    async def _do_what_is_due(self) -> datetime | None:
        now = self._clock.now()
        for thing in await self._store.due(now=now):
            try:
                await wake.due(self.desk, thing)
            except StoreBusy:
                raise
            except Exception as broken:  # noqa: BLE001  # one event's fault must not stop the line; it is reported and counted
                self._report(broken, f"due {type(thing).__name__}")
        await wake.bursts(self.desk)
        interrupted.due(self.desk)
        self._bell.clear()
        self._armed = None  # from here on every alarm rings: it may be newer than what is read now
        following = await self._store.next_due()
        owed = [one.owed for one in self.desk.memory.bursts.values() if one.owed]
        owed += self.desk.memory.practices.values()
        owed += announce.next_at(self.desk)
        owed += interrupted.next_at(self.desk)
        if following is not None and following <= now:
            following = now + BUSY
        return min([*owed, *(at for at in (following, self.desk.early.until) if at)], default=None)

    async def _wait_for_bell(self, until: datetime | None) -> None:
        bell = asyncio.ensure_future(self._bell.wait())
        waits = [bell] if until is None else [bell, asyncio.ensure_future(self._clock.wait(until))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
                with suppress(asyncio.CancelledError):
                    await one

    async def _put_up_menus(self) -> None:
        """Everybody on a roster is offered the commands of their role, one after the other: nothing waits for it."""
        listens: defaultdict[Address, list[Listener]] = defaultdict(list)

        async def read() -> None:
            async with self._store.decision() as rows:
                for community in self.desk.communities:
                    for one in await rows.roster(community):
                        listens[one.address].append(one)

        await self._guarded(read)
        for address, found in listens.items():
            if (platform := self.desk.platforms.get(address.platform)) is not None:
                await platform.menu(address, role_of(found), language=found[0].language)

    async def _look_elsewhere(self) -> None:
        """An operator's command in another process may have changed the roster, a community, or put something to
        be said.
        """
        expiry = self._clock.now()
        while True:
            await self._clock.wait(self._clock.now() + self._policy.look_elsewhere_every)
            try:
                if self._clock.now() >= expiry:
                    await self._store.forget_expired(now=self._clock.now())
                    self.desk.memory.forget(before=self._clock.now() - self._policy.greeted_for)
                    await rota.watch(self.desk)
                    expiry = self._clock.now() + _EXPIRED_EVERY
                if await self._store.changed_elsewhere():
                    await self.desk.read_communities()
                    self.desk.outbox.add(await self._store.unsent())
                    self.alarm(self._clock.now())
            except StoreBusy:
                continue

    async def _audit(self) -> None:
        """Every minute: nothing that waits is forgotten; what was is counted, logged and put right."""
        while True:
            await self._clock.wait(self._clock.now() + self._policy.overdue_after)
            try:
                await rooms.remember(self.desk)
                found = await audit.audit(self.desk)
            except StoreBusy:
                continue
            except Exception as broken:  # noqa: BLE001  # what watches over the line must not end
                self._report(broken, "audit")
                continue
            if found:
                self.overdue += found
                self.alarm(self._clock.now())

    def _shown(self, effect: Effect, message: str) -> None:
        what, _, of = (effect.slot or "").partition(":")
        if effect.kind == "say" and what == "connected":
            conversation, _, side = of.partition(":")
            self.desk.live.begun(conversation, Side(side), message)

    async def _landed(self, effect: Effect, message: str | None) -> None:
        what, _, of = (effect.slot or "").partition(":")
        if effect.kind == "say" and message and what == "waiting":
            await self._guarded(lambda: ask.arrived(self.desk, of))

    async def _failed(self, effect: Effect, gone: Unreachable) -> None:
        here = self.desk.live.all_at(effect.to)
        if isinstance(effect.notice, Offer):
            await self._guarded(lambda: sign_on.unreachable(self.desk, effect.to))
        elif here:
            for one in here:
                await self._guarded(partial(relay.hold, self.desk, one, one.side_of(effect.to), why=gone.reason))
        else:
            await self._guarded(lambda: withdraw.unreachable(self.desk, effect.to))

    async def _guarded(self, act: Callable[[], Awaitable[object]]) -> None:
        try:
            await self.desk.tried(act)
        except Exception as broken:  # noqa: BLE001  # one event's fault must not stop the line; it is reported and counted
            self._report(broken, "what follows")

    def _report(self, broken: Exception, where: str) -> None:
        self.failures += 1
        log.error("%s failed: %s", where, type(broken).__name__, exc_info=broken)
