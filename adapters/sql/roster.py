"""The roster: listeners and coordinators, and the invites by which they come. Addresses and aliases are sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, not_, select, update

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, instant, instant_or_none, micros, micros_or_none
from adapters.sql.tables import invites, listeners, offers
from bot.people import Address, Listener, Role, Standing, skeleton
from bot.records import Invited


class Roster(Deciding):
    """What a decision does with listeners and invites."""

    async def roster(self, community: str) -> tuple[Listener, ...]:
        """Everybody of this community, in no telling order."""
        rows = await self._all(select(listeners).where(listeners.c.community == community).order_by(listeners.c.id))
        return tuple(listener_of(row, self._keys) for row in rows)

    async def listener(self, id: str) -> Listener | None:
        """The one of this id."""
        row = await self._one(select(listeners).where(listeners.c.id == id))
        return None if row is None else listener_of(row, self._keys)

    async def listens(self, address: Address) -> tuple[Listener, ...]:
        """Who this address is on each roster."""
        sealed = self._keys.roster.address(address)
        rows = await self._all(select(listeners).where(listeners.c.address == sealed).order_by(listeners.c.id))
        return tuple(listener_of(row, self._keys) for row in rows)

    async def add_listener(self, listener: Listener) -> bool:
        """False where this address is on the roster already, or the alias (or one that looks like it) is taken."""
        return await self._changed(insert(listeners).values(_row(listener, self._keys)).on_conflict_do_nothing()) == 1

    async def save_listener(self, listener: Listener) -> bool:
        """False where they have left, or the alias is taken."""
        row, other = _row(listener, self._keys), listeners.alias()
        taken = exists().where(
            other.c.community == listener.community, other.c.looks == row["looks"], other.c.id != listener.id
        )  # fmt: skip
        saving = update(listeners).where(listeners.c.id == listener.id)
        if listener.alias:
            saving = saving.where(not_(taken))
        return await self._changed(saving.values(row)) == 1

    async def remove_listener(self, id: str) -> bool:
        """Off the roster; False where they were off it."""
        self.gone.add(id)
        await self._changed(delete(offers).where(offers.c.listener == id))
        return await self._changed(delete(listeners).where(listeners.c.id == id)) == 1

    async def rooms(self) -> dict[Address, str]:
        """Where it is known."""
        seal = self._keys.roster
        rows = await self._all(select(listeners).where(listeners.c.room.is_not(None)))
        return {seal.opened(row.address): seal.open(row.room, "room", row.id).decode() for row in rows}

    async def save_room(self, whose: Address, room: str) -> bool:
        """On each roster on which they are."""
        seal = self._keys.roster
        rows = await self._all(select(listeners.c.id).where(listeners.c.address == seal.address(whose)))
        for row in rows:
            sealed = seal.seal(room.encode(), "room", row.id)
            await self._changed(update(listeners).where(listeners.c.id == row.id).values(room=sealed))
        return bool(rows)

    async def add_invite(self, invite: Invited) -> None:
        """A fresh one."""
        await self._changed(insert(invites).values(
            id=invite.id, code_hash=invite.code_hash, community=invite.community, role=invite.role,
            approved=invite.approved, practice=invite.practice, expires_at=micros(invite.expires_at),
        ))  # fmt: skip

    async def invite(self, code_hash: str, *, now: datetime) -> Invited | None:
        """The invite of this code, while it is good."""
        row = await self._one(
            select(invites).where(invites.c.code_hash == code_hash, invites.c.expires_at > micros(now))
        )
        return None if row is None else _invited(row)

    async def invite_by_id(self, id: str, *, now: datetime) -> Invited | None:
        """The invite of this id, while it is good."""
        row = await self._one(select(invites).where(invites.c.id == id, invites.c.expires_at > micros(now)))
        return None if row is None else _invited(row)

    async def use_invite(self, id: str, *, now: datetime) -> bool:
        """True for exactly one of all who try, while it is good."""
        return await self._changed(delete(invites).where(invites.c.id == id, invites.c.expires_at > micros(now))) == 1


def listener_of(row: Read, keys: Keys) -> Listener:
    """The listener in a row."""
    return Listener(
        id=row.id, community=row.community, address=keys.roster.opened(row.address), role=Role(row.role),
        standing=Standing(row.standing), approved=bool(row.approved), language=row.language,
        alias=keys.roster.open(row.alias, "alias", row.id).decode() if row.alias else "",
        languages=tuple(row.languages.split(",")) if row.languages else (),
        on_call_until=instant_or_none(row.on_call_until), next_step_at=instant_or_none(row.next_step_at),
        practised=bool(row.practised), willing=bool(row.willing), backup=bool(row.backup), gender=row.gender,
        topics=tuple(row.topics.split(",")) if row.topics else (),
        away_from=instant_or_none(row.away_from), away_until=instant_or_none(row.away_until),
        youth=bool(row.youth),
    )  # fmt: skip


def _row(listener: Listener, keys: Keys) -> dict[str, Any]:
    alias = listener.alias
    return {
        "id": listener.id, "community": listener.community, "address": keys.roster.address(listener.address),
        "role": listener.role, "standing": listener.standing, "approved": listener.approved,
        "languages": ",".join(listener.languages), "language": listener.language,
        "alias": keys.roster.seal(alias.encode(), "alias", listener.id) if alias else None,
        "looks": keys.hash("alias", skeleton(alias)) if alias else None,
        "on_call_until": micros_or_none(listener.on_call_until),
        "next_step_at": micros_or_none(listener.next_step_at), "practised": listener.practised,
        "willing": listener.willing, "backup": listener.backup, "topics": ",".join(listener.topics),
        "gender": listener.gender, "away_from": micros_or_none(listener.away_from),
        "away_until": micros_or_none(listener.away_until), "youth": listener.youth,
    }  # fmt: skip


def _invited(row: Read) -> Invited:
    return Invited(
        id=row.id, code_hash=row.code_hash, community=row.community, role=Role(row.role), approved=bool(row.approved),
        practice=bool(row.practice), expires_at=instant(row.expires_at),
    )  # fmt: skip
