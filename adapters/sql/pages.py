"""Pages to coordinators: one of a kind about one thing at a time; of several who take one, one does."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update

from adapters.seal import Keys
from adapters.sql.engine import insert
from adapters.sql.rows import Deciding, Read, instant, micros, packed, unpacked
from adapters.sql.tables import pages
from bot.conversation import Party
from bot.page import Page, PageKind
from bot.people import Address


class Pages(Deciding):
    """What a decision does with pages."""

    async def add_page(self, page: Page) -> bool:
        """False where one of its kind stands about the same thing (a unique index decides)."""
        return await self._changed(insert(pages).values(_row(page, self._keys)).on_conflict_do_nothing()) == 1

    async def page(self, id: str) -> Page | None:
        """The one of this id."""
        row = await self._one(select(pages).where(pages.c.id == id))
        return None if row is None else page_of(row, self._keys)

    async def pages(self, about: str) -> tuple[Page, ...]:
        """Those about this, of any kind."""
        return tuple(page_of(row, self._keys) for row in await self._all(select(pages).where(pages.c.about == about)))

    async def page_of(self, community: str, kind: PageKind, about: str) -> Page | None:
        """The one that stands."""
        found = select(pages).where(pages.c.about == about, pages.c.community == community, pages.c.kind == kind)
        row = await self._one(found)
        return None if row is None else page_of(row, self._keys)

    async def pages_by(self, author: Address) -> tuple[Page, ...]:
        """There are never many: all are opened, for who asked is sealed in each."""
        found = [page_of(row, self._keys) for row in await self._all(select(pages))]
        return tuple(one for one in found if one.author is not None and one.author.address == author)

    async def save_page(self, page: Page) -> bool:
        """False where it is gone."""
        return await self._changed(update(pages).where(pages.c.id == page.id).values(_row(page, self._keys))) == 1

    async def remove_page(self, id: str) -> bool:
        """False where it is gone; its slots go with it."""
        self.gone.add(id)
        return await self._changed(delete(pages).where(pages.c.id == id)) == 1


def page_of(row: Read, keys: Keys) -> Page:
    """The page in a row."""
    body = unpacked(keys.live, row.body, "page", row.id)
    return Page(
        id=row.id, community=row.community, kind=PageKind(row.kind), about=row.about, raised_at=instant(row.raised_at),
        all_at=instant(row.all_at), next_step_at=instant(row.next_step_at), author=_party(body["author"]),
        listener=body["listener"], but=tuple(Address(platform, at) for platform, at in body["but"]),
        told=tuple(body["told"]), spread=body["spread"], again=body["again"], unanswered=body["unanswered"],
        alias=body["alias"], against=body["against"],
    )  # fmt: skip


def _row(one: Page, keys: Keys) -> dict[str, Any]:
    who = one.author
    body = {
        "author": (who.address.platform, who.address.id, who.alias, who.language) if who else None,
        "listener": one.listener, "but": [(other.platform, other.id) for other in one.but], "told": one.told,
        "spread": one.spread, "again": one.again, "unanswered": one.unanswered, "alias": one.alias,
        "against": one.against,
    }  # fmt: skip
    return {
        "id": one.id, "community": one.community, "kind": one.kind, "about": one.about,
        "raised_at": micros(one.raised_at), "all_at": micros(one.all_at), "next_step_at": micros(one.next_step_at),
        "body": packed(keys.live, body, "page", one.id),
    }  # fmt: skip


def _party(given: list[str] | None) -> Party | None:
    if given is None:
        return None
    platform, at, alias, language = given
    return Party(address=Address(platform, at), alias=alias, language=language)
