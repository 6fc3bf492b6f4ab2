"""Duties: listeners' turns on call, and the reminders that people asked for (routing.md 3, 9, 13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, instant, instant_or_none, micros, micros_or_none
from adapters.sql.tables import duties, follow_ups
from bot.duty import Duty
from bot.people import Address
from bot.records import FollowUp

_MICROSECOND = timedelta(microseconds=1)


class Duties(Deciding):
    """What a decision does with turns on call and reminders."""

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

    async def add_follow_up(self, follow_up: FollowUp) -> bool:
        """False where this person is reminded of this community already."""
        row = {
            "id": follow_up.id, "community": follow_up.community, "language": follow_up.language,
            "address": self._keys.roster.address(follow_up.address), "until": micros(follow_up.until),
        }  # fmt: skip
        return await self._changed(insert(follow_ups).values(row).on_conflict_do_nothing()) == 1

    async def take_follow_ups(self, community: str, *, now: datetime) -> tuple[FollowUp, ...]:
        """All that were asked for in this community; they are kept no longer."""
        rows = await self._all(delete(follow_ups).where(follow_ups.c.community == community).returning(*follow_ups.c))
        found = (
            FollowUp(
                id=row.id, community=row.community, address=self._keys.roster.opened(row.address),
                language=row.language, until=instant(row.until),
            )
            for row in rows
        )  # fmt: skip
        return tuple(one for one in found if now < one.until)

    async def remove_follow_up(self, address: Address) -> int:
        """Withdrawn: how many reminders of this person there were."""
        return await self._changed(delete(follow_ups).where(follow_ups.c.address == self._keys.roster.address(address)))


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
