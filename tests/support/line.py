"""A small line to put into a store: one community, people of it, and a clock that stands still until it is moved."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.community import Community
from bot.consent import TAPS, Consent, Scope, Shown
from bot.conversation import Conversation, Party
from bot.inbound import Pressed
from bot.people import Address, Listener, Role, Standing
from bot.policy import Policy
from bot.ports import Decision
from bot.records import Effect
from bot.request import Request, State

NOW = datetime(2030, 5, 4, 12, 0, tzinfo=UTC)
POLICY = Policy(seeker_aliases=("Robin", "Sam"))
SEEKER = Address("telegram", "5")
LINE = Community(id="c" * 32, slug="line", places=frozenset({("discord", "100"), ("telegram", "-200")}))


class StillClock:
    """A clock that shows what it is set to."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        """Aware, UTC."""
        return self.moment

    async def wait(self, until: datetime) -> None:
        """Move there at once."""
        self.moment = max(self.moment, until)


def fresh() -> str:
    """A fresh id."""
    return uuid.uuid4().hex


def listener(alias: str = "Kim", *, id: str = "77", community: str = LINE.id) -> Listener:
    """A listener on Discord, on call for two hours."""
    return Listener(
        id=fresh(), community=community, address=Address("discord", id), role=Role.LISTENER, standing=Standing.ACTIVE,
        alias=alias, languages=("en", "de"), approved=True, on_call_until=NOW + timedelta(hours=2),
    )  # fmt: skip


def request(id: str = SEEKER.id, *, now: datetime = NOW, state: State = State.OPEN) -> Request:
    """A request of somebody on Telegram."""
    return Request(
        id=fresh(), community=LINE.id, seeker=Address("telegram", id), language="en", state=state,
        arrived_at=now, opened_at=now, next_step_at=now + POLICY.word_every, not_again=("d" * 32,),
    )  # fmt: skip


def conversation(asked: Request, by: Listener, *, now: datetime = NOW) -> Conversation:
    """The conversation of those two."""
    return Conversation.begun(
        now=now, policy=POLICY, id=fresh(), request=asked.id, epoch=asked.epoch, community=asked.community,
        listener_id=by.id, arrived_at=asked.arrived_at, danger=True,
        seeker=Party(address=asked.seeker, alias="Robin", language="en"),
        listener=Party(address=by.address, alias=by.alias, language="de"),
    )  # fmt: skip


def agreed(scope: Scope, by: Address = SEEKER) -> Consent[Any]:
    """Their yes to this; unless told otherwise that of who made `request()`."""
    tap = Pressed(by=by, verb=min(TAPS[scope]), subject="", epoch=0, message="1", language="en")
    return Consent(scope=scope, shown=Shown.of("a text", language="en"), at=NOW, tap=tap)


def effect(to: Address, *, slot: str | None = None, kind: str = "strip") -> Effect:
    """Something to be said to somebody."""
    return Effect(id=fresh(), kind=kind, to=to, slot=slot)


async def opened(decision: Decision, *people: Listener) -> None:
    """Put the community and these people into the store."""
    assert await decision.add_community(LINE)
    for one in people:
        assert await decision.add_listener(one)
