"""A decision: one transaction over all nouns; fills `bot.ports.Decision`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.seal import Keys
from adapters.sql.classes import CLASSES
from adapters.sql.communities import Communities
from adapters.sql.conversations import Conversations
from adapters.sql.duties import Duties
from adapters.sql.holdings import Holdings
from adapters.sql.ledger import Ledger
from adapters.sql.outbox import Outbox
from adapters.sql.pages import Pages
from adapters.sql.requests import Requests
from adapters.sql.roster import Roster
from adapters.sql.rows import Places
from adapters.sql.safety import Safety
from adapters.sql.shifts import Shifts


class SqlDecision(
    Communities, Roster, Requests, Duties, Shifts, Conversations, Ledger, Holdings, Pages, Safety, Outbox
):
    """What is read and written in it commits, with its effects, all or not at all."""

    def __init__(self, connection: AsyncConnection, *, keys: Keys, places: Places, now: datetime) -> None:
        super().__init__(connection, keys=keys, places=places)
        self.now = now

    async def tally(self) -> Mapping[str, int]:
        """How many rows there are of each class."""
        return {
            kind: sum([await self._count(table) for table in tables]) for kind, tables in CLASSES.items()
        }  # fmt: skip

    async def _count(self, table: Table) -> int:
        return (await self._connection.execute(select(func.count()).select_from(table))).scalar_one()
