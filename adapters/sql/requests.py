"""Requests and their offers: each write is conditional on what must still stand (routing.md 5, 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, instant, micros, packed, unpacked
from adapters.sql.tables import OPEN, offers, requests
from bot.offer import Offer
from bot.people import Address
from bot.request import Request, State


class Requests(Deciding):
    """What a decision does with requests and offers."""

    async def add_request(self, request: Request) -> bool:
        """False where this person has a live request already (a unique index decides)."""
        return await self._changed(insert(requests).values(_row(request, self._keys)).on_conflict_do_nothing()) == 1

    async def request(self, id: str) -> Request | None:
        """The one of this id."""
        row = await self._one(select(requests).where(requests.c.id == id))
        return None if row is None else request_of(row, self._keys)

    async def request_of(self, seeker: Address) -> Request | None:
        """This person's live request, in whatever state."""
        row = await self._one(select(requests).where(requests.c.seeker == self._keys.live.address(seeker)))
        return None if row is None else request_of(row, self._keys)

    async def waiting(self, community: str | None = None) -> tuple[Request, ...]:
        """Open requests, danger first, then by arrival."""
        found = select(requests).where(OPEN)
        if community is not None:
            found = found.where(requests.c.community == community)
        rows = await self._all(found.order_by(requests.c.danger.desc(), requests.c.arrived_at, requests.c.id))
        return tuple(request_of(row, self._keys) for row in rows)

    async def arriving(self) -> tuple[Request, ...]:
        """Requests whose seeker was not known to be reached."""
        rows = await self._all(select(requests).where(requests.c.state == State.ARRIVING))
        return tuple(request_of(row, self._keys) for row in rows)

    async def save_request(self, request: Request, *, was: Request) -> bool:
        """Conditional on the row's state and epoch being those of `was`."""
        saving = update(requests).where(
            requests.c.id == was.id, requests.c.state == was.state, requests.c.epoch == was.epoch
        )  # fmt: skip
        return await self._changed(saving.values(_row(request, self._keys))) == 1

    async def remove_request(self, request: Request) -> bool:
        """Conditional on state and epoch; takes its offers with it."""
        removed = await self._changed(delete(requests).where(
            requests.c.id == request.id, requests.c.state == request.state, requests.c.epoch == request.epoch
        )) == 1  # fmt: skip
        if removed:
            self.gone.add(request.id)
        return removed

    async def add_offers(self, given: Sequence[Offer]) -> None:
        """At most once per (request, epoch, listener): one that was made already is left as it is."""
        rows = [{"id": o.id, "request": o.request, "epoch": o.epoch, "listener": o.listener} for o in given]
        if rows:
            await self._changed(insert(offers).on_conflict_do_nothing(), rows)

    async def offer(self, id: str) -> Offer | None:
        """The one of this id."""
        row = await self._one(select(offers).where(offers.c.id == id))
        return None if row is None else _offer(row)

    async def offers(self, request: str) -> tuple[Offer, ...]:
        """All that stand for this request."""
        rows = await self._all(select(offers).where(offers.c.request == request).order_by(offers.c.id))
        return tuple(_offer(row) for row in rows)


def request_of(row: Read, keys: Keys) -> Request:
    """The request in a row."""
    body = unpacked(keys.live, row.body, "request", row.id)
    return Request(
        id=row.id, community=row.community, seeker=keys.live.opened(row.seeker), state=State(row.state),
        epoch=row.epoch, danger=bool(row.danger), arrived_at=instant(row.arrived_at),
        next_step_at=instant(row.next_step_at), language=body["language"], stage=body["stage"],
        not_again=tuple(body["not_again"]),
    )  # fmt: skip


def _row(request: Request, keys: Keys) -> dict[str, Any]:
    body = {"language": request.language, "stage": request.stage, "not_again": request.not_again}
    return {
        "id": request.id, "community": request.community, "seeker": keys.live.address(request.seeker),
        "state": request.state, "epoch": request.epoch, "danger": request.danger,
        "arrived_at": micros(request.arrived_at), "next_step_at": micros(request.next_step_at),
        "body": packed(keys.live, body, "request", request.id),
    }  # fmt: skip


def _offer(row: Read) -> Offer:
    return Offer(id=row.id, request=row.request, epoch=row.epoch, listener=row.listener)
