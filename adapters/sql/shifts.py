"""Shifts, what became of single ones, private calendars, and which gaps were told of (routing.md, On call)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, instant, micros
from adapters.sql.tables import feeds, gaps_told, shift_changes, shifts
from bot.records import Feed
from bot.shift import Change, Override, Repeat, Shift


class Shifts(Deciding):
    """What a decision does with the rota."""

    async def add_shift(self, shift: Shift) -> None:
        """A new one."""
        await self._changed(insert(shifts).values(_row(shift)))

    async def shifts(self, community: str) -> tuple[Shift, ...]:
        """All of this community."""
        return tuple(shift_of(row) for row in await self._all(select(shifts).where(shifts.c.community == community)))

    async def shift(self, id: str) -> Shift | None:
        """The one of this id."""
        row = await self._one(select(shifts).where(shifts.c.id == id))
        return None if row is None else shift_of(row)

    async def save_shift(self, shift: Shift) -> bool:
        """False where it is gone."""
        return await self._changed(update(shifts).where(shifts.c.id == shift.id).values(_row(shift))) == 1

    async def remove_shift(self, id: str) -> bool:
        """With all that became of single ones; False where it is gone."""
        self.gone.add(id)
        return await self._changed(delete(shifts).where(shifts.c.id == id)) == 1

    async def overrides(self, community: str) -> tuple[Override, ...]:
        """What became of single shifts of this community."""
        asked = select(shift_changes).join(shifts).where(shifts.c.community == community)
        return tuple(_override(row) for row in await self._all(asked))

    async def override(self, shift: str, day: date, new: Override | None, *, was: Override | None) -> bool:
        """What has become of the one on this day; False where `was` does not stand any more."""
        here = (shift_changes.c.shift == shift, shift_changes.c.day == day.isoformat())
        if was is None:
            if new is None:
                return True
            return await self._changed(insert(shift_changes).values(_change(new)).on_conflict_do_nothing()) == 1
        stands = (*here, shift_changes.c.change == was.change, shift_changes.c.by == was.by)
        write = delete(shift_changes) if new is None else update(shift_changes).values(_change(new))
        return await self._changed(write.where(*stands)) == 1

    async def gap_told(self, community: str, starts: datetime, ahead: int) -> bool:
        """Note that coordinators hear of this gap now, `ahead` minutes before; False where they have heard."""
        row = {"community": community, "starts": micros(starts), "ahead": ahead}
        return await self._changed(insert(gaps_told).values(row).on_conflict_do_nothing()) == 1

    async def put_feed(self, feed: Feed) -> None:
        """The one secret address of this calendar; an earlier one works no longer."""
        await self._changed(delete(feeds).where(feeds.c.listener == feed.listener, feeds.c.whole == feed.whole))
        await self._changed(insert(feeds).values(
            secret_hash=feed.secret_hash, listener=feed.listener, whole=feed.whole
        ))  # fmt: skip

    async def feed(self, secret_hash: str) -> Feed | None:
        """Whose calendar this is."""
        row = await self._one(select(feeds).where(feeds.c.secret_hash == secret_hash))
        return None if row is None else Feed(secret_hash=row.secret_hash, listener=row.listener, whole=bool(row.whole))


def shift_of(row: Read) -> Shift:
    """The shift in a row."""
    return Shift(
        id=row.id, community=row.community, listener=row.listener, zone=row.zone, repeat=Repeat(row.repeat),
        starts=datetime.fromisoformat(row.starts), ends=datetime.fromisoformat(row.ends),
        last_day=date.fromisoformat(row.last_day) if row.last_day else None,
        seen=instant(row.seen), next_step_at=instant(row.next_step_at),
    )  # fmt: skip


def _row(shift: Shift) -> dict[str, Any]:
    return {
        "id": shift.id, "community": shift.community, "listener": shift.listener, "zone": shift.zone,
        "repeat": shift.repeat, "starts": shift.starts.isoformat(timespec="minutes"),
        "ends": shift.ends.isoformat(timespec="minutes"),
        "last_day": shift.last_day.isoformat() if shift.last_day else None,
        "seen": micros(shift.seen), "next_step_at": micros(shift.next_step_at),
    }  # fmt: skip


def _override(row: Read) -> Override:
    return Override(shift=row.shift, day=date.fromisoformat(row.day), change=Change(row.change), by=row.by)


def _change(override: Override) -> dict[str, str]:
    return {
        "shift": override.shift, "day": override.day.isoformat(), "change": override.change, "by": override.by
    }  # fmt: skip
