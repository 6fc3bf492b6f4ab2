"""Holdings: everything that is held about one person, row by row, for them to read and take with them (privacy.md,
promise 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Table, or_, select

from adapters.seal import Keys
from adapters.sql.ledger import person
from adapters.sql.rows import Deciding, instant, unpacked
from adapters.sql.safety import seeker_hash
from adapters.sql.tables import (
    blocks,
    communities,
    community_settings,
    consents,
    conversations,
    duties,
    facts,
    feedback,
    feeds,
    follow_ups,
    gaps_told,
    invites,
    listeners,
    offers,
    outbox,
    pages,
    pairs,
    pending,
    places,
    reports,
    requests,
    seats,
    settings,
    shift_changes,
    shift_hours,
    shifts,
    slots,
    version,
)
from bot.people import Address

ELSEWHERE: Mapping[str, tuple[Table, ...]] = {
    "of nobody": (facts, communities, places, community_settings, gaps_told, invites, settings, version),
    "protects others": (blocks,),
    "on its way to be said": (outbox, pages, slots),
}
"""The tables of which nobody is shown anything, and why."""

Holding = Mapping[str, object]
_Whose = Callable[["_Person"], ColumnElement[bool]]


class _Person:
    """Somebody, by all that stands for them in rows."""

    def __init__(self, whose: Address, keys: Keys, *, on_rosters: Sequence[str], talks: Sequence[str]) -> None:
        self.live, self.roster = keys.live.address(whose), keys.roster.address(whose)
        self.rating, self.seeker = person(whose, keys), seeker_hash(whose, keys)
        self.on_rosters, self.talks = on_rosters, talks


_MINE: Mapping[Table, _Whose] = {
    requests: lambda one: requests.c.seeker == one.live,
    conversations: lambda one: conversations.c.id.in_(one.talks),
    seats: lambda one: seats.c.address == one.live,
    pairs: lambda one: pairs.c.conversation.in_(one.talks),
    pending: lambda one: pending.c.address == one.live,
    listeners: lambda one: listeners.c.id.in_(one.on_rosters),
    duties: lambda one: duties.c.listener.in_(one.on_rosters),
    offers: lambda one: offers.c.listener.in_(one.on_rosters),
    shifts: lambda one: shifts.c.listener.in_(one.on_rosters),
    shift_changes: lambda one: shift_changes.c.by.in_(one.on_rosters),
    feeds: lambda one: feeds.c.listener.in_(one.on_rosters),
    consents: lambda one: consents.c.listener.in_(one.on_rosters),
    shift_hours: lambda one: shift_hours.c.listener.in_(one.on_rosters),
    feedback: lambda one: feedback.c.person == one.rating,
    follow_ups: lambda one: follow_ups.c.address == one.roster,
    reports: lambda one: or_(  # those that they made; of those about them nothing is shown: it would tell of the author
        (reports.c.seeker == one.seeker) & (reports.c.against == "listener"),
        reports.c.listener.in_(one.on_rosters) & (reports.c.against == "seeker"),
    ),
}


class Holdings(Deciding):
    """What a decision does to show somebody what is held about them."""

    async def held(self, whose: Address) -> Mapping[str, tuple[Holding, ...]]:
        """By table, every row that is about them: times as they are read, seals opened, nothing of anybody else."""
        keys = self._keys
        on_rosters = await self._ids(listeners.c.id, listeners.c.address, keys.roster, whose)
        talks = await self._ids(seats.c.conversation, seats.c.address, keys.live, whose)
        mine = _Person(whose, keys, on_rosters=on_rosters, talks=talks)
        found = {
            table.name: tuple(self._plain(table, row, whose) for row in await self._all(select(table).where(of(mine))))
            for table, of in _MINE.items()
        }
        return {name: rows for name, rows in found.items() if rows}

    async def _ids(self, id: Any, address: Any, box: Any, whose: Address) -> list[str]:
        return [one for (one,) in await self._all(select(id).where(address == box.address(whose)))]

    def _plain(self, table: Table, row: Row[Any], whose: Address) -> Holding:
        shown = {column.name: _read(column, value) for column, value in zip(table.columns, row, strict=True)}
        address = f"{whose.platform} {whose.id}"
        if table in (requests, conversations):
            kind = table.name.removesuffix("s")
            shown["body"] = _own(unpacked(self._keys.live, row.body, kind, row.id), whose)
        if table is listeners:
            shown["alias"] = self._keys.roster.open(row.alias, "alias", row.id).decode() if row.alias else ""
        return shown | {name: address for name in ("address", "seeker") if isinstance(shown.get(name), bytes)}


def _read(column: Any, value: Any) -> object:
    if value is None or not isinstance(column.type, BigInteger) or column.name == "place":
        return value
    return str(timedelta(microseconds=value)) if column.name == "talked" else instant(value).isoformat()


def _own(body: Mapping[str, Any], whose: Address) -> dict[str, Any]:
    """What is sealed in a row, without the other of the two."""
    parties = {side: body[side] for side in ("seeker", "listener") if isinstance(body.get(side), list)}
    return {
        name: value for name, value in body.items()
        if name not in parties or tuple(parties[name][:2]) == (whose.platform, whose.id)
    }  # fmt: skip
