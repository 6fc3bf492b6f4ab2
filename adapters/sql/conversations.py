"""Conversations, live or what is left of them; who sits where; the pairs of their messages."""

from __future__ import annotations

from datetime import timedelta
from sys import intern
from typing import Any

from sqlalchemy import delete, select, update

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.ledger import packed_record, record_of
from adapters.sql.pairs import GONE, pair_of
from adapters.sql.rows import (
    Deciding,
    Read,
    instant,
    instant_or_none,
    micros,
    micros_or_none,
    packed,
    unpacked,
)
from adapters.sql.tables import conversations, pairs, seats
from bot.conversation import Conversation, Joining, Kind, Party, Side, Step
from bot.people import Address
from bot.records import Pair

_AT_ONCE = 500


class Conversations(Deciding):
    """What a decision does with conversations."""

    async def add_conversation(self, conversation: Conversation) -> bool:
        """False where the request, the listener or either address has a live conversation (unique indexes decide)."""
        row = _row(conversation, self._keys)
        if await self._changed(insert(conversations).values(row).on_conflict_do_nothing()) != 1:
            return False
        taking = [
            {"conversation": conversation.id, "side": side, "live": True, "beside": _beside(conversation, side),
             "address": self._keys.live.address(conversation.party(side).address)}
            for side in Side
        ]  # fmt: skip
        if await self._changed(insert(seats).on_conflict_do_nothing(), taking) == len(taking):
            return True
        await self._changed(delete(conversations).where(conversations.c.id == conversation.id))
        return False

    async def conversation(self, id: str) -> Conversation | None:
        """Live, or the remnant of one that has ended."""
        row = await self._one(select(conversations).where(conversations.c.id == id))
        return None if row is None else conversation_of(row, self._keys)

    async def live_conversations(self) -> tuple[Conversation, ...]:
        """Every one that has not ended, the oldest first; read some at a time, for a process keeps the room that all
        their rows once took.
        """
        live = select(conversations).where(conversations.c.ended_at.is_(None))
        live = live.order_by(conversations.c.started_at, conversations.c.id).execution_options(yield_per=_AT_ONCE)
        async with self._connection.stream(live) as rows:
            return tuple([conversation_of(row, self._keys) async for row in rows])

    async def remnant_of(self, address: Address) -> Conversation | None:
        """What is left of the last conversation that ended at this address, if anything is."""
        sat = seats.join(conversations, conversations.c.id == seats.c.conversation)
        found = select(conversations).select_from(sat).where(
            seats.c.address == self._keys.live.address(address), conversations.c.ended_at.is_not(None),
            conversations.c.kind != Kind.THIRD,
        )  # fmt: skip
        row = await self._one(found.order_by(conversations.c.ended_at.desc(), conversations.c.id).limit(1))
        return None if row is None else conversation_of(row, self._keys)

    async def remnants_of(self, address: Address) -> tuple[Conversation, ...]:
        """What is left of all that ended at this address, of whichever kind."""
        ended = select(conversations).where(
            conversations.c.ended_at.is_not(None),
            conversations.c.id.in_(
                select(seats.c.conversation).where(seats.c.address == self._keys.live.address(address))
            ),
        )  # fmt: skip
        return tuple(conversation_of(row, self._keys) for row in await self._all(ended))

    async def thirds(self, talk: str) -> tuple[Conversation, ...]:
        """Of seekers and coordinators who were the third of this talk, live or ended."""
        found = select(conversations).where(conversations.c.request == talk, conversations.c.kind == Kind.THIRD)
        return tuple(conversation_of(row, self._keys) for row in await self._all(found))

    async def save_conversation(self, conversation: Conversation) -> bool:
        """Conditional on the row being live; ending it makes it the remnant, and frees both seats."""
        row = _row(conversation, self._keys)
        if conversation.ended_at is not None:
            row |= {"seeker_cursor": None, "listener_cursor": None}
        saving = update(conversations).where(
            conversations.c.id == conversation.id, conversations.c.ended_at.is_(None)
        )  # fmt: skip
        if await self._changed(saving.values(row)) != 1:
            return False
        if conversation.ended_at is not None:
            await self._changed(update(seats).where(seats.c.conversation == conversation.id).values(live=False))
        return True

    async def save_remnant(self, conversation: Conversation) -> bool:
        """What its seeker has chosen of the record."""
        ended = (conversations.c.id == conversation.id, conversations.c.ended_at.is_not(None))
        body = _row(conversation, self._keys)["body"]
        return await self._changed(update(conversations).where(*ended).values(body=body)) == 1

    async def remove_conversation(self, id: str) -> None:
        """Its row, seats, pairs and slots: nothing is left."""
        await self._changed(delete(conversations).where(conversations.c.id == id))
        self.gone.add(id)

    async def pairs(self, conversation: str) -> tuple[Pair, ...]:
        """All its pairs, in the order in which they were handled."""
        found = (
            select(pairs).where(pairs.c.conversation == conversation, pairs.c.copies != GONE).order_by(pairs.c.place)
        )
        return tuple(pair_of(row) for row in await self._all(found))


def conversation_of(row: Read, keys: Keys) -> Conversation:
    """The conversation in a row."""
    body = unpacked(keys.live, row.body, "conversation", row.id)
    return Conversation(
        id=row.id, request=row.request, epoch=row.epoch, community=intern(row.community), listener_id=row.listener,
        arrived_at=instant(row.arrived_at), started_at=instant(row.started_at), quiet_since=instant(row.quiet_since),
        next_step_at=instant(row.next_step_at), ended_at=instant_or_none(row.ended_at),
        asked_over=instant_or_none(row.asked_over), kind=Kind(row.kind),
        turn=_side(row.turn), steps=tuple(Step(step) for step in row.steps.split(",") if step),
        seeker=_party(body["seeker"]), listener=_party(body["listener"]), held=_side(body["held"]),
        ended_by=_side(body["ended_by"]), timed=body["timed"], keep_open=body["keep_open"], danger=body["danger"],
        facing=body.get("facing", True), aside=body.get("aside", False),
        joining=Joining(body.get("joining", Joining.NOT)), record=record_of(body.get("record")),
        waited=timedelta(seconds=body.get("waited", 0)),
    )  # fmt: skip


def _row(one: Conversation, keys: Keys) -> dict[str, Any]:
    body = {
        "seeker": _packed(one.seeker), "listener": _packed(one.listener), "held": one.held, "ended_by": one.ended_by,
        "timed": one.timed, "keep_open": one.keep_open, "danger": one.danger,
        "facing": one.facing, "aside": one.aside, "joining": one.joining,
        "waited": one.waited.total_seconds(), "record": packed_record(one.record),
    }  # fmt: skip
    return {
        "id": one.id, "request": one.request, "epoch": one.epoch, "community": one.community,
        "listener": one.listener_id, "arrived_at": micros(one.arrived_at), "started_at": micros(one.started_at),
        "quiet_since": micros(one.quiet_since), "next_step_at": micros(one.next_step_at),
        "ended_at": micros_or_none(one.ended_at), "asked_over": micros_or_none(one.asked_over),
        "kind": one.kind, "turn": one.turn, "steps": ",".join(one.steps),
        "body": packed(keys.live, body, "conversation", one.id),
    }  # fmt: skip


def _beside(one: Conversation, side: Side) -> bool:
    """A side chat may stand beside the talk of its listener; for its coordinator it is the only one, until they are the
    third of that talk.
    """
    return one.kind is Kind.THIRD or (one.kind is Kind.SIDE and side is Side.LISTENER)


def _packed(party: Party) -> tuple[str, ...]:
    return party.address.platform, party.address.id, party.alias, party.language


def _party(given: list[str]) -> Party:
    platform, at, alias, language = given
    return Party(address=Address(intern(platform), at), alias=alias, language=intern(language))


def _side(given: str | None) -> Side | None:
    return None if given is None else Side(given)
