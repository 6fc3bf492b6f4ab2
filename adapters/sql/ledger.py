"""The ledger: what people agreed to by a tap. It is written as facts alone, which carry their consent (privacy.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, assert_never

from sqlalchemy import delete, func, select

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, instant, instant_or_none, micros, micros_or_none
from adapters.sql.tables import consents, facts, feedback, follow_ups, shift_hours
from bot.consent import Consent, Lasting, Scope, Shown, ToHistory
from bot.ledger import (
    Cell,
    Fact,
    Feedback,
    FollowUp,
    History,
    Outcome,
    Part,
    Record,
    ServiceStat,
    ShiftHours,
    Span,
    Weekday,
)
from bot.people import Address
from bot.records import Reminder

_REMINDER, _CHECK_IN = "reminder", "check_in"
_CELL = [str(column.name) for column in facts.primary_key]


class Ledger(Deciding):
    """What a decision does with facts."""

    async def add_fact(self, id: str, fact: Fact) -> None:
        """Keep it; `id` names its row, where it has one."""
        match fact:
            case ServiceStat():
                one = insert(facts).values(packed_cell(fact.cell) | {"counted": 1})
                anew, keys = {"counted": facts.c.counted + 1}, _CELL
            case Feedback():
                who = person(fact.consent.by, self._keys)
                row = {"id": id, "person": who, "rating": fact.rating, "day": fact.day.isoformat()}
                await self._changed(insert(feedback).values(row))
                return
            case FollowUp():
                one = insert(follow_ups).values(self._reminding(id, fact))
                anew = {name: one.excluded[name] for name in ("language", "until", "next_step_at")}
                keys = ["community", "address", "kind"]
            case ShiftHours():
                one = insert(shift_hours).values(listener=fact.listener, month=fact.month, minutes=fact.minutes)
                anew = {"minutes": shift_hours.c.minutes + one.excluded.minutes}
                keys = ["listener", "month"]
            case _:
                assert_never(fact)
        await self._changed(one.on_conflict_do_update(index_elements=keys, set_=anew))

    async def counts(self) -> Mapping[Cell, int]:
        """Every cell, and how many were counted in it: to be shown only after `bot.ledger.suppressed`."""
        rows = await self._all(select(facts))
        return {cell_of(row._asdict()): row.counted for row in rows}

    async def ratings(self) -> Mapping[int, int]:
        """How often each rating was given, of those that are kept."""
        given = select(feedback.c.rating, func.count().label("given")).group_by(feedback.c.rating)
        return {row.rating: row.given for row in await self._all(given)}

    async def take_reminders(self, community: str, *, now: datetime) -> tuple[Reminder, ...]:
        """All that were asked for when this community is open again; they are kept no longer."""
        theirs = (follow_ups.c.community == community, follow_ups.c.kind == _REMINDER)
        rows = await self._all(delete(follow_ups).where(*theirs).returning(*follow_ups.c))
        return tuple(one for one in (reminder_of(row, self._keys) for row in rows) if now < one.until)

    async def take_check_in(self, id: str) -> bool:
        """This one is about to be sent, and kept no longer; False where it is gone."""
        return await self._changed(delete(follow_ups).where(follow_ups.c.id == id)) == 1

    async def remove_follow_ups(self, address: Address) -> int:
        """Withdrawn: how many messages to this person there were to be."""
        return await self._changed(delete(follow_ups).where(follow_ups.c.address == self._keys.roster.address(address)))

    async def remove_feedback(self, address: Address) -> int:
        """Withdrawn: how many ratings of this person there were."""
        return await self._changed(delete(feedback).where(feedback.c.person == person(address, self._keys)))

    async def history(self, listener: str, by: Address) -> History | None:
        """What this listener agreed to, if they did."""
        row = await self._one(select(consents).where(consents.c.listener == listener))
        if row is None:
            return None
        consent: ToHistory = Consent(
            scope=Scope.SHIFT_HISTORY, tap=Lasting(by=by), at=instant(row.given_at),
            shown=Shown(version=row.version, language=row.language, sha256=row.sha256),
        )  # fmt: skip
        return History(consent=consent, on_since=instant_or_none(row.on_since), on_until=instant_or_none(row.on_until))

    async def save_history(self, listener: str, history: History) -> None:
        """Their consent, and since when they are on call."""
        shown = history.consent.shown
        row = {
            "listener": listener, "given_at": micros(history.consent.at), "version": shown.version,
            "language": shown.language, "sha256": shown.sha256,
            "on_since": micros_or_none(history.on_since), "on_until": micros_or_none(history.on_until),
        }  # fmt: skip
        saving = insert(consents).values(row)
        anew = {name: saving.excluded[name] for name in row if name != "listener"}
        await self._changed(saving.on_conflict_do_update(index_elements=["listener"], set_=anew))

    async def hours(self, listener: str) -> tuple[tuple[str, int], ...]:
        """Each month of this listener's, with its minutes on call."""
        rows = await self._all(select(shift_hours).where(shift_hours.c.listener == listener))
        return tuple(sorted((row.month, row.minutes) for row in rows))

    async def remove_history(self, listener: str) -> bool:
        """Withdrawn, with all that was counted; False where there was no such consent."""
        await self._changed(delete(shift_hours).where(shift_hours.c.listener == listener))
        return await self._changed(delete(consents).where(consents.c.listener == listener)) == 1

    def _reminding(self, id: str, fact: FollowUp) -> dict[str, Any]:
        return {
            "id": id, "community": fact.community, "address": self._keys.roster.address(fact.consent.by),
            "language": fact.language, "until": micros(fact.until), "next_step_at": micros_or_none(fact.due_at),
            "kind": _REMINDER if fact.due_at is None else _CHECK_IN,
        }  # fmt: skip


def reminder_of(row: Read, keys: Keys) -> Reminder:
    """The reminder in a row."""
    return Reminder(
        id=row.id, community=row.community, address=keys.roster.opened(row.address), language=row.language,
        until=instant(row.until), next_step_at=instant_or_none(row.next_step_at),
    )  # fmt: skip


def packed_cell(cell: Cell) -> dict[str, str]:
    """A cell by its columns."""
    return {name: str(getattr(cell, name)) for name in _CELL}


def cell_of(row: Mapping[str, str]) -> Cell:
    """The cell in its columns."""
    return Cell(
        week=row["week"], weekday=Weekday(row["weekday"]), part=Part(row["part"]), platform=row["platform"],
        language=row["language"], waited=Span(row["waited"]), lasted=Span(row["lasted"]),
        outcome=Outcome(row["outcome"]),
    )  # fmt: skip


def packed_record(record: Record | None) -> dict[str, Any] | None:
    """A record, JSON-ready."""
    if record is None:
        return None
    return {
        "cell": packed_cell(record.cell), "day": record.day.isoformat(), "check_in": record.check_in.isoformat(),
        "chosen": record.chosen, "rating": record.rating, "turn": record.turn,
    }  # fmt: skip


def record_of(given: dict[str, Any] | None) -> Record | None:
    """The record as it was packed."""
    if given is None:
        return None
    return Record(
        cell=cell_of(given["cell"]), day=date.fromisoformat(given["day"]),
        check_in=date.fromisoformat(given["check_in"]), chosen=tuple(Scope(one) for one in given["chosen"]),
        rating=given["rating"], turn=given["turn"],
    )  # fmt: skip


def person(address: Address, keys: Keys) -> str:
    """What stands for somebody beside their ratings, and nowhere else."""
    return keys.hash("feedback", f"{address.platform}\n{address.id}")
