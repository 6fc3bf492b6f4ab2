"""Blocks and reports: keyed hashes of people, and when the row goes (privacy.md, Safety)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, micros, micros_or_none
from adapters.sql.tables import blocks, listeners, reports
from bot.people import Address
from bot.ports import Report


class Safety(Deciding):
    """What a decision does with blocks and reports."""

    async def add_block(self, seeker: Address, listener: str, *, community: str, until: datetime | None) -> None:
        """Keep the two apart; a block that stands already takes the new end."""
        row = {"seeker": _hash(seeker, self._keys), "community": community,
               "listener": _listener(listener, self._keys), "until": micros_or_none(until)}  # fmt: skip
        adding = insert(blocks).values(row)
        await self._changed(
            adding.on_conflict_do_update(index_elements=list(blocks.primary_key), set_={"until": adding.excluded.until})
        )

    async def blocked(self, seeker: Address, community: str, *, now: datetime) -> frozenset[str]:
        """The listeners (roster ids) who are kept apart from this seeker."""
        standing = select(blocks.c.listener).where(
            blocks.c.seeker == _hash(seeker, self._keys), blocks.c.community == community,
            or_(blocks.c.until.is_(None), blocks.c.until > micros(now)),
        )  # fmt: skip
        hashes = {row.listener for row in await self._all(standing)}
        if not hashes:
            return frozenset()
        roster = await self._all(select(listeners.c.id).where(listeners.c.community == community))
        return frozenset(row.id for row in roster if _listener(row.id, self._keys) in hashes)

    async def add_report(self, report: Report) -> None:
        """Keep what is kept of a report."""
        await self._changed(insert(reports).values(
            reference=report.reference, community=report.community, kind=report.kind, against=report.against,
            day=report.day, listener=report.listener, seeker=_hash(report.seeker, self._keys),
            until=micros(report.until),
        ))  # fmt: skip


def _hash(seeker: Address, keys: Keys) -> str:
    return keys.hash("seeker", f"{seeker.platform}\n{seeker.id}")


def _listener(id: str, keys: Keys) -> str:
    return keys.hash("listener", id)
