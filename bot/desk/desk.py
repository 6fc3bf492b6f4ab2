"""The desk itself: what every verb works with, and how a decision is taken and its effects set going."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from bot.announcement import Announcement, Round
from bot.boundary import Burst
from bot.community import Community
from bot.consent import Shown
from bot.conversation import Conversation, Side
from bot.dialogue import Dialogue
from bot.early import EarlyWords
from bot.errors import StoreBusy
from bot.gestures import Gestures
from bot.inbound import Pressed, Said, Typed
from bot.journal import Journal
from bot.lanes import Lanes
from bot.live import Live
from bot.notice import AlreadyTalking, ListensHere, Notice, SeeMessages
from bot.outbox import Outbox
from bot.patience import BUSY
from bot.people import Address, role_of
from bot.phrases import Given, Phrases
from bot.policy import Policy
from bot.ports import Clock, Decision, Ids, Platform, Seal, Store
from bot.records import Effect, Saying
from bot.routing import Routing
from bot.setting import policy_over
from bot.shift import Recurrence, Shift
from bot.telling import Telling

_MOST_KNOWN = 20_000  # people of a day of whom something is known in memory
_T = TypeVar("_T")
_TRIES = 5
_CARRYING = 4  # messages with pictures or files that are on their way at once: what they take of memory is bounded


@dataclass(kw_only=True)
class Memory:
    """What is known for a while and never written down: bursts, given aliases, chosen languages, who was greeted."""

    bursts: dict[Address, Burst] = field(default_factory=dict)
    refusals: dict[Address, str] = field(default_factory=dict)
    greeted: dict[Address, datetime] = field(default_factory=dict)
    aliases: dict[Address, str] = field(default_factory=dict)
    languages: dict[Address, str] = field(default_factory=dict)
    communities: dict[Address, str] = field(default_factory=dict)
    danger: dict[Address, datetime] = field(default_factory=dict)
    false_alarms: dict[Address, dict[str, datetime]] = field(default_factory=dict)
    slow: dict[Address, datetime] = field(default_factory=dict)
    practices: dict[str, datetime] = field(default_factory=dict)
    helplines_given: dict[Address, Given] = field(default_factory=dict)
    dialogues: dict[Address, Dialogue] = field(default_factory=dict)
    announcing: dict[Address, Announcement] = field(default_factory=dict)
    announced: dict[str, datetime] = field(default_factory=dict)
    shifts: dict[Address, Shift] = field(default_factory=dict)
    giving: dict[Address, tuple[str, date]] = field(default_factory=dict)
    codes: list[tuple[Address, datetime]] = field(default_factory=list)
    asked: dict[Address, list[tuple[str, datetime]]] = field(default_factory=dict)
    planned: dict[Address, dict[str, datetime]] = field(default_factory=dict)
    telling: dict[Address, Telling] = field(default_factory=dict)
    arrivals: dict[str, deque[datetime]] = field(default_factory=dict)
    flooded: dict[str, datetime] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    reminded: dict[Address, str] = field(default_factory=dict)
    turning: dict[Address, int] = field(default_factory=dict)
    deaf: dict[str, datetime] = field(default_factory=dict)
    interrupted: set[tuple[str, Side]] = field(default_factory=set)
    coming: dict[Address, list[str]] = field(default_factory=dict)
    leaving: set[tuple[Address, str]] = field(default_factory=set)
    left_behind: set[tuple[Address, str]] = field(default_factory=set)
    changing: Counter[tuple[str, Side, str]] = field(default_factory=Counter)
    albums: dict[tuple[Address, str], list[Said]] = field(default_factory=dict, repr=False)
    pictures: OrderedDict[tuple[str, Side, str], tuple[str, ...]] = field(default_factory=OrderedDict, repr=False)
    seen: OrderedDict[Address, datetime] = field(default_factory=OrderedDict)

    def see(self, who: Address, *, now: datetime) -> None:
        """They did something just now: what is known of them is known for a while longer; of very many, the one who did
        nothing for longest is forgotten.
        """
        self.seen[who] = now
        self.seen.move_to_end(who)
        if len(self.seen) > _MOST_KNOWN:
            self._forget_first()

    def forget(self, *, before: datetime) -> None:
        """Forget everybody who did nothing since then."""
        while self.seen and next(iter(self.seen.values())) < before:
            self._forget_first()

    def _forget_first(self) -> None:
        who, _ = self.seen.popitem(last=False)
        for book in (self.bursts, self.refusals, self.greeted, self.aliases, self.languages, self.communities,
                     self.danger, self.false_alarms, self.slow, self.dialogues, self.announcing, self.shifts,
                     self.giving, self.reminded, self.helplines_given, self.asked,
                     self.planned, self.telling):  # fmt: skip
            book.pop(who, None)


@dataclass(kw_only=True)
class Draft:
    """A decision being taken: `rows` to read and write, effects to be said once it has committed, and what follows
    then.
    """

    rows: Decision
    ids: Ids
    effects: list[Effect] = field(default_factory=list)
    follow: list[Callable[[], None]] = field(default_factory=list)
    opens: dict[str, datetime | None] = field(default_factory=dict)

    def say(self, to: Address, notice: Notice, *, language: str, line: str, slot: str | None = None) -> Effect:
        """A new message; with `slot` it is remembered under that name."""
        return self._add(kind="say", to=to, notice=notice, language=language, line=line, slot=slot)

    def change(
        self, to: Address, notice: Notice, *, language: str, line: str,
        slot: str | None = None, message: str | None = None,
    ) -> Effect:  # fmt: skip
        """Put another notice into the slot's message, or into the one named."""
        return self._add(kind="change", to=to, notice=notice, language=language, line=line, slot=slot, message=message)

    def strip(self, to: Address, slot: str) -> Effect:
        """Take the buttons off the slot's message."""
        return self._add(kind="strip", to=to, slot=slot)

    def retract(self, to: Address, slot: str) -> Effect:
        """Delete the slot's message."""
        return self._add(kind="retract", to=to, slot=slot)

    async def menu(self, to: Address, *, language: str) -> Effect:
        """Offer them the commands of whom they are now, in any of the communities."""
        role = role_of(await self.rows.listens(to))
        return self._add(kind="menu", to=to, language=language, message=role)

    def after(self, follow: Callable[[], None]) -> None:
        """What is done in memory once this has committed."""
        self.follow.append(follow)

    def _add(self, **fields: object) -> Effect:
        effect = Effect(id=self.ids.new(), **fields)  # type: ignore[arg-type]  # checked by the dataclass
        self.effects.append(effect)
        return effect


@dataclass(kw_only=True)
class Desk:
    """Everything that a verb needs; there is one in a process. `calendars` is the address under which private calendars
    are read; "": there is none. `ahead` is done before anything else in each decision.
    """

    store: Store
    platforms: Mapping[str, Platform]
    clock: Clock
    ids: Ids
    seal: Seal
    recurrence: Recurrence
    policy: Policy
    live: Live
    outbox: Outbox
    journal: Journal
    early: EarlyWords
    gestures: Gestures
    started_at: datetime
    alarm: Callable[[datetime], None]
    memory: Memory = field(default_factory=Memory)
    lanes: Lanes = field(default_factory=Lanes)
    communities: dict[str, Community] = field(default_factory=dict)
    policies: dict[str, tuple[Community, Policy]] = field(default_factory=dict)
    routing: Routing | None = None
    ahead: Callable[["Desk", Decision], Awaitable[object]] | None = None
    calendars: str = ""
    phrases: Phrases = field(default_factory=Phrases)
    carrying: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_CARRYING))

    @asynccontextmanager
    async def decide(self) -> AsyncIterator[Draft]:
        """One decision: on leaving, state and effects commit together; then the effects are said (architecture.md).

        Where it fails, what routing has in memory may be ahead of the rows: it is read from them again.
        """
        try:
            async with self.store.decision() as rows:
                if self.ahead is not None:
                    await self.ahead(self, rows)
                draft = Draft(rows=rows, ids=self.ids)
                yield draft
                await rows.put(draft.effects)
        except BaseException:
            self.routing = None
            raise
        for follow in draft.follow:
            follow()
        self.outbox.add(draft.effects)
        self.alarm(self.clock.now())

    async def change(self, draft: Draft, id: str, how: Callable[[Conversation], Conversation]) -> Conversation | None:
        """A live conversation changes, from what it is once the decision has its turn, and in memory from what it is
        once that has committed: what others changed meanwhile stays. What it was; None where it is over.
        """
        present = self.live.get(id)
        if present is None or not await draft.rows.save_conversation(how(present)):
            return None
        draft.after(lambda: self.live.change(id, how))
        return present

    async def tried(self, decide: Callable[[], Awaitable[_T]]) -> _T | None:
        """Decide, once the store is not busy; None where that takes too long. What words bring about is decided so:
        none of them goes a second time for it.
        """
        for _ in range(_TRIES):
            try:
                return await decide()
            except StoreBusy:
                await self.clock.wait(self.clock.now() + BUSY)
        return None

    def policy_for(self, community: str) -> Policy:
        """The numbers of a community: the deployment's, and on top of them its own."""
        known = self.communities.get(community)
        if known is None or not known.chosen:
            return self.policy
        made = self.policies.get(community)
        if made is None or made[0] is not known:
            made = self.policies[community] = (known, policy_over(known, self.policy))
        return made[1]

    def zone_of(self, line: str) -> str:
        """The time zone in which a line of this name tells the time; UTC where two of that name have two."""
        zones = {self.policy_for(one.id).zone for one in self.communities.values() if one.name == line}
        return zones.pop() if len(zones) == 1 else "UTC"

    def lay_aside(self, address: Address) -> None:
        """The refusal that this person saw last loses its buttons: it belongs to a state that is over."""
        message = self.memory.refusals.pop(address, None)
        if message is not None:
            self.bare(address, message)

    def bare(self, address: Address, message: str) -> None:
        """This message loses its buttons; no harm where it keeps them."""
        self.outbox.add([Effect(id=self.ids.new(), kind="strip", to=address, message=message, kept=False)])

    def tell(self, to: Address, notice: Notice, *, language: str, line: str) -> Effect:
        """Say something that is not worth keeping: in order after what is already on its way to this person."""
        effect = Effect(id=self.ids.new(), kind="say", to=to, notice=notice, language=language, line=line, kept=False)
        self.outbox.add([effect])
        return effect

    def shown(self, to: Address, notice: Notice, *, language: str, line: str) -> Shown:
        """What somebody has read before them: the exact text of this notice on their platform."""
        saying = Saying(notice=notice, language=language, line=line, at=self.clock.now(), zone=self.zone_of(line))
        return Shown.of(self.platforms[to.platform].text(saying), language=language)

    def community_of(self, address: Address) -> Community | None:
        """This person's, as far as is known; else the only one there is."""
        known = self.communities.get(self.memory.communities.get(address, ""))
        return next(iter(self.communities.values())) if known is None and len(self.communities) == 1 else known

    def line_of(self, address: Address) -> str:
        """The name under which the bot speaks to this person: their community's, or the only one's."""
        known = self.community_of(address)
        return known.name if known else "Warmline"

    async def read_communities(self) -> None:
        """Take the communities from the store: at start, and when another process has changed something; routing is
        made anew, too, for what may have changed on a roster.
        """
        async with self.store.decision() as rows:
            self.communities = {one.id: one for one in await rows.communities()}
            self.routing = None

    def language_of(self, address: Address, asked: str) -> str:
        """The language chosen by /language, else the client's."""
        return self.memory.languages.get(address, asked)


def see(event: Typed | Pressed) -> Notice | None:
    """A command is answered by pointing to the direct messages; a press in them needs no answer beside the message
    itself.
    """
    return SeeMessages() if event.place is not None else None


def talking(desk: Desk, by: Address) -> Notice | None:
    """What somebody hears who asks while a conversation is going on in that chat (routing.md 1)."""
    conversation = desk.live.at(by)
    if conversation is None:
        return None
    if conversation.listener.address == by:
        return ListensHere()
    return AlreadyTalking(conversation=conversation.id, epoch=conversation.epoch, alias=conversation.listener.alias)
