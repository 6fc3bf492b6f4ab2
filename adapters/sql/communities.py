"""Communities and their places: settings, in the clear."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, literal, not_, or_, select, update
from sqlalchemy.sql import false

from adapters.sql.engine import insert
from adapters.sql.rows import Deciding
from adapters.sql.tables import communities, community_settings, places
from bot.community import Community


class Communities(Deciding):
    """What a decision does with communities."""

    async def communities(self) -> tuple[Community, ...]:
        """All of them, by slug."""
        rows = await self._all(select(communities).order_by(communities.c.slug))
        return tuple([await self._read(row) for row in rows])

    async def community(self, id: str) -> Community | None:
        """The one of this id."""
        row = await self._one(select(communities).where(communities.c.id == id))
        return None if row is None else await self._read(row)

    async def add_community(self, community: Community) -> bool:
        """False where its id, its slug or one of its places is taken."""
        given = _row(community)
        fresh = select(*(literal(given[c.name], c.type) for c in communities.c)).where(not_(_taken(community)))
        adding = insert(communities).from_select([c.name for c in communities.c], fresh).on_conflict_do_nothing()
        return await self._changed(adding) == 1 and await self._put_parts(community)

    async def save_community(self, community: Community) -> bool:
        """False where it is gone, or its slug or one of its places is another's."""
        other = communities.alias()
        slug_taken = exists().where(other.c.slug == community.slug, other.c.id != community.id)
        saving = update(communities).where(
            communities.c.id == community.id, not_(slug_taken), not_(_taken(community))
        )  # fmt: skip
        if await self._changed(saving.values(_row(community))) != 1:
            return False
        for table in (places, community_settings):
            await self._changed(delete(table).where(table.c.community == community.id))
        return await self._put_parts(community)

    async def _put_parts(self, community: Community) -> bool:
        """Its places, and what it has set for itself."""
        rows = [{"platform": on, "place": at, "community": community.id} for on, at in sorted(community.places)]
        if rows:
            await self._changed(insert(places), rows)
        chosen = [{"community": community.id, "name": name, "value": value} for name, value in community.chosen]
        if chosen:
            await self._changed(insert(community_settings), chosen)
        return True

    async def _read(self, row: Any) -> Community:
        found = await self._all(select(places.c.platform, places.c.place).where(places.c.community == row.id))
        own = community_settings.c
        chosen = await self._all(select(own.name, own.value).where(own.community == row.id).order_by(own.name))
        return Community(
            id=row.id, slug=row.slug, name=row.name, languages=tuple(row.languages.split(",")),
            audience=row.audience, places=frozenset((p.platform, p.place) for p in found), contact=row.contact,
            chosen=tuple((one.name, one.value) for one in chosen),
        )  # fmt: skip


def _row(community: Community) -> dict[str, Any]:
    return {
        "id": community.id, "slug": community.slug, "name": community.name,
        "languages": ",".join(community.languages), "audience": community.audience, "contact": community.contact,
    }  # fmt: skip


def _taken(community: Community) -> ColumnElement[bool]:
    """Whether a place of this community belongs to another."""
    wanted = [and_(places.c.platform == on, places.c.place == at) for on, at in community.places]
    return exists().where(places.c.community != community.id, or_(false(), *wanted))
