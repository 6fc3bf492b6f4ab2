"""Duties: listeners' turns on call (routing.md 3, 13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, instant, instant_or_none, micros, micros_or_none
from adapters.sql.tables import duties
from bot.duty import Duty

_MICROSECOND = timedelta(microseconds=1)


class Duties(Deciding):
    """What a decision does with turns on call."""

    async def duty(self, listener: str) -> Duty | None:
        """The turn of this listener, while it lasts."""
        row = await self._one(select(duties).where(duties.c.listener == listener))
        return None if row is None else duty_of(row)

    async def duties(self) -> tuple[Duty, ...]:
        """Every turn."""
        return tuple(duty_of(row) for row in await self._all(select(duties)))

    async def save_duties(self, turns: Sequence[tuple[Duty, datetime]]) -> None:
        """Each turn as it is now, and when something of it is due next."""
        if turns:
            saving = insert(duties)
            anew = {column.name: column for column in saving.excluded if column.name != "listener"}
            rows = [_row(duty, next_step_at) for duty, next_step_at in turns]
            await self._changed(saving.on_conflict_do_update(index_elements=[duties.c.listener], set_=anew), rows)

    async def remove_duty(self, listener: str) -> None:
        """The turn is over."""
        await self._changed(delete(duties).where(duties.c.listener == listener))


def duty_of(row: Read) -> Duty:
    """The turn in a row."""
    return Duty(
        listener=row.listener, until=instant(row.until), served_at=instant_or_none(row.served_at), served=row.served,
        talked=row.talked * _MICROSECOND, offers=row.offers,
        overlooked=tuple(row.overlooked.split(",")) if row.overlooked else (),
        cool_until=instant_or_none(row.cool_until), request=row.request, offered_at=instant_or_none(row.offered_at),
    )  # fmt: skip


def _row(duty: Duty, next_step_at: datetime) -> dict[str, Any]:
    return {
        "listener": duty.listener, "until": micros(duty.until), "served_at": micros_or_none(duty.served_at),
        "served": duty.served, "talked": duty.talked // _MICROSECOND, "offers": duty.offers,
        "overlooked": ",".join(duty.overlooked), "cool_until": micros_or_none(duty.cool_until),
        "request": duty.request, "offered_at": micros_or_none(duty.offered_at), "next_step_at": micros(next_step_at),
    }  # fmt: skip
