"""Requests and their offers: each write is conditional on what must still stand (routing.md 5, 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, exists, func, not_, select, update

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, instant, instant_or_none, micros, micros_or_none, packed, unpacked
from adapters.sql.tables import CLAIMED, OPEN, conversations, offers, requests
from bot.offer import Answer, Offer
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

    async def waiting(self, community: str | None = None, *, limit: int | None = None) -> tuple[Request, ...]:
        """Open requests, danger first, then by arrival; the first `limit` of them."""
        found = select(requests).where(OPEN)
        if community is not None:
            found = found.where(requests.c.community == community)
        found = found.order_by(requests.c.danger.desc(), requests.c.arrived_at, requests.c.id).limit(limit)
        rows = await self._all(found)
        return tuple(request_of(row, self._keys) for row in rows)

    async def count_waiting(self) -> int:
        """How many requests are open."""
        return int(
            (await self._connection.execute(select(func.count()).select_from(requests).where(OPEN))).scalar_one()
        )

    async def adrift(self) -> tuple[Request, ...]:
        """Claimed requests whose conversation is not going on: there should be none."""
        talk = exists().where(conversations.c.request == requests.c.id, conversations.c.ended_at.is_(None))
        rows = await self._all(select(requests).where(CLAIMED, not_(talk)))
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

    async def put_offers(self, given: Sequence[Offer]) -> None:
        """One row per (request, epoch, listener): asked again in a later round, it stands anew."""
        rows = [
            {"id": o.id, "request": o.request, "epoch": o.epoch, "listener": o.listener, "round": o.round,
             "answer": o.answer}
            for o in given
        ]  # fmt: skip
        if rows:
            put = insert(offers)
            anew = {"round": put.excluded.round, "answer": put.excluded.answer}
            once = [offers.c.request, offers.c.epoch, offers.c.listener]
            await self._changed(put.on_conflict_do_update(index_elements=once, set_=anew), rows)

    async def answer_offer(self, request: str, listener: str, answer: Answer) -> bool:
        """What became of the offer that stands; False where none does."""
        saving = update(offers).where(
            offers.c.request == request, offers.c.listener == listener,
            offers.c.answer.in_((Answer.STANDING, Answer.MISSED)),
        )  # fmt: skip
        return await self._changed(saving.values(answer=answer)) > 0

    async def offers(self, request: str) -> tuple[Offer, ...]:
        """All that stand for this request."""
        rows = await self._all(select(offers).where(offers.c.request == request).order_by(offers.c.id))
        return tuple(_offer(row) for row in rows)

    async def open_offers(self) -> tuple[Offer, ...]:
        """All offers of all open requests."""
        rows = await self._all(select(offers).join(requests, offers.c.request == requests.c.id).where(OPEN))
        return tuple(_offer(row) for row in rows)


_BODY = (
    "language", "stage", "round", "wave", "made", "paged", "not_again", "simple", "asked", "topic", "gender", "relaxed",
)  # fmt: skip


def request_of(row: Read, keys: Keys) -> Request:
    """The request in a row."""
    body = unpacked(keys.live, row.body, "request", row.id)
    return Request(
        id=row.id, community=row.community, seeker=keys.live.opened(row.seeker), state=State(row.state),
        epoch=row.epoch, danger=bool(row.danger), arrived_at=instant(row.arrived_at),
        next_step_at=instant(row.next_step_at), opened_at=instant(row.opened_at),
        wave_ends_at=instant_or_none(row.wave_ends_at), danger_at=instant_or_none(row.danger_at),
        **_body(body),
    )  # fmt: skip


def _body(body: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}


def _row(request: Request, keys: Keys) -> dict[str, Any]:
    body = {name: getattr(request, name) for name in _BODY}
    return {
        "id": request.id, "community": request.community, "seeker": keys.live.address(request.seeker),
        "state": request.state, "epoch": request.epoch, "danger": request.danger,
        "arrived_at": micros(request.arrived_at), "next_step_at": micros(request.next_step_at),
        "opened_at": micros(request.opened_at), "wave_ends_at": micros_or_none(request.wave_ends_at),
        "danger_at": micros_or_none(request.danger_at),
        "body": packed(keys.live, body, "request", request.id),
    }  # fmt: skip


def _offer(row: Read) -> Offer:
    return Offer(
        id=row.id, request=row.request, epoch=row.epoch, listener=row.listener, round=row.round,
        answer=Answer(row.answer),
    )  # fmt: skip
