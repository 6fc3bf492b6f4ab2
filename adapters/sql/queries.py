"""What the store asks and changes outside of decisions, on the plain connection."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, bindparam, delete, exists, or_, select, update

from adapters.sql.engine import insert
from adapters.sql.outbox import wanted
from adapters.sql.prepared import Prepared
from adapters.sql.tables import (
    UNCLAIMED,
    blocks,
    conversations,
    duties,
    feedback,
    follow_ups,
    gaps_told,
    invites,
    listeners,
    outbox,
    pages,
    pending,
    reports,
    requests,
    settings,
    shift_changes,
    shifts,
    slots,
)


def _p(name: str) -> Any:
    return bindparam(name)


UNSENT = Prepared(select(outbox).order_by(outbox.c.place))
SENT = Prepared(delete(outbox).where(outbox.c.id == _p("id")))

_taking = insert(slots).from_select(
    ["name", "subject", "address", "message"],
    select(_p("slot"), _p("subject"), _p("address"), _p("message")).where(wanted()),
)
TAKE_SLOT = Prepared(
    _taking.on_conflict_do_update(
        index_elements=[slots.c.name],
        set_={"address": _taking.excluded.address, "message": _taking.excluded.message},
    )
)
SLOT = Prepared(select(slots).where(slots.c.name == _p("slot")))
FREE_SLOT = Prepared(delete(slots).where(slots.c.name == _p("slot")))
DROP_SLOT = Prepared(delete(slots).where(slots.c.name == _p("slot"), ~wanted()))

_WAITING = UNCLAIMED  # a claimed request waits for nothing: its conversation does
_STEPPING = listeners.c.next_step_at.is_not(None)
DUE_REQUESTS = Prepared(select(requests).where(_WAITING, requests.c.next_step_at <= _p("now")))
DUE_CONVERSATIONS = Prepared(select(conversations).where(conversations.c.next_step_at <= _p("now")))
DUE_DUTIES = Prepared(select(duties).where(duties.c.next_step_at <= _p("now")))
DUE_SHIFTS = Prepared(select(shifts).where(shifts.c.next_step_at <= _p("now")))
DUE_PAGES = Prepared(select(pages).where(pages.c.next_step_at <= _p("now")))
_TIMED = follow_ups.c.next_step_at.is_not(None)
DUE_FOLLOW_UPS = Prepared(select(follow_ups).where(_TIMED, follow_ups.c.next_step_at <= _p("now")))
DUE_LISTENERS = Prepared(select(listeners).where(_STEPPING, listeners.c.next_step_at <= _p("now")))


PEND = Prepared(insert(pending).values(address=_p("address"), message=_p("message")).on_conflict_do_nothing())
PENDED = Prepared(select(pending).order_by(pending.c.address, pending.c.message))
UNPEND = Prepared(delete(pending).where(pending.c.address == _p("address"), pending.c.message == _p("message")))


def _earliest(column: Column[int], *where: Any) -> Any:
    return select(column).where(*where).order_by(column).limit(1).scalar_subquery()


NEXT_DUE = Prepared(
    select(
        _earliest(requests.c.next_step_at, _WAITING).label("request"),
        _earliest(conversations.c.next_step_at).label("conversation"),
        _earliest(listeners.c.next_step_at, _STEPPING).label("listener"),
        _earliest(duties.c.next_step_at).label("duty"),
        _earliest(shifts.c.next_step_at).label("shift"),
        _earliest(pages.c.next_step_at).label("page"),
        _earliest(follow_ups.c.next_step_at, _TIMED).label("follow_up"),
    )
)

POSTPONE = (
    Prepared(
        update(requests).values(
            {
                column: column + _p("by")
                for column in (
                    requests.c.next_step_at, requests.c.opened_at, requests.c.wave_ends_at, requests.c.danger_at,
                )
            }
        )
    ),
    Prepared(
        update(duties).values(
            {
                column: column + _p("by")
                for column in (duties.c.next_step_at, duties.c.cool_until, duties.c.offered_at)
            }
        )
    ),
    Prepared(
        update(pages).values(
            {column: column + _p("by") for column in (pages.c.raised_at, pages.c.all_at, pages.c.next_step_at)}
        )
    ),
    Prepared(
        update(conversations).values(
            {
                column: column + _p("by")
                for column in (
                    conversations.c.started_at, conversations.c.quiet_since, conversations.c.next_step_at,
                    conversations.c.ended_at, conversations.c.asked_over,
                )
            }
        )
    ),
)  # fmt: skip

ANYTHING_LIVE = Prepared(
    select(or_(*(exists(select(table)) for table in (requests, conversations, pages, outbox, pending))).label("live"))
)

MARK = insert(settings).values(name="changed", setting="").on_conflict_do_nothing()
MARKED = Prepared(select(settings.c.name).where(settings.c.name == "changed"))
UNMARK = Prepared(delete(settings).where(settings.c.name == "changed"))

EXPIRED = (
    Prepared(delete(invites).where(invites.c.expires_at <= _p("now"))),
    Prepared(delete(blocks).where(blocks.c.until <= _p("now"))),
    Prepared(delete(follow_ups).where(follow_ups.c.until <= _p("now"))),
    Prepared(delete(feedback).where(feedback.c.day < _p("rated"))),
    Prepared(delete(reports).where(reports.c.until <= _p("now"))),
    Prepared(delete(gaps_told).where(gaps_told.c.starts <= _p("now"))),
    Prepared(delete(shift_changes).where(shift_changes.c.day < _p("over"))),
)
