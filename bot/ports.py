"""Ports: all that the core asks of the world. Adapters and tests fill them; nothing here does anything."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.community import Community
from bot.conversation import Conversation, Side
from bot.duty import Duty
from bot.inbound import Inbound, Place
from bot.ledger import Cell, Fact, History
from bot.media import File, Medium
from bot.offer import Answer, Offer
from bot.page import Page, PageKind
from bot.people import Address, Listener, Role
from bot.records import (
    Account,
    Effect,
    Feed,
    Invited,
    Pair,
    Passage,
    Passed,
    Reminder,
    Report,
    Saying,
    Still,
    Watched,
)
from bot.request import Request
from bot.shift import Override, Shift

Due = Request | Conversation | Listener | Duty | Shift | Page | Reminder
"""What has a next step, and is found by `Store.due`."""


Receive = Callable[[Inbound], Awaitable[Saying | None]]
"""What an adapter hands everything to that happens; what comes back is the private answer to who did it. It never
raises.
"""


class Platform(Protocol):
    """One chat platform. Raises the three errors of `bot.errors`; message ids are the platform's own, as text.

    `nonce` names one message for ever: with the same nonce the same message is never shown twice, where the platform
    can.
    """

    name: str

    async def say(self, to: Address, saying: Saying, *, nonce: str) -> str:
        """Send a notice to a person's private chat; its message id."""
        ...

    def text(self, saying: Saying) -> str:
        """The exact text that this notice has in a chat here: what somebody has read who consents (privacy.md)."""
        ...

    async def post(self, place: Place, saying: Saying, *, nonce: str) -> None:
        """Post a notice in a shared place (a panel), pinned where the platform pins."""
        ...

    async def change(self, to: Address, message: str, saying: Saying) -> None:
        """Put another notice, with its buttons, in the place of one that was sent."""
        ...

    async def strip(self, to: Address, message: str) -> None:
        """Take the buttons off a notice that was sent; one that is gone already is no error."""
        ...

    async def retract(self, to: Address, message: str) -> bool:
        """Delete a message in a person's private chat; False where the platform does not let a bot."""
        ...

    async def relay(self, to: Address, passage: Passage, *, sent: list[str], nonce: str, still: Still) -> None:
        """Pass a person's words on, in as many messages as they need; each one's id is appended to `sent`
        once it is there.

        Called again after RetryLater with the same `sent`, it goes on where it stopped; it stops where `still()` is
        False.
        """
        ...

    async def fetch(self, medium: Medium) -> File:
        """What came with somebody's words here, made anew. Raises RetryLater, or Refused with `too_large`,
        `unreadable` or `gone`.
        """
        ...

    async def amend(self, to: Address, copies: list[str], passage: Passage, *, nonce: str, still: Still) -> None:
        """Bring copies up to date with an edit; a longer one adds messages, a shorter removes them. `copies` are those
        that there are, also where it fails half way; called again with them, it goes on.
        """
        ...

    async def react(self, to: Address, message: str, emoji: Sequence[str], *, was: Sequence[str], still: Still) -> None:
        """The bot's reactions to a message in a person's private chat are these, newest last, and no more what they
        were; those that the platform cannot show are left out.
        """
        ...

    async def compose(self, to: Address, *, still: Still) -> None:
        """Show for some seconds that somebody is typing."""
        ...

    def learned(self) -> Mapping[Address, str]:
        """The private chats that it has come to know since it was asked last, by the platform's own ids; nothing where
        a person's id is their chat's, too.
        """
        ...

    def recall(self, rooms: Mapping[Address, str]) -> None:
        """What it had learned before the restart: it need not be asked for again."""
        ...

    async def belongs(self, person: Address, community: Community) -> bool:
        """Whether the person is in one of the community's servers or groups on this platform."""
        ...

    async def exposes(self, place: Place) -> bool:
        """Whether a command that is typed in this place stays visible there, because the bot may not delete it."""
        ...

    async def menu(self, to: Address, role: Role | None, *, language: str) -> None:
        """Offer the commands of this role in a person's private chat, where the platform has such menus; None: those
        that everybody has. Never raises: it is a side call (experience.md, The operator).
        """
        ...

    def link(self, payload: str) -> str | None:
        """A deep link that opens the private chat with this payload, where the platform has such links."""
        ...


class Decision(Protocol):
    """One transaction: what is read and written in it commits, with its effects, all or not at all.

    Each `save_` and `add_` is one conditional write and says whether it took hold (style.md 6). `was` is what must
    still stand.
    """

    async def communities(self) -> tuple[Community, ...]: ...
    async def community(self, id: str) -> Community | None: ...
    async def add_community(self, community: Community) -> bool: ...
    async def save_community(self, community: Community) -> bool: ...

    async def roster(self, community: str) -> tuple[Listener, ...]: ...
    async def listener(self, id: str) -> Listener | None: ...
    async def listens(self, address: Address) -> tuple[Listener, ...]: ...
    async def add_listener(self, listener: Listener) -> bool: ...
    async def save_listener(self, listener: Listener) -> bool: ...
    async def remove_listener(self, id: str) -> bool: ...

    async def add_invite(self, invite: Invited) -> None: ...
    async def invite(self, code_hash: str, *, now: datetime) -> Invited | None: ...
    async def invite_by_id(self, id: str, *, now: datetime) -> Invited | None: ...
    async def use_invite(self, id: str, *, now: datetime) -> bool: ...

    async def rooms(self) -> Mapping[Address, str]:
        """The private chats of those on a roster, as far as they are known (Platform.learned)."""
        ...

    async def save_room(self, whose: Address, room: str) -> bool:
        """False for somebody who is on no roster: of them nothing is kept."""
        ...

    async def add_request(self, request: Request) -> bool:
        """False where this person has a live request already (a unique index decides)."""
        ...

    async def request(self, id: str) -> Request | None: ...
    async def request_of(self, seeker: Address) -> Request | None: ...
    async def waiting(self, community: str | None = None, *, limit: int | None = None) -> tuple[Request, ...]:
        """Open requests, danger first, then by arrival; the first `limit` of them."""
        ...

    async def count_waiting(self) -> int: ...
    async def adrift(self) -> tuple[Request, ...]:
        """Claimed requests whose conversation is not going on: there should be none."""
        ...

    async def arriving(self) -> tuple[Request, ...]:
        """Requests whose seeker was not known to be reached."""
        ...

    async def save_request(self, request: Request, *, was: Request) -> bool:
        """Conditional on the row's state and epoch being those of `was`."""
        ...

    async def remove_request(self, request: Request) -> bool:
        """Conditional on state and epoch; takes its offers with it."""
        ...

    async def put_offers(self, offers: Sequence[Offer]) -> None:
        """One a request, epoch and listener; one that was made in an earlier round stands anew."""
        ...

    async def answer_offer(self, request: str, listener: str, answer: Answer) -> bool:
        """What became of the offer that stands; False where none does."""
        ...

    async def open_offers(self) -> tuple[Offer, ...]:
        """All offers of all open requests."""
        ...

    async def offers(self, request: str) -> tuple[Offer, ...]: ...

    async def duty(self, listener: str) -> Duty | None: ...
    async def duties(self) -> tuple[Duty, ...]: ...
    async def save_duties(self, turns: Sequence[tuple[Duty, datetime]]) -> None:
        """Each turn as it is now, and when something of it is due next."""
        ...

    async def remove_duty(self, listener: str) -> None: ...

    async def add_shift(self, shift: Shift) -> None: ...
    async def shifts(self, community: str) -> tuple[Shift, ...]: ...
    async def shift(self, id: str) -> Shift | None: ...
    async def save_shift(self, shift: Shift) -> bool: ...
    async def remove_shift(self, id: str) -> bool:
        """With all that became of single ones."""
        ...

    async def overrides(self, community: str) -> tuple[Override, ...]:
        """What became of single shifts of this community."""
        ...

    async def override(self, shift: str, day: date, new: Override | None, *, was: Override | None) -> bool:
        """What has become of the one on this day; False where `was` does not stand any more."""
        ...

    async def gap_told(self, community: str, starts: datetime, ahead: int) -> bool:
        """Note that coordinators hear of this gap, `ahead` minutes before; False where they have heard."""
        ...

    async def put_feed(self, feed: Feed) -> None:
        """The one secret address of this calendar; an earlier one works no longer."""
        ...

    async def feed(self, secret_hash: str) -> Feed | None: ...

    async def add_page(self, page: Page) -> bool:
        """False where one of its kind stands about the same thing."""
        ...

    async def page(self, id: str) -> Page | None: ...
    async def pages(self, about: str) -> tuple[Page, ...]:
        """Those about this, of any kind."""
        ...

    async def page_of(self, community: str, kind: PageKind, about: str) -> Page | None: ...
    async def pages_by(self, author: Address) -> tuple[Page, ...]:
        """Those whose author they are."""
        ...

    async def save_page(self, page: Page) -> bool:
        """False where it is gone."""
        ...

    async def remove_page(self, id: str) -> bool:
        """False where it is gone: of several who remove it, one does."""
        ...

    async def add_fact(self, id: str, fact: Fact) -> None:
        """What somebody agreed to; nothing else is ever kept of people. A later follow-up takes the place of one of its
        kind to the same person.
        """
        ...

    async def counts(self) -> Mapping[Cell, int]:
        """Every cell of service_stats with its count."""
        ...

    async def ratings(self) -> Mapping[int, int]:
        """How often each rating was given, of those that are kept."""
        ...

    async def take_reminders(self, community: str, *, now: datetime) -> tuple[Reminder, ...]:
        """Those for when this community opens that are still good; they are kept no longer."""
        ...

    async def take_check_in(self, id: str) -> bool:
        """It is kept no longer; False where it is gone."""
        ...

    async def remove_follow_ups(self, address: Address) -> int: ...
    async def remove_feedback(self, address: Address) -> int: ...

    async def history(self, listener: str, by: Address) -> History | None: ...
    async def save_history(self, listener: str, history: History) -> None: ...
    async def hours(self, listener: str) -> tuple[tuple[str, int], ...]:
        """Each month with its minutes on call."""
        ...

    async def remove_history(self, listener: str) -> bool:
        """With all that was counted; False where there was no such consent."""
        ...

    async def add_conversation(self, conversation: Conversation) -> bool:
        """False where the request, the listener or either address has a live conversation already (unique indexes
        decide).
        """
        ...

    async def conversation(self, id: str) -> Conversation | None:
        """Live, or the remnant of one that has ended."""
        ...

    async def live_conversations(self) -> tuple[Conversation, ...]: ...
    async def remnant_of(self, address: Address) -> Conversation | None:
        """What is left of the last conversation that ended at this address, if anything is."""
        ...

    async def remnants_of(self, address: Address) -> tuple[Conversation, ...]:
        """What is left of every conversation that has ended at this address, of whichever kind."""
        ...

    async def thirds(self, talk: str) -> tuple[Conversation, ...]:
        """Those of kind THIRD that belong to this talk, live or ended."""
        ...

    async def save_conversation(self, conversation: Conversation) -> bool:
        """Conditional on the row being live; ending it makes it the remnant."""
        ...

    async def save_remnant(self, conversation: Conversation) -> bool:
        """What its seeker has chosen of the record; conditional on the row being a remnant."""
        ...

    async def remove_conversation(self, id: str) -> None:
        """Its row, pairs and slots: nothing is left."""
        ...

    async def pairs(self, conversation: str) -> tuple[Pair, ...]: ...

    async def add_block(self, seeker: Address, listener: str, *, community: str, until: datetime | None) -> None: ...
    async def blocked(self, seeker: Address, community: str, *, now: datetime) -> frozenset[str]:
        """The listeners (roster ids) who are kept apart from this seeker."""
        ...

    async def add_report(self, report: Report) -> None: ...

    async def name_report(self, reference: str, seeker: Address, *, kind: str) -> str | None:
        """Its author, a seeker, says of what kind it is, where that was not said: the listener (roster id); None where
        there is no such report of theirs.
        """
        ...

    async def reported(self, seeker: Address, listener: str, *, against: str) -> bool:
        """Whether a report between these two is kept, against this side."""
        ...

    async def disown_reports(self, seeker: Address) -> None:
        """Who made the reports that this seeker made is kept no longer."""
        ...

    async def count_safety(self, person: Address, listened: Sequence[str]) -> int:
        """How many reports and blocks are about this person, or a listener of these roster ids."""
        ...

    async def account(self, reference: str, community: str, *, now: datetime) -> Account | None:
        """Whom a report of this community, by its reference, is about; also once only what was decided about it
        is kept.
        """
        ...

    async def bar(self, account: Account, *, until: datetime | None) -> None:
        """The community takes no requests from that account until then; for None it takes them again."""
        ...

    async def keep_bar(self, account: Account) -> bool:
        """It was looked at again, and stays; False where there is none, or that was so already."""
        ...

    async def barred(self, seeker: Address, community: str, *, now: datetime) -> Account | None:
        """The account from which no requests are taken, where it is this seeker's; None where they are."""
        ...

    async def held(self, whose: Address) -> Mapping[str, tuple[Mapping[str, object], ...]]:
        """By table, every row that is about this person, JSON-ready: seals opened, nothing of anybody else."""
        ...

    async def tally(self) -> Mapping[str, int]:
        """How many rows there are of each class of docs/data.md."""
        ...

    async def put(self, effects: Sequence[Effect]) -> None:
        """Into the outbox, in the same commit."""
        ...

    async def slot(self, name: str) -> tuple[Address, str] | None:
        """Where the message that holds this slot is: whose chat, which message id."""
        ...

    async def free_slot(self, name: str) -> None: ...


class Store(Protocol):
    """What is kept. Live rows are sealed (privacy.md); every instant is aware UTC."""

    def decision(self) -> AbstractAsyncContextManager[Decision]:
        """Begin a decision (SQLite: BEGIN IMMEDIATE); commits on leaving, rolls back on an exception."""
        ...

    async def keep(self, passed: Sequence[Passed]) -> None:
        """Group commit of the relay: pairs, cursors and whose turn it is, in one transaction, off the hot path."""
        ...

    async def pair(self, conversation: str, side: Side, source: str) -> Pair | None:
        """The pair of this source message."""
        ...

    async def pair_of_copy(self, conversation: str, side: Side, copy: str) -> Pair | None:
        """The pair one of whose copies is this message in the chat of `side`."""
        ...

    async def sources(self, limit: int) -> tuple[tuple[str, Side, str], ...]:
        """The newest (conversation, side, source) of all live pairs, so that a repeated update is known after a
        restart.
        """
        ...

    async def cursors(self) -> dict[tuple[str, Side], str]:
        """Of each live conversation's side, the last source id that was handled."""
        ...

    async def unsent(self) -> tuple[Effect, ...]:
        """The outbox, oldest first."""
        ...

    async def sent(self, effect: Effect, message: str | None) -> None:
        """Out of the outbox; a message id takes the effect's slot."""
        ...

    async def slot(self, name: str) -> tuple[Address, str] | None:
        """Where the message that holds this slot is, read outside of a decision."""
        ...

    async def pend(self, *messages: tuple[Address, str]) -> None:
        """Note that these messages are acknowledged though not handled: metadata only (architecture.md)."""
        ...

    async def pended(self) -> tuple[tuple[Address, str], ...]:
        """Those messages, each person's in order."""
        ...

    async def unpend(self, *messages: tuple[Address, str]) -> None:
        """They are handled, or could not be read any more and their writer was told."""
        ...

    async def forget_expired(self, *, now: datetime) -> None:
        """Remove invites, blocks and reports whose time is over (privacy.md, Classes of data)."""
        ...

    async def next_due(self) -> datetime | None:
        """The earliest `next_step_at` of anything live."""
        ...

    async def due(self, *, now: datetime) -> tuple[Due, ...]:
        """Everything live whose `next_step_at` has come, earliest first; remnants included."""
        ...

    async def postpone(self, by: timedelta) -> None:
        """Push every live deadline back: the time away does not count (routing.md 15)."""
        ...

    async def changed_elsewhere(self) -> bool:
        """Whether another process has committed since the last call (an operator's command)."""
        ...


class Clock(Protocol):
    """The time, and waiting for it; tests fast-forward it."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    async def wait(self, until: datetime) -> None:
        """Return at that instant, or at once where it is past."""
        ...


class Ids(Protocol):
    """Randomness: nothing in the core is random by itself."""

    def new(self) -> str:
        """A fresh uuid4, 32 hex digits."""
        ...

    def code(self) -> str:
        """A fresh secret of 128 bits, URL-safe."""
        ...

    def reference(self) -> str:
        """A short reference that two people can read to each other."""
        ...

    def chance(self) -> float:
        """A number from 0 to 1, to settle what is otherwise equal."""
        ...

    def pick(self, choices: Sequence[str]) -> str:
        """One of them."""
        ...


class Seal(Protocol):
    """Keyed hashes; the sealing of addresses is the Store's own."""

    def hash(self, purpose: str, text: str) -> str:
        """A keyed hash, the same for the same text, different for each purpose."""
        ...


class Gateway(Platform, Protocol):
    """A platform as the wiring runs it: it brings what happens, from the moment it is connected until it is
    cancelled. `hearing` is told whenever what happens there begins to reach us, or does so no longer.
    """

    hearing: Callable[[bool], None]

    async def run(
        self, receive: Receive, *, watched: Callable[[], Sequence[Watched]], ready: Callable[[], None]
    ) -> None:
        """Connect, catch up (in order, before anything newer of the same chat), call `ready`, and serve until
        cancelled.

        Raises `bot.errors.Refused("token")` where the platform does not accept the token.
        """
        ...
