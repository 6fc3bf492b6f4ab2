"""Blocks and reports: keyed hashes of people, and when the row goes (privacy.md, Safety)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, instant, micros, micros_or_none
from adapters.sql.tables import blocks, listeners, reports
from bot.people import Address
from bot.records import Account, Report

_EVERYBODY = "*"  # in place of a listener


class Safety(Deciding):
    """What a decision does with blocks and reports."""

    async def add_block(self, seeker: Address, listener: str, *, community: str, until: datetime | None) -> None:
        """Keep the two apart; a block that stands already takes the new end."""
        row = {"seeker": seeker_hash(seeker, self._keys), "community": community,
               "listener": _listener(listener, self._keys), "until": micros_or_none(until)}  # fmt: skip
        adding = insert(blocks).values(row)
        await self._changed(
            adding.on_conflict_do_update(index_elements=list(blocks.primary_key), set_={"until": adding.excluded.until})
        )

    async def blocked(self, seeker: Address, community: str, *, now: datetime) -> frozenset[str]:
        """The listeners (roster ids) who are kept apart from this seeker."""
        standing = select(blocks.c.listener).where(
            blocks.c.seeker == seeker_hash(seeker, self._keys), blocks.c.community == community,
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
            day=report.day, listener=report.listener, seeker=seeker_hash(report.seeker, self._keys),
            until=micros(report.until),
        ))  # fmt: skip

    async def name_report(self, reference: str, seeker: Address, *, kind: str) -> str | None:
        """Of a kind, where none was said; the listener."""
        theirs = (
            reports.c.reference == reference, reports.c.seeker == seeker_hash(seeker, self._keys),
            reports.c.against == "listener", reports.c.kind == "other",
        )  # fmt: skip
        row = await self._one(select(reports.c.listener).where(*theirs))
        if row is None:
            return None
        await self._changed(update(reports).where(*theirs).values(kind=kind))
        return str(row.listener)

    async def reported(self, seeker: Address, listener: str, *, against: str) -> bool:
        """Whether there is one."""
        theirs = select(reports.c.reference).where(
            reports.c.seeker == seeker_hash(seeker, self._keys),
            reports.c.listener == listener,
            reports.c.against == against,
        )
        return await self._one(theirs.limit(1)) is not None

    async def disown_reports(self, seeker: Address) -> None:
        """No hash stands in them for who made them."""
        theirs = (reports.c.seeker == seeker_hash(seeker, self._keys), reports.c.against == "listener")
        await self._changed(update(reports).where(*theirs).values(seeker=""))

    async def count_safety(self, person: Address, listened: Sequence[str]) -> int:
        """As somebody who came to talk, or as a listener; of either end of a block."""
        them = seeker_hash(person, self._keys)
        told = select(reports.c.reference).where(or_(reports.c.seeker == them, reports.c.listener.in_(listened)))
        hashes = [_listener(one, self._keys) for one in listened]
        apart = select(blocks.c.seeker).where(or_(blocks.c.seeker == them, blocks.c.listener.in_(hashes)))
        return len(await self._all(told)) + len(await self._all(apart))

    async def account(self, reference: str, community: str, *, now: datetime) -> Account | None:
        """Whom a report is about; when that is gone, whom the bar is about that was decided by its reference."""
        told = await self._one(
            select(reports).where(reports.c.reference == reference, reports.c.community == community)
        )
        if told is not None:
            bar = await self._bar(told.seeker, community, now)
            return Account(
                reference=reference, community=community, kind=told.kind, against=told.against, day=told.day,
                seeker=told.seeker, until=bar.until if bar else None, reviewed=bar is not None and bar.reviewed,
            )  # fmt: skip
        return await self._standing(
            blocks.c.reference == reference, blocks.c.community == community, blocks.c.until > micros(now)
        )

    async def bar(self, account: Account, *, until: datetime | None) -> None:
        """A row for the account and all listeners at once, or none."""
        if until is None:
            await self._changed(delete(blocks).where(*self._barring(account.seeker, account.community)))
            return
        adding = insert(blocks).values(
            seeker=account.seeker, community=account.community, listener=_listener(_EVERYBODY, self._keys),
            until=micros(until), reference=account.reference, reviewed=False,
        )  # fmt: skip
        ends = {name: adding.excluded[name] for name in ("until", "reference", "reviewed")}
        await self._changed(adding.on_conflict_do_update(index_elements=list(blocks.primary_key), set_=ends))

    async def keep_bar(self, account: Account) -> bool:
        """Looked at again, once."""
        bar = (*self._barring(account.seeker, account.community), blocks.c.reviewed.is_(False))
        return await self._changed(update(blocks).where(*bar).values(reviewed=True)) == 1

    async def barred(self, seeker: Address, community: str, *, now: datetime) -> Account | None:
        """The bar that stands, if one does."""
        return await self._bar(seeker_hash(seeker, self._keys), community, now)

    async def _bar(self, seeker: str, community: str, now: datetime) -> Account | None:
        return await self._standing(*self._barring(seeker, community), blocks.c.until > micros(now))

    async def _standing(self, *where: ColumnElement[bool]) -> Account | None:
        row = await self._one(select(blocks).where(*where))
        return row and Account(
            reference=row.reference, community=row.community, kind="", against="seeker", day="", seeker=row.seeker,
            until=instant(row.until), reviewed=bool(row.reviewed),
        )  # fmt: skip

    def _barring(self, seeker: str, community: str) -> tuple[ColumnElement[bool], ...]:
        everybody = _listener(_EVERYBODY, self._keys)
        return blocks.c.seeker == seeker, blocks.c.community == community, blocks.c.listener == everybody


def seeker_hash(seeker: Address, keys: Keys) -> str:
    """What stands for a seeker in blocks and reports."""
    return keys.hash("seeker", f"{seeker.platform}\n{seeker.id}")


def _listener(id: str, keys: Keys) -> str:
    return keys.hash("listener", id)
