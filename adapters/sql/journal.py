"""The relay's journal: pairs, cursors and whose turn it is, in group commits (architecture.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aiosqlite
from sqlalchemy import bindparam, exists, func, select, update

from adapters.sql.engine import insert
from adapters.sql.pairs import GONE, copies_of, pair_of
from adapters.sql.prepared import Prepared
from adapters.sql.rows import Places, micros
from adapters.sql.tables import conversations, pairs
from bot.conversation import Side
from bot.ports import Clock
from bot.records import Pair, Passed


class Journal:
    """What the relay writes and looks up. Nothing is written for a conversation whose row is gone."""

    def __init__(self, connection: aiosqlite.Connection, *, clock: Clock, places: Places) -> None:
        self._connection, self._clock, self._places = connection, clock, places

    async def keep(self, passed: Sequence[Passed]) -> None:
        """All of it in one transaction; of each message and conversation the last state given, while it is live."""
        pairs = {(one.conversation.id, one.side, one.source): one for one in passed if one.pair}
        await _KEEP_PAIR.change_all(self._connection, map(self._pair, pairs.values()))
        await _KEEP_STEP.change_all(self._connection, _steps(passed))
        await self._connection.commit()

    async def pair(self, conversation: str, side: Side, source: str) -> Pair | None:
        """The pair of this source message."""
        rows = await _PAIR.rows(self._connection, conversation=conversation, side=side, source=source)
        return pair_of(rows[0]) if rows else None

    async def pair_of_copy(self, conversation: str, side: Side, copy: str) -> Pair | None:
        """The pair one of whose copies is this message in the chat of `side`."""
        copied = copies_of((copy,))[1:-1]
        rows = await _PAIR_OF_COPY.rows(self._connection, conversation=conversation, side=side.other, copied=copied)
        return pair_of(rows[0]) if rows else None

    async def sources(self, limit: int) -> tuple[tuple[str, Side, str], ...]:
        """The newest (conversation, side, source) of all pairs of live conversations, newest first."""
        rows = await _SOURCES.rows(self._connection, most=limit)
        return tuple((row.conversation, Side(row.side), row.source) for row in rows)

    async def cursors(self) -> dict[tuple[str, Side], str]:
        """Of each live conversation's side, the last source id that was handled."""
        rows = await _CURSORS.rows(self._connection)
        found = {(row.id, side): getattr(row, f"{side}_cursor") for row in rows for side in Side}
        return {key: cursor for key, cursor in found.items() if cursor is not None}

    def _pair(self, one: Passed) -> dict[str, Any]:
        return {
            "place": self._places.next(self._clock.now()), "conversation": one.conversation.id, "side": str(one.side),
            "source": one.source, "copies": GONE if one.gone else copies_of(one.copies, files=one.files),
        }  # fmt: skip


def _steps(passed: Sequence[Passed]) -> list[dict[str, Any]]:
    """One update a conversation: its last state, and each side's last cursor."""
    found: dict[str, dict[str, Any]] = {}
    for one in passed:
        now = one.conversation
        step = found.setdefault(now.id, {"seeker_moved": None, "listener_moved": None})
        step |= {"conversation": now.id, "turn": now.turn and str(now.turn), "steps": ",".join(now.steps),
                 "quiet_since": micros(now.quiet_since), "next_step_at": micros(now.next_step_at)}  # fmt: skip
        if one.cursor:
            step[f"{one.side}_moved"] = one.source
    return list(found.values())


def _p(name: str) -> Any:
    return bindparam(name)


_OF_SOURCE = (pairs.c.conversation == _p("conversation"), pairs.c.side == _p("side"), pairs.c.source == _p("source"))
_COLUMNS = ("place", "conversation", "side", "source", "copies")
_adding = insert(pairs).from_select(
    _COLUMNS, select(*map(_p, _COLUMNS)).where(exists().where(conversations.c.id == _p("conversation")))
)  # fmt: skip
_KEEP_PAIR = Prepared(
    _adding.on_conflict_do_update(
        index_elements=[pairs.c.conversation, pairs.c.side, pairs.c.source], set_={"copies": _adding.excluded.copies}
    )
)
_KEEP_STEP = Prepared(
    update(conversations).where(conversations.c.id == _p("conversation"), conversations.c.ended_at.is_(None)).values(
        turn=_p("turn"), steps=_p("steps"), quiet_since=_p("quiet_since"), next_step_at=_p("next_step_at"),
        seeker_cursor=func.coalesce(_p("seeker_moved"), conversations.c.seeker_cursor),
        listener_cursor=func.coalesce(_p("listener_moved"), conversations.c.listener_cursor),
    )
)  # fmt: skip
_PAIR = Prepared(select(pairs).where(*_OF_SOURCE, pairs.c.copies != GONE))
_PAIR_OF_COPY = Prepared(
    select(pairs)
    .where(pairs.c.conversation == _p("conversation"), pairs.c.side == _p("side"))
    .where(pairs.c.copies.contains(_p("copied")))
    .order_by(pairs.c.place.desc())
    .limit(1)
)
_SOURCES = Prepared(
    select(pairs.c.conversation, pairs.c.side, pairs.c.source)
    .join_from(pairs, conversations, conversations.c.id == pairs.c.conversation)
    .where(conversations.c.ended_at.is_(None))
    .order_by(pairs.c.place.desc())
    .limit(_p("most"))
)
_CURSORS = Prepared(
    select(conversations.c.id, conversations.c.seeker_cursor, conversations.c.listener_cursor).where(
        conversations.c.ended_at.is_(None)
    )
)
