"""The outbox and its slots: what is still to be said, and where what was said can be changed.

A slot is named `<kind>:<id>[:…]` after a request, conversation, page or listener, and lives as long as that does, or as
long as something unsent names it; a name without an id stays until it is freed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, not_, or_, select

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, packed, unpacked
from adapters.sql.tables import conversations, listeners, outbox, pages, requests, shifts, slots
from bot.notice import facts, from_facts
from bot.people import Address
from bot.records import Effect


class Outbox(Deciding):
    """What a decision does with effects and slots."""

    now: datetime

    async def put(self, effects: Sequence[Effect]) -> None:
        """Into the outbox, in the same commit, in this order; what is not `kept` stays in memory."""
        rows = [
            {"id": e.id, "place": self._places.next(self.now), "slot": e.slot, "body": _packed(e, self._keys)}
            for e in effects
            if e.kept
        ]
        if rows:
            await self._changed(insert(outbox), rows)

    async def slot(self, name: str) -> tuple[Address, str] | None:
        """Where the message that holds this slot is: whose chat, which message id."""
        row = await self._one(select(slots).where(slots.c.name == name))
        return None if row is None else (self._keys.live.opened(row.address), row.message)

    async def free_slot(self, name: str) -> None:
        """Nothing holds it any more."""
        await self._changed(delete(slots).where(slots.c.name == name))

    async def settle(self) -> None:
        """The last step of a decision: slots of what is gone go too, but those that something unsent names."""
        if self.gone:
            unnamed = not_(exists().where(outbox.c.slot == slots.c.name))
            await self._changed(delete(slots).where(slots.c.subject.in_(sorted(self.gone)), unnamed))


def effect_of(row: Read, keys: Keys) -> Effect:
    """The effect in a row."""
    body = unpacked(keys.live, row.body, "effect", row.id)
    platform, address = body["to"]
    return Effect(
        id=row.id, kind=body["kind"], to=Address(platform, address), language=body["language"], line=body["line"],
        notice=from_facts(*body["notice"]) if body["notice"] else None, slot=row.slot,
        message=body["message"],
    )  # fmt: skip


def subject_of(slot: str) -> str:
    """The id that a slot is named after, or ""."""
    _, _, rest = slot.partition(":")
    return rest.partition(":")[0]


def wanted() -> ColumnElement[bool]:
    """Whether the slot `:slot`, named after `:subject`, still has a reason to be (bind parameters of both names)."""
    subject: Any = bindparam("subject")
    return or_(
        subject == "",
        exists().where(outbox.c.slot == bindparam("slot")),
        *(exists().where(table.c.id == subject) for table in (requests, conversations, pages, listeners, shifts)),
    )


def _packed(effect: Effect, keys: Keys) -> bytes:
    notice = effect.notice
    body = {
        "kind": effect.kind, "to": (effect.to.platform, effect.to.id), "message": effect.message,
        "language": effect.language, "line": effect.line,
        "notice": (type(notice).__name__, facts(notice)) if notice is not None else None,
    }  # fmt: skip
    return packed(keys.live, body, "effect", effect.id)
