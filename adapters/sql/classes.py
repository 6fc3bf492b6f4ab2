"""Classes: how long each table's rows stay, as docs/data.md says (privacy.md, Classes of data)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Table

from adapters.sql import tables as t

Class = Literal["live", "turn", "roster", "ledger", "safety", "line", "program"]

CLASSES: Mapping[Class, tuple[Table, ...]] = {
    "live": (t.requests, t.offers, t.conversations, t.seats, t.pairs, t.pages, t.outbox, t.slots, t.pending),
    "turn": (t.duties,),
    "roster": (t.listeners, t.invites, t.shifts, t.shift_changes, t.feeds),
    "ledger": (t.facts, t.feedback, t.follow_ups, t.consents, t.shift_hours),
    "safety": (t.blocks, t.reports),
    "line": (t.communities, t.places, t.community_settings, t.gaps_told),
    "program": (t.settings, t.version),
}
"""Every table, by its class."""

KEPT: tuple[Class, ...] = ("roster", "ledger", "safety", "line", "program")
"""What a backup holds: not what goes with a conversation, nor with a turn on call."""
